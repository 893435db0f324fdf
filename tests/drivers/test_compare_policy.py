"""`ssot-lint compare`: contracts and redirects that the policy declares, and whose policy counts."""

from pathlib import Path

import pytest

from tests.drivers.cli import TWICE, Lint, lint_in, write
from tests.drivers.histories import AFTER, BEFORE, POLICY, begin, change, commit, compared, sentence

pytestmark = pytest.mark.slow


# --------------------------------------------------------------------------------- contracts and redirects


def test_a_contract_that_breaks_is_told(shop: Path, lint: Lint) -> None:
    change(shop, {"shop/engine.py": BEFORE["shop/engine.py"].replace("job", "task")})
    done = lint("compare", "HEAD", "--format", "json")
    (contract,) = compared(done)["contracts"]["declared"]
    assert (contract["before"], contract["after"]) == ("kept", "broken")
    assert "misses the parameter 'job'" in contract["detail"]
    assert "; 0 of 1 contract kept, 1 broken" in compared(done)["sentence"]
    assert done.returncode == 1


def test_a_redirect_that_goes_is_told(shop: Path, lint: Lint) -> None:
    change(shop, AFTER)
    commit(shop)
    change(shop, {"shop/settings.py": None})
    done = lint("compare", "HEAD", "--format", "json")
    assert compared(done)["redirects"]["declared"] == [
        {
            "symbol": "shop.settings:Settings",
            "before": "kept",
            "after": "broken",
            "detail": "it leads nowhere",
        }
    ]
    assert done.returncode == 1


def test_a_redirect_that_leads_elsewhere_is_told(shop: Path, lint: Lint) -> None:
    change(shop, AFTER)
    commit(shop)
    change(shop, {"shop/settings.py": "from shop.engine import Engine as Settings\n"})
    (redirect,) = compared(lint("compare", "HEAD", "--format", "json"))["redirects"]["declared"]
    assert redirect["detail"] == "it leads to shop.engine:Engine, not to shop.config:Settings"


def test_contracts_that_no_rule_judges_are_told(shop: Path, lint: Lint) -> None:
    change(shop, {"compliance.yaml": POLICY + "rules: {SST401: off}\n"})
    document = compared(lint("compare", "HEAD", "--format", "json"))
    assert document["contracts"] == {
        "declared": [],
        "off": "SST401 is off: turned off in compliance.yaml",
    }
    assert "; contracts not judged" in document["sentence"]


# ------------------------------------------------------------------------------------------------ policies


def test_both_are_judged_by_the_policy_of_the_head(shop: Path, lint: Lint) -> None:
    change(shop, {"compliance.yaml": "version: 1\n"})
    done = lint("compare", "HEAD")
    assert "no findings remedied, 1 remains, none new" in sentence(done)
    assert (
        "Both are judged by compliance.yaml of the work tree; the other revision has another policy"
        in done.stdout
    )
    commit(shop)
    assert compared(lint("compare", "HEAD~1", "HEAD", "--format", "json"))["policy"] == {
        "of": "head",
        "path": "compliance.yaml",
        "differs": True,
    }


def test_both_are_judged_by_the_policy_of_the_base_where_that_is_asked_for(shop: Path, lint: Lint) -> None:
    change(shop, {"compliance.yaml": "version: 1\n"})
    document = compared(lint("compare", "HEAD", "--policy-of", "base", "--format", "json"))
    assert document["findings"]["remaining"] == 8
    assert document["policy"] == {"of": "base", "path": "compliance.yaml", "differs": True}


def test_a_policy_that_is_given_may_be_that_of_the_base(shop: Path, lint: Lint) -> None:
    change(shop, {"strict.yaml": "version: 1\n"})
    commit(shop)
    change(shop, {"strict.yaml": "version: 1\nrules: {SST102: off}\n"})
    done = lint("compare", "HEAD", "--config", "strict.yaml", "--policy-of", "base", "--format", "json")
    assert compared(done)["policy"] == {"of": "base", "path": "strict.yaml", "differs": True}


def test_a_base_without_a_policy_is_told(tmp_path: Path) -> None:
    begin(tmp_path, {"a.py": TWICE})
    write(tmp_path, {"compliance.yaml": "version: 1\nrules: {SST106: off}\n"})
    done = lint_in(tmp_path)("compare", "HEAD", "--policy-of", "base")
    assert "no findings remedied, 1 remains, none new" in sentence(done)
    assert "Both are judged by the defaults (HEAD has no policy); the other revision" in done.stdout


def test_the_policy_of_the_base_counts_where_there_is_none_now(tmp_path: Path) -> None:
    begin(tmp_path, {"a.py": TWICE, "compliance.yml": "version: 1\nrules: {SST106: off}\n"})
    (tmp_path / "compliance.yml").unlink()
    lint = lint_in(tmp_path)
    assert "no findings before or after" in sentence(lint("compare", "HEAD", "--policy-of", "base"))
    assert "1 remains" in sentence(lint("compare", "HEAD"))


def test_a_policy_of_the_other_name_is_another_policy_too(tmp_path: Path) -> None:
    begin(tmp_path, {"a.py": TWICE, "compliance.yml": "version: 1\n"})
    change(tmp_path, {"compliance.yml": "version: 1\nrules: {SST106: off}\n"})
    assert compared(lint_in(tmp_path)("compare", "HEAD", "--format", "json"))["policy"]["differs"] is True


def test_line_ends_make_no_other_policy(shop: Path, lint: Lint) -> None:
    change(shop, {"compliance.yaml": POLICY.replace("\n", "\r\n")})
    assert compared(lint("compare", "HEAD", "--format", "json"))["policy"]["differs"] is False


def test_a_policy_that_is_given_judges_both(shop: Path, lint: Lint, tmp_path: Path) -> None:
    write(tmp_path, {"strict.yaml": "version: 1\nrules: {SST102: off}\n"})
    document = compared(lint("compare", "HEAD", "HEAD", "--config", "../strict.yaml", "--format", "json"))
    assert document["policy"] == {"of": "file", "path": "strict.yaml", "differs": None}
    assert document["rules"] == []
