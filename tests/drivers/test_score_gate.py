"""`ssot-lint score` as a gate: thresholds from the command line, and what would raise the score."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.drivers.cli import TWICE, Lint, document, lint_in, write

pytestmark = pytest.mark.slow

POLICY = "version: 1\nscore: {fail_under: {real: 90, test: 90}}\n"


@pytest.fixture
def lint(tmp_path: Path) -> Lint:
    """Half of the real files are compliant, and the one test."""
    sources = {"app.py": TWICE, "other.py": "x = 1\n", "tests/test_app.py": "x = 1\n"}
    return lint_in(write(tmp_path, {**sources, "compliance.yaml": POLICY}))


@pytest.mark.parametrize(
    ("thresholds", "failures"),
    [
        ((), ["real: 50.00, 90 required"]),
        (("real=50",), []),
        (("real=50", "test=100"), []),
        (("real=50", "67"), ["overall: 66.66, 67 required"]),
        (("real=50.01",), ["real: 50.00, 50.01 required"]),
        (("real=1", "real=51"), ["real: 50.00, 51 required"]),
    ],
)
def test_a_threshold_takes_the_place_of_the_policys(
    lint: Lint, thresholds: tuple[str, ...], failures: list[str]
) -> None:
    options = [f"--fail-under={threshold}" for threshold in thresholds]
    done = lint("score", *options, "--format", "json")
    assert (done.returncode, document(done)["gate"]["failures"]) == (int(bool(failures)), failures)


def test_a_recalled_report_is_of_the_same_thresholds(lint: Lint) -> None:
    codes = [lint("score", f"--fail-under=real={least}").returncode for least in (50, 51, 50)]
    assert codes == [0, 1, 0]


@pytest.mark.parametrize("value", ["real=", "real=high", "101", "-1", "nan", "real=inf", ""])
def test_a_threshold_is_a_percentage(lint: Lint, value: str) -> None:
    done = lint("score", f"--fail-under={value}")
    told = f"ssot-lint: --fail-under {value}: a percentage is wanted, as 95 or real=98\n"
    assert (done.returncode, done.stderr) == (2, told)


def test_a_threshold_for_no_category_is_a_mistake(lint: Lint) -> None:
    done = lint("score", "--fail-under", "rael=98")
    told = "ssot-lint: --fail-under: no scored category is called 'rael'; did you mean 'real'?\n"
    assert (done.returncode, done.stderr) == (2, told)


def test_a_score_is_explained(lint: Lint) -> None:
    text = lint("score", "--explain").stdout
    assert "  SST106 redefinition: 1 finding in 1 file; without it 1 more file compliant: " in text
    assert ": overall +33.33, real +50.00\n" in text
    assert text.endswith("\nFiles, the fewest findings first:\n  app.py: 1 finding (SST106)\n")


def test_a_score_is_explained_for_machines(lint: Lint) -> None:
    explanation = document(lint("score", "--explain", "--format", "json"))["explanation"]
    assert explanation["files"] == [{"path": "app.py", "category": "real", "rules": {"SST106": 1}}]


def test_an_explanation_is_given_on_request_only(lint: Lint) -> None:
    assert "explanation" not in document(lint("score", "--format", "json"))


def test_what_is_explained_comes_true(lint: Lint, tmp_path: Path) -> None:
    before = document(lint("score", "--explain", "--format", "json"))
    (tmp_path / "app.py").write_text("def f():\n    return 2\n")
    after = document(lint("score", "--format", "json"))
    gain = after["score"]["overall"] - before["score"]["overall"]
    assert gain == pytest.approx(before["explanation"]["rules"][0]["gain"]["overall"], abs=0.02)


def test_one_run_writes_score_and_badges(lint: Lint, tmp_path: Path) -> None:
    files = ("--format", "badge", "--output", "b.svg", "--format", "shields", "--output", "b.json")
    text = lint("score", *files, "--format", "text").stdout
    badge = ElementTree.fromstring((tmp_path / "b.svg").read_text())
    assert "Compliance Score: 66.6%\n" in text
    assert badge.get("aria-label") == "compliance: 66.6%"
    assert json.loads((tmp_path / "b.json").read_text())["message"] == "66.6%"
