"""Debian's chromium, driven as a reader would: pages are opened as files, without a network."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")

SHOWN = "[...document.querySelectorAll(arguments[0])].filter((each) => each.checkVisibility())"
PATIENCE = 20.0  # seconds


class Browser:
    """A window with one page in it."""

    def __init__(self, profile: Path) -> None:
        options = ChromeOptions()
        options.binary_location = str(CHROMIUM)
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
            options.add_argument(argument)
        options.add_argument(f"--user-data-dir={profile}")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = Chrome(options=options, service=Service(str(DRIVER)))
        self.sized(1300, 900)

    def command(self, name: str, **arguments: Any) -> Any:
        """A command of the browser's own protocol."""
        return self.driver.execute_cdp_cmd(name, arguments)

    def sized(self, width: int, height: int) -> None:
        """Make the window so large, as of a phone where it is narrow."""
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
            mobile=width < 600,
        )  # fmt: skip

    def open(self, page: Path, fragment: str = "") -> None:
        """Open the page afresh, with nothing logged yet."""
        self.driver.get("about:blank")
        self.command("Network.enable")
        self.command("Network.setCacheDisabled", cacheDisabled=True)
        self._log("browser")
        self._log("performance")
        self.driver.get(page.as_uri() + (f"#{fragment}" if fragment else ""))

    def _log(self, name: str) -> list[dict[str, str]]:
        entries: list[dict[str, str]] = self.driver.get_log(name)  # type: ignore[no-untyped-call]  # selenium's
        return entries

    def logged(self) -> list[str]:
        """What the console has got since the page was opened: errors, and violations of its policy."""
        return [entry["message"] for entry in self._log("browser")]

    def requested(self) -> list[str]:
        """The addresses that were asked for since the page was opened, but for those that are data."""
        messages = (json.loads(entry["message"])["message"] for entry in self._log("performance"))
        sent = (each["params"] for each in messages if each["method"] == "Network.requestWillBeSent")
        return [each["request"]["url"] for each in sent if not each["request"]["url"].startswith("data:")]

    def run(self, script: str, *arguments: Any) -> Any:
        """What a function body returns in the page."""
        return self.driver.execute_script(script, *arguments)

    def all(self, selector: str) -> Sequence[WebElement]:
        """The elements that are shown, further down the page too."""
        found: Sequence[WebElement] = self.run(f"return {SHOWN}", selector)
        return found

    def one(self, selector: str) -> WebElement:
        """The one element, once it is shown."""
        self.wait(lambda: len(self.all(selector)) == 1)
        return self.all(selector)[0]

    def click(self, selector: str) -> None:
        """Click on the one element, in the middle of the window."""
        element = self.one(selector)
        self.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element)
        element.click()

    def expand(self, selector: str) -> None:
        """Click on the one summary, and wait for what is behind it."""
        self.click(selector)
        self.wait(
            lambda: self.run("return document.querySelector(arguments[0]).nextElementSibling", selector)
        )

    def texts(self, selector: str) -> list[str]:
        """What the elements say."""
        texts: list[str] = self.run(f"return {SHOWN}.map((each) => each.textContent.trim())", selector)
        return texts

    def keys(self, *keys: str) -> None:
        """Press keys wherever the focus is."""
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)

    def wait(self, holds: Any) -> None:
        """Wait until something holds; it is asked again and again."""
        WebDriverWait(self.driver, PATIENCE).until(lambda _: holds())

    def fragment(self) -> str:
        """What stands behind the # in the address."""
        return str(self.run("return location.hash.slice(1)"))
