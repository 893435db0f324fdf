"""`ssot-lint trend` on real histories: what it prints, what it refuses, how it ends."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from importlib.resources import files
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ssot_lint.cache import DIRECTORY, info
from tests.drivers.cli import MODULE, PATIENCE, TWICE, Done, lint_in, write
from tests.unit.trees import git

pytestmark = pytest.mark.slow

SCHEMA = json.loads((files("ssot_lint.render") / "trend.schema.json").read_text(encoding="utf-8"))
CLEAN = "a = 1\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout with a commit a day from 2026-06-01 on, tagged v1 to v3 but for the last."""
    git(tmp_path, "init", "-b", "main")
    for day, source in enumerate((CLEAN, TWICE, "async = 1\n", CLEAN), start=1):
        commit(tmp_path, source, f"2026-06-0{day}T10:00:00Z")
        if day < 4:
            git(tmp_path, "tag", f"v{day}")
    return tmp_path


def commit(root: Path, source: str, day: str) -> None:
    """Commit a source on a day that the committer has too."""
    write(root, {"a.py": source})
    git(root, "add", "a.py")
    environment = {**os.environ, "GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day}
    person = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *person, "commit", "-q", "-m", "one"], cwd=root, env=environment, check=True)


def trend(root: Path, *arguments: str) -> Done:
    return lint_in(root)("trend", *arguments)


def points(done: Done) -> Any:
    """The points that were printed as JSON, valid by the published schema."""
    document = json.loads(done.stdout)
    jsonschema.validate(document, SCHEMA, jsonschema.Draft202012Validator)
    return document["points"]


def names(root: Path, *arguments: str) -> list[str]:
    done = trend(root, "--format", "json", *arguments)
    assert done.returncode == 0, done.stderr
    return [point["revision"] for point in points(done)]


def test_a_line_a_revision_is_printed(project: Path) -> None:
    done = trend(project, "--every", "tag")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "Compliance Score over 3 revisions of 4 commits, no compliance.yaml"
    assert [line.split() for line in lines[3:6]] == [
        ["2026-06-01", "v1", "100.0%", "100.0%", "n/a", "0", "0"],
        ["2026-06-02", "v2", "0.0%", "0.0%", "n/a", "1", "0", "-100.0"],
        ["2026-06-03", "v3", "0.0%", "0.0%", "n/a", "1", "0", "="],
    ]
    assert lines[-1] == "Not compliant, as they cannot be parsed or read: 1 file from v3 on"


def test_figures_are_those_of_a_check_of_that_revision(project: Path) -> None:
    told = points(trend(project, "--every", "1", "--format", "json"))
    for point in told:
        git(project, "checkout", "-q", point["commit"])
        report = json.loads(lint_in(project)("check", "--format", "json", "--exit-zero").stdout)
        assert point["score"]["overall"] == report["score"]["overall"]
        assert sum(point["findings"].values()) == len(report["findings"])
        assert point["unparsable"] == report["files"]["unparsable"]


def test_which_revisions_are_taken_is_chosen(project: Path) -> None:
    assert names(project, "v3", "--every", "1", "--last", "2") == ["v2", "v3"]
    assert names(project, "v1..v3", "--every", "1") == ["v2", "v3"]
    assert names(project, "v3", "--every", "1", "--since", "2026-06-02") == ["v2", "v3"]
    assert names(project, "v3", "--every", "week") == ["v3"]


def test_what_is_left_out_is_told(project: Path) -> None:
    for day in range(10, 31):
        commit(project, f"{CLEAN}b = {day}\n", f"2026-06-{day}T10:00:00Z")
    done = trend(project, "--every", "1")
    assert "note: the last 20 of 25 revisions; --last 25 shows all" in done.stderr


def test_the_first_line_of_merges_is_followed_where_asked(project: Path) -> None:
    git(project, "checkout", "-q", "-b", "topic", "v1")
    commit(project, TWICE, "2026-06-05T10:00:00Z")
    git(project, "tag", "ours")
    git(project, "checkout", "-q", "main")
    git(project, "merge", "-q", "--no-ff", "-s", "ours", "topic")
    assert "ours" in names(project, "--every", "tag")
    assert "ours" not in names(project, "--every", "tag", "--first-parent")


def test_the_work_tree_is_left_as_it_was(project: Path) -> None:
    write(project, {"a.py": "dirty = 1\n", "new.py": ""})
    git(project, "checkout", "-q", "--detach")
    before = git(project, "status", "--porcelain"), git(project, "reflog")
    assert trend(project, "--every", "1", "--no-cache").returncode == 0
    assert (git(project, "status", "--porcelain"), git(project, "reflog")) == before


def test_a_linked_work_tree_has_the_same_history(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("linked") / "tree"
    git(project, "worktree", "add", "-q", str(other), "v2")
    assert names(other, "--every", "tag") == ["v1", "v2"]


def test_a_shallow_clone_says_that_it_is_cut(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    clone = tmp_path_factory.mktemp("clone")
    git(clone, "clone", "-q", "--depth", "2", project.as_uri(), "shallow")
    done = trend(clone / "shallow", "--every", "1", "--format", "json")
    assert done.returncode == 0
    assert len(points(done)) == 2
    assert "note: there may be more of them: this clone is shallow" in done.stderr


def test_contents_that_git_lacks_cost_their_revisions_alone(project: Path) -> None:
    blob = git(project, "rev-parse", "v2:a.py")
    (project / ".git/objects" / blob[:2] / blob[2:]).unlink()
    done = trend(project, "--every", "tag")
    assert done.returncode == 3
    assert "incomplete: v2: git lacks" in done.stdout
    assert "v3" in done.stdout


def test_the_report_draws_what_the_trend_wrote(project: Path) -> None:
    assert trend(project, "--every", "tag", "--format", "json", "--output", "t.json").returncode == 0
    done = lint_in(project)("report", "--trend", "t.json", "--output", "page.html")
    assert done.returncode == 0, done.stderr
    assert '"revision":"v2"' in (project / "page.html").read_text(encoding="utf-8")


def test_the_csv_has_a_row_a_revision(project: Path) -> None:
    rows = list(csv.DictReader(StringIO(trend(project, "--every", "tag", "--format", "csv").stdout)))
    assert [(row["revision"], row["overall"], row["SST106"]) for row in rows] == [
        ("v1", "100.00", "0"),
        ("v2", "0.00", "1"),
        ("v3", "0.00", "0"),
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere"], "nowhere: no commit is called so in this repository"),
        (["--", "--output=x"], "--output=x: no commit is called so in this repository"),
        (["v1..nowhere"], "nowhere: no commit is called so in this repository"),
        (["v1...v3"], "two dots are wanted"),
        (["v3..v1"], "v3..v1: no commit is there"),
        (["--every", "0"], "--every 0: tag, week or a number of commits from 1 on is wanted"),
        (["--every", "nonsense"], "--every nonsense: tag, week or a number"),
        (["--since", "nonsense"], "--since nonsense: a day as 2027-01-31 is wanted"),
        (["--since", "2026-06-09"], "HEAD: no commit is there since 2026-06-09"),
        (["HEAD", "--every", "tag", "--since", "2026-06-04"], "HEAD: no commit there has a tag"),
        (["--last", "0"], "0 is not in the range x>=1"),
    ],
)
def test_what_makes_no_sense_is_refused(project: Path, arguments: list[str], told: str) -> None:
    done = trend(project, *arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stdout == ""


def test_without_a_repository_there_is_no_trend(tmp_path: Path) -> None:
    done = trend(write(tmp_path, {"a.py": CLEAN}))
    assert done.returncode == 2
    assert "this is no checkout of git" in done.stderr


def test_without_git_there_is_no_trend(project: Path) -> None:
    done = lint_in(project)("trend", PATH="")
    assert done.returncode == 2
    assert "git is not installed" in done.stderr


def test_without_a_commit_there_is_no_trend(tmp_path: Path) -> None:
    git(tmp_path, "init")
    done = trend(write(tmp_path, {"a.py": CLEAN}))
    assert done.returncode == 2
    assert "HEAD: there is no commit yet" in done.stderr


def test_a_broken_policy_is_refused(project: Path) -> None:
    done = trend(write(project, {"compliance.yaml": "version: 2\n"}))
    assert done.returncode == 2
    assert "compliance.yaml:1:" in done.stderr


def test_a_tag_cannot_command_the_terminal(project: Path) -> None:
    head = git(project, "rev-parse", "HEAD")
    # git itself makes no such name, but reads it
    write(project, {".git/packed-refs": f"# pack-refs with: peeled \n{head} refs/tags/a\u009b31m\u202eb\n"})
    done = trend(project, "--every", "tag")
    assert done.returncode == 0
    assert not {"\u009b", "\u202e"} & {*done.stdout}


TELLING = (
    sys.executable,
    "-c",
    "import sys\n"
    "import ssot_lint.history.stretch as stretch\n"
    "analyse = stretch.analyse\n"
    "def told(*arguments):\n"
    "    print('analysed', file=sys.stderr)\n"
    "    return analyse(*arguments)\n"
    "stretch.analyse = told\n"
    "from ssot_lint.drivers.cli import main; main()\n",
)  # the command, which says of each revision that it is analysed and not recalled


def kept(root: Path) -> int:
    """Of how many revisions the cache has the figures."""
    return info(root / DIRECTORY).revisions if (root / DIRECTORY / "facts.db").exists() else 0


def test_an_interrupted_trend_ends_at_once_and_goes_on_later(tmp_path: Path) -> None:
    line = "x = f(a.b.c(1, 2, key='value'), [n for n in range(10) if n > 2])\n"
    git(tmp_path, "init", "-b", "main")
    for number in range(12):
        write(tmp_path, {f"m{number}_{part}.py": line * 300 + f"y = {number, part}\n" for part in range(20)})
        git(tmp_path, "add", "-A", "--", "*.py")
        git(tmp_path, "commit", "-m", "one")
    run = subprocess.Popen(
        [*MODULE, "trend", "--every", "1", "--jobs", "2"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    started = time.monotonic()
    while kept(tmp_path) < 2 and time.monotonic() - started < PATIENCE:
        time.sleep(0.05)
    os.killpg(run.pid, signal.SIGINT)
    sent = time.monotonic()
    output, errors = run.communicate(timeout=PATIENCE)
    assert (run.returncode, output) == (130, ""), errors
    assert time.monotonic() - sent < 5.0
    assert "of 12 revisions are done and kept for the next time" in errors
    known = kept(tmp_path)
    assert 2 <= known < 12
    done = lint_in(tmp_path, TELLING)("trend", "--every", "1", "--jobs", "1")
    assert (done.returncode, done.stderr.count("analysed\n")) == (0, 12 - known)
