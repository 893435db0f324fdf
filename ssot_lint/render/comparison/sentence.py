"""The comparison in one sentence, to be pasted: always true, whatever there is to tell."""

from collections.abc import Iterator

from ssot_lint.comparison import Api, Comparison, Promises, ScoreChange
from ssot_lint.render.shown import severity_of
from ssot_lint.render.wording import counted, floored, percent

_MOST_PLACES = 6


def sentence(comparison: Comparison) -> str:
    """The sentence, without a stop at its end."""
    findings = f"{_score(comparison.scores[0])}: {_findings(comparison)}"
    return "; ".join([findings, *_others(comparison)])


def _score(overall: ScoreChange) -> str:
    before, after = figures(overall)
    if before == after:
        return f"Score {after} as before"
    return f"Score {before} -> {after}"


def figures(change: ScoreChange) -> tuple[str, str]:
    """A score before and after with as many decimals as it takes to tell them apart."""
    before = change.before.score if change.before else None
    after = change.after.score if change.after else None
    if before is None or after is None or before == after:
        return percent(before), percent(after)
    places = 1
    while floored(before, places) == floored(after, places) and places < _MOST_PLACES:
        places += 1
    return f"{floored(before, places)}%", f"{floored(after, places)}%"


def _findings(comparison: Comparison) -> str:
    remedied, remaining, new = comparison.remedied, comparison.remaining, comparison.new
    aside = [f"{comparison.waived} waived"] * bool(comparison.waived)
    aside += [f"{comparison.unclear} undecided"] * bool(comparison.unclear)
    if not remedied and not remaining and not new and not aside:
        return "no findings before or after"
    noun = "finding" if remedied == 1 else "findings"
    told = [
        f"{remedied or 'no'} {noun} remedied",
        f"{remaining or 'none'} {'remains' if remaining == 1 else 'remain'}",
        *aside,
        f"{new or 'none'} new{_mild(comparison)}",
    ]
    return ", ".join(told)


def _mild(comparison: Comparison) -> str:
    """How many of the new findings are mere information."""
    severities = [severity_of(finding) for rule in comparison.rules for finding in rule.new]
    mild = severities.count("info")
    return "" if not mild else " (info)" if mild == len(severities) else f" ({mild} of them info)"


def _others(comparison: Comparison) -> Iterator[str]:
    if comparison.merged:
        yield f"{counted(comparison.merged, 'duplicate')} merged"
    if comparison.retired:
        yield f"{counted(comparison.retired, 'import path')} retired"
    yield "public API not compared" if comparison.api is None else _api(comparison.api)
    yield from _promises(comparison.contracts, "contract")
    yield from _promises(comparison.redirects, "redirect")


def _api(api: Api) -> str:
    aside = [f"{len(api.served)} by {'a redirect' if len(api.served) == 1 else 'redirects'}"] * bool(
        api.served
    )
    if api.broken:
        told = f"public API broken in {counted(len(api.broken), 'place')}"
        aside = [f"{each.partition(' ')[0]} kept {each.partition(' ')[2]}" for each in aside]
    else:
        told = "public API kept"
    aside += [f"{len(api.undecided)} undecided"] * bool(api.undecided)
    aside += [f"{counted(len(api.left_out), 'module')} not compared"] * bool(api.left_out)
    return f"{told} ({', '.join(aside)})" if aside else told


def _promises(promises: Promises, noun: str) -> Iterator[str]:
    """What became of contracts or redirects; nothing where none is declared."""
    if promises.off:
        yield f"{noun}s not judged"
    if not promises.declared:
        return
    total = len(promises.declared)
    broken, undecided = len(promises.having("broken")), len(promises.having("undecided"))
    kept = total - broken - undecided
    if kept == total:
        yield f"{'' if total == 1 else 'all '}{counted(total, noun)} kept"
        return
    parts = [f"{broken} broken"] * bool(broken) + [f"{undecided} undecided"] * bool(undecided)
    yield f"{kept} of {counted(total, noun)} kept, {', '.join(parts)}"
