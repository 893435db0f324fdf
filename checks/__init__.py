"""The rules of ssot-lint, one folder each; found through the entry-point group `ssot_lint.checks`."""
