# All targets use .venv, which they create or update first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Keep compiled modules regardless of the environment, because tests start many processes.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: setup demo test flake versions chaos lint types contracts check bench kindness lock pictures clean

setup: $(VENV)/.develop

$(VENV)/.run: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.develop: $(VENV)/.run requirements-develop.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-develop.txt
	touch $@

demo: $(VENV)/.run
	$(BIN)/runtime-upgrade demo $(if $(PLAY),--play)

test: $(VENV)/.develop
	$(BIN)/python -m pytest --numprocesses 4 --dist worksteal

flake: $(VENV)/.develop
	$(BIN)/python -m tests.flake $(if $(RUNS),--runs $(RUNS)) $(if $(LOAD),--load) $(FILES)

versions:
	.ci/versions

chaos: $(VENV)/.develop
	CHAOS=long $(BIN)/python -m pytest tests/chaos

lint: $(VENV)/.develop
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.develop
	$(BIN)/mypy

contracts: $(VENV)/.develop
	$(BIN)/lint-imports

check: lint types contracts test

bench: $(VENV)/.develop
	@for bench in bench/*.py; do echo "== $$bench"; $(BIN)/python $$bench || exit 1; done

kindness: $(VENV)/.develop
	$(BIN)/python -m bench.kindness

pictures: $(VENV)/.develop
	$(BIN)/python docs/make_pictures.py

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --quiet --custom-compile-command "make lock" --extra build pyproject.toml --output-file requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --quiet --custom-compile-command "make lock" --extra build --extra develop --constraint requirements.txt pyproject.toml --output-file requirements-develop.txt

clean:
	rm -rf $(VENV) $(VENV)-* build *.egg-info
