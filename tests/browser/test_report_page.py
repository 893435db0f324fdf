"""The page of `ssot-lint report` in a browser: what a reader finds, opens, filters and shares."""

from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

from ssot_lint.render.wording import printable
from tests.browser import pages
from tests.browser.browser import SHOWN, Browser
from tests.browser.conftest import made
from tests.browser.pages import EVIL

pytestmark = pytest.mark.slow

MESSAGES = "#list .message"
STATUS = "#status"


def messages(browser: Browser) -> list[str]:
    """The messages of the findings that are listed, without what stands behind them."""
    found: list[str] = browser.run(f"return {SHOWN}.map((each) => each.firstChild.data)", MESSAGES)
    return found


def pick(browser: Browser, name: str, value: str) -> None:
    """Choose an option as a reader does."""
    Select(browser.one(f"#{name}")).select_by_value(value)


# ------------------------------------------------------------------------------------ it is by itself


@pytest.mark.parametrize("name", ["small", "hostile", "large"])
def test_nothing_is_loaded_and_the_console_is_silent(
    name: str, browser: Browser, request: pytest.FixtureRequest
) -> None:
    page: Path = request.getfixturevalue(name)
    browser.open(page)
    for each in browser.all("summary")[:12]:
        browser.run("arguments[0].click()", each)
    browser.wait(lambda: browser.all("details[open] .inside"))
    assert browser.logged() == []
    assert set(browser.requested()) == {page.as_uri()}


def test_what_means_harm_is_shown_and_never_run(hostile: Path, browser: Browser) -> None:
    browser.open(hostile, "accepted=1")
    for each in browser.all("summary"):
        browser.run("arguments[0].click()", each)
    browser.wait(lambda: len(browser.all("#list .inside")) == 2)
    assert printable(EVIL) in messages(browser)
    assert browser.run("return window.broken === undefined")
    assert browser.run("return document.querySelectorAll('img, iframe, main script').length") == 0
    text = browser.run("return document.documentElement.outerHTML")
    assert not {char for char in text if not char.isprintable()} - {"\n"}


def test_a_link_to_a_hostile_path_stays_on_its_site(hostile: Path, browser: Browser) -> None:
    browser.open(hostile)
    browser.expand("#list summary")
    links = [str(each.get_property("href")) for each in browser.all("#list a.place")]
    assert links
    assert all(link.startswith("https://example.org/%3C") and link.endswith("#L1") for link in links)


def test_markup_that_a_script_brings_in_is_refused(small: Path, browser: Browser) -> None:
    browser.open(small)
    for script in (
        "document.body.innerHTML = '<img src=x onerror=window.broken=1>'",
        "document.body.append(document.createElement('script')); "
        "document.body.lastChild.textContent = 'window.broken = 1'",
        "const a = document.createElement('a'); a.setAttribute('onclick', 'window.broken = 1'); a.click()",
        "const a = document.createElement('a'); a.href = 'javascript:window.broken = 1'; "
        "document.body.append(a); a.click()",
    ):
        browser.run(f"try {{ {script} }} catch {{}}")
    assert browser.run("return window.broken === undefined")


# --------------------------------------------------------------------------------- filters and sorting


def test_the_worst_come_first_and_what_is_accepted_is_hidden(small: Path, browser: Browser) -> None:
    browser.open(small)
    assert [message[:9] for message in messages(browser)] == [
        "f repeats",
        "test_a as",
        "test_b as",
        "f is impo",
    ]
    assert browser.one(STATUS).text == "4 findings in 4 files"


def test_a_rule_is_picked(small: Path, browser: Browser) -> None:
    browser.open(small)
    pick(browser, "rule", "SST503")
    assert messages(browser) == ["test_a asserts nothing", "test_b asserts nothing"]
    assert browser.one(STATUS).text == "2 of 4 findings in 2 files"
    assert browser.fragment() == "rule=SST503"


def test_a_search_takes_every_word_wherever_it_stands(small: Path, browser: Browser) -> None:
    browser.open(small)
    browser.one("#query").send_keys("ASSERTS test_b.py")
    browser.wait(lambda: messages(browser) == ["test_b asserts nothing"])
    assert browser.fragment() == "q=ASSERTS+test_b.py"


def test_a_severity_is_pressed_and_released(small: Path, browser: Browser) -> None:
    browser.open(small)
    browser.click("button[data-severity='info']")
    assert messages(browser) == ["f is imported from shop"]
    browser.click("button[data-severity='error']")
    assert len(messages(browser)) == 2
    browser.click("button[data-severity='info']")
    browser.click("button[data-severity='error']")
    assert len(messages(browser)) == 4


def test_what_is_accepted_is_shown_on_request_with_its_reason(small: Path, browser: Browser) -> None:
    browser.open(small)
    browser.click("#accepted")
    assert "suppressed: measured: it is faster" in browser.texts("#list .message .pill")
    assert browser.one(STATUS).text == "5 of 5 findings in 5 files"


def test_what_the_baseline_accepts_is_shown_on_request_as_such(tmp_path: Path, browser: Browser) -> None:
    old = pages.finding("SST102", "shop/a.py", 1, message="an old one", baselined=True)
    new = pages.finding("SST102", "shop/b.py", 4, message="a new one")
    browser.open(made(tmp_path, lambda root: pages.small(root, report=pages.report(root, old, new))))
    assert messages(browser) == ["a new one"]
    browser.click("#accepted")
    assert browser.texts("#list .message .pill") == ["baselined"]
    assert browser.one(STATUS).text == "2 of 2 findings in 2 files"


def test_findings_are_in_the_order_of_the_files(small: Path, browser: Browser) -> None:
    browser.open(small)
    pick(browser, "sort", "file")
    assert [where.partition(":")[0] for where in browser.texts("#list .where")] == [
        "shop/b.py", "shop/deep/down/c.py", "tests/test_a.py", "tests/test_b.py",
    ]  # fmt: skip


def test_where_nothing_matches_the_filters_are_cleared_by_a_click(small: Path, browser: Browser) -> None:
    browser.open(small, "q=nowhere")
    assert messages(browser) == []
    browser.click("#clear-all")
    assert len(messages(browser)) == 4


def test_a_click_on_a_rule_shows_its_findings(small: Path, browser: Browser) -> None:
    browser.open(small)
    browser.click("#rule-table tbody tr:first-child button")
    assert browser.fragment() == "rule=SST102"
    assert len(messages(browser)) == 1


def test_the_rules_are_sorted_by_a_click_on_a_head(small: Path, browser: Browser) -> None:
    browser.open(small)
    first = "#rule-table tbody td:first-child"
    assert browser.texts(first) == ["SST102", "SST503", "SST303"]
    browser.click("#rule-table th:nth-child(1) button")
    assert browser.texts(first) == ["SST102", "SST303", "SST503"]
    browser.click("#rule-table th:nth-child(7) button")
    assert browser.texts(first)[0] == "SST503"
    assert browser.all("#rule-table th[aria-sort='descending']")


# ------------------------------------------------------------------------------------------ deep links


def test_a_link_to_a_finding_opens_it(small: Path, browser: Browser) -> None:
    browser.open(small, "finding-1020000400000000")
    assert "call the one that stays" in browser.one("#list .inside").text
    assert (
        browser.run("return document.activeElement.closest('li').dataset.fingerprint") == "1020000400000000"
    )


def test_a_link_to_a_finding_far_down_opens_it_where_it_stands(large: Path, browser: Browser) -> None:
    browser.open(large, "finding-5030001000009998")
    assert browser.one("#earlier").text.endswith("findings before these")
    browser.click("#earlier")
    assert len(browser.all("#list > li")) > 60


def test_a_link_to_what_is_gone_says_so(small: Path, browser: Browser) -> None:
    browser.open(small, "finding-gone")
    assert browser.one(STATUS).text == "There is no finding gone in this report any more."


def test_a_link_to_filters_sets_them(small: Path, browser: Browser) -> None:
    browser.open(small, "rule=SST503&q=test_a&file=tests/")
    assert messages(browser) == ["test_a asserts nothing"]
    assert browser.texts("#chips button") == ["tests/ ✕"]
    browser.click("#chips button")
    assert browser.fragment() == "q=test_a&rule=SST503"


def test_another_link_on_the_open_page_is_followed(small: Path, browser: Browser) -> None:
    browser.open(small, "rule=SST503")
    browser.run("location.hash = 'finding-1020000400000000'")
    browser.wait(lambda: browser.all("#list .inside"))
    assert len(messages(browser)) == 4


# ------------------------------------------------------------------------------------ what is opened


def test_an_open_finding_shows_its_line_and_links_to_the_source(small: Path, browser: Browser) -> None:
    browser.open(small)
    browser.expand("#list li:first-child summary")
    assert browser.one("#list .source").text.replace("\n", "") == "4def f(items):"
    assert browser.one("#list .source mark").text == "f(ite"
    assert [each.get_property("href") for each in browser.all("#list a.place")] == [
        "https://example.org/shop/b.py#L4", "https://example.org/shop/a.py#L1",
    ]  # fmt: skip


def test_a_duplicate_is_beside_the_member_to_keep(small: Path, browser: Browser) -> None:
    browser.open(small)
    browser.expand("#groups summary")
    assert browser.texts("#groups tr.changed td:nth-child(2), #groups tr.changed td:nth-child(4)") == [
        "total += item.price", "total += item.cost",
    ]  # fmt: skip
    assert browser.texts("#groups mark") == ["price", "cost"]


def test_import_paths_flow_into_the_symbol(small: Path, browser: Browser) -> None:
    browser.open(small)
    browser.expand("#fragments summary")
    assert browser.texts("#fragments .paths .quietly") == ["1 file, where it is defined", "2 files astray"]
    widths = [float(str(each.get_attribute("stroke-width"))) for each in browser.all("#fragments path")]
    assert widths[1] == 2 * widths[0]


def test_a_trend_has_a_line_for_each_score(small: Path, browser: Browser) -> None:
    browser.open(small)
    assert len(browser.all("#trend-chart path.series")) == 2
    assert browser.texts("#trend-chart .pill") == ["overall 41.0% → 48.0%", "real 70.0% → 70.0%"]
    assert browser.texts("#trend-chart tbody td")[-3:] == ["8", "1", "\N{MINUS SIGN}7"]


def test_without_a_trend_there_is_none(large: Path, browser: Browser) -> None:
    browser.open(large)
    assert browser.all("#trend, a[href='#trend']") == []


# --------------------------------------------------------------------------------------------- files


def test_a_file_of_the_map_filters_the_findings(small: Path, browser: Browser) -> None:
    browser.open(small)
    browser.click("#treemap [aria-label^='shop/b.py']")
    assert browser.fragment() == "file=shop/b.py"
    assert len(messages(browser)) == 1


def test_a_folder_of_the_map_is_opened_and_left(small: Path, browser: Browser) -> None:
    browser.open(small)
    browser.run("document.querySelector('#treemap .folder[aria-label^=\"tests/:\"]').click()")
    assert len(browser.all("#treemap .cell[aria-label^='tests/']")) == 2
    assert len(browser.all("#treemap .cell")) == 2
    browser.click("#crumbs button:first-child")
    assert len(browser.all("#treemap .cell")) == 6


def test_the_map_is_coloured_by_what_is_filtered(small: Path, browser: Browser) -> None:
    browser.open(small)
    assert len(browser.all("#treemap .cell.warning")) == 2
    pick(browser, "rule", "SST102")
    assert [len(browser.all(f"#treemap .cell.{tone}")) for tone in ("warning", "error")] == [0, 1]


def test_areas_are_as_large_as_files_are_long(small: Path, browser: Browser) -> None:
    browser.open(small)
    browser.run("document.querySelector('#treemap .folder[aria-label^=\"shop/:\"]').click()")
    sizes = {each.text: each.size["width"] * each.size["height"] for each in browser.all("#treemap .cell")}
    assert sizes["a.py"] / sizes["b.py"] == pytest.approx(400 / 300, rel=0.05)


# ------------------------------------------------------------------------------------------- the keys


def test_the_page_is_used_with_keys_alone(small: Path, browser: Browser) -> None:
    browser.open(small)
    browser.keys("/")
    browser.keys("nothing")
    browser.wait(lambda: len(messages(browser)) == 2)
    browser.keys(Keys.ESCAPE)
    assert len(messages(browser)) == 4
    browser.keys("j", "j")
    browser.keys(Keys.ENTER)
    browser.wait(lambda: browser.all("#list li:nth-child(2) .inside"))
    browser.keys("k")
    assert browser.run("return document.activeElement.closest('li') === document.querySelector('#list li')")


def test_the_arrows_move_over_the_map(small: Path, browser: Browser) -> None:
    browser.open(small)
    browser.run("document.querySelector('#treemap [aria-label^=\"shop/a.py\"]').focus()")
    browser.keys(Keys.ARROW_RIGHT)
    assert "shop/b.py: 300 lines, 1 error" in browser.one("#pointed").text
    browser.keys(Keys.ENTER)
    assert browser.fragment() == "file=shop/b.py"
    assert browser.run("return document.querySelectorAll('#treemap [tabindex=\"0\"]').length") == 1


# ------------------------------------------------------------------------------- phone, colours, paper


@pytest.mark.parametrize("name", ["small", "hostile", "large"])
def test_a_phone_scrolls_downwards_alone(name: str, browser: Browser, request: pytest.FixtureRequest) -> None:
    browser.sized(360, 740)
    browser.open(request.getfixturevalue(name))
    for each in browser.all("summary")[:12]:
        browser.run("arguments[0].click()", each)
    browser.wait(lambda: browser.all("details[open] .inside"))
    assert browser.run("return document.documentElement.scrollWidth") <= 360


def lightness(browser: Browser) -> int:
    """The red of the background."""
    return int(browser.run("return getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]"))


def test_colours_are_those_of_the_system_until_others_are_asked_for(small: Path, browser: Browser) -> None:
    browser.command(
        "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}]
    )
    browser.open(small)
    assert lightness(browser) < 50
    browser.click("#theme")
    assert lightness(browser) > 200
    browser.click("#theme")
    assert lightness(browser) < 50
    browser.click("#theme")


def test_paper_is_light_and_has_the_findings_that_are_further_down(large: Path, browser: Browser) -> None:
    browser.command(
        "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}]
    )
    browser.open(large)
    assert len(browser.all("#list > li")) < 200
    browser.command("Page.printToPDF")
    assert browser.run("return document.querySelectorAll('#list > li').length") >= 1000
    assert "the first 1000 are printed" in browser.one(STATUS).text
    browser.command("Emulation.setEmulatedMedia", media="print")
    assert lightness(browser) == 255


# ------------------------------------------------------------------------------------------ very many


def test_of_ten_thousand_findings_few_are_made_until_one_scrolls(large: Path, browser: Browser) -> None:
    browser.open(large)
    assert browser.one(STATUS).text == "10,000 findings in 1,000 files"
    before = len(browser.all("#list > li"))
    assert before <= 180
    browser.run("document.getElementById('later').scrollIntoView({behavior: 'instant'})")
    browser.wait(lambda: len(browser.all("#list > li")) > before)


def test_ten_thousand_findings_are_searched_at_once(large: Path, browser: Browser) -> None:
    browser.open(large)
    took = browser.run(
        "const start = performance.now(); setState({q: 'function_777 '}); return performance.now() - start"
    )
    assert browser.one(STATUS).text == "22 of 10,000 findings in 20 files"
    assert took < 1000
