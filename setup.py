"""Lists the packages, so that a new folder under `checks/` is installed without an entry anywhere."""

from setuptools import find_namespace_packages, setup

engine = find_namespace_packages(include=["ssot_lint", "ssot_lint.*"], exclude=["*__pycache__"])
checks = [f"ssot_checks.{name}" for name in find_namespace_packages("checks", exclude=["*__pycache__"])]

setup(packages=[*engine, "ssot_checks", *checks], package_dir={"ssot_checks": "checks"})
