# Only make and Python 3.11 or newer are needed: everything else is installed into .venv from the locked requirements.
# A variable of the README's "Configure" can be given behind the command: make run PORT=8001 DEMO=0

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-scale check bench lint format collect messages lock

# Compiled modules are kept, whatever the shell says: the tests start many processes, and each would compile them again.
export PYTHONDONTWRITEBYTECODE =

BIN := .venv/bin
VAR_DIR ?= var
PYTHONS := $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python)
NEEDED := .venv/$(if $(DATABASE_URL)$(REDIS_URL),scale,base)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --only-binary :all:
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade)
TEMPLATES = $(shell find templates accounts board -name '*.html')

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: $(NEEDED) $(VAR_DIR)/static/collected ## the site on http://127.0.0.1:8000 (PORT=8001 for another port, DEMO=0 for an empty site)
	@exec $(BIN)/python -m config.serve

test: .venv/dev var/static/collected ## all tests (ARGS="-k votes" for some)
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 $(ARGS)

test-scale: .venv/dev var/static/collected ## the board's tests on PostgreSQL, a replica and Redis, and what happens when these fail
	@$(BIN)/python -m tests.scale $(ARGS)

check: lint var/static/collected ## everything that must hold, but for the tests: format, lint, types, imports, migrations, settings
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check
	@echo "manage.py check --deploy, as a public site"
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && VAR_DIR="$$folder" ALLOWED_HOSTS=news.example.org \
		SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
		$(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python -m pytest --quiet tests/test_setup.py tests/test_architecture.py

bench: .venv/dev var/static/collected ## speed against what this machine can do (ONLY=page,vote SHORT=1 AGAINST=var/bench/results/….json SVG=1)
	@$(BIN)/python -m bench $(if $(ONLY),--only $(ONLY)) $(if $(SHORT),--short) $(if $(AGAINST),--against $(AGAINST)) $(if $(SVG),--svg)

lint: .venv/dev ## format and lint, changing nothing
	$(BIN)/ruff format --check --quiet --output-format concise .
	$(BIN)/ruff check --quiet --output-format concise .
	@$(if $(TEMPLATES),$(BIN)/djade --target-version 5.2 --check $(TEMPLATES))

format: .venv/dev ## put Python and templates into the house's form
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .
	@$(if $(TEMPLATES),$(BIN)/djade --target-version 5.2 $(TEMPLATES) || true)

collect: $(NEEDED) $(VAR_DIR)/static/collected ## collect style sheets, scripts and pictures for serving

messages: .venv/dev ## gather the texts to translate into locale/ and compile the translations (needs gettext)
	@command -v xgettext msgfmt >/dev/null || { echo "Translating needs gettext. On Debian or Ubuntu: apt-get install gettext"; exit 1; }
	$(BIN)/python manage.py makemessages --locale ja --no-wrap --no-location --ignore .venv --ignore var --ignore tests --no-obsolete
	sed -i.old -e '/^"POT-Creation-Date/d' -e '/^"Report-Msgid-Bugs-To/d' locale/ja/LC_MESSAGES/django.po && rm locale/ja/LC_MESSAGES/django.po.old
	$(BIN)/python manage.py compilemessages --ignore .venv --ignore var

lock: ## lock the requirements again (needs uv; UPGRADE=1 takes the newest versions)
	$(COMPILE) requirements/base.in --output-file requirements/base.txt
	$(COMPILE) requirements/dev.in --output-file requirements/dev.txt
	$(COMPILE) requirements/scale.in --output-file requirements/scale.txt

# --- What the commands above stand on: made when missing, made again when out of date -----------------------------

$(BIN)/python:
	@for python in $(PYTHONS); do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && found=$$python && break; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Hiroba needs Python 3.11 or newer, and found none among: $(PYTHONS)."; \
		echo "Install it (on Debian or Ubuntu: apt-get install python3 python3-venv), or name it: PYTHON=/path/to/python3"; \
		exit 1; \
	fi; \
	if ! $$found -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "$$found comes without its venv module. On Debian or Ubuntu: apt-get install python3-venv"; \
		exit 1; \
	fi; \
	echo "Making .venv with $$($$found --version) ..."; \
	$$found -m venv --clear .venv

.venv/base .venv/scale: .venv/%: requirements/%.txt $(BIN)/python
	@echo "Installing $< ..."
	@$(INSTALL) -r $<
	@touch $@

# The development requirements hold the base ones too, so that make run after make test installs nothing.
.venv/dev: requirements/dev.txt requirements/base.txt $(BIN)/python
	@echo "Installing $< ..."
	@$(INSTALL) -r $<
	@touch .venv/base $@

# The libraries bring static files of their own: hence the stamp of what is installed.
$(sort $(VAR_DIR)/static/collected var/static/collected): $(shell find static) $(wildcard config/bundles.py) .venv/base
	@echo "Collecting static files ..."
	@VAR_DIR=$(patsubst %/static/collected,%,$@) $(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@touch $@
