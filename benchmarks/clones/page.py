"""CLONES.md, from what is kept of the measurements."""

from benchmarks import kept
from benchmarks.clones import counts, precision_page, recall_page
from benchmarks.corpora import HERE

PAGE = HERE / "CLONES.md"
INTRODUCTION = """\
# Clones

Written by programs, never by hand; [README.md](README.md) tells how it is measured."""


def write() -> None:
    """Write the page anew from all that is kept."""
    PAGE.write_text(page(), encoding="utf-8")


def page() -> str:
    """The page from all that is kept."""
    lines = [INTRODUCTION]
    if run := kept.read(recall_page.KEPT, recall_page.Run):
        lines += ["", *recall_page.section(run)]
    if judged := counts.load():
        lines += ["", *precision_page.section(judged)]
    return "\n".join(lines) + "\n"
