# parley's commands. `make demo` runs the main job, `make test` the daily tests;
# both make what they need. From another folder: make -C path/to/parley demo.

BIN := .venv/bin
READY := .venv/.ready

.PHONY: setup demo test check form lint types contract doctest docs wheel bench clean

setup: $(READY)

$(READY): pyproject.toml scripts/setup.sh scripts/constraints.txt
	./scripts/setup.sh

demo: $(READY)
	$(BIN)/parley demo $(DEMO_ARGS)

test: $(READY)
	$(BIN)/python -m pytest -n 2 $(TEST_ARGS)

check: form lint types contract doctest docs wheel test

form: $(READY)
	$(BIN)/ruff format --check .

lint: $(READY)
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

contract: $(READY)
	$(BIN)/lint-imports

doctest: $(READY)
	$(BIN)/python -m pytest --doctest-modules src/parley -q

docs: $(READY)
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs docs/_build/html

wheel: $(READY)
	./scripts/check_wheel.sh

bench: $(READY)
	$(BIN)/python tests/bench/run.py $(BENCH_ARGS)

clean:
	rm -rf .venv dist build docs/_build .mypy_cache .ruff_cache .pytest_cache .hypothesis
