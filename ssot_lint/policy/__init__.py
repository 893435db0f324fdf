"""compliance.yaml, validated: one schema of general keys and of what each check reads."""

from ssot_lint.policy.load import load_policy
from ssot_lint.policy.record import Policy, Root, RuleSetting, effective
from ssot_lint.policy.schema import json_schema

__all__ = ["Policy", "Root", "RuleSetting", "effective", "json_schema", "load_policy"]
