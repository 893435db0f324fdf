"""Follows the links of a site in HTML."""

from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class _Anchors(HTMLParser):
    """What a page links to, and the places in it that may be linked to."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.loaded: set[str] = set()
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.links |= {value for name in ("href", "src") if (value := found.get(name))}
        if tag != "a":
            self.loaded |= {value for name in ("href", "src") if (value := found.get(name))}
        self.places |= {value for name in ("id", "name") if (value := found.get(name))}


@cache
def _read(page: Path) -> _Anchors:
    anchors = _Anchors()
    anchors.feed(page.read_text(encoding="utf-8"))
    return anchors


def loaded_from_elsewhere(site: Path) -> set[str]:
    """The addresses on other machines that a browser asks for when it shows a page."""
    return {link for page in site.rglob("*.html") for link in _read(page).loaded if urlsplit(link).netloc}


def broken_links(site: Path) -> list[str]:
    """A line for each link within the site that leads to no file, or to no place in it."""
    return [
        f"{page.relative_to(site).as_posix()}: the link {link} leads nowhere"
        for page in sorted(site.rglob("*.html"))
        for link in sorted(_read(page).links)
        if not _leads_somewhere(site, page, link)
    ]


def _leads_somewhere(site: Path, page: Path, link: str) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return True
    folder = site if parts.path.startswith("/") else page.parent
    target = (folder / unquote(parts.path).lstrip("/")).resolve() if parts.path else page
    if target.is_dir():
        target /= "index.html"
    if not target.is_file():
        return False
    return not parts.fragment or target.suffix != ".html" or unquote(parts.fragment) in _read(target).places
