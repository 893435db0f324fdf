"""Builds the site: pages in Markdown, HTML by zensical, and every link of it followed."""

import json
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from docs.links import broken_links, loaded_from_elsewhere
from docs.rules import rule_of
from docs.site import INDEX, Site
from docs.text import DocsError
from ssot_lint.registry import load_registry

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
STYLE = "site.css"


def build(output: Path, root: Path = ROOT) -> None:
    """Write the site of a checkout in place of a folder; DocsError where a link is broken, say."""
    registry = load_registry()
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        rules = {rule.code: rule for rule in pool.map(rule_of, registry.by_code)}
    site = Site(root, registry, rules)
    with TemporaryDirectory() as folder:
        html = rendered(site, root, Path(folder))
        faults = broken_links(html)
        faults += [f"{each} is loaded from elsewhere" for each in sorted(loaded_from_elsewhere(html))]
        if faults:
            raise DocsError("\n".join(faults))
        shutil.rmtree(output, ignore_errors=True)
        shutil.copytree(html, output)


def rendered(site: Site, root: Path, folder: Path) -> Path:
    """The HTML that zensical makes of the pages in a folder; DocsError where it has a warning."""
    pages = folder / "pages"
    for path, text in site.pages.items():
        target = pages / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    for picture in site.pictures:
        target = pages / "files" / picture
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / picture, target)
    shutil.copy(FOLDER / STYLE, pages)
    settings = (FOLDER / "zensical.toml").read_text(encoding="utf-8")
    settings = settings.replace("[project]\n", f"[project]\nnav = {_navigation(site)}\n", 1)
    (folder / "zensical.toml").write_text(settings, encoding="utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    done = subprocess.run(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
    )
    if done.returncode:
        raise DocsError(done.stdout.partition("Traceback")[0])
    return folder / "site"


def _navigation(site: Site) -> str:
    """The navigation in TOML: the rules are within their index."""
    entries = [f"{{ {json.dumps(title)} = {json.dumps(path)} }}" for title, path in site.navigation()]
    paths = [path for _, path in site.navigation()]
    rules = [entry for entry, path in zip(entries, paths, strict=True) if path.startswith("rules/")]
    inside = ", ".join([json.dumps(INDEX), *(entry for entry in rules if INDEX not in entry)])
    top = [
        f'{{ "Rules" = [{inside}] }}' if path == INDEX else entry
        for entry, path in zip(entries, paths, strict=True)
        if path == INDEX or entry not in rules
    ]
    return f"[{', '.join(top)}]"
