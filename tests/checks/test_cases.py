"""The README runner itself: a mark is taken as written, and no difference goes unseen."""

import pytest

from ssot_lint.model import Finding, Place, Span
from tests.checks.cases import BadReadme, Case, differences, message_faults, parse

README = """# A title

Prose, with `code`.

## A fault is found

```python title="app/x.py"
first = 1
second = 2  # ssot: ignore[SST101] -- known  # want "two"
third = 3  # want SST202 "say \\"three\\"" # want "drei"
```

```yaml title="compliance.yaml"
version: 1
```

## Nothing to see

```python title="app/y.py"
pass
```

## Limits

```console
$ ssot-lint check
```
"""


def fence(line: str, path: str = "x.py") -> str:
    return f'## A heading\n\n```python title="{path}"\n{line}\n```\n'


def finding(message: str, line: int = 1, code: str = "SST101", suppressed: str | None = None) -> Finding:
    place = Place("x.py", Span(line, 1, line, 2))
    return Finding(place=place, message=message, code=code, suppressed=suppressed)


def case(*lines: str) -> Case:
    return parse(fence("\n".join(lines)), "SST101").cases[0]


def test_a_heading_with_files_is_a_case() -> None:
    assert [c.heading for c in parse(README, "SST101").cases] == ["A fault is found", "Nothing to see"]


def test_every_second_level_heading_is_listed() -> None:
    assert parse(README, "SST101").headings == ("A fault is found", "Nothing to see", "Limits")


def test_marks_are_taken_out_and_the_rest_of_the_line_stays() -> None:
    text = dict(parse(README, "SST101").cases[0].files)["app/x.py"]
    assert text == "first = 1\nsecond = 2  # ssot: ignore[SST101] -- known\nthird = 3\n"


def test_a_line_may_hold_several_wants() -> None:
    wants = parse(README, "SST101").cases[0].wants
    assert [(w.line, w.code, w.pattern) for w in wants] == [
        (2, "SST101", "two"),
        (3, "SST101", "drei"),
        (3, "SST202", 'say "three"'),
    ]


@pytest.mark.parametrize(
    "text",
    [
        fence("x = 1  # want no quotes"),
        fence('x = 1  # want "a" and more'),
        fence("x = 1", path="/etc/x.py"),
        fence("x = 1", path="../x.py"),
        '```python title="x.py"\n```\n',
        '## A heading\n\n```python\nx = 1  # want "a"\n```\n',
        fence("x = 1") + '\n```python title="x.py"\n```\n',
    ],
    ids=["no quotes", "not at the end", "absolute", "upward", "no heading", "no title", "twice"],
)
def test_what_cannot_be_read_as_a_case_is_refused(text: str) -> None:
    with pytest.raises(BadReadme, match=r"^line \d+: "):
        parse(text, "SST101")


def test_wanted_findings_make_no_difference() -> None:
    assert differences(case('x = 1  # want "one"'), [finding("one")], "SST101") == []


def test_a_missing_finding_is_a_difference() -> None:
    assert differences(case('x = 1  # want "one"'), [], "SST101") == ['x.py:1: missing SST101 "one"']


def test_an_unwanted_finding_is_a_difference() -> None:
    assert differences(case("x = 1"), [finding("one")], "SST101") == ["x.py:1: unexpected SST101 one"]


def test_a_second_finding_needs_a_second_want() -> None:
    found = [finding("one"), finding("one")]
    assert differences(case('x = 1  # want "one"'), found, "SST101") == ["x.py:1: unexpected SST101 one"]


def test_the_right_finding_on_another_line_is_two_differences() -> None:
    found = [finding("one", line=2)]
    assert len(differences(case('x = 1  # want "one"', "y = 1"), found, "SST101")) == 2


def test_wants_are_matched_in_whatever_order_fits() -> None:
    found = [finding("a b"), finding("a")]
    assert differences(case('x = 1  # want "a" # want "b"'), found, "SST101") == []


def test_findings_of_a_code_that_nobody_asks_for_are_left_alone() -> None:
    assert differences(case("x = 1"), [finding("one", code="SST202")], "SST101") == []


def test_findings_of_a_code_that_a_want_names_are_compared() -> None:
    found = [finding("one", code="SST202"), finding("two", line=2, code="SST202")]
    wanted = case('x = 1  # want SST202 "one"', "y = 1")
    assert differences(wanted, found, "SST101") == ["x.py:2: unexpected SST202 two"]


def test_a_waived_finding_is_none() -> None:
    assert differences(case("x = 1"), [finding("one", suppressed="known")], "SST101") == []


@pytest.mark.parametrize(
    "message",
    ["ends in a stop.", "has\ntwo lines", "see app/x.py:3:4: there", "Capital for no reason"],
)
def test_a_message_against_the_style_is_told(message: str) -> None:
    assert len(message_faults(message, case("x = 1"))) == 1


@pytest.mark.parametrize("message", ["lower case, see app/x.py:3", "Engine is built again"])
def test_a_message_in_style_has_no_fault(message: str) -> None:
    assert message_faults(message, case("class Engine: ...")) == []
