"""Finds every place where a Python project has two sources of truth."""

__version__ = "0.1.0"
