# `make chat` to use it, `make fast` in daily work, `make test` before a change is done.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: chat test test-answers test-page test-catalog fast pictures lock sbom advisories clean

chat: .venv/chat
	$(BIN)/plainshelf index
	$(BIN)/plainshelf chat

test: .venv/test
	$(BIN)/plainshelf index
	$(MAKE) --keep-going --jobs=2 --output-sync=line test-answers test-page test-catalog

# The parts of `make test`, two side by side: what answers, what drives a browser, what it rests on.
test-answers:
	$(BIN)/pytest -m "not browser" --ignore=tests/catalog --ignore=tests/retrieval --ignore=tests/house

test-page:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -m browser

test-catalog:
	$(BIN)/pytest -m "not browser" tests/catalog tests/retrieval tests/house

# Without the browser, and without what takes long: kills, corpora, every script under every policy.
fast: .venv/test
	$(BIN)/plainshelf index
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -m "not browser and not slow"

# The pictures in docs/images, from the real pages.
pictures: .venv/test
	$(BIN)/python -m tests.support.pictures

.venv/uv:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q uv
	@touch $@

.venv/chat: .venv/uv requirements.lock pyproject.toml
	$(BIN)/uv pip install -q --compile-bytecode --require-hashes -r requirements.lock
	$(BIN)/uv pip install -q --no-deps -e .
	@touch $@

.venv/test: .venv/uv requirements-dev.lock pyproject.toml
	$(BIN)/uv pip install -q --compile-bytecode --require-hashes -r requirements-dev.lock
	$(BIN)/uv pip install -q --no-deps -e .
	sh .ci/packages
	@touch $@ .venv/chat

COMPILE := $(BIN)/uv pip compile pyproject.toml --python-version 3.11 --generate-hashes --no-annotate --no-header -q

lock: .venv/uv
	$(COMPILE) -o requirements.lock
	$(COMPILE) --extra dev -c requirements.lock -o requirements-dev.lock

# What is installed for the page, as CycloneDX.
sbom: .venv/uv
	mkdir -p out
	$(BIN)/uv tool run --from cyclonedx-bom cyclonedx-py requirements requirements.lock --pyproject pyproject.toml -o out/sbom.json

# Known weaknesses of what is locked; fails where the data cannot be reached.
advisories: .venv/uv
	$(BIN)/uv tool run pip-audit --strict --disable-pip --require-hashes -r requirements.lock

clean:
	rm -rf .venv
