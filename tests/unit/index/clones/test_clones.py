"""Groups of duplicates in an index, as the terms of the caller have them."""

from random import Random
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ssot_lint.extract import extract
from ssot_lint.index import build_index
from ssot_lint.index.clones import Clones, Group, Terms
from ssot_lint.model import File, Source
from tests.unit.index.clones.made import BODY, ENGINE, files_of_bodies

OTHER = """
    def other(self):
        self.{0}_one()
        self.{0}_two()
        self.{0}_three()
        self.{0}_four()
"""


def body(name: str) -> str:
    return BODY.format(name=name)


def file(path: str, text: str, service: str | None = None) -> File:
    module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    category = "test" if path.startswith("tests/") else "real"
    source = Source(path, category, module, ".", service, path.endswith("__init__.py"))
    return File(source, extract(dedent(text).encode()))


def clones(*files: File) -> Clones:
    return build_index(files).clones


def functions(clones: Clones, terms: Terms) -> list[Group]:
    return [group for group in clones.groups(terms) if group.code == "SST102"]


def classes(clones: Clones, terms: Terms) -> list[Group]:
    return [group for group in clones.groups(terms) if group.code == "SST101"]


def names(group: Group) -> list[str]:
    return [member.symbol for member in group.members]


def told(found: Clones) -> list[tuple[object, ...]]:
    return [
        (group.code, group.kind, group.similarity, group.canonical, group.reason, names(group))
        for group in found.groups(Terms())
    ]


def homes(groups: list[Group]) -> list[str]:
    return [names(group)[group.canonical] for group in groups]


# --------------------------------------------------------------------------------------- groups


def test_many_copies_are_one_group() -> None:
    (group,) = functions(clones(*(file(f"{name}.py", body(name)) for name in "abcd")), Terms())
    assert names(group) == ["a:a", "b:b", "c:c", "d:d"]


def test_members_are_in_the_order_of_their_places() -> None:
    (group,) = functions(clones(file("b.py", body("x") + body("y")), file("a.py", body("z"))), Terms())
    assert names(group) == ["a:z", "b:x", "b:y"]


def test_copies_are_the_members_but_the_canonical_one() -> None:
    (group,) = functions(clones(file("old.py", body("x")), file("text.py", body("y"))), Terms())
    assert (group.home, group.copies) == (group.members[1], (group.members[0],))


def test_the_order_of_files_does_not_matter() -> None:
    files = [file(f"{name}.py", body(name)) for name in "abcdef"]
    shuffled = files.copy()
    Random(1).shuffle(shuffled)
    assert told(clones(*files)) == told(clones(*shuffled))


@given(
    st.lists(
        st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=12), min_size=1, max_size=4),
        min_size=2,
        max_size=6,
    ),
    st.randoms(use_true_random=False),
)
def test_no_group_depends_on_the_order_of_files(project: list[list[list[int]]], dice: Random) -> None:
    files = files_of_bodies(project)
    expected = told(clones(*files))
    dice.shuffle(files)
    assert told(clones(*files)) == expected


@given(
    st.lists(
        st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=12), min_size=1, max_size=4),
        min_size=2,
        max_size=6,
    )
)
def test_nothing_that_lies_in_a_copy_is_told_again(project: list[list[list[int]]]) -> None:
    copies = [copy for group in clones(*files_of_bodies(project)).groups(Terms()) for copy in group.copies]
    assert not [(one, two) for one in copies for two in copies if one is not two and one.contains(two)]


def test_of_nested_copies_the_outer_one_alone_is_told() -> None:
    inner = "\n    def inner(it):\n" + "".join(f"        it.do{step}()\n" for step in range(8))
    outer = "def outer{0}(it):{1}    it.a()\n    it.b()\n    it.c{0}()\n    return inner\n"
    files = [file(f"{name}.py", outer.format(name, inner)) for name in "ab"]
    (group,) = clones(*files).groups(Terms())
    assert (group.code, names(group)) == ("SST103", ["a:outera", "b:outerb"])


def test_classes_of_which_one_is_asynchronous_are_twins() -> None:
    twin = ENGINE.replace("def run", "async def run").replace("row.start()", "await row.start()")
    (group,) = clones(file("a.py", ENGINE), file("b.py", twin)).groups(Terms())
    assert group.kind == "twin"


def test_very_many_helpers_that_call_each_other_come_to_an_end() -> None:
    calls = "".join(f"    h{number}(x)\n" for number in range(30))
    text = "".join(f"def h{number}(x):\n{calls}\n\n" for number in range(30))
    assert len(clones(file("a.py", text), file("b.py", text)).groups(Terms())) > 0


def test_equal_texts_are_identical() -> None:
    (group,) = functions(clones(file("a.py", body("x")), file("b.py", body("x"))), Terms())
    assert group.kind == "identical"


def test_a_group_is_as_alike_as_its_least_alike_member() -> None:
    other = body("z").replace("done", "ready")
    (group,) = functions(clones(file("a.py", body("x") + body("y")), file("b.py", other)), Terms())
    assert group.kind == "renamed"


def test_each_copy_is_compared_with_the_canonical_one() -> None:
    other = body("z").replace("done", "ready")
    (group,) = functions(clones(file("a.py", body("x") + body("y")), file("b.py", other)), Terms())
    assert [group.likenesses[copy].kind for copy in group.copies] == ["identical", "renamed"]


def test_terms_are_not_mixed_up_between_questions() -> None:
    index = clones(file("a.py", body("x")), file("b.py", body("x")))
    found = [len(functions(index, Terms(min_statements=size))) for size in (6, 7, 6)]
    assert found == [1, 0, 1]


def test_stubs_are_not_compared() -> None:
    stub = File(Source("a.pyi", "real", "a"), extract(dedent(body("x")).encode()))
    assert functions(clones(stub, file("b.py", body("x"))), Terms()) == []


# --------------------------------------------------------------------------------- what may be seen


def test_what_a_file_may_not_import_it_does_not_repeat() -> None:
    index = clones(file("shop/a.py", body("x"), "shop"), file("cars/a.py", body("x"), "cars"))
    assert functions(index, Terms(sees=lambda one, other: one.service == other.service)) == []


def test_the_canonical_member_is_one_that_the_others_may_import() -> None:
    index = clones(
        file("a.py", body("x"), "shop"),
        file("b.py", body("x"), "cars"),
        file("shared/long/legacy.py", body("x"), "shared"),
    )
    groups = functions(index, Terms(sees=lambda one, other: other.service in (one.service, "shared")))
    assert homes(groups) == ["shared.long.legacy:x"]


def test_services_that_do_not_see_each_other_have_a_group_each() -> None:
    files = [
        file(f"{service}/{name}.py", body("x"), service) for service in ("cars", "shop") for name in "ab"
    ]
    groups = functions(clones(*files), Terms(sees=lambda one, other: one.service == other.service))
    assert [names(group) for group in groups] == [["cars.a:x", "cars.b:x"], ["shop.a:x", "shop.b:x"]]


def test_accepted_symbols_are_in_no_group() -> None:
    index = clones(*(file(f"{name}.py", body("x")) for name in "abc"))
    (group,) = functions(index, Terms(accepts=lambda symbol: symbol == "a:x"))
    assert names(group) == ["b:x", "c:x"]


# ------------------------------------------------------------------------------------- election


@pytest.mark.parametrize(
    ("files", "declared", "home", "reason"),
    [
        ({"a.py": "", "b/old/c.py": ""}, "b.old.c:x", "b.old.c:x", "declared canonical"),
        ({"tests/a.py": "", "core/engine_old.py": ""}, "", "core.engine_old:x", "the others are tests"),
        ({"a_v2.py": "", "b/c/d.py": ""}, "", "b.c.d:x", "no word in its path says copy"),
        ({"a.py": "", "b/c.py": "", "use.py": "from b.c import x"}, "", "b.c:x", "most importers"),
        ({"aa/b.py": "", "b/b.py": ""}, "", "b.b:x", "shortest path"),
        ({"b.py": "", "a.py": ""}, "", "a:x", "first by path"),
    ],
)
def test_the_first_quality_that_differs_elects(
    files: dict[str, str], declared: str, home: str, reason: str
) -> None:
    index = clones(*(file(path, text or body("x")) for path, text in files.items()))
    groups = functions(index, Terms(declared=frozenset([declared] if declared else [])))
    assert (homes(groups), groups[0].reason) == ([home], reason)


def test_a_test_is_not_canonical_though_more_may_import_it() -> None:
    places = (("cars.py", "cars"), ("shop.py", "shop"), ("tests/a.py", None))
    index = clones(*(file(path, body("x"), service) for path, service in places))
    groups = functions(index, Terms(sees=lambda one, other: {one.service, other.service} != {"cars", "shop"}))
    assert [(homes([group]), group.reason) for group in groups] == [(["cars:x"], "the others are tests")]


def test_a_word_inside_another_says_nothing() -> None:
    groups = functions(clones(file("golden.py", body("x")), file("longer_name.py", body("x"))), Terms())
    assert homes(groups) == ["golden:x"]


def test_importing_the_class_counts_for_its_methods() -> None:
    method = "class {name}:\n" + body("run").replace("(rows)", "(self, rows)")
    texts = {name: dedent(method.format(name=name)) + OTHER.format(name) for name in ("A", "B")}
    index = clones(file("a.py", texts["A"]), file("bb.py", texts["B"]), file("use.py", "from bb import B"))
    assert homes(functions(index, Terms())) == ["bb:B.run"]


# ------------------------------------------------------------------------------------- meaning


def test_a_helper_that_was_copied_is_the_same_helper() -> None:
    text = "def ready(row):\n    return row.on\n\n" + dedent(body("x")).replace("row.ready", "ready(row)")
    (group,) = functions(clones(file("a.py", text), file("b.py", text)), Terms())
    assert names(group) == ["a:x", "b:x"]


def test_a_helper_of_a_helper_that_differs_makes_another_function() -> None:
    text = "def on(row):\n    return row.{0}\n\ndef ready(row):\n    return on(row)\n\n"
    text += dedent(body("x")).replace("row.ready", "ready(row)")
    assert functions(clones(file("a.py", text.format("a")), file("b.py", text.format("b"))), Terms()) == []


def test_helpers_that_call_each_other_come_to_an_end() -> None:
    text = "def on(row):\n    return ready(row)\n\ndef ready(row):\n    return on(row)\n\n"
    text += dedent(body("x")).replace("row.ready", "ready(row)")
    (group,) = functions(clones(file("a.py", text), file("b.py", text)), Terms())
    assert names(group) == ["a:x", "b:x"]


def test_one_helper_under_two_names_of_its_module_is_the_same_helper() -> None:
    text = dedent(body("x")).replace("row.ready", "ready(row)")
    index = clones(
        file("a.py", "from lib import ready\n" + text),
        file("b.py", "from pkg import ready\n" + text),
        file("lib.py", "def ready(row):\n    return row"),
        file("pkg/__init__.py", "from lib import ready"),
    )
    assert homes(functions(index, Terms())) == ["a:x"]


def test_an_unknown_name_stands_for_something_else_in_each_file() -> None:
    text = "from nowhere import *\n" + dedent(body("x")).replace("row.ready", "ready(row)")
    assert functions(clones(file("a.py", text), file("b.py", text)), Terms()) == []


def test_copies_of_a_recursive_function_are_copies_whatever_their_names_sort_after() -> None:
    text = "def middle(row):\n    return row.on\n\n"
    text += dedent(body("{0}")).replace("row.start()", "{0}(row)").replace("row.ready", "middle(row)")
    (group,) = functions(
        clones(file("a.py", text.format("first")), file("b.py", text.format("second"))), Terms()
    )
    assert names(group) == ["a:first", "b:second"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("LIMIT = 1", "LIMIT = 1", True),
        ("LIMIT = 1", "LIMIT = 2", False),
        ("LIMIT: int\nLIMIT = 1", "LIMIT = 1", True),
        ("LIMIT = 1\nLIMIT = 3", "LIMIT = 2\nLIMIT = 3", False),
        ("LIMIT = 3; SIZE = 1", "LIMIT = 3; SIZE = 2", False),
    ],
)
def test_a_constant_is_the_same_where_one_equal_statement_binds_it(one: str, other: str, same: bool) -> None:
    text = dedent(body("x")).replace("row.ready", "row > LIMIT")
    index = clones(file("a.py", f"{one}\n{text}"), file("b.py", f"{other}\n{text}"))
    assert bool(functions(index, Terms())) is same


def test_object_declares_no_method_to_override() -> None:
    method = "class {name}(object):\n" + body("run").replace("(rows)", "(self, rows)")
    texts = [dedent(method.format(name=name)) + OTHER.format(name) for name in ("A", "B")]
    assert homes(functions(clones(file("a.py", texts[0]), file("b.py", texts[1])), Terms())) == ["a:A.run"]


# -------------------------------------------------------------------------------------- classes


def test_a_class_and_its_copy_are_a_group() -> None:
    (group,) = classes(clones(file("a.py", ENGINE), file("b.py", ENGINE)), Terms())
    assert (group.kind, names(group)) == ("identical", ["a:Engine", "b:Engine"])


def test_the_methods_of_a_duplicate_class_are_no_group_of_their_own() -> None:
    assert functions(clones(file("a.py", ENGINE), file("b.py", ENGINE)), Terms(min_statements=1)) == []


def test_a_copied_base_is_the_same_base() -> None:
    text = "class Base:\n    size = 1\n\n" + dedent(ENGINE).replace("Engine:", "Engine(Base):")
    (group,) = classes(clones(file("a.py", text), file("b.py", text)), Terms())
    assert names(group) == ["a:Engine", "b:Engine"]


def test_one_more_base_makes_no_other_class() -> None:
    mixed = "from lib import Mixin\n" + dedent(ENGINE).replace("Engine:", "Engine(Mixin):")
    index = clones(file("a.py", ENGINE), file("b.py", mixed), file("lib.py", "class Mixin: ..."))
    assert homes(classes(index, Terms())) == ["a:Engine"]


def test_object_is_no_base_of_its_own() -> None:
    plain = dedent(ENGINE).replace("Engine:", "Engine(object):")
    mixed = "from lib import Mixin\n" + dedent(ENGINE).replace("Engine:", "Engine(Mixin):")
    index = clones(file("a.py", plain), file("b.py", mixed), file("lib.py", "class Mixin: ..."))
    assert homes(classes(index, Terms())) == ["a:Engine"]


def test_a_class_that_names_itself_names_the_same_thing_as_its_edited_copy() -> None:
    engine = dedent(ENGINE) + "\n".join(f"    def m{n}(self):\n        Engine.run(self)" for n in range(4))
    (group,) = classes(clones(file("a.py", engine), file("b.py", engine + "\n        return 1")), Terms())
    assert group.kind == "edited"


def test_local_classes_are_copies_where_they_are_identical() -> None:
    local = "def make():\n" + "\n".join("    " + line for line in dedent(ENGINE).splitlines())
    texts = [local, local.replace("done", "all"), local]
    own = ["".join(f"    {name}{step}()\n" for step in range(9)) for name in "abc"]
    index = clones(
        *(file(f"{name}.py", text + "\n" + more) for name, text, more in zip("abc", texts, own, strict=True))
    )
    assert [names(group) for group in classes(index, Terms())] == [["a:make.Engine", "c:make.Engine"]]


def test_homonyms_are_no_duplicates() -> None:
    other = "class Engine:\n    def stop(self):\n        self.off = 1\n"
    index = clones(file("a.py", ENGINE), file("b.py", ENGINE), file("c.py", other))
    assert [names(group) for group in index.homonyms(Terms())] == [["a:Engine", "c:Engine"]]
