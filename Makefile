# Bare `make` lists the recipes. Each one sets up what it needs.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup run test test-postgres lint format bench docs pictures messages lock clean

BIN := .venv/bin
YEAR ?= 2024
PORT ?= 8000

help: ## list the recipes
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install everything, for running as for working on it
	@scripts/setup --dev

run: ## set up, load the demo years, write the reports of 2024, serve
	@scripts/setup
	@scripts/run $(YEAR) $(PORT)

test: ## run the whole suite, on SQLite and what the database could change on PostgreSQL too
	@scripts/setup --dev
	$(BIN)/python -m pytest --numprocesses 2 --database sqlite
	$(BIN)/python -m pytest --numprocesses 2 --database postgres -m both_databases

test-postgres: ## run the whole suite on PostgreSQL
	@scripts/setup --dev
	$(BIN)/python -m pytest --numprocesses 2 --database postgres

lint: ## check style, types and who imports whom
	@scripts/setup --dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: ## put the code into its usual form
	@scripts/setup --dev
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format

bench: ## measure figures, import and PDF; write docs/reference/benchmarks.md
	@scripts/setup --dev
	$(BIN)/python -m bench

docs: ## write the generated pages of docs/reference anew
	@scripts/setup --dev
	$(BIN)/python scripts/docs.py

pictures: ## take the pictures of the handbook anew, from invented people
	@scripts/setup --dev
	$(BIN)/python scripts/pictures.py

messages: ## gather the words to translate into each room's catalogue, and compile them
	@scripts/setup --dev
	$(BIN)/python scripts/messages.py

lock: ## lock the newest versions that fit (one only: make lock UPGRADE=django)
	@scripts/lock $(if $(UPGRADE),--upgrade-package $(UPGRADE),--upgrade)

clean: ## remove what was installed and made, but never var/ with its records
	rm -rf .venv .tools node_modules build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find agimi tests -name __pycache__ -prune -exec rm -rf {} +
	find agimi -name '*.mo' -delete
