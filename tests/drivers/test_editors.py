"""The settings of docs/editors.md, in the editors that they are for."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from tests.drivers.cli import PATIENCE, lint_in, write

PAGE = Path(__file__).resolve().parents[2] / "docs" / "editors.md"
FENCES = [token for token in MarkdownIt().parse(PAGE.read_text(encoding="utf-8")) if token.type == "fence"]
SETTINGS = {
    title[1]: token.content
    for token in FENCES
    if (title := re.search(r'title="(.+)"', token.info)) is not None
}
ENVIRONMENT = {
    **os.environ,
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    "TERM": "dumb",
}
ALE, FLYCHECK = Path("/usr/share/vim-ale"), Path("/usr/share/emacs/site-lisp/elpa")

CORE, USE = "x = 1\n", "\nfrom app.core import gone\n"
FOUND = ["app/use.py", 2, 22, "SST307 app.core has no gone"]


def needs(program: str, *folders: Path) -> pytest.MarkDecorator:
    """Skips a test where an editor is not installed; that of CI is complete."""
    there = shutil.which(program) and all(folder.is_dir() for folder in folders)
    return pytest.mark.skipif(
        not there and "CI" not in os.environ, reason=f"apt-get install what has {program}"
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    sources = {"pyproject.toml": "", "app/__init__.py": "", "app/core.py": CORE, "app/use.py": USE}
    return write(tmp_path / "a project", sources)


def edit(project: Path, *command: str) -> None:
    """Run an editor to its end."""
    subprocess.run(
        command, cwd=project, env=ENVIRONMENT, capture_output=True, stdin=subprocess.DEVNULL, timeout=PATIENCE
    )


def list_of(project: Path, *script: str, editor: tuple[str, ...]) -> Any:
    """What a script of Vim leaves in the variable `found`."""
    lines = ["set nocompatible", *script, "call writefile([json_encode(found)], 'found.json')", "qall!"]
    write(project, {"script.vim": "\n".join(lines)})
    edit(project, *editor, "-u", "NONE", "-S", "script.vim")
    return json.loads((project / "found.json").read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "editor",
    [
        pytest.param(("vim", "-es"), marks=needs("vim"), id="vim"),
        pytest.param(("nvim", "--headless"), marks=needs("nvim"), id="nvim"),
    ],
)
def test_the_quickfix_list_has_the_findings(project: Path, editor: tuple[str, ...]) -> None:
    write(project, {"vim/compiler/ssot_lint.vim": SETTINGS["compiler/ssot_lint.vim"]})
    entries = list_of(
        project,
        "set runtimepath^=vim",
        "compiler ssot_lint",
        "silent make",
        "let found = map(getqflist(), {_, each -> [bufname(each.bufnr), each.lnum, each.col, each.text]})",
        editor=editor,
    )
    assert entries == [FOUND]


NEOVIM = """
    local found = {}
    local function tell()
      found = vim.tbl_map(function(each)
        return { each.lnum, each.col, each.code, each.message }
      end, vim.diagnostic.get(0))
      return #found > 0 and found[1][4] == "app.core has no absent"
    end
    vim.cmd("edit app/use.py")
    vim.bo.filetype = "python"
    vim.wait(30000, function() return #vim.diagnostic.get(0) > 0 end, 50)
    vim.api.nvim_buf_set_lines(0, 0, -1, false, { "", "from app.core import absent" })
    vim.wait(30000, tell, 50)
    vim.fn.writefile({ vim.fn.json_encode(found) }, "found.json")
    vim.cmd("qall!")
"""


@pytest.mark.slow
@needs("nvim")
def test_the_language_server_shows_neovim_what_is_in_the_buffer(project: Path) -> None:
    write(project, {"server.lua": SETTINGS["server.lua"] + NEOVIM})
    edit(project, "nvim", "--headless", "-u", "NONE", "-c", "luafile server.lua")
    found = json.loads((project / "found.json").read_text(encoding="utf-8"))
    assert found == [[1, 21, "SST307", "app.core has no absent"]]


@pytest.mark.slow
@needs("vim", ALE)
def test_ale_shows_what_is_in_the_buffer(project: Path) -> None:
    entries = list_of(
        project,
        *SETTINGS["vimrc"].splitlines(),
        f"set runtimepath^={ALE}",
        "filetype plugin on",
        "runtime! plugin/ale.vim",
        "edit app/use.py",
        "call setline(1, ['from app.core import absent', '', 'print(absent)'])",
        "ALELint",
        "let tries = 0",
        "while tries < 300 && empty(getloclist(0))",
        "  sleep 100m",
        "  let tries += 1",
        "endwhile",
        "let found = map(getloclist(0), {_, each -> [each.lnum, each.col, each.text]})",
        editor=("vim", "-es"),
    )
    assert [1, 22, "SST307: app.core has no absent"] in entries


@pytest.mark.slow
@needs("emacs", FLYCHECK)
def test_flycheck_shows_what_is_in_the_buffer(project: Path) -> None:
    script = f"""
        (setq package-directory-list '("{FLYCHECK}"))
        (require 'package) (package-initialize) (require 'flycheck)
        {SETTINGS["init.el"]}
        (setq flycheck-check-syntax-automatically nil)
        (find-file "app/use.py") (erase-buffer) (insert "from app.core import absent\\n")
        (flycheck-mode 1) (flycheck-select-checker 'python-ssot-lint) (flycheck-buffer)
        (let ((tries 0))
          (while (and (flycheck-running-p) (< (setq tries (1+ tries)) 300)) (accept-process-output nil 0.1)))
        (with-temp-file "{project}/found.txt"
          (dolist (each (with-current-buffer "use.py" flycheck-current-errors))
            (insert (format "%s:%s %s %s" (flycheck-error-line each) (flycheck-error-column each)
                            (flycheck-error-id each) (flycheck-error-message each)))))
    """
    write(project, {"script.el": script})
    edit(project, "emacs", "-Q", "--batch", "-l", "script.el")
    assert (project / "found.txt").read_text() == "1:22 SST307 app.core has no absent"


def test_the_problem_matcher_reads_every_line_of_its_task(project: Path) -> None:
    write(project, {"app/ä 50%:1.py": USE, "compliance.yaml": "version: 1\nexclude: [none/]\n"})
    (task,) = json.loads(SETTINGS[".vscode/tasks.json"])["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    assert task["command"] == "ssot-lint"
    lines = lint_in(project)(*task["args"]).stdout.splitlines()
    matches = [re.search(pattern["regexp"], line) for line in lines]
    fields = [
        [match[pattern[name]] for name in ("file", "line", "column", "code", "message")]
        for match in matches
        if match
    ]
    assert fields == [
        ["app/use.py", "2", "22", "SST307", "app.core has no gone"],
        ["app/ä 50%:1.py", "2", "22", "SST307", "app.core has no gone"],
    ]


@pytest.mark.slow
@needs("node")
def test_the_regular_expression_means_the_same_in_javascript() -> None:
    (task,) = json.loads(SETTINGS[".vscode/tasks.json"])["tasks"]
    expression = task["problemMatcher"]["pattern"]["regexp"]
    ask = "console.log(JSON.stringify(process.argv[2].match(new RegExp(process.argv[1])).slice(1)))"
    done = subprocess.run(
        ["node", "-e", ask, expression, "a b:1.py:2:22: SST307 app.core has no gone"],
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout) == ["a b:1.py", "2", "22", "SST307", "app.core has no gone"]


def test_every_title_is_that_of_a_tested_setting() -> None:
    assert set(SETTINGS) == {".vscode/tasks.json", "compiler/ssot_lint.vim", "server.lua", "vimrc", "init.el"}
