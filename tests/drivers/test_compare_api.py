"""The public API of two revisions, held against each other by griffe, which is given texts alone."""

from pathlib import Path
from typing import Any

import pytest

from tests.drivers.cli import Lint, lint_in, without
from tests.drivers.histories import begin, change, compared, sentence

pytestmark = pytest.mark.slow

POLICY = "version: 1\nrules: {SST106: off, SST309: off}\n"
ENGINE = '''\
from typing import Optional


class Engine:
    """What runs jobs."""

    def run(self, job, retries=1) -> "Optional[int]":
        return retries

    def stop(self):
        self.job = None


class Fast(Engine):
    def boost(self):
        return self.run(1)


def make(kind):
    engine = Engine()
    engine.kind = kind
    return engine


def _private(kind):
    return kind
'''


def judged(tmp_path: Path, engine: str | None, **more: str | None) -> Any:
    """What is said of the API where the engine has become this."""
    root = tmp_path / "project"
    begin(root, {"compliance.yaml": POLICY, "shop/__init__.py": "", "shop/engine.py": ENGINE})
    others = {f"shop/{name}.py": text for name, text in more.items()}
    change(root, {"shop/engine.py": engine, **others})
    done = lint_in(root)("compare", "HEAD", "--format", "json")
    document = compared(done)
    assert done.returncode == (1 if document["api"]["broken"] or document["findings"]["new"] else 0)
    return document["api"]


def broken(api: Any) -> list[tuple[str, str]]:
    return [(each["symbol"], each["detail"]) for each in api["broken"]]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("def stop(self):\n        self.job = None", "pass", ("shop.engine:Engine.stop", "it was removed")),
        ("retries=1", "retries=2", ("shop.engine:Engine.run", "the default of 'retries' is 2, was 1")),
        ("retries=1", "retries", ("shop.engine:Engine.run", "the parameter 'retries' is required now")),
        (
            "job, retries=1",
            "job, retries=1, *, why",
            ("shop.engine:Engine.run", "the parameter 'why' is new and required"),
        ),
        ("job, ", "", ("shop.engine:Engine.run", "the parameter 'job' was removed")),
        (
            "def make(kind)",
            "def make(*, kind)",
            ("shop.engine:make", "the parameter 'kind' is keyword-only, was positional or keyword"),
        ),
        (
            "Optional[int]",
            "str",
            ("shop.engine:Engine.run", "the return annotation is str, was Optional[int]"),
        ),
        (
            ' -> "Optional[int]"',
            "",
            ("shop.engine:Engine.run", "the return annotation Optional[int] was removed"),
        ),
        ("class Fast(Engine)", "class Fast", ("shop.engine:Fast", "its bases are (), were (Engine)")),
        (
            "def make(kind):",
            "class make:\n    kind = 1\n\n\ndef _(kind):",
            ("shop.engine:make", "it is a class, was a function"),
        ),
    ],
)
def test_what_callers_would_find_broken_is_told(
    tmp_path: Path, old: str, new: str, expected: tuple[str, str]
) -> None:
    assert old in ENGINE
    assert expected in broken(judged(tmp_path, ENGINE.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"Optional[int]"', "int | None"),
        ("_private", "_other"),
        ("retries=1", "retries = 1, more=2"),
        ('    """What runs jobs."""\n', ""),
        ("    engine = Engine()\n", "    engine = Fast()\n"),
    ],
)
def test_what_callers_do_not_see_breaks_nothing(tmp_path: Path, old: str, new: str) -> None:
    api = judged(tmp_path, ENGINE.replace(old, new))
    assert (broken(api), api["undecided"], api["left_out"]) == ([], [], [])


def test_a_member_that_is_inherited_is_told_once(tmp_path: Path) -> None:
    engine = ENGINE.replace("    def stop(self):\n        self.job = None\n", "")
    assert broken(judged(tmp_path, engine)) == [("shop.engine:Engine.stop", "it was removed")]


def test_a_renamed_function_is_told_with_its_new_name(tmp_path: Path) -> None:
    api = judged(tmp_path, ENGINE.replace("def make(", "def build("))
    assert broken(api) == [("shop.engine:make", "it is shop.engine:build now")]


def test_a_function_that_moved_without_a_redirect_is_broken(tmp_path: Path) -> None:
    head, _, tail = ENGINE.partition("def make")
    make, _, private = tail.partition("\n\n\n")
    moved = f"from shop.engine import Engine\n\n\ndef make{make}\n"
    api = judged(tmp_path, f"{head}{private}", factory=moved)
    assert broken(api) == [("shop.engine:make", "it is shop.factory:make now")]


def test_a_name_that_may_be_made_where_it_cannot_be_seen_is_undecided(tmp_path: Path) -> None:
    head, _, _ = ENGINE.partition("def make")
    api = judged(tmp_path, head + "def __getattr__(name):\n    return globals()[name]\n")
    assert broken(api) == []
    assert [each["symbol"] for each in api["undecided"]] == ["shop.engine:make"]


def test_what_all_leaves_out_is_private(tmp_path: Path) -> None:
    root = tmp_path / "project"
    begin(root, {"shop/__init__.py": "", "shop/engine.py": ENGINE + "\n\n__all__ = ['Engine']\n"})
    change(root, {"shop/engine.py": ENGINE.partition("def make")[0] + "\n\n__all__ = ['Engine']\n"})
    assert compared(lint_in(root)("compare", "HEAD", "--format", "json"))["api"]["broken"] == []


def test_what_is_imported_from_elsewhere_hides_nothing(tmp_path: Path) -> None:
    types = (
        "from os import path\n\n\nclass Types:\n    from psycopg.types import numeric\n\n\n"
        "class More(Types):\n    pass\n\n\n__all__ = ['More', 'Types', 'path']\n"
    )
    root = tmp_path / "project"
    begin(root, {"shop/__init__.py": "", "shop/a.py": types, "shop/engine.py": ENGINE})
    change(root, {"shop/engine.py": ENGINE.replace("def make(kind)", "def make()")})
    api = compared(lint_in(root)("compare", "HEAD", "--format", "json"))["api"]
    assert broken(api) == [("shop.engine:make", "the parameter 'kind' was removed")]


def test_tests_and_scripts_are_no_api(tmp_path: Path) -> None:
    root = tmp_path / "project"
    begin(
        root,
        {
            "shop/__init__.py": "",
            "shop/tests/__init__.py": "",
            "shop/tests/test_a.py": ENGINE,
            "scripts/run.py": ENGINE,
            "setup.py": "def f():\n    return 1\n",
        },
    )
    change(root, {"shop/tests/test_a.py": None, "scripts/run.py": None, "setup.py": None})
    api = compared(lint_in(root)("compare", "HEAD", "--format", "json"))["api"]
    assert (api["packages"], api["broken"]) == (["shop"], [])


def test_a_package_that_is_gone_is_broken(tmp_path: Path) -> None:
    root = tmp_path / "project"
    begin(root, {"shop/__init__.py": "", "old/__init__.py": "", "old/a.py": ENGINE})
    change(root, {"old/__init__.py": None, "old/a.py": None})
    api = compared(lint_in(root)("compare", "HEAD", "--format", "json"))["api"]
    assert broken(api) == [("old", "it was removed")]


@pytest.mark.parametrize("side", ["before", "after"])
def test_a_module_that_does_not_parse_is_left_out_and_told(tmp_path: Path, side: str) -> None:
    root = tmp_path / "project"
    texts = {"before": ENGINE, "after": ENGINE, side: "x = (\n"}
    begin(root, {"shop/__init__.py": "", "shop/engine.py": texts["before"]})
    change(root, {"shop/engine.py": texts["after"]})
    done = lint_in(root)("compare", "HEAD", "--format", "json")
    api = compared(done)["api"]
    assert (api["broken"], api["left_out"]) == ([], ["shop.engine (shop/engine.py: '(' was never closed)"])
    assert "public API kept (1 module not compared)" in compared(done)["sentence"]


def test_sources_in_other_encodings_are_read(tmp_path: Path) -> None:
    root = tmp_path / "project"
    text = "# coding: latin-1\ndef f(a='\xe9'):\n    return a\n".encode("latin-1")
    begin(root, {"shop/__init__.py": "", "shop/a.py": text})
    api = compared(lint_in(root)("compare", "HEAD", "--format", "json"))["api"]
    assert (api["names"], api["broken"], api["left_out"]) == (2, [], [])


def test_without_griffe_all_else_is_compared(tmp_path: Path) -> None:
    root = tmp_path / "project"
    begin(root, {"shop/__init__.py": "", "shop/engine.py": ENGINE})
    change(root, {"shop/engine.py": ""})
    lint: Lint = lint_in(root, without("griffe"))
    done = lint("compare", "HEAD")
    assert sentence(done).endswith("; public API not compared")
    assert "Not compared: griffe is not installed: pip install 'ssot-lint[api]'." in done.stdout
    assert done.returncode == 0
    document = compared(lint("compare", "HEAD", "--format", "json"))
    assert document["api"] is None
    assert document["api_reason"] == "griffe is not installed: pip install 'ssot-lint[api]'"
