# Two commands matter: `make demo` shows what codematch does, `make test-all` runs the whole gate.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DEMO   := codematch-report
KILLS  ?= compare=200 report=50 batch=20 index=20
TOGETHER := -n 2 --dist loadfile --durations=10
WHOLE  := --hypothesis-profile=whole
QUICK  := $(addprefix tests/,align fingerprints limits masking model weight test_documentation.py \
          test_method_and_pipeline.py test_reason_codes.py test_rules.py test_size_limits.py)

.PHONY: demo checks test test-all test-quick coverage mutation docs pictures verapdf validation bench fuzz kills lock wheelhouse clean help

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(BIN)/codematch: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: $(BIN)/codematch
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

demo: $(BIN)/codematch ## compare rich with the copy that pip vendors
	@known=$$($(BIN)/python -c 'import os, rich; print(os.path.dirname(rich.__file__))'); \
	questioned=$$($(BIN)/python -c 'import os, pip; print(os.path.dirname(pip.__file__))'); \
	$(BIN)/codematch compare "$$known" "$$questioned" --out $(DEMO)
	@echo "The report lies in $(DEMO)/report.html"

checks: $(VENV)/.dev ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: checks ## the checks, and the tests but for the slow ones, in four minutes; the slowest ten are listed
	$(BIN)/pytest $(TOGETHER) -m "not slow"

test-all: checks ## the whole gate, as CI runs it: the checks, every test, every example; the slowest ten are listed
	$(BIN)/pytest $(TOGETHER) $(WHOLE)

test-quick: $(VENV)/.dev ## the tests of the stages and the house rules, in less than a minute
	$(BIN)/pytest $(TOGETHER) -q -m "not slow" $(QUICK)

coverage: $(VENV)/.dev ## the tests, and how much of codematch they run; fails below the floor in pyproject.toml
	$(BIN)/pytest $(TOGETHER) $(WHOLE) -q --cov --cov-report=term:skip-covered

mutation: $(VENV)/.dev ## change the kernels one operator at a time, and list what no test notices; MUTANTS [=60], or all
	$(BIN)/python -m tests.mutation

docs: $(VENV)/.dev ## build the site of the documentation in site/; a warning is an error
	$(BIN)/zensical build --strict --clean
	$(BIN)/python -m tests.documentation.site site

pictures: $(VENV)/.dev ## take the pictures of the documentation again; needs a Chromium
	$(BIN)/python -m tests.documentation.pictures

verapdf: $(VENV)/.dev ## check PDF files with veraPDF (needs Java and Maven)
	$(BIN)/python -m tests.report.verapdf

validation: $(VENV)/.dev ## measure every number of validation/ again; more with VALIDATION='--held-out DIR'
	$(BIN)/python -m tests.validation $(VALIDATION)

bench: $(VENV)/.dev ## speed against the parser floor, growth, needles, rewriting; fewer with BENCH='--without growth'
	$(BIN)/python -m tests.benchmarks $(BENCH)

fuzz: $(VENV)/.dev ## run each reader on changed texts for FUZZ_SECONDS [=60]; fewer with FUZZ='zip tokens'
	$(BIN)/python -m tests.fuzz $(FUZZ)

kills: $(VENV)/.dev ## kill commands at random moments; fewer with KILLS='compare=20'
	$(BIN)/python -m tests.faults.kills $(KILLS)

lock: $(VENV)/.dev ## lock the versions and digests of what codematch needs, in locks/, and list it
	$(BIN)/python -m tests.packaging.locked
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r locks/all.txt
	$(BIN)/python -m tests.packaging.dependencies

wheelhouse: $(VENV)/.dev ## one archive in dist/ that installs codematch without a network
	$(BIN)/python -m tests.packaging.wheelhouse $(WHEELHOUSE)

clean: ## remove what the commands above made
	rm -rf $(VENV) $(DEMO) site .mypy_cache .ruff_cache .pytest_cache .hypothesis
