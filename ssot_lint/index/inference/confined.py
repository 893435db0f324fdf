"""Keeps astroid, whose state is global, to one set of trees, and puts everything back afterwards."""

import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from astroid import decorators, nodes
from astroid.brain import brain_builtin_inference
from astroid.context import _invalidate_cache
from astroid.exceptions import AstroidImportError, InferenceError
from astroid.inference_tip import _CURRENTLY_INFERRING, clear_inference_tip_cache
from astroid.interpreter.objectmodel import ObjectModel
from astroid.manager import AstroidManager
from astroid.nodes._base_nodes import LookupMixIn
from astroid.nodes.node_ng import NodeNG
from astroid.transforms import TransformVisitor

from ssot_lint.index.inference import containers
from ssot_lint.index.inference.records import Bounds
from ssot_lint.index.inference.trees import TOO_MUCH, Exhausted, Trees

_MEMOS = (LookupMixIn.lookup, ObjectModel.attributes, nodes.ClassDef._metaclass_lookup_attribute)


class Gauge:
    """Counts the steps of a question, and of all."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._steps = 0
        self._all_steps = 0

    def begin(self) -> None:
        """Count those of another question."""
        self._steps = 0

    def step(self, context: Any) -> None:
        """Count one more. Raises Exhausted."""
        self._steps += 1
        self._all_steps += 1
        if self._steps > self._bounds.steps:
            raise Exhausted(f"more than {self._bounds.steps} steps lead to it")
        if context is not None and len(context.path) > self._bounds.depth:
            raise Exhausted(f"more than {self._bounds.depth} steps inside each other lead to it")
        if self._all_steps > self._bounds.all_steps:
            raise Exhausted(TOO_MUCH)


def forget() -> None:
    """Forget all that was inferred, so that a question is answered as if it were the first."""
    _invalidate_cache()
    clear_inference_tip_cache()
    _CURRENTLY_INFERRING.clear()
    for memo in _MEMOS:
        memo.cache_clear()


@contextmanager
def brain(bounds: Bounds) -> Iterator[None]:
    """An astroid of our own: no module but the builtins, no plugin but that for calls of builtins."""
    manager = AstroidManager()
    if "builtins" not in manager.astroid_cache:
        manager.bootstrap()
    own = {
        "astroid_cache": {"builtins": manager.builtins_module},
        "_mod_file_cache": {},
        "_failed_import_hooks": [],
        "always_load_extensions": False,
        "optimize_ast": False,
        "max_inferable_values": bounds.values,
        "extension_package_whitelist": set(),
        "module_denylist": set(),
        "_transform": TransformVisitor(),
        "prefer_stubs": False,
    }
    replaced = _replaced(
        AstroidManager, brain=own, ast_from_module_name=_builtins_alone, cache_module=_keep_nothing
    )
    with replaced, _quiet():
        brain_builtin_inference.register(AstroidManager())
        forget()
        try:
            yield
        finally:
            forget()


@contextmanager
def confined(trees: Trees, gauge: Gauge) -> Iterator[None]:
    """Have imports followed by the index alone, and steps counted."""
    infer = NodeNG.infer

    def counted(self: Any, context: Any = None) -> Iterator[Any]:
        gauge.step(context)
        found: Iterator[Any] = infer(self, context)
        return found

    def import_from(self: Any, context: Any = None) -> Iterator[Any]:
        if context is None or context.lookupname is None:
            raise InferenceError(node=self, context=context)
        try:
            yield from trees.values(trees.imported(self, context.lookupname), context)
        except AstroidImportError as error:
            raise InferenceError(node=self, context=context) from error

    def import_(self: Any, context: Any = None) -> Iterator[Any]:
        if context is None or context.lookupname is None:
            raise InferenceError(node=self, context=context)
        try:
            yield trees.module(self.root(), context.lookupname)
        except AstroidImportError as error:
            raise InferenceError(node=self, context=context) from error

    subscript, call = nodes.Subscript._infer, nodes.Call._infer

    def item_of(self: Any, context: Any = None, **_: Any) -> Iterator[Any]:
        return containers.item(self, context, subscript)

    def call_of(self: Any, context: Any = None, **_: Any) -> Iterator[Any]:
        return containers.call(self, context, call)

    def import_module(self: Any, modname: str, *_: Any, **__: Any) -> Any:
        return trees.module(self, f"{self.name}.{modname}")

    def guarded(function: Any) -> Any:
        return decorators.raise_if_nothing_inferred(decorators.path_wrapper(function))

    with ExitStack() as stack:
        stack.enter_context(_replaced(NodeNG, infer=counted))
        stack.enter_context(_replaced(nodes.ImportFrom, _infer=guarded(import_from)))
        stack.enter_context(_replaced(nodes.Import, _infer=guarded(import_)))
        stack.enter_context(_replaced(nodes.Subscript, _infer=item_of))
        stack.enter_context(_replaced(nodes.Call, _infer=call_of))
        stack.enter_context(_replaced(nodes.Module, import_module=import_module))
        yield


def _builtins_alone(self: Any, modname: str | None, *_: Any, **__: Any) -> Any:
    if modname == "builtins":
        return self.builtins_module
    raise AstroidImportError("nothing is imported")


def _keep_nothing(self: Any, module: Any) -> None:
    """Trees are kept by file: two modules may have one name."""


@contextmanager
def _replaced(owner: Any, **attributes: Any) -> Iterator[None]:
    before = {name: owner.__dict__[name] for name in attributes}
    try:
        for name, value in attributes.items():
            setattr(owner, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(owner, name, value)


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
