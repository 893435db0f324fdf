# Two commands for a fresh machine with Python 3.11, pip, git and make: `make try`, `make test`.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INPUTS := pyproject.toml setup.py

.PHONY: try test test-slow docs bench bench-clones clean

try: $(VENV)/.installed
	$(BIN)/ssot-lint check

test: $(VENV)/.test-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -m "not slow" -n auto --dist worksteal

test-slow: $(VENV)/.test-installed
	$(BIN)/python -m pytest -m slow -n auto --dist loadfile

docs: $(VENV)/.docs-installed
	$(BIN)/python -m docs

bench: $(VENV)/.test-installed
	$(BIN)/python -m benchmarks.start
	$(BIN)/python -m benchmarks.flake8
	$(BIN)/python -m benchmarks.gate
	$(BIN)/python -m benchmarks.lsp
	$(BIN)/python -m benchmarks.bench
	$(BIN)/python -m benchmarks.growth
	$(BIN)/python -m benchmarks.trend
	$(BIN)/python -m benchmarks.peers

bench-clones: $(VENV)/.test-installed
	$(BIN)/python -m benchmarks.clones.tools
	$(BIN)/python -m benchmarks.clones

clean:
	rm -rf $(VENV) build dist site *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis benchmarks/.corpora benchmarks/.peers benchmarks/.samples

# pip comes last when a venv is made: where it stands, the venv is whole.
$(BIN)/pip:
	$(PYTHON) -m venv $(VENV)

# All are editable, so that none goes stale when a source changes, only when the packaging does.
$(VENV)/.installed: $(INPUTS) | $(BIN)/pip
	$(PIP) install -e .
	@touch $@

$(VENV)/.test-installed: $(INPUTS) | $(BIN)/pip
	$(PIP) install -e ".[test]"
	@touch $(VENV)/.installed $@

$(VENV)/.docs-installed: $(INPUTS) | $(BIN)/pip
	$(PIP) install -e ".[docs]"
	@touch $(VENV)/.installed $@
