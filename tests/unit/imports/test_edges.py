"""Each way of importing gives exactly the edges that it must."""

import pytest

from tests.unit.imports.case import edges_told
from tests.unit.imports.cases import CASES


@pytest.mark.parametrize("case", CASES)
def test_an_import_gives_its_edges(case: str) -> None:
    given = CASES[case]
    assert edges_told(given.index(), given.importer) == list(given.edges)
