"""The policy as the rooms know it: validated, complete, immutable."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import to_jsonable_python

from ssot_lint.api import Check, PolicyTarget, PolicyTargets, Section, Service, Severity, matches_path
from ssot_lint.policy.general import Level
from ssot_lint.policy.schema import RULES, section_keys
from ssot_lint.policy.yaml import write_yaml


@dataclass(frozen=True)
class Root:
    """A directory that import statements start from; `package` is the name its folder stands for."""

    path: str
    package: str = ""


@dataclass(frozen=True)
class RuleSetting:
    """What the policy says of one rule's severity; None and empty where it says nothing."""

    everywhere: Level | None = None
    categories: Mapping[str, Level] = field(default_factory=dict)
    paths: Mapping[str, Level] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What `compliance.yaml` declares, every default filled in.

    `path` is the name it is shown under, None with no policy. `roots` is None where none are
    declared, `categories` empty likewise; the first category that matches a file wins.
    `scored`: the categories that make up the overall score; `counted`: the severities that cost a
    file its compliance. `fail_under`: percent, by `overall` or category; `max_new`: findings that
    the baseline does not know, by severity. `values`: the value of every key but `rules`, by dotted
    key. `targets`: the names and globs that the user wrote. `notes`: what a user should know.
    """

    path: str | None
    roots: tuple[Root, ...] | None
    exclude: tuple[str, ...]
    categories: dict[str, tuple[str, ...]]
    services: dict[str, Service]
    scored: tuple[str, ...]
    counted: frozenset[Severity]
    fail_on: Severity
    fail_under: dict[str, float]
    max_new: dict[str, int]
    rules: Mapping[str, RuleSetting]
    values: Mapping[str, Any]
    targets: tuple[PolicyTarget, ...] = ()
    notes: tuple[str, ...] = ()

    def severity(
        self, check: Check, *, category: str | None, path: str | None, given: Severity | None = None
    ) -> Severity | None:
        """The severity of a finding, None where the rule is off there.

        The policy's word for its path wins over that for its category, and that over its word for
        the rule; where it says nothing, `given` by the check wins over the rule's default.
        """
        setting = self.rules.get(check.code, RuleSetting())
        level = setting.everywhere or given or check.severity
        level = setting.categories.get(category or "", level)
        if path is not None:
            globs = (glob for glob in setting.paths if matches_path(glob, path))
            level = setting.paths.get(next(globs, ""), level)
        return None if level == "off" else level

    def is_off(self, check: Check) -> bool:
        """Whether the rule is off everywhere."""
        setting = self.rules.get(check.code, RuleSetting())
        exceptions = (*setting.categories.values(), *setting.paths.values())
        return setting.everywhere == "off" and all(level == "off" for level in exceptions)

    def section(self, check: Check) -> Section | None:
        """What a check reads of the policy, None where it reads nothing."""
        if check.section is None:
            return None
        values = {attribute: self.values[path] for attribute, path, _ in section_keys(check.section)}
        if issubclass(check.section, PolicyTargets):
            values |= {"policy": self.path or "", "targets": self.targets}
        return check.section.model_construct(**values)


def effective(policy: Policy) -> str:
    """The policy as YAML with every default filled in; read again, it means the same.

    Rules that it does not name keep the severities they were made with.
    """
    tree: dict[str, Any] = {}
    for path, value in policy.values.items():
        *above, last = path.split(".")
        branch = tree
        for segment in above:
            branch = branch.setdefault(segment, {})
        branch[last] = to_jsonable_python(value, by_alias=True)
    tree[RULES] = {code: _written(policy.rules[code]) for code in sorted(policy.rules)}
    return write_yaml(tree)


def _written(setting: RuleSetting) -> Any:
    table: dict[str, Any] = {"severity": setting.everywhere} if setting.everywhere else {}
    table |= setting.categories
    return table | ({"paths": dict(setting.paths)} if setting.paths else {})
