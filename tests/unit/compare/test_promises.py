"""What became of promises to callers: contracts, redirects, public names, the paths of imports."""

from dataclasses import replace
from pathlib import Path

import pytest
from msgspec.structs import replace as with_parts

from ssot_lint.comparison import Breakage, GroupChange, Promise, Promises, RuleChange
from ssot_lint.model import Finding, Place
from tests.drivers.histories import TOTAL
from tests.unit.compare.sides import Sources, compared, held, side
from tests.unit.render.comparisons import API, made

ENGINE = (
    "class Engine:\n    def run(self, job):\n        return job\n\n    def stop(self):\n        return 1\n"
)
CONTRACTS = {
    "compliance.yaml": "version: 1\ncontracts:\n"
    "  shop.engine:Engine: {methods: {stop: {}}}\n"
    "  shop.engine:Engine.run: {params: [job]}\n",
    "shop/__init__.py": "",
}


def contracts(root: Path, before: str, after: str) -> list[tuple[str, str]]:
    found = compared(
        root, {**CONTRACTS, "shop/engine.py": before}, {**CONTRACTS, "shop/engine.py": after}
    ).contracts
    return [(promise.before, promise.after) for promise in found.declared]


def test_of_contracts_within_each_other_the_inner_one_is_broken(tmp_path: Path) -> None:
    assert contracts(tmp_path, ENGINE, ENGINE.replace("job", "task")) == [
        ("kept", "kept"),
        ("kept", "broken"),
    ]


def test_a_contract_whose_breach_is_waived_is_kept(tmp_path: Path) -> None:
    waived = ENGINE.replace("(self, job):", "(self, task):  # ssot: ignore[SST401] -- agreed").replace(
        "return job", "return task"
    )
    assert contracts(tmp_path, ENGINE, waived) == [("kept", "kept"), ("kept", "kept")]


def test_what_was_broken_before_makes_nothing_worse(tmp_path: Path) -> None:
    policy = CONTRACTS["compliance.yaml"] + "shims: {redirects: {'shop.old:Engine': 'shop.engine:Engine'}}\n"
    sources = {**CONTRACTS, "compliance.yaml": policy, "shop/engine.py": ENGINE.replace("job", "task")}
    comparison = compared(tmp_path, sources, sources)
    assert (len(comparison.contracts.having("broken")), len(comparison.redirects.having("broken"))) == (1, 1)
    assert not comparison.is_worse


def redirect(root: Path, after: Sources) -> Promise:
    """What became of the old path of a function."""
    policy = "version: 1\nshims: {redirects: {'old.core:make': 'shop.core:make'}}\n"
    common = {
        "compliance.yaml": policy,
        "shop/__init__.py": "",
        "shop/core.py": TOTAL.replace("total", "make"),
    }
    shim = {"old/__init__.py": "", "old/core.py": "from shop.core import make\n"}
    (promise,) = compared(root, {**common, **shim}, {**common, **after}).redirects.declared
    assert promise.before == "kept"
    return promise


def test_a_redirect_whose_package_is_gone_is_broken(tmp_path: Path) -> None:
    promise = redirect(tmp_path, {})
    assert (promise.after, promise.detail) == ("broken", "it leads nowhere")


def test_a_redirect_may_be_a_function_that_passes_on(tmp_path: Path) -> None:
    passing = "import shop.core\n\n\ndef make(items, discount):\n    return shop.core.make(items, discount)\n"
    assert redirect(tmp_path, {"old/__init__.py": "", "old/core.py": passing}).after == "kept"


def broken(root: Path, before: Sources, after: Sources) -> list[tuple[str, str]]:
    """The public names that are broken, each with what became of it."""
    package = {"shop/__init__.py": ""}
    api = compared(root, {**package, **before}, {**package, **after}).api
    assert api is not None
    return [(each.symbol, each.detail) for each in api.broken]


REMOVED = [("shop.prices:total", "it was removed")]
REST = "TAX = 1\n"


def test_a_function_that_moved_to_two_places_was_removed(tmp_path: Path) -> None:
    after = {"shop/prices.py": REST, "shop/one.py": TOTAL, "shop/two.py": TOTAL}
    assert broken(tmp_path, {"shop/prices.py": REST + TOTAL}, after) == REMOVED


def test_a_function_whose_copy_was_there_before_was_removed(tmp_path: Path) -> None:
    before = {"shop/prices.py": REST + TOTAL, "shop/one.py": TOTAL}
    assert broken(tmp_path, before, {**before, "shop/prices.py": REST}) == REMOVED


def test_a_function_too_small_to_be_told_from_others_was_removed(tmp_path: Path) -> None:
    small = "def total(items):\n    return items\n"
    after = {"shop/prices.py": REST, "shop/one.py": small}
    assert broken(tmp_path, {"shop/prices.py": REST + small}, after) == REMOVED


def test_imports_of_stubs_are_no_paths_that_are_taken(tmp_path: Path) -> None:
    sources = {"shop/core.py": TOTAL, "shop/old.py": "from shop.core import total\n", "shop/a.py": ""}
    before = {**sources, "shop/a.pyi": "from shop.old import total\n"}
    after = {**sources, "shop/a.pyi": "from shop.core import total\n"}
    assert compared(tmp_path, before, after).paths == ()


def test_a_note_of_one_revision_is_told_of_that_one(tmp_path: Path) -> None:
    both = side(tmp_path, {"a.py": REST})
    before, after = (
        replace(both, report=with_parts(both.report, notes=notes))
        for notes in (("one", "both"), ("both", "other"))
    )
    assert held(before, after, {}).notes == ("both", "v1: one", "work tree: other")


def test_what_a_mock_names_is_no_path_of_an_import(tmp_path: Path) -> None:
    sources = {"shop/core.py": TOTAL, "shop/old.py": "from shop.core import total\n"}
    use = "from unittest.mock import patch\n\npatch('shop.{}.total')\n"
    before, after = ({**sources, "shop/a.py": use.format(name)} for name in ("old", "core"))
    assert compared(tmp_path, before, after).paths == ()


NEW = RuleChange("SST106", "redefinition", new=(Finding(place=Place("a.py"), message="", code="SST106"),))
BREACH = Promises((Promise("a:f", "kept", "broken", ""),))


@pytest.mark.parametrize(
    ("part", "worse"),
    [
        ({}, False),
        ({"rules": (NEW,)}, True),
        ({"api": with_parts(API, broken=(Breakage("a:f", "removed", "", "a.py", 1),))}, True),
        ({"contracts": BREACH}, True),
        ({"redirects": BREACH}, True),
    ],
    ids=["nothing", "a finding", "a public name", "a contract", "a redirect"],
)
def test_each_thing_that_is_new_or_broken_makes_it_worse(part: dict[str, object], worse: bool) -> None:
    assert made(**part).is_worse == worse


def test_every_copy_that_went_is_a_duplicate_merged() -> None:
    places = tuple(Place(f"{name}.py") for name in "abc")
    assert made(groups=(GroupChange("SST102", "merged", places[:2], places[2:]),)).merged == 2
