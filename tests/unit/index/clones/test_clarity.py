"""Which edited copies are worth a look unasked."""

from collections.abc import Iterable

import pytest

from ssot_lint.index.clones import Terms
from tests.unit.indexed import index_of

LEAST = 6  # statements of a body that is compared, by default


def function(statements: Iterable[str], name: str = "run", indent: str = "") -> str:
    return f"{indent}def {name}(it):\n" + "".join(f"{indent}    {line}\n" for line in statements)


def calls(count: int, verb: str = "do") -> list[str]:
    return [f"it.{verb}{number}()" for number in range(count)]


def is_clear(one: str, other: str) -> bool:
    index = index_of({"app/one.py": one, "app/other.py": other})
    (group,) = index.clones.groups(Terms(min_statements=LEAST))
    (likeness,) = group.likenesses.values()
    return likeness.is_clear


@pytest.mark.parametrize(("common", "clear"), [(2 * LEAST, True), (2 * LEAST - 1, False)])
def test_an_edited_copy_is_clear_where_enough_lines_need_no_edit(common: int, clear: bool) -> None:
    one, other = function([*calls(common), "it.start()"]), function([*calls(common), "it.stop()"])
    assert is_clear(one, other) is clear


def test_lines_count_and_not_statements() -> None:
    long = [f"it.do{number}(\n        {number},\n    )" for number in range(8)]
    assert is_clear(function([*long, "it.start()"]), function([*long, "it.stop()"]))


def test_lines_of_what_differs_do_not_count() -> None:
    one, other = ([*calls(9), f"it.{verb}(" + "\n" * 9 + "    )"] for verb in ("start", "stop"))
    assert not is_clear(function(one), function(other))


def owner(name: str, *methods: str) -> str:
    return f"class {name}:\n" + "\n".join(methods)


def test_a_class_of_one_liners_is_not_clear() -> None:
    methods = [function([f"return it.do{n}()"], f"get{n}", "    ") for n in range(12)]
    more = function(["return it.more()"], "more", "    ")
    assert not is_clear(owner("One", *methods), owner("Other", *methods, more))


def test_a_class_of_methods_that_do_something_is_clear() -> None:
    methods = [function(calls(4, name), name, "    ") for name in ("start", "stop", "turn")]
    more = function(["return it.more()"], "more", "    ")
    assert is_clear(owner("One", *methods), owner("Other", *methods, more))


def test_a_class_of_another_name_and_other_literals_is_clear_however_short() -> None:
    one, other = (function([*calls(LEAST), f"it.say({word})"], indent="    ") for word in ("'a'", "'b'"))
    assert is_clear(owner("One", one), owner("Other", other))
