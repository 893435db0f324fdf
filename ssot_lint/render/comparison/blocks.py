"""What stands behind the sentence, in parts that each format writes in its own way, safe to print."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from ssot_lint.comparison import Comparison, GroupChange, Promises, Revision, RuleChange
from ssot_lint.model import START, Finding, Place
from ssot_lint.render.comparison.sentence import figures
from ssot_lint.render.summary import label
from ssot_lint.render.wording import counted, leading, opening, printable

Tone = Literal["error", "warning", "good", "info", ""]


class Item(NamedTuple):
    """A line of a list: where it is, "" for nowhere, and what is said of that."""

    place: str
    text: str


class Block(NamedTuple):
    """A part: a table (`head` and `rows`), or a list; `lead` says in a line what it comes to."""

    title: str
    lead: str = ""
    tone: Tone = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    items: tuple[Item, ...] = ()

    @property
    def figures(self) -> frozenset[int]:
        """The numbers of the columns that hold nothing but figures."""
        return frozenset(
            column
            for column in range(1, len(self.head))
            if all(row[column][:1].isdigit() or row[column] in ("", "n/a") for row in self.rows)
        )


def about(comparison: Comparison) -> list[str]:
    """Which revisions these are, and by which policy they are judged."""
    policy = comparison.policy
    name = printable(policy.path) if policy.path else ""
    whose = {"base": _name(comparison.base), "head": _name(comparison.head), "file": "--config"}[policy.of]
    judged = (
        f"{name} of {whose}"
        if name and policy.of != "file"
        else name or f"the defaults ({whose} has no policy)"
    )
    differs = "; the other revision has another policy" if policy.differs else ""
    return [
        f"{_revision(comparison.base)} -> {_revision(comparison.head)}",
        f"Both are judged by {judged}{differs}",
    ]


def _name(revision: Revision) -> str:
    return printable(revision.name) if revision.commit else "the work tree"


def _revision(revision: Revision) -> str:
    return f"{_name(revision)} ({revision.commit[:12]})" if revision.commit else _name(revision)


def blocks(comparison: Comparison) -> list[Block]:
    """All parts that have something to say, in their order."""
    return [block for block in _all(comparison) if block.lead or block.rows or block.items]


def _all(comparison: Comparison) -> Iterator[Block]:
    rules = comparison.rules
    yield _scores(comparison)
    yield _rules(rules)
    yield _findings("New findings", "error", [f for rule in rules for f in rule.new])
    yield from _promises("contract", comparison.contracts)
    yield from _promises("redirect", comparison.redirects)
    yield from _api(comparison)
    yield _groups(comparison.groups)
    yield _paths(comparison)
    yield _findings("Remedied findings", "good", [f for rule in rules for f in rule.remedied])
    unclear = (
        "A file that they are about, or another place of theirs, is parsed in one of the revisions only."
    )
    yield _findings("Undecided findings", "warning", [f for rule in rules for f in rule.unclear], unclear)
    waived = "They are there, and a comment waives them that did not before: old ones, or some new ones."
    yield _findings("Waived findings", "warning", [f for rule in rules for f in rule.waived], waived)
    yield _findings("Remaining findings", "", [f for rule in rules for f in rule.remaining])
    yield _notes(comparison)


# --------------------------------------------------------------------------------------------------- scores


def _scores(comparison: Comparison) -> Block:
    rows = []
    for change in comparison.scores:
        name = "Compliance score" if change.name == "overall" else label(change.name)
        before, after = figures(change)
        sizes = [
            f"{part.compliant} of {counted(part.files, 'file')}" if part else ""
            for part in (change.before, change.after)
        ]
        rows.append((name, before, after, *sizes))
    return Block(
        "Score", head=("", "before", "after", "compliant before", "compliant after"), rows=tuple(rows)
    )


def _rules(rules: Sequence[RuleChange]) -> Block:
    waived, unclear = any(rule.waived for rule in rules), any(rule.unclear for rule in rules)
    rows = []
    for rule in rules:
        figures = [len(rule.remedied), len(rule.remaining), len(rule.new)]
        figures += [len(rule.waived)] * waived + [len(rule.unclear)] * unclear
        rows.append((f"{rule.code} {rule.name}", *map(str, figures)))
    head = ("rule", "remedied", "remaining", "new", *["waived"] * waived, *["undecided"] * unclear)
    return Block("Findings by rule", head=head, rows=tuple(rows))


def _findings(title: str, tone: Tone, findings: Sequence[Finding], lead: str = "") -> Block:
    items = tuple(Item(_place(f.place), f"{f.code} {printable(f.message)}") for f in findings)
    return Block(title, lead if items else "", tone, items=items)


# ----------------------------------------------------------------------------------- duplicates and imports

_OUTCOMES = {
    "merged": "merged into",
    "removed": "removed, and nothing like it stays",
    "altered": "no longer alike",
}


def _groups(groups: Iterable[GroupChange]) -> Block:
    items = []
    for group in groups:
        stays = ", ".join(_symbol(place) for place in group.stays)
        if group.outcome == "altered":
            items.append(Item(_place(group.stays[0]), f"{group.code} {stays}: {_OUTCOMES['altered']}"))
        for place in group.went:
            outcome = _OUTCOMES[group.outcome]
            into = f"{outcome} {stays}" if group.outcome == "merged" else outcome
            items.append(Item(_place(place), f"{group.code} {_symbol(place)}: {into}"))
    return Block("Duplicates", items=tuple(items))


def _paths(comparison: Comparison) -> Block:
    rows = tuple(
        (printable(symbol.symbol), printable(path.path), str(path.before), str(path.after))
        for symbol in comparison.paths
        for path in symbol.paths
    )
    return Block("Import paths", head=("symbol", "imported as", "files before", "files after"), rows=rows)


# ------------------------------------------------------------------------------------- promises to callers


def _promises(noun: str, promises: Promises) -> Iterator[Block]:
    title = f"{noun.title()}s"
    if promises.off:
        yield Block(title, f"Not judged: {printable(promises.off)}.", "warning")
        return
    if not promises.declared:
        return
    broken, undecided = promises.having("broken"), promises.having("undecided")
    parts = [f"{len(broken)} broken"] * bool(broken) + [f"{len(undecided)} undecided"] * bool(undecided)
    lead = f"{counted(len(promises.declared), noun)} declared, {', '.join(parts) or 'all kept'}."
    items = tuple(
        Item(
            "",
            opening(f"{each.symbol}: {each.after}{_since(each.before, each.after)}: {each.detail}"),
        )
        for each in (*broken, *undecided)
    )
    mended = tuple(
        Item("", f"{opening(each.symbol)}: kept, {each.before} before")
        for each in promises.having("kept")
        if each.before != "kept"
    )
    yield Block(
        title,
        lead,
        "error" if promises.newly_broken else "warning" if parts else "good",
        items=items + mended,
    )


def _since(before: str, after: str) -> str:
    return " as before" if before == after else f", {before} before"


def _api(comparison: Comparison) -> Iterator[Block]:
    api = comparison.api
    if api is None:
        yield Block("Public API", f"Not compared: {comparison.no_api}.", "warning")
        return
    packages = ", ".join(map(printable, api.packages))
    broken = "kept" if not api.broken else f"broken in {counted(len(api.broken), 'place')}"
    lead = f"{counted(api.names, 'name')} of {packages}: {broken}."
    items = [
        Item(_at(each.path, each.line), f"{printable(each.symbol)}: {printable(each.detail)}")
        for each in api.broken
    ]
    yield Block("Public API", lead, "error" if api.broken else "good", items=tuple(items))
    served = [
        Item(
            "",
            printable(f"{each.symbol} leads to {each.leads_to}")
            + ("" if each.declared else " (not declared)"),
        )
        for each in api.served
    ]
    yield Block("Public names kept by redirects", tone="good", items=tuple(served))
    unsure = [Item("", f"{printable(each.symbol)}: {printable(each.reason)}") for each in api.undecided]
    unsure += [Item("", f"not compared: {printable(line)}") for line in api.left_out]
    yield Block("Public names undecided", tone="warning", items=tuple(unsure))


# ---------------------------------------------------------------------------------------------------- notes


def _notes(comparison: Comparison) -> Block:
    items = [Item("", f"incomplete: {printable(line)}") for line in comparison.incomplete]
    for revision, paths in zip((comparison.base, comparison.head), comparison.unread, strict=True):
        items += [Item(leading(path), f"cannot be parsed or read in {_name(revision)}") for path in paths]
    items += [Item("", opening(note)) for note in comparison.notes]
    return Block("Notes", tone="error" if comparison.incomplete else "warning", items=tuple(items))


def _place(place: Place) -> str:
    return leading(place.path) if place.span == START else _at(place.path, place.span.line)


def _at(path: str, line: int) -> str:
    return f"{leading(path)}:{line}"


def _symbol(place: Place) -> str:
    return printable(place.symbol or place.path)
