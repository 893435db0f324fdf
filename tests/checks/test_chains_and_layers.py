"""What a README case cannot show of SST301: the links of a chain with their places, refused orders."""

from datetime import date
from pathlib import Path

import pytest

from ssot_lint.errors import PolicyError
from ssot_lint.model import Finding
from ssot_lint.options import Options
from ssot_lint.policy import load_policy
from ssot_lint.registry import load_registry
from ssot_lint.run import run
from tests.drivers.cli import write

REGISTRY = load_registry()
CHAIN = {
    "shop/__init__.py": "",
    "shop/api.py": "import os\n\nimport shop.one\n",
    "shop/one.py": "def load():\n    from shop import two\n",
    "shop/two.py": "x = 1\ny = 2\nimport shop.db.rows\n",
    "shop/db/__init__.py": "",
    "shop/db/rows.py": "class Row: ...\n",
}
BOUNDARY = "boundaries: [{name: db, from: shop.api, deny: [shop.db], transitive: true}]"
LAYERS = "layers: [{name: shop, order: [shop.db, shop.api]}]"


def findings(root: Path, imports: str, sources: dict[str, str]) -> list[Finding]:
    write(root, {**sources, "compliance.yaml": f"version: 1\nimports:\n  {imports}\n"})
    report = run(Options(start=root, jobs=1, caching=False, today=date(2026, 1, 1)))
    assert report.incomplete == ()
    return [finding for finding in report.findings if finding.code == "SST301"]


def told(finding: Finding) -> list[tuple[str, int, str]]:
    return [(r.place.path, r.place.span.line, r.message) for r in finding.related]


@pytest.mark.parametrize("imports", [BOUNDARY, LAYERS])
def test_each_link_of_a_chain_is_told_with_its_path_and_line(imports: str, tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, imports, CHAIN)
    assert (finding.place.path, finding.place.span.line) == ("shop/api.py", 3)
    assert told(finding)[:2] == [
        ("shop/one.py", 2, "shop.one imports shop.two"),
        ("shop/two.py", 3, "shop.two imports shop.db.rows"),
    ]
    assert told(finding)[2][0] == "shop/db/rows.py"


@pytest.mark.parametrize("imports", [BOUNDARY, LAYERS])
def test_of_several_chains_the_shortest_is_told(imports: str, tmp_path: Path) -> None:
    sources = CHAIN | {
        "shop/api.py": "import shop.one\nimport shop.short\n",
        "shop/short.py": "import shop.db\n",
    }
    (finding,) = findings(tmp_path, imports, sources)
    assert finding.place.span.line == 2
    assert "which reaches it through shop.short: " in finding.message


def test_a_way_out_of_a_denied_part_and_back_into_it_is_no_chain(tmp_path: Path) -> None:
    boundary = "boundaries: [{name: a, from: [shop.a, shop.b], deny: [shop.a], transitive: true}]"
    sources = {
        "shop/a/__init__.py": "",
        "shop/a/one.py": "import shop.util\n",
        "shop/a/two.py": "",
        "shop/b.py": "import shop.util\n",
        "shop/util.py": "import shop.a.two\n",
    }
    assert [finding.place.path for finding in findings(tmp_path, boundary, sources)] == ["shop/b.py"]


def test_the_shortest_chain_is_told_whatever_part_it_leads_to(tmp_path: Path) -> None:
    boundary = "boundaries: [{name: a, from: [shop.a, shop.b], deny: [shop.b, far], transitive: true}]"
    sources = {
        "shop/a.py": "import shop.long_way\nimport shop.short_way\n",
        "shop/b.py": "",
        "shop/long_way.py": "import shop.longer\n",
        "shop/longer.py": "import far\n",
        "shop/short_way.py": "import shop.b\n",
    }
    (finding,) = findings(tmp_path, boundary, sources)
    assert finding.message.startswith("shop.b is not for shop.a, which reaches it through shop.short_way: ")


def test_an_import_that_two_orders_forbid_is_reported_once(tmp_path: Path) -> None:
    orders = "layers: [{name: a, order: [shop.db, shop.api]}, {name: b, order: ['shop.db | shop.api']}]"
    (finding,) = findings(tmp_path, orders, CHAIN | {"shop/api.py": "import shop.db.rows\n"})
    assert finding.message.endswith("(layers a)")


@pytest.mark.parametrize(
    ("layers", "refused"),
    [
        ("{name: a, order: []}", "imports.layers[0].order must not be empty"),
        ("{name: a, order: ['a | b : c']}", "'a | b : c' mixes '|' and ':'"),
        ("{name: a, order: ['a | a']}", "'a | a' names a layer twice"),
        ("{name: a, order: ['(a | b)']}", "'(a' is no layer; write a | b, a : b, (a)"),
        ("{name: a, order: ['a.b*']}", "'a.b*' is no layer"),
        ("{name: a, order: ['a.**']}", "'a.**' is no layer"),
        ("{name: a, order: ['a |']}", "'' is no layer"),
        ("{name: a, order: [a.b, a.c, a.b]}", "a.b is named twice"),
        ("{name: a, order: [a, a.b]}", "a and a.b may share modules"),
        ("{name: a, order: [a.b, 'a.*']}", "a.b and a.* may share modules"),
        ("{name: a, order: [a, b], closed: [c]}", "c is closed and no layer of `order`"),
        ("{name: a, order: [a, b], exhaustive: true}", "exhaustive only in `containers`"),
    ],
)
def test_an_order_that_says_nothing_clear_is_refused(layers: str, refused: str, tmp_path: Path) -> None:
    policy = tmp_path / "compliance.yaml"
    policy.write_text(f"version: 1\nimports:\n  layers:\n    - {layers}\n")
    with pytest.raises(PolicyError) as caught:
        load_policy(policy, REGISTRY)
    assert refused in str(caught.value)
