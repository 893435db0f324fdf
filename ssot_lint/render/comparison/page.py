"""The comparison as one page for a browser: the sentence, the figures, every list in full."""

from typing import NamedTuple

import msgspec

from ssot_lint.comparison import Comparison
from ssot_lint.render.comparison.blocks import about, blocks
from ssot_lint.render.comparison.sentence import figures, sentence
from ssot_lint.render.html.shell import render_page
from ssot_lint.render.summary import label
from ssot_lint.render.wording import counted


class _Nothing(msgspec.Struct):
    """The page needs no data: all of it is in its markup."""


class _Card(NamedTuple):
    """A figure before and after; `tone` says whether that is good."""

    title: str
    before: str
    after: str
    tone: str
    remark: str


def render(comparison: Comparison) -> str:
    """The page. It tells neither the time nor where the project lies: the same input gives the same bytes."""
    return render_page(
        "compare.html.j2",
        _Nothing(),
        styles=("compare.css",),
        scripts=("folds.js",),
        sentence=sentence(comparison),
        is_worse=comparison.is_worse,
        about=about(comparison),
        cards=_cards(comparison),
        counts=_counts(comparison),
        blocks=[block for block in blocks(comparison) if block.title != "Score"],
    )


def _counts(comparison: Comparison) -> list[tuple[str, int, str]]:
    """Figures with their tones and what they are of; those of findings are told even where they are 0."""
    merged, retired = comparison.merged, comparison.retired
    findings = [
        ("good" if comparison.remedied else "", comparison.remedied, "remedied"),
        ("", comparison.remaining, "remaining"),
        ("error" if comparison.new else "good", comparison.new, "new"),
    ]
    others = [
        ("warning", comparison.waived, "waived"),
        ("warning", comparison.unclear, "undecided"),
        ("good", merged, "duplicate merged" if merged == 1 else "duplicates merged"),
        ("good", retired, "import path retired" if retired == 1 else "import paths retired"),
    ]
    return findings + [each for each in others if each[1]]


def _cards(comparison: Comparison) -> list[_Card]:
    cards = []
    for change in comparison.scores:
        before, after = figures(change)
        now = change.after
        then, value = change.before.score if change.before else None, now.score if now else None
        tone = "" if then is None or value is None or then == value else "good" if value > then else "error"
        remark = f"{now.compliant:,} of {counted(now.files, 'file')} compliant" if now else "no such files"
        title = "Overall" if change.name == "overall" else label(change.name)
        cards.append(_Card(title, before, after, tone, remark))
    return cards
