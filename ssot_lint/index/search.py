"""Finds the calls and uses that may be of some names, without making a record for any other."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ssot_lint.index.aliases import Aliases
from ssot_lint.model import CALL_WIDTH, USE_WIDTH, WRITE_WIDTH, Call, File, Use, Write

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray


class _Column:
    """The dotted names of one column block of all files: which file, which row, which name."""

    def __init__(self, files: Sequence[File], blocks: Iterable[bytes], width: int) -> None:
        import numpy as np

        pieces = list(blocks)
        counts = [len(piece) // (4 * width) for piece in pieces]
        self._file_starts = np.cumsum([0, *counts])
        # a string's place in all tables laid end to end: the same name has another in each file
        table_starts = np.cumsum([0, *(len(file.facts.strings) for file in files)])
        local = np.frombuffer(b"".join(pieces), "<i4").reshape(-1, width)[:, 0]
        places, rows = np.unique(local + np.repeat(table_starts[:-1], counts), return_inverse=True)
        owners = np.searchsorted(table_starts, places, side="right") - 1
        strings = places - table_starts[owners]
        numbers: dict[str, int] = {}  # dotted name -> its number in the project
        numbered = [
            numbers.setdefault(files[owner].facts.strings[string], len(numbers))
            for owner, string in zip(owners.tolist(), strings.tolist(), strict=True)
        ]
        self._names: NDArray[numpy.int64] = np.array(numbered, np.int64)[rows.reshape(-1)]
        self._by_segment: dict[str, list[int]] = {}
        for dotted, number in numbers.items():
            for segment in dotted.split("."):
                self._by_segment.setdefault(segment, []).append(number)

    def rows(self, segments: Iterable[str]) -> Iterator[tuple[int, int]]:
        """File and row numbers of the names with any of the segments, in order."""
        import numpy as np

        wanted = {number for segment in segments for number in self._by_segment.get(segment, ())}
        if not wanted:
            return
        hits = np.flatnonzero(np.isin(self._names, np.fromiter(wanted, np.int64, len(wanted))))
        files = np.searchsorted(self._file_starts, hits, side="right") - 1
        yield from zip(files.tolist(), (hits - self._file_starts[files]).tolist(), strict=True)


class Search:
    """Calls and uses by simple names, aliases of those names included."""

    def __init__(self, files: Sequence[File], aliases: Aliases) -> None:
        self._files = files
        self._aliases = aliases

    def calls(self, names: Collection[str]) -> Iterator[tuple[File, Call]]:
        """The calls with a segment that is, or may stand for, one of the names."""
        for file, row in self._calls.rows(self._aliases.all_of(names)):
            yield self._files[file], self._files[file].facts.call(row)

    def uses(self, names: Collection[str]) -> Iterator[tuple[File, Use]]:
        """The uses with a segment that is, or may stand for, one of the names."""
        for file, row in self._uses.rows(self._aliases.all_of(names)):
            yield self._files[file], self._files[file].facts.use(row)

    def writes(self, names: Collection[str]) -> Iterator[tuple[File, Write]]:
        """The writes with a segment that is one of the names."""
        for file, row in self._writes.rows(names):
            yield self._files[file], self._files[file].facts.write(row)

    @cached_property
    def _calls(self) -> _Column:
        return _Column(self._files, (file.facts.calls for file in self._files), CALL_WIDTH)

    @cached_property
    def _uses(self) -> _Column:
        return _Column(self._files, (file.facts.uses for file in self._files), USE_WIDTH)

    @cached_property
    def _writes(self) -> _Column:
        return _Column(self._files, (file.facts.writes for file in self._files), WRITE_WIDTH)
