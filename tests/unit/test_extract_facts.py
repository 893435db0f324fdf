"""What one source says: imports with their tags, bindings, definitions, calls, uses."""

import ast
import gc
import symtable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint import model
from ssot_lint.extract import extract
from ssot_lint.extract.parse import parse
from ssot_lint.extract.statements import walk_module
from ssot_lint.model import Call, Definition, Facts, Import

ROOT = Path(__file__).parents[2]
OWN_SOURCES = sorted((ROOT / "ssot_lint").rglob("*.py"))


def facts(source: str) -> Facts:
    return extract(source.encode())


def imports(source: str) -> list[Import]:
    return list(facts(source).imports)


def definition(source: str, name: str) -> Definition:
    (found,) = [d for d in facts(source).definitions if d.qualified_name == name]
    return found


def calls(source: str) -> dict[str, Call]:
    return {call.callee: call for call in facts(source).iter_calls()}


# ------------------------------------------------------------------------------------------ imports


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("if __name__ == '__main__':\n import a", True),
        ("if '__main__' == __name__:\n import a", True),
        ("if DEBUG and __name__ == '__main__':\n import a", True),
        ("if __name__ != '__main__':\n pass\nelse:\n import a", True),
        ("if __name__ == '__main__':\n pass\nelse:\n import a", False),
        ("if DEBUG or __name__ == '__main__':\n import a", False),
        ("if __name__ == 'main':\n import a", False),
        ("if __name__ == '__main__':\n pass\nimport a", False),
    ],
)
def test_what_only_the_file_that_is_run_imports_is_told(source: str, expected: bool) -> None:
    (found,) = imports(source)
    assert bool(found.tags & model.SCRIPT) is expected


def test_the_span_of_an_import_is_that_of_the_one_name() -> None:
    second = imports("from a import b, c as d")[1]
    assert "from a import b, c as d"[second.column - 1 : second.end_column - 1] == "c as d"


# ----------------------------------------------------------------------------------------- bindings


def test_an_assignment_of_a_dotted_name_is_an_alias() -> None:
    assert [(b.name, b.target) for b in facts("M = a.B\nn = 1").bindings] == [("M", "a.B"), ("n", None)]


def test_an_alias_in_a_function_is_kept_where_nothing_else_binds_it() -> None:
    source = "def f():\n a = X\n b = X\n b = 2\n"
    assert [b.name for b in facts(source).bindings] == ["a"]


def test_a_global_statement_binds_in_the_module() -> None:
    (found,) = facts("def f():\n global g\n g = 1\n").bindings
    assert (found.name, found.scope, model.tag_names(found.tags)) == ("g", 0, ("lazy",))


def test_a_declared_name_is_told_from_an_assigned_one() -> None:
    assert [b.declared for b in facts("a: int\nb: int = 1").bindings] == [True, False]


@pytest.mark.parametrize(
    "source",
    [
        "(x := 1)", "for x in y: pass", "with a as x: pass", "[x, *y] = z", "import a as x",
        "try: pass\nexcept E as x: pass", "match a:\n case {'k': x}: pass", "match a:\n case [*x]: pass",
        "match a:\n case {**x}: pass", "def x(): pass", "class x: pass", "x += 1",
        "[y for z in a if (x := z)]",
    ],
)  # fmt: skip
def test_every_statement_that_binds_a_module_name_is_seen(source: str) -> None:
    found = facts(source)
    names = {b.name for b in found.bindings} | {i.bound for i in found.imports}
    assert "x" in names | {d.name for d in found.definitions}


def test_the_variable_of_a_comprehension_is_not_a_module_name() -> None:
    assert facts("[x for x in y]").bindings == ()


@pytest.mark.parametrize(
    ("source", "exports", "is_open"),
    [
        ("__all__ = ['a', 'b']", ("a", "b"), False),
        ("__all__: list[str] = ['a']", ("a",), False),
        ("__all__ = ['a']\n__all__ += ('b',)", ("a", "b"), False),
        ("__all__ = ['a']\n__all__.append('b')\n__all__.extend(['c'])", ("a", "b", "c"), False),
        ("__all__ = ['a'] + other.__all__", (), True),
        ("a = 1", None, False),
    ],
)
def test_dunder_all_is_read_where_it_is_literal(
    source: str, exports: tuple[str, ...] | None, is_open: bool
) -> None:
    found = facts(source)
    assert (exports, is_open) == (found.exports, found.open_exports)


@pytest.mark.parametrize(
    "source", ["def __getattr__(n): ...", "globals()['a'] = 1", "exec('a = 1')", "vars().update(a=1)"]
)
def test_a_module_that_makes_names_at_run_time_is_dynamic(source: str) -> None:
    assert facts(source).dynamic


# -------------------------------------------------------------------------------------- definitions


def test_a_signature_has_kinds_defaults_and_annotations() -> None:
    found = definition("def f(a, /, b: int, *c, d: 'X' = 1, **e) -> list[ int ]: pass", "f")
    assert [(p.name, p.kind, p.optional, p.annotation) for p in found.parameters] == [
        ("a", "positional", False, None),
        ("b", "standard", False, "int"),
        ("c", "variadic", True, None),
        ("d", "keyword", True, "'X'"),
        ("e", "variadic-keyword", True, None),
    ]
    assert found.returns == "list[ int ]"


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ("", []),
        ("self", [("self", False, None)]),
        ("a=(1)", [("a", True, None)]),
        ("a=(1), b=')'", [("a", True, None), ("b", True, None)]),
        ("a: int = (\n    1\n), b: (str) = (2)", [("a", True, "int"), ("b", True, "str")]),
        ("a=(1,\n  2)", [("a", True, None)]),
        (
            "\n    a,  # the (first\n    b: dict[str,\n            int] = {},\n",
            [("a", False, None), ("b", True, "dict[str, int]")],
        ),
        ("é: 'ü' = 'ö', *, b: int", [("é", True, "'ü'"), ("b", False, "int")]),
        (
            "a, /, b=(0), *c: int, d, e=(1), **f: str",
            [
                ("a", False, None),
                ("b", True, None),
                ("c", True, "int"),
                ("d", False, None),
                ("e", True, None),
                ("f", True, "str"),
            ],
        ),
    ],
)
def test_parameters_are_read_from_the_signature_however_it_is_laid_out(
    parameters: str, expected: list[tuple[str, bool, str | None]]
) -> None:
    found = definition(f"def f({parameters}): pass", "f")
    assert [(p.name, p.optional, p.annotation) for p in found.parameters] == expected


def test_a_class_has_bases_keywords_and_decorators() -> None:
    found = definition("@a.b(1)\n@c\nclass K(x.Y, Z[int], metaclass=M): pass", "K")
    assert (
        found.decorators,
        found.bases,
        found.keywords,
    ) == (("a.b", "c"), ("x.Y", "Z"), (("metaclass", "M"),))


def test_the_name_of_a_definition_is_where_the_finding_points() -> None:
    source = "class A:\n    async def run(self): pass\n"
    assert model.Span(2, 15, 2, 18) == definition(source, "A.run").name_span


@pytest.mark.parametrize("body", ["pass", "...", "'doc'", "'doc'; pass", "raise NotImplementedError('x')"])
def test_a_body_without_substance_is_trivial(body: str) -> None:
    assert definition(f"def f(): {body}", "f").trivial


@pytest.mark.parametrize(
    "source",
    [
        "def f(): 1\ndef f(): 2",
        "class K:\n def f(self): 1\n def f(self): 2",
        "from a import f\ndef f(): 2",
        "def f(): 1\n@property\ndef f(): 2",
    ],
)
def test_a_second_definition_of_an_unused_name_is_told(source: str) -> None:
    assert any(d.redefines for d in facts(source).definitions)


@pytest.mark.parametrize(
    "source",
    [
        "@overload\ndef f(): ...\ndef f(): 2",
        "class K:\n @property\n def f(self): 1\n @f.setter\n def f(self, v): 2",
        "if a:\n def f(): 1\nelse:\n def f(): 2",
        "try:\n from a import f\nexcept ImportError:\n def f(): 2",
        "def f(): 1\ng = f\ndef f(): 2",
        "def f(): 1\ndel f\ndef f(): 2",
        "@app.route('/')\ndef f(): 1\n@app.route('/b')\ndef f(): 2",
        "@f.register\ndef _(a): 1\n@f.register\ndef _(b): 2",
        "from a import K\nclass K(K): pass",
        "def f(): 1\n@wrap(f)\ndef f(): 2",
    ],
)
def test_a_second_definition_that_is_meant_is_not_told(source: str) -> None:
    assert not any(d.redefines for d in facts(source).definitions)


# ----------------------------------------------------------------------------------- calls and uses


def test_a_call_tells_how_it_is_made() -> None:
    found = calls("async def f(*a, **k):\n await g(1, *a, x=1, **k)\n y = h()\n")
    assert found["g"].flags == model.AWAITED | model.STATEMENT | model.STAR_ARGS | model.STAR_KWARGS
    assert (found["g"].positional, found["g"].keywords, found["h"].flags) == (1, ("x",), 0)


@pytest.mark.parametrize("context", ["pytest.raises(E)", "self.assertRaises(E)", "raises(E) as r"])
def test_a_call_that_is_expected_to_fail_is_marked(context: str) -> None:
    found = calls(f"with {context}:\n f()\ng()")
    assert tuple(bool(found[n].flags & model.EXPECTED_TO_FAIL) for n in "fg") == (True, False)


@pytest.mark.parametrize("call", ["pytest.raises(E, lambda: f())", "self.assertRaises(E, lambda: f(1))"])
def test_what_a_call_is_given_to_fail_with_is_marked_too(call: str) -> None:
    found = calls(f"{call}\ng()")
    assert [bool(found[n].flags & model.EXPECTED_TO_FAIL) for n in "fg"] == [True, False]


def test_a_callee_with_type_arguments_is_the_class() -> None:
    found = calls("a.B[int](c[0](1))")
    assert found["a.B"].flags & model.SUBSCRIPTED
    assert found["c"].positional == 1


@pytest.mark.parametrize(
    ("source", "bound"),
    [("import g\ndef f():\n g()", 0), ("def f(g):\n g()", 1), ("def f():\n g()", -1),
     ("class K:\n def g(self): pass\n def f(self):\n  g()", -1), ("def f():\n global g\n g = 1\n g()", 0),
     ("def f():\n g = 1\n def h():\n  nonlocal g\n  g()", 1), ("def f():\n [g() for g in a]", 2)],
)  # fmt: skip
def test_the_scope_that_binds_a_callee_is_the_one_python_takes(source: str, bound: int) -> None:
    assert bound == calls(source)["g"].bound


def test_a_read_of_an_imported_name_is_a_use_and_a_call_is_none() -> None:
    source = "import os\nfrom os import environ as e\nos.environ['x'] = 1\ne['y']\nos.getenv('z')\na: os.X\n"
    assert [use.name for use in facts(source).iter_uses()] == ["os.environ", "e"]


def test_an_argument_knows_its_call_and_its_place() -> None:
    found = facts("from a import C, field\nx = field(default_factory=C)\ny = map(C, z)\n")
    assert [(found.call(u.call).callee, u.argument) for u in found.iter_uses()] == [
        ("field", "default_factory"),
        ("map", "0"),
    ]


def test_a_use_that_is_a_target_is_told_from_one_that_is_read() -> None:
    source = "a.b = a.c\na.d[0][1] += a.e\ndel a.f[a.g]\na.h: int = 1\n(a.i, a.j.k[:]) = a.l\nf(a.m)\n"
    found = {use.name: use.argument for use in facts(f"import a\n{source}").iter_uses()}
    written = {name for name, argument in found.items() if argument == model.WRITTEN}
    assert written == {"a.b", "a.d", "a.f", "a.h", "a.i", "a.j.k"}
    assert found.keys() - written == {"a.c", "a.e", "a.g", "a.l", "a.m"}


def test_a_builtin_category_of_warnings_is_a_use_where_it_is_an_argument() -> None:
    source = (
        "w('x', DeprecationWarning)\nw('x', category=UserWarning)\nprint(ValueError, int)\nFutureWarning\n"
    )
    assert [(use.name, use.bound, use.argument) for use in facts(source).iter_uses()] == [
        ("DeprecationWarning", -1, "1"),
        ("UserWarning", -1, "category"),
    ]


def test_a_local_that_is_called_like_a_category_of_warnings_is_no_use() -> None:
    assert list(facts("def f(UserWarning):\n    print(UserWarning)\n").iter_uses()) == []


def test_columns_count_code_points() -> None:
    assert calls('"äö😀"; f()')["f"].column == 8


# ------------------------------------------------------------------------------------- fingerprints


def fingerprints(body: str, name: str = "f") -> tuple[int, int]:
    found = definition(body, name)
    return found.exact, found.renamed


BASE = 'def f(a, b):\n    """doc"""\n    x = a + 1  # note\n    return g(x, b)\n'


@pytest.mark.parametrize(
    "other",
    [
        "def f(a, b):\n  x = (a +\n     1)\n\n  return g(x, b)\n",
        "@deco\ndef f(a: int, b: str) -> int:\n    x = a + 1\n    return g(x, b)\n",
    ],
)  # fmt: skip
def test_layout_docstring_annotations_and_decorators_change_no_fingerprint(other: str) -> None:
    assert fingerprints(BASE) == fingerprints(other)


def test_a_renamed_local_and_another_literal_leave_the_blind_fingerprint() -> None:
    other = "def f(p, q):\n    y = p + 2\n    return g(y, q)\n"
    assert fingerprints(BASE)[1] == fingerprints(other)[1]
    assert fingerprints(BASE)[0] != fingerprints(other)[0]


@pytest.mark.parametrize(
    "other",
    [
        "def f(a, b):\n    x = a + 1\n    return h(x, b)\n",  # another helper
        "def f(a, b):\n    x = a + 1\n    return g(b, x)\n",  # inconsistent renaming
        "def f(a, b):\n    x = a - 1\n    return g(x, b)\n",
        "def f(a, b):\n    x = a + 1\n    return g(x, b=b)\n",
        "def f(a, b):\n    if a:\n        x = a + 1\n    return g(x, b)\n",
    ],
)
def test_another_meaning_is_another_fingerprint(other: str) -> None:
    assert fingerprints(BASE)[1] != fingerprints(other)[1]


def test_a_block_that_ends_earlier_is_another_fingerprint() -> None:
    one = "def f(a):\n    if a:\n        b()\n    c()\n"
    two = "def f(a):\n    if a:\n        b()\n        c()\n"
    assert fingerprints(one)[1] != fingerprints(two)[1]


def test_an_asynchronous_twin_has_the_same_statements_but_for_the_exact_names() -> None:
    one = facts("def f(a):\n    for b in a:\n        with b:\n            b.go()\n    return a.end()\n")
    two = facts(
        "async def f(a):\n    async for b in a:\n        async with b:\n            await b.go()\n"
        "    return await a.end()\n"
    )
    assert one.semi == two.semi
    assert one.exact != two.exact


def test_an_annotation_makes_no_other_statement() -> None:
    one, two = facts("x: int = 1\na.b: int = f()\n"), facts("x = 1\na.b = f()\n")
    assert (one.exact, one.semi) == (two.exact, two.semi)


def test_a_declaration_without_a_value_is_a_statement_of_its_own() -> None:
    assert facts("x: int\n").exact != facts("x = None\n").exact


def test_the_names_that_a_function_binds_are_kept_in_their_order() -> None:
    (outer, inner) = facts(
        "def f(b, a=c):\n    d = g(b)\n    def inner(e):\n        return e + d\n    return inner(a)\n"
    ).definitions
    assert (outer.names, inner.names) == ("b,a,d,inner,e", "")


# ---------------------------------------------------------------------------------------- properties


@pytest.mark.parametrize("path", OWN_SOURCES, ids=lambda path: path.name)
def test_fingerprints_survive_a_rewrite_of_the_layout(path: Path) -> None:
    source = path.read_text()
    rewritten = ast.unparse(ast.parse(source))
    one, two = facts(source), facts(rewritten)
    assert [d.exact for d in one.definitions] == [d.exact for d in two.definitions]
    assert (one.exact, one.semi) == (two.exact, two.semi)


def _scopes_of_python(table: symtable.SymbolTable) -> list[symtable.SymbolTable]:
    found = [table]
    for child in table.get_children():
        found += _scopes_of_python(child)
    return found


@pytest.mark.parametrize("path", OWN_SOURCES, ids=lambda path: path.name)
def test_names_are_bound_where_pythons_own_symbol_table_says(path: Path) -> None:
    source = path.read_text()
    tree = parse(source)
    assert isinstance(tree, ast.Module)
    walk = walk_module(source, tree)
    ours: dict[str, list[dict[str, bool]]] = {}
    for number, scope in enumerate(walk.scopes.records):
        if scope.kind == "function":
            names = walk.scopes.loads[number]
            mine = {name: walk.scopes.binder(number, name) == number for name in names}
            ours.setdefault(scope.qualified_name.rpartition(".")[2], []).append(mine)
    theirs = [
        t
        for t in _scopes_of_python(symtable.symtable(source, path.name, "exec"))
        if t.get_type() == "function"
    ]
    for name, tables in ours.items():
        matching = [t for t in theirs if t.get_name() == name]
        assert len(matching) == len(tables)
        for mine, table in zip(tables, matching, strict=True):
            assert mine == {n: table.lookup(n).is_local() for n in mine}


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_bytes_make_it_raise(source: bytes) -> None:
    assert isinstance(extract(source), Facts)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_no_damage_to_a_real_source_makes_it_raise(data: st.DataObject) -> None:
    source = data.draw(st.sampled_from(OWN_SOURCES)).read_bytes()
    start = data.draw(st.integers(0, len(source)))
    junk = data.draw(st.binary(max_size=8))
    damaged = source[:start] + junk + source[start + data.draw(st.integers(0, 40)) :]
    assert extract(damaged) == extract(damaged)


def test_an_extraction_leaves_nothing_to_the_garbage_collector() -> None:
    # it runs with the collector off, for thousands of sources
    source = (ROOT / "ssot_lint" / "extract" / "bodies.py").read_bytes()
    extract(source)
    gc.collect()
    gc.disable()
    try:
        extract(source)
        assert gc.collect() == 0
    finally:
        gc.enable()
