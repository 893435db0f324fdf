"""A stretch of a source that may be a copy: a definition, a run of statements in a function, a whole file."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal

import msgspec

from ssot_lint.model import STATEMENT_WIDTH, Definition, File, Place, Span, column

Unit = Literal["file", "class", "function", "block"]


class Member(msgspec.Struct, frozen=True, dict=True, eq=False):
    """One stretch. `statements` is its half-open range in the statement columns of the file.

    `definition` is the class or function, of a block the function around it, None for a whole file.
    """

    file: File
    definition: Definition | None
    statements: tuple[int, int]
    unit: Unit

    @classmethod
    def defined(cls, file: File, definition: Definition) -> "Member":
        """A class or function."""
        unit: Unit = "class" if definition.kind == "class" else "function"
        return cls(file, definition, definition.statements, unit)

    @classmethod
    def whole(cls, file: File) -> "Member":
        """A whole file."""
        return cls(file, None, (0, len(file.facts.semi) // 8), "file")

    @property
    def path(self) -> str:
        """The path of its file."""
        return self.file.path

    @property
    def size(self) -> int:
        """How many statements it has, nested ones included."""
        return self.statements[1] - self.statements[0]

    @property
    def lines(self) -> int:
        """How many lines it extends over."""
        return self.extent.lines

    @property
    def last_line(self) -> int:
        """The last of its lines."""
        return self.span.line + self.lines - 1

    @cached_property
    def span(self) -> Span:
        """Its whole extent, of a file and of a block in whole lines."""
        if self.unit == "file":
            return Span(1, 1, self.file.facts.lines + 1, 1)
        if self.unit == "block":
            start, end = self.statements
            width = 4 * STATEMENT_WIDTH
            lines = column("i", self.file.facts.statement_lines[start * width : end * width])
            return Span(lines[0], 1, max(lines[1::STATEMENT_WIDTH]) + 1, 1)
        assert self.definition is not None, "only files have none"
        return self.definition.span

    @property
    def name_span(self) -> Span:
        """Where a finding about it points: the name of a definition, the first line of anything else."""
        if self.unit == "block" or self.definition is None:
            return Span(self.span.line, 1, self.span.line, 1)
        return self.definition.name_span

    @property
    def symbol(self) -> str:
        """`module:name`; of a block that of the function around it, of a file the module."""
        home = self.file.module or self.path
        return f"{home}:{self.definition.qualified_name}" if self.definition else home

    @property
    def symbols_around(self) -> Iterator[str]:
        """The symbols of all that it is in or is: the file, classes, functions."""
        module, colon, name = self.symbol.partition(":")
        yield module
        parts = name.split(".") if colon else []
        for length in range(1, len(parts) + 1):
            yield f"{module}:{'.'.join(parts[:length])}"

    @property
    def place(self) -> Place:
        """Where a finding about it points, with its symbol."""
        return Place(self.path, self.name_span, self.symbol)

    @property
    def extent(self) -> Place:
        """All of it."""
        return Place(self.path, self.span, self.symbol)

    @property
    def symbols_inside(self) -> Iterator[str]:
        """The symbols of what stands at the level of a whole file."""
        if self.definition is None:
            for definition in self.file.facts.definitions:
                if not definition.scope:
                    yield f"{self.symbol}:{definition.name}"

    @property
    def position(self) -> tuple[str, int, int]:
        """What members are sorted by: path, line, column."""
        return (self.path, self.span.line, self.span.column)

    @property
    def identity(self) -> tuple[str, str, tuple[int, int]]:
        """What tells it from others; conditional definitions of one name share it."""
        if self.definition is None or self.unit == "block":
            return (self.path, "", self.statements)
        return (self.path, self.definition.qualified_name, (0, 0))

    @property
    def is_test(self) -> bool:
        """Whether it stands in a test file."""
        return self.file.category == "test"

    @property
    def text(self) -> bytes:
        """The fingerprints of its statements as they stand in the column `semi`."""
        start, end = self.statements
        return self.file.facts.semi[start * 8 : end * 8]

    @cached_property
    def exact(self) -> tuple[int, ...]:
        """The fingerprint of each of its statements, of the names as they are."""
        return _part(self.file.facts.exact, self.statements)

    @cached_property
    def semi(self) -> tuple[int, ...]:
        """The same with locals, parameters and literals blinded."""
        return _part(self.file.facts.semi, self.statements)

    @cached_property
    def ordered(self) -> tuple[int, ...]:
        """`semi` in the order of `order`."""
        if self.unit not in ("class", "file"):
            return self.semi
        return tuple(map(self.semi.__getitem__, self.order))

    @cached_property
    def order(self) -> Sequence[int]:
        """The numbers of its statements: definitions in a class or file last and by name.

        In which order these stand says nothing.
        """
        if self.unit not in ("class", "file"):
            return range(self.size)
        start, end = self.statements
        prefix = f"{self.definition.qualified_name}." if self.definition else ""
        depth = prefix.count(".")
        parts: list[tuple[str, tuple[int, ...], range]] = []
        rest: list[int] = []
        last = start
        for definition in self.file.facts.definitions:
            name = definition.qualified_name
            begin = definition.statements[0] - 1  # its head is a statement too
            if name.startswith(prefix) and name.count(".") == depth and last <= begin < end:
                rest += range(last - start, begin - start)
                last = definition.statements[1]
                part = slice(begin - start, last - start)
                parts.append((name, self.semi[part], range(part.start, part.stop)))
        rest += range(last - start, end - start)
        return (*rest, *(number for *_, part in sorted(parts, key=_by_name) for number in part))

    @cached_property
    def heights(self) -> tuple[int, ...]:
        """How many lines each of its statements takes, one with suites without them."""
        start, end = (bound * 4 * STATEMENT_WIDTH for bound in self.statements)
        lines = column("i", self.file.facts.statement_lines[start:end])
        return tuple(
            last - first + 1
            for first, last in zip(lines[::STATEMENT_WIDTH], lines[1::STATEMENT_WIDTH], strict=True)
        )

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        """What is defined in it, itself included, in source order."""
        start, end = self.statements
        return tuple(
            definition
            for definition in self.file.facts.definitions
            if start <= definition.statements[0] and definition.statements[1] <= end
        )

    @property
    def is_asynchronous(self) -> bool:
        """Whether the function is, or one that it has."""
        if self.unit == "function" and self.definition:
            return self.definition.kind == "async function"
        return any(definition.kind == "async function" for definition in self.definitions)

    def contains(self, other: "Member") -> bool:
        """Whether another lies within it."""
        (start, end), (first, last) = self.statements, other.statements
        return self.file is other.file and start <= first and last <= end


def _by_name(part: tuple[str, tuple[int, ...], range]) -> tuple[str, tuple[int, ...]]:
    """Of one name, as a property and its setter have, those of other statements are told apart too."""
    return part[:2]


def _part(content: bytes, statements: tuple[int, int]) -> tuple[int, ...]:
    start, end = statements
    return tuple(column("q", content[start * 8 : end * 8]))
