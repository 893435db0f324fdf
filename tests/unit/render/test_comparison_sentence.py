"""The sentence about a comparison: true and grammatical, whatever there is to tell."""

from typing import Any

import pytest
from msgspec.structs import replace

from ssot_lint.comparison import (
    Api,
    Breakage,
    GroupChange,
    PathChange,
    Promise,
    Promises,
    RuleChange,
    Served,
    SymbolPaths,
    Unsure,
    Verdict,
)
from ssot_lint.model import Finding, Place
from ssot_lint.render.comparison import markdown, text
from ssot_lint.render.comparison.sentence import sentence
from ssot_lint.render.options import RenderOptions
from tests.unit.render.comparisons import API, made, score

BROKEN = Breakage("shop:a", "removed", "it was removed", "shop.py", 1)
SERVED = Served("shop:a", "shop.b:a", True)


def found(number: int) -> tuple[Finding, ...]:
    return tuple(Finding(place=Place("a.py"), message=f"{n} is wrong", code="SST106") for n in range(number))


def of(**parts: Any) -> str:
    return sentence(made(**parts))


def rule(**numbers: int) -> dict[str, tuple[RuleChange, ...]]:
    lists = {word: found(number) for word, number in numbers.items()}
    return {"rules": (RuleChange("SST106", "redefinition", **lists),)}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (91.25, 94.71, "Score 91.2% -> 94.7%"),
        (94.7, 94.7, "Score 94.7% as before"),
        (94.71, 94.75, "Score 94.71% -> 94.75%"),
        (99.99, 100.0, "Score 99.9% -> 100.0%"),
        (None, 100.0, "Score n/a -> 100.0%"),
        (None, None, "Score n/a as before"),
    ],
)
def test_scores_that_differ_are_told_apart(before: float | None, after: float | None, expected: str) -> None:
    assert of(scores=(score(before, after),)) == f"{expected}: no findings before or after; public API kept"


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({"remedied": 38, "remaining": 12}, "38 findings remedied, 12 remain, none new"),
        ({"remedied": 1, "remaining": 1, "new": 1}, "1 finding remedied, 1 remains, 1 new"),
        ({"new": 2}, "no findings remedied, none remain, 2 new"),
        ({"unclear": 3}, "no findings remedied, none remain, 3 undecided, none new"),
        ({"waived": 1, "remaining": 2}, "no findings remedied, 2 remain, 1 waived, none new"),
    ],
)
def test_findings_are_counted(numbers: dict[str, int], expected: str) -> None:
    assert of(**rule(**numbers)) == f"Score 90.0% as before: {expected}; public API kept"


@pytest.mark.parametrize(
    ("api", "expected"),
    [
        (None, "public API not compared"),
        (replace(API, served=(SERVED,)), "public API kept (1 by a redirect)"),
        (replace(API, served=(SERVED, SERVED)), "public API kept (2 by redirects)"),
        (replace(API, broken=(BROKEN,)), "public API broken in 1 place"),
        (
            replace(API, broken=(BROKEN, BROKEN), served=(SERVED,)),
            "public API broken in 2 places (1 kept by a redirect)",
        ),
        (
            replace(API, undecided=(Unsure("a", "b"),), left_out=("x", "y")),
            "public API kept (1 undecided, 2 modules not compared)",
        ),
    ],
)
def test_the_api_is_told(api: Api | None, expected: str) -> None:
    assert of(api=api).endswith(f"; {expected}")


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (["kept"], "; 1 contract kept"),
        (["kept"] * 12, "; all 12 contracts kept"),
        (["kept", "broken", "undecided"], "; 1 of 3 contracts kept, 1 broken, 1 undecided"),
        ([], "; public API kept"),
    ],
)
def test_contracts_are_counted(verdicts: list[Verdict], expected: str) -> None:
    declared = tuple(Promise(str(number), "kept", each, "") for number, each in enumerate(verdicts))
    assert of(contracts=Promises(declared)).endswith(expected)


def test_new_findings_that_are_mere_information_are_told() -> None:
    (both,) = rule(new=2)["rules"]
    mild = replace(both, new=tuple(replace(finding, severity="info") for finding in both.new))
    assert ", 2 new (info); " in of(rules=(mild,))
    assert ", 4 new (2 of them info); " in of(rules=(both, mild))


def test_copies_that_went_are_counted_where_something_stays() -> None:
    place = Place("a.py")
    groups = (
        GroupChange("SST102", "merged", (place, place), (place,)),
        GroupChange("SST102", "removed", (place, place), ()),
        GroupChange("SST102", "altered", (), (place, place)),
    )
    assert "; 2 duplicates merged; " in of(groups=groups)


@pytest.mark.parametrize(
    ("parts", "is_worse"),
    [
        ({}, False),
        (rule(remedied=1, remaining=2, waived=1, unclear=1), False),
        (rule(new=1), True),
        ({"api": replace(API, broken=(BROKEN,))}, True),
        ({"api": replace(API, served=(SERVED,), undecided=(Unsure("a", "b"),))}, False),
        ({"redirects": Promises((Promise("a", "kept", "broken", ""),))}, True),
        ({"redirects": Promises((Promise("a", "undecided", "broken", ""),))}, True),
        ({"redirects": Promises((Promise("a", "broken", "broken", ""),))}, False),
        ({"contracts": Promises((Promise("a", "kept", "undecided", ""),))}, False),
    ],
)
def test_only_what_is_new_or_newly_broken_is_worse(parts: dict[str, Any], is_worse: bool) -> None:
    assert made(**parts).is_worse is is_worse


def test_a_comment_of_many_findings_is_cut_where_it_would_be_refused() -> None:
    comment = markdown.render(made(**rule(new=5000, remaining=5000)))
    assert len(comment.encode()) < 65_536
    assert "more" in comment
    assert comment.count("<details>") == comment.count("</details>") == 2
    assert "#### Remaining findings (5000)" in comment


def test_of_a_table_that_is_cut_the_rows_left_out_are_counted() -> None:
    paths = tuple(SymbolPaths(f"shop:n{n}", (PathChange(f"shop:n{n}", 1, 0),)) for n in range(5000))
    comment = markdown.render(made(paths=paths))
    shown = comment.count("| 1 | 0 |")
    assert f"… and {5000 - shown} more" in comment


def test_a_table_without_room_for_a_row_keeps_its_head() -> None:
    paths = (SymbolPaths("shop:a", (PathChange("shop:a", 1, 0),)),)
    comment = markdown.render(made(paths=paths, **rule(new=5000)))
    end = "| symbol | imported as | files before | files after |\n|---|---|---:|---:|\n\n… and 1 more\n"
    assert comment.endswith(end)


@pytest.mark.parametrize(
    "parts",
    [
        {"unread": ((), ("::error::a.py",))},
        {"notes": ("::error::a.py: is a link",)},
        {"contracts": Promises((Promise("::error::a", "kept", "broken", "why"),))},
        {"contracts": Promises((Promise("::error::a", "broken", "kept", ""),))},
    ],
)
def test_no_line_is_a_command_of_github(parts: dict[str, Any]) -> None:
    lines = text.render(made(**parts), RenderOptions()).splitlines()
    assert not any(line.lstrip().startswith("::") for line in lines)
