"""What is taken out of a display: by a key that is not known any of its items, which astroid leaves open."""

from collections.abc import Callable, Iterator
from typing import Any

from astroid import nodes, util
from astroid.context import copy_context
from astroid.exceptions import AstroidError

Infer = Callable[..., Iterator[Any]]
_BY_KEY = ("get", "pop", "setdefault")


def item(self: Any, context: Any, otherwise: Infer) -> Iterator[Any]:
    """What `value[key]` may be."""
    values = _inferred(self.value, context)
    if values and all(isinstance(v, nodes.ClassDef) and not v.metaclass() for v in values):
        yield from values  # type arguments
        return
    try:
        found = list(otherwise(self, context))
    except AstroidError:
        found = [util.Uninferable]
    is_slice = isinstance(self.slice, nodes.Slice)
    yield from (each for each in found if each is not util.Uninferable)
    if util.Uninferable in found:
        yield from _any_of(values, context) if not is_slice else ()
        yield util.Uninferable


def call(self: Any, context: Any, otherwise: Infer) -> Iterator[Any]:
    """What a call gives, of one of the methods that take something out of a dict display, or of anything."""
    name = self.func.attrname if isinstance(self.func, nodes.Attribute) else ""
    if name not in (*_BY_KEY, "values"):
        yield from otherwise(self, context)
        return
    owners = _inferred(self.func.expr, context)
    if not owners or not all(type(owner) is nodes.Dict for owner in owners):
        yield from otherwise(self, context)
    elif name == "values":
        yield from map(_values, owners)
    elif self.args:
        for owner in owners:
            for key in _inferred(self.args[0], context):
                yield from _by_key(owner, key, context)
        for default in self.args[1:]:
            yield from _inferred(default, context)


def _by_key(owner: Any, key: Any, context: Any) -> Iterator[Any]:
    if isinstance(key, nodes.Const):
        try:
            yield from _inferred(owner.getitem(key, copy_context(context)), context)
        except AstroidError:
            return  # it has none
    else:
        yield from _any_of([owner], context)
        yield util.Uninferable


def _values(owner: Any) -> Any:
    """The values of a dict display as a list."""
    found = nodes.List(
        lineno=owner.lineno,
        col_offset=owner.col_offset,
        parent=owner.parent,
        end_lineno=owner.end_lineno,
        end_col_offset=owner.end_col_offset,
    )
    found.postinit([value for key, value in owner.items if not isinstance(key, nodes.DictUnpack)])
    return found


def _any_of(owners: list[Any], context: Any) -> Iterator[Any]:
    for owner in owners:
        if type(owner) is nodes.Dict:
            elements = _values(owner).elts
        else:
            elements = owner.elts if isinstance(owner, nodes.List | nodes.Tuple) else []
        for element in elements:
            yield from _inferred(element, context)


def _inferred(node: Any, context: Any) -> list[Any]:
    own = copy_context(context)
    own.callcontext = own.boundnode = None
    try:
        return list(node.infer(own))
    except AstroidError:
        return [util.Uninferable]
