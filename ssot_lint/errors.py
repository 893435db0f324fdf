"""The one kind of exception that a user sees, raised anywhere and caught only in drivers."""


class SsotLintError(Exception):
    """A mistake of the user, told in one clear line: where, what, and how to mend it."""


class PolicyError(SsotLintError):
    """The policy does not load; `problems` holds every fault, one line each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class UsageError(SsotLintError):
    """An option or argument that makes no sense."""


class BaselineError(SsotLintError):
    """A baseline that cannot be read."""


class EmptyScanError(SsotLintError):
    """No file was found to analyse: never a score of 100."""


class CheckError(SsotLintError):
    """A check package that cannot be loaded, or a check that breaks its contract."""
