# Two commands matter: `make map` and `make test`. Both set up what they need.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# What is compiled is kept: tests start a hundred commands, each of which would compile the program anew.
unexport PYTHONDONTWRITEBYTECODE
READY := $(VENV)/.ready

.PHONY: map test soak mutants bench check format data docs site schemas check-texts goldens pictures setup clean

map: $(READY)  ## write the atlas to out/hudut.html
	$(BIN)/hudut map -o out/hudut.html

test: $(READY)  ## the tests, each question once (docs/decisions/0033); some five minutes on two cores
	$(BIN)/python -m pytest -n 3 --dist worksteal

soak: $(READY)  ## the same tests at every size, language, act and seed, then the mutants
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev,judges]" -c constraints.txt
	HUDUT_SOAK=1 $(BIN)/python -m pytest -n 2
	$(MAKE) mutants

mutants: $(READY)  ## small faults planted one by one in the core; those that no test sees are listed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev,mutants]" -c constraints.txt
	mkdir -p mutants
	PYTHONPATH=mutants $(BIN)/mutmut run
	$(BIN)/mutmut results

bench: $(READY)  ## measurements beside peers, in the same run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev,bench]" -c constraints.txt
	$(BIN)/python -m benchmarks

check: $(READY)  ## lint, types, import direction, dependencies, dead code, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(MAKE) test

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

data: $(READY)  ## rebuild the generated geometry (needs npm)
	$(BIN)/python -m geo.curate

docs: $(READY)  ## the pages of docs/ that are made from the data
	$(BIN)/python -m hudut.docs_pages
	$(BIN)/python -m hudut.counterfactuals
	$(BIN)/python -m hudut.analysis.comparing
	$(BIN)/python -m hudut.guides

site: $(READY)  ## the documentation as a site, with pictures, to out/site
	$(BIN)/python -m docs.pictures
	$(BIN)/python -m sphinx -W --keep-going -q -b html -d out/site-cache docs out/site
	@echo "out/site/index.html: open it in a browser"

schemas: $(READY)  ## JSON Schemas for editors, to out/schemas
	$(BIN)/python -m scenarios.schemas out/schemas

check-texts: $(READY)  ## prove every citation; HUDUT_TEXTS is the folder of the five texts
	$(BIN)/hudut check --coverage --texts "$${HUDUT_TEXTS:?set HUDUT_TEXTS to the folder of the five texts}"

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]" -c constraints.txt
	touch $(READY)

clean:
	rm -rf $(VENV) out

pictures: $(READY)  ## take the golden pictures of tests/golden/pictures anew; look at each before you commit it
	HUDUT_REFRESH=1 HUDUT_SOAK=1 $(BIN)/python -m pytest -p no:xdist tests/maps/test_pictures_browser.py tests/hudut/classroom/test_walk_browser.py

goldens: $(READY)  ## play the scripts of docs/scripts again and keep their results
	$(BIN)/python tests/golden/make.py
