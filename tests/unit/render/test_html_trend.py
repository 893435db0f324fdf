"""The file of a trend as a page reads it."""

import json
from pathlib import Path

import pytest

from ssot_lint.errors import UsageError
from ssot_lint.render.html.trend import read_trend


def trend(date: str = "2026-01-01", score: float = 50.0) -> str:
    point = {"revision": "a", "date": date, "score": {"real": score}}
    return json.dumps({"schema": "ssot-lint/trend/1", "points": [point]})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "no trend of version ssot-lint/trend/1: "),
        (trend().replace("trend/1", "trend/2"), "no trend of version ssot-lint/trend/1: "),
        ("[" * 100_000, "no trend of version ssot-lint/trend/1: "),
        (trend(date="soon"), "'soon' is no date as 2027-01-31"),
        (trend(score=101.0), "101.0 is no score of real in percent"),
    ],
)
def test_a_file_that_is_no_trend_is_refused(text: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "trend.json"
    path.write_text(text)
    with pytest.raises(UsageError) as caught:
        read_trend(path)
    assert str(caught.value).startswith(f"{path}: {reason}")


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read the trend"):
        read_trend(tmp_path)


def test_what_a_terminal_could_obey_is_escaped(tmp_path: Path) -> None:
    path = tmp_path / "trend.json"
    path.write_text(trend().replace('"a"', '"\\u001b[2J\\u202e"'))
    (point,) = read_trend(path)
    assert point.revision == r"\x1b[2J\u202e"
