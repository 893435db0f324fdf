"""Which packages of checks are installed, told without importing any of them."""

from importlib.metadata import entry_points

GROUP = "ssot_lint.checks"
"""The entry-point group; each entry names a package with one folder a check."""


def check_packages() -> list[str]:
    """The names of the packages, sorted."""
    return sorted({entry.value for entry in entry_points(group=GROUP)})
