"""Inference imports, executes and opens nothing of what it looks into: watched by an audit hook."""

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[3]
SUFFIX = sysconfig.get_config_var("EXT_SUFFIX") or ".so"
SPOIL = "open('SPOILED', 'w').write('run')\n"

SOURCES = {
    "compliance.yaml": "version: 1\nexclude: [left]\n"
    "factories: {'app.engine:Engine': {use: 'app.engine:make'}}\n",
    "setup.py": SPOIL + "from app.engine import Engine\nK = [Engine]\nK[0]()\n",
    "json.py": SPOIL + "from app.engine import Engine\nK = [Engine]\n",
    "random.py": SPOIL,
    "app/__init__.py": SPOIL,
    "app/os.py": SPOIL + "from app.engine import Engine\nK = [Engine]\n",
    "app/engine.py": SPOIL + "import fast\nclass Engine(fast.Base): pass\ndef make(): return Engine()\n",
    f"fast{SUFFIX}": "no extension module",
    f"app/slow{SUFFIX}": "no extension module",
    "left/out.py": SPOIL + "from app.engine import Engine\nK = [Engine]\n",
    "app/use.py": SPOIL
    + """
import json, random, sqlite3, decimal, fast, app.slow, left.out, app.os, sys, collections
from app.os import K
from json import K as L
from app import slow
from left.out import K as M
from app.engine import Engine
from collections import *

K[0]()
L[0]()
M[0]()
app.os.K[0]()
kinds = [fast.Base, slow.Base, decimal.Decimal, sqlite3.Row, random.Random, sys.modules, Engine]
for kind in kinds:
    kind()
[k() for k in (collections.OrderedDict, namedtuple("A", "b"), type("B", (Engine,), {}), Engine)]
k = Engine or eval("Engine") or __import__("app.os").K or exec("Engine")
k()
""",
}

# Asks of all calls of the project, and tells what is found and what Python was asked to do meanwhile.
WATCHED = """
import json, os, sys
import astroid.constraint  # which astroid itself imports when first needed
import ssot_lint.index.inference.ask as room
from ssot_lint.drivers.cli import main

os.chdir(sys.argv[1])
sys.path.insert(0, os.getcwd())
events, found = [], {}
EVENTS = {"import", "open", "exec", "os.chdir", "os.listdir", "os.scandir", "subprocess.Popen"}


def watch(event, arguments):
    if event in EVENTS and is_watched:
        what = arguments[0].co_filename if event == "exec" else arguments[0]
        events.append((event, os.fsdecode(what) if isinstance(what, (str, bytes)) else repr(what)))


def ask(index, read, calls, externals, bounds):
    global is_watched
    asked = [(file, call) for file in index.files for call in file.facts.iter_calls()]
    known, is_watched = set(sys.modules), True
    answers = original(index, read, asked, externals, bounds)
    is_watched = False
    events.extend(("module", name) for name in set(sys.modules) - known)
    for file, call in asked:
        answer = answers[file.path, call.row]
        found[f"{file.path} {call.callee}"] = [target.symbol for target in answer.targets]
    return answers


is_watched = False
original, room.ask = room.ask, ask
sys.addaudithook(watch)
sys.stdout = sys.stderr
try:
    main(["check", "--no-cache", "--select", "SST201"], standalone_mode=False)
finally:
    print(json.dumps([events, found]), file=sys.__stdout__)
"""

Found = dict[str, list[str]]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[tuple[str, str]], Found]:
    """The project, what Python was asked to do there, and what the calls may call."""
    root = tmp_path_factory.mktemp("watched")
    for path, text in SOURCES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    command = [sys.executable, "-c", WATCHED, str(root)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=PROJECT, check=False)
    assert done.stdout, done.stderr
    events, found = json.loads(done.stdout)
    return root, {(event, what) for event, what in events}, found


def test_it_looks_into_the_project(watched: tuple[Path, set[tuple[str, str]], Found]) -> None:
    _, _, found = watched
    wanted = {name: found[f"app/use.py {name}"] for name in ("K", "L", "app.os.K", "M", "kind")}
    engine = ["app.engine:Engine"]
    assert wanted == {"K": engine, "L": engine, "app.os.K": engine, "M": [], "kind": engine}


def test_it_opens_files_of_the_module_table_alone(watched: tuple[Path, set[tuple[str, str]], Found]) -> None:
    root, events, _ = watched
    opened = {Path(what).relative_to(root).as_posix() for event, what in events if event == "open"}
    named = {path for path in SOURCES if path.endswith(".py")} - {"left/out.py"}
    assert opened == named


def test_it_imports_and_executes_nothing(watched: tuple[Path, set[tuple[str, str]], Found]) -> None:
    _, events, _ = watched
    assert {(event, what) for event, what in events if event != "open"} == set()


def test_nothing_of_the_project_was_run(watched: tuple[Path, set[tuple[str, str]], Found]) -> None:
    root, _, _ = watched
    assert not (root / "SPOILED").exists()
