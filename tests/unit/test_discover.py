"""Which files are analysed, which are not, and what is said of them."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.trees import found, grow, paths


def test_sources_are_sorted_by_path(tmp_path: Path) -> None:
    grow(tmp_path, "b.py", "a/z.py", "a.py", "a/b.pyi", "c.txt")
    assert paths(found(tmp_path)) == ["a.py", "a/b.pyi", "a/z.py", "b.py"]


def test_a_plain_directory_is_walked_without_a_note(tmp_path: Path) -> None:
    assert found(grow(tmp_path, "a.py")).notes == ()


def test_nothing_is_found_in_an_empty_directory(tmp_path: Path) -> None:
    assert found(tmp_path).sources == ()


def test_default_excludes_are_not_entered(tmp_path: Path) -> None:
    grow(tmp_path, "a.py", ".venv/x.py", "node_modules/p/x.py", "pkg/build/x.py")
    assert paths(found(tmp_path)) == ["a.py"]


def test_a_virtual_environment_of_any_name_is_not_entered(tmp_path: Path) -> None:
    grow(tmp_path, "a.py", "env311/pyvenv.cfg", "env311/lib/x.py")
    assert paths(found(tmp_path)) == ["a.py"]


def test_a_project_inside_its_virtual_environment_is_analysed(tmp_path: Path) -> None:
    assert paths(found(grow(tmp_path, "a.py", "pyvenv.cfg"))) == ["a.py"]


def test_excluded_files_are_counted(tmp_path: Path) -> None:
    grow(tmp_path, "a.py", "gen/x.py", "gen/y.pyi", "gen/z.txt")
    discovery = found(tmp_path, exclude=("gen/",))
    assert (paths(discovery), discovery.not_analysed) == (["a.py"], {"excluded": 2})


def test_exclude_patterns_are_anchored_by_a_slash(tmp_path: Path) -> None:
    grow(tmp_path, "x.py", "a/x.py")
    assert paths(found(tmp_path, exclude=("/x.py",))) == ["a/x.py"]


def test_notebooks_are_counted(tmp_path: Path) -> None:
    assert found(grow(tmp_path, "a.py", "b.ipynb")).not_analysed == {"notebooks": 1}


@pytest.mark.parametrize("name", ["a b.py", "a\nb.py", os.fsdecode(b"\xff\xfe.py"), "\u202e.py"])
def test_odd_file_names_are_found(tmp_path: Path, name: str) -> None:
    assert paths(found(grow(tmp_path, name))) == [name]


# ------------------------------------------------------------------------- what is no regular file


def test_a_named_pipe_is_a_source_and_never_opened(tmp_path: Path) -> None:
    grow(tmp_path, "a.py")
    os.mkfifo(tmp_path / "pipe.py")
    assert paths(found(tmp_path)) == ["a.py", "pipe.py"]


@pytest.mark.parametrize("rules", ["odd.py\n", "odd*\n"])
def test_an_ignored_pipe_is_no_source(tmp_path: Path, rules: str) -> None:
    grow(tmp_path, "a.py")
    os.mkfifo(tmp_path / "odd.py")
    (tmp_path / ".gitignore").write_text(rules)
    assert paths(found(tmp_path)) == ["a.py"]


def test_an_excluded_pipe_is_counted(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    assert found(tmp_path, exclude=("pipe.py",)).not_analysed == {"excluded": 1}


def test_a_pipe_in_place_of_an_ignore_file_is_never_opened(tmp_path: Path) -> None:
    grow(tmp_path, "a.py")
    os.mkfifo(tmp_path / ".gitignore")
    assert paths(found(tmp_path)) == ["a.py"]


@pytest.mark.parametrize("path", ["x.py/", "x.py/y.txt"])
def test_a_directory_named_like_a_source_is_a_source(tmp_path: Path, path: str) -> None:
    assert paths(found(grow(tmp_path, path))) == ["x.py"]


def test_sources_in_a_directory_named_like_a_source_are_analysed(tmp_path: Path) -> None:
    assert paths(found(grow(tmp_path, "x.py/y.py"))) == ["x.py", "x.py/y.py"]


def test_an_ignored_directory_named_like_a_source_is_no_source(tmp_path: Path) -> None:
    grow(tmp_path, "a.py", "x.py/y.py")
    (tmp_path / ".gitignore").write_text("x.py/\n")
    assert paths(found(tmp_path)) == ["a.py"]


def test_a_nested_repository_named_like_a_source_is_no_source(tmp_path: Path) -> None:
    discovery = found(grow(tmp_path, "a.py", "x.py/.git/", "x.py/y.py"))
    assert (paths(discovery), discovery.not_analysed) == (["a.py"], {"submodules": 1})


def test_a_note_names_five_paths_and_counts_the_rest(tmp_path: Path) -> None:
    for number in range(7):
        (tmp_path / f"{number}.py").symlink_to(__file__)
    assert found(tmp_path).notes[0].endswith(": 0.py, 1.py, 2.py, 3.py, 4.py and 2 more")


def test_a_note_is_one_printable_line(tmp_path: Path) -> None:
    for name in ("a\nb.py", os.fsdecode(b"\xff.py")):
        (tmp_path / name).symlink_to(__file__)
    assert found(tmp_path).notes[0].endswith(r": a\nb.py, \udcff.py")


def test_a_glob_of_exclude_that_matches_nothing_is_told(tmp_path: Path) -> None:
    discovery = found(grow(tmp_path, "a.py", "gen/b.py"), exclude=("gen/", "old/**"))
    assert discovery.notes == ("globs of exclude that match nothing which would be analysed: old/**",)


@pytest.mark.skipif(os.geteuid() == 0, reason="root can list every directory")
def test_a_directory_that_cannot_be_listed_is_told(tmp_path: Path) -> None:
    grow(tmp_path, "a.py", "shut/b.py")
    (tmp_path / "shut").chmod(0)
    discovery = found(tmp_path)
    (tmp_path / "shut").chmod(0o700)
    assert discovery.notes == ("directories that cannot be listed are not analysed: shut",)


# -------------------------------------------------------------------------------------------- links


def test_a_linked_source_is_analysed_where_it_lies(tmp_path: Path) -> None:
    grow(tmp_path, "pkg/real.py")
    (tmp_path / "pkg/link.py").symlink_to("real.py")
    discovery = found(tmp_path)
    assert (paths(discovery), discovery.not_analysed) == (["pkg/real.py"], {"symlinks": 1})
    assert discovery.notes == ()


def test_a_linked_directory_is_analysed_where_it_lies(tmp_path: Path) -> None:
    grow(tmp_path, "pkg/a.py")
    (tmp_path / "alias").symlink_to("pkg")
    discovery = found(tmp_path)
    assert (paths(discovery), discovery.not_analysed) == (["pkg/a.py"], {"symlinks": 1})
    assert discovery.notes == ()


def test_a_link_to_the_root_is_no_way_out(tmp_path: Path) -> None:
    grow(tmp_path, "a.py")
    (tmp_path / "round").symlink_to(".")
    assert found(tmp_path).notes == ()


def test_a_loop_of_directories_ends(tmp_path: Path) -> None:
    grow(tmp_path, "a/b/c.py")
    (tmp_path / "a/b/up").symlink_to("../..")
    assert paths(found(tmp_path)) == ["a/b/c.py"]


@pytest.mark.parametrize("target", ["../outside.py", "../other", "notes.txt", "build/b.py"])
def test_a_link_to_what_is_not_analysed_is_told(tmp_path: Path, target: str) -> None:
    grow(tmp_path, "root/a.py", "root/notes.txt", "root/build/b.py", "outside.py", "other/x.py")
    (tmp_path / "root/astray.py").symlink_to(target)
    discovery = found(tmp_path / "root")
    assert (paths(discovery), discovery.not_analysed, discovery.notes) == (
        ["a.py"],
        {"symlinks": 1},
        ("symbolic links are not followed; these lead to what is not analysed: astray.py",),
    )


@pytest.mark.parametrize("target", ["nowhere.py", "astray.py", "a.py/b.py", "../nowhere.py", "/no/where"])
def test_a_link_that_leads_nowhere_or_in_a_circle_is_a_source(tmp_path: Path, target: str) -> None:
    grow(tmp_path, "a.py")
    (tmp_path / "astray.py").symlink_to(target)
    discovery = found(tmp_path)
    assert (paths(discovery), discovery.not_analysed) == (["a.py", "astray.py"], {})


def test_a_link_of_another_name_that_leads_nowhere_is_not_counted(tmp_path: Path) -> None:
    grow(tmp_path, "a.py")
    (tmp_path / "astray").symlink_to("nowhere")
    discovery = found(tmp_path)
    assert (paths(discovery), discovery.not_analysed, discovery.notes) == (["a.py"], {}, ())


def test_a_link_to_another_kind_of_file_is_not_counted(tmp_path: Path) -> None:
    grow(tmp_path, "LICENSE.txt")
    (tmp_path / "LICENSE").symlink_to("LICENSE.txt")
    assert found(tmp_path).not_analysed == {}


# ------------------------------------------------------------------------------------- ignore files


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({".gitignore": "x.py\n"}, ["pkg/y.py"]),
        ({".gitignore": "/x.py\r\n"}, ["pkg/x.py", "pkg/y.py"]),
        ({".gitignore": "pkg/\n!pkg/x.py\n"}, ["x.py"]),
        ({".gitignore": "pkg/**\n!pkg/x.py\n"}, ["pkg/x.py", "x.py"]),
        ({"pkg/.gitignore": "/x.py\n"}, ["pkg/y.py", "x.py"]),
        ({".gitignore": "x.py\n", "pkg/.gitignore": "!x.py\n"}, ["pkg/x.py", "pkg/y.py"]),
        ({".gitignore": "\ufeffx.py\n!\n/\n# y.py\n[z-a]\n"}, ["pkg/y.py"]),
    ],
)
def test_ignore_files_hold_where_there_is_no_git(
    tmp_path: Path, rules: dict[str, str], expected: list[str]
) -> None:
    grow(tmp_path, "x.py", "pkg/x.py", "pkg/y.py")
    for path, text in rules.items():
        (tmp_path / path).write_text(text, newline="")
    assert paths(found(tmp_path)) == expected


def test_a_nested_repository_is_counted_and_not_entered(tmp_path: Path) -> None:
    discovery = found(grow(tmp_path, "a.py", "vendor/lib/.git/", "vendor/lib/b.py"))
    assert (paths(discovery), discovery.not_analysed) == (["a.py"], {"submodules": 1})


# -------------------------------------------------------------------------------- categories


def categories(root: Path, **declared: tuple[str, ...]) -> dict[str, str]:
    return {source.path: source.category for source in found(root, categories=declared).sources}


@pytest.mark.parametrize(
    ("path", "category"),
    [
        ("a.py", "real"),
        ("tests/a.py", "test"),
        ("pkg/test/a.py", "test"),
        ("pkg/test_a.py", "test"),
        ("pkg/a_test.py", "test"),
        ("pkg/conftest.py", "test"),
        ("pkg/attest.py", "real"),
        ("pkg/tests.py", "real"),
        ("tests/a\nb.py", "test"),
        ("a\nb/tests/c.py", "test"),
    ],
)
def test_the_default_categories_are_real_and_test(tmp_path: Path, path: str, category: str) -> None:
    assert categories(grow(tmp_path, path)) == {path: category}


def test_the_first_category_that_matches_wins(tmp_path: Path) -> None:
    grow(tmp_path, "a.py", "tools/a.py")
    assert categories(tmp_path, tool=("tools/**",), app=("**",)) == {"a.py": "app", "tools/a.py": "tool"}


def test_a_file_that_matches_no_declared_category_is_real(tmp_path: Path) -> None:
    assert categories(grow(tmp_path, "tests/a.py"), tool=("tools/**",)) == {"tests/a.py": "real"}


# ----------------------------------------------------------------- modules that are not analysed


@pytest.mark.parametrize(
    ("path", "ignored", "name"),
    [
        ("pkg/a.so", "", "pkg.a"),
        ("pkg/a.cpython-311-x86_64-linux-gnu.so", "", "pkg.a"),
        ("pkg/a.pyd", "", "pkg.a"),
        ("src/pkg/a.pyx", "", "pkg.a"),
        ("pkg/a.py", "a.py", "pkg.a"),
        ("pkg/__init__.py", "__init__.py", "pkg"),
        ("pkg/gen/a.py", "gen/", "pkg.gen"),
        ("pkg/gen/deep/a.py", "gen/", "pkg.gen"),
        ("pkg/build/a.py", "", "pkg.build"),
        ("pkg/env/pyvenv.cfg", "", "pkg.env"),
        ("pkg/sub/.git/", "", "pkg.sub"),
    ],
)
def test_a_module_that_is_there_but_not_analysed_is_known(
    tmp_path: Path, path: str, ignored: str, name: str
) -> None:
    grow(tmp_path, path)
    (tmp_path / ".gitignore").write_text(ignored)
    assert found(tmp_path).unanalysed_modules == {name}


def test_a_folder_of_data_can_be_imported_all_the_same(tmp_path: Path) -> None:
    grow(tmp_path, "pkg/__init__.py", "pkg/data/x.txt")
    assert found(tmp_path).unanalysed_modules == {"pkg.data"}


@pytest.mark.parametrize("path", ["build/lib/a.py", "dist/a.py", "pkg/__pycache__/a.pyc", "pkg/my-data/a.so"])
def test_what_no_import_means_is_no_module(tmp_path: Path, path: str) -> None:
    assert found(grow(tmp_path, path)).unanalysed_modules == frozenset()


def test_an_ignored_folder_without_modules_is_no_module(tmp_path: Path) -> None:
    grow(tmp_path, "pkg/old/__pycache__/a.pyc", "pkg/old/data.txt")
    (tmp_path / ".gitignore").write_text("old/\n")
    assert found(tmp_path).unanalysed_modules == frozenset()


def test_an_excluded_module_is_known(tmp_path: Path) -> None:
    assert found(grow(tmp_path, "pkg/a.py"), exclude=("a.py",)).unanalysed_modules == {"pkg.a"}


@pytest.mark.parametrize("target", ["pkg/real", "pkg/real/a.py"])
def test_what_a_link_stands_for_is_known(tmp_path: Path, target: str) -> None:
    grow(tmp_path, "pkg/real/a.py")
    (tmp_path / "link").with_suffix(Path(target).suffix).symlink_to(target)
    discovery = found(tmp_path)
    real = target.removesuffix(".py").replace("/", ".")
    assert (discovery.linked_modules, discovery.unanalysed_modules) == ({"link": real}, frozenset())


@pytest.mark.parametrize("target", ["pkg/data", "pkg/a.pyi", "pkg/out.py", "pkg/my-data", "."])
def test_a_link_to_what_is_not_analysed_is_a_module_of_its_own(tmp_path: Path, target: str) -> None:
    grow(tmp_path, "pkg/data/x.txt", "pkg/a.pyi", "pkg/out.py", "pkg/data2/a.py", "pkg/my-data/a.py")
    (tmp_path / "link").with_suffix(Path(target).suffix).symlink_to(target)
    discovery = found(tmp_path, exclude=("out.py",))
    assert discovery.linked_modules == {}
    assert "link" in discovery.unanalysed_modules


# ------------------------------------------------------------------------------------------- order

NAMES = st.sampled_from(["a", "b", "tests", "src", "build", "pkg"])
FILES = st.sampled_from(["__init__.py", "x.py", "test_x.py", "y.pyi", "n.ipynb", "z.so", "pyproject.toml"])
TREES = st.lists(st.builds(lambda d, f: "/".join([*d, f]), st.lists(NAMES, max_size=3), FILES), unique=True)


@settings(max_examples=40, deadline=None)
@given(TREES)
def test_the_order_of_the_directory_does_not_matter(tree: list[str]) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        assert found(grow(Path(one), *tree)) == found(grow(Path(other), *reversed(tree)))
