"""The policy: its defaults, its severities, what checks read of it, what it names."""

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import jsonschema
import pytest
from pydantic import Field

from ssot_lint.api import (
    Canonical,
    Duplicates,
    Factory,
    Finding,
    Index,
    PolicyTargets,
    Section,
    Symbol,
    check,
    key,
)
from ssot_lint.errors import CheckError
from ssot_lint.model import Severity
from ssot_lint.policy import Policy, Root, effective, json_schema, load_policy
from ssot_lint.policy.yaml import read_yaml
from ssot_lint.registry import make_registry


class Factories(Section):
    """What the rule below reads."""

    factories: dict[Symbol, Factory] = key("factories", {}, "guarded classes")
    canonical: list[Canonical] = key("canonical", [], "shared with the engine")
    depth: Annotated[int, Field(ge=1)] = key("imports.depth", 3, "how deep")


@check(code="SST201", severity="error", scope="project", section=Factories)
def factory_bypass(index: Index, section: Factories) -> Iterator[Finding]:
    """A class that has a factory is built elsewhere."""
    yield from ()


@check(code="SST003", severity="error", scope="project", section=PolicyTargets)
def unknown_policy_target(index: Index, section: PolicyTargets) -> Iterator[Finding]:
    """A name of nothing."""
    yield from ()


@check(code="SST110", severity="info", scope="project")
def homonym_class(index: Index) -> Iterator[Finding]:
    """The same name."""
    yield from ()


REGISTRY = make_registry([factory_bypass, unknown_policy_target, homonym_class])
EXAMPLE = """\
version: 1
roots: [".", {path: checks/, package: ssot_checks}]
exclude: ["**/migrations/**"]
categories: {test: ["tests/**"], tool: ["**"]}
services:
  shop: {package: shop, may_import: [shared, shop.core]}
  shared: {package: "shared.*"}
canonical:
  - symbol: shop.engine:Engine
    deprecated: ["shop.old:Engine", "shop.engine_v2:*"]
factories:
  "shop.engine:Engine": {use: shop.factory:make, async: true}
imports: {depth: 7}
rules:
  SST201: {severity: warning, tool: off, paths: {"tests/unit/**": info}}
  homonym-class: off
score: {fail_under: {overall: 95, test: 90.5}, max_new: {error: 0}}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "compliance.yaml"


def load(path: Path, text: str) -> Policy:
    path.write_text(text, encoding="utf-8")
    return load_policy(path, REGISTRY)


def test_without_a_policy_every_default_applies() -> None:
    policy = load_policy(None, REGISTRY)
    assert (policy.path, policy.roots, policy.categories, policy.fail_on) == (None, None, {}, "error")


def test_real_and_test_files_are_scored_by_default() -> None:
    assert load_policy(None, REGISTRY).scored == ("real", "test")


def test_errors_and_warnings_count_by_default() -> None:
    assert load_policy(None, REGISTRY).counted == {"error", "warning"}


def test_an_empty_policy_has_all_defaults(path: Path) -> None:
    assert load(path, "").values == load_policy(None, REGISTRY).values


def test_an_empty_policy_is_noted(path: Path) -> None:
    assert load(path, "# soon\n").notes == ("compliance.yaml is empty: every default applies",)


def test_a_policy_is_shown_under_the_name_it_is_given(path: Path) -> None:
    path.touch()
    assert load_policy(path, REGISTRY, display="ci/strict.yaml").path == "ci/strict.yaml"


def test_roots_are_paths_or_paths_with_a_package(path: Path) -> None:
    assert load(path, EXAMPLE).roots == (Root("."), Root("checks", "ssot_checks"))


def test_categories_keep_the_order_of_the_policy(path: Path) -> None:
    policy = load(path, "categories: {z: ['z/**'], a: ['a/**', 'b/**']}")
    assert list(policy.categories.items()) == [("z", ("z/**",)), ("a", ("a/**", "b/**"))]


def test_thresholds_may_be_whole_numbers(path: Path) -> None:
    assert load(path, EXAMPLE).fail_under == {"overall": 95.0, "test": 90.5}


def test_a_policy_survives_pickling(path: Path) -> None:
    policy = load(path, EXAMPLE)
    assert pickle.loads(pickle.dumps(policy)) == policy


def test_a_boolean_of_yaml_1_1_is_text(path: Path) -> None:
    assert load(path, "rules: {SST110: off}").is_off(homonym_class)


# -------------------------------------------------------------------------------------- severities


@pytest.mark.parametrize(
    ("category", "file", "severity"),
    [
        ("real", "shop/a.py", "warning"),
        ("tool", "tools/a.py", None),
        ("tool", "tests/unit/a.py", "info"),
        (None, None, "warning"),
    ],
)
def test_a_path_wins_over_a_category_and_that_over_the_rule(
    path: Path, category: str | None, file: str | None, severity: Severity | None
) -> None:
    assert load(path, EXAMPLE).severity(factory_bypass, category=category, path=file) == severity


def test_the_first_path_that_matches_wins(path: Path) -> None:
    policy = load(path, "rules: {SST201: {paths: {'a/**': info, '**': off}}}")
    assert policy.severity(factory_bypass, category="real", path="a/b.py") == "info"


def test_the_finding_s_own_severity_wins_over_the_default() -> None:
    policy = load_policy(None, REGISTRY)
    assert policy.severity(factory_bypass, category="real", path="a.py", given="info") == "info"


def test_the_policy_wins_over_the_finding_s_own_severity(path: Path) -> None:
    policy = load(path, "rules: {SST201: error}")
    assert policy.severity(factory_bypass, category="real", path="a.py", given="info") == "error"


def test_a_rule_may_be_named(path: Path) -> None:
    policy = load(path, "rules: {factory-bypass: info}")
    assert policy.severity(factory_bypass, category="real", path="a.py") == "info"


def test_a_rule_that_is_on_somewhere_is_not_off(path: Path) -> None:
    assert not load(path, "rules: {SST201: {severity: off, real: error}}").is_off(factory_bypass)


# ---------------------------------------------------------------------------------------- sections


def test_a_check_reads_its_section(path: Path) -> None:
    section = load(path, EXAMPLE).section(factory_bypass)
    assert isinstance(section, Factories)
    assert (section.depth, section.factories) == (
        7, {"shop.engine:Engine": Factory(use=Symbol("shop.factory:make"), is_async=True)},
    )  # fmt: skip


def test_a_section_has_its_defaults_without_a_policy() -> None:
    section = load_policy(None, REGISTRY).section(factory_bypass)
    assert section == Factories()


def test_a_check_may_read_a_general_key(path: Path) -> None:
    section = load(path, EXAMPLE).section(factory_bypass)
    assert isinstance(section, Factories)
    assert section.canonical[0].symbol == "shop.engine:Engine"


def test_a_check_without_a_section_reads_nothing(path: Path) -> None:
    assert load(path, EXAMPLE).section(homonym_class) is None


def test_the_targets_are_handed_to_the_check_that_asks_for_them(path: Path) -> None:
    policy = load(path, EXAMPLE)
    section = policy.section(unknown_policy_target)
    assert section == PolicyTargets(policy="compliance.yaml", targets=policy.targets)


def test_two_sections_that_declare_a_key_otherwise_are_refused() -> None:
    class Other(Section):
        depth: str = key("imports.depth", "3")

    @check(code="SST999", severity="error", scope="project", section=Other)
    def other(index: Index, section: Other) -> Iterator[Finding]:
        yield from ()

    with pytest.raises(CheckError, match=r"declares the policy key imports\.depth otherwise than"):
        load_policy(None, make_registry([factory_bypass, other]))


def test_a_key_inside_another_s_value_is_refused() -> None:
    class Inner(Section):
        least: int = key("duplicates.min_statements", 6)

    class Outer(Section):
        duplicates: Duplicates = key("duplicates", Duplicates())

    @check(code="SST998", severity="error", scope="project", section=Inner)
    def inner(index: Index, section: Inner) -> Iterator[Finding]:
        yield from ()

    @check(code="SST999", severity="error", scope="project", section=Outer)
    def outer(index: Index, section: Outer) -> Iterator[Finding]:
        yield from ()

    with pytest.raises(CheckError, match=r"duplicates\.min_statements, which is inside duplicates"):
        load_policy(None, make_registry([inner, outer]))


# ----------------------------------------------------------------------------------------- targets


def test_targets_are_what_the_user_wrote_and_where(path: Path) -> None:
    text = "canonical:\n  - symbol: shop.engine:Engine\n    deprecated: ['shop.old:*']\n"
    assert [(t.kind, t.text, t.key, t.line, t.column) for t in load(path, text).targets] == [
        ("symbol", "shop.engine:Engine", "canonical[0].symbol", 2, 13),
        ("symbol-pattern", "shop.old:*", "canonical[0].deprecated[0]", 3, 19),
    ]


def test_keys_are_targets_as_values_are(path: Path) -> None:
    text = "factories:\n  shop.engine:Engine: {use: shop.factory:make}\n"
    assert [(t.text, t.line, t.column) for t in load(path, text).targets] == [
        ("shop.engine:Engine", 2, 3),
        ("shop.factory:make", 2, 29),
    ]


def test_globs_of_rules_are_targets(path: Path) -> None:
    targets = load(path, "rules: {SST201: {paths: {'x/**': off}}}").targets
    assert [(t.kind, t.text) for t in targets] == [("path-glob", "x/**")]


def test_a_service_named_in_may_import_is_no_module(path: Path) -> None:
    policy = load(path, EXAMPLE)
    modules = [t.text for t in policy.targets if t.kind == "module"]
    assert modules == ["shop", "shop.core", "shared.*"]


def test_defaults_are_no_targets() -> None:
    assert load_policy(None, REGISTRY).targets == ()


# -------------------------------------------------------------------------------- schema, effective


def test_the_schema_is_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema(REGISTRY))


def test_the_schema_accepts_what_loads() -> None:
    jsonschema.validate(read_yaml(EXAMPLE.encode()).data, json_schema(REGISTRY))


@pytest.mark.parametrize(
    "text", ["servces: {}", "rules: {SST999: off}", "fail_on: none", "imports: {depth: 0}", "version: 2"]
)
def test_the_schema_refuses_what_does_not_load(text: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(read_yaml(text.encode()).data, json_schema(REGISTRY))


def test_the_schema_explains_the_keys_of_checks() -> None:
    assert json_schema(REGISTRY)["properties"]["factories"]["description"] == "guarded classes"


def test_the_effective_policy_means_the_same(path: Path) -> None:
    policy = load(path, EXAMPLE)
    again = load(path, effective(policy))
    assert (again.values, again.rules) == (policy.values, policy.rules)


def test_the_effective_policy_names_every_default() -> None:
    shown = read_yaml(effective(load_policy(None, REGISTRY)).encode()).data
    assert (shown["imports"], shown["fail_on"]) == ({"depth": 3}, "error")
