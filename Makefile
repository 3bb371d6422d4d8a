# Petition Desk: one file of commands. Every target does its own set-up; `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

PYTHON ?= python3
PY := .venv/bin/python
WORKERS ?= 2

# Programs that later chapters bring. A target whose program is not there yet says so and fails.
BENCH ?= benchmarks/__main__.py
FAULTS ?= tests/faults
PAPERS ?= tests.papers.album
FONTS ?= packaging/fonts/build_fonts.py
PAGE ?= packaging/phone_page/build.py

# Stamps carry a hash of what they were made from, so a changed lock is noticed and a touched one is not.
LOCKED := .venv/.locked-$(shell sha256sum requirements.lock | cut -c1-16)
LINKED := .venv/.linked-$(shell sha256sum pyproject.toml | cut -c1-16)

.PHONY: help run test test-later test-all test-fresh test-frozen check bench bench-large build faults screenshots papers fonts page lock \
	setup clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

run: setup ## open the desk; without a screen, a tour that leaves papers and pictures under out/
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
		exec $(PY) -m ui; \
	else \
		echo "No screen here (neither DISPLAY nor WAYLAND_DISPLAY is set): showing the program without a window."; \
		mkdir -p out; $(PY) -m ui tour --out out/tour; \
	fi

test: setup-tests ## the fast tests (about twenty minutes on two cores), and which took longest
	$(PY) -m pytest -n $(WORKERS) --durations=40 --durations-min=4

test-later: setup-tests ## the same half a year from now: no test may lean on today (needs faketime)
	faketime '+200 days' $(PY) -m pytest -n $(WORKERS)

test-all: setup-tests ## every test, the slow ones too
	$(PY) -m pytest -n $(WORKERS) -m ""

test-fresh: ## clone into a bare Debian 12 and run `make test` and `make run` there (root)
	bash packaging/fresh.sh

check: setup-tests ## lint, format, types, import contracts, house rules
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-cache
	$(PY) -m pytest tests/rules

bench: setup ## speed as ratios to the floors of docs/STATE.md
	@$(call needs,$(BENCH))
	$(PY) $(BENCH)

bench-large: setup ## the journal with a million matters against a hundred thousand, and a whole day on it (by hand; hours)
	$(PY) -m benchmarks.spine --sizes 100000,1000000
	$(PY) -m benchmarks.day --size 1000000 --visits 500 --searches 2000

build: setup ## the folder that an office installs: dist/petition-desk, at most 200 MB (PyInstaller)
	@PYTHON=$(PYTHON) bash packaging/prepare.sh build
	$(PY) -m PyInstaller --noconfirm --log-level ERROR --distpath dist --workpath build build.spec
	$(PY) packaging/frozen_inventory.py dist/petition-desk

test-frozen: build ## the built folder in a bare Debian 12 without Python: a visit, papers, package, backup (root)
	bash packaging/frozen.sh dist/petition-desk

faults: setup-tests ## kills, power cuts, full and failing disks, clocks, upgrades: the long form, as one table of figures
	@$(call needs,$(FAULTS))
	$(PY) -m tests.faults

screenshots: setup-tests ## pictures of every page and part into out/screenshots
	PETITION_DESK_PICTURES=out/screenshots $(PY) -m pytest -m "" tests/ui tests/journeys -k "window or ui"

papers: setup-tests ## every paper of the catalogue into out/papers, contact sheets into docs/papers
	$(PY) -m $(PAPERS) out/papers docs/papers

fonts: setup ## rebuild resources/fonts from their sources and compare the hashes
	@$(call needs,$(FONTS))
	$(PY) $(FONTS)

page: ## rebuild the page for phones with the libraries of its lock and compare, byte for byte (needs node and npm)
	@$(call needs,$(PAGE))
	$(PYTHON) $(PAGE)

lock: ## write requirements.lock anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --extra dev --generate-hashes --no-header --no-emit-index-url -o requirements.lock

clean: ## remove what the targets above made, not the data of an office
	rm -rf out build dist .mypy_cache .ruff_cache .hypothesis

setup: $(LINKED)

setup-tests: $(LINKED)
	@bash packaging/prepare.sh test

.PHONY: setup-tests

$(LOCKED):
	@bash packaging/prepare.sh run
	[ -x $(PY) ] || $(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --require-hashes -r requirements.lock
	@rm -f .venv/.locked-*; touch $@

$(LINKED): $(LOCKED)
	$(PY) -m pip install --quiet --no-deps --no-build-isolation -e .
	@rm -f .venv/.linked-*; touch $@

define needs
[ -e $(1) ] || { echo "$(1) is not part of this version yet; docs/STATE.md says what comes next." >&2; exit 1; }
endef
