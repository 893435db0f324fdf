"""One browser for all tests of pages, and the pages as files."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ssot_lint.render.html.data import Given
from ssot_lint.render.html.page import render
from tests.browser import pages
from tests.browser.browser import CHROMIUM, DRIVER, Browser


@pytest.fixture(scope="session")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if not CHROMIUM or not DRIVER:
        pytest.skip("chromium or its driver is not installed")
    browser = Browser(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.driver.quit()


@pytest.fixture
def browser(window: Browser) -> Iterator[Browser]:
    yield window
    window.sized(1300, 900)
    window.command("Emulation.setEmulatedMedia", media="", features=[])


def made(folder: Path, build: Callable[[Path], Given]) -> Path:
    """The page of a report, written to a file."""
    page = folder / "report.html"
    page.write_text(render(build(folder)), encoding="utf-8")
    return page


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(
        tmp_path_factory.mktemp("small"),
        lambda root: pages.small(root, trend=pages.TREND, link="https://example.org/{path}#L{line}"),
    )


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("hostile"), pages.hostile)


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("large"), pages.large)
