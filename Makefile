# Bluelight: `make demo` to see it, `make test` to check it. ARGS adds options: make demo ARGS="--port 8001"
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV     := $(shell command -v uv 2>/dev/null)

# Some machines turn off Python's kept bytecode: then every process would compile the whole package anew.
export PYTHONDONTWRITEBYTECODE :=

# Installing is the same three steps with uv as with venv and pip; only the tool differs.
ifdef UV
  MAKE_VENV = $(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
  INSTALL   = $(UV) pip install --quiet --python $(BIN)/python
else
  MAKE_VENV = $(PYTHON) -m venv $(VENV)
  INSTALL   = $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif

.PHONY: help setup demo test test-postgresql lint bench lock clean
help:
	@echo "make demo    set everything up and open Bluelight in a browser"
	@echo "make setup   make $(VENV) with the bluelight command in it"
	@echo "make test    run the tests, on every core"
	@echo "make test-postgresql   run the service's tests on PostgreSQL"
	@echo "make lint    check style, types and the direction of imports"
	@echo "make bench   measure every speed claim"
	@echo "make lock    renew the lock files from pyproject.toml (needs uv)"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Bluelight needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V). Run: make $(MAKECMDGOALS) PYTHON=python3.11" >&2; exit 1; }
	@$(MAKE_VENV) || { echo "Could not make $(VENV). On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what Bluelight needs (a few minutes the first time) ..."
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@echo "Installing what the tests need ..."
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

setup: $(VENV)/.runtime
	@echo "Ready: $(BIN)/bluelight"

demo: $(VENV)/.runtime
	@$(BIN)/bluelight demo $(ARGS)

test: $(VENV)/.dev
	@$(BIN)/pytest --numprocesses=logical $(ARGS)

test-postgresql: $(VENV)/.dev
	@$(BIN)/python -m tests.on_postgresql $(ARGS)

lint: $(VENV)/.dev
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/.dev
	@$(BIN)/python -m benchmarks $(ARGS)

lock:
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --group build pyproject.toml -o requirements.lock
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --constraint requirements.lock --group build --group dev pyproject.toml -o requirements-dev.lock

clean:
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
