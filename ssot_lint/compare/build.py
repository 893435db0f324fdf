"""Two revisions held against each other."""

from collections.abc import Mapping

from ssot_lint.compare.api import api_change
from ssot_lint.compare.findings import rule_changes
from ssot_lint.compare.groups import group_changes
from ssot_lint.compare.paths import symbol_paths
from ssot_lint.compare.promises import contracts, redirects
from ssot_lint.compare.side import Side
from ssot_lint.compare.survivors import Survivors
from ssot_lint.comparison import Api, Comparison, Judges, Revision, ScoreChange
from ssot_lint.model import CategoryScore, Score, category_rank


def compare(
    before: Side,
    after: Side,
    *,
    base: Revision,
    head: Revision,
    policy: Judges,
    renamed: Mapping[str, str],
) -> Comparison:
    """What became of the project; `renamed` are files, old path -> new one."""
    survivors = Survivors(before.index, after.index, renamed)
    rules = rule_changes(before, after, renamed)
    groups = group_changes(before, after, rules, survivors)
    api = api_change(before, after, survivors)
    return Comparison(
        base=base,
        head=head,
        policy=policy,
        scores=_scores(before.report.score, after.report.score),
        rules=rules,
        groups=groups,
        paths=symbol_paths(before.index, after.index, survivors, groups),
        api=api if isinstance(api, Api) else None,
        no_api=api if isinstance(api, str) else "",
        contracts=contracts(before, after),
        redirects=redirects(before, after),
        unread=(tuple(before.unread), tuple(after.unread)),
        incomplete=tuple(_told(before.report.incomplete, after.report.incomplete, base, head)),
        notes=tuple(_told(before.report.notes, after.report.notes, base, head)),
    )


def _scores(before: Score | None, after: Score | None) -> tuple[ScoreChange, ...]:
    assert before is not None, "the run was whole"
    assert after is not None, "the run was whole"
    names = sorted({*before.categories, *after.categories}, key=lambda n: (category_rank(n), n))
    return (
        ScoreChange("overall", _overall(before), _overall(after)),
        *(ScoreChange(name, before.categories.get(name), after.categories.get(name)) for name in names),
    )


def _overall(score: Score) -> CategoryScore:
    findings = sum(part.findings for part in score.categories.values())
    return CategoryScore(score.overall, score.files, score.compliant, findings)


def _told(before: tuple[str, ...], after: tuple[str, ...], base: Revision, head: Revision) -> list[str]:
    """The lines of both reports, each once; what only one says is told of that one."""
    both = [line for line in before if line in after]
    first = [f"{base.name}: {line}" for line in before if line not in after]
    return [*both, *first, *(f"{head.name}: {line}" for line in after if line not in before)]
