"""What a README case cannot show of SST501, SST502, SST504 and SST601: severities, and what is undecided."""

from datetime import date
from pathlib import Path

import pytest

from ssot_lint.errors import PolicyError
from ssot_lint.model import Report
from ssot_lint.options import Options
from ssot_lint.policy import effective, load_policy
from ssot_lint.registry import load_registry
from ssot_lint.run import run
from tests.drivers.cli import write

REGISTRY = load_registry()


def report(root: Path, policy: str, sources: dict[str, str]) -> Report:
    write(root, {**sources, "compliance.yaml": f"version: 1\n{policy}\n"})
    done = run(Options(start=root, jobs=1, caching=False, today=date(2026, 1, 1)))
    assert done.incomplete == ()
    return done


def undecided(done: Report, code: str) -> int:
    return len(done.undecided.get(code, ()))


@pytest.mark.parametrize(
    ("source", "severity"),
    [
        ("from unittest import mock\n", "error"),
        ("def run():\n    from unittest import mock\n", "error"),
        ("import pytest\n", "warning"),
        ("from unittest import TestCase\n", "warning"),
        ("try:\n    from unittest import mock\nexcept ImportError:\n    mock = None\n", "info"),
        ("class FakeClient: ...\n", "info"),
    ],
)
def test_what_production_code_has_of_tests_weighs_what_it_may_do(
    source: str, severity: str, tmp_path: Path
) -> None:
    done = report(tmp_path, "", {"shop/api.py": source})
    assert [f.severity for f in done.findings if f.code == "SST504"] == [severity]


def test_a_star_that_may_bring_a_reserved_name_is_undecided(tmp_path: Path) -> None:
    done = report(
        tmp_path, "reserved: {env: {names: [os.environ]}}", {"shop/api.py": "from os import *\nx = environ\n"}
    )
    assert undecided(done, "SST601") == 1


def test_of_two_stars_neither_is_known_to_bring_a_reserved_name(tmp_path: Path) -> None:
    source = "from os import *\nfrom sys import *\nx = getenv('A')\n"
    done = report(tmp_path, "reserved: {env: {names: [os.getenv]}}", {"shop/api.py": source})
    assert [f for f in done.findings if f.code == "SST601"] == []


def test_monkeypatch_on_a_local_object_is_undecided(tmp_path: Path) -> None:
    source = "def test_it(monkeypatch, client):\n    monkeypatch.setattr(client, 'send', None)\n"
    done = report(tmp_path, "tests: {mocks: {deny: ['tests/**']}}", {"tests/test_it.py": source})
    assert undecided(done, "SST502") == 1


def test_a_marker_that_cannot_be_looked_into_justifies_by_its_name(tmp_path: Path) -> None:
    policy = "tests: {mocks: {deny: ['tests/**'], justified_by: 'marks:justified'}}"
    test = "from unittest.mock import Mock\n@justified('why')\ndef test_it():\n    assert Mock()\n"
    sources = {"marks.py": "globals()['x'] = 1\n", "tests/test_it.py": f"from marks import justified\n{test}"}
    done = report(tmp_path, policy, sources)
    assert [f for f in done.findings if f.code == "SST502"] == []


def test_a_test_class_with_an_unknown_base_is_undecided(tmp_path: Path) -> None:
    source = "class TestIt(make()):\n    def test_one(self): assert self\n"
    sources = {"base.py": "class Base: ...\n", "tests/test_it.py": source}
    done = report(tmp_path, "tests: {base_class: ['base:Base']}", sources)
    assert undecided(done, "SST501") == 1


def test_a_case_of_another_distribution_may_inherit_from_a_base_that_is_of_another_too(
    tmp_path: Path,
) -> None:
    source = (
        "from rest.test import APITestCase\nclass It(APITestCase):\n    def test_one(self): assert self\n"
    )
    done = report(tmp_path, "tests: {base_class: [django.test.TestCase]}", {"tests/test_it.py": source})
    assert undecided(done, "SST501") == 1


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("reserved: {env: {names: [os.environ], in: ['category:rael']}}", "unknown category 'rael'"),
        ("reserved: {env: {names: [os.environ], in: ['service:shop']}}", "no service is called 'shop'"),
        ("reserved: {env: {names: []}}", "reserved.env.names must not be empty"),
        ("tests: {mocks: {deny: ['category:e2e']}}", "unknown category 'e2e'"),
        ("tests: {mocks: {allow: ['service:shop']}}", "no service is called 'shop'"),
    ],
)
def test_a_policy_that_names_no_files_is_refused(policy: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "compliance.yaml"
    path.write_text(f"version: 1\n{policy}\n")
    with pytest.raises(PolicyError) as caught:
        load_policy(path, REGISTRY)
    assert told in str(caught.value)


def test_a_reserved_category_may_have_any_symbol_as_its_name(tmp_path: Path) -> None:
    path = tmp_path / "compliance.yaml"
    path.write_text("version: 1\nreserved: {env: {names: ['service:Client'], owner: ['category:Client']}}\n")
    assert "service:Client" in effective(load_policy(path, REGISTRY))
