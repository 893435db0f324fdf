"""Which pages there are, and what of the repository stands on each."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pygments.lexers import find_lexer_class_for_filename

from docs.policy import reference, rows_in
from docs.rules import Rule
from docs.text import DocsError, raised, relative, relinked, sections, slug, without_title
from ssot_lint.registry import Registry

README = "README.md"
PICTURES = (".svg", ".png")
INDEX = "rules/index.md"


class Of(NamedTuple):
    """A section of README.md; or one of the sections below a section, which then stand apart from it."""

    heading: str
    below: str = ""


@dataclass(frozen=True)
class Page:
    """A page: its title, and its parts, one below the other.

    A part is a file of the repository or a section of README.md. The title takes the place of the
    first one's heading; a section that comes later keeps its own.
    """

    path: str
    title: str
    parts: tuple[str | Of, ...]


PAGES = (
    Page("index.md", "ssot-lint", (Of(""), Of("Install"), Of("The first minute"))),
    Page(INDEX, "Rules", (Of("Rules"),)),
    Page("policy.md", "Policy", (Of("Policy"),)),
    Page("score.md", "Score and gate", (Of("Score and gate"),)),
    Page("baseline.md", "Baseline", (Of("Baseline"),)),
    Page("compare.md", "The proof of a change", (Of("The proof of a change"),)),
    Page("trend.md", "Trend", (Of("Trend"),)),
    Page("suppressions.md", "Suppressions", (Of("Suppressions"),)),
    Page("repairs.md", "Repairs", (Of("Repairs"),)),
    Page("report.md", "The report as a page", (Of("The report as a page"),)),
    Page("duplicates.md", "Duplicates", (Of("Duplicates"),)),
    Page("pictures.md", "Pictures", (Of("Pictures"),)),
    Page("formats.md", "Formats", (Of("Formats"), Of("JSON"))),
    Page("editors.md", "Editors", ("docs/editors.md", Of("In the editor"), Of("Install", "Completion"))),
    Page("ci.md", "CI", (Of("In CI"),)),
    Page("limits.md", "Limits", (Of("Limits"),)),
    Page("writing-a-check.md", "Writing a check", (Of("Writing a check"), "docs/writing-a-check.md")),
    Page(
        "architecture.md",
        "Architecture",
        ("docs/architecture.md", Of("The house"), Of("Install", "For work on it")),
    ),
    Page("changelog.md", "Changelog", ("CHANGELOG.md",)),
)


class Site:
    """The pages in Markdown, by path, and the pictures that they show."""

    def __init__(self, root: Path, registry: Registry, rules: Mapping[str, Rule]) -> None:
        self._root = root
        self._registry = registry
        self._rules = rules
        self._readme = sections(self._read(README))
        self._places = dict(self._placed())
        self.pictures: set[str] = set()
        self.sources: dict[str, str] = {}
        self.pages = {page.path: self._page(page) for page in PAGES}
        self.pages |= {f"rules/{rule.code}.md": self._rule(rule) for rule in rules.values()}
        self.pages |= {page: self._source(path) for path, page in sorted(self.sources.items())}

    def navigation(self) -> list[tuple[str, str]]:
        """The title and the path of each page that the navigation leads to, in order."""
        rules = [(f"{rule.code} {rule.name}", f"rules/{rule.code}.md") for rule in self._rules.values()]
        home, *others = PAGES
        return [("Home", home.path), *((page.title, page.path) for page in others), *rules]

    def _read(self, path: str) -> str:
        return (self._root / path).read_text(encoding="utf-8")

    # ------------------------------------------------------------------------------------- pages

    def _page(self, page: Page) -> str:
        first, *others = page.parts
        texts = [f"# {page.title}", self._part(first, page.path)]
        for part in others:
            heading = f"## {part.below or part.heading}\n\n" if isinstance(part, Of) else ""
            texts.append(heading + self._part(part, page.path, is_first=False))
        if page.path == "policy.md":
            keys = reference(self._registry)
            texts.append("## Keys\n\n" + relinked(keys, lambda target: self._within(target, page.path)))
        return "\n\n".join(texts) + "\n"

    def _part(self, part: str | Of, page: str, is_first: bool = True) -> str:
        if isinstance(part, str):
            return self._relinked(without_title(self._read(part)).strip(), part, page)
        text = without_title(self._readme[part.heading]).strip()
        if part.heading == "Install":
            parts = sections(text, 3)
            text = parts[part.below]
        if part.heading == "Rules":
            text = re.sub(r"(?:^\|.*\n)+", self._table, text, count=1, flags=re.M)
        return self._relinked(raised(text) if is_first else text, README, page)

    def _table(self, table: re.Match[str]) -> str:
        rows = [self._row(line) for line in table[0].splitlines()]
        return rows_in("rules", rows) + "\n"

    def _row(self, line: str) -> str:
        """A line of the rules' table with one more cell: how the tool repairs it."""
        code = re.match(r"\| \[(\w+)\]", line)
        if code:
            return f"{line} {self._rules[code[1]].fix} |"
        return line + ("---|" if line.startswith("|--") else " repaired by |" if "severity" in line else " |")

    def _rule(self, rule: Rule) -> str:
        folder = self._registry.by_code[rule.code].module.split(".")[-2]
        text = self._relinked(rule.text, f"checks/{folder}/{README}", f"rules/{rule.code}.md")
        return text + "\n"

    def _source(self, path: str) -> str:
        """A page that shows a file of the repository as it is; the search leaves it out."""
        text = self._read(path).rstrip("\n")
        fence = "`" * max(4, *(len(run) + 1 for run in re.findall(r"^ *(`+)", text, re.M)), 0)
        lexer = find_lexer_class_for_filename(path)
        language = lexer.aliases[0] if lexer else "text"
        return f"---\nsearch:\n  exclude: true\n---\n\n# {path}\n\n{fence}{language}\n{text}\n{fence}\n"

    # ------------------------------------------------------------------------------------- links

    def _placed(self) -> Iterator[tuple[str, str]]:
        """Where on the site something of the repository stands: a file, or a heading of README.md."""
        yield README, "index.md"
        shown: set[str] = set()
        for page in PAGES:
            for number, part in enumerate(page.parts):
                if isinstance(part, str):
                    yield part, page.path
                    continue
                if part.heading not in self._readme:
                    raise DocsError(f"{README} has no section {part.heading!r}")
                shown.add(part.heading)
                name = slug(part.below or part.heading)
                yield f"{README}#{name}", page.path if number == 0 else f"{page.path}#{name}"
                below = sections(self._readme[part.heading], 3) if part.heading != "Install" else {}
                yield from ((f"{README}#{slug(each)}", f"{page.path}#{slug(each)}") for each in below if each)
        missing = set(self._readme) - shown
        if missing:
            raise DocsError(f"no page has the section {min(missing)!r} of {README}")
        for check in self._registry.checks:
            folder = check.module.split(".")[-2]
            yield f"checks/{folder}/{README}", f"rules/{check.code}.md"

    def _relinked(self, text: str, source: str, page: str) -> str:
        return relinked(text, lambda target: self._link(target, source, page))

    def _link(self, target: str, source: str, page: str) -> str:
        """A link in a file of the repository as one on a page of the site."""
        if target.startswith("policy:"):
            return relative(f"policy.md#{target.removeprefix('policy:')}", page)
        if re.match(r"\w+:", target):
            return target
        path, _, anchor = target.partition("#")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(source), path)) if path else source
        whole = f"{path}#{anchor}" if anchor else path
        if whole in self._places:
            return self._within(self._places[whole], page)
        if path in self._places and path != README:
            return self._within(f"{self._places[path]}#{anchor}", page)
        if not (self._root / path).is_file() or anchor:
            raise DocsError(f"{source}: the link {target} leads nowhere")
        if path.endswith(PICTURES):
            self.pictures.add(path)
            return relative(f"files/{path}", page)
        self.sources[path] = f"source/{path}.md"
        return relative(self.sources[path], page)

    @staticmethod
    def _within(target: str, page: str) -> str:
        """A link from a page to a place of the site, which may be on that page."""
        path, _, anchor = target.partition("#")
        return f"#{anchor}" if anchor and path in ("", page) else relative(target, page)
