"""What stands inside a definition: the functions in it, and how much it calls."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator

from ssot_lint.index.clones.members import Member
from ssot_lint.model import CALL_WIDTH, Definition, File, column

_CALL_LINE = 6  # the place of the line in a row of the calls


class Insides:
    """Answers from sorted columns, made once a file: a file may have thousands of definitions."""

    def __init__(self) -> None:
        self._starts: dict[File, list[int]] = {}
        self._call_lines: dict[File, list[int]] = {}
        self._callees: dict[File, list[int]] = {}

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

    def outer_functions(self, owner: Member) -> Iterator[Definition]:
        """Those functions that lie in no other one of the member."""
        end = 0
        for function in self.functions(owner):
            if function.statements[0] >= end:
                end = function.statements[1]
                yield function

    def calls(self, member: Member) -> int:
        """How often anything but `super` is called by name on the lines of a member."""
        start, end = self._rows(member)
        return end - start

    def repeats(self, member: Member) -> int:
        """How often the same is called on the lines of a member, at the most."""
        start, end = self._rows(member)
        return max(Counter(self._callees[member.file][start:end]).values(), default=0)

    def _rows(self, member: Member) -> tuple[int, int]:
        """Where the calls of a member are among those of its file, sorted by line."""
        lines = self._call_lines.get(member.file)
        if lines is None:
            calls = _calls(member.file)
            lines = self._call_lines[member.file] = [line for line, _ in calls]
            self._callees[member.file] = [callee for _, callee in calls]
        return bisect_left(lines, member.span.line), bisect_right(lines, member.last_line)


def _calls(file: File) -> list[tuple[int, int]]:
    """Line and callee of the calls of anything but `super`, sorted."""
    strings = file.facts.strings
    calls = column("i", file.facts.calls)
    rows = zip(calls[_CALL_LINE::CALL_WIDTH], calls[::CALL_WIDTH], strict=True)
    named = [text != "super" and "(" not in text for text in strings]
    return sorted((line, callee) for line, callee in rows if named[callee])
