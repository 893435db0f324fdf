"""Import statements rewritten: what moves, what stays, and that nothing else is touched."""

import ast
import re
from collections.abc import Mapping
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssot_lint.fix.imports import rewrite
from ssot_lint.model import MovedImport

Moves = Mapping[str, tuple[str, str | None]]


def changes(source: str | bytes, moves: Moves) -> list[MovedImport]:
    """A change for each imported name that is listed, where it stands in the source."""
    return [
        MovedImport(alias.lineno, alias.col_offset + 1, *moves[alias.name])
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if alias.name in moves and getattr(node, "module", None) not in ("new", "other")
    ]


def rewritten(source: str, moves: Moves) -> str:
    """The source after the moves."""
    done = rewrite(source.encode(), changes(source, moves))
    assert not isinstance(done, str), done
    return done.source.decode()


ONE_NAME = {"A": ("new", "A")}


@pytest.mark.parametrize(
    ("before", "moves", "after"),
    [
        ("from old import A\n", ONE_NAME, "from new import A\n"),
        ("from old import A as B\n", ONE_NAME, "from new import A as B\n"),
        ("from old import A\n", {"A": ("new", "C")}, "from new import C as A\n"),
        ("from old import A as C\n", {"A": ("new", "C")}, "from new import C\n"),
        ("from old import A as A\n", ONE_NAME, "from new import A as A\n"),
        ("from old import A, B\n", ONE_NAME, "from old import B\nfrom new import A\n"),
        ("from old import B, A\n", ONE_NAME, "from old import B\nfrom new import A\n"),
        ("from old import (A, B)\n", ONE_NAME, "from old import (B)\nfrom new import A\n"),
        ("from old import A, \\\n    B\n", ONE_NAME, "from old import B\nfrom new import A\n"),
        ("from old import B, \\\n    A\n", ONE_NAME, "from old import B\nfrom new import A\n"),
        ("from .old import A\n", ONE_NAME, "from new import A\n"),
        ("from.old import A\n", ONE_NAME, "from new import A\n"),
        ("from . import A\n", ONE_NAME, "from new import A\n"),
        ("from .old import *\n", {"*": ("pkg.old", "*")}, "from pkg.old import *\n"),
        ("from pkg import A\n", {"A": ("b", None)}, "import b as A\n"),
        ("from pkg import b\n", {"b": ("b", None)}, "import b\n"),
        ("import a.b as c, sys\n", {"a.b": ("d.e", None)}, "import d.e as c, sys\n"),
        ("import a as c, sys\n", {"a": ("d", "e")}, "import sys\nfrom d import e as c\n"),
        ("import a\n", {"a": ("d.e", None)}, "import d.e as a\n"),
        ("if x: from old import A\n", ONE_NAME, "if x: from new import A\n"),
        ("x; from old import A, B; y\n", ONE_NAME, "x; from old import B; from new import A; y\n"),
        ("from old import A;\n", ONE_NAME, "from new import A;\n"),
    ],
)  # fmt: skip
def test_a_name_is_imported_from_elsewhere_under_the_name_it_binds(
    before: str, moves: Moves, after: str
) -> None:
    assert rewritten(before, moves) == after


def test_names_go_to_one_statement_a_module() -> None:
    moves = {"A": ("one", "A"), "B": ("two", "B"), "C": ("one", "C")}
    assert rewritten("from old import A, B, C, D\n", moves) == (
        "from old import D\nfrom one import A, C\nfrom two import B\n"
    )


def test_many_names_are_written_one_a_line() -> None:
    names = [f"a_long_name_{number}" for number in range(9)]
    moves = {name: ("new", name) for name in names}
    after = rewritten(f"from old import x, {', '.join(names)}\n", moves)
    assert after == "from old import x\nfrom new import (\n" + "".join(f"    {n},\n" for n in names) + ")\n"


def test_comments_go_with_their_names() -> None:
    before = """\
    # why all of it
    from old import (  # from there
        A,  # the a
        # above b
        B,  # the b
        C,
        # the end
    )
    """
    assert rewritten(dedent(before), {"B": ("new", "B")}) == dedent("""\
    # why all of it
    from old import (  # from there
        A,  # the a
        C,
        # the end
    )
    # above b
    from new import B  # the b
    """)


def test_a_marker_for_another_tool_holds_for_each_statement() -> None:
    assert rewritten("from old import A, B  # noqa: F401\n", ONE_NAME) == (
        "from old import B  # noqa: F401\nfrom new import A  # noqa: F401\n"
    )


def test_a_comment_stays_with_the_statement() -> None:
    assert rewritten("from old import A, B  # both\n", ONE_NAME) == (
        "from old import B  # both\nfrom new import A\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from new import A\nfrom old import A, B\n", "from new import A\nfrom old import B\n"),
        ("from old import A\nimport re\nfrom new import A\n", "import re\nfrom new import A\n"),
        ("from old import A\nimport x\nfrom new import A", "from new import A\nimport x\nfrom new import A"),
        ("# why\nfrom old import A\nfrom new import A\n", "# why\nfrom new import A\n"),
        ("from old import A\nx = A\nfrom new import A\n", "from new import A\nx = A\nfrom new import A\n"),
        ("from old import A\nif x:\n from new import A\n", "from new import A\nif x:\n from new import A\n"),
        ("from new import A\nif x:\n from old import A\n", "from new import A\nif x:\n from new import A\n"),
        ("from old import A\nfrom older import A\n", "from new import A\n"),
    ],
)  # fmt: skip
def test_what_is_there_already_is_not_imported_again(before: str, after: str) -> None:
    assert rewritten(before, ONE_NAME) == after


@pytest.mark.parametrize(
    "template",
    [
        b"\xef\xbb\xbf{}\r\nx = 1\r\n",
        b"# coding: latin-1\nx = '\xe9'\n{}\n",
        "# coding: shift_jis\nx = '日本'\n{}\n".encode("shift_jis"),
        b"x = 1\r{}\ry = 2",
        b"\x0c{}\n",
        b"x = 1\x0c\n\x0cdef f():\n    {}\n",
        b"x = 1\r\n{}\ny = 2\r",
        b"def f():\n\t{}\n\treturn A  \n\n\n#end",
        b"try:\n    {}\nexcept ImportError: pass\nelse:\n\n    pass\n",
    ],
)
def test_every_other_byte_is_kept(template: bytes) -> None:
    source = template.replace(b"{}", b"from old import A")
    done = rewrite(source, changes(source, ONE_NAME))
    assert not isinstance(done, str)
    assert done.source == template.replace(b"{}", b"from new import A")


@pytest.mark.parametrize("module", ["pkg.class.mod", "pkg.import"])
def test_a_path_that_no_statement_can_write_is_refused(module: str) -> None:
    told = rewrite(b"from old import A\n", [MovedImport(1, 17, module, "A")])
    assert told == "a module on the new path has a name that no import statement can write"


@pytest.mark.parametrize(
    "between",
    [
        "A = None",
        "del A",
        "class A: ...",
        "for A in x: ...",
        "from other import A",
        "from other import *",
        "f()",
    ],
)
def test_what_may_have_been_bound_again_is_imported_again(between: str) -> None:
    before = f"from new import A\n{between}\nfrom old import A\n"
    assert rewritten(before, ONE_NAME) == before.replace("old", "new")


def test_a_comment_beside_what_is_there_already_is_kept() -> None:
    before = "from new import A\nfrom old import A  # needed for pickles\n"
    assert rewritten(before, ONE_NAME) == before.replace("old", "new")


def test_all_of_a_line_that_is_there_already_goes() -> None:
    assert rewritten("from new import A\nx = 1\n", ONE_NAME) == "from new import A\nx = 1\n"
    assert rewritten("import x; from new import A\nimport y; from old import A\n", ONE_NAME) == (
        "import x; from new import A\nimport y\n"
    )


def test_a_name_that_the_encoding_lacks_is_refused() -> None:
    source = b"# coding: ascii\nfrom old import A\n"
    assert (
        rewrite(source, [MovedImport(2, 17, "é", "A")]) == "its encoding has no characters for the new names"
    )


# ---------------------------------------------------------------------------------------- any statement

NAMES = st.lists(st.sampled_from("ABCDEF"), min_size=1, max_size=5, unique=True)
TARGETS = st.dictionaries(
    st.sampled_from("ABCDEF"), st.tuples(st.sampled_from(["new", "p.q"]), st.sampled_from("AXY"))
)


@st.composite
def statements(draw: st.DrawFn) -> str:
    """A from-import, with line breaks and comments wherever they may stand."""
    names = [name + draw(st.sampled_from(["", f" as {name.lower()}"])) for name in draw(NAMES)]
    if not draw(st.booleans()):
        return f"from old import {', '.join(names)}" + draw(st.sampled_from(["\n", "  # end\n"]))
    gap = st.sampled_from(
        [" ", "\n    ", "  # c{}\n    ", "\n    # above{}\n    ", "  # c{}\n    # above{}\n\n    "]
    )
    text = "from old import (" + draw(gap)
    for name in names[:-1]:
        text += name + "," + draw(gap)
    text += names[-1] + draw(st.sampled_from(["", ","])) + draw(gap) + ")\n"
    parts = text.split("{}")
    return "".join(part + str(number) for number, part in enumerate(parts[:-1])) + parts[-1]


def bindings(source: str) -> set[tuple[str | None, str, str]]:
    """Module, name and bound name of each import."""
    return {
        (node.module, alias.name, alias.asname or alias.name)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def comments(source: str) -> list[str]:
    return sorted(re.findall(r"#[^\n]*", source))


@given(statements(), TARGETS)
def test_any_statement_binds_the_same_names_from_elsewhere(source: str, moves: Moves) -> None:
    around = f"# head\nimport sys\n{source}# tail\nx = 1\n"
    after = rewritten(around, moves)
    wanted = {
        (*moves[name], bound) if name in moves else (module, name, bound)
        for module, name, bound in bindings(around)
    }
    assert bindings(after) == wanted
    assert comments(after) == comments(around)
    assert after.startswith("# head\nimport sys\n")
    assert after.endswith("# tail\nx = 1\n")


@given(statements(), TARGETS)
def test_what_is_rewritten_is_not_rewritten_again(source: str, moves: Moves) -> None:
    after = rewritten(source, moves)
    settled = [
        MovedImport(alias.lineno, alias.col_offset + 1, node.module or "", alias.name)
        for node in ast.walk(ast.parse(after))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    done = rewrite(after.encode(), settled)
    assert not isinstance(done, str)
    assert bindings(done.source.decode()) == bindings(after)
    assert len(ast.parse(done.source).body) == len(ast.parse(after).body)
