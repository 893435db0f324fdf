"""What is written of the baseline and of suppressions keeps the published schemas."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.drivers.cli import TWICE, lint_in, write
from tests.unit.trees import git

pytestmark = pytest.mark.slow

COPY = "def {}(items):\n" + "".join(f"    items.step_{n}(items.limit_{n})\n" for n in range(8))
WAIVED = {
    "app/used.py": TWICE.replace("f():\n    return 2", "f():  # ssot: ignore[SST106] -- so\n    return 2"),
    "app/whole.py": f"# ssot: ignore-file[redefinition] until=2090-01-01 -- so\n{TWICE}",
    "app/unused.py": "x = 1  # ssot: ignore[SST106]\n",
    "app/malformed.py": "x = 1  # ssot: ignore\n",
    "app/past.py": "x = 1  # ssot: ignore[SST106] until=2020-01-01 -- past\n",
    "app/no_day.py": "x = 1  # ssot: ignore[SST106] until=soon -- some day\n",
    "app/off.py": "x = 1  # ssot: ignore[SST201] -- off\n",
}


def published(name: str) -> Any:
    return json.loads((files("ssot_lint.render") / f"{name}.schema.json").read_text(encoding="utf-8"))


def valid(text: str, name: str) -> Any:
    """The document, which keeps the published schema."""
    document = json.loads(text)
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(published(name), format_checker=checker).validate(document)
    return document


@pytest.fixture
def accepted(tmp_path: Path) -> Path:
    """A baseline of a finding that stands alone, of two that are equal, and of copies, one of them waived."""
    sources = {
        "compliance.yaml": "version: 1\nreserved: {names: {names: [os.name], owner: [app/own.py]}}\n",
        "app/own.py": "",
        "app/twice.py": TWICE,
        "app/equal.py": "import os\n\n\ndef f():\n    return os.name + os.name\n",
        "app/one.py": COPY.format("one"),
        "app/two.py": COPY.format("two"),
        "app/zzz.py": COPY.format("zzz").replace(":\n", ":  # ssot: ignore[SST102] -- so\n", 1),
        "app/\udce9.py": TWICE,
    }
    root = write(tmp_path, sources)
    assert lint_in(root)("baseline", "write").returncode == 0
    return root


@pytest.mark.parametrize("name", ["baseline", "accepted", "suppressions"])
def test_a_schema_is_one(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(published(name))


def test_the_baseline_that_is_written_keeps_its_schema(accepted: Path) -> None:
    document = valid((accepted / ".ssot-baseline.json").read_text(encoding="utf-8"), "baseline")
    entries = [entry for entry in document["findings"] if entry]
    assert {entry["count"] for entry in entries} == {0, 1, 2}
    assert sum("home" in entry for entry in entries) == 2


def test_the_list_of_what_is_accepted_keeps_its_schema(accepted: Path) -> None:
    document = valid(lint_in(accepted)("baseline", "show", "--format=json").stdout, "accepted")
    assert document["count"] == sum(document["rules"].values()) == 5


def test_an_empty_baseline_keeps_its_schema(tmp_path: Path) -> None:
    lint = lint_in(write(tmp_path, {"pyproject.toml": "", "a.py": "x = 1\n"}))
    lint("baseline", "write")
    valid((tmp_path / ".ssot-baseline.json").read_text(encoding="utf-8"), "baseline")
    assert valid(lint("baseline", "show", "--format=json").stdout, "accepted")["count"] == 0


@pytest.mark.parametrize("checkout", [True, False])
def test_the_list_of_suppressions_keeps_its_schema(tmp_path: Path, checkout: bool) -> None:
    root = write(tmp_path, {"pyproject.toml": "", **WAIVED})
    if checkout:
        git(root, "init")
        git(root, "add", "app/used.py")
        git(root, "commit", "-m", "one")
    listed = valid(lint_in(root)("suppressions", "--format=json").stdout, "suppressions")["suppressions"]
    assert len(listed) == len(WAIVED)
    assert {each["state"] for each in listed} == set(
        published("suppressions")["properties"]["suppressions"]["items"]["properties"]["state"]["enum"]
    )
    assert {each["committed"] for each in listed} == ({True, False} if checkout else {None})


@pytest.mark.parametrize("name", ["accepted", "suppressions"])
def test_a_schema_wants_every_part(name: str, accepted: Path) -> None:
    write(accepted, WAIVED)
    command = {"accepted": ("baseline", "show"), "suppressions": ("suppressions",)}[name]
    document = valid(lint_in(accepted)(*command, "--format=json").stdout, name)
    list_of = "findings" if name == "accepted" else "suppressions"
    first = document[list_of][0]
    less = [{key: document[key] for key in document if key != gone} for gone in document]
    less += [{**document, list_of: [{key: first[key] for key in first if key != gone}]} for gone in first]
    validator = jsonschema.Draft202012Validator(published(name))
    assert [each for each in less if validator.is_valid(each)] == []
