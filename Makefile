# Tool-crib kiosk. `make demo` and `make test` do all the set-up by themselves.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
APT := DEBIAN_FRONTEND=noninteractive apt-get -qq
# What the system must bring, and a program that tells whether it has: "program:package ...".
RUN_PACKAGES := gcc:gcc mosquitto:mosquitto
TEST_PACKAGES := mosquitto_sub:mosquitto-clients systemd-analyze:systemd openssl:openssl foot:foot
PANEL_PACKAGES := cage:cage grim:grim sway:sway Xwayland:xwayland
export PATH := $(PATH):/usr/sbin

.PHONY: help demo test test-panel check format bench bench-size bench-search bench-paint bench-decode fuzz crash diagrams promises screens rulebook words lock clean system-run system-test system-panel

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: $(VENV)/.run ## an example crib on the screen; without a terminal, its day as a transcript
	@$(BIN)/kiosk demo

test: $(VENV)/.test ## everything: format, lint, types, walls, tests
	@$(MAKE) --no-print-directory check
	$(BIN)/python -m pytest -q

test-panel: $(VENV)/.test system-panel ## the screen under cage and foot as on a panel, by pixels, touch and keys
	$(BIN)/python -m pytest -q tests/panel/on_cage.py

check: $(VENV)/.test ## format, lint, types and walls
	$(BIN)/ruff format --check -q .
	$(BIN)/ruff check -q .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(VENV)/.test ## put the code into shape
	$(BIN)/ruff check -q --fix . ; $(BIN)/ruff format -q .

bench: $(VENV)/.test ## scan to durable to view, beside plain sqlite3, as ratios
	$(BIN)/python -m bench.scan

bench-size: $(VENV)/.test ## the same scans on 1 000 and on 1 000 000 entries, as ratios; made once, some minutes
	$(BIN)/python -m bench.size

bench-search: $(VENV)/.test ## search as somebody types, among 50 000 assets, beside a plain scan; made once, two minutes
	$(BIN)/python -m bench.search

bench-paint: $(VENV)/.test ## scan to painted frame on a terminal, beside Textual's own floor, as ratios
	$(BIN)/python -m bench.paint

bench-decode: $(VENV)/.test ## how fast each codec is, as ratios, and what an attendant costs that idles
	$(BIN)/python -m bench.decode

fuzz: $(VENV)/.test ## every codec by coverage, two hours of processor shared; what it finds lies in build/fuzz
	$(BIN)/python -m tests.fuzz.every

crash: $(VENV)/.test ## kill -9 the attendant at 200 random moments while scans stream in
	$(BIN)/python -m tests.crash.killed 200

diagrams: $(VENV)/.run ## the pictures of the program's tables in docs
	$(BIN)/python -m docs.diagrams

promises: $(VENV)/.run ## docs/promises.md: which rehearsal shows which promise
	$(BIN)/python -m docs.promises

screens: $(VENV)/.run ## pictures of every screen in every language, for docs and tests, from the real program
	$(BIN)/python -m docs.pictures

rulebook: $(VENV)/.run ## config/rulebook.toml, from the settings' own sentences
	@$(BIN)/cribctl policy template > config/rulebook.toml

words: $(VENV)/.test ## the catalogues of kiosk/languages, from the sentences that the counter says
	@$(BIN)/python -m docs.words

lock: ## choose dependencies anew (needs uv); no addresses in the lock files
	uv pip compile pyproject.toml --extra build --generate-hashes --no-emit-index-url --universal \
	    --python-version 3.11 --no-header --no-annotate -q -U -o requirements.txt
	uv pip compile pyproject.toml --extra build --extra dev -c requirements.txt --generate-hashes \
	    --no-emit-index-url --universal --python-version 3.11 --no-header --no-annotate -q -U -o requirements-dev.txt

clean: ## remove what was made here
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# Install a package by apt for each program that is missing, where we may; say what is missing where we may not.
define need
@missing=""; for pair in $(1); do command -v $${pair%%:*} >/dev/null || missing="$$missing $${pair##*:}"; done; \
$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || missing="$$missing python3-venv"; \
test -e "$$($(PYTHON) -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h" || missing="$$missing python3-dev"; \
test -e /usr/include/linux/input.h || missing="$$missing linux-libc-dev"; \
if [ -n "$$missing" ]; then \
  sudo=""; [ "$$(id -u)" = 0 ] || sudo="sudo -n"; \
  echo "Installing:$$missing"; \
  { [ -z "$$sudo" ] || sudo -n true 2>/dev/null; } && command -v apt-get >/dev/null \
    && $$sudo env $(APT) update && $$sudo env $(APT) install --no-install-recommends $$missing >/dev/null \
    || echo "Could not install them. By hand: apt-get install$$missing"; \
fi
endef

system-run:
	$(call need,$(RUN_PACKAGES))

system-test:
	$(call need,$(RUN_PACKAGES) $(TEST_PACKAGES))

system-panel:
	$(call need,$(PANEL_PACKAGES))

$(VENV)/.run: requirements.txt pyproject.toml | system-run
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: requirements-dev.txt $(VENV)/.run | system-test
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
