# Two commands do everything: `make chat` and `make test`.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: chat test check lock clean

chat: .venv/chat
	$(BIN)/plainshelf index
	$(BIN)/plainshelf chat

test: .venv/test
	$(BIN)/plainshelf index
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

.venv/uv:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q uv
	@touch $@

.venv/chat: .venv/uv requirements.lock pyproject.toml
	$(BIN)/uv pip install -q --compile-bytecode -r requirements.lock
	$(BIN)/uv pip install -q --no-deps -e .
	@touch $@

.venv/test: .venv/uv requirements-dev.lock pyproject.toml
	$(BIN)/uv pip install -q --compile-bytecode -r requirements-dev.lock
	$(BIN)/uv pip install -q --no-deps -e .
	sh .ci/browser
	@touch $@ .venv/chat

lock: .venv/uv
	$(BIN)/uv pip compile pyproject.toml --python-version 3.11 --no-annotate --no-header -q -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev -c requirements.lock --python-version 3.11 --no-annotate --no-header -q -o requirements-dev.lock

clean:
	rm -rf .venv
