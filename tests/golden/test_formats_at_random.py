"""Whatever names and sources hold, each format stays what it is, and its reader gets the messages back."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ssot_lint.model import SEVERITIES, Finding, Place, Related, Report, Span
from ssot_lint.render import RenderOptions, printable, render
from tests.golden.reports import bypass, made_report

EVIL = (
    "::error::", "::stop-commands::x", "##[error]", "]]>", "<![CDATA[", "</script>", "<!--", "-->", "&amp;",
    "\x1b[31m", "\x1b]0;t\x07", "\r\n", "\n", "\0", "\x0b", "\x85", "\u2028", "\u202e", "\xa0", "\ufffe",
    "\ud800", "\udcff", "%", "%0A", "%25", "{0}", "[a](1)", "![a](b)", "|", "`", "``", "\\", "*b*", "__c__",
    "~~d~~", "$e$", "@octocat", "<https://x>", ":", ",", "'", '"', "é", "漢", "𐀀", " ", "a",
)  # fmt: skip
# no newline of its own, no blank at an end: a renderer may cut these
TEXT = st.lists(st.sampled_from(EVIL) | st.text(max_size=3), max_size=6).map(
    lambda parts: f"x{''.join(parts)}y"
)
PATH = (TEXT | TEXT.map("::{}".format)).map(
    lambda text: re.sub("[\ud800-\udc7f\udd00-\udfff\0/]", "_", text) + ".py"
)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    line, column = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    place = Place(draw(PATH), Span(line, column, line, column + 1), f"m:{draw(TEXT)}")
    return bypass(
        "",
        1, 1, 1, 1,
        place=place,
        message=draw(TEXT),
        hint=draw(st.just("") | TEXT),
        related=tuple(Related(Place(draw(PATH)), text) for text in draw(st.lists(TEXT, max_size=2))),
        severity=draw(st.sampled_from(SEVERITIES)),
        suppressed=draw(st.none() | TEXT),
    )  # fmt: skip


@st.composite
def reports(draw: st.DrawFn) -> Report:
    incomplete = tuple(draw(st.lists(TEXT, max_size=2)))
    found = draw(st.lists(findings(), max_size=4))
    return made_report(Path(), *found, incomplete=incomplete, notes=incomplete)


Told = list[tuple[str, str]]
"""The path and the message of each finding, as a reader gets them."""


def of_sarif(text: str) -> Told:
    return [
        (
            unquote_to_bytes(location["uri"]).decode("utf-8", "surrogateescape"),
            unlinked(result["message"]["text"].split("\n")[0]),
        )
        for result in json.loads(text)["runs"][0]["results"]
        for location in [result["locations"][0]["physicalLocation"]["artifactLocation"]]
    ]


def unlinked(text: str) -> str:
    return re.sub(r"\\([\[\]\\])", r"\1", text) if "](" in text else text


def of_github(text: str) -> Told:
    told = []
    for line in text.splitlines():
        if command := re.fullmatch(r"::(?:error|warning|notice) title=[^:]*,file=([^,:]*),[^:]*::(.*)", line):
            path, message = (unescaped(part) for part in command.groups())
            told.append((path, message.split("\n")[0]))
        elif logged := re.fullmatch(r"(?:error|warning|notice): (.*):\d:\d: SST201 (.*)", line):
            told.append((logged[1], logged[2]))
    return told


def unescaped(text: str) -> str:
    for escape, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, char)
    return text


def of_gitlab(text: str) -> Told:
    prefix = "SST201 factory-bypass: "
    issues = json.loads(text)
    return [(issue["location"]["path"], issue["description"].removeprefix(prefix)) for issue in issues]


def of_junit(text: str) -> Told:
    told = []
    for test in ElementTree.fromstring(text.encode()).iterfind(".//testcase"):
        outcome = next(iter(test), None)
        if outcome is not None and outcome.tag != "error":
            path = test.get("classname") or ""
            message = re.sub(r"^:\d:\d: SST201 ", "", (outcome.text or "").split("\n")[0][len(path) :])
            assert outcome.get("message", message) == message
            told.append((path, message))
    return told


def of_rdjson(text: str) -> Told:
    diagnostics = json.loads(text)["diagnostics"]
    return [(each["location"]["path"], each["message"].split("\n")[0]) for each in diagnostics]


def of_markdown(text: str) -> Told:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    spans = [token.children or [] for token in tokens if token.type == "inline"]
    assert not any(token.type == "html_block" for token in tokens)
    listed = [children for children in spans if children and starts_a_finding(children)]
    return [(re.sub(r":\d:\d$", "", one.content), plain(rest)[1:]) for one, *rest in map(nonempty, listed)]


def nonempty(children: list[Token]) -> list[Token]:
    return [child for child in children if child.type != "text" or child.content]


def starts_a_finding(children: list[Token]) -> bool:
    return nonempty(children)[0].type == "code_inline"


def plain(children: list[Token]) -> str:
    """The text of tokens that are nothing but text, or the comment that keeps a name from being mentioned."""
    assert {(child.type, child.content) for child in children if not child.type.startswith("text")} <= {
        ("html_inline", "<!-- -->")
    }
    return "".join(child.content for child in children if child.type.startswith("text"))


READERS: dict[str, Callable[[str], Told]] = {
    "sarif": of_sarif,
    "github": of_github,
    "gitlab": of_gitlab,
    "junit": of_junit,
    "rdjson": of_rdjson,
    "markdown": of_markdown,
}

few = settings(max_examples=20)  # of each format

EVERYTHING = RenderOptions(show=frozenset(("info", "suppressed")))


def expected(report: Report, form: str) -> Told:
    return [
        (
            finding.place.path if form == "sarif" else printable(finding.place.path),
            printable(finding.message) + (waived(finding) if form != "sarif" else ""),
        )
        for finding in report.findings
    ]


def waived(finding: Finding) -> str:
    return "" if finding.suppressed is None else f" [suppressed: {printable(finding.suppressed)}]"


@pytest.mark.parametrize("form", READERS)
@few
@given(report=reports())
def test_a_reader_gets_every_message_back(form: str, report: Report) -> None:
    told = READERS[form](render(report, form, EVERYTHING))
    wanted = expected(report, form)
    if form == "markdown":
        # hints and reasons in brackets stand behind the message
        paired = sorted(told), sorted(wanted)
        assert all(
            one[0] == other[0] and one[1].startswith(other[1]) for one, other in zip(*paired, strict=True)
        )
    else:
        assert sorted(told) == sorted(wanted)


@pytest.mark.parametrize("form", ["text", "concise", "pylint", "score", "score-markdown", *READERS])
@few
@given(report=reports())
def test_nothing_that_a_terminal_obeys_is_written(form: str, report: Report) -> None:
    text = render(report, form, EVERYTHING)
    assert all(char == "\n" or char.isprintable() for char in text)


@pytest.mark.parametrize("form", ["concise", "pylint"])
@few
@given(report=reports())
def test_a_line_is_a_finding(form: str, report: Report) -> None:
    text = render(report, form, EVERYTHING)
    assert len(text.splitlines()) == len(report.findings)


@pytest.mark.parametrize("form", ["text", "concise", "pylint", "github", "score"])
@few
@given(report=reports())
def test_no_line_but_an_annotation_is_a_command_of_github(form: str, report: Report) -> None:
    lines = render(report, form, EVERYTHING).splitlines()
    annotations = [line for line in lines if re.match(r"::(error|warning|notice) title=SST201 ", line)]
    assert not any(line.lstrip().startswith("::") for line in set(lines) - {*annotations})
    assert not any("##[" in line for line in lines)
