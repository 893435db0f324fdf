"""What a module has to be imported from it: by a star, handed on, or not at all."""

from tests.unit.imports.case import Case, X

STARS = {
    "a star": Case("from p.x import *", ("p.x * = module p.x [runtime]",)),
    "a star with __all__": Case(
        "from p.x import *\nC = A",
        ("p.x * = module p.x [runtime]",),
        {"p/x.py": X + "__all__ = ['A', '_h']\n"},
    ),
    "a submodule that __all__ names": Case(
        "from p import *\nC = x.A", ("p * = module p [runtime]",), {"p/__init__.py": "__all__ = ['x']"}
    ),
    "a name through a star": Case(
        "from p.s import A, f as g",
        ("p.s A as A = definition p.x:A [runtime]", "p.s f as g = definition p.x:f [runtime]"),
        {"p/s.py": "from p.x import *"},
    ),
    "a private name through a star": Case(
        "from p.s import _h",
        ("p.s _h as _h = missing p.s:_h [runtime]",),
        {"p/s.py": "from p.x import *"},
        works=False,
    ),
    "a name that __all__ leaves out": Case(
        "from p.s import f",
        ("p.s f as f = missing p.s:f [runtime]",),
        {"p/s.py": "from p.x import *", "p/x.py": X + "__all__ = ['A']\n"},
        works=False,
    ),
    "stars through stars": Case(
        "from p.t import A, K",
        ("p.t A as A = definition p.x:A [runtime]", "p.t K as K = binding p.s:K [runtime]"),
        {"p/s.py": "from p.x import *\nK = 'p.s:K'", "p/t.py": "from p.s import *\n__all__ = ['A', 'K']"},
    ),
    "a module-level __import__ of a star is none": Case(
        "from p.s import A",
        ("p.s A as A = missing p.s:A [runtime]",),
        {"p/s.py": "__import__('p.x', fromlist=['*'])"},
        works=False,
    ),
}

REEXPORTS = {
    "a re-export": Case(
        "from p import A", ("p A as A = definition p.x:A [runtime]",), {"p/__init__.py": "from .x import A"}
    ),
    "a renamed re-export": Case(
        "from p import Z as C",
        ("p Z as C = definition p.x:A [runtime]",),
        {"p/__init__.py": "from .x import A as Z"},
    ),
    "a re-export of a re-export": Case(
        "from p import C",
        ("p C as C = definition p.x:A [runtime]",),
        {"p/__init__.py": "from .r import B as C", "p/r.py": "from p.x import A as B"},
    ),
    "a re-exported module": Case(
        "from p import z\nfrom p.r import x\nC = z.A\nD = x.A",
        ("p z as z = module p.x [runtime]", "p.r x as x = module p.x [runtime]"),
        {"p/__init__.py": "from . import x as z", "p/r.py": "from . import x"},
    ),
    "an assigned name": Case(
        "from p.r import C", ("p.r C as C = definition p.x:A [runtime]",), {"p/r.py": "import p.x\nC = p.x.A"}
    ),
    "attributes after a plain import": Case(
        "import p\nC = p.x.A\nD = p.x.A.M",
        ("p as p = module p [runtime]",),
        {"p/__init__.py": "from . import x"},
    ),
    "attributes after an import of a submodule": Case(
        "import p.q.y\nimport p.x\nC = p.x.A\nD = p.q.y.B",
        ("p.q.y as p = module p.q.y [runtime]", "p.x as p = module p.x [runtime]"),
    ),
}

UNRESOLVED = {
    "a module that is missing": Case(
        "import p.gone", ("p.gone as p = missing p.gone [runtime]",), works=False
    ),
    "a module below one that is missing": Case(
        "from p.gone.deep import A", ("p.gone.deep A as A = missing p.gone [runtime]",), works=False
    ),
    "a name that is missing": Case(
        "from p import gone", ("p gone as gone = missing p:gone [runtime]",), works=False
    ),
    "a module that Python makes names in": Case(
        "from p.x import made",
        ("p.x made as made = undecided [runtime]",),
        {"p/x.py": "globals()['made'] = 'x'"},
    ),
    "a module with a __getattr__": Case(
        "from p.x import made",
        ("p.x made as made = undecided [runtime]",),
        {"p/x.py": "def __getattr__(n): return 'x'"},
    ),
}
