"""Sources that are read a second time, for inference: it is told when they are no longer the same."""

from datetime import date
from pathlib import Path

import pytest

from ssot_lint.extract.read import reread
from ssot_lint.model import Report, blob_id
from ssot_lint.options import Options
from ssot_lint.run import run

FILES = {
    "compliance.yaml": "version: 1\nfactories: {'engine:Engine': {use: 'makers:make'}}\n",
    "engine.py": "class Engine: ...\n",
    "makers.py": "from engine import Engine\n\n\ndef make():\n    return Engine()\n",
    "use.py": "from engine import Engine\n\nmakers = [Engine]\nmakers[0]()\n",
}


def reported(root: Path) -> Report:
    for path, text in FILES.items():
        (root / path).write_text(text)
    return run(Options(start=root, today=date(2026, 1, 1), jobs=1, select=("SST201",)))


def test_a_source_that_is_the_same_is_looked_into(tmp_path: Path) -> None:
    report = reported(tmp_path)
    assert [finding.place.path for finding in report.findings] == ["use.py"]
    assert report.incomplete == ()


def test_a_source_that_changed_meanwhile_makes_the_analysis_incomplete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ssot_lint.extract.read.reread", lambda path, blob: reread(path, b"another"))
    report = reported(tmp_path)
    assert [item.subject for item in report.undecided["SST201"]] == ["makers"]
    assert report.incomplete == ("use.py: it changed while it was analysed",)


@pytest.mark.parametrize(
    ("content", "text"),
    [("é = 1\n".encode(), "é = 1\n"), (b"# coding: l1\n\xe9\n", "# coding: l1\né\n"), (b"\xff", None)],
)  # fmt: skip
def test_a_source_is_decoded_as_it_was(tmp_path: Path, content: bytes, text: str | None) -> None:
    (tmp_path / "a.py").write_bytes(content)
    assert reread(tmp_path / "a.py", blob_id(content)) == text


def test_what_is_no_file_has_no_text(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "folder")
    assert [reread(tmp_path / name, b"") for name in ("folder", "link", "missing")] == [None, None, None]
