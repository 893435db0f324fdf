"""A test that cannot fail. The specification is README.md, beside this file."""

from collections.abc import Iterator
from typing import NamedTuple

from ssot_lint.api import (
    DEAD,
    DECORATOR,
    FOREGONE,
    SMOKE,
    SWALLOWED,
    Binding,
    Call,
    Definition,
    File,
    Finding,
    Index,
    Severity,
    Undecided,
    check,
)

from .bodies import Step
from .collected import collected, never_run
from .family import Families
from .helpers import Helpers
from .words import is_about_equality, is_asserting, is_asserting_decorator

_SKIPS = ("skip", "skipTest", "SkipTest")
_SKIPPING = frozenset(("skip", "pytest.skip", "self.skipTest", "SkipTest", "unittest.SkipTest"))
_LOST = SWALLOWED | DEAD | FOREGONE
_ENDS = ("tearDown", "asyncTearDown", "teardown_method", "doCleanups")
_LOSSES = (
    (DEAD, "has its assertions after its end, where they never run", "move them up"),
    (SWALLOWED, "swallows its own failure: the handler around its assertions takes it", "narrow the handler"),
    (FOREGONE, "asserts only what holds whatever happens", "assert what the code under test has done"),
)


class Fault(NamedTuple):
    """What is wrong with a test: how the message goes on after its name, and the repair."""

    says: str
    repair: str
    severity: Severity | None = None


@check(code="SST503", severity="warning", scope="project")
def fake_test(index: Index) -> Iterator[Finding | Undecided]:
    """A test that asserts nothing, or nothing that can fail, or that is never run."""
    helpers = Helpers(index, Families(index))
    for file in index.files:
        if file.category == "test" and not file.source.is_stub:
            yield from _of_file(index, helpers, file)


def _of_file(index: Index, helpers: Helpers, file: File) -> Iterator[Finding | Undecided]:
    if any(b.name == "pytestmark" and is_asserting_decorator(_marked(b)) for b in file.facts.bindings):
        return
    seen: set[int] = set()
    for test, owner in collected(helpers.families, file):
        if owner is not None and any(map(_is_skip, owner.decorators)):
            if owner.body not in seen:
                seen.add(owner.body)
                yield _finding(index, file, owner, _skipped_by_decorator(file, owner))
        elif not _is_called(helpers, file, test):
            judged = _judged(helpers, file, test, owner)
            if isinstance(judged, Fault):
                yield _finding(index, file, test, judged)
            elif judged:
                place = index.definition_place(file, test)
                yield Undecided(place, place.symbol, judged)
    for test, around in never_run(file):
        says = f"is defined inside {around.qualified_name} and nothing calls it, so that it is never run"
        yield _finding(index, file, test, Fault(says, "move it out of the function"))


def _marked(binding: Binding) -> str:
    """The mark that `pytestmark` is, "" where it is a list of them."""
    return binding.target or binding.value.removesuffix("()")


def _is_called(helpers: Helpers, file: File, test: Definition) -> bool:
    """Whether a test is a helper of others, too: they call it, or hand it on as what to call."""
    bodies = helpers.bodies(file)
    return test.name in bodies.called_names or (not test.scope and test.name in bodies.handed_names)


def _judged(helpers: Helpers, file: File, test: Definition, owner: Definition | None) -> Fault | str | None:
    """What is wrong with a test, None if nothing is; a reason where that cannot be known."""
    if any(map(_is_skip, test.decorators)):
        return _skipped_by_decorator(file, test)
    bodies = helpers.bodies(file)
    scopes = bodies.scopes(test)
    handed = list(bodies.handed(scopes))
    asserted = [*bodies.asserted(scopes), *(flags for use, flags in handed if is_asserting(use.name))]
    lost = _LOST & ~FOREGONE if is_about_equality(test.name) else _LOST
    if not all(flags & lost for flags in asserted) or test.tags & SMOKE:
        return None
    if helpers.requests_judge(test) or any(map(is_asserting_decorator, test.decorators)):
        return None
    steps = list(bodies.calls(scopes))
    called = [(step.flags, one) for step in steps for one in helpers.of_call(file, test, step)]
    called += [(flags, one) for use, flags in handed for one in helpers.of_use(file, test, use)]
    start = [one for flags, one in called if not flags & (DEAD | SWALLOWED)]
    start += [*helpers.of_parameters(test), *helpers.of_decorators(file, test)]
    if owner is not None:
        start += [one for name in _ENDS for one in helpers.families.methods(file, owner, name)]
        start += helpers.laid_by_setups(file, owner)
    if helpers.asserts(start):
        return None
    asserted += [flags for flags, one in called if flags & (DEAD | SWALLOWED) and helpers.asserts([one])]
    return _fault(helpers, file, test, owner, steps, asserted)


def _fault(
    helpers: Helpers,
    file: File,
    test: Definition,
    owner: Definition | None,
    steps: list[Step],
    asserted: list[int],
) -> Fault | str | None:
    """What a test lacks that no live assertion was found for."""
    skips = [step for step in steps if not step.flags & DEAD and step.callee in _SKIPPING]
    if skips and all(step.flags & DEAD or step.row <= skips[0].row for step in steps):
        return _skipped("skips itself whatever happens", given_reason(file, skips[0].row))
    if test.trivial:
        return _of_nothing(helpers, file, test, owner)
    if asserted:
        for flag, says, repair in _LOSSES:
            if all(flags & flag for flags in asserted):
                return Fault(says, repair)
        return Fault("has no assertion that can fail", "assert what the code under test has done")
    inner = next(iter(helpers.idle_asserting(file, test)), None)
    if inner is not None:
        if inner.name.startswith("test"):
            return None  # it is told of itself
        return Fault(f"has its assertions in {inner.name}, which nothing calls", f"call {inner.name}")
    if all("importorskip" in step.callee for step in steps) and any(
        statement.scope == test.body for statement in file.facts.imports
    ):
        return None
    return helpers.doubt(file, test, owner, steps) or Fault(
        "asserts nothing",
        "assert what the outcome is, or have its name say that nothing is to be raised",
    )


def _of_nothing(helpers: Helpers, file: File, test: Definition, owner: Definition | None) -> Fault | None:
    """What is wrong with a test without a body."""
    if owner is not None:
        if any(helpers.families.below(file, owner)):
            return None  # those that inherit it say what it does
        for home, member in helpers.families.lineage(file, owner)[1:]:
            if any(d.scope == member.body and d.name == test.name for d in home.facts.definitions):
                return Fault(
                    f"turns off the {test.name} of {member.name}, and passes",
                    "skip it and say why",
                    "info",
                )
    return Fault("does nothing, and passes", "write it, or skip it and say why")


def _skipped_by_decorator(file: File, skipped: Definition) -> Fault:
    called = next(
        (
            call.positional or call.keywords
            for call in file.facts.iter_calls()
            if call.flags & DECORATOR and _is_skip(call.callee) and _decorates(call, skipped)
        ),
        None,
    )
    return _skipped("is always skipped", bool(called))


def _skipped(says: str, has_reason: bool) -> Fault:
    if has_reason:
        return Fault(says, "mend or remove it, or name the condition", "info")
    return Fault(f"{says}, and nothing says why", "mend or remove it, or give the reason")


def _decorates(call: Call, definition: Definition) -> bool:
    return definition.line - 30 < call.line < definition.line and call.callee in definition.decorators


def given_reason(file: File, row: int) -> bool:
    """Whether a skip is given a reason."""
    call = file.facts.call(row)
    return bool(call.positional or call.keywords)


def _is_skip(dotted: str) -> bool:
    return dotted.rpartition(".")[2] in _SKIPS


def _finding(index: Index, file: File, test: Definition, fault: Fault) -> Finding:
    place = index.definition_place(file, test)
    return Finding(
        place=place,
        message=f"{test.qualified_name} {fault.says}; {fault.repair}",
        subject=place.symbol,
        severity=fault.severity,
    )
