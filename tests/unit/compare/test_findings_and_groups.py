"""What became of findings and of groups of duplicates, where it is not plain to see."""

from pathlib import Path

from tests.drivers.cli import TWICE
from tests.drivers.histories import TOTAL
from tests.unit.compare.sides import compared, told

BROKEN = "x = (\n"
COPY = TOTAL.replace("item", "product").replace("def total", "def basket_total")
FOUND = "SST106 a.py:5"
MOVED = "from shop.z import total\n\n__all__ = ['total']\n"
NAMES = "version: 1\nreserved: {names: {names: [os.name], owner: [own.py]}}\n"


def test_what_was_in_a_renamed_file_that_no_longer_parses_is_undecided(tmp_path: Path) -> None:
    comparison = compared(tmp_path, {"a.py": TWICE}, {"b.py": BROKEN}, a="b")
    assert (told(comparison, "unclear"), told(comparison, "remedied")) == ([FOUND], [])


def test_what_comes_to_light_in_a_renamed_file_that_did_not_parse_is_undecided(tmp_path: Path) -> None:
    comparison = compared(tmp_path, {"a.py": BROKEN}, {"b.py": TWICE}, a="b")
    assert (told(comparison, "unclear"), told(comparison, "new")) == (["SST106 b.py:5"], [])


def test_a_copy_whose_original_no_longer_parses_is_undecided(tmp_path: Path) -> None:
    comparison = compared(tmp_path, {"a.py": TOTAL, "b.py": TOTAL}, {"a.py": BROKEN, "b.py": TOTAL})
    assert (told(comparison, "unclear"), told(comparison, "remedied")) == (["SST102 b.py:1"], [])


def test_uses_of_a_class_that_moved_and_left_a_shim_remain(tmp_path: Path) -> None:
    use = "from shop.engine import Engine\n\n\ndef {}():\n    return Engine()\n"
    engine = "class Engine:\n    def run(self, job):\n        return job\n"
    before = {
        "compliance.yaml": "version: 1\nfactories: {'shop.engine:Engine': {use: 'shop.make:make'}}\n",
        "shop/engine.py": engine,
        "shop/make.py": use.format("make"),
        "shop/jobs.py": use.format("go"),
    }
    shim = "from shop.core import Engine\n\n__all__ = ['Engine']\n"
    comparison = compared(tmp_path, before, {**before, "shop/core.py": engine, "shop/engine.py": shim})
    assert (told(comparison, "remaining"), told(comparison, "new")) == (["SST201 shop/jobs.py:5"], [])


def test_nothing_is_held_to_have_moved_out_of_a_file_that_no_longer_parses(tmp_path: Path) -> None:
    comparison = compared(tmp_path, {"a.py": TWICE}, {"a.py": BROKEN, "b.py": TWICE})
    new = ["SST001 a.py:1", "SST106 b.py:5"]
    assert (told(comparison, "unclear"), told(comparison, "new")) == ([FOUND], new)


def test_of_equal_findings_the_last_is_the_one_that_went(tmp_path: Path) -> None:
    use = "import os\n\n\ndef f():\n    print(os.name)\n"
    policy = {"compliance.yaml": NAMES, "own.py": ""}
    comparison = compared(
        tmp_path,
        {**policy, "a.py": f"{use}    print(os.name)\n    return os.name\n"},
        {**policy, "a.py": use},
    )
    assert told(comparison, "remedied") == ["SST601 a.py:6", "SST601 a.py:7"]
    assert told(comparison, "remaining") == ["SST601 a.py:5"]


def test_a_copied_file_that_is_a_shim_now_is_merged(tmp_path: Path) -> None:
    more = TOTAL.replace("def total", "def sum_up").replace("free", "void")
    before = {"shop/core.py": TOTAL + "\n\n" + more, "shop/core_v2.py": TOTAL + "\n\n" + more}
    shim = "from shop.core import sum_up, total\n\n__all__ = ['sum_up', 'total']\n"
    (group,) = compared(tmp_path, before, {**before, "shop/core_v2.py": shim}).groups
    assert (group.code, group.outcome) == ("SST105", "merged")
    assert [place.symbol for place in group.went] == ["shop.core_v2"]
    assert [place.symbol for place in group.stays] == ["shop.core"]


def test_a_copy_that_moved_and_left_a_shim_is_neither_merged_nor_new(tmp_path: Path) -> None:
    before = {f"shop/{name}.py": TOTAL for name in "abc"}
    comparison = compared(tmp_path, before, {**before, "shop/z.py": TOTAL, "shop/a.py": MOVED})
    assert (told(comparison, "remedied"), told(comparison, "new"), comparison.groups) == ([], [], ())


def test_of_a_copy_that_moved_and_one_that_was_merged_the_merged_one_went(tmp_path: Path) -> None:
    before = {f"shop/{name}.py": TOTAL for name in "abc"}
    after = {"shop/a.py": MOVED, "shop/b.py": MOVED, "shop/c.py": TOTAL, "shop/z.py": TOTAL}
    (group,) = compared(tmp_path, before, after).groups
    assert ([p.symbol for p in group.went], group.outcome) == (["shop.b:total"], "merged")
    assert [place.symbol for place in group.stays] == ["shop.z:total", "shop.c:total"]


def outcome(root: Path, copy: str, original: str = TOTAL) -> str:
    """What became of two copies where they have become this."""
    before = {"shop/prices.py": TOTAL + "\n\nTAX = 1\n", "shop/basket.py": COPY}
    after = {"shop/prices.py": original + "\n\nTAX = 1\n", "shop/basket.py": copy}
    (group,) = compared(root, before, after).groups
    return group.outcome


def test_a_copy_that_calls_itself_is_not_merged(tmp_path: Path) -> None:
    own = "def basket_total(products, rebate):\n    return basket_total(products[1:], rebate)\n"
    assert outcome(tmp_path, own) == "altered"


def test_a_copy_whose_neighbour_calls_the_original_is_not_merged(tmp_path: Path) -> None:
    neighbour = (
        "from shop.prices import total\n\n\ndef basket_total(products, rebate):\n    return 0\n\n\n"
        "def basket_total_again(products):\n    return total(products, None)\n"
    )
    assert outcome(tmp_path, neighbour) == "altered"


def test_copies_that_call_each_other_are_not_merged(tmp_path: Path) -> None:
    calling = "from shop.{} import {}\n\n\ndef {}(items, discount):\n    return {}(items, discount)\n"
    copy = calling.format("prices", "total", "basket_total", "total")
    original = calling.format("basket", "basket_total", "total", "basket_total")
    assert outcome(tmp_path, copy, original) == "altered"
