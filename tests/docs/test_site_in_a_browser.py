"""The site in Debian's chromium, on a wide and on a narrow screen, in the light and in the dark."""

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.common import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

PAGES = ("index.html", "rules/SST201.html", "policy.html", "architecture.html")
SCREENS = {"wide": (1280, 900), "narrow": (390, 844)}
PATIENCE = 30.0  # seconds

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (shutil.which("chromium") and shutil.which("chromedriver")) and "CI" not in os.environ,
        reason="apt-get install chromium chromium-driver",
    ),
]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def chromium() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    # In a container it runs as root, with little shared memory.
    for argument in ("headless=new", "no-sandbox", "disable-dev-shm-usage", "disable-gpu"):
        options.add_argument(f"--{argument}")
    driver = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))
    yield driver
    driver.quit()


@pytest.fixture(params=SCREENS)
def screen(request: pytest.FixtureRequest) -> tuple[int, int]:
    return SCREENS[request.param]


@pytest.fixture
def browser(screen: tuple[int, int], chromium: webdriver.Chrome) -> webdriver.Chrome:
    size = {"width": screen[0], "height": screen[1], "deviceScaleFactor": 1, "mobile": False}
    chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    return chromium


def shown(browser: webdriver.Chrome, selector: str, words: str = "") -> WebElement:
    """The first element that is seen and has the words, once there is one."""

    def find(_: object) -> WebElement | None:
        found = browser.find_elements(By.CSS_SELECTOR, selector)
        return next((each for each in found if each.is_displayed() and words in each.text), None)

    element = WebDriverWait(browser, PATIENCE).until(find)
    assert element is not None
    return element


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_no_wider_than_the_screen(
    browser: webdriver.Chrome, screen: tuple[int, int], address: str, page: str
) -> None:
    browser.get(f"{address}/{page}")
    shown(browser, "h1")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= screen[0]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_nobody_else(browser: webdriver.Chrome, address: str, page: str) -> None:
    browser.get(f"{address}/{page}")
    shown(browser, "h1")
    asked = browser.execute_script("return performance.getEntriesByType('resource').map(each => each.name)")
    assert asked
    assert [each for each in asked if not each.startswith(address)] == []


def test_the_navigation_leads_to_another_page(
    browser: webdriver.Chrome, screen: tuple[int, int], address: str
) -> None:
    browser.get(f"{address}/index.html")
    if screen == SCREENS["narrow"]:
        shown(browser, "label[for=__drawer].md-header__button").click()
    shown(browser, ".md-nav--primary a", "Score and gate").click()
    shown(browser, "h1", "Score and gate")


def test_the_search_finds_a_rule_by_its_code(browser: webdriver.Chrome, address: str) -> None:
    browser.get(f"{address}/index.html")
    shown(browser, "label[for=__search], .md-search__button").click()
    # Its window is in a shadow tree, and has the focus.
    browser.switch_to.active_element.send_keys("SST305")
    first = WebDriverWait(browser, PATIENCE, 0.2, [WebDriverException]).until(
        lambda _: browser.switch_to.active_element.shadow_root.find_element(By.CSS_SELECTOR, "[role=option]")
    )
    assert first.text.startswith("SST305 import-cycle")
    first.click()
    shown(browser, "h1", "SST305 import-cycle")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_is_as_light_or_dark_as_the_reader_has_it(
    browser: webdriver.Chrome, address: str, scheme: str
) -> None:
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    browser.get(f"{address}/index.html")
    shown(browser, "h1")
    style = "return getComputedStyle(document.body).backgroundColor"
    red, green, blue = (int(each) for each in browser.execute_script(style).strip("rgba()").split(",")[:3])
    assert (red + green + blue > 600) == (scheme == "light")
