"""`ssot-lint suppress`, `ssot-lint suppressions`, and `check --fix` of what waives nothing."""

import json
import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from tests.drivers.cli import CRASHING, TWICE, document, lint_in, write
from tests.unit.trees import git

pytestmark = pytest.mark.slow

POLICY = "version: 1\nreserved:\n  names: {names: [os.name, os.sep], owner: [app/own.py]}\n"
USES = "import os\n\nNAME = os.name\nSEP = os.sep  # noqa\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    sources = {"compliance.yaml": POLICY, "app/own.py": "", "app/use.py": USES, "app/twice.py": TWICE}
    root = write(tmp_path, sources | {".gitignore": ".ssot_cache/\n"})
    git(root, "init")
    return root


def standing(project: Path) -> list[str]:
    findings = document(lint_in(project)("check", "--format=json"))["findings"]
    return [f"{f['path']}:{f['line']} {f['code']}" for f in findings if f["suppressed"] is None]


def test_every_finding_of_the_rule_in_a_file_is_suppressed(project: Path) -> None:
    done = lint_in(project)("suppress", "SST601", "app/use.py", "--reason", "before the wrapper")
    assert done.returncode == 0, done.stderr
    assert (project / "app/use.py").read_text() == (
        "import os\n\nNAME = os.name  # ssot: ignore[SST601] -- before the wrapper\n"
        "SEP = os.sep  # noqa  # ssot: ignore[SST601] -- before the wrapper\n"
    )
    assert standing(project) == ["app/twice.py:5 SST106"]


def test_only_the_line_that_is_given_is_suppressed(project: Path) -> None:
    done = lint_in(project)("suppress", "reserved-access", "app/use.py:4", "--reason", "why")
    assert done.stdout.startswith("app/use.py:4: SST601 suppressed: os.sep is reserved")
    assert standing(project) == ["app/twice.py:5 SST106", "app/use.py:3 SST601"]


def test_a_path_is_one_from_the_working_directory(project: Path) -> None:
    done = lint_in(project / "app")("suppress", "SST106", "twice.py", "--reason", "why")
    assert (done.stdout.partition(" ")[0], done.returncode) == ("app/twice.py:5:", 0)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("SST106", "app/use.py"), "app/use.py: no SST106 is found there"),
        (("SST601", "app/use.py:1"), "app/use.py:1: no SST601 is found there; it is on line 3, 4"),
        (("SST601", "gone.py"), "gone.py: is no file that is analysed"),
        (("SST601", "../use.py"), "../use.py: is no file that is analysed"),
        (("SST999", "app/use.py"), "no rule has the code or name 'SST999'; `ssot-lint rules` lists them"),
        (("SST001", "app/use.py"), "SST001 (unparsable-source) cannot be waived; repair it"),
        (("SST004", "app/use.py"), "SST004 (unused-suppression) cannot be waived; repair it"),
        (("SST601", "app/use.py", "--until=soon"), "--until soon: is no date; write it as 2030-06-30"),
        (
            ("SST601", "app/use.py", "--until=20300630"),
            "--until 20300630: is no date; write it as 2030-06-30",
        ),
        (("SST601", "app/use.py", "--until=2020-01-01"), "--until 2020-01-01: is past"),
        (("SST601", "app/use.py", "--reason="), "--reason is empty"),
        (("SST601", "app/use.py", "--reason=a\nb"), "--reason is not one line of printable text"),
    ],
)
def test_what_cannot_be_suppressed_is_told_in_one_line(
    project: Path, arguments: tuple[str, ...], told: str
) -> None:
    reason = () if any(each.startswith("--reason") for each in arguments) else ("--reason=why",)
    done = lint_in(project)("suppress", *arguments, *reason)
    assert (done.stderr, done.returncode) == (f"ssot-lint: {told}\n", 2)
    assert (project / "app/use.py").read_text() == USES


def test_a_finding_that_is_suppressed_is_not_suppressed_again(project: Path) -> None:
    lint = lint_in(project)
    lint("suppress", "SST106", "app/twice.py", "--reason=why")
    done = lint("suppress", "SST106", "app/twice.py", "--reason=why")
    assert done.stderr == "ssot-lint: app/twice.py: SST106 is suppressed there already\n"


def test_all_or_nothing_is_written(project: Path) -> None:
    text = USES.replace("# noqa", "# ssot: ignore[SST301] until=2090-01-01 -- so")
    (project / "app/use.py").write_text(text)
    done = lint_in(project)("suppress", "SST601", "app/use.py", "--reason=why")
    told = "app/use.py: not suppressed: line 4: line 4 has a waiver that cannot take it up"
    assert (done.stderr, done.returncode) == (f"ssot-lint: {told}\n", 2)
    assert (project / "app/use.py").read_text() == text


# ------------------------------------------------------------------------------------------ check --fix


def test_a_waiver_that_may_be_mistyped_stays(project: Path) -> None:
    text = "x = 1  # ssot: ignore[SST240] -- until the move is done\n"
    write(project, {"app/a.py": text})
    lint_in(project)("check", "--fix")
    assert (project / "app/a.py").read_text() == text


def test_waivers_that_waive_nothing_are_removed(project: Path) -> None:
    write(
        project,
        {
            "app/a.py": "x = 1  # ssot: ignore[SST106] -- gone  # noqa\n",
            "app/b.py": "# ssot: ignore-file[SST106] -- gone\nx = 1\n",
            "app/use.py": USES.replace("# noqa", "# ssot: ignore[SST106, SST601, SST999] -- why"),
        },
    )
    done = lint_in(project)("check", "--fix", "--format=concise")
    assert "SST004" not in done.stdout
    assert (project / "app/a.py").read_text() == "x = 1  # noqa\n"
    assert (project / "app/b.py").read_text() == "x = 1\n"
    assert (project / "app/use.py").read_text() == USES.replace("# noqa", "# ssot: ignore[SST601] -- why")


def test_a_waiver_of_a_rule_that_did_not_run_stays(project: Path) -> None:
    text = "x = 1  # ssot: ignore[SST201] -- why\n"
    write(project, {"app/a.py": text})
    lint_in(project)("check", "--fix")
    assert (project / "app/a.py").read_text() == text


def test_a_waiver_goes_along_with_a_repair_of_the_same_file(project: Path) -> None:
    (project / "compliance.yaml").write_text("version: 1\nimports: {relative: forbid}\n")
    write(
        project,
        {"app/__init__.py": "", "app/a.py": "# ssot: ignore-file[SST106] -- gone\nfrom . import own\n"},
    )
    done = lint_in(project)("check", "--fix", "--format=concise")
    assert (project / "app/a.py").read_text() == "from app import own\n", done.stderr


# ----------------------------------------------------------------------------------------- suppressions


def committed(project: Path, day: str) -> None:
    git(project, "add", "-A")
    git(project, "commit", "-m", "one", f"--date={day}T12:00:00Z")


def listed(project: Path, *arguments: str) -> list[dict[str, object]]:
    done = lint_in(project)("suppressions", "--format=json", *arguments)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)["suppressions"]
    return found


@pytest.fixture
def waived(project: Path) -> Path:
    """A checkout with a waiver of 2020 and one of 2021, which ends in 2090; and one that is not committed."""
    lint = lint_in(project)
    lint("suppress", "SST106", "app/twice.py", "--reason=the plugin wants it")
    committed(project, "2020-01-02")
    lint("suppress", "SST601", "app/use.py:4", "--reason=soon", "--until=2090-01-01")
    committed(project, "2021-03-04")
    lint("suppress", "SST601", "app/use.py:3", "--reason=new")
    return project


def test_suppressions_are_listed_with_reason_age_and_end(waived: Path) -> None:
    told = [
        (each["path"], each["line"], each["reason"], each["since"], each["until"]) for each in listed(waived)
    ]
    assert told == [
        ("app/use.py", 4, "soon", "2021-03-04", "2090-01-01"),
        ("app/twice.py", 5, "the plugin wants it", "2020-01-02", None),
        ("app/use.py", 3, "new", None, None),
    ]


def test_the_table_is_for_people(waived: Path) -> None:
    days = (date.today() - date(2020, 1, 2)).days
    done = lint_in(waived)("suppressions", "app/twice.py")
    assert done.stdout == (
        "app/twice.py:5: SST106 · in force\n"
        "  the plugin wants it\n"
        f"  {days} days old (2020-01-02), no end\n\n"
        "1 suppression\n"
    )


def test_the_age_is_that_of_the_line_whatever_is_above_it(waived: Path) -> None:
    path = waived / "app/twice.py"
    path.write_text(f"# above\n\n{path.read_text()}")
    (found,) = listed(waived, "app/twice.py")
    assert (found["line"], found["since"]) == (7, "2020-01-02")


def test_what_became_of_each_is_told(project: Path) -> None:
    write(
        project,
        {
            "app/a.py": "x = 1  # ssot: ignore[SST106] -- gone\n",
            "app/b.py": "x = 1  # ssot: ignore\n",
            "app/c.py": "x = 1  # ssot: ignore[SST106] until=2020-01-01 -- past\n",
            "app/d.py": "x = 1  # ssot: ignore[SST201] -- off\n",
        },
    )
    states = {each["path"]: each["state"] for each in listed(project)}
    assert states == {
        "app/a.py": "unused",
        "app/b.py": "malformed",
        "app/c.py": "expired",
        "app/d.py": "not judged",
    }


def test_without_git_ages_are_not_known(project: Path) -> None:
    lint_in(project)("suppress", "SST106", "app/twice.py", "--reason=why")
    done = lint_in(project)("suppressions", PATH="")
    assert "age unknown" in done.stdout
    assert "note: ages are not known: git is not installed" in done.stderr


def test_in_a_shallow_clone_it_is_told(waived: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    source = f"file://{waived}"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    subprocess.run(["git", "clone", "--quiet", "--depth=1", source, str(clone)], check=True, env=environment)
    done = lint_in(clone)("suppressions")
    assert "note: the history is shallow" in done.stderr


def test_nothing_that_a_repository_names_is_run(waived: Path) -> None:
    evil = waived / "evil.sh"
    evil.write_text(f"#!/bin/sh\ntouch {waived}/marker\ncat\n")
    evil.chmod(0o755)
    write(waived, {".gitattributes": "*.py diff=evil filter=evil\n"})
    for key in (
        "diff.evil.textconv",
        "filter.evil.clean",
        "filter.evil.smudge",
        "core.fsmonitor",
        "diff.external",
    ):
        git(waived, "config", key, str(evil))
    git(waived, "config", "filter.evil.process", str(evil))
    found = listed(waived)
    assert [each["since"] for each in found] == ["2021-03-04", "2020-01-02", None]
    assert not (waived / "marker").exists()


# ------------------------------------------------------------------------------------- what is not whole


@pytest.mark.parametrize(
    "arguments",
    [
        ("suppressions",),
        ("suppress", "SST106", "app/twice.py", "--reason=why"),
        ("check", "--diff"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_an_incomplete_analysis_is_told(project: Path, arguments: tuple[str, ...]) -> None:
    done = lint_in(project, CRASHING)(*arguments)
    assert (done.returncode, "incomplete: SST305 crashed" in done.stderr) == (3, True)


def test_a_reason_makes_no_line_a_command_of_github(project: Path) -> None:
    write(project, {"app/twice.py": f"{TWICE.rstrip()}  # ssot: ignore[SST106] -- ::error::x\n"})
    done = lint_in(project)("suppressions")
    assert "  \\x3a:error::x\n" in done.stdout
