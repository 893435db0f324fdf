"""Names lead where Python itself leads them: the same files are imported for real."""

import random
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from ssot_lint.model import GUARDED, TYPING
from tests.unit.indexed import A, index_of, run

# Projects whose module `use` is imported for real; each of its names must resolve to the same object.
AS_PYTHON: dict[str, dict[str, str]] = {
    "a class and a value of a module": {"a.py": A, "use.py": "from a import A, K as L, f"},
    "a function named like the submodule it comes from": {
        "p/__init__.py": "from .x import x",
        "p/x.py": "def x(): ...",
        "use.py": "from p import x\nimport p.x as y",
    },
    "a submodule that a package takes before it binds the name": {
        "p/__init__.py": "from . import x as first\nfrom .y import x\nfrom . import x as last",
        "p/x.py": A,
        "p/y.py": "x = 'p.y:x'",
        "use.py": "from p import first, last, x\nC = first.A",
    },
    "a star without __all__": {
        "a.py": A + "import json\nfrom b import B\n_h = 'a:_h'",
        "b.py": "class B: ...",
        "use.py": "from a import *",
    },
    "the last of two stars": {
        "a.py": A,
        "b.py": "K = 'b:K'",
        "use.py": "from a import *\nfrom b import *",
    },
    "a star over a submodule": {
        "p/__init__.py": "from q import *",
        "p/x.py": "",
        "q/__init__.py": "from q import x\n__all__ = ['x']",
        "q/x.py": "",
        "use.py": "from p import x",
    },
    "an own submodule before one that a star may bring": {
        "p/__init__.py": "from q import *",
        "p/x.py": "",
        "q/__init__.py": "",
        "q/x.py": "",
        "use.py": "from p import x",
    },
    "stars in a circle": {
        "a.py": "K = 'a:K'\nfrom b import *",
        "b.py": "class B: ...\nfrom a import *",
        "use.py": "from a import K, B\nfrom b import K as L",
    },
    "module-level aliases": {"a.py": A, "b.py": "import a\nM = a.A\nN = M", "use.py": "from b import M, N"},
    "an alias that a value replaces": {"a.py": "def f(): ...\ng = f\ng = 'a:g'", "use.py": "from a import g"},
    "attributes of a class": {
        "a.py": "class A:\n    class M: ...\n    def run(self): ...\n    alias = run\n    K = 'a:A.K'\n",
        "use.py": "import a\nx = a.A.M\ny = a.A.run\nz = a.A.K\nw = a.A.alias",
    },
    "inherited attributes": {
        "a.py": "class A:\n    def f(self): ...\n    def g(self): ...\nclass B:\n    def g(self): ...\n",
        "use.py": "import a\nclass D(a.A): ...\nclass E(D, a.B): ...\nf = E.f\ng = E.g",
    },
    "the order of inheritance in a diamond": {
        "a.py": "class O:\n    def f(self): ...\nclass A(O): ...\nclass B(O):\n    def f(self): ...\n",
        "use.py": "from a import A, B\nclass C(A, B): ...\nf = C.f",
    },
    "a fallback where the import fails": {
        "p/__init__.py": "",
        "a.py": "try:\n    from p.gone import f\nexcept ImportError:\n    def f(): ...\n",
        "use.py": "from a import f",
    },
    "a value where the import fails": {
        "b.py": "",
        "a.py": "try:\n    from b import f\nexcept ImportError:\n    f = 'a:f'\n",
        "use.py": "from a import f",
    },
    "no fallback where the import works": {
        "b.py": "def f(): ...",
        "a.py": "try:\n    from b import f\nexcept ImportError:\n    f = 'a:f'\n",
        "use.py": "from a import f",
    },
    "the last of two definitions": {
        "a.py": "class A:\n    x = 1\n\n\nclass A:\n    def run(self): ...\n",
        "use.py": "import a\nf = a.A.run",
    },
    "a folder without __init__": {"n/a.py": A, "use.py": "from n import a\nfrom n.a import A"},
    "a package before a module of its name": {"x/__init__.py": A, "x.py": "", "use.py": "from x import A"},
    "two modules that import each other": {
        "a.py": "import b\nclass A: ...",
        "b.py": "import a\nclass B: ...\n",
        "use.py": "import a, b\nx = a.b.B\ny = b.a.A",
    },
    "names of the standard library": {
        "a.py": "import json.decoder as d\nfrom json import JSONDecoder as J",
        "use.py": "from a import d",
    },
    "a name bound in a with, a loop and a match": {
        "a.py": "for K in ['a:K']: pass\nmatch 'a:M':\n    case M: pass\nif (W := 'a:W'): pass",
        "use.py": "from a import K, M, W",
    },
    "a name bound through global": {
        "a.py": "def f():\n    global K\n    K = 'a:K'\nf()",
        "use.py": "from a import K",
    },
    "the last of two imports, in a with": {
        "a.py": "K = 'a:K'",
        "b.py": "K = 'b:K'",
        "use.py": "import io\nfrom a import K\nwith io.StringIO():\n    from b import K\ndel io",
    },
    "the last of two imports, in a finally": {
        "a.py": "K = 'a:K'",
        "b.py": "K = 'b:K'",
        "use.py": "try:\n    from a import K\nfinally:\n    from b import K",
    },
    "the first of two imports, the other in a test that fails in a with": {
        "a.py": "K = 'a:K'",
        "b.py": "K = 'b:K'",
        "use.py": "import io\nfrom a import K\nwith io.StringIO():\n    if not K:\n"
        "        from b import K\ndel io",
    },
    "the first of two imports, the other in a with in a test that fails": {
        "a.py": "K = 'a:K'",
        "b.py": "K = 'b:K'",
        "use.py": "from a import K\nif not K:\n    with K:\n        from b import K",
    },
}  # fmt: skip


@pytest.mark.parametrize("case", AS_PYTHON)
def test_names_lead_where_python_leads_them(case: str, tmp_path: Path) -> None:
    sources = AS_PYTHON[case]
    names = run(tmp_path, sources, ["use"])["use"]
    assert names
    index = index_of(sources)
    file = index.file("use.py")
    assert file is not None
    assert names == {name: index.resolve(file, 0, name).symbol for name in names}


@pytest.mark.parametrize("case", AS_PYTHON)
def test_imports_that_work_are_not_missing(case: str) -> None:
    index = index_of(AS_PYTHON[case])
    file = index.file("use.py")
    assert file is not None
    edges = [e for e in index.edges(file) if not e.statement.tags & TYPING]
    assert not {e.origin.kind for e in edges} & {"missing", "undecided"}


# ---------------------------------------------------------------------------------- random projects


class _Maker:
    """A project in which a module imports only from those before it in `order`."""

    def __init__(self, number: int, chance: random.Random) -> None:
        p, q = f"p{number}", f"q{number}"
        self.order = [f"{p}.a", f"{p}.s.b", f"{p}.s", f"{p}.c", p, f"{q}.n.d", f"{q}.e", q, f"use{number}"]
        self.sources: dict[str, str] = {}
        self._chance = chance
        self._flaws = 0.08 if number % 3 == 0 else 0.0
        self._packages = {p, f"{p}.s", q}
        self._names: dict[str, list[str]] = {}
        self._exports: dict[str, list[str]] = {}
        for position, module in enumerate(self.order):
            text = "\n".join(self._statements(module, self.order[:position]))
            suffix = "/__init__.py" if module in self._packages else ".py"
            self.sources[module.replace(".", "/") + suffix] = text + "\n"

    def _statements(self, module: str, earlier: list[str]) -> Iterator[str]:
        chance = self._chance
        free = [kind + letter for letter in "xyz" for kind in ("A", "f", "_k", "K")]
        chance.shuffle(free)
        own = self._names[module] = []
        for source in chance.sample(earlier, min(len(earlier), chance.choice((0, 0, 1, 2)))):
            yield f"from {self._spelling(module, source)} import *"
            own += [name for name in self._exports[source] if name not in own]
        for _ in range(chance.randint(2, 6)):
            name = free.pop()
            yield self._binding(module, name, chance.choice(earlier) if earlier else None)
            own += [name] if name not in own else []
        self._exports[module] = [name for name in own if not name.startswith("_")]
        if chance.random() < 0.3:
            self._exports[module] = [name for name in own if chance.random() < 0.7]
            yield f"__all__ = {self._exports[module]}"

    def _binding(self, module: str, name: str, source: str | None) -> str:
        chance = self._chance
        what = chance.randrange(9)
        theirs = self._names.get(source or "")
        if not theirs or what < 3:
            made = {"A": f"class {name}: ...", "f": f"def {name}(): ..."}
            return made.get(name[0], f"{name} = '{module}:{name}'")
        if what < 6:
            other = chance.choice(theirs) if chance.random() >= self._flaws else "gone"
            return f"from {self._spelling(module, str(source))} import {other} as {name}"
        if what == 6:
            return f"import {source} as {name}"
        # a package has no attribute yet for a submodule that is still running
        if what == 7 and str(source).partition(".")[0] != module.partition(".")[0]:
            return f"import {source}\n{name} = {source}.{chance.choice(theirs)}"
        failing = f"from {source} import gone as {name}"
        return f"try:\n    {failing}\nexcept ImportError:\n    {name} = '{module}:{name}'"

    def _spelling(self, module: str, source: str) -> str:
        """The name of `source` as `module` may write it: absolute, or relative in its own package."""
        here = module.split(".") if module in self._packages else module.split(".")[:-1]
        there = source.split(".")
        if not here or here[0] != there[0] or self._chance.random() < 0.5:
            return source
        common = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(here, there, strict=False))))
        return "." * (len(here) - common + 1) + ".".join(there[common:])


Projects = list[tuple[dict[str, str], dict[str, dict[str, str] | None]]]


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Projects:
    chance = random.Random(4)
    made = [_Maker(number, chance) for number in range(150)]
    sources = {path: text for maker in made for path, text in maker.sources.items()}
    names = run(tmp_path_factory.mktemp("projects"), sources, [m for maker in made for m in maker.order])
    return [(maker.sources, {module: names[module] for module in maker.order}) for maker in made]


def test_names_of_random_projects_lead_where_python_leads_them(projects: Projects) -> None:
    for sources, modules in projects:
        if None not in modules.values():
            index = index_of(sources)
            for module, names in modules.items():
                file = index.module(module)
                assert file is not None
                assert names == {name: index.resolve(file, 0, name).symbol for name in names or {}}, sources


def test_no_import_of_a_random_project_that_works_is_missing(projects: Projects) -> None:
    for sources, modules in projects:
        if None not in modules.values():
            index = index_of(sources)
            edges = [e for f in index.files for e in index.edges(f) if not e.statement.tags & GUARDED]
            assert not {e.origin.kind for e in edges} & {"missing", "undecided"}, sources


def test_a_random_project_that_fails_has_a_missing_import(projects: Projects) -> None:
    for sources, modules in projects:
        if None in modules.values():
            index = index_of(sources)
            edges = [e for f in index.files for e in index.edges(f) if not e.statement.tags & GUARDED]
            assert "missing" in {e.origin.kind for e in edges}, sources
