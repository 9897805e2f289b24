# make test · make demo set everything up on a fresh machine: Python ≥ 3.11 is all that is needed.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
REAL := extract audit rules gouji tests tools bench samples

.PHONY: help setup test demo check docs lock wheel clean
help:
	@echo "make test   run the tests        make demo   audit a faulty sample"
	@echo "make check  lint, types, layers  make docs   write the rule pages"
	@echo "make wheel  build the wheel      make lock   renew requirements.lock"

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@echo "setting up .venv …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps \
	  --no-build-isolation --config-settings editable_mode=compat --editable .
	@$(BIN)/python -m compileall -q extract audit rules gouji/*.py gouji/commands
	@$(BIN)/python -m gouji.patterns $(addprefix samples/food-inspection/food-inspection.,txt docx pdf)
	@touch $(READY)

test: $(READY)
	$(BIN)/python -m pytest

demo: $(READY)
	@$(BIN)/gouji check samples/food-inspection/food-inspection.docx || test $$? -eq 1

check: $(READY)
	$(BIN)/ruff check $(REAL)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python tools/line_limit.py $(REAL)
	$(BIN)/python tools/gen_docs.py --check

docs: $(READY)
	$(BIN)/python tools/gen_docs.py

# Names, versions and hashes only: no index address and no path of a machine may enter the lock.
lock:
	uv pip compile pyproject.toml --group dev --extra parquet --extra archives --extra passwords --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --quiet --output-file requirements.lock

wheel: $(READY)
	rm -rf build dist
	$(BIN)/python -m build --no-isolation --quiet --outdir dist

clean:
	rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
