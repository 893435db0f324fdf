"""YAML text to plain data, with the place of every key and value.

Only the core schema of YAML 1.2 is read: `true` and `false` are the booleans, `off`, `no`, `on`,
dates and `1:30` are text. Keys are text. What stands twice, refers to itself or grows out of
aliases is refused.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import yaml
from yaml.composer import Composer
from yaml.parser import Parser
from yaml.reader import Reader, ReaderError
from yaml.resolver import BaseResolver
from yaml.scanner import Scanner

Loc = tuple[str | int, ...]
"""The way to a value: keys and list positions, from the root."""

MAX_DEPTH = 64
MAX_ALIASED = 10_000


class Fault(NamedTuple):
    """One thing that is wrong with the policy, at a 1-based line and column in code points."""

    line: int
    column: int
    message: str


class Broken(Exception):
    """The text is no YAML that could be read on; `fault` says where."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


class Document:
    """A policy as plain data. `keys` and `values` give line and column by the way to them."""

    def __init__(self) -> None:
        self.data: Any = None
        self.keys: dict[Loc, tuple[int, int]] = {}
        self.values: dict[Loc, tuple[int, int]] = {}
        self.faults: list[Fault] = []

    def position(self, loc: Loc, *, of_key: bool = False) -> tuple[int, int]:
        """Where a value stands (or its key), else the nearest thing around it."""
        if of_key and loc in self.keys:
            return self.keys[loc]
        while loc and loc not in self.values:
            loc = loc[:-1]
        return self.values.get(loc, (1, 1))


def read_yaml(data: bytes) -> Document:
    """Read one YAML document; raises `Broken` where no data can be made of it."""
    text = _decode(data)
    try:
        loader = _Loader(text)
        root = loader.compose_only_document()
    except ReaderError as error:
        line, column = _line_and_column(text, error.position)
        raise Broken(Fault(line, column, f"the character {chr(error.character)!a} is not allowed")) from error
    except yaml.MarkedYAMLError as error:
        raise Broken(_syntax_fault(error)) from error
    except (ValueError, OverflowError) as error:  # an escape such as "\UFFFFFFFF"
        mark = loader.get_mark()
        raise Broken(Fault(mark.line + 1, mark.column + 1, "this escape is no character")) from error
    document = Document()
    if root is not None:
        document.data = _Reading(document, loader.nodes + MAX_ALIASED).value(root, ())
    return document


def write_yaml(data: Any) -> str:
    """Plain data as YAML, keys in the order given."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


class _Loader(Reader, Scanner, Parser, Composer, BaseResolver):
    """Text to nodes, with the scalars of YAML 1.2's core schema and a bound on nesting."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        Composer.__init__(self)
        BaseResolver.__init__(self)
        self.nodes = 0
        self.depth = 0

    def compose_only_document(self) -> yaml.Node | None:
        events: Any = self  # PyYAML's stubs leave the parser untyped
        events.get_event()
        if self.check_event(yaml.StreamEndEvent):
            return None
        root = self.compose_document()
        if not self.check_event(yaml.StreamEndEvent):
            raise Broken(_fault(events.peek_event().start_mark, "a second document begins; a policy is one"))
        return root

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        self.nodes += 1
        self.depth += 1
        if self.depth > MAX_DEPTH:
            events: Any = self
            raise Broken(
                _fault(
                    events.peek_event().start_mark,
                    f"nested deeper than {MAX_DEPTH} levels",
                )
            )
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


class _Dumper(yaml.SafeDumper):
    """Data to text that YAML 1.1 and 1.2 read alike: what either takes for a number is quoted."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _infinite_or_nan(text: str) -> float:
    return float(text.replace(".", ""))


_SCALARS: tuple[tuple[str, str, str, Callable[[str], Any]], ...] = (
    ("null", r"~|null|Null|NULL|", "~nN\0", lambda text: None),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF", lambda text: text.lower() == "true"),
    ("int", r"[-+]?[0-9]+", "-+0123456789", int),
    ("int", r"0o[0-7]+", "0", lambda text: int(text[2:], 8)),
    ("int", r"0x[0-9a-fA-F]+", "0", lambda text: int(text[2:], 16)),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789", float),
    ("float", r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", "-+.", _infinite_or_nan),
)
_TAG = "tag:yaml.org,2002:"
for _name, _pattern, _first, _make in _SCALARS:
    _starts = [start if start != "\0" else "" for start in _first]
    for _resolver in (_Loader, _Dumper):
        _resolver.add_implicit_resolver(_TAG + _name, re.compile(rf"(?:{_pattern})\Z"), _starts)


class _Reading:
    """The walk from nodes to data; `visits` bounds what aliases may unfold to."""

    def __init__(self, document: Document, visits: int) -> None:
        self.document = document
        self.visits = visits

    def value(self, node: yaml.Node, loc: Loc) -> Any:
        self.visits -= 1
        if self.visits < 0:
            raise Broken(
                _fault(node.start_mark, f"aliases unfold to more than {MAX_ALIASED} values; use fewer")
            )
        if len(loc) > MAX_DEPTH:
            raise Broken(_fault(node.start_mark, "an alias stands inside what it names, or nests too deeply"))
        self.document.values[loc] = _start(node)
        if isinstance(node, yaml.MappingNode) and node.tag == _TAG + "map":
            return {key: self.value(value, (*loc, key)) for key, value in self.entries(node, loc)}
        if isinstance(node, yaml.SequenceNode) and node.tag == _TAG + "seq":
            return [self.value(item, (*loc, index)) for index, item in enumerate(node.value)]
        return self.scalar(node)

    def entries(self, node: yaml.MappingNode, loc: Loc) -> Iterator[tuple[str, yaml.Node]]:
        lines: dict[str, int] = {}
        for key_node, value in node.value:
            key = key_node.value
            if key_node.tag != _TAG + "str" or not isinstance(key, str):
                written = repr(key) if isinstance(key, str) else "this"
                self.fault(key_node, f"a key is text, {written} is not; put it in quotes")
            elif key in lines:
                self.fault(key_node, f"the key {key!r} stands on line {lines[key]} already; keep one")
            else:
                lines[key] = key_node.start_mark.line + 1
                self.scalar(key_node)
                self.document.keys[(*loc, key)] = _start(key_node)
                yield key, value

    def scalar(self, node: yaml.Node) -> Any:
        text = node.value
        if not isinstance(text, str):
            return self.fault(node, f"the tag {_tag(node)} is not allowed")
        if any("\ud800" <= character <= "\udfff" for character in text):
            return self.fault(node, "half of a surrogate pair is no character")
        if node.tag == _TAG + "str":
            return text
        for name, pattern, _, make in _SCALARS:
            if node.tag == _TAG + name and re.fullmatch(pattern, text):
                return self.number(node, make) if name in ("int", "float") else make(text)
        return self.fault(node, f"{text!r} with the tag {_tag(node)} is not allowed")

    def number(self, node: yaml.Node, make: Callable[[str], Any]) -> Any:
        try:
            return make(node.value)
        except ValueError:  # Python bounds the digits it converts
            return self.fault(node, f"a number of {len(node.value)} digits is too long")

    def fault(self, node: yaml.Node, message: str) -> None:
        self.document.faults.append(Fault(*_start(node), message))


def _start(node: yaml.Node) -> tuple[int, int]:
    """Where the text of a node begins, after its quote."""
    quoted = isinstance(node, yaml.ScalarNode) and node.style in ("'", '"')
    return node.start_mark.line + 1, node.start_mark.column + 1 + quoted


def _tag(node: yaml.Node) -> str:
    return node.tag.replace(_TAG, "!!")


def _fault(mark: yaml.Mark, message: str) -> Fault:
    return Fault(mark.line + 1, mark.column + 1, message)


def _syntax_fault(error: yaml.MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    message = error.problem or error.context or "no YAML"
    if error.problem and error.context and error.context_mark:
        message += f" ({error.context} that begins on line {error.context_mark.line + 1})"
    return Fault(mark.line + 1 if mark else 1, mark.column + 1 if mark else 1, " ".join(message.split()))


def _decode(data: bytes) -> str:
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line, column = _line_and_column(data[: error.start].decode(), None)
        message = f"the byte 0x{data[error.start]:02x} is not UTF-8"
        raise Broken(Fault(line, column, message)) from error


def _line_and_column(text: str, position: int | None) -> tuple[int, int]:
    before = text[:position]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
