"""`--diff-base`: what is new since a revision fails, what was there is left out."""

import json
from pathlib import Path

import pytest

from tests.drivers.cli import TWICE, Done, document, lint_in, write
from tests.drivers.histories import TOTAL
from tests.unit.trees import git, head_of

pytestmark = pytest.mark.slow

AGAIN = "SST106 f is defined again; the definition on line 1 is lost"
LIMITED = "version: 1\nscore: {max_new: {error: 0}}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout with two sources at fault, both committed."""
    sources = {"compliance.yaml": "version: 1\n", "app/old.py": TWICE, "app/use.py": TWICE, "app/core.py": ""}
    root = write(tmp_path / "project", sources)
    git(root, "init", "-b", "main")
    return commit(root)


def commit(root: Path) -> Path:
    git(root, "add", "-A")
    git(root, "commit", "-m", "one")
    return root


def check(project: Path, *arguments: str, command: str = "check", **more: str) -> Done:
    return lint_in(project)(command, "--no-cache", *arguments, **more)


def test_only_what_is_new_is_reported_and_fails(project: Path) -> None:
    write(project, {"app/core.py": TWICE})
    done = check(project, "--diff-base", "HEAD", "--format=concise")
    assert (done.stdout, done.stderr, done.returncode) == (f"app/core.py:5:5: {AGAIN}\n", "", 1)


def test_what_was_there_does_not_fail(project: Path) -> None:
    done = check(project, "--diff-base", "HEAD")
    assert done.returncode == 0
    assert done.stdout.startswith(
        f"0 new since HEAD ({head_of(project)[:12]}), 0 remedied\n"
        "No new findings in 3 files.\n"
        "Not shown: 2 old (--show old)\n"
    )


def test_what_is_old_is_shown_where_it_is_asked_for(project: Path) -> None:
    write(project, {"app/use.py": ""})
    done = check(project, "--diff-base=HEAD", "--show=old")
    assert f"app/old.py:5:5: {AGAIN.partition(' ')[2]} [old]" in done.stdout
    assert f"0 new since HEAD ({head_of(project)[:12]}), 1 remedied\n" in done.stdout
    assert done.returncode == 0


def test_a_file_that_is_split_and_kept_as_a_shim_makes_nothing_new(project: Path) -> None:
    commit(write(project, {"app/big.py": TWICE + TWICE.replace("f()", "g()")}))
    shim = "from app.east import f\nfrom app.west import g\n\n__all__ = ['f', 'g']\n"
    write(project, {"app/big.py": shim, "app/east.py": TWICE, "app/west.py": TWICE.replace("f()", "g()")})
    commit(project)
    done = check(project, "--diff-base=HEAD~1", "--format=concise")
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_a_copy_that_moves_and_leaves_a_shim_makes_nothing_new(project: Path) -> None:
    commit(write(project, {f"app/{name}.py": TOTAL for name in "abc"}))
    shim = "from app.z import total\n\n__all__ = ['total']\n"
    commit(write(project, {"app/a.py": shim, "app/z.py": TOTAL}))
    done = check(project, "--diff-base=HEAD~1", "--format=concise")
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_one_mended_where_its_function_stays_and_an_equal_one_elsewhere_is_new(project: Path) -> None:
    write(project, {"app/use.py": "def f():\n    return 2\n", "app/core.py": TWICE})
    done = check(project, "--diff-base=HEAD", "--format=concise")
    assert done.stdout == f"app/core.py:5:5: {AGAIN}\n"


def test_without_a_value_it_is_where_the_branch_began(project: Path) -> None:
    base = head_of(project)
    git(project, "checkout", "-b", "topic")
    commit(write(project, {"app/core.py": TWICE}))
    done = check(project, "--diff-base")
    assert f"1 new since the merge base with main ({base[:12]}), 0 remedied" in done.stdout
    assert done.returncode == 1


def test_the_value_may_be_left_out_before_other_options(project: Path) -> None:
    done = check(project, "--diff-base", "--format", "concise")
    assert (done.stdout, done.returncode) == ("", 0)


def test_a_full_id_is_not_told_twice(project: Path) -> None:
    head = head_of(project)
    assert check(project, f"--diff-base={head}").stdout.startswith(f"0 new since {head}, 0 remedied\n")


@pytest.mark.parametrize("name", ["gone", "--output=written", "", "HEAD:app"])
def test_a_revision_that_is_none_is_a_mistake_of_usage(project: Path, name: str) -> None:
    done = check(project, f"--diff-base={name}")
    assert (done.stdout, done.returncode) == ("", 2)
    assert done.stderr.startswith(f"ssot-lint: --diff-base: {name or repr(name)}: no commit is called so")
    assert not (project / "written").exists()


def test_a_project_in_no_checkout_has_no_revision(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "", "pyproject.toml": ""})
    done = check(tmp_path, "--diff-base")
    assert (done.returncode, "this is no checkout of git" in done.stderr) == (2, True)


def test_a_checkout_without_a_commit_has_no_revision(tmp_path: Path) -> None:
    git(write(tmp_path, {"a.py": ""}), "init")
    done = check(tmp_path, "--diff-base")
    assert (done.stderr, done.returncode) == ("ssot-lint: --diff-base: HEAD: there is no commit yet\n", 2)


def test_that_git_is_missing_is_told(project: Path, tmp_path: Path) -> None:
    done = check(project, "--diff-base=HEAD", PATH=str(tmp_path))
    assert (done.stderr, done.returncode) == ("ssot-lint: --diff-base: HEAD: git is not installed\n", 2)


def test_changed_files_and_a_revision_go_together(project: Path) -> None:
    write(project, {"app/core.py": TWICE, "app/more.py": TWICE})
    git(project, "add", "app/more.py", "app/use.py")
    done = check(project, "--changed", "--diff-base=HEAD", "--format=%(path)s")
    assert done.stdout == "app/more.py\n"


def test_rules_and_a_revision_go_together(project: Path) -> None:
    write(project, {"app/core.py": TWICE + "from app.old import g\n"})
    done = check(project, "--select=SST307", "--diff-base=HEAD", "--format=%(path)s %(code)s")
    assert done.stdout == "app/core.py SST307\n"


def test_a_buffer_is_compared_too(project: Path) -> None:
    done = lint_in(project)("check", "--diff-base=HEAD", "--format=concise", "app/use.py")
    assert (done.stdout, done.returncode) == ("", 0)


def test_what_the_baseline_accepts_is_not_new_and_what_was_there_needs_no_baseline(project: Path) -> None:
    write(project, {"app/core.py": TWICE})
    assert lint_in(project)("baseline", "write", "--no-cache").returncode == 0
    git(project, "rm", "-q", "--cached", "app/use.py")
    write(project, {"app/more.py": TWICE})
    done = check(project, "--diff-base=HEAD", "--format=%(path)s")
    assert (done.stdout, done.returncode) == ("app/more.py\n", 1)
    assert check(project, "--diff-base=HEAD", "--no-baseline", "--format=%(path)s").stdout == (
        "app/core.py\napp/more.py\n"
    )


def test_what_is_stale_in_the_baseline_is_no_news(project: Path) -> None:
    policy = "version: 1\nscore: {max_new: {warning: 0}}\n"
    assert lint_in(project)("baseline", "write", "--no-cache").returncode == 0
    commit(write(project, {"compliance.yaml": policy}))
    write(project, {"app/use.py": ""})
    done = check(project, "--diff-base=HEAD")
    assert f"0 new since HEAD ({head_of(project)[:12]}), 1 remedied" in done.stdout
    assert done.returncode == 0


# ---------------------------------------------------------------------------------------------------- formats


def test_json_says_what_is_new_and_what_has_changed(project: Path) -> None:
    write(project, {"app/core.py": TWICE.replace("f()", "g()"), "app/use.py": ""})
    report = document(check(project, "--diff-base=HEAD", "--format=json"))
    assert report["since"] == {
        "revision": "HEAD", "commit": head_of(project), "new": 1, "old": 1, "remedied": 1
    }  # fmt: skip
    assert [(f["path"], f["new"]) for f in report["findings"]] == [
        ("app/core.py", True),
        ("app/old.py", False),
    ]


def test_json_of_a_report_that_is_not_compared_has_nothing_of_it(project: Path) -> None:
    report = document(check(project, "--format=json"))
    assert "since" not in report
    assert all("new" not in finding for finding in report["findings"])


def test_sarif_says_what_is_new_and_keeps_what_is_old(project: Path) -> None:
    write(project, {"app/core.py": TWICE})
    results = json.loads(check(project, "--diff-base=HEAD", "--format=sarif").stdout)["runs"][0]["results"]
    assert [result["baselineState"] for result in results] == ["new", "unchanged", "unchanged"]


def test_sarif_of_a_report_that_is_not_compared_says_nothing(project: Path) -> None:
    results = json.loads(check(project, "--format=sarif").stdout)["runs"][0]["results"]
    assert not any("baselineState" in result for result in results)


def test_gitlab_gets_what_is_old_too(project: Path) -> None:
    issues = json.loads(check(project, "--diff-base=HEAD", "--format=gitlab").stdout)
    assert [issue["location"]["path"] for issue in issues] == ["app/old.py", "app/use.py"]
    assert {issue["severity"] for issue in issues} == {"info"}


def test_junit_fails_what_is_new(project: Path) -> None:
    write(project, {"app/core.py": TWICE})
    done = check(project, "--diff-base=HEAD", "--format=junit", "--show=old")
    assert '<testsuites name="ssot-lint" tests="4" failures="1" errors="0">' in done.stdout


def test_markdown_says_what_has_changed(project: Path) -> None:
    done = check(project, "--diff-base=HEAD", "--format=markdown")
    assert f"- 0 new since HEAD ({head_of(project)[:12]}), 0 remedied" in done.stdout
    assert "- not shown: 2 old" in done.stdout


# -------------------------------------------------------------------------------------------- what is allowed


def test_as_many_as_the_policy_allows_do_not_fail(project: Path) -> None:
    commit(write(project, {"compliance.yaml": "version: 1\nscore: {max_new: {error: 1}}\n"}))
    write(project, {"app/core.py": TWICE})
    assert check(project, "--diff-base=HEAD").returncode == 0
    write(project, {"app/more.py": TWICE})
    done = check(project, "--diff-base=HEAD")
    assert ("Gate failed:\n  error: 2 new, at most 1 allowed" in done.stdout, done.returncode) == (True, 1)


def test_the_score_is_held_against_what_is_new(project: Path) -> None:
    commit(write(project, {"compliance.yaml": LIMITED}))
    assert check(project, command="score").returncode == 1
    done = check(project, "--diff-base=HEAD", command="score")
    assert (done.returncode, done.stdout.startswith("0 new since HEAD (")) == (0, True)


def test_in_ci_a_policy_that_limits_what_is_new_is_compared_unasked(project: Path) -> None:
    commit(write(project, {"compliance.yaml": LIMITED}))
    git(project, "checkout", "-b", "topic")
    commit(write(project, {"app/core.py": TWICE}))
    done = check(project, "--format=concise", CI="true")
    assert done.stdout == f"app/core.py:5:5: {AGAIN}\n"
    assert done.stderr == (
        "ssot-lint: note: this is CI and the policy has score.max_new, so that findings since "
        "the merge base with main count\n"
    )


def test_in_ci_no_other_policy_is(project: Path) -> None:
    done = check(project, "--format=%(path)s", CI="true")
    assert (done.stdout, done.stderr) == ("app/old.py\napp/use.py\n", "")


def test_in_ci_it_is_told_why_nothing_is_compared(project: Path, tmp_path: Path) -> None:
    commit(write(project, {"compliance.yaml": LIMITED}))
    git(tmp_path, "clone", "--depth=1", project.as_uri(), "shallow")
    done = check(tmp_path / "shallow", "--format=%(path)s", CI="true", GITHUB_BASE_REF="stable")
    assert (done.stdout, done.returncode) == ("app/old.py\napp/use.py\n", 1)
    assert (
        "note: score.max_new is held against all findings, as there is no base: there is neither"
        in done.stderr
    )
    assert "this clone is shallow" in done.stderr


def test_in_ci_a_project_in_no_checkout_is_not_compared(tmp_path: Path) -> None:
    done = check(write(tmp_path, {"a.py": "", "compliance.yaml": LIMITED}), CI="true")
    assert (done.returncode, done.stderr) == (0, "")
