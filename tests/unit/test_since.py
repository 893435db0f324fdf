"""A report compared with a revision: what is new shows wherever it lies, what was there does not count."""

import dataclasses
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from ssot_lint.errors import UsageError
from ssot_lint.extract.read import reading_of
from ssot_lint.model import Report
from ssot_lint.options import Options
from ssot_lint.render.shown import failing
from ssot_lint.run import run
from tests.unit.trees import git, head_of

BODY = """
    total = 0
    for item in items:
        total += item.price * item.count
        if item.taxed:
            total += item.tax
        total = round(total, 2)
    return total
"""
SUM = f"def sum_up(items):{BODY}"
TWICE = "def f():\n    return 1\n\n\ndef f():\n    return 2\n"
LOST = "from app.core import lost\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout with one commit, in which there is a redefinition and a name that is missing."""
    files = {
        "app/__init__.py": "",
        "app/core.py": SUM,
        "app/twice.py": TWICE,
        "app/use.py": LOST,
        ".gitignore": ".ssot_cache/\n",
    }
    git(tmp_path, "init", "-b", "main", "project")
    return commit(change(tmp_path / "project", files))


def change(root: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def commit(root: Path) -> Path:
    git(root, "add", "-A")
    git(root, "commit", "-m", "one")
    return root


def since(root: Path, ref: str = "HEAD", **more: object) -> Report:
    plain = Options(
        start=root, today=date(2026, 6, 15), jobs=1, base=git(root, "rev-parse", ref), base_name=ref
    )
    return run(dataclasses.replace(plain, **more))  # type: ignore[arg-type] # by name


def told(report: Report) -> tuple[int, int, int]:
    """How many findings are new, old, remedied."""
    assert report.since is not None
    return report.since.new, report.since.old, report.since.remedied


def new(report: Report) -> list[tuple[str, str]]:
    return [(f.code, f.place.path) for f in report.findings if not f.old]


def test_what_was_there_is_old(project: Path) -> None:
    report = since(project)
    assert (told(report), new(report)) == ((0, 2, 0), [])
    assert len(report.findings) == 2


def test_a_report_that_is_compared_with_nothing_says_nothing(project: Path) -> None:
    report = run(Options(start=project, today=date(2026, 6, 15)))
    assert (report.since, [f.old for f in report.findings]) == (None, [False, False])


def test_a_finding_of_a_changed_file_is_new(project: Path) -> None:
    change(project, {"app/core.py": TWICE})
    assert new(since(project)) == [("SST106", "app/core.py")]


def test_a_finding_of_a_file_that_did_not_change_is_new(project: Path) -> None:
    commit(change(project, {"app/use.py": "from app.core import sum_up\n"}))
    change(project, {"app/core.py": "x = 1\n"})
    report = since(project)
    assert (new(report), told(report)) == ([("SST307", "app/use.py")], (1, 1, 0))


def test_a_finding_of_a_file_that_git_does_not_know_yet_is_new(project: Path) -> None:
    change(project, {"app/fresh.py": TWICE})
    assert new(since(project)) == [("SST106", "app/fresh.py")]


def test_a_new_copy_is_new_though_the_older_one_is_reported(project: Path) -> None:
    """The old one lies where copies lie, so that it is the one to go."""
    commit(change(project, {"app/core.py": "", "app/old/core_v2.py": SUM, "app/old/__init__.py": ""}))
    change(project, {"app/core.py": SUM})
    assert new(since(project)) == [("SST102", "app/old/core_v2.py")]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("app/twice.py", f"import os\n\n\n{TWICE}"),
        ("app/twice.py", TWICE.replace("    ", "  ")),
        ("app/use.py", f"if True:\n    {LOST}"),
        ("app/core.py", f"def f():\n    return 1\n\n\n{SUM}"),
    ],
    ids=["lines above", "indented otherwise", "re-indented", "a function moved down"],
)
def test_an_edit_that_changes_nothing_makes_nothing_new(project: Path, name: str, source: str) -> None:
    copies = {"app/core.py": f"{SUM}\n\ndef f():\n    return 1\n", "app/old/core_v2.py": SUM}
    commit(change(project, {"app/old/__init__.py": "", **copies}))
    assert told(since(project)) == (0, 3, 0)
    change(project, {name: source})
    assert told(since(project)) == (0, 3, 0)


@pytest.mark.parametrize("staged", [True, False])
def test_a_renamed_file_makes_nothing_new(project: Path, staged: bool) -> None:
    (project / "app/twice.py").rename(project / "app/moved.py")
    if staged:
        git(project, "add", "-A")
    assert told(since(project)) == (0, 2, 0)


def test_a_renamed_and_edited_file_has_new_findings_only_where_they_are_new(project: Path) -> None:
    text = "".join(f"name_{number} = {number}\n" for number in range(30)) + TWICE
    commit(change(project, {"app/twice.py": text}))
    git(project, "mv", "app/twice.py", "app/renamed.py")
    change(project, {"app/renamed.py": text + TWICE.replace("f()", "g()")})
    report = since(project)
    assert (new(report), told(report)) == ([("SST106", "app/renamed.py")], (1, 2, 0))


@pytest.mark.parametrize("caching", [False, True])
def test_what_is_about_a_module_that_git_knows_as_renamed_is_not_new(project: Path, caching: bool) -> None:
    """A cycle, found in another file than the one that is renamed, in which nothing is found."""
    one = "from app.two import name_1\n\nnumber = name_1\n"
    two = "from app.one import number\n\n" + "".join(f"name_{n} = {n}\n" for n in range(30))
    commit(change(project, {"app/one.py": one, "app/two.py": two}))
    git(project, "mv", "app/two.py", "app/zwei.py")
    change(project, {"app/one.py": one.replace("two", "zwei"), "app/zwei.py": f"{two}more = number\n"})
    report = since(project, caching=caching)
    assert (new(report), told(report)) == ([], (0, 3, 0))


def test_what_is_gone_is_remedied(project: Path) -> None:
    change(project, {"app/use.py": ""})
    assert told(since(project)) == (0, 1, 1)


def test_one_remedied_and_an_equal_one_elsewhere_is_one_new(project: Path) -> None:
    change(project, {"app/use.py": "", "app/core.py": "from app.use import lost\n"})
    assert told(since(project)) == (1, 1, 1)


def test_what_is_found_in_a_file_that_cannot_be_parsed_any_more_is_not_remedied(project: Path) -> None:
    change(project, {"app/twice.py": "def (\n"})
    report = since(project)
    assert (new(report), told(report)) == ([("SST001", "app/twice.py")], (1, 1, 0))


def test_what_comes_to_light_in_a_file_that_could_not_be_parsed_is_new_and_told(project: Path) -> None:
    commit(change(project, {"app/twice.py": "def (\n"}))
    change(project, {"app/twice.py": TWICE})
    report = since(project)
    assert (new(report), told(report)) == ([("SST106", "app/twice.py")], (1, 1, 1))
    assert report.notes == (
        "could not be parsed or read at HEAD, so that all that is found there is new: app/twice.py",
    )


def test_where_there_was_no_source_all_is_new(project: Path) -> None:
    git(project, "rm", "-r", "app")
    commit(change(project, {"notes.txt": ""}))
    git(project, "checkout", "HEAD~1", "--", "app")
    assert told(since(project)) == (2, 0, 0)


def test_the_root_may_be_a_part_of_the_checkout(project: Path) -> None:
    change(
        project, {"compliance.yaml": "version: 1\n", "sub/compliance.yaml": "version: 1\n", "sub/a.py": TWICE}
    )
    commit(project)
    change(project, {"sub/b.py": TWICE, "app/core.py": TWICE})
    assert new(since(project / "sub")) == [("SST106", "b.py")]


def test_findings_in_the_policy_are_never_old(project: Path) -> None:
    commit(change(project, {"compliance.yaml": "version: 1\ncanonical: [{symbol: 'app.core:gone'}]\n"}))
    report = since(project)
    assert (new(report), told(report)) == ([("SST003", "compliance.yaml")], (1, 2, 0))


def test_a_rule_that_is_switched_on_makes_nothing_new(project: Path) -> None:
    commit(change(project, {"compliance.yaml": "version: 1\nrules: {SST106: off}\n"}))
    change(project, {"compliance.yaml": "version: 1\n"})
    assert told(since(project)) == (0, 2, 0)


def test_a_waiver_that_goes_makes_a_finding_new(project: Path) -> None:
    waived = TWICE.replace(
        "def f():\n    return 2", "def f():  # ssot: ignore[SST106] -- so it is\n    return 2"
    )
    commit(change(project, {"app/twice.py": waived}))
    change(project, {"app/twice.py": TWICE})
    assert new(since(project)) == [("SST106", "app/twice.py")]


def test_two_commits_may_be_compared(project: Path) -> None:
    commit(change(project, {"app/core.py": TWICE}))
    change(project, {"app/use.py": ""})
    assert told(since(project, "HEAD~1", revision=head_of(project))) == (1, 2, 0)


@pytest.mark.parametrize("broken", ["app/core.py", "app/copy.py"])
def test_of_copies_nothing_is_remedied_where_one_is_not_parsed_any_more(project: Path, broken: str) -> None:
    commit(change(project, {"app/copy.py": SUM, "app/use.py": "", "app/twice.py": ""}))
    assert told(since(project)) == (0, 1, 0)
    change(project, {broken: "x = (\n"})
    assert told(since(project)) == (1, 0, 0)


def test_another_policy_than_now_is_told(project: Path) -> None:
    change(project, {"compliance.yaml": "version: 1\n"})
    assert since(project).notes == (
        "compliance.yaml is not as it was at HEAD; what was found there is judged by the policy of now",
    )
    assert since(commit(project)).notes == ()


def test_a_policy_that_differs_in_spaces_is_another(project: Path) -> None:
    policy = "version: 1\nliterals: {forbidden: [{pattern: 'a b', why: no}]}\n"
    commit(change(project, {"compliance.yaml": policy}))
    change(project, {"compliance.yaml": policy.replace("a b", "a  b")})
    assert since(project).notes != ()


def test_a_policy_that_went_is_told_by_its_name(project: Path) -> None:
    commit(change(project, {"compliance.yml": "version: 1\n"}))
    (project / "compliance.yml").unlink()
    assert since(project).notes == (
        "compliance.yml is not as it was at HEAD; what was found there is judged by the policy of now",
    )


def test_a_policy_with_another_name_is_the_same(project: Path) -> None:
    commit(change(project, {"compliance.yml": "version: 1\n"}))
    (project / "compliance.yml").rename(project / "compliance.yaml")
    assert since(project).notes == ()


def test_line_ends_make_no_other_policy(project: Path) -> None:
    commit(change(project, {"compliance.yaml": "version: 1\n"}))
    (project / "compliance.yaml").write_bytes(b"version: 1\r\n")
    assert since(project).notes == ()


def test_a_linked_worktree_is_compared(project: Path, tmp_path: Path) -> None:
    git(project, "worktree", "add", "--detach", str(tmp_path / "linked"))
    assert new(since(change(tmp_path / "linked", {"app/core.py": TWICE}))) == [("SST106", "app/core.py")]


def test_a_submodule_is_compared_with_nothing(project: Path, tmp_path: Path) -> None:
    git(change(tmp_path / "inner", {"a.py": TWICE}), "init")
    git(commit(tmp_path / "inner"), "status")
    git(project, "submodule", "add", str(tmp_path / "inner"), "lib")
    assert told(since(project)) == (0, 2, 0)
    assert told(since(commit(project))) == (0, 2, 0)


def test_no_program_of_the_repository_is_run(project: Path, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\ncat\n")
    trap.chmod(0o755)
    change(project, {".gitattributes": "* diff=trap filter=trap merge=trap ident text eol=crlf\n"})
    commit(project)
    for setting in (
        "core.fsmonitor", "core.pager", "diff.external", "diff.trap.command", "diff.trap.textconv",
        "filter.trap.clean", "filter.trap.process", "filter.trap.smudge", "gpg.program", "pager.diff",
        "pager.rev-parse", "uploadpack.packObjectsHook", "core.sshCommand", "core.gitProxy",
    ):  # fmt: skip
        git(project, "config", setting, str(trap))
    (project / "app/twice.py").rename(project / "app/moved.py")
    change(project, {"app/core.py": TWICE})
    assert told(since(project, caching=True)) == (1, 2, 0)
    assert not (tmp_path / "sprung").exists()


# ----------------------------------------------------------------------------------------------- limits


def test_paths_limit_what_is_told_not_what_is_compared(project: Path) -> None:
    change(project, {"app/core.py": TWICE, "app/use.py": ""})
    assert told(since(project, paths=("app/core.py",))) == (1, 0, 0)
    assert told(since(project, paths=("app/use.py",))) == (0, 0, 1)


def test_categories_limit_what_is_told(project: Path) -> None:
    commit(change(project, {"tests/test_a.py": TWICE}))
    change(project, {"tests/test_a.py": "", "tests/test_b.py": LOST, "app/use.py": ""})
    assert told(since(project, categories=("test",))) == (1, 0, 1)


def test_only_the_selected_rules_are_compared(project: Path) -> None:
    change(project, {"app/use.py": "", "app/core.py": TWICE})
    assert told(since(project, select=("SST106",))) == (1, 1, 0)


# ------------------------------------------------------------------------------------------------ the gate


@pytest.mark.parametrize(
    ("policy", "files", "fails"),
    [
        ("", {}, False),
        ("", {"app/core.py": TWICE}, True),
        ("score: {max_new: {error: 1}}", {"app/core.py": TWICE}, False),
        ("score: {max_new: {error: 1}}", {"app/core.py": TWICE + TWICE}, True),
        (
            "score: {max_new: {warning: 0}}",
            {"app/core.py": "import app.use\n", "app/use.py": "import app.core\n"},
            True,
        ),
        ("", {"app/core.py": "import app.use\n", "app/use.py": "import app.core\n"}, False),
        ("score: {max_new: {warning: 5}}", {"app/core.py": TWICE}, True),
    ],
)
def test_new_findings_fail_or_as_many_as_the_policy_says(
    project: Path, policy: str, files: dict[str, str], fails: bool
) -> None:
    commit(change(project, {"compliance.yaml": f"version: 1\n{policy}\n", "app/use.py": ""}))
    change(project, files)
    assert bool(failing(since(project))) == fails


def test_more_new_ones_than_the_policy_allows_fail_the_gate(project: Path) -> None:
    commit(change(project, {"compliance.yaml": "version: 1\nscore: {max_new: {error: 0}}\n"}))
    assert since(project).gate.passed
    change(project, {"app/core.py": TWICE})
    assert since(project).gate.failures == ("error: 1 new, at most 0 allowed",)


def test_what_is_old_counts_in_the_score(project: Path) -> None:
    score = since(project).score
    assert score is not None
    assert (score.files, score.compliant) == (4, 2)


def test_what_is_old_is_not_repaired(project: Path) -> None:
    moved = "from app.legacy import sum_up\n"
    policy = "version: 1\nimports: {deprecated: {app.legacy: app.core}}\n"
    commit(
        change(
            project,
            {
                "compliance.yaml": policy,
                "app/use.py": moved,
                "app/legacy.py": "from app.core import sum_up\n",
            },
        )
    )
    change(project, {"app/more.py": moved})
    assert [f.place.path for f in since(project).fixable(unsafe=True)] == ["app/more.py"]


# --------------------------------------------------------------------------------------------- what is kept


def test_a_comparison_is_recalled(project: Path, analysed: list[bool]) -> None:
    first = since(project, caching=True)
    assert since(project, caching=True) == first == since(project)
    assert len(analysed) == 4


def test_the_base_is_recalled_however_often_the_rest_changes(project: Path, analysed: list[bool]) -> None:
    since(project, caching=True)
    for number in range(20):
        change(project, {"app/core.py": f"x = {number}\n"})
        since(project, caching=True)
    assert len(analysed) == 2 + 20


def test_another_base_is_another_comparison(project: Path) -> None:
    commit(change(project, {"app/core.py": TWICE}))
    assert told(since(project, caching=True)) == (0, 3, 0)
    assert told(since(project, "HEAD~1", caching=True)) == (1, 2, 0)


def test_what_is_staged_as_renamed_makes_another_comparison(project: Path) -> None:
    commit(
        change(
            project, {"app/twice.py": f"# a comment that is long enough to tell\n{TWICE}", "app/b.py": TWICE}
        )
    )
    (project / "app/twice.py").rename(project / "app/other.py")
    assert since(project, caching=True) == since(project)
    git(project, "add", "-A")
    assert since(project, caching=True) == since(project)


def test_a_base_that_cannot_be_told_makes_a_run_incomplete(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(source: bytes, *more: object) -> object:
        return reading_of(source) if b"lost" not in source else 1 / 0

    monkeypatch.setattr("ssot_lint.parallel.reading_of", broken)
    assert since(project).incomplete == (
        "at HEAD: app/use.py: extraction failed: ZeroDivisionError: division by zero",
    )


def test_a_commit_that_is_not_there_is_told(project: Path) -> None:
    plain = Options(start=project, today=date(2026, 6, 15), jobs=1, base="1" * 40, base_name="gone")
    with pytest.raises(UsageError):
        run(plain)
