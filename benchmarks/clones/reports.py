"""The reports of clone detectors, read as groups of places: each function reads one tool's format.

The name of a file is the tool's own, and may be absolute; lines are counted from 1 and inclusive.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

import msgspec

Place = tuple[str, int, int]
Told = tuple[str, Sequence[Place]]

# The kinds of jscpd that are equal fragments; what is near to one of a near pair need not be near to both.
_EQUAL = ("exact", "renamed")
MILD = ", info"
_PYLINT_PLACE = re.compile(r"^==(?P<name>.+):\[(?P<start>\d+):(?P<end>\d+)\]$", re.MULTILINE)


class _Member(msgspec.Struct):
    path: str
    line: int
    end_line: int


class _Group(msgspec.Struct):
    code: str
    severity: str
    members: list[_Member]


class _Duplicates(msgspec.Struct):
    groups: list[_Group]


class _Message(msgspec.Struct):
    symbol: str
    message: str


class _Pylint(msgspec.Struct):
    messages: list[_Message]


class _File(msgspec.Struct):
    name: str
    start: int
    end: int


class _Pair(msgspec.Struct, rename="camel"):
    first_file: _File
    second_file: _File
    kind: str


class _Jscpd(msgspec.Struct):
    duplicates: list[_Pair]


class _Location(msgspec.Struct):
    file_path: str
    start_line: int
    end_line: int


class _Fragment(msgspec.Struct):
    location: _Location


class _Fragments(msgspec.Struct):
    clones: list[_Fragment]
    type: int


# Without a finding the lists of pyscn are null, and without a file the whole part is.
class _Clone(msgspec.Struct):
    clone_groups: list[_Fragments] | None = None


class _Pyscn(msgspec.Struct):
    clone: _Clone | None = None


class _Item(msgspec.Struct):
    relative_path: str
    start_line: int
    end_line: int


class _Items(msgspec.Struct):
    items: list[_Item]


class _Clones(msgspec.Struct):
    functions: list[_Items]
    blocks: list[_Items]
    segments: list[_Items]


class _Families(msgspec.Struct):
    clones: _Clones


class _Findings(msgspec.Struct):
    groups: _Families


class _Codeclone(msgspec.Struct):
    findings: _Findings


def of_ssot_lint(report: Path) -> Iterator[Told]:
    """The groups of `ssot-lint duplicates`, the canonical member of each at its place.

    What `ssot-lint check` does not show unless asked is of a kind of its own.
    """
    for group in msgspec.json.decode(report.read_bytes(), type=_Duplicates).groups:
        kind = group.code + MILD * (group.severity == "info")
        yield kind, [(member.path, member.line, member.end_line) for member in group.members]


def of_pylint(report: Path) -> Iterator[Told]:
    """The messages of `duplicate-code`: above the lines in common each place, from 0 and without its end."""
    for message in msgspec.json.decode(report.read_bytes(), type=_Pylint).messages:
        if message.symbol != "duplicate-code":
            continue
        found = _PYLINT_PLACE.finditer(message.message)
        yield message.symbol, [(place["name"], int(place["start"]) + 1, int(place["end"])) for place in found]


def of_jscpd(report: Path) -> Iterator[Told]:
    """The pairs of jscpd; equal ones that share the very same stretch are one group of equal fragments."""
    groups: dict[tuple[str, Place], dict[Place, None]] = {}
    for pair in msgspec.json.decode(report.read_bytes(), type=_Jscpd).duplicates:
        first, second = ((file.name, file.start, file.end) for file in (pair.first_file, pair.second_file))
        if pair.kind not in _EQUAL:
            yield pair.kind, [first, second]
            continue
        keys = (pair.kind, first), (pair.kind, second)
        one, other = (groups.get(key, {key[1]: None}) for key in keys)
        joined = one | other
        groups.update(((pair.kind, place), joined) for place in joined)
    distinct = {id(members): (kind, members) for (kind, _), members in groups.items()}
    yield from ((kind, list(members)) for kind, members in distinct.values())


def of_pyscn(report: Path) -> Iterator[Told]:
    """The groups of pyscn, by the type that it gives them."""
    clone = msgspec.json.decode(report.read_bytes(), type=_Pyscn).clone
    for group in (clone and clone.clone_groups) or ():
        places = (member.location for member in group.clones)
        yield f"type {group.type}", [(place.file_path, place.start_line, place.end_line) for place in places]


def of_cpd(report: Path) -> Iterator[Told]:
    """The duplications of PMD CPD, from its XML."""
    for element in ElementTree.parse(report).getroot():
        if element.tag.endswith("}duplication"):
            files = [member for member in element if member.tag.endswith("}file")]
            yield "duplication", [(file.attrib["path"], *_lines(file)) for file in files]


def _lines(file: ElementTree.Element) -> tuple[int, int]:
    return int(file.attrib["line"]), int(file.attrib["endline"])


def of_codeclone(report: Path) -> Iterator[Told]:
    """The groups of codeclone: functions, blocks, and segments inside one function."""
    clones = msgspec.json.decode(report.read_bytes(), type=_Codeclone).findings.groups.clones
    for kind, groups in (
        ("function", clones.functions),
        ("block", clones.blocks),
        ("segment", clones.segments),
    ):
        for group in groups:
            yield kind, [(item.relative_path, item.start_line, item.end_line) for item in group.items]
