"""Each check does what its README says: the README is its documentation and its specification."""

import dataclasses
import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import ssot_lint.plan
import ssot_lint.run
from ssot_lint import fix
from ssot_lint.api import Check, Run, Undecided
from ssot_lint.fix import fixed_files
from ssot_lint.model import START, File, Finding, Place
from ssot_lint.options import Options
from ssot_lint.registry import Registry, load_registry
from tests.checks.cases import TODAY, Case, Readme, differences, message_faults, parse, write

CHECKS_FOLDER = Path(__file__).resolve().parents[2] / "checks"
REGISTRY = load_registry()
CHECKS = REGISTRY.checks
NAMES = [check.name for check in CHECKS]

Analyse = Callable[[Case, Registry], list[Finding]]


@functools.cache
def readme_of(check: Check) -> Readme:
    return parse(REGISTRY.readme(check), check.code)


CASES = [(check, case) for check in CHECKS for case in readme_of(check).cases]


@pytest.fixture
def analyse(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Analyse:
    def findings(case: Case, registry: Registry) -> list[Finding]:
        root = tmp_path_factory.mktemp("case")
        write(case, root)
        monkeypatch.setattr(ssot_lint.plan, "load_registry", lambda: registry)
        report = ssot_lint.run.run(Options(start=root, jobs=1, today=TODAY))
        assert report.incomplete == ()
        return list(report.findings)

    return findings


@pytest.mark.parametrize(
    ("check", "case"), CASES, ids=[f"{check.name}: {case.heading}" for check, case in CASES]
)
def test_a_readme_case_holds(check: Check, case: Case, analyse: Analyse) -> None:
    findings = analyse(case, REGISTRY)
    place = f"checks/{folder_of(check)}/README.md:{case.line}"
    told = differences(case, findings, check.code)
    assert not told, "\n".join([f"{place}: {case.heading}", *told])
    faults = [
        f"{finding.message!r} {fault}"
        for finding in findings
        if finding.code == check.code
        for fault in message_faults(finding.message, case)
    ]
    assert not faults, "\n".join([f"{place}: {case.heading}", *faults])


MILD = [(check, case) for check, case in CASES if "told as info" in case.heading]


@pytest.mark.parametrize(
    ("check", "case"), MILD, ids=[f"{check.name}: {case.heading}" for check, case in MILD]
)
def test_what_a_readme_has_as_info_is_info(check: Check, case: Case, analyse: Analyse) -> None:
    found = {finding.severity for finding in analyse(case, REGISTRY) if finding.code == check.code}
    assert found == {"info"}


FIXED = [(check, case) for check, case in CASES if case.fixed]


@pytest.mark.parametrize(
    ("check", "case"), FIXED, ids=[f"{check.name}: {case.heading}" for check, case in FIXED]
)
def test_the_fixes_of_a_readme_are_made(check: Check, case: Case, tmp_path: Path) -> None:
    write(case, tmp_path)
    options = Options(start=tmp_path, jobs=1, today=TODAY, select=(check.code,))
    outcome = fixed_files(ssot_lint.run.run(options), unsafe=True)
    assert (outcome.refused, {file.path: file.after.decode() for file in outcome.files}) == (
        (),
        dict(case.fixed),
    )
    fix.write(str(tmp_path), outcome.files)
    again = ssot_lint.run.run(options)
    assert fixed_files(again, unsafe=True).files == ()


@pytest.mark.parametrize("check", CHECKS, ids=NAMES)
def test_a_silenced_check_fails_its_readme(check: Check, analyse: Analyse) -> None:
    registry = with_run(check, _silent)
    bad = [case for case in readme_of(check).cases if case.wants]
    assert any(differences(case, analyse(case, registry), check.code) for case in bad)


@pytest.mark.parametrize("check", CHECKS, ids=NAMES)
def test_an_over_eager_check_fails_its_readme(check: Check, analyse: Analyse) -> None:
    registry = with_run(check, functools.partial(_over_eager, check))
    good = [case for case in readme_of(check).cases if not case.wants]
    assert any(differences(case, analyse(case, registry), check.code) for case in good)


@pytest.mark.parametrize("check", CHECKS, ids=NAMES)
def test_a_readme_has_bad_and_good_cases_and_limits(check: Check) -> None:
    readme = readme_of(check)
    assert readme.title
    assert any(case.wants for case in readme.cases), "no case wants a finding"
    assert any(not case.wants for case in readme.cases), "no case is silent"
    assert "Limits" in readme.headings
    assert len(set(readme.headings)) == len(readme.headings), "a heading stands twice"


@pytest.mark.parametrize("check", CHECKS, ids=NAMES)
def test_the_folder_of_a_check_has_its_name(check: Check) -> None:
    assert folder_of(check) == check.name.replace("-", "_")


def test_every_folder_is_a_registered_check() -> None:
    folders = {path.parent.name for path in CHECKS_FOLDER.glob("*/*") if path.suffix in (".py", ".md")}
    assert folders == {folder_of(check) for check in CHECKS}


def folder_of(check: Check) -> str:
    return check.module.split(".")[-2]


def with_run(check: Check, run: Run) -> Registry:
    """The registry with another body for one check."""
    changed = dataclasses.replace(check, run=functools.update_wrapper(run, check.run))
    return Registry(tuple(changed if other is check else other for other in CHECKS))


def _silent(*_: Any) -> Iterator[Finding]:
    yield from ()


def _over_eager(check: Check, subject: Any, *others: Any) -> Iterator[Finding | Undecided]:
    """What the check yields, and a finding at the start of each file that it sees."""
    yield from check.run(subject, *others)
    files: tuple[File, ...]
    match check.scope:
        case "file":
            files = (subject,)
        case "project":
            files = subject.files
        case "waivers":
            files = tuple(use.file for use in subject.uses)
    for file in files:
        yield Finding(place=Place(file.path, START), message="over-eager", subject=file.path)
