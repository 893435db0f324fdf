"""Thousands of copies: what each costs does not grow with the number of the others."""

from textwrap import dedent

import pytest

from ssot_lint.extract import extract
from ssot_lint.index import Index, build_index
from ssot_lint.index.clones import Terms
from ssot_lint.index.clones.search import MOST_OTHERS
from ssot_lint.model import File, Source
from tests.unit.index.clones.made import BODY, ENGINE

MANY = 2500

FUNCTION, CLASS = dedent(BODY), dedent(ENGINE)


def index_of(*texts: str) -> Index:
    facts = {text: extract(text.encode()) for text in set(texts)}
    return build_index(
        [File(Source(f"m{n}.py", "real", f"m{n}"), facts[text]) for n, text in enumerate(texts)]
    )


def test_a_finding_lists_a_bounded_number_of_the_other_copies() -> None:
    clones = index_of("".join(FUNCTION.format(name=f"f{n}") for n in range(MANY))).clones
    (group,) = [g for g in clones.groups(Terms()) if g.code == "SST102"]
    listed = [clones.related(group, copy, "home", "other") for copy in group.copies]
    assert len(listed) == MANY - 1
    assert {len(related) for related in listed} == {1 + MOST_OTHERS}


def test_what_is_listed_is_the_home_and_then_the_first_copies_but_itself() -> None:
    clones = index_of("".join(FUNCTION.format(name=f"f{n}") for n in range(MOST_OTHERS + 3))).clones
    (group,) = [g for g in clones.groups(Terms()) if g.code == "SST102"]
    names = [each.place.symbol for each in clones.related(group, group.copies[1], "home", "other")]
    assert names == ["m0:f0", "m0:f1", *(f"m0:f{n}" for n in range(3, MOST_OTHERS + 2))]


@pytest.mark.slow
def test_copies_of_one_class_are_one_group_and_no_homonyms() -> None:
    clones = index_of(*[CLASS] * MANY).clones
    (group,) = [g for g in clones.groups(Terms()) if g.code == "SST101"]
    assert (len(group.members), clones.homonyms(Terms())) == (MANY, [])


def more(number: int) -> str:
    """Statements that no other has."""
    return "".join(f"    it.part{number}_{step}()\n" for step in range(9))


@pytest.mark.slow
def test_the_functions_of_a_file_with_thousands_of_classes_are_told_apart() -> None:
    local = CLASS.replace("\n", "\n    ")
    text = "".join(f"def g{n}():\n{local}\n{more(n)}" for n in range(MANY))
    clones = index_of(text).clones
    (group,) = [g for g in clones.groups(Terms()) if g.code == "SST101"]
    assert len(group.members) == MANY
