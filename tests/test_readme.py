"""README.md says only what is so: its commands are run, its policy is loaded, its table is the registry."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
from markdown_it import MarkdownIt

from benchmarks.corpora import CORPORA
from ssot_lint.judge import split_off
from ssot_lint.policy import json_schema, load_policy
from ssot_lint.policy.yaml import read_yaml
from ssot_lint.registry import load_registry
from tests.drivers.cli import OF_CI, lint_in
from tests.drivers.histories import AFTER, BEFORE, begin, change, sentence
from tests.unit.trees import git

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
REGISTRY = load_registry()
DJANGO = next(corpus.root for corpus in CORPORA if corpus.name == "django")


@dataclass
class Section:
    """What stands in fences under a `##` heading: titled files, and blocks by language."""

    files: dict[str, str] = field(default_factory=dict)
    blocks: dict[str, list[str]] = field(default_factory=dict)


def sections() -> dict[str, Section]:
    found: dict[str, Section] = {}
    tokens = MarkdownIt().parse(TEXT)
    heading = ""
    for token, content in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            heading = content.content
        elif token.type == "fence":
            section = found.setdefault(heading, Section())
            language, _, title = token.info.partition(" ")
            if title:
                section.files[title.removeprefix('title="').removesuffix('"')] = token.content
            else:
                section.blocks.setdefault(language, []).append(token.content)
    return found


SECTIONS = sections()
POLICY = SECTIONS["Policy"].files["compliance.yaml"]


def lay_out(section: str, root: Path) -> Path:
    for name, text in SECTIONS[section].files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def replayed(block: str, directory: Path) -> str:
    """A console block as it comes out when its commands are run in one shell, one after the other."""
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    lines = (f"code=$?; echo {shlex.quote(f'$ {each}')}; (exit $code)\n{each}\n" for each in commands)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "-c", "exec 2>&1\n" + "".join(lines)]
    environment = {**os.environ, "PATH": path}
    done = subprocess.run(
        command, cwd=directory, env=environment, stdout=subprocess.PIPE, encoding="utf-8", check=False
    )
    return done.stdout


@pytest.mark.parametrize(
    ("section", "files_of"),
    [
        ("Policy", "Policy"),
        ("Score and gate", "Policy"),
        ("Baseline", "Baseline"),
        ("Duplicates", "Duplicates"),
        ("Pictures", "Policy"),
        ("Repairs", "Repairs"),
        ("Suppressions", "Suppressions"),
        ("Trend", "Duplicates"),
        ("In the editor", "In the editor"),
    ],
)
def test_what_the_readme_shows_is_what_comes_out(section: str, files_of: str, tmp_path: Path) -> None:
    root = lay_out(files_of, tmp_path)
    for block in SECTIONS[section].blocks["console"]:
        assert replayed(block, root) == block


@pytest.mark.slow
@pytest.mark.skipif(not DJANGO.is_dir(), reason="`make bench` fetches Django")
def test_the_first_minute_is_what_comes_out() -> None:
    (block,) = SECTIONS["The first minute"].blocks["console"]
    assert replayed(block, DJANGO) == block


@pytest.mark.slow
def test_the_sentence_about_a_change_is_what_comes_out(tmp_path: Path) -> None:
    begin(tmp_path, BEFORE)
    change(tmp_path, AFTER)
    (shown,) = SECTIONS["The proof of a change"].blocks["text"]
    assert sentence(lint_in(tmp_path)("compare", "HEAD")) == shown.rstrip("\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    "block",
    [
        *SECTIONS["Score and gate"].blocks["sh"],
        *SECTIONS["Formats"].blocks["sh"],
        *(block.replace("$ ", "") for block in SECTIONS["The report as a page"].blocks["console"]),
    ],
    ids=["what is new", "formats", "page"],
)
def test_every_command_of_a_block_runs(block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OF_CI:
        monkeypatch.delenv(name, raising=False)
    begin(tmp_path, SECTIONS["Policy"].files)
    git(tmp_path, "update-ref", "refs/remotes/origin/main", "HEAD")
    for line in block.splitlines():
        assert replayed(f"$ {line}\n$ echo $?", tmp_path).splitlines()[-1] in ("0", "1")


def test_the_json_of_the_readme_is_what_comes_out(tmp_path: Path) -> None:
    lay_out("Policy", tmp_path)
    command = [sys.executable, "-m", "ssot_lint", "check", "--format", "json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    (shown,) = SECTIONS["JSON"].blocks["json"]
    assert json.loads(shown) in json.loads(done.stdout)["findings"]


def test_the_edge_of_the_readme_is_what_comes_out(tmp_path: Path) -> None:
    lay_out("Policy", tmp_path)
    command = [sys.executable, "-m", "ssot_lint", "graph", "--format", "json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    (shown,) = SECTIONS["Pictures"].blocks["json"]
    assert json.loads(shown) in json.loads(done.stdout)["edges"]


def test_the_group_of_the_readme_is_what_comes_out(tmp_path: Path) -> None:
    lay_out("Duplicates", tmp_path)
    command = [sys.executable, "-m", "ssot_lint", "duplicates", "--format", "json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    (shown,) = SECTIONS["Duplicates"].blocks["json"]
    assert json.loads(shown) in json.loads(done.stdout)["groups"]


def test_the_policy_of_the_readme_loads_without_a_remark(tmp_path: Path) -> None:
    path = tmp_path / "compliance.yaml"
    path.write_text(POLICY, encoding="utf-8")
    assert load_policy(path, REGISTRY).notes == ()


def test_the_schema_for_editors_accepts_the_policy_of_the_readme() -> None:
    jsonschema.validate(read_yaml(POLICY.encode()).data, json_schema(REGISTRY))


def rule_table() -> Iterator[str]:
    """A line for each registered rule, as the README must have it."""
    _, off = split_off(REGISTRY.checks, load_policy(None, REGISTRY), frozenset(REGISTRY.by_code))
    waiting = {rule.code for rule in off}
    for check in REGISTRY.checks:
        link = f"[{check.code}](checks/{check.module.split('.')[-2]}/README.md)"
        severity = f"{check.severity}, once declared" if check.code in waiting else check.severity
        yield f"| {link} | {check.name} | {severity} | {check.summary} |"


def test_the_rules_of_the_readme_are_the_registered_ones() -> None:
    assert re.findall(r"^\| \[SST.*$", TEXT, re.M) == list(rule_table())


def test_the_check_that_the_readme_shows_is_a_real_one() -> None:
    for name, text in SECTIONS["Writing a check"].files.items():
        assert text == (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", TEXT))))
def test_links_lead_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


def test_what_the_house_lists_is_there() -> None:
    house = TEXT.partition("## The house")[2].partition("## ")[0]
    names = re.findall(r"`([\w/.]+)`", "".join(re.findall(r"^\| (`.*?) \|", house, re.M)))
    assert names
    assert all((ROOT / name).exists() or (ROOT / "ssot_lint" / name).exists() for name in names)


def test_the_make_targets_that_the_readme_names_exist() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"`make ([\w-]+)`", TEXT)) <= targets
