"""Golden files: `pytest tests/golden --regenerate` writes them anew; read the difference in review.

And the reports that they are written from.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from ssot_lint.model import CategoryScore, FileCounts, Gate, Place, Related, Report, Score, Span
from tests.golden.reports import SOURCES, bypass, made_report, unused

EXPECTED = Path(__file__).parent / "expected"

Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write the golden files anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Holds a text against the file of that name, byte for byte."""

    def compare(name: str, text: str) -> None:
        path = EXPECTED / name
        if request.config.getoption("--regenerate", default=False):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        assert text.encode() == path.read_bytes()

    return compare


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in SOURCES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def report(root: Path) -> Report:
    """Every severity and state, and one rule with more findings than are shown."""
    copies = tuple(Related(Place(f"app/copy{n}.py", Span(n, 1, n, 5)), "copied here") for n in range(1, 6))
    return made_report(
        root,
        bypass("app/x.py", 5, 12, 5, 25),
        bypass("app/wide.py", 1, 14, 1, 27, hint=""),
        bypass("app/wide.py", 2, 276, 2, 286, related=copies),
        bypass("app/multi.py", 1, 5, 3, 2, suppressed="measured: the factory costs a second"),
        bypass("app/core/manager.py", 4, 1, 4, 3, baselined=True),
        *(unused(line) for line in range(1, 14)),
        unused(20, "info"),
    )


@pytest.fixture
def hostile(root: Path) -> Report:
    """Control characters wherever a name or a source can carry them."""
    path = "app/e\x1b[2Jvil\n\udcff.py"
    (root / path).write_bytes(b"x = '\x1b]0;title\x07' \xc2\xa0\xe2\x80\xae; Manager()\n")
    finding = bypass(
        path, 1, 20, 1, 29, message="built in \udcfe\x1b[31m\r\nhere", hint="a\tb", related=(
            Related(Place(path, Span(1, 1, 1, 2)), "defined\x1b[0m here"),
        ),
    )  # fmt: skip
    return made_report(root, finding, incomplete=("SST101 crashed\x1b[2J\non " + path,))


@pytest.fixture
def clean(root: Path) -> Report:
    return made_report(
        root,
        rules_off=(),
        undecided={},
        files=FileCounts(1, {"real": 1}, {}, 0),
        score=Score(100.0, 1, 1, 100.0, {"real": CategoryScore(100.0, 1, 1, 0)}, {}, {}),
        gate=Gate(True),
        notes=(),
    )
