"""The symbols that are imported by a reported path, with all paths to them."""

from ssot_lint.graph import Fragments, fragments
from ssot_lint.model import Finding, Place
from tests.unit.indexed import index_of

SOURCES = {
    "p/__init__.py": "from p.home import Engine\n",
    "p/home.py": "class Engine: ...\nclass Other: ...\n",
    "p/tools.py": "from p.home import Engine, Other\n\nmade = Engine(), Other()\n",
    "a.py": "from p.tools import Engine\n",
    "b.py": "from p.tools import Engine, Other\nfrom p.tools import Engine as Again\n",
    "c.py": "from p import Engine\n",
}


def reported(*subjects: str, suppressed: str | None = None) -> tuple[Fragments, ...]:
    """What is found where these paths are reported."""
    findings = [
        Finding(place=Place("a.py"), message="", code="SST303", subject=subject, suppressed=suppressed)
        for subject in subjects
    ]
    return fragments(index_of(SOURCES), findings)


def test_a_symbol_has_every_path_to_it_the_reported_one_last() -> None:
    (engine,) = reported("p.tools:Engine")
    assert [(path.symbol, path.is_home, path.is_astray) for path in engine.paths] == [
        ("p.home:Engine", True, False),
        ("p:Engine", False, False),
        ("p.tools:Engine", False, True),
    ]


def test_a_path_has_each_file_that_takes_it_once() -> None:
    (engine,) = reported("p.tools:Engine")
    assert [(place.path, place.span.line) for place in engine.paths[-1].imports] == [("a.py", 1), ("b.py", 1)]


def test_it_stands_where_it_is_defined() -> None:
    (engine,) = reported("p.tools:Engine")
    assert (engine.place.path, engine.place.span.line) == ("p/home.py", 1)


def test_what_is_reported_most_comes_first() -> None:
    found = reported("p.tools:Other", "p.tools:Engine")
    assert [each.symbol for each in found] == ["p.home:Engine", "p.home:Other"]


def test_what_is_not_reported_or_accepted_is_left_out() -> None:
    assert reported() == ()
    assert reported("p.tools:Engine", suppressed="for now") == ()
