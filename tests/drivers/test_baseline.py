"""The baseline end to end, in checkouts of git: what is accepted, new or stale, and its upkeep."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.drivers.cli import TWICE, document, lint_in, write
from tests.drivers.flake8 import flake8
from tests.unit.trees import git

pytestmark = pytest.mark.slow

NAME = ".ssot-baseline.json"
COPIED = """
def total(items, tax):
    result = 0
    for item in items:
        if item.price > 10:
            result += item.price * tax
        else:
            result += item.price
    print(result)
    return result
"""
FIRST = "import os\n\n\ndef first():\n    return os.name\n"
POLICY = "version: 1\nreserved:\n  names: {names: [os.name, os.sep], owner: [app/twice.py]}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout whose faults are accepted: of a function, in one, at the level of a module, a copy."""
    sources = {
        "compliance.yaml": POLICY,
        "app/twice.py": TWICE,
        "app/use.py": f"{FIRST}SEP = os.sep\n",
        "app/one.py": COPIED,
        "app/sub/two.py": COPIED,
        ".gitignore": ".ssot_cache/\n",
    }
    root = write(tmp_path / "project", sources)
    git(root, "init")
    git(root, "add", "-A")
    git(root, "commit", "-m", "one")
    assert lint_in(root)("baseline", "write").stdout == f"{NAME}: 4 findings in 3 files accepted\n"
    return root


def new(project: Path, *arguments: str) -> list[str]:
    """What a check reports, each as `path CODE`."""
    done = lint_in(project)("check", "--format=%(path)s %(code)s", *arguments)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.splitlines()


def lines(project: Path) -> list[str]:
    return (project / NAME).read_text().splitlines()


def edit(project: Path, name: str, old: str, changed: str) -> None:
    path = project / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, changed, 1))


def test_what_is_accepted_does_not_fail(project: Path) -> None:
    done = lint_in(project)("check")
    assert "Not shown: 4 baselined (--show baselined)" in done.stdout
    assert done.returncode == 0


def test_what_is_accepted_still_counts_in_the_score(project: Path) -> None:
    report = document(lint_in(project)("check", "--format=json"))
    assert (report["score"]["compliant"], report["score"]["files"]) == (1, 4)
    assert report["baseline"] == {"path": NAME, "accepted": 4, "stale": 0}


def test_lines_above_make_nothing_new(project: Path) -> None:
    for name in ("app/twice.py", "app/use.py", "app/sub/two.py"):
        path = project / name
        path.write_text(f"# a\n# b\n\n{path.read_text()}")
    assert new(project) == []


def test_a_block_that_is_indented_anew_is_not_new(project: Path) -> None:
    edit(project, "app/use.py", "    return os.name", "    if True:\n        return os.name")
    assert new(project) == []


def test_a_function_that_moves_within_its_file_is_not_new(project: Path) -> None:
    (project / "app/use.py").write_text("import os\n\nSEP = os.sep\n\n\ndef first():\n    return os.name\n")
    assert new(project) == []


@pytest.mark.parametrize("name", ["app/twice.py", "app/use.py", "app/one.py", "app/sub/two.py"])
@pytest.mark.parametrize("target", ["app/sub/zz.py", "app/renamed.py"])
def test_a_file_renamed_in_git_is_not_new(project: Path, name: str, target: str) -> None:
    git(project, "mv", name, target)
    assert new(project) == []


def test_a_renamed_folder_is_not_new(project: Path) -> None:
    git(project, "mv", "app", "shop")
    assert new(project) == []


def test_one_fixed_and_an_equal_one_elsewhere_are_one_stale_and_one_new(project: Path) -> None:
    edit(project, "app/use.py", "os.name", "''")
    (project / "app/env2.py").write_text(FIRST)
    assert new(project) == [f"{NAME} SST004", "app/env2.py SST601"]


def test_one_more_of_equals_is_new(project: Path) -> None:
    edit(project, "app/use.py", "    return os.name", "    print(os.name)\n    return os.name")
    assert new(project) == ["app/use.py SST601"]


def test_a_new_copy_is_new_though_the_older_one_is_reported(project: Path) -> None:
    (project / "a.py").write_text(COPIED)
    done = lint_in(project)("check", "--format=concise")
    assert done.stdout.count("\n") == 1
    assert "app/one.py:2:5: SST102 total repeats total in a.py:2" in done.stdout


def test_another_original_makes_nothing_new(project: Path) -> None:
    users = {f"app/sub/user{n}.py": "from app.sub.two import total\n\ntotal([], 1)\n" for n in range(3)}
    write(project, users)
    shown = lint_in(project)("check", "--format=concise", "--show=baselined")
    assert "app/one.py:2:5: SST102" in shown.stdout  # which was the original
    assert new(project) == []


def test_a_copy_that_moves_and_leaves_a_shim_is_not_new(project: Path) -> None:
    write(project, {"app/three.py": COPIED})
    assert lint_in(project)("baseline", "write", "--force").returncode == 0
    git(project, "mv", "app/one.py", "app/zz.py")
    (project / "app/one.py").write_text("from app.zz import total\n\n__all__ = ['total']\n")
    assert new(project) == []


def test_a_file_that_is_split_and_kept_as_a_shim_makes_nothing_new(project: Path) -> None:
    second = FIRST.replace("first", "second")
    write(project, {"app/big.py": f"{FIRST}\n\n{second.removeprefix('import os')}"})
    assert lint_in(project)("baseline", "write", "--force").returncode == 0
    shim = "from app.east import first\nfrom app.west import second\n\n__all__ = ['first', 'second']\n"
    write(project, {"app/big.py": shim, "app/east.py": FIRST, "app/west.py": second})
    assert new(project) == []


def test_a_mended_fault_is_told_where_the_baseline_has_it(project: Path) -> None:
    (project / "app/twice.py").write_text("def f():\n    return 1\n")
    done = lint_in(project)("check", "--format=concise")
    (line,) = [n for n, text in enumerate(lines(project), 1) if "SST106" in text]
    told = (
        f"{NAME}:{line}:1: SST004 SST106 of app.twice:f is accepted but gone; run ssot-lint baseline prune\n"
    )
    assert (done.stdout, done.returncode) == (told, 0)


def test_a_mended_fault_fails_a_strict_baseline(project: Path) -> None:
    (project / "app/twice.py").write_text("def f():\n    return 1\n")
    lint = lint_in(project)
    for command in ("check", "score"):
        done = lint(command, "--strict-baseline")
        assert done.returncode == 1
        assert (
            done.stderr
            == f"ssot-lint: {NAME} accepts what is gone: 1 finding; run ssot-lint baseline prune\n"
        )


def test_nothing_fails_a_strict_baseline_while_all_is_there(project: Path) -> None:
    assert lint_in(project)("check", "--strict-baseline").returncode == 0


def test_what_is_gone_is_no_new_finding_for_the_gate(project: Path) -> None:
    edit(project, "compliance.yaml", "version: 1\n", "version: 1\nscore: {max_new: {warning: 0}}\n")
    (project / "app/twice.py").write_text("def f():\n    return 1\n")
    assert lint_in(project)("score").returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [("--select=SST601",), ("--ignore=SST106",), ("app/use.py",), ("--category=test",), ("--ignore=SST004",)],
)
def test_what_a_partial_run_does_not_look_at_is_not_stale(project: Path, arguments: tuple[str, ...]) -> None:
    (project / "app/twice.py").write_text("def f():\n    return 1\n")
    assert new(project, *arguments) == []


def test_the_entries_of_a_file_that_does_not_parse_are_not_stale(project: Path) -> None:
    (project / "app/twice.py").write_text("def f(:\n")
    assert new(project) == ["app/twice.py SST001"]


def break_a_source(project: Path) -> None:
    write(project, {"app/broken.py": "def f(:\n"})


def mistype_the_policy(project: Path) -> None:
    write(project, {"compliance.yaml": f"{POLICY}services: {{app: {{package: ap}}}}\n"})


def check_out_a_part(project: Path) -> None:
    git(project, "sparse-checkout", "set", "--no-cone", "/*", "!/app/sub/")


@pytest.mark.parametrize(
    ("obscure", "why"),
    [
        (break_a_source, "app/broken.py cannot be parsed or read"),
        (mistype_the_policy, "the policy names what there is not (SST003)"),
        (check_out_a_part, "a sparse checkout leaves sources out"),
    ],
)
def test_nothing_is_gone_while_it_may_be_there_unseen(
    project: Path, obscure: Callable[[Path], None], why: str
) -> None:
    edit(project, "app/use.py", "os.name", "'posix'")
    before = lines(project)
    obscure(project)
    assert not [line for line in new(project) if "SST004" in line]
    pruned = lint_in(project)("baseline", "prune")
    assert f"nothing is dropped, as what is not found may be there all the same: {why}" in pruned.stderr
    lint_in(project)("baseline", "update")
    lint_in(project)("check", "--fix")
    assert lines(project) == before


def test_a_rule_that_is_off_leaves_its_entries_alone(project: Path) -> None:
    edit(project, "compliance.yaml", "version: 1\n", "version: 1\nrules: {SST106: off}\n")
    before = lines(project)
    assert new(project) == []
    lint_in(project)("baseline", "update")
    assert lines(project) == before


def test_a_file_that_does_not_parse_cannot_be_accepted(project: Path) -> None:
    (project / "app/broken.py").write_text("def f(:\n")
    lint_in(project)("baseline", "write", "--force")
    assert new(project) == ["app/broken.py SST001"]


def test_pruning_drops_what_is_gone_and_no_more(project: Path) -> None:
    before = lines(project)
    (project / "app/twice.py").write_text("def f():\n    return 1\n")
    git(project, "mv", "app/use.py", "app/used.py")
    done = lint_in(project)("baseline", "prune")
    assert done.stdout == f"{NAME}: 1 finding dropped, 3 findings left\n"
    assert lines(project) == [line for line in before if "SST106" not in line]


def test_updating_tells_what_is_left_as_it_is_now(project: Path) -> None:
    git(project, "mv", "app/use.py", "app/zz.py")
    assert lint_in(project)("baseline", "update").stdout == f"{NAME}: 4 findings left\n"
    accepted = [json.loads(line.rstrip(","))["path"] for line in lines(project)[1:-2]]
    assert accepted == ["app/sub/two.py", "app/twice.py", "app/zz.py", "app/zz.py"]


@pytest.mark.parametrize("command", ["update", "prune"])
def test_upkeep_accepts_nothing_new(project: Path, command: str) -> None:
    before = lines(project)
    write(project, {"app/more.py": TWICE, "a.py": COPIED})
    lint_in(project)("baseline", command)
    assert len(lines(project)) == len(before)
    assert len(new(project)) == 2


def test_fixing_prunes(project: Path) -> None:
    (project / "app/twice.py").write_text("def f():\n    return 1\n")
    done = lint_in(project)("check", "--fix", "--format=concise")
    assert (done.stdout, done.stderr) == ("", "ssot-lint: fixed 1 finding in 1 file\n")
    assert not any("SST106" in line for line in lines(project))


def test_a_patch_has_what_fixing_would_prune(project: Path) -> None:
    (project / "app/twice.py").write_text("def f():\n    return 1\n")
    before = lines(project)
    done = lint_in(project)("check", "--diff")
    (removed,) = [line for line in done.stdout.splitlines() if line.startswith("-{")]
    assert "SST106" in removed
    assert (lines(project), done.returncode) == (before, 1)


def test_a_check_alone_writes_nothing(project: Path) -> None:
    (project / "app/twice.py").write_text("def f():\n    return 1\n")
    before = lines(project)
    lint_in(project)("check")
    assert lines(project) == before


def test_writing_over_a_baseline_must_be_asked_for(project: Path) -> None:
    done = lint_in(project)("baseline", "write")
    assert done.returncode == 2
    assert done.stderr == (
        f"ssot-lint: {NAME}: there is a baseline; `ssot-lint baseline update` keeps it in step, "
        "--force accepts all that is new\n"
    )


def test_the_same_is_written_again(project: Path) -> None:
    before = (project / NAME).read_bytes()
    lint_in(project)("baseline", "write", "--force")
    assert (project / NAME).read_bytes() == before


def test_no_baseline_accepts_nothing(project: Path) -> None:
    assert len(new(project, "--no-baseline")) == 4


def test_another_file_may_be_named(project: Path) -> None:
    (project / NAME).rename(project / "accepted.json")
    assert len(new(project)) == 4
    assert new(project, "--baseline=accepted.json") == []


def test_a_report_that_is_recalled_is_that_of_the_baseline_there_is(project: Path) -> None:
    assert new(project) == []
    kept = lines(project)
    (project / NAME).write_text("\n".join(line for line in kept if "SST106" not in line))
    assert new(project) == ["app/twice.py SST106"]


def test_sarif_says_what_is_new(project: Path) -> None:
    write(project, {"app/more.py": TWICE})
    done = lint_in(project)("check", "--format=sarif", "--show=baselined")
    states = [result["baselineState"] for result in json.loads(done.stdout)["runs"][0]["results"]]
    assert sorted(states) == ["new", "unchanged", "unchanged", "unchanged", "unchanged"]


def test_flake8_shows_what_is_new_alone(project: Path) -> None:
    write(project, {"app/more.py": TWICE})
    done = flake8(project, "--select=SST", "app")
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["app/more.py"]


def test_what_is_accepted_is_listed_by_rule(project: Path) -> None:
    assert lint_in(project)("baseline", "show").stdout == (
        "SST601 reserved-access · 2 findings in 1 file\n"
        "  app/use.py · os.sep\n"
        "  app/use.py: first · os.name\n\n"
        "SST102 duplicate-function · 1 finding in 1 file\n"
        "  app/sub/two.py: total · of app.one:total\n\n"
        "SST106 redefinition · 1 finding in 1 file\n"
        "  app/twice.py: f\n\n"
        f"{NAME}: 4 findings\n"
    )


def test_what_is_accepted_is_listed_as_json(project: Path) -> None:
    shown = json.loads(lint_in(project)("baseline", "show", "--format=json").stdout)
    assert (shown["count"], shown["rules"]) == (4, {"SST102": 1, "SST106": 1, "SST601": 2})
    reported = document(lint_in(project)("check", "--format=json"))["findings"]
    assert {each["fingerprint"] for each in shown["findings"]} <= {each["fingerprint"] for each in reported}


@pytest.mark.parametrize("command", ["show", "update", "prune"])
def test_where_there_is_none_it_is_told_how_to_make_one(tmp_path: Path, command: str) -> None:
    write(tmp_path, {"a.py": TWICE, "pyproject.toml": ""})
    done = lint_in(tmp_path)("baseline", command)
    told = f"ssot-lint: {NAME}: there is no baseline; `ssot-lint baseline write` makes one\n"
    assert (done.stderr, done.returncode) == (told, 2)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "1: ends too early; restore it, or make it anew: ssot-lint baseline write --force"),
        (b'{"schema": "ssot-lint/baseline/2", "findings": []}', "is of version 2"),
        (b'{"schema": "ssot-lint/baseline/1", "findings": [\n<<<<<<< HEAD\n', "2: a merge left its conflict"),
    ],
)
def test_a_baseline_that_cannot_be_read_stops_the_check(project: Path, content: bytes, told: str) -> None:
    (project / NAME).write_bytes(content)
    done = lint_in(project)("check")
    assert (done.stdout, done.returncode) == ("", 2)
    assert done.stderr.startswith(f"ssot-lint: {NAME}:")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_directory_in_its_place_is_told(project: Path) -> None:
    (project / NAME).unlink()
    (project / NAME).mkdir()
    done = lint_in(project)("check")
    told = f"ssot-lint: {NAME}: is a directory; a baseline is a file\n"
    assert (done.stderr, done.returncode) == (told, 2)
