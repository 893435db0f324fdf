"""Where an import stands, and so when it runs."""

from tests.unit.imports.case import Case

_TYPING = "p.x as x = module p.x [typing]"
_RUNTIME = "p.x as x = module p.x [runtime]"
_ELSE = "p.q.y as y = module p.q.y [runtime]"
_BRANCHES = ":\n    import p.x as x\nelse:\n    import p.q.y as y\n"
_MAYBE = ("p.x as x = module p.x [runtime conditional]", "p.q.y as y = module p.q.y [runtime conditional]")
_OTHERWISE = ("p.x as x = module p.x [runtime]", "p.q.y as y = module p.q.y [typing]")

TYPING = {
    "TYPE_CHECKING and its else": Case(
        f"from typing import TYPE_CHECKING\nif TYPE_CHECKING{_BRANCHES}", (_TYPING, _ELSE)
    ),
    "TYPE_CHECKING of the module": Case(
        f"import typing\nif typing.TYPE_CHECKING{_BRANCHES}", (_TYPING, _ELSE)
    ),
    "TYPE_CHECKING of a renamed module": Case(
        f"import typing as t\nif t.TYPE_CHECKING{_BRANCHES}", (_TYPING, _ELSE)
    ),
    "TYPE_CHECKING under another name": Case(
        f"from typing import TYPE_CHECKING as checking\nif checking{_BRANCHES}", (_TYPING, _ELSE)
    ),
    "TYPE_CHECKING assigned to another name": Case(
        f"import typing\nchecking = typing.TYPE_CHECKING\nif checking{_BRANCHES}", (_TYPING, _ELSE)
    ),
    "TYPE_CHECKING joined with and": Case(
        f"import sys\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING and sys.path{_BRANCHES}",
        (_TYPING, _ELSE),
    ),
    "and, TYPE_CHECKING last": Case(
        f"import sys\nfrom typing import TYPE_CHECKING\nif sys.path and TYPE_CHECKING{_BRANCHES}",
        (_TYPING, _ELSE),
    ),
    "TYPE_CHECKING joined with or": Case(
        f"import sys\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING or sys.path{_BRANCHES}", _MAYBE
    ),
    "TYPE_CHECKING negated": Case(
        f"from typing import TYPE_CHECKING\nif not TYPE_CHECKING{_BRANCHES}", _OTHERWISE
    ),
    "TYPE_CHECKING negated twice": Case(
        f"from typing import TYPE_CHECKING\nif not not TYPE_CHECKING{_BRANCHES}", (_TYPING, _ELSE)
    ),
    "a negated and": Case(
        f"import sys\nfrom typing import TYPE_CHECKING\nif not (TYPE_CHECKING and sys.path){_BRANCHES}",
        _OTHERWISE,
    ),
    "negated TYPE_CHECKING joined with or": Case(
        f"import sys\nfrom typing import TYPE_CHECKING\nif not TYPE_CHECKING or sys.path{_BRANCHES}",
        _OTHERWISE,
    ),
    "negated TYPE_CHECKING joined with and": Case(
        f"import sys\nfrom typing import TYPE_CHECKING\nif not TYPE_CHECKING and sys.path{_BRANCHES}", _MAYBE
    ),
    "TYPE_CHECKING nested": Case(
        "import sys\nfrom typing import TYPE_CHECKING\nif sys.path:\n    if TYPE_CHECKING:\n"
        "        import p.x as x\n    else:\n        import p.q.y as y\n",
        ("p.x as x = module p.x [typing conditional]", "p.q.y as y = module p.q.y [runtime conditional]"),
    ),
    "a test inside TYPE_CHECKING": Case(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    if not TYPE_CHECKING:\n"
        "        import p.x as x\n    def f():\n        import p.q.y as y\n",
        (_TYPING, "p.q.y as y = module p.q.y [typing]"),
    ),
    "TYPE_CHECKING in an elif": Case(
        "import sys\nfrom typing import TYPE_CHECKING\nif not sys.path:\n    pass\nelif TYPE_CHECKING:\n"
        "    import p.x as x\nelse:\n    import p.q.y as y\n",
        ("p.x as x = module p.x [typing conditional]", "p.q.y as y = module p.q.y [runtime conditional]"),
    ),
    "TYPE_CHECKING = False": Case(f"TYPE_CHECKING = False\nif TYPE_CHECKING{_BRANCHES}", (_TYPING, _ELSE)),
    "if False": Case(f"if False{_BRANCHES}", (_TYPING, _ELSE)),
    "if True": Case(f"if True{_BRANCHES}", _OTHERWISE),
}

PLACES = {
    "a function": Case("def g():\n    import p.x as x\n", ("p.x as x = module p.x [lazy]",)),
    "an async function": Case(
        "async def g():\n    from p.x import A\n", ("p.x A as A = definition p.x:A [lazy]",)
    ),
    "a class body": Case("class C:\n    import p.x as x\n", ("p.x as x = module p.x [runtime]",)),
    "a method": Case("class C:\n    def g(self):\n        import p.x\n", ("p.x as p = module p.x [lazy]",)),
    "a class in a function": Case(
        "def g():\n    class C:\n        import p.x\n", ("p.x as p = module p.x [lazy]",)
    ),
    "a module __getattr__": Case(
        "def __getattr__(name):\n    from p.x import A\n    return A\n",
        ("p.x A as A = definition p.x:A [lazy]",),
    ),
    "a try": Case(
        "try:\n    import p.x as x\nexcept ImportError:\n    import p.q as q\nelse:\n    import p.q.y as y\n"
        "finally:\n    import p as z\n",
        (
            "p.x as x = module p.x [runtime conditional guarded]",
            "p.q as q = module p.q [runtime conditional fallback]",
            "p.q.y as y = module p.q.y [runtime conditional]",
            "p as z = module p [runtime conditional]",
        ),
    ),
    "a try that catches something else": Case(
        "try:\n    import p.x\nexcept KeyError:\n    pass\n", ("p.x as p = module p.x [runtime conditional]",)
    ),
    "a tuple of errors": Case(
        "try:\n    import p.x\nexcept (KeyError, ImportError):\n    pass\n",
        ("p.x as p = module p.x [runtime conditional guarded]",),
    ),
    "except*": Case(
        "try:\n    import p.x as x\nexcept* ImportError:\n    import p.q.y as y\n",
        (
            "p.x as x = module p.x [runtime conditional guarded]",
            "p.q.y as y = module p.q.y [runtime conditional fallback]",
        ),
    ),
    "with": Case(
        "import io\nwith io.StringIO():\n    import p.x as x\n",
        ("p.x as x = module p.x [runtime conditional]",),
    ),
    "with suppress": Case(
        "from contextlib import suppress\nwith suppress(ImportError):\n    import p.x as x\n",
        ("p.x as x = module p.x [runtime conditional raises]",),
    ),
    "loops": Case(
        "for _ in '1':\n    import p.x as x\nelse:\n    import p.q as q\n"
        "while True:\n    import p.q.y as y\n    break\n",
        (
            "p.x as x = module p.x [runtime conditional]",
            "p.q as q = module p.q [runtime conditional]",
            "p.q.y as y = module p.q.y [runtime conditional]",
        ),
    ),
    "match": Case(
        "match 1:\n    case 1:\n        import p.x as x\n    case _:\n        import p.q.y as y\n", _MAYBE
    ),
    "elif": Case(
        "import os\nif os.sep == '!':\n    import p.q as q\nelif os.sep:\n    import p.x as x\n"
        "else:\n    import p.q.y as y\n",
        ("p.q as q = module p.q [runtime conditional]", *_MAYBE),
    ),
    "a version test": Case(f"import sys\nif sys.version_info >= (3, 11){_BRANCHES}", _MAYBE),
    "a platform test": Case(f"import sys\nif sys.platform == 'win32'{_BRANCHES}", _MAYBE),
}
