"""The formats of a trend: what they write is read in the files of `expected/`."""

import csv
import json
import xml.etree.ElementTree as ET
from importlib.resources import files
from io import StringIO
from pathlib import Path

import jsonschema
import pytest

from ssot_lint.render.html.trend import read_trend
from ssot_lint.render.trend import FOR_MACHINES
from ssot_lint.render.trend.series import sparkline
from ssot_lint.render.trend.text import render
from ssot_lint.trend import Point, Trend
from tests.golden.conftest import Golden
from tests.golden.trends import HOSTILE, TREND

SCHEMA = json.loads((files("ssot_lint.render") / "trend.schema.json").read_text(encoding="utf-8"))
NAMESPACE = "{http://www.w3.org/2000/svg}"


def test_the_text_has_a_line_a_revision_and_a_sparkline_a_category(golden: Golden) -> None:
    golden("trend.txt", render(TREND))


def test_the_text_is_safe_for_a_terminal(golden: Golden) -> None:
    golden("trend-hostile.txt", render(HOSTILE))


def test_in_colour_the_text_says_the_same() -> None:
    from rich.text import Text

    assert Text.from_ansi(render(TREND, colour=True)).plain.rstrip("\n") == render(TREND).rstrip("\n")


@pytest.mark.parametrize("form", FOR_MACHINES)
def test_a_format_is_as_it_was(golden: Golden, form: str) -> None:
    golden(f"trend.{form}", FOR_MACHINES[form](TREND))


@pytest.mark.parametrize("form", FOR_MACHINES)
def test_a_format_escapes_whatever_a_tag_is_called(golden: Golden, form: str) -> None:
    golden(f"trend-hostile.{form}", FOR_MACHINES[form](HOSTILE))


@pytest.mark.parametrize("trend", [TREND, HOSTILE, Trend(())])
def test_the_json_is_valid_by_the_published_schema(trend: Trend) -> None:
    document = json.loads(FOR_MACHINES["json"](trend))
    jsonschema.validate(document, SCHEMA, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("missing", SCHEMA["required"])
def test_the_schema_wants_every_part(missing: str) -> None:
    document = json.loads(FOR_MACHINES["json"](TREND))
    del document[missing]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, SCHEMA, jsonschema.Draft202012Validator)


def test_the_report_reads_the_json(tmp_path: Path) -> None:
    path = tmp_path / "trend.json"
    path.write_text(FOR_MACHINES["json"](TREND), encoding="utf-8")
    read = read_trend(path)
    assert [(p.revision, p.date, p.findings) for p in read] == [
        (p.revision, p.date[:10], p.findings) for p in TREND.points
    ]
    assert read[1].score == {"overall": 80.0, "real": 75.0, "test": 88.88}


def test_every_row_of_the_csv_is_as_long_as_its_head() -> None:
    for trend in (TREND, HOSTILE):
        head, *rows = csv.reader(StringIO(FOR_MACHINES["csv"](trend)))
        assert {len(row) for row in rows} == {len(head)}


def test_no_field_of_the_csv_is_a_formula() -> None:
    fields = [field for row in csv.reader(StringIO(FOR_MACHINES["csv"](HOSTILE))) for field in row]
    assert not [field for field in fields if field.startswith(("=", "+", "-", "@"))]


def test_the_picture_breaks_a_line_where_there_is_no_score() -> None:
    drawing = ET.fromstring(FOR_MACHINES["svg"](TREND))
    series = [
        path.get("d") or "" for path in drawing.iter(f"{NAMESPACE}path") if "44" not in path.get("d", "")
    ]
    assert [line.count("M") for line in series] == [2, 2, 2]


@pytest.mark.parametrize("count", [1, 2, 500])
def test_a_picture_of_any_number_of_points_is_well_formed(count: int) -> None:
    points = (
        Point(revision=str(n), date="2026-01-05", score={"overall": n % 100}, files=1) for n in range(count)
    )
    drawing = ET.fromstring(FOR_MACHINES["svg"](Trend(tuple(points))))
    assert drawing.find(f"{NAMESPACE}title") is not None


@pytest.mark.parametrize(
    ("values", "bars"),
    [
        ([0.0, 50.0, 100.0], "▁▅█"),
        ([99.0, 99.5], "▁█"),
        ([80.0, 80.0], "▅▅"),
        ([None, 80.0, None, 90.0], " ▁ █"),
        ([None], " "),
    ],
)
def test_a_sparkline_goes_from_the_least_to_the_greatest(values: list[float | None], bars: str) -> None:
    assert sparkline(values) == bars


def test_files_that_cannot_be_parsed_are_told_where_their_number_changes() -> None:
    points = tuple(
        Point(revision=name, date="2026-01-05", score={"overall": 90.0}, files=9, unparsable=number)
        for name, number in zip("abcde", (1, 1, 2, 0, 0), strict=True)
    )
    told = render(Trend(points)).splitlines()[-1]
    assert told.endswith(": 1 file from a on; 2 files from c on; none from d on")
