# make run: the whole of Sharewell on this machine. make test: everything that must hold.
PYTHON ?= python3
PORT ?= 8000
PY := .venv/bin/python
export PORT
export PYTHONPATH := infra:functions:layers/sharewell/python

.DEFAULT_GOAL := help
.PHONY: help prepare run dev reset token reindex

help: ## what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

prepare:
	@$(PYTHON) infra/local/prepare.py

run: prepare ## start everything at http://localhost:$(PORT), Ctrl-C stops it
	@exec $(PY) -m local run

dev: prepare ## the same, where saving a function or a page shows at once
	@exec $(PY) -m local dev

reset: ## forget what the local stack keeps
	@$(PY) -m local reset

token: ## a bearer token for curl: make token AS=<address>
	@$(PY) -m local token "$(AS)"

reindex: ## build the search indexes of the running stack anew
	@$(PY) -m local reindex
