"""The page of `ssot-lint compare` in a browser: a refactoring, and a change for the worse."""

from pathlib import Path

import pytest

from ssot_lint.comparison import (
    Api,
    Breakage,
    Comparison,
    GroupChange,
    Judges,
    PathChange,
    Promise,
    Promises,
    Revision,
    RuleChange,
    ScoreChange,
    Served,
    SymbolPaths,
    Unsure,
)
from ssot_lint.model import CategoryScore, Place, Span
from ssot_lint.render.comparison.page import render
from ssot_lint.render.wording import printable
from tests.browser.browser import Browser
from tests.browser.pages import EVIL, finding
from tests.drivers.cli import lint_in
from tests.drivers.histories import AFTER, BEFORE, begin, change
from tests.unit.render.comparisons import made

pytestmark = pytest.mark.slow

SEVERAL = 300
SHOWN_AT_ONCE = 20


def hostile() -> Comparison:
    """A change for the worse in every part, each with a name or a text that means harm."""
    place = Place(f"{EVIL.replace('/', '|')}\n.py", Span(1, 5, 1, 90), f"{EVIL}:f")
    evil = finding("SST102", place.path, 1, place=place, message=EVIL)
    lists = dict.fromkeys(("remedied", "new", "unclear", "waived"), (evil,))
    remaining = tuple(
        finding("SST102", f"{'deep/' * 20}module_{n}.py", 1, n, message="x" * 300) for n in range(SEVERAL)
    )
    score = CategoryScore(0.0, 1, 0, 1)
    promises = Promises((Promise(EVIL, "kept", "broken", EVIL),))
    return made(
        base=Revision(EVIL, "0" * 40),
        head=Revision(EVIL, "1" * 40),
        policy=Judges("head", EVIL, True),
        scores=(ScoreChange("overall", score, score), ScoreChange(EVIL, None, score)),
        rules=(RuleChange("SST102", "duplicate-function", remaining=remaining, **lists),),
        groups=(GroupChange("SST102", "merged", (place,), (place,)),),
        paths=(SymbolPaths(EVIL, (PathChange(EVIL, 1, 0), PathChange("m" * 300, 0, 1))),),
        api=Api(
            (EVIL,), 1, (Breakage(EVIL, "removed", EVIL, place.path, 1),), (Served(EVIL, EVIL, False),),
            (Unsure(EVIL, EVIL),), (EVIL,),
        ),
        contracts=promises, redirects=promises, unread=((place.path,), ()), notes=(EVIL,),
    )  # fmt: skip


@pytest.fixture(scope="module")
def refactored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("refactored")
    begin(folder, BEFORE)
    change(folder, AFTER)
    done = lint_in(folder)("compare", "HEAD", "--format=html", "--output=proof.html")
    assert done.returncode == 0, done.stderr
    return folder / "proof.html"


@pytest.fixture(scope="module")
def worse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    page = tmp_path_factory.mktemp("worse") / "proof.html"
    page.write_text(render(hostile()), encoding="utf-8")
    return page


@pytest.mark.parametrize("name", ["refactored", "worse"])
def test_nothing_is_loaded_and_the_console_is_silent(
    name: str, browser: Browser, request: pytest.FixtureRequest
) -> None:
    page: Path = request.getfixturevalue(name)
    browser.open(page)
    for each in browser.all("summary, #theme"):
        browser.run("arguments[0].click()", each)
    assert browser.logged() == []
    assert set(browser.requested()) == {page.as_uri()}


def test_a_refactoring_is_proved_at_a_glance(refactored: Path, browser: Browser) -> None:
    browser.open(refactored)
    assert browser.one(".verdict.good").text.startswith("Score 55.5% -> 100.0%: 8 findings remedied, ")
    assert browser.texts(".card .figures") == ["55.5% → 100.0%", "55.5% → 100.0%", "n/a → n/a"]
    assert browser.texts(".facts .pill") == [
        "8 remedied", "0 remaining", "0 new", "1 duplicate merged", "2 import paths retired",
    ]  # fmt: skip


def test_every_part_is_a_link_away(refactored: Path, browser: Browser) -> None:
    browser.open(refactored)
    titles = browser.texts(".top nav a")
    assert titles[1:] == [title.rstrip(" 0123456789") for title in browser.texts("section h2")[3:]]
    browser.run("arguments[0].click()", browser.all(".top nav a")[-1])
    browser.wait(lambda: browser.run("return scrollY") > 0)
    assert browser.fragment() == f"part-{len(titles) - 1}"


def test_what_means_harm_is_shown_and_never_run(worse: Path, browser: Browser) -> None:
    browser.open(worse)
    assert len(browser.all(".verdict.error")) == 1
    assert f"SST102 {printable(EVIL)}" in browser.texts(".items li")[0]
    assert browser.run("return window.broken === undefined")
    assert browser.run("return document.querySelectorAll('img, iframe, main script').length") == 0
    text = browser.run("return document.documentElement.outerHTML")
    assert not {char for char in text if not char.isprintable()} - {"\n"}


def test_a_long_list_is_folded_until_it_is_asked_for(worse: Path, browser: Browser) -> None:
    browser.open(worse)
    assert len(browser.all(".items li")) < SHOWN_AT_ONCE
    assert browser.texts("summary") == [f"Show all {SEVERAL}"]
    browser.click("summary")
    assert len(browser.all("details .items li")) == SEVERAL


def test_paper_has_what_is_folded_and_the_screen_is_as_it_was(worse: Path, browser: Browser) -> None:
    browser.open(worse)
    browser.run(
        "addEventListener('beforeprint', () => { window.printed = document.querySelector('.fold').open })"
    )
    browser.command("Page.printToPDF")
    assert browser.run("return [window.printed, document.querySelector('.fold').open]") == [True, False]


@pytest.mark.parametrize("name", ["refactored", "worse"])
def test_a_phone_scrolls_downwards_alone(name: str, browser: Browser, request: pytest.FixtureRequest) -> None:
    browser.sized(360, 740)
    browser.open(request.getfixturevalue(name))
    for each in browser.all("summary"):
        browser.run("arguments[0].click()", each)
    assert browser.run("return document.documentElement.scrollWidth") <= 360


def test_a_phone_shows_every_column_of_a_table(refactored: Path, browser: Browser) -> None:
    browser.sized(360, 740)
    browser.open(refactored)
    widths = browser.run(
        "return [...document.querySelectorAll('.scroll')].map((each) => [each.scrollWidth, each.clientWidth])"
    )
    assert len(widths) == 2
    assert [inside for inside, outside in widths if inside > outside] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_what_it_is_on(worse: Path, browser: Browser, scheme: str) -> None:
    browser.command(
        "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}]
    )
    browser.open(worse)
    ratios = browser.run(CONTRASTS, [".verdict", ".about", ".card h2", ".then", ".pill", "th", ".items li"])
    assert min(ratios) >= 4.5


CONTRASTS = """
const light = (colour) => {
  const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255);
  const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const behind = (element) => {
  const colour = getComputedStyle(element).backgroundColor;
  return colour === "rgba(0, 0, 0, 0)" ? behind(element.parentElement) : colour;
};
return arguments[0].map((selector) => {
  const element = document.querySelector(selector);
  const [one, other] = [light(getComputedStyle(element).color), light(behind(element))];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
});
"""
