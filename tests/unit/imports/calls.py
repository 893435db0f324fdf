"""Calls that import, and text that only looks like it."""

from tests.unit.imports.case import Case

DYNAMIC = {
    "import_module": Case(
        "import importlib\nx = importlib.import_module('p.x')\n", ("p.x = module p.x [runtime dynamic]",)
    ),
    "import_module under another name": Case(
        "from importlib import import_module as load\nx = load('p.x')\n",
        ("p.x = module p.x [runtime dynamic]",),
    ),
    "import_module of a renamed module": Case(
        "import importlib as il\nx = il.import_module('p.x')\n", ("p.x = module p.x [runtime dynamic]",)
    ),
    "import_module after import importlib.util": Case(
        "import importlib.util\nx = importlib.import_module('p.x')\n", ("p.x = module p.x [runtime dynamic]",)
    ),
    "import_module assigned to another name": Case(
        "import importlib\nload = importlib.import_module\nx = load('p.x')\n",
        ("p.x = module p.x [runtime dynamic]",),
    ),
    "import_module from a star": Case(
        "from importlib import *\nx = import_module('p.x')\n", ("p.x = module p.x [runtime dynamic]",)
    ),
    "import_module by keyword": Case(
        "from importlib import import_module\nx = import_module(name='p.x')\n",
        ("p.x = module p.x [runtime dynamic]",),
    ),
    "import_module with a package": Case(
        "from importlib import import_module\nx = import_module('..x', 'p.q')\n"
        "y = import_module('.y', package='p.q')\n",
        ("p.x = module p.x [runtime dynamic]", "p.q.y = module p.q.y [runtime dynamic]"),
    ),
    "import_module with __package__": Case(
        "from importlib import import_module\nx = import_module('.x', __package__)\n"
        "y = import_module('.q.y', package=__spec__.parent)\n",
        ("p.x = module p.x [runtime dynamic]", "p.q.y = module p.q.y [runtime dynamic]"),
        importer="p/use.py",
    ),
    "__import__": Case("x = __import__('p.x')\n", ("p.x = module p.x [runtime dynamic]",)),
    "__import__ with a fromlist": Case(
        "x = __import__('p', fromlist=['x'])\ny = __import__('p.q', globals(), locals(), ['y', 'gone'], 0)\n",
        (
            "p x loads p.x = module p.x [runtime dynamic]",
            "p.q y loads p.q.y = module p.q.y [runtime dynamic]",
            "p.q gone = module p.q [runtime dynamic]",
        ),
    ),
    "__import__ with a level": Case(
        "x = __import__('x', globals(), locals(), ['A'], 1)\n"
        "y = __import__('', globals(), level=1, fromlist=('q',))\n",
        ("p.x A = definition p.x:A [runtime dynamic]", "p q loads p.q = module p.q [runtime dynamic]"),
        importer="p/use.py",
    ),
    "a lambda": Case(
        "from importlib import import_module\nx = lambda: import_module('p.x')\n"
        "y = lambda: __import__('p.q.y')\n",
        ("p.x = module p.x [lazy dynamic]", "p.q.y = module p.q.y [lazy dynamic]"),
    ),
    "import_module in a function": Case(
        "def g():\n    from importlib import import_module\n    return import_module('p.x')\n",
        ("p.x = module p.x [lazy dynamic]",),
    ),
    "functions of that name that are others": Case(
        "def import_module(name): ...\nimport_module('p.x')\n"
        "def g(__import__):\n    return __import__('p.x')\n",
        (),
    ),
    "another function under the name of import_module": Case(
        "import importlib\nload = importlib.import_module\nload = str\nx = load('p.x')\n", ()
    ),
    "__import__ with a level that is no literal": Case(
        "level = 1\nx = __import__('x', globals(), None, ['A'], level)\n", (), importer="p/use.py"
    ),
    "__import__ with arguments that are unpacked": Case(
        "rest = (globals(), {}, ['A'], 1)\nx = __import__('x', *rest)\n", (), importer="p/use.py"
    ),
    "a name that is no literal": Case(
        "from importlib import import_module\nname = 'p.x'\nx = import_module(name)\n"
        "y = import_module(f'{name}')\n",
        (),
    ),
    "a relative name whose package is no literal": Case(
        "from importlib import import_module\npackage = 'p'\nx = import_module('.x', package)\n", ()
    ),
}

TEXT = {
    "a string": Case("x = 'import p.x'\ny = 'p.x'\n", ()),
    "a docstring": Case('"""\nimport p.x\nfrom p import x\n"""\n', ()),
    "a comment": Case("# import p.x\nx = 1  # from p import x\n", ()),
    "find_spec": Case(
        "import importlib.util\nfrom importlib.util import find_spec\n"
        "importlib.util.find_spec('p.x')\nfind_spec('p.x')\n",
        (),
    ),
    "mock.patch": Case(
        "from unittest import mock\nfrom unittest.mock import patch\n@mock.patch('p.x.A')\ndef g(_): ...\n"
        "def h():\n    with patch('p.x.A.M'):\n        mock.patch(target='p.x')\n",
        (
            "p.x = definition p.x:A [runtime reference]",
            "p.x = definition p.x:A.M [lazy reference]",
            "p.x = module p.x [lazy conditional reference]",
        ),
    ),
}
