"""Imports as they are written, and what they name: modules, packages, the importer itself."""

from tests.unit.imports.case import Case

SPELLING = {
    "a module under another name": Case("import p.q.y as x", ("p.q.y as x = module p.q.y [runtime]",)),
    "several in one statement": Case(
        "import p.x as x, p.q.y, p",
        (
            "p.x as x = module p.x [runtime]",
            "p.q.y as p = module p.q.y [runtime]",
            "p as p = module p [runtime]",
        ),
    ),
    "semicolons": Case(
        "import p.x as x; from p.x import A; import p.q.y as y",
        (
            "p.x as x = module p.x [runtime]",
            "p.x A as A = definition p.x:A [runtime]",
            "p.q.y as y = module p.q.y [runtime]",
        ),
    ),
    "a backslash": Case(
        "from p.x \\\n  import A, \\\n  f as g\n",
        ("p.x A as A = definition p.x:A [runtime]", "p.x f as g = definition p.x:f [runtime]"),
    ),
    "parentheses": Case(
        "from p.x import (\n  A,  # why\n  f as g,\n)\n",
        ("p.x A as A = definition p.x:A [runtime]", "p.x f as g = definition p.x:f [runtime]"),
    ),
    "CRLF": Case(
        "import p.x as x\r\nfrom p.x import (\r\n  A,\r\n  f)\r\n",
        (
            "p.x as x = module p.x [runtime]",
            "p.x A as A = definition p.x:A [runtime]",
            "p.x f as f = definition p.x:f [runtime]",
        ),
    ),
    "a BOM": Case(b"\xef\xbb\xbfimport p.x as x\n", ("p.x as x = module p.x [runtime]",)),
    "shift_jis": Case(
        "# -*- coding: shift_jis -*-\n\u8868 = '\u30bd'\nfrom p.x import A\n".encode("shift_jis"),
        ("p.x A as A = definition p.x:A [runtime]",),
    ),
    "latin-1": Case(
        "# coding: latin-1\ncaf\xe9 = 'caf\xe9'\nfrom p.\xfc import \xc4\n".encode("latin-1"),
        ("p.\xfc \xc4 as \xc4 = definition p.\xfc:\xc4 [runtime]",),
        {"p/\xfc.py": "class \xc4: ...\n"},
    ),
    "from __future__": Case("from __future__ import annotations\n", ()),
}

SUBMODULES = {
    "a submodule": Case("from p import x", ("p x as x loads p.x = module p.x [runtime]",)),
    "an attribute of the package": Case(
        "from p import x",
        ("p x as x = binding p:x [runtime]",),
        {"p/__init__.py": "x = 'p:x'"},
        drop=("p/x.py",),
    ),
    "an attribute before the submodule": Case(
        "from p import x", ("p x as x = binding p:x [runtime]",), {"p/__init__.py": "x = 'p:x'"}
    ),
    "an imported name before the submodule": Case(
        "from p import x",
        ("p x as x = definition p.x:x [runtime]",),
        {"p/__init__.py": "from .x import x", "p/x.py": "def x(): ..."},
    ),
    "a submodule that its package imports": Case(
        "from p import x",
        ("p x as x loads p.x = module p.x [runtime]",),
        {"p/__init__.py": "from . import x"},
    ),
    "a folder without __init__ in a package": Case(
        "from p.n import z\nimport p.n.z as w\nfrom p.n.z import C",
        (
            "p.n z as z loads p.n.z = module p.n.z [runtime]",
            "p.n.z as w = module p.n.z [runtime]",
            "p.n.z C as C = definition p.n.z:C [runtime]",
        ),
        {"p/n/z.py": "class C: ..."},
    ),
    "a source beside its stub": Case(
        "from p.x import A\nimport p.x as x",
        ("p.x A as A = definition p.x:A [runtime]", "p.x as x = module p.x [runtime]"),
        {"p/x.pyi": "class A: ...\n"},
    ),
}

RELATIVE = {
    "a sibling of a plain module": Case(
        "from . import x\nfrom .x import A",
        ("p x as x loads p.x = module p.x [runtime]", "p.x A as A = definition p.x:A [runtime]"),
        importer="p/use.py",
    ),
    "a submodule of the package itself": Case(
        "from . import y\nfrom .y import B",
        ("p.q y as y loads p.q.y = module p.q.y [runtime]", "p.q.y B as B = definition p.q.y:B [runtime]"),
        importer="p/q/__init__.py",
    ),
    "two dots in a plain module": Case(
        "from ..x import A\nfrom .. import x\nfrom ..q import y",
        (
            "p.x A as A = definition p.x:A [runtime]",
            "p x as x loads p.x = module p.x [runtime]",
            "p.q y as y loads p.q.y = module p.q.y [runtime]",
        ),
        importer="p/q/use.py",
    ),
    "two dots in a package": Case(
        "from ..x import A\nfrom .. import x",
        ("p.x A as A = definition p.x:A [runtime]", "p x as x loads p.x = module p.x [runtime]"),
        importer="p/q/__init__.py",
    ),
    "one dot too many": Case(
        "from ..x import A\nfrom . import x",
        (" A as A = missing [runtime]", "p x as x loads p.x = module p.x [runtime]"),
        importer="p/use.py",
        works=False,
    ),
}

ROOTS = {
    "a namespace split over several roots": Case(
        "from n import b\nfrom n.c import C",
        ("n b as b loads n.b = module n.b [runtime]", "n.c C as C = definition n.c:C [runtime]"),
        {"one/n/b.py": "", "two/n/c.py": "class C: ...\n"},
        roots=("", "one", "two"),
    ),
    "a module of another root": Case(
        "from s import C\nimport s.x as x",
        ("s C as C = definition s:C [runtime]", "s.x as x = module s.x [runtime]"),
        {"src/s/__init__.py": "class C: ...\n", "src/s/x.py": ""},
        roots=("", "src"),
    ),
    "a module that each root has": Case(
        "import tool",
        ("tool as tool = module tool [runtime]",),
        {"tool.py": "", "src/tool.py": ""},
        roots=("", "src"),
    ),
}

ITSELF = {
    "a self-import": Case(
        "import app.use\nfrom app import use\ndef f(): ...\n",
        (
            "app.use as app = module app.use [runtime]",
            "app use as use loads app.use = module app.use [runtime]",
        ),
    ),
    "an import of one's own root": Case(
        "import p\nfrom p import q\n",
        ("p as p = module p [runtime]", "p q as q loads p.q = module p.q [runtime]"),
        importer="p/use.py",
    ),
    "a package that imports itself": Case(
        "import p\ndef g(): ...\n", ("p as p = module p [runtime]",), importer="p/__init__.py"
    ),
    "two modules that import each other": Case(
        "import app.other\nclass U: ...\n",
        ("app.other as app = module app.other [runtime]",),
        {"app/other.py": "import app.use\nclass O: ...\n"},
    ),
}
