"""Finds the calls and uses that may be of some names, without making a record for any other."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, count
from typing import TYPE_CHECKING

from ssot_lint.index.aliases import Aliases
from ssot_lint.model import CALL_WIDTH, USE_WIDTH, WRITE_WIDTH, Call, File, Use, Write

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Numbers = NDArray[numpy.int32]

FEW = 500  # files


class Words:
    """The strings of all files, numbered: equal ones bear one number, by which `texts` has them.

    `starts` says where the table of each file begins in `numbers`.
    """

    def __init__(self, files: Sequence[File]) -> None:
        import numpy as np

        tables = [file.facts.strings for file in files]
        number: defaultdict[str, int] = defaultdict(count().__next__)
        self.starts = np.cumsum([0, *map(len, tables)])
        strings = map(number.__getitem__, chain.from_iterable(tables))
        self.numbers: Numbers = np.fromiter(strings, np.int32, int(self.starts[-1]))
        self.texts = list(number)
        self._number = number

    def holders(self, words: Iterable[str]) -> list[int]:
        """The files that have one of some strings."""
        import numpy as np

        wanted = [number for word in words if (number := self._number.get(word)) is not None]
        places = np.flatnonzero(np.isin(self.numbers, wanted))
        owners = np.searchsorted(self.starts, places, side="right") - 1
        return sorted(set(owners.tolist()))


class Table:
    """One block of columns of all files, laid end to end.

    `starts` says which row is the first of each file, `owners` which file each row is of, and `names` has
    the numbers of the names that the rows begin with.
    """

    def __init__(self, words: Words, blocks: Iterable[bytes], width: int) -> None:
        import numpy as np

        pieces = list(blocks)
        counts = [len(piece) // (4 * width) for piece in pieces]
        self.words = words
        self.starts = np.cumsum([0, *counts])
        self.owners: Numbers = np.repeat(np.arange(len(pieces), dtype=np.int32), counts)
        self.cells: Numbers = np.frombuffer(b"".join(pieces), "<i4").reshape(-1, width)
        self.names = self.strings(np.arange(len(self.cells)), 0)

    def strings(self, rows: "NDArray[numpy.int64]", column: int) -> "Numbers":
        """The numbers of the strings that stand in a column of some rows."""
        found: Numbers = self.words.numbers[self.words.starts[self.owners[rows]] + self.cells[rows, column]]
        return found

    def having(self, segments: Iterable[str]) -> Iterator[tuple[int, int]]:
        """File and row numbers of the names with any of the segments, in order."""
        import numpy as np

        is_wanted = np.zeros(len(self.words.texts), dtype=bool)
        is_wanted[[number for segment in segments for number in self._by_segment.get(segment, ())]] = True
        hits = np.flatnonzero(is_wanted[self.names])
        files = self.owners[hits]
        yield from zip(files.tolist(), (hits - self.starts[files]).tolist(), strict=True)

    @cached_property
    def _by_segment(self) -> dict[str, list[int]]:
        import numpy as np

        found: dict[str, list[int]] = {}
        texts = self.words.texts
        for number in np.unique(self.names).tolist():
            for segment in texts[number].split("."):
                found.setdefault(segment, []).append(number)
        return found


class Search:
    """Calls and uses by simple names, aliases of those names included."""

    def __init__(self, files: Sequence[File], aliases: Aliases) -> None:
        self._files = files
        self._aliases = aliases

    def calls(self, names: Collection[str]) -> Iterator[tuple[File, Call]]:
        """The calls with a segment that is, or may stand for, one of the names."""
        for file, row in self.all_calls.having(self._aliases.all_of(names)):
            yield self._files[file], self._files[file].facts.call(row)

    def uses(self, names: Collection[str]) -> Iterator[tuple[File, Use]]:
        """The uses with a segment that is, or may stand for, one of the names."""
        for file, row in self._uses.having(self._aliases.all_of(names)):
            yield self._files[file], self._files[file].facts.use(row)

    def writes(self, names: Collection[str]) -> Iterator[tuple[File, Write]]:
        """The writes with a segment that is one of the names."""
        for file, row in self._writes.having(names):
            yield self._files[file], self._files[file].facts.write(row)

    def having(self, words: set[str]) -> Iterator[File]:
        """The files with one of some strings in their tables."""
        if len(self._files) < FEW:  # it takes longer to load numpy than to look at each of them
            return (file for file in self._files if not words.isdisjoint(file.facts.strings))
        return (self._files[number] for number in self._words.holders(words))

    @cached_property
    def all_calls(self) -> Table:
        """The calls of all files."""
        return Table(self._words, (file.facts.calls for file in self._files), CALL_WIDTH)

    @cached_property
    def _uses(self) -> Table:
        return Table(self._words, (file.facts.uses for file in self._files), USE_WIDTH)

    @cached_property
    def _writes(self) -> Table:
        return Table(self._words, (file.facts.writes for file in self._files), WRITE_WIDTH)

    @cached_property
    def _words(self) -> Words:
        return Words(self._files)
