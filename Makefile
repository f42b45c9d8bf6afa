# Every command of this project, by hand and in CI. The virtual environment is .venv; nothing outside the checkout is touched.

PORT ?= 8000
PYTHON ?= $(shell for python in python3.11 python3.12 python3; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' 2>/dev/null && echo $$python && break; done)
BIN := .venv/bin
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
PACKAGES := oauth_server accounts resources
SOURCES := manage.py $(PACKAGES) examples tests

# One worker a core, but never one alone: parallel runs find the state that tests share.
WORKERS ?= 2
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal
SOFTHSM := $(shell command -v softhsm2-util)
SPACE := $(subst ,, )
JAVASCRIPT := tests/flows/javascript_client
# Read when the tests begin: by then npm has brought its packages, or has not.
LACKING = $(strip $(if $(CHROMIUM),,browser) $(if $(SOFTHSM),,hsm) $(shell test -d $(JAVASCRIPT)/node_modules/openid-client || echo node))
SELECTION = $(if $(LACKING),-m "not ($(subst $(SPACE), or ,$(LACKING)))")

.DEFAULT_GOAL := help
.PHONY: help demo test suite check format lock

help:  ## List these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

demo: .venv/.runtime  ## Install, migrate, fill with demo data and serve on PORT (8000); the sample application on PORT+1
	@$(BIN)/python manage.py demo --port $(PORT)

test: .venv/.development chromium softhsm node  ## Run every test on SQLite, with branch coverage
	$(PYTEST) $(SELECTION) --cov --cov-report=term

suite: .venv/.development chromium softhsm node  ## Run every test without coverage, on DATABASE_URL and CACHE_URL if they are set
	$(PYTEST) $(SELECTION)

check: .venv/.development  ## Everything that CI checks except the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python -m tests.environment -m mypy
	$(BIN)/djlint --check --lint templates
	$(BIN)/deptry .
	$(BIN)/python -m tests.environment manage.py makemigrations --check --dry-run
	$(BIN)/python -m tests.environment manage.py spectacular --validate --fail-on-warn --file /dev/null
	$(BIN)/python -m tests.environment ISSUER=https://id.example.org manage.py check --deploy --fail-level WARNING

format: .venv/.development  ## Put the sources into the one format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Hashes and no addresses: the same lock serves any mirror (docs/decisions/0002-hashed-locks.md).
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-annotate --quiet $(UPGRADE)
RUNTIME_EXTRAS := --extra postgres --extra redis --extra demo

lock: .venv/.development  ## Resolve the ranges of pyproject.toml again; UPGRADE=--upgrade takes the newest
	$(COMPILE) $(RUNTIME_EXTRAS) --output-file requirements.txt
	$(COMPILE) $(RUNTIME_EXTRAS) --extra hsm --extra test --extra dev --constraints requirements.txt --output-file requirements-test.txt

# The environment needs no pip of its own, so no ensurepip, which Debian packs separately.
.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or 3.12 is needed; name it with PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m pip --version >/dev/null || { echo "pip is needed for $(PYTHON) (Debian: apt-get install python3-pip)"; exit 1; }
	$(PYTHON) -m venv --without-pip .venv

INSTALL = $(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes --requirement

.venv/.runtime: requirements.txt | .venv/bin/python
	$(INSTALL) requirements.txt
	@touch $@

.venv/.development: requirements-test.txt | .venv/bin/python
	$(INSTALL) requirements-test.txt
	@touch $@ .venv/.runtime

.PHONY: chromium
chromium:
ifeq ($(CHROMIUM),)
	@echo "No Chromium found. Debian: apt-get install chromium; elsewhere put chromium, chromium-browser or google-chrome on PATH."
	@if [ "$$CI" = true ]; then echo "CI runs no suite without its browser tests."; exit 1; fi
	@echo "The browser tests are left out of this run."
endif

.PHONY: softhsm
softhsm:
ifeq ($(SOFTHSM),)
	@echo "No SoftHSM found. Debian: apt-get install softhsm2."
	@if [ "$$CI" = true ]; then echo "CI runs no suite without the tests of a PKCS #11 token."; exit 1; fi
	@echo "The tests of a PKCS #11 token are left out of this run."
endif

# Node comes with the environment, the packages of its lock from npm's registry, without running any of their scripts.
.PHONY: node
node: .venv/.development
	@test $(JAVASCRIPT)/node_modules/.package-lock.json -nt $(JAVASCRIPT)/package-lock.json \
		|| $(BIN)/npm ci --prefix $(JAVASCRIPT) --ignore-scripts --no-audit --no-fund --loglevel error || { \
			echo "npm brought no packages; it takes them from its registry (npm config get registry)."; \
			rm -rf $(JAVASCRIPT)/node_modules; \
			if [ "$$CI" = true ]; then echo "CI runs no suite without its JavaScript client."; exit 1; fi; \
			echo "The tests of the JavaScript client are left out of this run."; \
		}
