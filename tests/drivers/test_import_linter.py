"""import-linter's contracts, converted, are kept and broken as import-linter says, by the same imports."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from ssot_lint.policy.yaml import write_yaml
from tests.drivers.cli import write
from tests.drivers.import_linter import Verdict, judged, lint_imports, ours, theirs

SHOP = {
    "shop/__init__.py": "",
    "shop/high/__init__.py": "",
    "shop/high/views.py": "from shop import medium\nfrom shop.low import one\nimport django.db.models\n",
    "shop/medium.py": "from .low import two\n",
    "shop/low/__init__.py": "",
    "shop/low/one.py": "import json\nimport shop.utils\n",
    "shop/low/two.py": "def late():\n    import shop.medium\n",
    "shop/low/three.py": "import shop.clean\n",
    "shop/utils.py": "from shop.high import views\nimport requests\n",
    "shop/blue/__init__.py": "",
    "shop/blue/alpha.py": "from shop.green import beta\n",
    "shop/green/__init__.py": "",
    "shop/green/beta.py": (
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from shop.yellow import Gamma\n"
    ),
    "shop/yellow.py": "import shop.clean\n\n\nclass Gamma: ...\n",
    "shop/clean.py": "",
    "shop/facade.py": "from shop.yellow import Gamma\n",
    "shop/client.py": "from shop.facade import Gamma\n",
    "shop/nest/__init__.py": "import shop.nest.inner.deep\n",
    "shop/nest/inner/__init__.py": "",
    "shop/nest/inner/deep.py": "import shop.nest\n",
    "shop/nest/side.py": "import shop.nest.inner\n",
    "shop/parts/__init__.py": "",
    "shop/parts/cart/__init__.py": "",
    "shop/parts/cart/web.py": "import shop.parts.cart.model\n",
    "shop/parts/cart/jobs.py": "",
    "shop/parts/cart/model.py": "import shop.parts.pay.web\n",
    "shop/parts/pay/__init__.py": "",
    "shop/parts/pay/web.py": "import shop.parts.pay.extra\n",
    "shop/parts/pay/model.py": "import shop.parts.pay.web\n",
    "shop/parts/pay/extra.py": "import requests.adapters\n",
    "bank/__init__.py": "",
    "bank/core.py": "import shop.clean\n",
    "bank/hooks.py": "import bank.core\n",
}
SESSION = "[importlinter]\nroot_packages =\n    shop\n    bank\ninclude_external_packages = True\n"

# The contracts by name: those that import-linter's documentation explains, on the project above.
CONTRACTS = {
    "layers": "type = layers\nlayers =\n  shop.high\n  shop.medium\n  shop.low",
    "layers that are kept": "type = layers\nlayers =\n  shop.high\n  shop.clean",
    "layers with exceptions": """type = layers
layers =
  shop.high
  shop.medium
  shop.low
ignore_imports =
  shop.utils -> shop.high.views
  shop.low.two -> shop.medium""",
    "layers with an exception that is not for what lies below": """type = layers
layers =
  shop.medium
  shop.low
ignore_imports =
  shop.low -> shop.medium
unmatched_ignore_imports_alerting = none""",
    "layers with exceptions by wildcards": """type = layers
layers =
  shop.high
  shop.low
ignore_imports =
  shop.*.one -> shop.*
  shop.** -> shop.high.**""",
    "layers of root packages": "type = layers\nlayers =\n  shop\n  bank",
    "layers of root packages that are kept": "type = layers\nlayers =\n  bank\n  shop",
    "independent siblings": "type = layers\nlayers =\n  shop.high\n  shop.blue | shop.green\n  shop.clean",
    "free siblings": "type = layers\nlayers =\n  shop.high\n  shop.blue : shop.green\n  shop.clean",
    "siblings below": "type = layers\nlayers =\n  shop.green : (shop.gone)\n  shop.blue | shop.medium",
    "containers": """type = layers
layers =
  web
  (jobs)
  model
containers =
  shop.parts.cart
  shop.parts.pay""",
    "containers by wildcard": "type = layers\nlayers =\n  web\n  model\ncontainers = shop.parts.*",
    "exhaustive": """type = layers
layers =
  web
  (jobs)
  model
containers =
  shop.parts.cart
  shop.parts.pay
exhaustive = true""",
    "exhaustive but for some": """type = layers
layers =
  model
  web
containers = shop.parts.pay
exhaustive = true
exhaustive_ignores = extra""",
    "independence": "type = independence\nmodules =\n  shop.blue\n  shop.green\n  shop.yellow",
    "independence that is kept": "type = independence\nmodules =\n  shop.blue\n  shop.medium",
    "independence through others": "type = independence\nmodules =\n  shop.low\n  shop.high",
    "independence by wildcard": "type = independence\nmodules = shop.parts.*",
    "independence with exceptions": """type = independence
modules =
  shop.blue
  shop.green
  shop.parts.*
ignore_imports =
  shop.blue.alpha -> shop.green.beta
  shop.parts.cart.* -> shop.parts.pay.web""",
    "forbidden": """type = forbidden
source_modules =
  shop.low
  shop.clean
forbidden_modules =
  shop.high
  shop.green""",
    "forbidden and kept": """type = forbidden
source_modules =
  shop.clean
  bank
forbidden_modules =
  shop.high
  shop.blue""",
    "forbidden externals": """type = forbidden
source_modules =
  shop.low
  shop.parts
forbidden_modules =
  django
  requests""",
    "forbidden externals with exceptions": """type = forbidden
source_modules =
  shop.parts
forbidden_modules =
  requests
ignore_imports =
  shop.parts.pay.extra -> requests""",
    "forbidden standard library": "type = forbidden\nsource_modules = shop.medium\nforbidden_modules = json",
    "forbidden, chains allowed": """type = forbidden
source_modules =
  shop.client
  shop.green
forbidden_modules = shop.yellow
allow_indirect_imports = True""",
    "forbidden, a name that is handed on": """type = forbidden
source_modules = shop.client
forbidden_modules = shop.yellow
allow_indirect_imports = true""",
    "forbidden with an exception in the chain": """type = forbidden
source_modules = shop.client
forbidden_modules = shop.yellow
ignore_imports = shop.facade -> shop.yellow""",
    "forbidden siblings": "type = forbidden\nsource_modules = shop.medium\nforbidden_modules = shop.*",
    "forbidden wildcards on both sides": """type = forbidden
source_modules = shop.parts.*
forbidden_modules = shop.parts.*""",
    "forbidden sources among the forbidden": """type = forbidden
source_modules =
  shop.blue
  shop.green
forbidden_modules =
  shop.green
  shop.blue""",
    "forbidden descendants": """type = forbidden
source_modules = shop.nest
forbidden_modules = shop.nest.**
as_packages = False""",
    "forbidden ancestor": """type = forbidden
source_modules =
  shop.nest.inner
  shop.medium
forbidden_modules =
  shop.nest
  shop.low""",
    "forbidden single modules": """type = forbidden
source_modules =
  shop.low
  shop.high.views
forbidden_modules =
  shop.utils
  shop.medium
as_packages = False""",
    "forbidden single module around a source": """type = forbidden
source_modules =
  shop.nest
  shop.nest.inner.deep
forbidden_modules = shop.nest
as_packages = False""",
    "protected": "type = protected\nprotected_modules = shop.yellow\nallowed_importers = shop.facade",
    "protected and kept": """type = protected
protected_modules =
  shop.yellow
  shop.green
allowed_importers =
  shop.facade
  shop.blue
  shop.green""",
    "protected from each other": """type = protected
protected_modules =
  shop.parts.*
allowed_importers = bank""",
    "protected single modules": """type = protected
protected_modules = shop.**.model
allowed_importers = shop.parts.*
as_packages = False""",
    "protected with exceptions": """type = protected
protected_modules = shop.nest.inner
allowed_importers = shop.nest
ignore_imports = shop.nest.side -> shop.nest.inner
as_packages = False""",
    "protected and partly its own importer": """type = protected
protected_modules = shop.nest
allowed_importers = shop.nest.inner""",
}


def section(name: str) -> str:
    return f"[importlinter:contract:{name}]\nname = {name}\n{CONTRACTS[name]}\n"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("shop")
    contracts = "\n".join(map(section, CONTRACTS))
    return write(root, SHOP | {".importlinter": f"{SESSION}\n{contracts}"})


@pytest.fixture(scope="module")
def wanted(shop: Path) -> dict[str, Verdict]:
    return theirs(shop)


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_contract_has_the_verdict_and_the_offenders_of_import_linter(
    name: str, shop: Path, wanted: dict[str, Verdict], tmp_path: Path
) -> None:
    config = tmp_path / "config.ini"
    config.write_text(f"{SESSION}\n{section(name)}")
    assert ours(shop, config) == wanted[name]


def test_the_examples_are_both_kept_and_broken(wanted: dict[str, Verdict]) -> None:
    assert {name for name in CONTRACTS if "kept" in name} < {n for n in CONTRACTS if wanted[n].kept}
    assert sum(not wanted[name].kept for name in CONTRACTS) > len(CONTRACTS) / 2


# ------------------------------------------------------------------------------------- on this project

ROOT = Path(__file__).resolve().parents[2]
CROSSINGS = {
    "ssot_lint/score.py": "import ssot_lint.render.text",
    "ssot_lint/model.py": "from ssot_lint import run",
    "ssot_lint/plan.py": "import ssot_lint.cache.store",
    "ssot_lint/run.py": "import ssot_lint.render",
    "ssot_lint/gather.py": "from ssot_lint.policy import load",
    "ssot_lint/parallel.py": "from ssot_lint.discover.walk import walk",
    "ssot_lint/errors.py": "import ssot_checks.import_cycle.check",
    "ssot_lint/extra.py": "import ssot_lint.model",
    "ssot_checks/import_cycle/check.py": "import ssot_lint.index.core",
}


@pytest.fixture(scope="module")
def imports() -> dict[str, list[dict[str, Any]]]:
    """What the policy of this project says of imports, as far as import-linter knows the like."""
    found = yaml.safe_load((ROOT / "compliance.yaml").read_text(encoding="utf-8"))["imports"]
    modules = [b for b in found["boundaries"] if "from" in b and "category:" not in b["from"]]
    return {"layers": found["layers"], "boundaries": modules}


def contracts_of(imports: dict[str, list[dict[str, Any]]]) -> str:
    (layers,) = imports["layers"]
    lines = [
        f"{SESSION.partition('root_packages')[0]}root_packages =\n  ssot_lint\n  ssot_checks",
        f"[importlinter:contract:{layers['name']}]\nname = {layers['name']}\ntype = layers",
        "exhaustive = true\nlayers =",
        *(f"  {row}" for row in layers["order"]),
        "containers =",
        *(f"  {container}" for container in layers["containers"]),
    ]
    rooms = [name.strip() for row in layers["order"] for name in row.split("|")]
    for boundary in imports["boundaries"]:
        sources = boundary["from"] if isinstance(boundary["from"], list) else [boundary["from"]]
        allowed = [*sources, *(each.partition(" -> ")[2] for each in boundary.get("except", ()))]
        # import-linter lets a module import a package that it lies in, so that each room must be named.
        whole = (
            [f"ssot_lint.{room}" for room in rooms] if boundary["deny"] == ["ssot_lint"] else boundary["deny"]
        )
        lines += [
            f"[importlinter:contract:{boundary['name']}]\nname = {boundary['name']}\ntype = forbidden",
            "allow_indirect_imports = true\nsource_modules =",
            *(f"  {source}" for source in sources),
            "forbidden_modules =",
            *(f"  {module}" for module in whole if module not in allowed),
        ]
    return "\n".join(lines) + "\n"


@pytest.mark.slow
@pytest.mark.parametrize("crossings", [{}, CROSSINGS], ids=["as it is", "with imports across"])
def test_the_policy_of_this_project_has_the_verdicts_of_import_linter(
    crossings: dict[str, str], imports: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    for folder, package in (("ssot_lint", "ssot_lint"), ("checks", "ssot_checks")):
        sources = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, tmp_path / package, ignore=sources)
    for each in (tmp_path / "ssot_checks").iterdir():
        if each.is_dir():
            # import-linter takes no folder without one for a package, and sees nothing in it.
            (each / "__init__.py").touch()
    for path, line in crossings.items():
        with (tmp_path / path).open("a") as source:
            source.write(f"\n{line}\n")
    write(tmp_path, {".importlinter": contracts_of(imports)})
    assert lint_imports(tmp_path).returncode == bool(crossings)
    entries = [(kind, entry) for kind, listed in imports.items() for entry in listed]
    found = {e["name"]: judged(tmp_path, write_yaml({"version": 1, "imports": {k: [e]}})) for k, e in entries}
    assert found == theirs(tmp_path)
