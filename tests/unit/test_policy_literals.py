"""What is wrong with the strings, sets and constants that a policy declares is told, each mistake once."""

from pathlib import Path

import pytest

from ssot_lint.errors import PolicyError
from ssot_lint.judge import sought_of
from ssot_lint.model import Sought
from ssot_lint.policy import Policy, load_policy
from ssot_lint.registry import load_registry

REGISTRY = load_registry()


def loaded(tmp_path: Path, text: str) -> Policy:
    path = tmp_path / "compliance.yaml"
    path.write_text(text, encoding="utf-8")
    return load_policy(path, REGISTRY)


def problems(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        loaded(tmp_path, text)
    return str(caught.value).splitlines()


def sought(policy: Policy, *codes: str) -> Sought | None:
    """What is looked for where the rules of these codes run."""
    running = [check for check in REGISTRY.checks if check.code in codes]
    return sought_of(running, REGISTRY.checks, policy)


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("'a('", "missing ), unterminated subpattern at position 1"),
        ("'*a'", "nothing to repeat at position 0"),
        ("'[z-a]'", "bad character range z-a at position 1"),
        ("'(?P<n>a)(?P<n>b)'", "redefinition of group name 'n' as group 2; was group 1 at position 12"),
        ("'a{99999999999}'", "the repetition number is too large"),
    ],
)
def test_a_pattern_that_does_not_compile_is_one_error_at_its_place(
    tmp_path: Path, pattern: str, why: str
) -> None:
    text = f"version: 1\nliterals:\n  forbidden:\n    - pattern: {pattern}\n"
    (told,) = problems(tmp_path, text)
    assert told == f"compliance.yaml:4:17: {pattern} is no regular expression: {why}"


def test_a_pattern_that_python_will_read_otherwise_one_day_is_taken_in_silence(tmp_path: Path) -> None:
    policy = loaded(tmp_path, "version: 1\nliterals: {forbidden: [{pattern: '[[a]'}]}\n")
    assert sought(policy, "SST602") == Sought(patterns=("[[a]",))


def test_a_group_that_nothing_declares_is_an_error(tmp_path: Path) -> None:
    text = "version: 1\nliterals: {forbidden: [{pattern: 'category:x', in: ['category:rael', '**/a:b']}]}\n"
    assert problems(tmp_path, text) == ["compliance.yaml:2:54: unknown category 'rael'; did you mean 'real'?"]


def test_a_set_needs_values_and_a_home(tmp_path: Path) -> None:
    text = "version: 1\nsets:\n  a: {values: [], home: x}\n  b: {values: [y]}\n"
    assert problems(tmp_path, text) == [
        "compliance.yaml:3:15: sets.a.values must not be empty",
        "compliance.yaml:4:3: missing key 'home'",
    ]


POLICY = """\
version: 1
literals: {forbidden: [{pattern: b, docstrings: true}, {pattern: a}]}
sets: {s: {values: [z, y, z], home: "m:Home", complete_in: ["p.q:Place.part"]}}
"""


def test_what_all_rules_look_for_is_one_question(tmp_path: Path) -> None:
    policy = loaded(tmp_path, POLICY)
    wanted = Sought(("y", "z"), ("a", "b"), ("Home",), ("Home", "part"), True)
    assert sought(policy, "SST602") == sought(policy, "SST403", "SST101") == wanted


def test_rules_that_look_for_nothing_ask_nothing(tmp_path: Path) -> None:
    assert sought(loaded(tmp_path, POLICY), "SST101", "SST306") is None


def test_a_rule_that_is_off_adds_nothing_to_the_question(tmp_path: Path) -> None:
    policy = loaded(tmp_path, f"{POLICY}rules: {{SST403: off, SST108: off}}\n")
    assert sought(policy, "SST602") == Sought(patterns=("a", "b"), docstrings=True)


def test_questions_that_differ_have_digests_that_differ() -> None:
    questions = [
        Sought(),
        Sought(values=("a",)),
        Sought(values=("a", "b")),
        Sought(values=("ab",)),
        Sought(patterns=("a",)),
        Sought(patterns=("a",), docstrings=True),
        Sought(holders=("a",)),
        Sought(places=("a",)),
    ]
    assert len({question.digest for question in questions}) == len(questions)
    assert Sought(values=("a",)).digest == Sought.union([Sought(("a",)), Sought(("a",))]).digest
