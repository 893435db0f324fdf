"""What stands inside a definition: the functions in it, and how much it calls."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from ssot_lint.index.clones.members import Member
from ssot_lint.model import CALL_WIDTH, Definition, File, column

_CALL_LINE = 6  # the place of the line in a row of the calls


class Insides:
    """Answers from sorted columns, made once a file: a file may have thousands of definitions."""

    def __init__(self) -> None:
        self._starts: dict[File, list[int]] = {}
        self._call_lines: dict[File, list[int]] = {}

    def functions(self, owner: Member) -> Iterator[Definition]:
        """Every function whose body lies within a member, itself included, in source order."""
        file = owner.file
        definitions = file.facts.definitions
        starts = self._starts.get(file)
        if starts is None:
            starts = self._starts[file] = [definition.statements[0] for definition in definitions]
        start, end = owner.statements
        for number in range(bisect_left(starts, start), bisect_right(starts, end)):
            definition = definitions[number]
            if definition.kind != "class" and definition.statements[1] <= end:
                yield definition

    def calls(self, member: Member) -> int:
        """How often anything but `super` is called by name on the lines of a member."""
        file = member.file
        lines = self._call_lines.get(file)
        if lines is None:
            lines = self._call_lines[file] = _call_lines(file)
        return bisect_right(lines, member.last_line) - bisect_left(lines, member.span.line)


def _call_lines(file: File) -> list[int]:
    strings = file.facts.strings
    calls = column("i", file.facts.calls)
    rows = zip(calls[::CALL_WIDTH], calls[_CALL_LINE::CALL_WIDTH], strict=True)
    return sorted(line for callee, line in rows if strings[callee] != "super")
