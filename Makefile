# Countersight. `make` lists what there is.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check
# Real lists beside the checkout, where there are any; nothing here needs them.
CSL    ?= ../shared/data/open/us_csl_full_2022-04/consolidated.csv
CSL_DAY ?= 2022-04-21

PYSPARK ?= 4.3.0
COMPILED = src/countersight/*/*.so src/countersight/*/*.pyd
# What `make test-all` decides in bulk, in at most 2 GB: most of an hour.
MATTERS ?= 10000000

.DEFAULT_GOAL := help
.PHONY: help install dev demo demo-full serve test test-all spark compile browser check format lock bench bench-page docs clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.12"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { echo "The venv module is missing. On Debian and Ubuntu: apt install python3-venv"; rm -rf $(VENV); exit 2; }

$(VENV)/core.done: requirements/core.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install -q --no-deps --only-binary :all: --require-hashes -r requirements/core.txt
	$(PIP) install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/service.done: requirements/service.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install -q --no-deps --only-binary :all: --require-hashes -r requirements/service.txt
	$(PIP) install -q --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/core.done

$(VENV)/dev.done: requirements/dev.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install -q --no-deps --only-binary :all: --require-hashes -r requirements/dev.txt
	$(PIP) install -q --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/core.done $(VENV)/service.done

install: $(VENV)/core.done  ## environment with the pinned core dependencies
dev: $(VENV)/dev.done  ## the same with what tests and checks need

demo: install  ## screen invented transactions with real listed parties; a table, and out/demo.html
	@$(BIN)/countersight demo --out out/demo.html

demo-full: install  ## the same, and the shipments against a whole list (CSL=FILE CSL_DAY=DAY)
	@$(BIN)/countersight demo --out out/demo.html --csl $(CSL) --edition $(CSL_DAY)

serve: $(VENV)/service.done  ## the pages and the API for one user, on this machine alone: http://127.0.0.1:8765
	@test -e src/countersight/web/vendor/htmx.min.js || $(BIN)/python hatch_build.py browser || true
	@$(BIN)/countersight serve

test: dev check  ## checks and tests, under ten minutes
	$(BIN)/python -m pytest -n auto -m "not slow" -q

test-all: dev check spark  ## the long checks as well, coverage of the core rooms, ten million matters in 2 GB (hours)
	$(BIN)/python hatch_build.py
	PYTHONPATH=$(abspath $(VENV))/spark $(BIN)/python -m pytest -n auto -q
	@# Lines are counted in the sources, so what is compiled goes, and comes back for the millions.
	rm -f $(COMPILED)
	$(BIN)/python -m pytest -n auto -m "not slow" -q --cov --cov-report= $(addprefix tests/,rules ownership match measures evaluate names screening store)
	$(BIN)/python -m coverage report --include='*/rules/*,*/ownership/*,*/match/*,*/measures/*' --fail-under=95
	$(BIN)/python hatch_build.py
	$(BIN)/python bench/bulk.py $(MATTERS) 2 --most 2000

# Published as source alone, and large: in a folder of its own, so that nothing else is installed beside it.
$(VENV)/spark.done: | $(VENV)/dev.done
	$(PIP) install -q --upgrade --target $(VENV)/spark 'pyspark==$(PYSPARK)' && touch $@ || echo "PySpark cannot be installed here: what needs it is skipped"

spark: $(VENV)/spark.done  ## PySpark in a folder of its own, for its tests and bench/spark.py; they want Java as well

compile: dev  ## the hot loops of the name matcher and of the classifier in C, beside their sources; without a compiler it says so and everything works
	$(BIN)/python hatch_build.py

browser: dev  ## htmx and the shapes of the map for the pages, out of npm; without them everything works
	$(BIN)/python hatch_build.py browser

check: dev  ## style, types, the house contract, the law pages
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/countersight rules check --strict

docs: dev  ## write the generated references again (docs/cli.md, docs/matter.schema.json)
	$(BIN)/python tools/references.py

lock: dev  ## pin dependencies again, with hashes and without addresses (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml requirements/build.in -o requirements/core.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra agents --extra browser --extra bulk --extra bundle --extra letters --extra postgres --extra service pyproject.toml requirements/build.in -o requirements/service.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev pyproject.toml requirements/build.in -o requirements/dev.txt

bench: dev  ## every number that the README quotes
	$(BIN)/python bench/run.py

bench-page: dev spark  ## docs/bench.md, its plots, and the reckoned part of docs/sizing.md, from new measurements (hours; SHORT=1: minutes, marked as such)
	PYTHONPATH=$(abspath $(VENV))/spark $(BIN)/python bench/page.py --run $(if $(SHORT),--short)

clean:  ## remove what runs left behind
	rm -rf out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
	rm -f $(COMPILED)
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +
