"""Which calls inference is asked of: those to which a class may have come as a value, and no other."""

import pytest

from ssot_lint.index import build_index
from tests.unit.indexed import files_of

ENGINE = "class Engine: pass\nclass Other: pass\n\n\ndef make(): return Engine()\n"
IMPORT = "from app.engine import Engine, Other, make\n"


def asked(source: str, **others: str) -> list[str]:
    """The callees of the calls in a source that may be of Engine."""
    sources = {path.replace("__", "/") + ".py": text for path, text in others.items()}
    index = build_index(files_of({"app/engine.py": ENGINE, "app/use.py": IMPORT + source, **sources}))
    found = index.carried({"app.engine:Engine"}, {"app.engine:make"})
    return [call.callee for file, call in found if file.path == "app/use.py"]


@pytest.mark.parametrize(
    ("source", "callees"),
    [
        ("K = [Engine]\nK[0]()\n", ["K"]),
        ("K = {'a': Engine}\nK.get('a')()\nK['a']()\n", ["K.get()", "K"]),
        ("K = {'a': Engine}\nfor k in K.values():\n    k()\n", ["k"]),
        ("def f():\n    return Engine\n\n\nf()()\nk = f()\nk()\n", ["f()", "k"]),
        ("def f(x):\n    k = Engine if x else Other\n    return [k() for _ in x]\n", ["k"]),
        ("def f(k=Engine, *, m=None):\n    k()\n    m()\n", ["k", "m"]),
        ("class A:\n    k = Engine\n    def f(self):\n        m = self.k\n        m()\n", ["m"]),
        ("class A:\n    def g(self): return Engine\n    def f(self): self.g()()\n", ["self.g()"]),
        ("class A:\n    def g(self):\n        self.k = Engine\n    def f(self): self.k()\n", ["self.k"]),
        ("e = make()\ntype(e)()\ne.__class__()\n", ["type()", "e.__class__"]),
        ("import app.engine\ngetattr(app.engine, 'Engine')()\n", ["getattr()"]),
    ],
)  # fmt: skip
def test_a_call_is_asked_of_that_a_class_may_have_come_to(source: str, callees: list[str]) -> None:
    assert asked(source) == callees


def test_a_name_is_followed_into_the_modules_that_import_it() -> None:
    kinds = "from app.engine import Engine\nKINDS = (Engine,)\n"
    assert asked("from app.kinds import KINDS as K\nK[0]()\n", app__kinds=kinds) == ["K"]


def test_a_result_is_followed_into_the_modules_that_import_the_function() -> None:
    kinds = "from app.engine import Engine\ndef pick(): return Engine\n"
    source = "from app.kinds import pick\nk = pick()\nk()\npick()()\n"
    assert asked(source, app__kinds=kinds) == ["k", "pick()"]


@pytest.mark.parametrize(
    "source",
    [
        "K = [Other]\nK[0]()\n",
        "def f(k):\n    if isinstance(k, Engine): k()\n",
        "def f(k: Engine): k()\n",
        "class A(Engine):\n    def f(self, k): k()\n",
        "def f(k):\n    m = [Engine]\n    k()\n",
        "def f():\n    k = open('a')\n    m = [Engine]\n    k()\n",
        "def f(): Engine()\ndef g(k=None): k()\n",
        "def f(x): type(x)\nx = []\nx.__class__\n",
        "try:\n    K = make()\nexcept Engine:\n    raise\nK()\n",
    ],
)
def test_a_call_is_not_asked_of_that_no_class_came_to(source: str) -> None:
    assert asked(source) == []


def test_an_attribute_of_that_name_elsewhere_is_not_asked_of() -> None:
    cars = "from app.engine import Engine\nclass Car:\n    kind = Engine\n"
    assert asked("def f(x): x.kind()\n", app__cars=cars) == []
    assert asked("import app.cars\ndef f(x): x.kind()\n", app__cars=cars) == ["x.kind"]
