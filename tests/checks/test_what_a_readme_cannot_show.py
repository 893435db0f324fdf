"""What a README case cannot hold: a severity that a check gives itself, a file for a newer Python."""

from pathlib import Path

import pytest

from ssot_lint.api import Check
from ssot_lint.errors import PolicyError
from ssot_lint.extract import extract
from ssot_lint.index import Index, build_index
from ssot_lint.model import Facts, File, Finding, Problem, ProblemKind, Source
from ssot_lint.policy import load_policy
from ssot_lint.registry import load_registry

REGISTRY = load_registry()
CHECKS = REGISTRY.by_code
UNPARSABLE, UNREADABLE, SHARED_STATE, MISSING_MODULE, MISSING_NAME = (
    CHECKS[f"SST{n}"] for n in ("001", "002", "204", "306", "307")
)
GUARDED = "try:\n    {}\nexcept ImportError:\n    pass\n"
EXPECTED = "import pytest\n\nwith pytest.raises(ImportError):\n    {}\n"
TYPING = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    {}\n"
PATCHED = "from unittest.mock import patch\n\npatch('shop.gone.name')\n"
NAMED = "from importlib import import_module\n\nimport_module('shop.gone')\n"


def project(api: str) -> tuple[File, Index]:
    texts = {"shop/__init__.py": "", "shop/engine.py": "class Engine: ...\n", "shop/api.py": api}
    files = [
        File(Source(path, "real", name, is_package=path.endswith("__init__.py")), extract(text.encode()))
        for path, text in texts.items()
        for name in [path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")]
    ]
    return files[-1], build_index(files)


def findings(check: Check, api: str) -> list[Finding]:
    return [found for found in check.run(*project(api)) if isinstance(found, Finding)]


@pytest.mark.parametrize(
    ("check", "statement"),
    [(MISSING_MODULE, "import shop.gone"), (MISSING_NAME, "from shop.engine import Gone")],
)
@pytest.mark.parametrize(
    ("around", "severity"),
    [
        ("{}", None),
        (TYPING, None),
        (GUARDED, "info"),
        (EXPECTED, "info"),
        ("with suppress(ImportError):\n    {}\n", "info"),
        ("with contextlib.suppress(KeyError, ModuleNotFoundError):\n    {}\n", "info"),
        ("with open('x') as x, suppress(Exception):\n    {}\n", "info"),
        ("with suppress(KeyError), suppress(ImportError):\n    {}\n", "info"),
        ("with suppress(OptionalError):\n    {}\n", "info"),
        ("with suppress(KeyError):\n    {}\n", None),
        ("with pytest.raises((KeyError, ImportError)):\n    {}\n", "info"),
        ("with pytest.raises(expected_exception=ImportError):\n    {}\n", "info"),
        ("with pytest.raises(ValueError):\n    {}\n", None),
        ("with self.assertRaisesRegex(ImportError, 'gone'):\n    {}\n", "info"),
        ("with self.assertRaises(ValueError):\n    {}\n", None),
        ("try:\n    {}\nexcept (ImportError, KeyError):\n    pass\n", "info"),
        ("try:\n    {}\nexcept* ImportError:\n    pass\n", "info"),
        ("try:\n    {}\nexcept:\n    pass\n", "info"),
        ("try:\n    {}\nexcept ValueError:\n    pass\n", None),
        ("try:\n    try:\n        {}\n    finally:\n        pass\nexcept ImportError:\n    pass\n", "info"),
        ("try:\n    if x:\n        {}\nexcept ImportError:\n    pass\n", "info"),
        ("try:\n    pass\nexcept ImportError:\n    {}\n", None),
        ("try:\n    pass\nexcept ImportError:\n    pass\nelse:\n    {}\n", None),
        ("try:\n    pass\nexcept ImportError:\n    pass\nfinally:\n    {}\n", None),
        ("try:\n    def lazy():\n        {}\nexcept ImportError:\n    pass\n", None),
    ],
)
def test_an_import_whose_failure_is_expected_is_only_told(
    check: Check, statement: str, around: str, severity: str | None
) -> None:
    assert [found.severity for found in findings(check, around.format(statement))] == [severity]


def test_a_literal_that_import_module_is_given_is_only_told() -> None:
    assert [found.severity for found in findings(MISSING_MODULE, NAMED)] == ["info"]


def test_a_name_that_a_mock_patches_accuses_nobody() -> None:
    assert findings(MISSING_MODULE, PATCHED) + findings(MISSING_NAME, PATCHED) == []


@pytest.mark.parametrize(
    ("name", "severity"), [("items", None), ("rate_cache", "info"), ("_instances", "info"), ("cached", None)]
)
def test_what_says_by_its_name_that_it_is_shared_is_only_told(name: str, severity: str | None) -> None:
    body = f"class Rates:\n    {name} = []\n\n    def add(self):\n        self.{name}.append(1)\n"
    index = project(body)[1]
    found = [each for each in SHARED_STATE.run(index) if isinstance(each, Finding)]
    assert [each.severity for each in found] == [severity]


@pytest.mark.parametrize(
    ("kind", "check"),
    [
        ("syntax", UNPARSABLE),
        ("newer-syntax", UNPARSABLE),
        ("nesting", UNPARSABLE),
        ("decoding", UNREADABLE),
        ("unreadable", UNREADABLE),
        ("not-regular", UNREADABLE),
    ],
)
def test_every_problem_is_one_rules_finding(kind: ProblemKind, check: Check) -> None:
    file = File(Source("shop/x.py", "real", "shop.x"), Facts(1, problem=Problem(kind, "it is so", 3, 5)))
    index = build_index([file])
    found = {c.code: list(c.run(file, index)) for c in (UNPARSABLE, UNREADABLE)}
    assert [code for code, items in found.items() if items] == [check.code]


def test_a_source_for_a_newer_python_is_told_apart_from_a_broken_one() -> None:
    problem = Problem("newer-syntax", "invalid syntax", 3, 5)
    file = File(Source("shop/x.py", "real", "shop.x"), Facts(1, problem=problem))
    (found,) = UNPARSABLE.run(file, build_index([file]))
    assert isinstance(found, Finding)
    assert found.message.startswith("needs a newer Python than ")


@pytest.mark.parametrize(
    ("boundary", "told"),
    [
        (
            "{name: a, from: shop, deny: [tests], only: [shop]}",
            "either `from` and `deny`, or `of` and `only`",
        ),
        ("{name: a, from: shop}", "either `from` and `deny`, or `of` and `only`"),
        ("{name: a, of: shop.db}", "either `from` and `deny`, or `of` and `only`"),
        ("{name: a, from: shop..db, deny: [tests]}", "'shop..db' is no module"),
        ("{name: a, from: shop, deny: [tests], except: [a->b]}", "except"),
    ],
)
def test_a_boundary_that_says_nothing_clear_is_refused(boundary: str, told: str, tmp_path: Path) -> None:
    policy = tmp_path / "compliance.yaml"
    policy.write_text(f"version: 1\nimports:\n  boundaries:\n    - {boundary}\n")
    with pytest.raises(PolicyError) as caught:
        load_policy(policy, REGISTRY)
    assert told in str(caught.value)


def test_thousands_of_redefinitions_each_point_at_the_one_before() -> None:
    many = 8000
    found = findings(CHECKS["SST106"], "def f(): ...\n" * many)
    assert [finding.related[0].place.span.line for finding in found] == list(range(1, many))
