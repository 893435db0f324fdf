"""What `ssot-lint graph` refuses, in one line that says what to do."""

from pathlib import Path

import pytest

from tests.drivers.cli import Lint, lint_in, refused, without, write
from tests.drivers.test_graph import SOURCES

pytestmark = pytest.mark.slow


@pytest.fixture
def lint(tmp_path: Path) -> Lint:
    return lint_in(write(tmp_path, SOURCES))


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ("--around", "shop.engin"),
            "no module in the graph is called 'shop.engin'; did you mean 'shop.engine'?",
        ),
        (
            ("--level", "service", "--around", "shp"),
            "no service in the graph is called 'shp'; did you mean 'shop'?",
        ),
        (("--fragmentation", "shop:Engin"), "shop has no Engin; did you mean 'Engine'?"),
        (("--depth", "2"), "--depth cuts the names of packages; give --level package too"),
        (
            ("--around", "shop", "--fragmentation", "shop:Engine"),
            "--around and --fragmentation are two pictures; give one of them",
        ),
        (
            ("--level", "package", "--fragmentation", "shop:Engine"),
            "--fragmentation is of modules; leave --level out",
        ),
        (("--level", "service", "ring"), "no module is in a service; declare services in the policy"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_a_mistake_is_told_in_one_line(arguments: tuple[str, ...], line: str, lint: Lint) -> None:
    assert refused(lint("graph", *arguments)) == line


def test_a_broken_policy_is_refused(lint: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"compliance.yaml": "version: 1\nservice: {}\n"})
    assert "unknown key 'service'" in refused(lint("graph"))


def test_svg_without_the_extra_says_how_to_install_it(tmp_path: Path) -> None:
    lint = lint_in(write(tmp_path, SOURCES), without("pygraphviz"))
    assert refused(lint("graph", "--format", "svg")) == (
        "SVG needs pygraphviz: pip install 'ssot-lint[graph]'; dot, mermaid and json do without"
    )


@pytest.mark.parametrize("form", ["dot", "mermaid", "json"])
def test_the_other_formats_do_without_the_extra(form: str, tmp_path: Path) -> None:
    lint = lint_in(write(tmp_path, SOURCES), without("pygraphviz"))
    assert lint("graph", "--format", form).returncode == 0


def test_an_svg_that_nobody_could_read_is_refused(tmp_path: Path) -> None:
    lint = lint_in(write(tmp_path, {f"m{number}.py": "" for number in range(1001)}))
    assert refused(lint("graph", "--format", "svg")) == (
        "1001 nodes and 0 arrows make no readable SVG (at most 1000 and 2000);"
        " draw less with --level package, --around MODULE or a path"
    )


def test_mermaid_is_written_with_a_note_where_it_would_be_refused(tmp_path: Path) -> None:
    star = "".join(f"import m{number}\n" for number in range(501))
    lint = lint_in(write(tmp_path, {"hub.py": star, **{f"m{number}.py": "" for number in range(501)}}))
    done = lint("graph", "--format", "mermaid")
    assert (done.returncode, done.stdout.count("-->")) == (0, 501)
    assert "Mermaid refuses 501 arrows" in done.stderr
