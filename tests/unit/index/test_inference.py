"""Inference: what calls may call, the same in any order, within bounds, and never a failure."""

import random
import sys
from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssot_lint.index import Index, build_index
from ssot_lint.index.inference import BOUNDS, Bounds, Inferred, infer
from ssot_lint.model import Call, File
from tests.unit.indexed import files_of

ENGINE = (
    "class Engine:\n    def __init__(self, name='x'):\n        self.name = name\n\n\nclass Other:\n    pass\n"
)
KINDS = """\
from app.engine import Engine, Other

KINDS = {"a": Engine, "b": Other}
makers = [Engine, Other]


def get_class():
    return Engine


def make_engine():
    return Engine("b")
"""


def index_of(sources: Mapping[str, str]) -> Index:
    sources = {"app/__init__.py": "", "app/engine.py": ENGINE, "app/kinds.py": KINDS, **sources}
    return build_index(files_of(sources), read=lambda file: sources[file.path])


def calls_of(index: Index, path: str = "app/use.py") -> list[tuple[File, Call]]:
    file = index.file(path)
    assert file is not None
    return [(file, call) for call in file.facts.iter_calls()]


def told(answer: Inferred) -> str:
    names = " | ".join(target.symbol for target in answer.targets)
    return names if answer.is_complete else f"{names} ?".strip()


def inferred(
    source: str, callee: str, others: Mapping[str, str] | None = None, bounds: Bounds = BOUNDS
) -> str:
    """What the last call of that name in a source may call."""
    index = index_of({"app/use.py": source, **(others or {})})
    asked = [(file, call) for file, call in calls_of(index) if call.callee == callee][-1:]
    (answer,) = infer(index, index._read or (lambda _: None), asked, (), bounds).values()
    return told(answer)


IMPORTS = (
    "from app.engine import Engine, Other\nfrom app.kinds import KINDS, get_class, make_engine, makers\n"
)


@pytest.mark.parametrize(
    ("source", "callee", "wanted"),
    [
        ("makers[0]()", "makers", "app.engine:Engine"),
        ("makers[1]()", "makers", "app.engine:Other"),
        ("KINDS['a']()", "KINDS", "app.engine:Engine"),
        ("KINDS['b']()", "KINDS", "app.engine:Other"),
        ("def f(x): KINDS[x]()", "KINDS", "app.engine:Engine | app.engine:Other ?"),
        ("def f(x):\n    k = makers[x]\n    k()", "k", "app.engine:Engine | app.engine:Other ?"),
        ("KINDS.get('a')()", "KINDS.get()", "app.engine:Engine"),
        ("def f(x): KINDS.get(x, str)()", "KINDS.get()", "app.engine:Engine | app.engine:Other ?"),
        ("def f(x): KINDS.get('c', Other)()", "KINDS.get()", "app.engine:Other"),
        ("for k in KINDS.values():\n    k()", "k", "app.engine:Engine | app.engine:Other"),
        ("def f(x):\n    k = {'a': KINDS[x]}\n    k[x]()", "k", "app.engine:Engine | app.engine:Other ?"),
        ("def f(x): x.get('a')()", "x.get()", "?"),
        ("get_class()()", "get_class()", "app.engine:Engine"),
        ("type(make_engine())('c')", "type()", "app.engine:Engine"),
        ("import app.engine\ngetattr(app.engine, 'Engine')()", "getattr()", "app.engine:Engine"),
        ("def f(x):\n    k = Engine if x else Other\n    k()", "k", "app.engine:Engine | app.engine:Other"),
        ("a, b = Engine, Other\nb()", "b", "app.engine:Other"),
        ("for k in (Engine, Other):\n    k()", "k", "app.engine:Engine | app.engine:Other"),
        ("k = Engine\nk = Other\nk()", "k", "app.engine:Other"),
        ("def f(k): k()", "k", "?"),
        ("def f(k=Engine): k()", "k", "app.engine:Engine ?"),
        ("def f(k=None):\n    k = k or Engine\n    k()", "k", "app.engine:Engine ?"),
        ("class A:\n    def __init__(s): s.k = Engine\n    def f(s): s.k()", "s.k", "app.engine:Engine"),
        ("class A:\n    k: 'ClassVar' = Engine\n    def f(self): self.k()", "self.k", "app.engine:Engine"),
        ("class A(Engine):\n    def f(self): self.__class__()", "self.__class__", "app.use:A"),
        ("class A:\n    class B: pass\n    def f(self): self.B()", "self.B", "app.use:A.B"),
        ("List = Engine[int]\nList()", "List", "app.engine:Engine"),
        ("é = 'é'; k = [Engine][0]; k()", "k", "app.engine:Engine"),
    ],
)  # fmt: skip
def test_what_a_value_may_be_is_inferred(source: str, callee: str, wanted: str) -> None:
    assert inferred(IMPORTS + source + "\n", callee) == wanted


def test_an_import_leads_where_the_index_says() -> None:
    facade = "from app.engine import *\n"
    assert inferred(
        "from app.facade import Engine as E\nk = [E][0]\nk()\n", "k", {"app/facade.py": facade}
    ) == ("app.engine:Engine")


def test_names_of_a_star_are_known() -> None:
    facade = "from app.engine import *\n"
    assert inferred("from app.facade import *\nk = [Engine][0]\nk()\n", "k", {"app/facade.py": facade}) == (
        "app.engine:Engine"
    )


def test_a_folder_without_init_is_a_package() -> None:
    spare = "from app.engine import Engine\nK = [Engine]\n"
    source = "import spare.kinds\nspare.kinds.K[0]()\n"
    assert inferred(source, "spare.kinds.K", {"spare/kinds.py": spare}) == "app.engine:Engine"


def test_the_standard_library_is_not_looked_into() -> None:
    assert inferred("import json\nk = json.JSONDecoder\nk()\n", "k") == "?"


def test_a_class_from_outside_is_known_by_its_name() -> None:
    index = index_of(
        {"app/use.py": "from redis import Redis as R\nimport redis\nk = [R, redis.Redis]\nk[0]()\nk[1]()\n"}
    )
    answers = index.inferred(calls_of(index), ["redis.Redis"])
    assert [told(answer) for answer in answers.values()] == ["redis.Redis", "redis.Redis"]


def test_what_a_module_sets_on_another_is_not_followed() -> None:
    spare = "import app.engine\napp.engine.K = 1\nfrom app.engine import Engine\nEngine.K = 2\nK = [Engine]\n"
    assert inferred("from app.spare import K\nK[0]()\n", "K", {"app/spare.py": spare}) == "app.engine:Engine"


def test_a_module_of_a_standard_name_is_that_of_the_project() -> None:
    assert (
        inferred("from app.os import K\nK[0]()\n", "K", {"app/os.py": "class C: pass\nK = [C]\n"})
        == "app.os:C"
    )


# ------------------------------------------------------------------------------- order of questions

USES = {
    "app/use.py": IMPORTS
    + """
class Car:
    engine_class = Engine

    def __init__(self, kind=None):
        self.kind = kind or KINDS["a"]
        self.error = ValueError()
        self.error.kind = Other

    @property
    def chosen(self):
        return self.kind

    def run(self):
        self.engine_class()
        self.kind()
        self.chosen()
        type(self)()
        type(make_engine())()


def pick(flag):
    return get_class() if flag else pick(not flag)


pick(1)()
[k() for k in makers]
""",
    "app/more.py": """
from app import use
from app.use import Car, pick

use.Car().kind()
Car.engine_class = int
car, error = Car(), ValueError()
car.engine_class()
car.error.kind()
error.kind()
pick(0)()
for k in (pick(0), Car):
    k()
""",
    "app/a.py": "from app.b import *\nK = [C]\nK[0]()\nD[0]()\n",
    "app/round.py": """
from app.engine import Engine, Other

a = b = None


class A:
    x = Engine


class B(A):
    x = [A.x][0]


def turn():
    global a, b
    a = b or Engine
    b = a or Other
    A.x = B.x or Other
    B.x = A.x or Engine


def f(k=None):
    return g if k else k or a


def g(k=Other):
    return f if k else k or b


def run():
    a()
    b()
    A.x()
    B.x()
    f()()
    g()()
""",
    "app/b.py": "from app.a import *\nclass C: pass\nD = [C]\nK[0]()\nD[0]()\n",
}
SHUFFLED = index_of(USES)
QUESTIONS = [each for path in USES for each in calls_of(SHUFFLED, path)]


def answers(questions: Iterable[tuple[File, Call]]) -> dict[tuple[str, int], Inferred]:
    return SHUFFLED.inferred(list(questions))


ALL = answers(QUESTIONS)


def test_the_questions_have_answers_of_every_kind() -> None:
    assert {(bool(answer.targets), answer.is_complete) for answer in ALL.values()} == {
        (True, True), (True, False), (False, True), (False, False)
    }  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(range(len(QUESTIONS))), unique=True, min_size=1))
def test_an_answer_depends_on_no_other_question(numbers: list[int]) -> None:
    asked = answers([QUESTIONS[number] for number in numbers])
    assert asked == {place: ALL[place] for place in asked}


def test_answers_do_not_depend_on_the_order_of_files() -> None:
    sources = {**USES, "app/engine.py": ENGINE, "app/kinds.py": KINDS, "app/__init__.py": ""}
    for seed in range(5):
        order = list(sources)
        random.Random(seed).shuffle(order)
        index = build_index(files_of({p: sources[p] for p in order}), read=lambda file: sources[file.path])
        asked = [each for path in order if path in USES for each in calls_of(index, path)]
        found = {place: told(answer) for place, answer in index.inferred(asked).items()}
        assert found == {place: told(answer) for place, answer in ALL.items()}


# --------------------------------------------------------------------------------- bounds, failures


def test_a_question_may_take_so_many_steps() -> None:
    source = IMPORTS + "\n".join(
        ["k0 = Engine", *(f"k{n + 1} = [k{n}, k{n}][0]" for n in range(60)), "k60()"]
    )
    assert inferred(source, "k60", bounds=BOUNDS._replace(steps=50)) == "?"


def test_a_question_may_go_so_deep() -> None:
    source = IMPORTS + "\n".join(["k0 = Engine", *(f"k{n + 1} = [k{n}][0]" for n in range(300)), "k300()"])
    assert inferred(source, "k300") == "?"


def test_a_question_may_look_into_so_many_modules() -> None:
    chain = {f"app/m{n}.py": f"from app.m{n + 1} import K as L\nK = [L[0]]\n" for n in range(30)}
    chain["app/m30.py"] = "from app.engine import Engine\nK = [Engine]\n"
    assert inferred("from app.m0 import K\nK[0]()\n", "K", chain) == "?"
    assert inferred("from app.m25 import K\nK[0]()\n", "K", chain) == "app.engine:Engine"


def test_all_questions_together_may_look_into_so_many_lines() -> None:
    index = index_of({"app/use.py": IMPORTS + "makers[0]()\n", "app/a.py": IMPORTS + "makers[0]()\n"})
    asked = [*calls_of(index, "app/a.py"), *calls_of(index)]
    lines = sum(file.facts.lines for file in index.files if file.path != "app/use.py")
    found = infer(index, index._read or (lambda _: None), asked, (), BOUNDS._replace(all_lines=lines))
    assert [(path, told(answer)) for (path, _), answer in found.items()] == [
        ("app/a.py", "app.engine:Engine"),
        ("app/use.py", "?"),
    ]


def test_an_endless_recursion_is_undecided() -> None:
    source = "def f(k): return g([k])\ndef g(k): return f((k,))\nf(1)()\nclass A(A.b): b = A\nA.b()\n"
    assert inferred(source, "f()") == "?"


def test_a_module_that_changed_since_it_was_analysed_is_undecided() -> None:
    index = build_index(files_of({"a.py": "class C: pass\nK = [C]\nK[0]()\n"}), read=lambda _: None)
    assert [told(answer) for answer in index.inferred(calls_of(index, "a.py")).values()] == ["?"]


def test_a_failure_of_astroid_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    import ssot_lint.index.inference.trees

    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(ssot_lint.index.inference.trees.Trees, "call", fail)
    assert inferred(IMPORTS + "makers[0]()\n", "makers") == "?"


def test_an_astroid_that_cannot_be_used_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ssot_lint.index.inference.ask", None)
    assert inferred(IMPORTS + "makers[0]()\n", "makers") == "?"


def test_astroid_is_afterwards_as_it_was_before() -> None:
    from astroid import nodes
    from astroid.manager import AstroidManager
    from astroid.nodes.node_ng import NodeNG

    owners = (
        AstroidManager,
        nodes.ImportFrom,
        nodes.Import,
        nodes.Module,
        nodes.Subscript,
        nodes.Call,
        NodeNG,
    )
    before = [dict(vars(owner)) for owner in owners]
    known = dict(AstroidManager.brain["astroid_cache"])
    limit = sys.getrecursionlimit()
    answers(QUESTIONS)
    assert [dict(vars(owner)) for owner in owners] == before
    assert dict(AstroidManager.brain["astroid_cache"]) == known
    assert sys.getrecursionlimit() == limit
