# `make site` builds the demo newspaper, `make test` runs every test. Each sets up what it needs.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: help site test slow lint validate pictures screenshots lighthouse bench clean

help:
	@echo "make site         build the demo newspaper into output/"
	@echo "make test         run every test"
	@echo "make slow         run the long proofs too"
	@echo "make lint         ruff and mypy"
	@echo "make validate     the Nu HTML checker over the demo newspaper"
	@echo "make pictures     draw the demo newspaper's pictures again"
	@echo "make screenshots  photograph the demo newspaper's pages into docs/screens/"
	@echo "make lighthouse   Lighthouse's scores of the demo newspaper into bench/LIGHTHOUSE.md"
	@echo "make bench        measure dateline beside Hugo, Pelican and Eleventy (BENCH=--help)"
	@echo "make clean        remove output/, caches and the environment"

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[test,lint,pictures]"
	@touch $@

$(VENV)/.site: pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

site: $(VENV)/.site
	$(BIN)/python build.py

test: $(VENV)/.ready
	sh tests/browser/install.sh
	$(BIN)/python -m pytest

slow: $(VENV)/.ready
	sh tests/browser/install.sh
	$(BIN)/python -m pytest -m "slow or not slow"

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

validate: $(VENV)/.ready
	PYTHON="$(BIN)/python" sh tests/validate.sh

pictures: $(VENV)/.ready
	$(BIN)/python docs/pictures/draw.py

screenshots: $(VENV)/.ready
	sh tests/browser/install.sh
	$(BIN)/python -m docs.screens

lighthouse: $(VENV)/.ready
	sh tests/browser/install.sh lighthouse
	$(BIN)/python -m bench.lighthouse

$(VENV)/.bench: pyproject.toml bench/themes/eleventy/package.json | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[bench]"
	! command -v npm >/dev/null || npm install --prefix bench/themes/eleventy --ignore-scripts --no-package-lock --no-audit --no-fund --silent
	@touch $@

bench: $(VENV)/.bench
	$(BIN)/python -m bench.run $(BENCH)

clean:
	rm -rf output .dateline node_modules bench/themes/eleventy/node_modules $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
