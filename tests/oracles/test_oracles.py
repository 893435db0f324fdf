"""Where another tool says otherwise, it is known why: `benchmarks/oracles/reasons.py` is the table."""

from pathlib import Path

import pytest

from benchmarks.oracles.compare import DJANGO, TOOLS, over_case, over_project
from benchmarks.oracles.reasons import REASONS, of_case, of_project
from tests.unit.imports.cases import CASES


@pytest.mark.parametrize("name", CASES)
def test_a_difference_in_a_case_is_explained(name: str, tmp_path: Path) -> None:
    found = over_case(CASES[name], tmp_path)
    unexplained = {
        tool: list(found[tool].differences)
        for tool in TOOLS
        if (found[tool].lacks or found[tool].extra) and of_case(tool, name) is None
    }
    assert unexplained == {}


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.text[:30])
def test_a_reason_names_cases_that_there_are(reason: object) -> None:
    named = {case for found in REASONS if found is reason for cases in found.cases.values() for case in cases}
    assert named <= CASES.keys()


@pytest.mark.slow
@pytest.mark.skipif(not DJANGO.root.is_dir(), reason="no Django: python -m benchmarks.corpora django")
def test_each_difference_over_django_is_explained() -> None:
    index, found = over_project(DJANGO)
    told = [pair for tool in TOOLS for pair in of_project(index, tool, found[tool])]
    assert [line for line, pattern in told if pattern is None] == []
