"""A project that is analysed while it is edited: reports are those of a run, and cost what has changed."""

import dataclasses
import itertools
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.errors import EmptyScanError, PolicyError
from ssot_lint.model import Finding, Report
from ssot_lint.options import Options
from ssot_lint.run import run
from ssot_lint.workspace import Moment, Workspace

DAY = date(2026, 6, 15)
POLICY = "version: 1\nliterals: {forbidden: [{pattern: secret}]}\n"
MAKE = "def make(a):\n    b = a + 1\n    c = b * 2\n    d = c - 3\n    e = d or 4\n    return e, d, c\n"
SOURCES = {
    "compliance.yaml": POLICY,
    "app/__init__.py": "",
    "app/core.py": f"x = 1\n{MAKE}",
    "app/copy.py": MAKE,
    "app/use.py": "from app.core import gone, make\n\nmake(1, 2)\n",
}
TEXTS = (
    "",
    "x = 'a secret'\n",
    "gone = 1\n",
    MAKE,
    f"# moved\n\n{MAKE}",
    "from app.core import make, gone\n\nmake()\nmake(1)\n",
    "from app.core import *\nimport app.fresh\n",
    "def f(: pass\n",
    "def f(): return 1\ndef f(): return 2  # ssot: ignore[SST106] -- until then, until=2026-07-01\n",
    "import app.use  # ssot: ignore[SST106] -- of no use\n",
)
OF_WAIVERS = {"SST004", "SST005"}
NAMES = ("app/core.py", "app/copy.py", "app/use.py", "app/fresh.py")


def options(root: Path) -> Options:
    return Options(start=root, today=DAY, jobs=1, caching=True)


def write(root: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def overlays(root: Path, buffers: Mapping[str, str]) -> dict[Path, bytes]:
    return {root / name: text.encode() for name, text in buffers.items()}


def of_a_run(root: Path, buffers: Mapping[str, str]) -> Report:
    """What a run reports that keeps nothing and recalls nothing."""
    asked = dataclasses.replace(options(root), caching=False, overlays=overlays(root, buffers))
    return run(asked)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    write(root, SOURCES)
    (root / ".git").mkdir()
    return root


@pytest.fixture
def workspace(project: Path) -> Workspace:
    return Workspace(options(project))


def moment(workspace: Workspace, project: Path, buffers: Mapping[str, str]) -> Moment:
    return workspace.moment(overlays(project, buffers), DAY)


def told(findings: tuple[Finding, ...]) -> list[str]:
    return [f"{each.place.path}:{each.place.span.line} {each.code}" for each in findings]


class Heard:
    """Notes what is told before a report is made."""

    def __init__(self) -> None:
        self.told: list[tuple[tuple[Finding, ...], frozenset[str]]] = []

    def __call__(self, findings: tuple[Finding, ...], codes: frozenset[str]) -> None:
        self.told.append((findings, codes))


EDITS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(TEXTS), st.booleans()), min_size=1, max_size=5
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(EDITS)
def test_after_any_edits_the_report_is_that_of_a_run(edits: list[tuple[str, str, bool]]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        write(root, SOURCES)
        workspace, buffers = Workspace(options(root)), dict[str, str]()
        for name, text, is_saved in edits:
            if is_saved:
                write(root, {name: text})
                buffers.pop(name, None)
                workspace.look_again()
            else:
                buffers[name] = text
            there = moment(workspace, root, buffers)
            codes, heard = there.codes_of_files, Heard()
            quick, report = there.found_in(NAMES), there.report(paths=NAMES, meanwhile=heard)
            assert report == of_a_run(root, buffers)
            own = [f for f in report.findings if f.place.path in NAMES]
            assert quick == tuple(f for f in own if f.code in codes)
            for found, done in heard.told:
                assert found == tuple(f for f in own if f.code in done)
            assert not heard.told or {f.code for f in own} <= codes | heard.told[-1][1] | OF_WAIVERS


def test_only_what_was_typed_is_extracted(project: Path, workspace: Workspace, extracted: list[str]) -> None:
    moment(workspace, project, {"app/use.py": "x = 1\n"})
    del extracted[:]
    moment(workspace, project, {"app/use.py": "x = 2\n"})
    assert extracted == ["x = 2\n"]


def test_nothing_is_looked_for_on_disk_until_it_is_told_of(project: Path, workspace: Workspace) -> None:
    buffers = {"app/core.py": SOURCES["app/core.py"]}
    moment(workspace, project, buffers)
    write(project, {"app/fresh.py": TEXTS[1]})
    assert told(moment(workspace, project, buffers).found_in(["app/fresh.py"])) == []
    assert "app/fresh.py" not in str(moment(workspace, project, buffers).report())
    workspace.look_again()
    assert "app/fresh.py:1 SST602" in told(reported(moment(workspace, project, buffers)).findings)


def reported(of: Moment) -> Report:
    report = of.report()
    assert report is not None
    return report


def test_a_buffer_that_is_no_file_yet_is_a_source(project: Path, workspace: Workspace) -> None:
    moment(workspace, project, {})
    there = moment(workspace, project, {"app/fresh.py": "import app.lost\n"})
    assert told(there.found_in(["app/fresh.py"])) == ["app/fresh.py:1 SST306"]


def test_a_file_that_is_not_of_the_project_has_no_findings(project: Path, workspace: Workspace) -> None:
    there = moment(workspace, project, {"../outside.py": "import app.lost\n"})
    assert there.found_in(["../outside.py"]) == ()


def test_what_is_given_up_reports_nothing(project: Path, workspace: Workspace) -> None:
    asked = itertools.count()
    assert moment(workspace, project, {}).report(lambda: next(asked) == 3) is None
    assert next(asked) == 4


def test_what_is_asked_again_of_the_same_is_not_judged_again(project: Path, workspace: Workspace) -> None:
    first = reported(moment(workspace, project, {"app/use.py": TEXTS[1]}))
    workspace.look_again()
    assert moment(workspace, project, {"app/use.py": TEXTS[1]}).report(lambda: True) == first


@pytest.mark.parametrize("policy", ["version: 1\nrules: {SST602: off}\n", POLICY.replace("secret", "other")])
def test_another_policy_is_another_report(project: Path, workspace: Workspace, policy: str) -> None:
    buffers = {"app/use.py": "x = 'a secret', 'other'\n"}
    moment(workspace, project, buffers).report()
    write(project, {"compliance.yaml": policy})
    workspace.look_again()
    assert moment(workspace, project, buffers).report() == of_a_run(project, buffers)


def test_on_another_day_what_depends_on_it_is_judged_again(project: Path, workspace: Workspace) -> None:
    buffers = overlays(project, {"app/use.py": TEXTS[8]})
    before, after = (workspace.moment(buffers, DAY.replace(month=month)).report() for month in (6, 8))
    assert before != after


def test_a_policy_that_is_broken_is_told_and_may_be_mended(project: Path, workspace: Workspace) -> None:
    moment(workspace, project, {})
    write(project, {"compliance.yaml": "version: none\n"})
    workspace.look_again()
    for _ in range(2):
        with pytest.raises(PolicyError):
            moment(workspace, project, {})
    write(project, {"compliance.yaml": POLICY})
    assert moment(workspace, project, {}).report() == of_a_run(project, {})


def test_a_project_without_sources_is_told_until_it_has_one(tmp_path: Path) -> None:
    root = tmp_path / "empty"
    write(root, {"compliance.yaml": POLICY})
    workspace = Workspace(options(root))
    with pytest.raises(EmptyScanError):
        moment(workspace, root, {})
    assert reported(moment(workspace, root, {"a.py": ""})).files.analysed == 1
