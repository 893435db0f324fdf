"""Which fixes of imports are safe, which are unsafe, and which are withheld."""

import pytest

from ssot_lint.model import Finding
from ssot_lint.registry import load_registry
from tests.unit.indexed import index_of

CHECKS = load_registry().by_code
ENGINE = "class Engine: ...\n"
TOOLS = "from core.engine import Engine\nENGINE = Engine()\n"
OFFER = "from core.engine import Engine\n__all__ = ['Engine']\n"
ASKED = "from core.tools import Engine\n"


def fixes(sources: dict[str, str], declared: str = "core.api:Engine") -> dict[str, str]:
    """What becomes of each import that SST303 reports: `safe`, `unsafe`, or why there is no fix."""
    check = CHECKS["SST303"]
    assert check.section is not None
    section = check.section.model_validate({"canonical": [{"symbol": declared}]}, strict=False)
    base = {"core/__init__.py": "", "core/engine.py": ENGINE, "core/tools.py": TOOLS, "core/api.py": OFFER}
    found = {}
    for finding in check.run(index_of({**base, "web/__init__.py": "", **sources}), section):
        assert isinstance(finding, Finding)
        fix = finding.fix
        found[finding.place.path] = finding.hint if fix is None else "safe" if fix.is_safe else "unsafe"
    return found


def test_an_unconditional_definition_is_safe_to_ask_for() -> None:
    assert fixes({"web/a.py": ASKED}) == {"web/a.py": "safe"}


@pytest.mark.parametrize(
    "api",
    [
        "import sys\nif sys.platform == 'win32':\n    from core.engine import Engine\n",
        "from core.engine import Engine\ndel Engine\n",
        "try:\n    from core.engine import Engine\nexcept ImportError:\n    raise\n",
        "def late():\n    global Engine\n    from core.engine import Engine\n",
        "from core.engine import *\n",
    ],
)
def test_a_name_that_is_not_always_there_is_unsafe_to_ask_for(api: str) -> None:
    assert fixes({"web/a.py": ASKED, "core/api.py": api}) == {"web/a.py": "unsafe"}


TYPED = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from core.engine import Engine\n"


def test_a_name_for_type_checkers_alone_is_no_replacement_at_run_time() -> None:
    told = "no fix: core.api has the name for type checkers alone"
    assert fixes({"web/a.py": ASKED, "core/api.py": TYPED}) == {"web/a.py": told}


def test_an_import_for_type_checkers_may_ask_for_a_name_for_type_checkers() -> None:
    asked = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from core.tools import Engine\n"
    assert fixes({"web/a.py": asked, "core/api.py": TYPED}) == {"web/a.py": "unsafe"}


@pytest.mark.parametrize(
    "test",
    [
        "from unittest import mock\nmock.patch('core.tools.Engine')\n",
        "def test(monkeypatch):\n    monkeypatch.setattr('core.tools.Engine', None)\n",
    ],
)
def test_a_path_that_a_mock_replaces_is_unsafe_to_leave(test: str) -> None:
    assert fixes({"web/a.py": ASKED, "web/test_a.py": test}) == {"web/a.py": "unsafe"}


def test_a_path_whose_module_is_used_after_it_is_unsafe_to_leave() -> None:
    asked = "import core\nfrom core.tools import Engine\nprint(core.tools.ENGINE)\n"
    assert fixes({"web/a.py": asked}) == {"web/a.py": "unsafe"}


def test_an_import_by_name_closes_a_cycle_as_well() -> None:
    api = "from importlib import import_module\nimport_module('web.a')\n" + OFFER
    told = "no fix: the import would close a cycle, for core.api imports web.a"
    assert fixes({"web/a.py": ASKED, "core/api.py": api}) == {"web/a.py": told}


def test_two_fixes_that_close_a_cycle_together_are_not_both_made() -> None:
    sources = {
        "impl.py": "class A: ...\nclass B: ...\n",
        "tools.py": "from impl import A, B\nprint(A, B)\n",
        "one.py": "from tools import B\nfrom impl import A\nprint(B)\n",
        "two.py": "from tools import A\nfrom impl import B\nprint(A)\n",
    }
    check = CHECKS["SST303"]
    assert check.section is not None
    canonical = [{"symbol": "one:A"}, {"symbol": "two:B"}]
    section = check.section.model_validate({"canonical": canonical}, strict=False)
    found = [finding for finding in check.run(index_of(sources), section) if isinstance(finding, Finding)]
    assert sorted(finding.fix is not None for finding in found) == [False, True]


def test_a_module_does_not_import_from_itself() -> None:
    check = CHECKS["SST302"]
    assert check.section is not None
    section = check.section.model_validate({"deprecated": {"shop.old": "shop.new"}}, strict=False)
    index = index_of(
        {
            "shop/__init__.py": "",
            "shop/old.py": "def load(): ...\n",
            "shop/new.py": "from shop.old import load\n",
        }
    )
    file = index.file("shop/new.py")
    (finding,) = check.run(file, index, section)
    assert isinstance(finding, Finding)
    assert finding.fix is None


@pytest.mark.parametrize(
    ("statement", "new"),
    [
        ("from distutils.core import setup", "setuptools"),
        ("from distutils.core import setup", "shop.new:load"),
    ],
)
def test_what_replaces_a_whole_module_does_not_stand_in_for_a_name_of_it(statement: str, new: str) -> None:
    check = CHECKS["SST302"]
    assert check.section is not None
    section = check.section.model_validate({"deprecated": {"distutils": new}}, strict=False)
    index = index_of({"shop/new.py": "def load(): ...\n", "a.py": statement + "\n"})
    (finding,) = check.run(index.file("a.py"), index, section)
    assert isinstance(finding, Finding)
    assert finding.fix is None
