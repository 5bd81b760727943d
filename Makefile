# make demo   a medieval town in demo/
# make test   all tests
# make check  lint, types, and the floors that imports must keep to
#
# Each sets up .venv by itself the first time (Python 3.10 to 3.13 and make are all it takes).
# PYTHON=python3.12 picks another interpreter, PIP_ARGS adds to pip's command line.

PYTHON ?= python3
PIP_ARGS ?=
JOBS ?= 2
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test check setup wheel clean

demo: $(READY)
	@rm -rf demo
	@$(BIN)/cityscape generate "a medieval market town by a river" --grid 3x3 --seed 7 --out demo

test: $(READY)
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadscope --no-loadscope-reorder

check: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

wheel: $(READY)
	@bash .ci/wheel

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@echo "setting up .venv (once, a minute or two)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt $(PIP_ARGS) -e '.[dev]'
	@touch $@

clean:
	@rm -rf .venv demo dist build
