"""import-linter's contracts as a policy of this tool: read, converted, written with what was left out."""

from ssot_lint.policy.import_linter.convert import converted
from ssot_lint.policy.import_linter.read import find_config, read_config
from ssot_lint.policy.import_linter.write import written

__all__ = ["converted", "find_config", "read_config", "written"]
