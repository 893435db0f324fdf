"""What functions and classes take, told as Python tells it."""

import sys
import textwrap
import types
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssot_lint.extract import extract
from ssot_lint.index.signatures import Signature, doubtful, fits, misfit, signature_of
from ssot_lint.index.signatures.parameters import _of_parameters
from ssot_lint.model import STAR_ARGS, STAR_KWARGS
from tests.unit.indexed import index_of

NAMES = ("a", "b", "c", "d", "e")
ANNOTATIONS = ("", ": int", ": 'x, y'", ": dict[str, tuple[int, ...]]", ': "a=b"', ": (lambda: 1, 2)[1]")
DEFAULTS = (
    "None",
    "(1, 2)",
    "'a, b=c'",
    "lambda p, q=1: (p, q)",
    "{1: [2, 3]}",
    "[x for x in (1,)]",
    "1 < 2",
)


@st.composite
def parameter_lists(draw: st.DrawFn) -> str:
    """The source of some function's parameters."""
    names: list[str] = draw(st.permutations(NAMES))
    positional = [names.pop() for _ in range(draw(st.integers(0, 3)))]
    named = [names.pop() for _ in range(draw(st.integers(0, 2)))]
    first_optional = draw(st.integers(0, len(positional)))
    separator = draw(st.sampled_from([", ", ",\n    ", ",  # a, b=1\n    "]))

    def written(name: str, is_optional: bool) -> str:
        annotation = draw(st.sampled_from(ANNOTATIONS))
        default = draw(st.sampled_from(DEFAULTS)) if is_optional else ""
        return f"{name}{annotation}{' = ' if annotation else '='}{default}" if default else name + annotation

    pieces = [written(name, number >= first_optional) for number, name in enumerate(positional)]
    has_slash = draw(st.booleans())
    if positional and has_slash:
        pieces.insert(draw(st.integers(1, len(pieces))), "/")
    has_more = draw(st.booleans())
    if has_more:
        pieces.append("*more" + draw(st.sampled_from(ANNOTATIONS)))
    elif named:
        pieces.append("*")
    pieces += [written(name, draw(st.booleans())) for name in named]
    if draw(st.booleans()):
        pieces.append("**others" + draw(st.sampled_from(ANNOTATIONS)))
    return separator.join(pieces)


def function_of(parameters: str) -> Callable[..., Any]:
    space: dict[str, Any] = {}
    exec(f"def f({parameters}\n): return 0", space)
    function: Callable[..., Any] = space["f"]
    return function


def read(parameters: str) -> Signature:
    (definition,) = extract(f"def f({parameters}\n): return 0\n".encode()).definitions
    return signature_of(definition)


def is_bound(function: Callable[..., Any], positional: int, names: tuple[str, ...]) -> bool:
    try:
        function(*range(positional), **dict.fromkeys(names))
    except TypeError:
        return False
    return True


given_names = st.lists(st.sampled_from((*NAMES, "other")), unique=True).map(tuple)


@given(parameter_lists(), st.integers(0, 4), given_names)
def test_a_call_fits_where_python_binds_it(parameters: str, positional: int, names: tuple[str, ...]) -> None:
    signature = read(parameters)
    bound = is_bound(function_of(parameters), positional, names)
    assert (misfit(signature, positional, names, 0) is None) is bound
    assert fits(signature, positional, names, 0) is bound


@given(parameter_lists(), st.integers(0, 3), given_names, st.booleans(), st.booleans())
def test_a_call_with_stars_is_refused_only_where_nothing_they_bring_can_be_bound(
    parameters: str, positional: int, names: tuple[str, ...], more: bool, others: bool
) -> None:
    flags = STAR_ARGS * more | STAR_KWARGS * others
    if misfit(read(parameters), positional, names, flags) is None:
        return
    function = function_of(parameters)
    left = [name for name in (*NAMES, "other") if name not in names]
    for number in range(5 if more else 1):
        for chosen in range(1 << len(left) if others else 1):
            brought = tuple(name for place, name in enumerate(left) if chosen >> place & 1)
            assert not is_bound(function, positional + number, (*names, *brought))


@given(parameter_lists())
def test_parameters_are_read_off_the_text_as_a_parser_reads_them(parameters: str) -> None:
    (definition,) = extract(f"def f({parameters}\n): return 0\n".encode()).definitions
    assert signature_of(definition) == _of_parameters(definition.parameters)


@given(parameter_lists(), st.integers(0, 3), given_names)
def test_a_method_takes_what_is_left_once_it_is_bound(
    parameters: str, positional: int, names: tuple[str, ...]
) -> None:
    function, signature = function_of(parameters), read(parameters)
    if not signature.can_be_bound:
        return
    method = type("C", (), {"f": function})().f
    assert fits(signature.bound, positional, names, 0) is is_bound(method, positional, names)


def test_names_that_python_spells_in_several_ways_are_one() -> None:
    assert read("ﬁle, µ=1").ordered == ("file", "μ")


# ---------------------------------------------------------------------------------- constructors

CLASSES_TOLD = """
# plain
class C: pass
# initialised
class C:
    def __init__(self, a, b=1): pass
# inherited
class B:
    def __init__(self, a, *, b): pass
class C(B): pass
# made by __new__
class C:
    def __new__(cls, a): return object.__new__(cls)
# an exception
class C(ValueError): pass
# an exception with __init__
class C(OSError):
    def __init__(self, a): pass
# a dataclass
@dataclass
class C:
    a: int
    b: int = 1
# a dataclass with field()
@dataclass
class C:
    a: int = field(repr=False)
    b: list = field(default_factory=list)
# an ordered dataclass
@dataclass
class B:
    a: int
    b: int
@dataclass
class C(B):
    c: int
    a: int
# a dataclass with kw_only
@dataclass
class C:
    a: int
    _: KW_ONLY
    b: int
    c: int = 1
# a dataclass with no fields
@dataclass
class C:
    a: ClassVar[int]
    b: 'ClassVar[int]' = 1
    c: InitVar[int] = 2
# a plain heir of a dataclass
@dataclass
class B:
    a: int
class C(B):
    b: int = 1
# a dataclass among others
class A:
    a: int
@dataclass
class B(A):
    b: int
@dataclass
class C(B):
    c: int = 1
# a dataclass with an own __init__
@dataclass
class C:
    a: int
    def __init__(self): pass
# a named tuple
class C(NamedTuple):
    a: int
    b: int = 1
# the heir of a named tuple
class B(NamedTuple):
    a: int
class C(B): pass
# a diamond
class A:
    def __init__(self, a): pass
class B(A): pass
class D(A):
    def __init__(self, b): pass
class C(B, D): pass
# generic
class C(Generic[T]):
    def __init__(self, a): pass
# abstract
class B(ABC):
    def __init__(self, a): pass
class C(B): pass
"""
CLASSES = {part.partition("\n")[0]: part.partition("\n")[2] for part in CLASSES_TOLD.split("# ")[1:]}
HEAD = textwrap.dedent("""
    from abc import ABC
    from dataclasses import KW_ONLY, InitVar, dataclass, field
    from typing import ClassVar, Generic, NamedTuple, TypeVar
    T = TypeVar("T")
""")
FORMS = ("", "1", "1, 2", "1, 2, 3", "a=1", "a=1, b=2", "1, b=2", "b=1", "1, c=2", "1, 2, c=3", "1, a=2")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("source", CLASSES.values(), ids=CLASSES)
def test_a_class_refuses_what_python_refuses(source: str, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("m")
    monkeypatch.setitem(sys.modules, "m", module)
    exec(HEAD + source, vars(module))
    try:
        eval(f"C({form})", vars(module))
        is_taken = True
    except TypeError:
        is_taken = False
    index = index_of({"m.py": f"{HEAD}{source}\n", "use.py": f"from m import C\nC({form})\n"})
    file = index.file("use.py")
    assert file is not None
    (call,) = file.facts.iter_calls()
    assert bool(index.refusals(file, call)) is not is_taken


@pytest.mark.parametrize("few", [0, doubtful.FEW])
def test_what_is_refused_is_among_what_is_doubted(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubtful, "FEW", few)
    source = "def f(a): pass\nf()\nf(1)\nclass C:\n    def g(self): self.g(1); self.g()\n"
    index = index_of({"m.py": source})
    assert [call.line for _, call in index.doubtful_calls()] == [2, 5]


HOLDERS = """
class Other:
    def __init__(self, a, b): pass
    def g(self, a, b): pass
class B:
    def __init__(self, a): pass
    def g(self, a): pass
class D(B): pass
class C(D):
    def __init__(self):
        super().__init__(1)
        super().__init__()
        self.g(1)
        self.g()
class E(C, Unknown):
    def g(self, a): super().g(a); super().g()
    h = B
    def i(self): self.h()
"""


@pytest.mark.parametrize("few", [0, doubtful.FEW])
def test_what_fits_the_classes_above_by_name_is_not_doubted(
    few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doubtful, "FEW", few)
    index = index_of({"m.py": HOLDERS})
    found = [(call.callee, call.line, call.positional) for _, call in index.doubtful_calls()]
    refused = [("super().__init__", 12, 0), ("self.g", 14, 0), ("super().g", 16, 0)]
    assert found == [*refused, ("self.h", 18, 0)]  # by another name, which only the tracer follows
