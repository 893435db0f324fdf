"""What the policy declares of an interface."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ssot_lint.api import ContractSymbol, PolicyTargets, Shape, key

Kind = Literal["function", "method", "classmethod", "staticmethod", "property"]


class ParameterContract(Shape):
    """A parameter of which more than the name is declared."""

    name: Annotated[str, Field(description="its name, without stars")]
    kind: Annotated[
        Literal["positional", "standard", "variadic", "keyword", "variadic-keyword"] | None,
        Field(description="how it is given: by position, either way, or by name alone; *args, **kwargs"),
    ] = None
    optional: Annotated[bool | None, Field(description="whether it may be left out")] = None
    annotation: Annotated[str | None, Field(description="its type, with symbols as package.module:Name")] = (
        None
    )


class CallableContract(Shape):
    """What callers of a function or method rely on."""

    params: Annotated[
        list[str | ParameterContract] | None,
        Field(description="its first parameters, self and cls left out; those after them must be optional"),
    ] = None
    optional: Annotated[list[str], Field(description="parameters that may be left out")] = []
    returns: Annotated[str | None, Field(description="its return annotation")] = None
    is_async: Annotated[bool | None, Field(alias="async", description="whether it must be awaited")] = None
    kind: Annotated[Kind | None, Field(description="what it is to its class")] = None

    @property
    def declared(self) -> list[ParameterContract]:
        """The parameters, those in `optional` included where they stand in no list."""
        found: list[ParameterContract] = []
        for each in self.params or ():
            if isinstance(each, str):
                stars = len(each) - len(each.lstrip("*"))
                each = ParameterContract(
                    name=each.lstrip("*"), kind=(None, "variadic", "variadic-keyword")[stars]
                )
            found.append(each)
        return found

    @model_validator(mode="after")
    def _names_are_names(self) -> Self:
        given = [each if isinstance(each, str) else each.name for each in self.params or ()]
        for name in (*given, *self.optional):
            if not name.removeprefix("*").removeprefix("*").isidentifier():
                raise ValueError(f"{name!r} is no parameter; write its name, or *args, **kwargs")
        return self


class Contract(CallableContract):
    """What is relied on of a function, a method or a class."""

    fields: Annotated[
        list[str] | dict[str, str],
        Field(description="names that instances or the class have; perhaps with their types"),
    ] = []
    methods: Annotated[dict[str, CallableContract], Field(description="methods of the class")] = {}

    @property
    def is_of_class(self) -> bool:
        """Whether it declares what only a class has."""
        return bool(self.fields or self.methods)

    @property
    def is_of_callable(self) -> bool:
        """Whether it declares what only a function has."""
        given = (self.params, self.returns, self.is_async, self.kind)
        return bool(self.optional) or any(each is not None for each in given)

    @property
    def types(self) -> dict[str, str | None]:
        """The fields with their types, None where none is declared."""
        return dict(self.fields) if isinstance(self.fields, dict) else dict.fromkeys(self.fields)

    @model_validator(mode="after")
    def _is_of_one_thing(self) -> Self:
        if self.is_of_class and self.is_of_callable:
            raise ValueError("fields and methods are those of a class, the other keys those of a function")
        return self


class Contracts(PolicyTargets):
    """The interfaces that must be kept."""

    contracts: dict[ContractSymbol, Contract] = key(
        "contracts", {}, "function, method or class -> what others rely on"
    )

    def off(self) -> str | None:
        return None if self.contracts else "no contracts declared"
