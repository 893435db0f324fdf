"""What the policy says of mocks: where they are denied, and what justifies one all the same."""

from typing import Annotated

from pydantic import Field

from ssot_lint.api import File, Files, ModulePattern, Section, Shape, Symbol, key, selects_file


class Mocks(Shape):
    """Where tests must do without mocks."""

    deny: Annotated[
        list[Files], Field(description="files without mocks: path globs, category:NAME or service:NAME")
    ] = []
    allow: Annotated[list[Files], Field(description="files of those that may have mocks")] = []
    justified_by: Annotated[
        Symbol | None, Field(description="decorator or mark, with a reason, of tests that may have mocks")
    ] = None


class MocksSection(Section):
    """Where mocks are denied."""

    mocks: Mocks = key("tests.mocks", Mocks(), "where tests must do without mocks")
    libraries: list[ModulePattern] = key("tests.libraries", [], "more modules that are for mocking")

    def off(self) -> str | None:
        return None if self.mocks.deny else "no tests.mocks.deny declared"

    def binds(self, file: File) -> bool:
        """Whether a file must do without mocks."""
        return selects_file(self.mocks.deny, file) and not selects_file(self.mocks.allow, file)
