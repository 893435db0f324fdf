"""The findings as flake8 shows them, by the real flake8."""

from pathlib import Path

import pytest

from tests.drivers.cli import TWICE, lint_in, write
from tests.drivers.flake8 import METHODS, MODULE, flake8, flake8_by, shown

pytestmark = pytest.mark.slow

MISSING = "from app.core import gone\n"
AGAIN = "SST106 f is defined again; the definition on line 1 is lost"
NO_GONE = "SST307 app.core has no gone"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    sources = {"setup.cfg": "[flake8]\n", "app/core.py": TWICE, "app/use.py": MISSING, "app/__init__.py": ""}
    return write(root, sources)


def test_what_the_files_have_is_shown_across_files_too(project: Path) -> None:
    assert shown(project) == [f"./app/core.py:5:5: {AGAIN}", f"./app/use.py:1:22: {NO_GONE}"]


def test_findings_make_flake8_fail(project: Path) -> None:
    assert flake8(project, "--select=SST").returncode == 1


def test_only_the_files_that_flake8_looks_at_are_shown(project: Path) -> None:
    assert shown(project, "app/use.py") == [f"app/use.py:1:22: {NO_GONE}"]


def test_an_absolute_path_is_shown_as_it_is_given(project: Path) -> None:
    path = project / "app/use.py"
    assert shown(project, str(path)) == [f"{path}:1:22: {NO_GONE}"]


def test_a_folder_of_the_project_is_as_good_as_its_root(project: Path) -> None:
    assert shown(project / "app", "use.py") == []  # `app` is no project of its own
    write(project, {"compliance.yaml": "version: 1\n"})
    assert shown(project / "app", "use.py") == [f"use.py:1:22: {NO_GONE}"]


@pytest.mark.parametrize("method", METHODS)
def test_worker_processes_show_the_same(project: Path, method: str) -> None:
    alone = shown(project, "-j1")
    done = flake8(project, "-j2", command=flake8_by(method))
    assert (done.stderr, sorted(line for line in done.stdout.splitlines() if "SST" in line)) == ("", alone)


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_no_worker_analyses_the_project_again(project: Path, method: str, tmp_path: Path) -> None:
    """Nor could they: the policy is broken as soon as the main process has read it."""
    write(project, {"compliance.yaml": "version: 1\n"})
    break_the_policy = (
        "from pathlib import Path; from ssot_lint.drivers.flake8 import Plugin; parse = Plugin.parse_options;"
        " Plugin.parse_options = lambda *given: [parse(*given), Path('compliance.yaml').write_text('?')];"
    )
    command, option, start = flake8_by(method)
    done = flake8(project, "-j2", command=(command, option, break_the_policy + start), TMPDIR=str(tmp_path))
    assert sorted(line.split()[1] for line in done.stdout.splitlines() if "SST" in line) == [
        "SST106",
        "SST307",
    ]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("ssot")] == []


# ----------------------------------------------------------------------------------- what flake8 offers


def test_noqa_hides_a_finding(project: Path) -> None:
    write(project, {"app/use.py": MISSING.rstrip() + "  # noqa: F401,SST307\n"})
    assert shown(project, "app/use.py") == []


def test_noqa_of_another_code_does_not(project: Path) -> None:
    write(project, {"app/use.py": MISSING.rstrip() + "  # noqa: SST201\n"})
    assert shown(project, "app/use.py") == [f"app/use.py:1:22: {NO_GONE}"]


def test_a_file_can_be_exempt(project: Path) -> None:
    write(project, {"app/use.py": "# flake8: noqa\n" + MISSING})
    assert shown(project, "app/use.py") == []


def test_per_file_ignores_hold(project: Path) -> None:
    write(project, {"setup.cfg": "[flake8]\nper-file-ignores = app/use.py:SST307\n"})
    assert shown(project) == [f"./app/core.py:5:5: {AGAIN}"]


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        (["--select=SST3"], ["SST307"]),
        (["--select=E,SST"], ["SST106", "SST307"]),
        (["--select=E"], []),
        (["--ignore=SST1"], ["SST307"]),
        (["--extend-ignore=SST"], []),
        (["--extend-ignore=SST", "--extend-select=SST106"], ["SST106"]),
    ],
    ids=" ".join,
)
def test_codes_are_chosen_as_those_of_any_plugin(
    project: Path, arguments: list[str], codes: list[str]
) -> None:
    assert [line.split()[1] for line in shown(project, *arguments)] == codes


def test_a_format_is_applied(project: Path) -> None:
    done = flake8(project, "--select=SST3", "--format=%(code)s|%(row)d|%(col)d|%(path)s|%(text)s")
    assert done.stdout == "SST307|1|22|./app/use.py|app.core has no gone\n"


def test_nothing_is_analysed_where_no_code_of_ours_is_wanted(project: Path) -> None:
    flake8(project, "--select=E")
    assert not (project / ".ssot_cache").exists()


INFO = {
    "app/a.py": "class Thing:\n    def run(self):\n        return 1 + 2\n",
    "app/b.py": "class Thing:\n    def stop(self):\n        print('no')\n        return []\n",
}


@pytest.mark.parametrize(
    ("arguments", "count"),
    [([], 0), (["--select=SST"], 0), (["--select=SST1"], 1), (["--extend-select=SST110"], 1)],
    ids=str,
)
def test_what_is_mild_is_shown_where_it_is_asked_for(project: Path, arguments: list[str], count: int) -> None:
    write(project, INFO)
    assert sum("SST110" in line for line in shown(project, *arguments)) == count


def test_what_fails_the_check_is_shown_however_mild(project: Path) -> None:
    write(project, {**INFO, "compliance.yaml": "version: 1\nfail_on: info\n"})
    assert sum("SST110" in line for line in shown(project)) == 1


def test_what_is_waived_is_not_shown(project: Path) -> None:
    write(
        project,
        {"app/use.py": MISSING.rstrip() + "  # ssot: ignore[SST307] -- it comes with the next release\n"},
    )
    assert shown(project, "app/use.py") == []


def test_columns_count_code_points(project: Path) -> None:
    write(project, {"app/use.py": "ä = '🙂'; from app.core import gone\n"})
    assert shown(project, "app/use.py") == [f"app/use.py:1:31: {NO_GONE}"]


def test_findings_are_those_of_the_command(project: Path) -> None:
    write(project, INFO)
    printed = lint_in(project)("check", "--format", "concise").stdout
    assert [line.removeprefix("./") for line in shown(project)] == sorted(printed.splitlines())


def test_the_second_run_recalls_the_report(project: Path) -> None:
    first = shown(project)
    assert (project / ".ssot_cache").is_dir()
    assert shown(project) == first


def test_a_module_of_the_project_is_not_taken_for_one_of_ours(project: Path) -> None:
    write(project, {f"{name}.py": "raise SystemExit('executed')\n" for name in ("yaml", "numpy", "pathspec")})
    done = flake8(project, "app", command=MODULE)
    assert (done.stderr, "SST307" in done.stdout, "executed" in done.stdout) == ("", True, False)
