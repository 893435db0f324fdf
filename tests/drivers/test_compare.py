"""`ssot-lint compare` from end to end: what it says of a refactoring, with real git, and how it exits."""

import json
import tarfile
from pathlib import Path

import pytest

from tests.drivers.cli import Lint, lint_in
from tests.drivers.histories import (
    AFTER,
    BEFORE,
    TOTAL,
    change,
    commit,
    compared,
    findings,
    sentence,
)
from tests.unit.trees import git

pytestmark = pytest.mark.slow


# ------------------------------------------------------------------------------------------ a refactoring


def test_the_first_line_says_all_of_a_refactoring(shop: Path, lint: Lint) -> None:
    change(shop, AFTER)
    done = lint("compare", "HEAD")
    assert sentence(done) == (
        "Score 55.5% -> 100.0%: 8 findings remedied, none remain, none new; 1 duplicate merged;"
        " 2 import paths retired; public API kept (2 by redirects); 1 contract kept; 1 redirect kept"
    )
    assert done.returncode == 0


def test_every_rule_tells_what_was_remedied(shop: Path, lint: Lint) -> None:
    change(shop, AFTER)
    document = compared(lint("compare", "HEAD", "--format", "json"))
    assert findings(document, "remedied") == [
        "SST003 compliance.yaml:",
        "SST003 compliance.yaml:",
        "SST102 shop/prices.py:total",
        "SST201 shop/jobs.py:first",
        "SST201 shop/jobs.py:second",
        "SST302 shop/jobs.py:",
        "SST302 shop/more.py:",
        "SST309 shop/settings.py:",
    ]
    assert findings(document, "remaining") == findings(document, "new") == []


def test_a_merged_duplicate_names_what_went_and_what_stays(shop: Path, lint: Lint) -> None:
    change(shop, AFTER)
    (group,) = compared(lint("compare", "HEAD", "--format", "json"))["duplicates"]
    assert group == {
        "code": "SST102",
        "outcome": "merged",
        "went": [{"path": "shop/basket.py", "line": 1, "symbol": "shop.basket:basket_total"}],
        "stays": [{"path": "shop/prices.py", "line": 1, "symbol": "shop.prices:total"}],
    }


def test_import_paths_are_counted_before_and_after(shop: Path, lint: Lint) -> None:
    change(shop, AFTER)
    assert compared(lint("compare", "HEAD", "--format", "json"))["imports"] == [
        {
            "symbol": "shop.config:Settings",
            "paths": [
                {"path": "shop.config:Settings", "before": 0, "after": 3},
                {"path": "shop.settings:Settings", "before": 2, "after": 0},
            ],
        },
        {
            "symbol": "shop.prices:total",
            "paths": [
                {"path": "shop.basket:basket_total", "before": 1, "after": 0},
                {"path": "shop.prices:total", "before": 0, "after": 2},
            ],
        },
    ]


def test_an_untouched_path_is_not_told(shop: Path, lint: Lint) -> None:
    change(shop, {"shop/new.py": "from shop.engine import Engine\n"})
    assert compared(lint("compare", "HEAD", "--format", "json"))["imports"] == []


def test_what_a_redirect_still_serves_is_kept(shop: Path, lint: Lint) -> None:
    change(shop, AFTER)
    api = compared(lint("compare", "HEAD", "--format", "json"))["api"]
    assert (api["packages"], api["broken"]) == (["shop"], [])
    assert api["served"] == [
        {"symbol": "shop.basket:basket_total", "leads_to": "shop.prices:total", "declared": False},
        {"symbol": "shop.settings:Settings", "leads_to": "shop.config:Settings", "declared": True},
    ]


def test_two_commits_are_held_against_each_other(shop: Path, lint: Lint) -> None:
    change(shop, AFTER)
    now = lint("compare", "HEAD", "--format", "json")
    commit(shop)
    change(shop, BEFORE)
    of_commits = compared(lint("compare", "main~1", "main", "--format", "json"))
    assert of_commits["head"]["commit"] == git(shop, "rev-parse", "main")
    assert of_commits["rules"] == compared(now)["rules"]
    assert of_commits["api"] == compared(now)["api"]


def test_the_way_back_is_worse(shop: Path, lint: Lint) -> None:
    change(shop, AFTER)
    commit(shop)
    done = lint("compare", "HEAD", "HEAD~1")
    assert sentence(done).startswith("Score 100.0% -> 55.5%: no findings remedied, none remain, 8 new; ")
    assert done.returncode == 1
    assert lint("compare", "HEAD", "HEAD~1", "--exit-zero").returncode == 0


def test_the_same_revision_has_nothing_to_tell(lint: Lint) -> None:
    done = lint("compare", "HEAD", "HEAD")
    assert sentence(done).startswith("Score 55.5% as before: no findings remedied, 8 remain, none new; ")
    assert done.returncode == 0
    document = compared(lint("compare", "HEAD", "HEAD", "--format", "json"))
    assert (document["duplicates"], document["imports"], document["api"]["served"]) == ([], [], [])


def test_the_figures_are_those_of_a_check_of_each_revision_unpacked(
    shop: Path, lint: Lint, tmp_path: Path
) -> None:
    change(shop, {**AFTER, "shop/jobs.py": BEFORE["shop/jobs.py"]})
    commit(shop)
    document = compared(lint("compare", "HEAD~1", "HEAD", "--format", "json"))
    for revision, word in (("HEAD~1", "before"), ("HEAD", "after")):
        place = tmp_path / word
        place.mkdir()
        git(shop, "archive", "--output", str(tmp_path / f"{word}.tar"), revision)
        with tarfile.open(tmp_path / f"{word}.tar") as archive:
            archive.extractall(place, filter="data")
        report = json.loads(lint_in(place)("check", "--format", "json").stdout)
        counts = document["findings"]
        total = counts["remaining"] + (counts["remedied"] if word == "before" else counts["new"])
        assert total == len(report["findings"])
        overall = document["score"]["overall"][word]
        assert overall["score"] == report["score"]["overall"]
        assert (overall["files"], overall["compliant"]) == (
            report["score"]["files"],
            report["score"]["compliant"],
        )


# --------------------------------------------------------------------------------------- what is not new


@pytest.mark.parametrize(
    "sources",
    [
        {"shop/prices.py": "# more\n\n\n" + TOTAL},
        {"shop/prices.py": TOTAL.replace("    ", "  ")},
        {"shop/prices.py": "if True:\n" + "".join(f"    {line}\n" for line in TOTAL.splitlines())},
        {
            "shop/jobs.py": "from shop.engine import Engine\nfrom shop.settings import Settings\n\n\n"
            "def second():\n    return Engine().run(1)\n\n\n"
            "def first():\n    return Engine().run(Settings())\n"
        },
    ],
    ids=["lines added above", "indented otherwise", "re-indented", "functions moved"],
)
def test_an_edit_that_changes_nothing_makes_nothing_new(
    shop: Path, lint: Lint, sources: dict[str, str | None]
) -> None:
    change(shop, sources)
    document = compared(lint("compare", "HEAD", "--format", "json"))
    assert document["findings"] == {
        "remedied": 0, "remaining": 8, "new": 0, "waived": 0, "undecided": 0,
    }  # fmt: skip


@pytest.mark.parametrize("committed", [False, True])
def test_a_renamed_file_makes_nothing_new(shop: Path, lint: Lint, committed: bool) -> None:
    git(shop, "mv", "shop/jobs.py", "shop/work.py")
    if committed:
        commit(shop)
    done = lint("compare", *(("HEAD~1", "HEAD") if committed else ("HEAD",)), "--format", "json")
    document = compared(done)
    assert (document["findings"]["remaining"], document["findings"]["new"]) == (8, 0)
    assert [(b["symbol"], b["detail"]) for b in document["api"]["broken"]] == [
        ("shop.jobs", "it is shop.work now")
    ]


def test_a_file_that_is_split_and_kept_as_a_shim_makes_nothing_new(shop: Path, lint: Lint) -> None:
    use = "from shop.engine import Engine\n\n\ndef {}():\n    return Engine()\n"
    shim = "from shop.one import first\nfrom shop.two import second\n\n__all__ = ['first', 'second']\n"
    split = {"shop/jobs.py": shim, "shop/one.py": use.format("first"), "shop/two.py": use.format("second")}
    change(shop, split)
    document = compared(lint("compare", "HEAD", "--format", "json"))
    assert findings(document, "new") == []
    assert findings(document, "remedied") == ["SST302 shop/jobs.py:"]  # of an import, in no definition


def test_a_copy_that_moves_and_leaves_a_shim_is_neither_new_nor_merged(shop: Path, lint: Lint) -> None:
    change(shop, {"shop/again.py": TOTAL})
    commit(shop)
    change(shop, {"shop/prices.py": "from shop.zz import total\n\n__all__ = ['total']\n"})
    change(shop, {"shop/zz.py": TOTAL})
    document = compared(lint("compare", "HEAD", "--format", "json"))
    assert (findings(document, "remedied"), findings(document, "new"), document["duplicates"]) == ([], [], [])


def test_one_mended_and_an_equal_one_elsewhere_are_one_remedied_and_one_new(shop: Path, lint: Lint) -> None:
    jobs = BEFORE["shop/jobs.py"].replace("return Engine().run(1)", "return 1")
    change(shop, {"shop/jobs.py": jobs, "shop/other.py": "from shop.engine import Engine\n\nE = Engine()\n"})
    document = compared(lint("compare", "HEAD", "--format", "json"))
    assert findings(document, "remedied") == ["SST201 shop/jobs.py:second"]
    assert findings(document, "new") == ["SST201 shop/other.py:"]


def test_a_new_finding_that_is_waived_from_the_start_is_told(shop: Path, lint: Lint) -> None:
    twice = "def f(): return 1\n\n\ndef f(): return 2  # ssot: ignore[SST106] -- later\n"
    change(shop, {"shop/twice.py": twice})
    done = lint("compare", "HEAD", "--format", "json")
    assert findings(compared(done), "waived") == ["SST106 shop/twice.py:f"]
    assert "1 waived, none new" in compared(done)["sentence"]
    commit(shop)
    assert findings(compared(lint("compare", "HEAD", "--format", "json")), "waived") == []


def test_a_finding_that_is_waived_now_is_not_remedied(shop: Path, lint: Lint) -> None:
    jobs = BEFORE["shop/jobs.py"].replace("run(1)", "run(1)  # ssot: ignore[SST201] -- measured")
    change(shop, {"shop/jobs.py": jobs})
    done = lint("compare", "HEAD", "--format", "json")
    assert findings(compared(done), "waived") == ["SST201 shop/jobs.py:second"]
    assert findings(compared(done), "remedied") == []
    assert "no findings remedied, 7 remain, 1 waived, none new" in compared(done)["sentence"]
    assert done.returncode == 0


# --------------------------------------------------------------------------------------------- duplicates


def test_a_copy_that_calls_what_stays_is_merged(shop: Path, lint: Lint) -> None:
    basket = "from shop.prices import total\n\n\ndef basket_total(products, rebate):\n"
    change(shop, {"shop/basket.py": basket + "    return total(products, rebate)\n"})
    (group,) = compared(lint("compare", "HEAD", "--format", "json"))["duplicates"]
    assert (group["outcome"], group["went"][0]["symbol"]) == ("merged", "shop.basket:basket_total")


def test_copies_that_both_went_to_a_new_place_are_merged_there(shop: Path, lint: Lint) -> None:
    shim = "from shop.core import total as {}\n"
    change(
        shop,
        {
            "shop/core.py": TOTAL,
            "shop/basket.py": shim.format("basket_total"),
            "shop/prices.py": "from shop.core import total\n",
        },
    )
    (group,) = compared(lint("compare", "HEAD", "--format", "json"))["duplicates"]
    assert (group["outcome"], len(group["went"])) == ("merged", 2)
    assert [place["symbol"] for place in group["stays"]] == ["shop.core:total"]


def test_copies_that_all_went_are_not_merged(shop: Path, lint: Lint) -> None:
    change(shop, {"shop/basket.py": None, "shop/prices.py": None, "shop/sale.py": None})
    document = compared(lint("compare", "HEAD", "--format", "json"))
    assert [group["outcome"] for group in document["duplicates"]] == ["removed"]
    assert "merged" not in document["sentence"]


def test_a_copy_that_is_another_thing_now_is_not_merged(shop: Path, lint: Lint) -> None:
    change(shop, {"shop/basket.py": "def basket_total(products, rebate):\n    return 0\n"})
    document = compared(lint("compare", "HEAD", "--format", "json"))
    assert [group["outcome"] for group in document["duplicates"]] == ["altered"]
    assert "merged" not in document["sentence"]
