# Everything is made from data/raw by the notebooks; notebooks/stages.toml says what each reads and makes.
# NOTEBOOKS is the language in which 01 to 07 run, else the first of study.yaml.
# STUDY is the folder of the study, THROUGH the last day of data to use, KERNELS=plain starts each kernel anew.
STUDY   ?= .
THROUGH ?=
SEED    ?= 2024
KERNELS ?=
NOTEBOOKS ?=
VENV    ?= .venv
# names of folders reach the shell as they are, whatever they hold
export STUDY THROUGH SEED NOTEBOOKS TO OF SOURCE IDENTITY RECIPIENT DEST FROM CASE FOLDER ME TITLE

SHELL := /bin/sh
.SUFFIXES:
.DEFAULT_GOAL := help
STAGES := $(shell sed -n 's/^\[\([^]]*\)\].*/\1/p' notebooks/stages.toml)
.PHONY: help new all appendices cases docs why check verify deposit trace test test-slow lint lab seal unseal bench museum clean setup $(STAGES)

JALIN := $(VENV)/bin/jalin
# the build ends when this make is gone
PARENT := JALIN_PARENT=$(shell echo $$PPID) exec
BUILD := --root "$$STUDY" --through "$$THROUGH" --seed "$$SEED" $(if $(filter plain,$(KERNELS)),--plain) $(if $(NOTEBOOKS),--language "$$NOTEBOOKS")

all: setup  ## build everything: raw files to the report in each language
	@$(PARENT) $(JALIN) build $(BUILD)
	@echo "The report is ready:"
	@for page in "$$STUDY"/reports/report.*.html; do echo "  $$page  .pdf  .docx"; done

$(filter-out report,$(STAGES)): setup
	@$(PARENT) $(JALIN) build $(BUILD) $@

report: setup
ifeq ($(origin LANG),command line)
	@$(PARENT) $(JALIN) build $(BUILD) --page "report.$$LANG"
	@echo "$$STUDY/reports/report.$$LANG.html"
else
	@$(PARENT) $(JALIN) build $(BUILD) report
endif

appendices: all  ## what a thesis has besides its chapters, as Word files: grid, guides, transcripts, forms to sign
	@$(JALIN) appendices --root "$$STUDY"

watch: setup  ## build the report's page again after each save, and show it: LANG=id
	@$(PARENT) $(JALIN) watch --root "$$STUDY" $(if $(filter command line,$(origin LANG)),--language "$$LANG")

cases: setup  ## a report for each case of the study, side by side; on the cluster at DASK_SCHEDULER_ADDRESS
	@$(PARENT) $(JALIN) cases $(BUILD) $(if $(CASE),--case "$$CASE")

why: setup  ## say which stages would run, and why
	@$(JALIN) why $(BUILD)

new: setup  ## a new study in the folder DEST called TITLE, empty or FROM a project or a folder of Word files
	@$(JALIN) new "$$DEST" $(if $(filter command line,$(origin TITLE)),--title "$$TITLE") $(if $(FROM),--from "$$FROM") $(if $(filter command line,$(origin LANG)),--language "$$LANG")

check: setup  ## check everything people wrote, without building
	@$(JALIN) check --root "$$STUDY"

verify: setup  ## build the study again beside, and compare it with reports/MANIFEST
	@$(PARENT) $(JALIN) verify $(BUILD)

deposit: all  ## one zip to share, without the raw sources, deposit.zip in the study, or TO=elsewhere.zip
	@$(JALIN) deposit --root "$$STUDY" "$${TO:-$$STUDY/deposit.zip}"

trace: setup  ## from a fact, figure, quote or source (OF) to the raw file, and back
	@$(JALIN) trace --root "$$STUDY" "$${OF:-$$SOURCE}"

docs: setup-all  ## the manual, a web site in site/: tutorial, how-to, methods, reference
	@NO_MKDOCS_2_WARNING=1 $(VENV)/bin/mkdocs build --quiet --strict
	@echo "The manual is ready: site/index.html"

test: setup-all  ## run the fast tests, a few minutes; says how many lines they reach, and which files they hardly do
	$(VENV)/bin/python -m slipcover --source src/jalin --json --out .coverage -m pytest
	@echo "Lines reached, in all and in the files with less than 70% (make test-slow reaches these):"
	@$(VENV)/bin/python -m slipcover --merge .coverage --out .coverage | awk '/^\(summary\)/ || (/^src/ && $$4 < 70) { print "  " $$1, $$4 "%" }'

test-slow: setup-all  ## run the others: whole builds, kills, hostile files, the browser, every property on many examples
	$(VENV)/bin/python -m pytest --dist loadfile -m "slow or hypothesis" --hypothesis-profile=thorough

lint: setup-all  ## check the style of the code and its types
	$(VENV)/bin/ruff check src tests notebooks benchmarks museum tools
	$(VENV)/bin/ruff format --check src tests notebooks benchmarks museum tools
	$(VENV)/bin/mypy

lab: setup  ## open JupyterLab on the study, at its workbench: read, code, ask, build; for the coder ME, in LANG
	@exec $(JALIN) lab --root "$$STUDY" $(if $(ME),--me "$$ME") $(if $(filter command line,$(origin LANG)),--language "$$LANG")

seal: setup  ## encrypt what names people, for RECIPIENT (public keys, or files of them)
	@$(JALIN) seal --root "$$STUDY" "$$RECIPIENT"

unseal: setup  ## bring back what was sealed, with the private key in the file IDENTITY
	@$(JALIN) unseal --root "$$STUDY" "$$IDENTITY"

bench: setup-all  ## measure against peers, each in about two minutes; the first time installs them
	@sh benchmarks/run.sh $(VENV)

bench-full: setup-all  ## the same at full size, some of them an hour
	@JALIN_BENCH_FULL=1 sh benchmarks/run.sh $(VENV)

museum: setup  ## real studies of other programs that lie in FOLDER, through all of it (docs/museum.md)
	@$(VENV)/bin/python museum/run.py "$$FOLDER" --to docs/museum.md

clean: setup  ## delete all that was built; data/raw is never touched
	@$(JALIN) clean --root "$$STUDY"

help:  ## show this list
	@echo "make TARGET, where TARGET is one of:"
	@awk -F ':.*##' '/^[a-z-]+:.*##/ { printf "  %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo "or a stage, with what comes before it: $(STAGES)"

# the environment is made anew when the lock, or what this package needs, differs from what it was made of
setup:
	@cat requirements.lock pyproject.toml | cmp -s - $(VENV)/.ready || sh tools/setup.sh $(VENV)

# with what tests, the manual and development need besides
setup-all:
	@cat requirements-all.lock pyproject.toml | cmp -s - $(VENV)/.ready-all || sh tools/setup.sh $(VENV) all
