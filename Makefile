# `make run` starts the app, `make test` runs every test, `make bench` measures. Each sets up what it needs.
PYTHON ?= $(firstword $(shell command -v python3.11 python3 python 2>/dev/null))
HOST = 127.0.0.1
PORT ?= 8501
BIN = .venv/bin
# pip compiles on one core, which is half of what it does. A file that cannot be compiled is not ours to mend.
INSTALL = $(BIN)/pip install --quiet --disable-pip-version-check --no-compile
COMPILE = $(BIN)/python -m compileall -qq -j 0 .venv/lib || true

.PHONY: run test bench lint clean python chromium

run: .venv/run
	@$(BIN)/python -c 'import socket; socket.create_server(("$(HOST)", $(PORT))).close()' 2>/dev/null || { \
		echo "Port $(PORT) is in use: is the app open already (http://$(HOST):$(PORT))? Choose another with: make run PORT=8502"; exit 1; }
	@$(BIN)/python -m cx demo --if-missing
	@echo "http://$(HOST):$(PORT)  (Ctrl+C stops it)"
	@$(BIN)/streamlit run pages/_serve.py --server.address $(HOST) --server.port $(PORT)

# Three at a time on two cores, of which one drives the browser and so mostly waits; that one begins first, as its folder's name
# does. Threads of a library would only wait for each other. Compiled once, also where the machine says not to keep it: tests start
# hundreds of programs. DuckDB asks for small pieces of memory by the million: without "fast" bins they need not be gathered again.
test: .venv/test chromium
	@PYTHONDONTWRITEBYTECODE= OMP_NUM_THREADS=1 GLIBC_TUNABLES=glibc.malloc.mxfast=0:glibc.malloc.tcache_count=8000 CHROMIUM="$$(.ci/chromium)" $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

bench: .venv/test chromium
	@CHROMIUM="$$(.ci/chromium)" $(BIN)/python -m tests.bench $(ONLY)

lint: .venv/test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 is missing. Debian/Ubuntu: apt-get install python3.11 python3.11-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' || { \
		echo "$(PYTHON) is $$($(PYTHON) --version 2>&1); 3.11 or newer is needed. Name another with: make run PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python's venv module is missing. Debian/Ubuntu: apt-get install python3-venv"; exit 1; }

.venv/run: requirements.txt .constraints.txt | python
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the app's libraries (about a minute, once) ..."
	@$(INSTALL) -r requirements.txt
	@$(COMPILE)
	@touch $@

.venv/test: tests/requirements.txt .venv/run
	@echo "Installing the test libraries ..."
	@$(INSTALL) -r tests/requirements.txt
	@$(COMPILE)
	@touch $@

chromium:
	@.ci/chromium > /dev/null

clean:
	rm -rf .venv
