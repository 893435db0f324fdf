"""What is shown of a buffer until all is known of it: what its lines still hold."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from lsprotocol.types import MarkupContent, Position
from msgspec.structs import replace

from ssot_lint.drivers.lsp.hover import hover
from ssot_lint.drivers.lsp.snapshot import Snapshot
from ssot_lint.model import FileCounts, Finding, Gate, Place, Report, Span

BEFORE = "a\nb\nc\nd\n"


def finding(line: int, code: str = "SST103", path: str = "app/use.py", end_line: int = 0) -> Finding:
    place = Place(path, Span(line, 1, end_line or line, 2))
    return Finding(place=place, message="it is wrong", code=code, fingerprint=f"{code}{path}{line}")


def snapshot(*findings: Finding) -> Snapshot:
    counts = FileCounts(analysed=1, by_category={}, not_analysed={}, unparsable=0)
    report = Report(None, counts, (), findings, {}, None, Gate(passed=True, failures=()), root="/nowhere")
    return Snapshot(report, {"app/use.py": BEFORE.encode()})


def shown(before: Snapshot, text: str, found: Sequence[Finding] = ()) -> list[str]:
    after = before.revised({"app/use.py": text.encode()}, found, {"SST307"})
    return [
        f"{f.place.span.line}-{f.place.span.end_line} {f.code}" for f in after.findings.get("app/use.py", ())
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (BEFORE, ["1-1 SST103", "3-4 SST103"]),
        ("new\na\nb\nc\nd\n", ["2-2 SST103", "4-5 SST103"]),
        ("a\nc\nd\n", ["1-1 SST103", "2-3 SST103"]),
        ("a\nx\ny\nc\nd\n", ["1-1 SST103", "4-5 SST103"]),
        ("a\nb\nc\nx\nd\n", ["1-1 SST103"]),
        ("a\nb\nx\nd\n", ["1-1 SST103"]),
        ("x\nb\nc\nd\n", ["3-4 SST103"]),
        ("a\na\nb\nc\nd\n", ["1-1 SST103", "4-5 SST103"]),
        ("", []),
    ],
)
def test_a_finding_stays_with_its_lines_if_they_stay(text: str, expected: list[str]) -> None:
    assert shown(snapshot(finding(1), finding(3, end_line=4)), text) == expected


def test_what_is_found_anew_takes_the_place_of_what_the_same_rules_had_found() -> None:
    before = snapshot(finding(1, "SST307"), finding(2))
    assert shown(before, BEFORE, [finding(4, "SST307")]) == ["2-2 SST103", "4-4 SST307"]


def test_what_is_found_in_other_files_stays() -> None:
    other = finding(7, "SST307", "app/other.py")
    after = snapshot(other, finding(1)).revised({"app/use.py": b"x\n"}, (), {"SST307"})
    assert after.findings == {"app/other.py": [other]}


def test_what_the_baseline_accepts_it_accepts_of_what_is_found_anew() -> None:
    accepted = replace(finding(1, "SST307"), baselined=True)
    assert shown(snapshot(accepted), BEFORE, [finding(1, "SST307")]) == []


def test_it_knows_of_which_content_it_is() -> None:
    before = snapshot()
    assert before.is_of("app/use.py", BEFORE.encode())
    assert not before.is_of("app/use.py", b"")


def test_of_a_file_without_a_buffer_it_is_of_what_is_on_disk(tmp_path: Path) -> None:
    (tmp_path / "core.py").write_bytes(b"x = 1\n")
    before = Snapshot(replace(snapshot().report, root=str(tmp_path)), {})
    assert before.is_of("core.py", b"x = 1\n")
    assert not before.is_of("core.py", b"x = 2\n")


def test_a_hint_of_several_lines_is_one_line_of_what_is_hovered() -> None:
    told = hover(
        snapshot(replace(finding(1), hint="mend it\n\n# A title")), "app/use.py", Position(0, 0), len
    )
    assert told is not None
    assert isinstance(told.contents, MarkupContent)
    assert "mend it\\\\n\\\\n# A title" in told.contents.value
