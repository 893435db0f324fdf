"""What `ssot-lint baseline show` prints."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ssot_lint.render.wording import counted, leading

if TYPE_CHECKING:
    from ssot_lint.baseline import Baseline, Entry

ENTRIES_A_RULE = 10


def count(entries: Iterable["Entry"]) -> int:
    """How many findings entries are of."""
    return sum(entry.count for entry in entries)


def table(found: "Baseline", *, in_full: bool) -> str:
    """The entries by rule, those with most findings first."""
    rules: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in found.entries:
        if entry.count:
            rules[entry.code].append(entry)
    order = sorted(rules, key=lambda code: (-count(rules[code]), code))
    parts = [_part(code, rules[code], in_full) for code in order]
    total = f"{leading(found.path)}: {counted(count(found.entries), 'finding')}"
    return "\n\n".join("\n".join(part) for part in (*parts, [total])) + "\n"


def _part(code: str, entries: Sequence["Entry"], in_full: bool) -> list[str]:
    files = len({entry.path for entry in entries})
    name = _names().get(code, "no rule that is installed")
    lines = [f"{code} {name} · {counted(count(entries), 'finding')} in {counted(files, 'file')}"]
    shown = entries if in_full else entries[:ENTRIES_A_RULE]
    lines += [f"  {leading(_told(entry))}" for entry in shown]
    if more := len(entries) - len(shown):
        lines.append(f"  … and {more} more (--all)")
    return lines


def _told(entry: "Entry") -> str:
    name = entry.symbol.partition(":")[2]
    where = f"{entry.path}: {name}" if name else entry.path
    what = f"of {entry.home.symbol}" if entry.home else entry.subject if entry.subject != entry.symbol else ""
    times = f"({entry.count} times)" if entry.count > 1 else ""
    return " ".join(filter(None, (where, f"· {what}" if what else "", times)))


def _names() -> dict[str, str]:
    from ssot_lint.registry import load_registry

    return {check.code: check.name for check in load_registry().checks}


def as_json(found: "Baseline") -> str:
    """The entries for machines, the same bytes for the same baseline."""
    from ssot_lint.render.json_value import written

    counts: Counter[str] = Counter()
    for entry in found.entries:
        counts[entry.code] += entry.count
    return written(
        {
            "schema": "ssot-lint/accepted/1",
            "path": found.path,
            "count": count(found.entries),
            "rules": {code: counts[code] for code in sorted(counts) if counts[code]},
            "findings": [
                {
                    "fingerprint": entry.fingerprint,
                    "code": entry.code,
                    "path": entry.path,
                    "symbol": entry.symbol,
                    "subject": entry.subject,
                    "count": entry.count,
                    "home": {"path": entry.home.path, "symbol": entry.home.symbol} if entry.home else None,
                }
                for entry in found.entries
            ],
        }
    )
