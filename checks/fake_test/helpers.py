"""Follows what a test calls to the helpers that assert for it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from ssot_lint.api import CONSUMED, GIVES_BACK, SUPER, Definition, File, Index, Target, Use

from .bodies import Bodies, Step
from .family import Families
from .words import is_asserting, is_asserting_fixture

_DEEPEST = 6  # calls from a test to what asserts
_ENTERED = ("__init__", "__new__", "__enter__", "__exit__", "__aenter__", "__aexit__", "__call__")
_SUPPORT = re.compile(r"(?:^|[._])tests?(?:$|[._])|testing|test_?(?:utils?|lib|cases?|helpers?)|conftest")

Function = tuple[File, Definition]


class Helpers:
    """Tells whether functions assert, directly or through what they call in the code that serves tests."""

    def __init__(self, index: Index, families: Families) -> None:
        self._index = index
        self.families = families
        self._bodies: dict[str, Bodies] = {}
        self._direct: dict[tuple[str, int], bool] = {}
        self._called: dict[tuple[str, int], list[Function]] = {}
        self._functions: dict[str, dict[int, list[Definition]]] = {}
        self._laid: dict[tuple[str, int], list[Function]] = {}

    def bodies(self, file: File) -> Bodies:
        """The functions of a file, looked into."""
        found = self._bodies.get(file.path)
        if found is None:
            found = self._bodies[file.path] = Bodies(file)
        return found

    def asserts(self, start: list[Function]) -> bool:
        """Whether one of the functions asserts, or calls what does."""
        seen = {(file.path, function.body) for file, function in start}
        level = start
        for _ in range(_DEEPEST):
            below: list[Function] = []
            for file, function in level:
                if self._asserts_itself(file, function):
                    return True
                below += self._calls(file, function)
            level = []
            for one in below:
                key = one[0].path, one[1].body
                if key not in seen:
                    seen.add(key)
                    level.append(one)
        return False

    def _asserts_itself(self, file: File, function: Definition) -> bool:
        key = file.path, function.body
        found = self._direct.get(key)
        if found is None:
            bodies = self.bodies(file)
            asserted = bodies.asserted(bodies.scopes(function))
            found = self._direct[key] = next(asserted, None) is not None or any(
                is_asserting(use.name) for use, _ in bodies.handed(bodies.scopes(function))
            )
        return found

    def _calls(self, file: File, function: Definition) -> list[Function]:
        key = file.path, function.body
        found = self._called.get(key)
        if found is None:
            bodies = self.bodies(file)
            scopes = bodies.scopes(function)
            found = [one for step in bodies.calls(scopes) for one in self.of_call(file, function, step)]
            found += [one for use, _ in bodies.handed(scopes) for one in self.of_use(file, function, use)]
            found += self.of_parameters(function)
            self._called[key] = found
        return found

    # ------------------------------------------------------------------------------ what is called

    def of_call(self, file: File, function: Definition, step: Step) -> list[Function]:
        """The functions of tests and their helpers that a call in a function may be of."""
        first, dot, rest = step.callee.partition(".")
        if first in ("self", "cls", SUPER) and dot:
            return self._of_self(file, function, rest)
        call = file.facts.call(step.row)
        callee = step.callee.removesuffix("()")
        target = self._index.resolve_bound(file, call.scope, call.bound, callee)
        if target.kind == "definition":
            return self._of_target(target, bool(step.flags & CONSUMED))
        return self._of_result(file, function, first, rest) if dot else []

    def of_use(self, file: File, function: Definition, use: Use) -> list[Function]:
        """The functions that may be handed to a call by name."""
        first, dot, rest = use.name.partition(".")
        if first == "self" and dot:
            return self._of_self(file, function, rest)
        target = self._index.resolve_bound(file, use.scope, use.bound, use.name)
        return self._of_target(target, False) if target.kind == "definition" else []

    def _of_self(self, file: File, function: Definition, name: str) -> list[Function]:
        owner = self.class_around(file, function)
        if owner is None:
            return []
        attribute, dot, method = name.partition(".")
        if not dot:
            return self.families.methods(file, owner, name)
        found: list[Function] = []
        for home in {member[0].path: member[0] for member in self.families.family(file, owner)}.values():
            if self.serves_tests(home):
                found += self._of_result(home, owner, f"self.{attribute}", method)
        return found

    def _of_result(self, file: File, function: Definition, name: str, method: str) -> list[Function]:
        """The method of what a call gave to a name, where that is an instance of a helper class."""
        results = self.bodies(file).results.get(name, ())
        found: list[Function] = []
        for scope, row in results:
            if "." not in name and scope not in self.bodies(file).scopes(function):
                continue
            call = file.facts.call(row)
            target = self._index.resolve_bound(file, scope, call.bound, call.callee)
            home, made = target.file, target.definition
            if home is not None and made is not None and self.serves_tests(home):
                if made.kind == "class":
                    found += self.families.methods(home, made, method)
                else:
                    found.append((home, made))
        return found

    def _of_target(self, target: Target, is_consumed: bool) -> list[Function]:
        file, definition = target.file, target.definition
        if file is None or definition is None or not self.serves_tests(file):
            return []
        if definition.kind != "class":
            return [(file, definition)]
        # what it inherits from the code under test is none of the test's
        members = [one for one in self.families.family(file, definition) if self.serves_tests(one[0])]
        return [
            (home, method)
            for home, member in members
            for method in self._functions_in(home).get(member.body, ())
            if is_consumed or method.name in _ENTERED or not is_asserting(method.name)
        ]

    def of_decorators(self, file: File, function: Definition) -> Iterator[Function]:
        """The functions of the project's tests that decorate a test."""
        for name in filter(None, function.decorators):
            target = self._index.resolve(file, function.scope, name)
            yield from self._of_target(target, True) if target.kind == "definition" else ()

    def class_around(self, file: File, function: Definition) -> Definition | None:
        """The class that a method is of, a class itself where it is one."""
        if function.kind == "class":
            return function
        around = self._index.definition_with(file, function.scope)
        return around if around is not None and around.kind == "class" else None

    def _functions_in(self, file: File) -> dict[int, list[Definition]]:
        """Scope -> the functions that are defined in it."""
        found = self._functions.get(file.path)
        if found is None:
            by_scope: defaultdict[int, list[Definition]] = defaultdict(list)
            for definition in file.facts.definitions:
                if definition.kind != "class":
                    by_scope[definition.scope].append(definition)
            found = self._functions[file.path] = by_scope
        return found

    def laid_by_setups(self, file: File, owner: Definition) -> list[Function]:
        """The functions that what sets up a class of tests defines, for the code under test to call."""
        key = file.path, owner.body
        if key not in self._laid:
            self._laid[key] = [
                (home, function)
                for home, member in self.families.family(file, owner)
                for setup in self._functions_in(home).get(member.body, ())
                if setup.name.lower().startswith("setup")
                for scope in self.bodies(home).scopes(setup)
                for function in self._functions_in(home).get(scope, ())
            ]
        return self._laid[key]

    # ---------------------------------------------------------------------------------- fixtures

    @cached_property
    def _fixtures(self) -> dict[str, list[Function]]:
        found: defaultdict[str, list[Function]] = defaultdict(list)
        for file in self._index.files:
            for definition in file.facts.definitions:
                if any(name.endswith("fixture") for name in definition.decorators):
                    found[definition.name].append((file, definition))
        return found

    def of_parameters(self, function: Definition) -> list[Function]:
        """The fixtures that a function may request by its parameters."""
        if not function.signature:
            return []
        return [one for p in function.parameters for one in self._fixtures.get(p.name, ())]

    def requests_judge(self, function: Definition) -> bool:
        """Whether a parameter of a function is by its name a fixture that asserts."""
        return any(is_asserting_fixture(parameter.name) for parameter in function.parameters)

    def is_fixture(self, name: str) -> bool:
        """Whether the project has a fixture of that name."""
        return name in self._fixtures

    def serves_tests(self, file: File) -> bool:
        """Whether a file is one of tests, or of helpers for them."""
        return file.category == "test" or bool(_SUPPORT.search(file.module or file.path))

    # ------------------------------------------------------------------------------------ doubts

    def idle_asserting(self, file: File, function: Definition) -> Iterator[Definition]:
        """The functions inside a function that assert, and that nothing calls."""
        bodies = self.bodies(file)
        inside = set(bodies.scopes(function, with_idle=True))
        for number in file.facts.idle:
            idle = file.facts.definitions[number]
            if idle.scope in inside and self._asserts_itself(file, idle):
                yield idle

    def doubt(
        self, file: File, function: Definition, owner: Definition | None, steps: list[Step]
    ) -> str | None:
        """Why a test may assert although nothing says so, None where there is no doubt."""
        if function.tags & GIVES_BACK:
            return "what it returns, which may be waited for, may fail"
        parameters = {parameter.name for parameter in function.parameters}
        for step in steps:
            first, dot, name = step.callee.partition(".")
            if not dot and first in parameters:
                if first not in self._fixtures:
                    return f"{first}, which it is given, may assert"
            elif owner is not None and first in ("self", "cls", SUPER):
                if "." not in name and not self.families.methods(file, owner, name):
                    return f"{step.callee}, which no method of the project is, may assert"
            elif self._may_assert(file, function, step):
                return f"{step.callee}, which is unknown, may assert"
        return None

    def _may_assert(self, file: File, function: Definition, step: Step) -> bool:
        """Whether a call is of a helper outside the project, or of something unknown that has a name."""
        call = file.facts.call(step.row)
        target = self._index.resolve_bound(file, call.scope, call.bound, call.callee)
        if target.kind == "external":
            return target.external.islower() and bool(_SUPPORT.search(target.external))
        if "." in call.callee or "(" in call.callee or target.kind != "undecided":
            return False
        return call.callee not in self.bodies(file).results
