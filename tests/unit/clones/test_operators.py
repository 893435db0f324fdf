"""What each operator keeps of the code, and what it leaves to chance."""

import ast
from collections import Counter
from collections.abc import Iterator

import pytest

from benchmarks.clones.operators import HELD_BACK, OPERATORS, Operator, mutant
from benchmarks.clones.operators.changes import adapted
from benchmarks.clones.text import count
from benchmarks.clones.units import Unit
from tests.unit.clones.samples import draw, sample

pytestmark = pytest.mark.slow

COPIES = 4
TYPE_1 = [operator for operator in OPERATORS if operator.kind == "type 1"]
TYPE_2 = [operator for operator in OPERATORS if operator.kind == "type 2"]
NAMED = {operator.name: operator for operator in OPERATORS}


def copies(operator: Operator, number: int = COPIES) -> Iterator[tuple[Unit, str]]:
    """The first units of the sample that the operator has a place in, with their copies."""
    for unit in sample(operator.level):
        changed = mutant(operator, unit.source, draw(unit.line))
        if changed is not None:
            yield unit, changed
            number -= 1
        if not number:
            return


def undocumented(source: str) -> ast.Module:
    """The tree without docstrings."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            value = body[0].value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                body.pop(0)
    return tree


class Blind(ast.NodeTransformer):
    """Without what an edit of type 2 may change: own names, literals, annotations."""

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name("", node.ctx)

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.Constant(type(node.value).__name__)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg("")

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        value = node.value
        target = ast.Assign([node.target], value) if value else node.target
        return self.generic_visit(target)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        node.name = None
        return self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._function(node)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        node.name, node.returns = "", None
        return self.generic_visit(node)


def blinded(source: str) -> str:
    return ast.dump(Blind().visit(undocumented(source)))


def simple(source: str) -> Counter[str]:
    kinds = (
        ast.Assign,
        ast.AugAssign,
        ast.AnnAssign,
        ast.Expr,
        ast.Return,
        ast.Raise,
        ast.Delete,
        ast.Assert,
    )
    return Counter(ast.unparse(n) for n in ast.walk(undocumented(source)) if isinstance(n, kinds))


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: operator.name)
def test_a_copy_compiles_and_is_the_same_with_the_same_seed(operator: Operator) -> None:
    made = list(copies(operator))
    assert made, "no unit of the sample has a place for it"
    for unit, changed in made:
        compile(changed, operator.name, "exec")
        assert mutant(operator, unit.source, draw(unit.line)) == changed


@pytest.mark.parametrize(
    "operator", [o for o in OPERATORS if o.name != "verbatim"], ids=lambda operator: operator.name
)
def test_a_copy_is_changed(operator: Operator) -> None:
    assert all(changed != unit.source for unit, changed in copies(operator))


@pytest.mark.parametrize("operator", TYPE_1, ids=lambda operator: operator.name)
def test_type_1_keeps_the_tree(operator: Operator) -> None:
    for unit, changed in copies(operator):
        tree = undocumented(changed)
        holder = tree.body[0]
        if isinstance(holder, ast.ClassDef):
            tree.body = holder.body
            method = tree.body[0]
            assert isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef)
            method.decorator_list.pop(0)
        assert ast.dump(tree) == ast.dump(undocumented(unit.source))


@pytest.mark.parametrize("operator", TYPE_2, ids=lambda operator: operator.name)
def test_type_2_keeps_the_tree_but_for_names_literals_and_annotations(operator: Operator) -> None:
    for unit, changed in copies(operator):
        assert blinded(changed) == blinded(unit.source)


def test_a_type_1_operator_that_changes_the_code_is_told() -> None:
    broken = Operator("broken", "type 1", "function", lambda source, _: source.replace("1", "2"))
    with pytest.raises(ValueError, match="broken changed the code"):
        mutant(broken, "def f(x):\n    return x + 1\n", draw(0))


def test_a_copy_that_lacks_a_name_is_none() -> None:
    lost = Operator("lost", "type 3", "function", lambda source, _: source.replace("y = x\n", "z = x\n"))
    assert mutant(lost, "def f(x):\n    y = x\n    return y\n", draw(0)) is None


@pytest.mark.parametrize("percent", [5, 15, 30])
def test_a_gap_is_so_many_changes_of_statements(percent: int) -> None:
    for unit, changed in copies(NAMED[f"gap of {percent} %"], 12):
        number = max(1, count(ast.parse(unit.source).body[0]) * percent // 100)
        gone, come = (simple(a) - simple(b) for a, b in ((unit.source, changed), (changed, unit.source)))
        assert max(gone.total(), come.total()) <= number <= gone.total() + come.total()


def test_statements_that_depend_on_each_other_are_not_swapped() -> None:
    source = "def f(x):\n    a = x + 1\n    b = a + 1\n    g(b)\n    g(a)\n    return a\n"
    assert all(NAMED["statements swapped"].mutate(source, draw(seed)) is None for seed in range(20))


def test_a_guard_becomes_the_condition_of_what_followed_it() -> None:
    source = "def f(x):\n    if not x:\n        return 0\n    y = x\n    return y\n"
    changed = "def f(x):\n    if x:\n        y = x\n        return y\n    return 0\n"
    assert NAMED["guard inverted"].mutate(source, draw(0)) == changed


def test_what_stands_in_a_string_is_not_moved() -> None:
    source = 'def f():\n    x = """a\n  b"""\n    return x\n'
    changed = NAMED["into a class"].mutate(source, draw(0))
    assert changed is not None
    assert '        x = """a\n  b"""\n        return x\n' in changed


def test_keywords_attributes_and_imports_keep_their_names() -> None:
    source = "def f(key):\n    from a import name\n    return g(key=key, x=key.key, y=name)\n"
    changed = NAMED["all locals renamed"].mutate(source, draw(0))
    assert changed is not None
    renamed = ast.parse(changed).body[0]
    assert isinstance(renamed, ast.FunctionDef)
    own = renamed.args.args[0].arg
    assert own != "key"
    assert changed == source.replace("f(key)", f"f({own})").replace("=key", f"={own}")


def test_a_statement_that_comes_in_speaks_of_what_is_there() -> None:
    for seed in range(30):
        statement = adapted(draw(seed), ["alpha", "beta"], frozenset({"alpha", "beta"}))
        assert statement is not None
        loaded = {
            node.id
            for node in ast.walk(ast.parse(statement))
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        }
        assert loaded <= {"alpha", "beta", *dir(__import__("builtins"))}


def test_a_third_of_the_operators_is_held_back_of_every_type() -> None:
    assert NAMED.keys() >= HELD_BACK
    for kind in {operator.kind for operator in OPERATORS}:
        names = {operator.name for operator in OPERATORS if operator.kind == kind}
        assert 0.25 < len(names & HELD_BACK) / len(names) < 0.4
