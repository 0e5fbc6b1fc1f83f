# make serve, make test: everything on a fresh machine.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.PHONY: install build serve test test-slow lint eval

install: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch $@

build: install
	$(BIN)/porsesh build

serve: install
	$(BIN)/porsesh build
	$(BIN)/porsesh serve --port $(PORT)

test: install
	$(BIN)/python -m pytest -n 2 --dist worksteal

test-slow: install
	$(BIN)/python -m pytest -m slow

lint: install
	$(BIN)/ruff check .
	$(BIN)/mypy

eval: install
	$(BIN)/porsesh eval
