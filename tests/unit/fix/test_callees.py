"""Calls that are made of another name, with its import."""

import ast
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from ssot_lint.fix import fixed_files
from ssot_lint.fix.callees import import_names, rename_callees
from ssot_lint.fix.diff import diff
from ssot_lint.fix.plan import rewritten
from ssot_lint.model import MovedImport, RenamedCallee
from ssot_lint.options import Options
from ssot_lint.run import run


def renamed(source: str | bytes, callee: str = "make", module: str = "app.m", name: str = "make") -> str:
    """A source in which each call of `Engine` is one of something else."""
    content = source if isinstance(source, bytes) else source.encode()
    text = content.decode()
    lines = text.split("\n")
    calls = [node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    changes = []
    for node in calls:
        if isinstance(node, ast.Name) and node.id == "Engine":
            column = len(lines[node.lineno - 1].encode()[: node.col_offset].decode()) + 1
            changes.append(RenamedCallee(node.lineno, column, "Engine", callee, module, name))
    done = rename_callees(content, changes)
    assert not isinstance(done, str)
    finished = import_names(done.source, [change for change in changes if change in done.made])
    assert not isinstance(finished, str)
    return finished.source.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import a\nEngine(1)\n", "import a\nfrom app.m import make\nmake(1)\n"),
        ("Engine(1)\n", "from app.m import make\n\nmake(1)\n"),
        ("# told\nEngine(1)", "# told\n\nfrom app.m import make\n\nmake(1)"),
        ('"""Told."""\nEngine(1)\n', '"""Told."""\n\nfrom app.m import make\n\nmake(1)\n'),
        ('"""A."""\n\nimport a\n\nEngine(1)\n', '"""A."""\n\nimport a\nfrom app.m import make\n\nmake(1)\n'),
        ("@a\ndef f(): Engine(1)\n", "from app.m import make\n\n@a\ndef f(): make(1)\n"),
        ("import a; b = 1\nEngine(1)\n", "import a; b = 1\nfrom app.m import make\nmake(1)\n"),
        ("import a\r\nEngine(1)\r\n", "import a\r\nfrom app.m import make\r\nmake(1)\r\n"),
        ("import a\né = Engine(Engine(2)), 1\n", "import a\nfrom app.m import make\né = make(make(2)), 1\n"),
        ("from app.m import b, make\nEngine(1)\n", "from app.m import b, make\nmake(1)\n"),
    ],
)  # fmt: skip
def test_a_call_is_made_of_another_name_which_is_imported(before: str, after: str) -> None:
    assert renamed(before) == after


def test_a_name_that_is_known_is_not_imported() -> None:
    assert renamed("import makers\nEngine(1)\n", "makers.make", "", "") == "import makers\nmakers.make(1)\n"


@pytest.mark.parametrize(
    "taken",
    ["make = 1", "def f(make): ...", "def make(): ...", "import make", "from b import a as make",
     "class make: ...", "from app.m import a as make", "for make in b: ...", "del make",
     "try: ...\nexcept E as make: ...", "match a:\n    case [*make]: ...", "lambda make: 1",
     "match a:\n    case {**make}: ..."],
)  # fmt: skip
def test_a_call_is_left_where_the_name_is_something_else(taken: str) -> None:
    source = f"{taken}\nEngine(1)\n"
    assert renamed(source) == source


def test_a_callee_that_is_not_written_as_it_was_analysed_is_left() -> None:
    change = RenamedCallee(1, 1, "app.Engine", "make")
    done = rename_callees(b"app . Engine(1)\n", [change])
    assert not isinstance(done, str)
    assert (done.source, done.made) == (b"app . Engine(1)\n", frozenset())


def test_imports_and_calls_of_one_source_change_together() -> None:
    source = b"from old import Engine, A\n\nEngine(A)\n"
    changes: Sequence[MovedImport | RenamedCallee] = [
        MovedImport(1, 25, "new", "A"),
        RenamedCallee(3, 1, "Engine", "make", "makers", "make"),
    ]
    done = rewritten(source, changes)
    assert not isinstance(done, str)
    assert done.made == frozenset(changes)
    assert done.source == (b"from old import Engine\nfrom new import A\nfrom makers import make\n\nmake(A)\n")


PROJECT = {
    "compliance.yaml": "version: 1\nfactories: {'engine:Engine': {use: 'makers:make'}}\n",
    "engine.py": "class Engine:\n    def __init__(self, name): ...\n",
    "makers.py": "from engine import Engine\n\n\ndef make(name):\n    return Engine(name)\n",
    "use.py": "from engine import Engine\n\nEngine('a')\n",
    "taken.py": "from engine import Engine\n\n\ndef f(make):\n    Engine('a')\n",
}


@pytest.fixture
def options(tmp_path: Path) -> Options:
    for path, text in PROJECT.items():
        (tmp_path / path).write_text(text)
    return Options(start=tmp_path, today=date(2026, 1, 1), jobs=1, select=("SST201",), caching=True)


def test_the_fix_of_a_bypass_is_made_when_asked_for_unsafe_ones(options: Options) -> None:
    report = run(options)
    assert fixed_files(report, unsafe=False).files == ()
    (file,) = fixed_files(report, unsafe=True).files
    assert diff([file]).splitlines()[2:] == [
        "@@ -1,3 +1,4 @@",
        " from engine import Engine",
        "+from makers import make",
        " ",
        "-Engine('a')",
        "+make('a')",
    ]


def test_a_fix_that_cannot_be_made_is_told(options: Options) -> None:
    assert fixed_files(run(options), unsafe=True).refused == (
        "taken.py:5: not fixed, make is another name there",
    )


def test_a_recalled_report_has_the_same_fixes(options: Options) -> None:
    assert fixed_files(run(options), unsafe=True) == fixed_files(run(options), unsafe=True)
