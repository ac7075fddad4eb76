# Each target does all its own set-up: a virtual environment with the locked versions.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WEB := src/kennan/page/web
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
endif

# The tests start many processes: what Python has read once is kept, as Python does unless it is told not to.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run serve test lint long ledger sabotage benchmark benchmark-desk benchmark-classroom benchmark-memory docs pages page web chromium installed lock clean

run: $(VENV)/.run  ## five policies, 1,000 worlds each: table in the terminal, report.html beside this file
	$(BIN)/kennan run x-1947 --policy containment --vs sporadic,histrionic,charm,withdrawal \
	  --worlds 1000 --out runs/first --force --report report.html

serve: $(VENV)/.run page  ## the page, on this machine: explore, play, read
	$(BIN)/kennan serve

test:  ## lint, types and every test but the long ones
	$(MAKE) -j 2 $(VENV)/.test web
	$(MAKE) page chromium lint
	$(BIN)/python -m pytest -n 3 --dist loadfile

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

long: $(VENV)/.test  ## the checks that take long, most of them statistical (about an hour on two cores)
	$(BIN)/python -m pytest --long -m slow -n 2 --dist loadfile

ledger: $(VENV)/.test  ## every claim of the article tested at its stated size, and the page of verdicts renewed
	$(BIN)/kennan verify --out docs/ledger.json
	$(BIN)/python docs/make_ledger.py

sabotage: $(VENV)/.test  ## each mechanism taken out and reversed: the ledger must notice every one (some minutes)
	$(BIN)/kennan verify --sabotage

benchmark: $(VENV)/.test  ## speed and memory, as ratios to a yardstick measured in the same run
	$(BIN)/python benchmarks/run.py

benchmark-desk: $(VENV)/.test page  ## what a person waits for at the page, in a real browser (two minutes)
	$(BIN)/python benchmarks/desk.py

benchmark-classroom: $(VENV)/.test  ## thirty students who move sliders for five minutes: waiting, errors, memory
	$(BIN)/python benchmarks/classroom.py

benchmark-memory: $(VENV)/.test  ## an hour of one person's requests, as fast as they go: what the desk holds in memory
	$(BIN)/python benchmarks/memory.py

docs: $(VENV)/.test  ## the pages as a site, in site/: no network needed to build or to read it
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "site/index.html"

pages: $(VENV)/.test  ## renew what the pages take from code and registers (theory with its equations, ODD, registers)
	for page in theory odd untested reference; do $(BIN)/python docs/make_$$page.py || exit 1; done

page: $(VENV)/.run  ## build the page again where its sources have changed (installing kennan builds it too)
	@$(BIN)/python hatch_build.py || KENNAN_PAGE_REQUIRED=1 $(BIN)/python -m pip install --quiet \
	  --disable-pip-version-check --no-deps --editable .

web: $(WEB)/node_modules/.kennan  ## types and tests of the page's own code (these need Node.js)
	cd $(WEB) && npm run check && npm test

chromium: $(VENV)/.test
	@$(BIN)/python tests/install_chromium.py

installed: $(VENV)/.test web chromium  ## the tests in a browser and README's table against a wheel, in an environment that holds nothing else
	rm -rf dist/installed
	KENNAN_PAGE_REQUIRED=1 $(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist/installed .
	$(PYTHON) -m venv --clear dist/installed/venv
	dist/installed/venv/bin/python -m pip install --quiet --constraint requirements.lock \
	  "kennan[experiments,serve] @ file://$$(ls $(CURDIR)/dist/installed/*.whl)"
	cd dist/installed && KENNAN_PYTHON=venv/bin/python ../../$(BIN)/python -m pytest -c ../../pyproject.toml \
	  ../../tests/browser ../../tests/contract/test_readme_asked.py

$(WEB)/node_modules/.kennan: $(WEB)/package.json $(WEB)/package-lock.json
	@node -e 'process.exit(+process.versions.node.split(".")[0] < 20 ? 1 : 0)' || (echo "These checks need Node.js 20.19 or newer."; exit 1)
	cd $(WEB) && npm ci
	touch $@

lock:  ## renew the locked versions
	uv pip compile pyproject.toml --extra test --universal --python-version 3.11 --no-header --no-annotate \
	  --no-emit-index-url -o requirements.lock

$(VENV)/pyvenv.cfg:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/pyvenv.cfg requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock \
	  --editable ".[experiments,serve]"
	touch $@

# without compiling all that is installed: most of it is never imported, and what is imported is compiled then
$(VENV)/.test: $(VENV)/pyvenv.cfg requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --constraint requirements.lock \
	  --editable ".[test]"
	touch $@ $(VENV)/.run

clean:
	rm -rf $(VENV) report.html build dist site
