"""import-linter's configurations, read and converted; that they mean the same, tests/drivers shows."""

from pathlib import Path
from typing import Any

import pytest

from ssot_lint.errors import UsageError
from ssot_lint.policy import load_policy
from ssot_lint.policy.import_linter import converted, find_config, read_config, written
from ssot_lint.policy.yaml import read_yaml
from ssot_lint.registry import load_registry
from tests.drivers.cli import lint_in, write

REGISTRY = load_registry()
INI = """[importlinter]
root_package = shop
exclude_type_checking_imports = True

[importlinter:contract:a]
name = the order
type = layers
layers =
    shop.api
    # the lowest
    shop.model
ignore_imports =
    shop.model -> shop.api
    shop.model.** -> django
unmatched_ignore_imports_alerting = none
broken_contract_guidance =
    The model knows nobody.
    Ask the store.
"""
TOML = """[tool.importlinter]
root_packages = ["shop"]
exclude_type_checking_imports = true

[[tool.importlinter.contracts]]
name = "the order"
type = "layers"
layers = ["shop.api", "shop.model"]
ignore_imports = ["shop.model -> shop.api", "shop.model.**->django"]
unmatched_ignore_imports_alerting = "none"
broken_contract_guidance = "The model knows nobody. Ask the store."
"""
ORDER = {
    "name": "the order",
    "order": ["shop.api", "shop.model"],
    "except": ["shop.model -> shop.api", "shop.model.*.** -> django.**"],
    "exact": True,
    "why": "The model knows nobody. Ask the store.",
    "tags": ["runtime", "lazy", "conditional"],
}


def policy(path: Path) -> tuple[Any, list[str]]:
    """What a configuration becomes, and what it leaves out."""
    config = read_config(path, path.name)
    found = converted(config)
    return read_yaml(written(found, config, REGISTRY).encode()).data, found.gaps


def contract(root: Path, lines: str) -> tuple[Any, list[str]]:
    """The same of one contract of the package `shop`."""
    path = root / "config.ini"
    path.write_text(f"[importlinter]\nroot_package = shop\n[importlinter:contract:c]\nname = c\n{lines}\n")
    return policy(path)


@pytest.mark.parametrize(
    ("name", "text"), [("setup.cfg", INI), (".importlinter", INI), ("pyproject.toml", TOML)]
)
def test_each_kind_of_file_says_the_same(name: str, text: str, tmp_path: Path) -> None:
    write(tmp_path, {name: text})
    assert policy(find_config(tmp_path)) == ({"version": 1, "imports": {"layers": [ORDER]}}, [])


def test_a_file_that_is_about_something_else_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, {"setup.cfg": "[flake8]\nmax-line-length = 99\n", "pyproject.toml": TOML})
    assert find_config(tmp_path).name == "pyproject.toml"


def test_what_is_written_loads_as_a_policy(tmp_path: Path) -> None:
    write(tmp_path, {".importlinter": INI})
    done = lint_in(tmp_path)("policy", "--from-import-linter")
    write(tmp_path, {"compliance.yaml": done.stdout})
    assert load_policy(tmp_path / "compliance.yaml", REGISTRY).notes == ()


def test_a_file_may_be_named(tmp_path: Path) -> None:
    write(tmp_path, {"other.toml": TOML, ".importlinter": "[importlinter]\n"})
    done = lint_in(tmp_path)("policy", "--from-import-linter", "other.toml")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("# Converted from other.toml. ")


def test_a_package_is_written_with_all_below_it_and_a_module_alone(tmp_path: Path) -> None:
    protected = "type = protected\nprotected_modules = shop.db\nallowed_importers = shop.**.store\n"
    as_package, _ = contract(tmp_path, protected)
    alone, _ = contract(tmp_path, f"{protected}as_packages = False")
    said = [each["imports"]["boundaries"][0] for each in (as_package, alone)]
    assert [(b["of"], b["only"]) for b in said] == [
        (["shop.db.**"], ["shop.*.**.store.**"]),
        (["shop.db"], ["shop.*.**.store"]),
    ]


def test_a_module_that_is_forbidden_what_it_lies_in_is_left_free(tmp_path: Path) -> None:
    forbidden = "type = forbidden\nsource_modules =\n  shop.db.rows\n  shop.api\nforbidden_modules = "
    said, gaps = contract(tmp_path, f"{forbidden}\n  shop.db\n  shop.web")
    denied = [(b["from"], b["deny"]) for b in said["imports"]["boundaries"]]
    assert gaps == []
    assert denied == [
        (["shop.db.rows.**"], ["shop.web.**"]),
        (["shop.api.**"], ["shop.db.**", "shop.web.**"]),
    ]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("type = acyclic_siblings\nancestors = shop", "SST305 looks for cycles between modules"),
        ("type = my_own", "a contract type of another package"),
        ("type = independence\nmodules = shop.**", "cannot be siblings"),
        (
            "type = protected\nprotected_modules = shop.**\nallowed_importers = a",
            "not protected from each other",
        ),
        ("type = forbidden\nsource_modules = shop.a\nforbidden_modules = shop.a.b", "it forbids nothing"),
        ("type = forbidden\nsource_modules = shop.a\nforbidden_modules = shop.a.*", "it forbids nothing"),
        ("type = forbidden\nsource_modules = shop.a.b\nforbidden_modules = shop.*", "overlap in some"),
        ("type = forbidden\nsource_modules = shop.*\nforbidden_modules = shop.a.b", "overlap in some"),
        ("type = forbidden\nsource_modules = shop.a\nforbidden_modules = shop.**", "overlap in some"),
        (
            "type = forbidden\nsource_modules = shop.*\nforbidden_modules = shop.**\nas_packages = false",
            "overlap in modules at several levels",
        ),
    ],
)
def test_what_has_no_equal_is_told_and_left_out(lines: str, why: str, tmp_path: Path) -> None:
    said, (gap,) = contract(tmp_path, lines)
    assert gap.startswith("c (")
    assert why in gap
    assert said == {"version": 1}


def test_what_is_left_out_is_a_comment_and_a_line_on_stderr(tmp_path: Path) -> None:
    config = (
        f"{INI}\n[importlinter:contract:b]\nname = no cycles\ntype = acyclic_siblings\nancestors = shop\n"
    )
    done = lint_in(write(tmp_path, {".importlinter": config}))("policy", "--from-import-linter")
    assert done.returncode == 0
    (line,) = done.stderr.splitlines()
    assert line.startswith("ssot-lint: not converted: no cycles (acyclic_siblings): ")
    assert line.replace("ssot-lint: not", "# Not") in done.stdout.splitlines()


def test_an_exception_that_must_match_is_told(tmp_path: Path) -> None:
    lines = "type = independence\nmodules =\n  shop.a\n  shop.b\nignore_imports = shop.a -> shop.b"
    _, (gap,) = contract(tmp_path, lines)
    assert gap.startswith("unmatched_ignore_imports_alerting: ")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "no configuration of import-linter in setup.cfg, .importlinter or pyproject.toml"),
        ({".importlinter": "[importlinter\n"}, ".importlinter: does not parse: "),
        ({".importlinter": b"[importlinter]\nname = \xff\n"}, ".importlinter: does not parse: "),
        ({"pyproject.toml": "[tool.importlinter"}, "pyproject.toml: does not parse: "),
        (
            {"pyproject.toml": "[tool.importlinter]\nroot_package = {a = 1}\ncontracts = []"},
            "root_package must be",
        ),
        ({"pyproject.toml": "[tool.importlinter]\ncontracts = 3"}, "each of its contracts must be a table"),
        ({".importlinter": "[importlinter]\nroot_package = a"}, ".importlinter: it has no contracts"),
        ({".importlinter": "[importlinter]\n[importlinter:contract:c]\nname = c"}, "has no root_package"),
        ({".importlinter": INI.replace("name = the order\n", "")}, "the contract number 1 has no name"),
        ({".importlinter": INI.replace("type = layers\n", "")}, "the contract the order has no type"),
        ({".importlinter": INI.replace("layers =", "other =")}, "the contract the order has no layers"),
        ({".importlinter": INI.replace("= True", "= perhaps")}, "is neither true nor false: 'perhaps'"),
        ({".importlinter": INI.replace("shop.api\n", "shop.api*\n", 1)}, "'shop.api*' is no layer"),
        ({".importlinter": INI.replace("shop.api\n", "a | b : c\n", 1)}, "mixes '|' and ':'"),
        (
            {".importlinter": INI.replace("shop.api\n", "shop.model\n", 1)},
            "the order: shop.model is named twice",
        ),
        (
            {".importlinter": INI.replace("-> shop.api", "to shop.api")},
            "'shop.model to shop.api' is no import",
        ),
        ({".importlinter": INI.replace("-> shop.api", "-> shop-api")}, "'shop-api' is no module"),
        ({".importlinter": INI + "exhaustive = true"}, "the order is exhaustive without containers"),
    ],
)
def test_a_broken_configuration_is_one_clear_line(
    files: dict[str, str | bytes], told: str, tmp_path: Path
) -> None:
    write(tmp_path, files)
    with pytest.raises(UsageError) as caught:
        policy(find_config(tmp_path))
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_broken_configuration_ends_with_2(tmp_path: Path) -> None:
    done = lint_in(tmp_path)("policy", "--from-import-linter", "gone.ini")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "ssot-lint: gone.ini: cannot be read: No such file or directory\n"
