"""A policy that does not load: one clear line for each mistake, all at once, where it stands."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import Field

from ssot_lint.api import (
    Duplicates,
    Factory,
    Finding,
    Index,
    OptionalSymbol,
    Section,
    Symbol,
    SymbolPattern,
    check,
    key,
)
from ssot_lint.errors import PolicyError
from ssot_lint.policy import load_policy
from ssot_lint.registry import make_registry


class Everything(Section):
    """One key of each shape."""

    factories: dict[Symbol, Factory] = key("factories", {})
    deprecated: dict[OptionalSymbol | SymbolPattern, Symbol] = key("imports.deprecated", {})
    depth: Annotated[int, Field(ge=1)] = key("imports.depth", 3)
    arrow: Annotated[str, Field(pattern="->")] = key("imports.arrow", "a -> b")
    duplicates: Duplicates = key("duplicates", Duplicates())


@check(code="SST201", severity="error", scope="project", section=Everything)
def factory_bypass(index: Index, section: Everything) -> Iterator[Finding]:
    """A class that has a factory is built elsewhere."""
    yield from ()


@check(code="SST001", severity="error", scope="project", locked=True)
def unparsable_source(index: Index) -> Iterator[Finding]:
    """A file does not parse."""
    yield from ()


REGISTRY = make_registry([factory_bypass, unparsable_source])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "compliance.yaml"


def problems(path: Path, text: str) -> list[str]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load_policy(path, REGISTRY)
    return [problem.removeprefix("compliance.yaml:") for problem in caught.value.problems]


def test_every_mistake_is_told_in_the_order_of_the_text(path: Path) -> None:
    text = "fail_on: never\nversion: 2\na: 1\na: 2\nrules: {SST001: off}\nscore: {categories: [reel]}\n"
    assert [problem.split(": ")[0] for problem in problems(path, text)] == [
        "1:10", "2:10", "3:1", "4:1", "5:9", "6:22",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- a", "1:1: a policy is a mapping of keys to values, such as `version: 1`"),
        ("just text", "1:1: a policy is a mapping of keys to values, such as `version: 1`"),
        ("a: [", "1:5: expected the node content, but found '<stream end>'"),
        ("servces: {}", "1:1: unknown key 'servces'; did you mean 'services'?"),
        ("score: {fail_undr: {}}", "1:9: unknown key 'fail_undr'; did you mean 'fail_under'?"),
        ("score: {q: {}}", "1:9: unknown key 'q'; valid keys are counted, categories, fail_under, max_new"),
        ("services: {a: {package: a, eac: true}}", "1:28: unknown key 'eac'; did you mean 'each'?"),
        ("roots: [{pth: a, path: b}]", "1:10: unknown key 'pth'; did you mean 'path'?"),
        ("version: true", "1:10: version: expected a whole number, got true"),
        ("version: 3", "1:10: version 3 is not known; write 1"),
        ("exclude:", "1:9: exclude: expected a list, got nothing"),
        ("exclude: a", "1:10: exclude: expected a list, got 'a'"),
        ("exclude: [4]", "1:11: exclude[0]: expected text, got 4"),
        ("exclude: ['']", "1:12: exclude[0] must not be empty"),
        ("exclude: ['!a']", "1:12: '!a' can match nothing; write a gitignore-style glob without '!'"),
        ("categories: [a]", "1:13: categories: expected a mapping, got a list"),
        ("roots: [3]", "1:9: roots[0]: expected text or a mapping, got 3"),
        ("roots: [../x]", "1:9: '../x' is no directory of the project; write a path from its root, with '/'"),
        ("factories: {b: {use: x, async: y}}", "1:32: factories.b.async: expected true or false, got 'y'"),
        ("factories: {a:b: {use: x, is_async: true}}", "1:27: unknown key 'is_async'; did you mean 'async'?"),
        ("factories:\n  a:b: {allow: []}", "2:3: missing key 'use'"),
        ("imports: {depth: 0}", "1:18: imports.depth: expected at least 1, got 0"),
        ("imports: {arrow: a}", "1:18: imports.arrow: expected text like ->, got 'a'"),
        ("duplicates: {similarity: .nan}", "1:26: duplicates.similarity: expected at most 1.0, got nan"),
        ("duplicates: {similarity: '0.7'}", "1:27: duplicates.similarity: expected a number, got '0.7'"),
        ("fail_on: never", "1:10: fail_on: expected 'error', 'warning' or 'info', got 'never'"),
        ("score: {counted: []}", "1:18: score.counted must not be empty"),
        ("score: {fail_under: {real: 101}}", "1:28: score.fail_under.real: expected at most 100.0, got 101"),
        ("score: {fail_under: {reel: 1}}", "1:22: unknown category 'reel'; did you mean 'real'?"),
        ("score: {categories: [tool]}", "1:22: unknown category 'tool'; known are real, test"),
        (
            "categories: {tool: []}\nscore: {fail_under: {tool: 1}}",
            "2:22: the category 'tool' is not scored; add it to score.categories",
        ),
        ("categories: {paths: []}", "1:14: 'paths' has a meaning of its own; name the category otherwise"),
        ("services: {a-b: {package: a}}", "1:12: 'a-b' is no name; write letters, digits and underscores"),
        ("rules: {SST202: off}", "1:9: unknown key 'SST202'; did you mean 'SST201'?"),
        ("rules: {factory-bypas: off}", "1:9: unknown key 'factory-bypas'; did you mean 'factory-bypass'?"),
        (
            "rules: {SST201: of}",
            "1:17: rules.SST201: expected 'off', 'error', 'warning' or 'info', got 'of'",
        ),
        (
            "rules: {SST201: {tset: off}}",
            "1:18: unknown category 'tset'; did you mean 'test'?",
        ),
        (
            "rules: {SST201: {paths: {x: bad}}}",
            "1:29: rules.SST201.paths.x: expected 'off', 'error', 'warning' or 'info', got 'bad'",
        ),
        (
            "rules: {SST201: off, factory-bypass: off}",
            "1:22: factory-bypass is SST201, which is set too; keep one of them",
        ),
        ("rules: {SST001: off}", "1:9: SST001 (unparsable-source) cannot be turned off or lowered"),
        ("rules: {SST001: {test: info}}", "1:18: SST001 (unparsable-source) cannot be turned off or lowered"),
    ],
)
def test_a_mistake_is_told_in_one_line(path: Path, text: str, problem: str) -> None:
    (told,) = problems(path, text)
    assert told.startswith(problem)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "canonical: [{symbol: a:B, deprecated: [a b]}]",
            "1:40: 'a b' is no symbol pattern; write package.module:Name with * or **",
        ),
        (
            "canonical: [{symbol: a:B, deprecated: [{}]}]",
            "1:40: canonical[0].deprecated[0]: expected text, got a mapping",
        ),
        (
            "imports: {deprecated: {a b: c}}",
            "1:24: 'a b' is no symbol pattern; write package.module:Name with * or **",
        ),
    ],
)
def test_a_value_that_fits_none_of_several_forms_is_told_once(path: Path, text: str, problem: str) -> None:
    assert problems(path, text) == [problem]


def test_a_value_that_cannot_be_read_is_told_once(path: Path) -> None:
    assert problems(path, "exclude: !!int x") == ["1:10: 'x' with the tag !!int is not allowed"]


def test_no_message_has_a_newline(path: Path) -> None:
    text = '"a\\nb": 1\nexclude: ["\\n"]\nscore: {fail_under: {"c\\nd": x}}\nfail_on: "e\\nf"\n'
    told = problems(path, text)
    assert not any("\n" in problem for problem in told)


def test_a_missing_policy_is_one_clear_line(path: Path) -> None:
    with pytest.raises(PolicyError, match=r"^compliance\.yaml:1:1: cannot be read: No such file or"):
        load_policy(path, REGISTRY)


def test_a_policy_that_is_no_regular_file_is_never_opened(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(PolicyError, match=r"^compliance\.yaml:1:1: is no regular file$"):
        load_policy(path, REGISTRY)


def test_a_category_or_service_that_nothing_declares_is_told(path: Path) -> None:
    text = (
        "services: {shop: {package: a}}\nimports:\n  deprecated: {a: 'category:rael', b: 'service:shopp'}\n"
    )
    assert problems(path, text)[-2:] == [
        "3:16: unknown category 'rael'; did you mean 'real'?",
        "3:36: no service is called 'shopp'; did you mean 'shop'?",
    ]
