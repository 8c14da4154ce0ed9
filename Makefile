# `make demo` shows Ostrakon at work, `make test` runs every test; `make` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

CARGO ?= cargo
TARGET := $(or $(CARGO_TARGET_DIR),target)
# Folders with a `package.json` whose `npm test` drives a real browser.
BROWSER_TESTS := $(patsubst %/package.json,%,$(wildcard crates/*/tests/browser/package.json ui/package.json))
# Passed on to `ostrakon demo`, for example `make demo DEMO="--posts 200000 --no-serve"`.
DEMO ?=
# What the built binary can do beyond the daily build: `make build FEATURES=pdf` sets the situation report as PDF too, for
# two hundred more crates.
FEATURES ?=

.PHONY: help demo build ui test setup test-rust test-doc test-browser lint bench bench-detection bench-peers bench-exchange bench-ui fuzz fresh clean

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | column -t -s "$$(printf '\t')"

demo: build ## Builds, makes an exercise election, analyses it, and says which address to open
	@$(TARGET)/release/ostrakon demo $(DEMO)

build: ui
	$(CARGO) build --release --bin ostrakon --features "$(FEATURES)"

ui: ## Builds the pages that the binary carries (needs Node 20 and npm; without them it carries a page that says so)
	@command -v npm >/dev/null || { echo 'skipped: the pages, because npm is missing'; exit 0; }; \
	.ci/setup ui && cd ui && npm run --silent build

test: setup test-doc test-rust test-browser ## Sets up and runs every test

setup:
	@.ci/setup $(BROWSER_TESTS)

test-rust:
	@if $(CARGO) nextest --version >/dev/null 2>&1; then \
	  $(CARGO) nextest run --workspace --no-tests=fail; \
	else \
	  echo 'cargo-nextest is not installed: cargo test runs the same tests, one crate after the other'; \
	  $(CARGO) test --workspace --lib --bins --tests; \
	fi

test-doc:
	@$(CARGO) test --workspace --doc --quiet

test-browser: ui
	@command -v npm >/dev/null || { echo 'skipped: the browser tests, because npm is missing'; exit 0; }; \
	for folder in $(BROWSER_TESTS); do (cd "$$folder" && npm test --silent); done

lint: ## Formatting, clippy, documentation, licences; each of them fails on a warning
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS='-D warnings -A rustdoc::private-intra-doc-links' $(CARGO) doc --workspace --no-deps --document-private-items
	@if [ -d ui/node_modules ]; then cd ui && npm run --silent check; else echo 'skipped: the types of the pages, because ui/node_modules is missing'; fi
	@if $(CARGO) deny --version >/dev/null 2>&1; then \
	  $(CARGO) deny --log-level error check --hide-inclusion-graph licenses bans sources; \
	else \
	  echo 'skipped: licences and sources, because cargo-deny is not installed (cargo install cargo-deny)'; \
	fi

bench: build bench-peers bench-detection bench-exchange bench-ui ## Every benchmark; wants a quiet machine
	$(CARGO) bench --workspace

bench-detection: ## How often the detector is wrong: permuted data, exercises, the stealth curve (DETECTION="--quick" for a taste)
	$(CARGO) run --release -p ostrakon-bench-detection -- --out $(TARGET)/detection $(DETECTION)

bench-peers: build ## The same work by us and by the peer, results compared, times printed
	python3 benches/peers/run.py $(PEERS)

bench-exchange: build ## A running hub over loopback: starting, adding, paging, asking, importing, many readers
	python3 benches/exchange/run.py --binary $(TARGET)/release/ostrakon $(EXCHANGE)

bench-ui: build ## The pages in a real browser: first view, interaction, memory after an hour; frames a second of a large network
	cd ui && OSTRAKON=$(abspath $(TARGET))/release/ostrakon node bench/pages.mjs
	cd ui && OSTRAKON=$(abspath $(TARGET))/release/ostrakon node bench/network.mjs

fuzz: ## Mutates what strangers may send, 15 minutes a target (FUZZ="--seconds 60" for a taste)
	cd fuzz && for target in $$($(CARGO) run -q --release -- list); do $(CARGO) run -q --release -- "$$target" $(or $(FUZZ),--seconds 900); done

fresh: ## What a stranger gets: a clean clone of the last commit, with nothing from this tree
	@.ci/fresh

clean: ## Removes everything that was built
	$(CARGO) clean
	rm -rf $(addsuffix /node_modules,$(BROWSER_TESTS))
