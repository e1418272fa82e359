# make run: the whole of Sharewell on this machine. make test: everything that must hold.
PYTHON ?= python3
PORT ?= 8000
PAIRS ?= 2000
SEED ?= $(shell date +%s)
PY := .venv/bin/python
export PORT
export PYTHONPATH := devtools:functions:layers/sharewell/python
OURS := functions layers/sharewell/python devtools tests benchmarks
RESILIENCE := tests/resilience tests/isolation tests/hostile

.DEFAULT_GOAL := help
.PHONY: help prepare prepare-all run dev reset token reindex organisations export wipe restore \
	test test-fast test-resilience test-deep test-mutants lint types tools unit web e2e bench \
	openapi events pins deploy

help: ## what there is
	@grep -E '^[a-z0-9-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

prepare:
	@$(PYTHON) devtools/local_stack/prepare.py

prepare-all:
	@$(PYTHON) devtools/local_stack/prepare.py --aws

run: prepare ## start everything at http://localhost:$(PORT), Ctrl-C stops it
	@exec $(PY) -m local_stack run

dev: prepare ## the same, where saving a function or a page shows at once
	@exec $(PY) -m local_stack dev

reset: ## forget what the local stack keeps
	@$(PY) -m local_stack reset

token: ## a bearer token for curl: make token AS=<address>
	@$(PY) -m local_stack token "$(AS)"

reindex: ## rebuild the search indexes of the running stack
	@$(PY) -m local_stack reindex

organisations: ## their ids and names; for a deployment in AWS, here and below, with STAGE=<name>
	@$(PY) -m backup organisations

export: ## an organisation into a file: make export ORGANISATION=<id> TO=<file>
	@$(PY) -m backup export

wipe: ## an organisation out of the deployment: make wipe ORGANISATION=<id> CONFIRM=<its name>
	@$(PY) -m backup wipe

restore: ## an organisation back from a file: make restore FROM=<file>
	@$(PY) -m backup restore

test: prepare-all lint types tools unit web test-resilience e2e ## everything, the browser included

test-fast: prepare-all lint types tools unit web ## everything but the browser and the resilience suites

lint:
	$(PY) -m ruff check $(OURS)
	$(PY) -m ruff format --check $(OURS)

types:
	$(PY) -m mypy $(OURS)

tools: ## what other programs say of the template and the code, what sam builds of them, how it starts
	$(PY) -m pytest -n auto --dist worksteal tests/tools

unit: ## what every edit should pass: in-process tests, contracts, budgets
	$(PY) -m pytest -n auto --dist worksteal $(addprefix --ignore ,tests/e2e tests/tools $(RESILIENCE))

test-resilience: ## every fault, order, second writer, stranger and hostile request, or some of each
	$(PY) -m pytest -n auto --dist worksteal $(RESILIENCE)

test-deep: prepare-all ## every fault, every two writers, and PAIRS of faults chosen by SEED
	$(PY) -m pytest tests/resilience tests/resilience/deep.py -n auto --dist worksteal \
		--whole --deep $(PAIRS) --seed $(SEED)

test-mutants: prepare-all ## whether the tests catch what is planted, bug by bug
	$(PY) tests/mutants/plant.py $(ONLY)

web: prepare ## the app's own checks
	$(PY) devtools/local_stack/prepare.py npm run -s client:check
	$(PY) devtools/local_stack/prepare.py npm run -s check
	$(PY) devtools/local_stack/prepare.py npm run -s test
	$(PY) devtools/local_stack/prepare.py npm run -s budget

e2e: prepare ## the deployed local stack, in Chromium
	$(PY) -m pytest tests/e2e

bench: prepare ## time it, and print a table
	$(PY) -m benchmarks

openapi: ## write the HTTP API's description, and its routes into infra/api.yaml
	$(PY) -m codegen openapi

events: ## write the events' schemas and examples
	$(PY) -m codegen events

deploy: prepare-all ## to AWS: make deploy STAGE=<name> MAIL_FROM=<address> [APP_URL= …]
	@$(PY) -m aws_deploy

# -- pins ---------------------------------------------------------------------------------------

PIN := .venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header
# What chalice's command line asks for; its runtime does not.
NOT_CHALICE := $(addprefix --no-emit-package ,ansicon blessed click editor inquirer jinxed pip \
	pyyaml readchar runs setuptools wcwidth wheel xmod)

pins: ## pin every requirements file again (add UPGRADE=--upgrade for newer ones)
	$(PIN) $(UPGRADE) $(NOT_CHALICE) layers/libraries/requirements.in -o layers/libraries/requirements.txt
	for it in reading finding; do $(PIN) $(UPGRADE) layers/$$it/requirements.in -o layers/$$it/requirements.txt; done
	for it in bootstrap node emulator tooling scanning fuzzing aws; do $(PIN) $(UPGRADE) infra/requirements/$$it.in -o infra/requirements/$$it.txt; done
	$(PIN) $(UPGRADE) $(foreach it,libraries reading finding,-c layers/$(it)/requirements.txt) \
		infra/requirements/dev.in -o infra/requirements/dev.txt
