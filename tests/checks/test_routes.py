"""What SST303 tells besides its message, which a README case cannot hold: severity, places, hint, fix."""

import pytest

from ssot_lint.model import Finding
from ssot_lint.registry import load_registry
from tests.unit.indexed import index_of

CHECK = load_registry().by_code["SST303"]
SOURCES = {
    "core/__init__.py": "",
    "core/engine.py": "class Engine: ...\n",
    "core/tools.py": "from core.engine import Engine\nENGINE = Engine()\n",
    "core/api.py": "from core.engine import Engine\n__all__ = ['Engine']\n",
    "web/__init__.py": "",
    "web/a.py": "from core.api import Engine\n",
    "web/b.py": "from core.api import Engine\n",
    "web/c.py": "from core.tools import Engine\n",
}
PATHS = {"core_public_init": "core/public/__init__", "core_hidden": "core/_hidden"}


def found(declared: str = "", **changed: str) -> Finding:
    """The one finding, where a canonical path is declared or not."""
    assert CHECK.section is not None
    section = CHECK.section.model_validate(
        {"canonical": [{"symbol": declared}]} if declared else {}, strict=False
    )
    sources = SOURCES | {
        f"{PATHS.get(name, name.replace('_', '/'))}.py": text for name, text in changed.items()
    }
    (finding,) = CHECK.run(index_of(sources), section)
    assert isinstance(finding, Finding)
    return finding


@pytest.mark.parametrize(("declared", "severity"), [("", "info"), ("core.api:Engine", None)])
def test_what_nobody_declared_is_no_more_than_information(declared: str, severity: str | None) -> None:
    assert found(declared).severity == severity


def test_every_path_is_told_with_how_many_files_take_it() -> None:
    assert [related.message for related in found().related] == [
        "defined here",
        "2 files import it as core.engine:Engine",
        "2 files import it as core.api:Engine",
    ]
    assert found().hint == "import it from core.api: 5 files import it through 3 paths"


def test_the_fix_of_the_same_definition_is_safe() -> None:
    fix = found().fix
    assert fix is not None
    assert (fix.message, fix.is_safe) == ("write from core.api import Engine", True)


def test_a_fix_that_would_close_a_cycle_is_withheld_with_the_chain() -> None:
    finding = found(core_api="import web.c\nfrom core.engine import Engine\n__all__ = ['Engine']\n")
    assert finding.fix is None
    assert finding.hint == "no fix: the import would close a cycle, for core.api imports web.c"


@pytest.mark.parametrize(
    "imported",
    [
        "def f():\n    from core.tools import Engine\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from core.tools import Engine\n",
    ],
)
def test_an_import_that_is_not_run_with_its_module_closes_no_cycle(imported: str) -> None:
    api = "import web.c\nfrom core.engine import Engine\n__all__ = ['Engine']\n"
    assert found(core_api=api, web_c=imported).fix is not None


def test_the_packages_above_the_canonical_path_close_a_cycle_as_well() -> None:
    api = "from core.engine import Engine\n__all__ = ['Engine']\n"
    sources = {
        "core_api": "",
        "core_public_api": api,
        "core_public_init": "import web.c\n",
        "web_a": "from core.public.api import Engine\n",
        "web_b": "from core.public.api import Engine\n",
    }
    finding = found("core.public.api:Engine", **sources)
    assert finding.fix is None
    assert finding.hint == "no fix: the import would close a cycle, for core.public imports web.c"


def test_a_private_path_is_not_elected_whoever_takes_it() -> None:
    finding = found(
        core_api="",
        core_hidden="from core.engine import Engine\n__all__ = ['Engine']\n",
        web_a="from core._hidden import Engine\n",
        web_b="from core._hidden import Engine\n",
        web_d="from core._hidden import Engine\n",
        web_e="from core._hidden import Engine\n",
    )
    assert "its canonical path is core.engine:Engine (most importers)" in finding.message
