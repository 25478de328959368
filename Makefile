# Everything is made from data/raw by eight notebooks, in order.
# STUDY is the folder of the study, THROUGH the last day of data to use.
STUDY   ?= .
THROUGH ?=
SEED    ?= 2024
VENV    ?= .venv

SHELL := /bin/sh
.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help all check verify deposit trace test lab seal unseal bench clean setup \
        collect protect code condense display conclude triangulate report

# the same bytes in every year, order and language of the machine
export SOURCE_DATE_EPOCH := 1704067200
export PYTHONHASHSEED := 0
export TZ := UTC
export LC_ALL := C.UTF-8
export PYDEVD_DISABLE_FILE_VALIDATION := 1
export MPLBACKEND := agg

RAW    := $(STUDY)/data/raw
TABLES := $(STUDY)/data/processed
PAGES  := reports/notebooks
MADE   := $(TABLES)/.made
READY  := $(VENV)/.ready
JALIN  := $(VENV)/bin/jalin
BOTH   := id en
STAGES := collect protect code condense display conclude triangulate report

all: $(MADE)/audit  ## build everything: raw files to the report in two languages
	@echo "The report is ready:"
	@for name in $(BOTH); do echo "  $(STUDY)/reports/report.$$name.html  .pdf  .docx"; done

check: $(READY)  ## check everything people wrote, without building
	@$(JALIN) check --root $(STUDY)

trace: $(READY)  ## where SOURCE shows in what was built; nowhere, if consent was withdrawn
	@$(JALIN) trace --root $(STUDY) '$(SOURCE)'

test: $(READY)  ## run the tests
	$(VENV)/bin/python -m pytest

lab: $(READY)  ## open JupyterLab, where to read, code and ask
	$(VENV)/bin/jupyter lab --ip=127.0.0.1 --notebook-dir=. notebooks/explore/start.ipynb

seal: $(READY)  ## encrypt what names people, for RECIPIENT (public keys, or files of them)
	@$(JALIN) seal --root $(STUDY) $(RECIPIENT)

unseal: $(READY)  ## bring back what was sealed, with the private key in the file IDENTITY
	@$(JALIN) unseal --root $(STUDY) '$(IDENTITY)'

bench: $(READY)  ## measure against peers; the first time installs them
	@sh benchmarks/run.sh $(VENV)

clean:  ## delete all that was built; data/raw is never touched
	rm -rf $(MADE) $(foreach stage,$(filter-out $(KEPT),$(STAGES) private),$(TABLES)/$(stage))
	rm -rf $(foreach name,figures tables notebooks facts.json verify $(foreach lang,$(BOTH),report.$(lang).html report.$(lang).pdf report.$(lang).docx),$(STUDY)/reports/$(name))

help:  ## show this list
	@echo "make TARGET, where TARGET is one of:"
	@awk -F ':.*##' '/^[a-z]+:.*##/ { printf "  %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# --- set-up: redone only when the lock changes

setup: $(READY)
$(READY): requirements.lock
	@sh tools/setup.sh $(VENV)
	@touch $@

# --- stages: each reads what the one before made, and marks what it made itself

FILES = $(shell find $(1) -type f ! -name '.*' ! -name '*.pyc' ! -path '*/reports/verify/*' 2>/dev/null | sed 's/ /\\ /g')
BASE  := $(wildcard src/jalin/*.py src/jalin/*.yaml src/jalin/reproduce/*.py) \
         $(call FILES,src/jalin/reproduce/templates)

PARAMETERS := through=$(THROUGH) seed=$(SEED)
ifneq ($(filter all $(STAGES),$(MAKECMDGOALS)),)
# a stage whose mark names a file that is gone has to run again
$(foreach stage,$(STAGES),$(if $(wildcard $(MADE)/$(stage)),$(shell \
    while read -r file; do [ -e "$(STUDY)/$$file" ] || { rm -f $(MADE)/$(stage); break; }; done < $(MADE)/$(stage))))

# written only when they differ from those of the last run
$(shell mkdir -p $(MADE); echo '$(PARAMETERS)' | cmp -s - $(MADE)/parameters || echo '$(PARAMETERS)' > $(MADE)/parameters)
endif

# a file that a stage no longer makes is no reason to stop; what read it runs again
$(TABLES)/% $(STUDY)/reports/%: ;

# the mark of a stage, and the files it made: a later stage reads both
MADE_BY = $(MADE)/$(1) $(call FILES,$(wildcard $(TABLES)/$(1)))

# $(1) stage, $(2) notebook, $(3) what it reads, $(4) more options
define STAGE
$(if $(filter report,$(1)),,$(1): $(MADE)/$(1))
$(MADE)/$(1): notebooks/$(2).ipynb $(RAW)/study.yaml $(BASE) $(call FILES,src/jalin/$(1)) $(3) $(MADE)/parameters | $(READY)
	@mkdir -p $$(@D)
	@$(JALIN) run notebooks/$(2).ipynb --root $(STUDY) --through '$(THROUGH)' --seed $(SEED) \
	    --page $(PAGES)/$(2).html --mark $$@ $(or $(4),--makes data/processed/$(1))
endef

ifneq ($(wildcard $(RAW)/DEPOSITED),)
# a copy without the raw sources begins at the de-identified texts, which it was given
KEPT := collect protect
collect protect: ;
$(MADE)/collect $(MADE)/protect:
	@mkdir -p $(@D); touch -r $(RAW)/DEPOSITED $@
else
SOURCES := $(call FILES,$(wildcard $(RAW)/interviews $(RAW)/observations $(RAW)/documents))
$(eval $(call STAGE,collect,01_collect,$(RAW)/sources.csv $(SOURCES)))
$(eval $(call STAGE,protect,02_protect,$(call MADE_BY,collect) $(wildcard $(foreach name,pseudonyms review informants,$(RAW)/$(name).csv))))
endif
$(eval $(call STAGE,code,03_code,$(call MADE_BY,protect) $(call FILES,$(wildcard $(RAW)/coding))))
$(eval $(call STAGE,condense,04_condense,$(call MADE_BY,code)))
$(eval $(call STAGE,display,05_display,$(call MADE_BY,condense)))
$(eval $(call STAGE,conclude,06_conclude,$(call MADE_BY,display) $(wildcard $(RAW)/analysis/*)))
$(eval $(call STAGE,triangulate,07_triangulate,$(call MADE_BY,conclude)))
$(eval $(call STAGE,report,08_report,$(call MADE_BY,triangulate) $(wildcard $(RAW)/references.bib $(STUDY)/notebooks/report/*.md),\
    --makes reports/figures reports/tables reports/facts.json $(foreach name,$(BOTH),reports/report.$(name).pdf reports/report.$(name).docx) \
    --report $(foreach name,$(BOTH),$(name)=reports/report.$(name).html)))

# make report LANG=id: one language, whatever was made before
ifeq ($(origin LANG),command line)
ifeq ($(filter $(LANG),$(BOTH)),)
$(error LANG is $(LANG); write LANG=id or LANG=en)
endif
report: $(MADE)/triangulate
	@$(JALIN) run notebooks/08_report.ipynb --root $(STUDY) --through '$(THROUGH)' --seed $(SEED) \
	    --languages $(LANG) --page $(PAGES)/08_report.$(LANG).html --mark $(MADE)/report.$(LANG) \
	    --makes reports/report.$(LANG).pdf reports/report.$(LANG).docx --report $(LANG)=reports/report.$(LANG).html
	@echo "$(STUDY)/reports/report.$(LANG).html"
else
report: $(MADE)/report
endif

# every file that may leave this machine, searched again when any of them changed
OUTPUTS = $(call FILES,$(wildcard $(STUDY)/reports $(STUDY)/notebooks $(foreach stage,$(filter-out collect report,$(STAGES)),$(TABLES)/$(stage))))
$(MADE)/audit: $(MADE)/report $(OUTPUTS)
	@rm -f $@
	@$(JALIN) audit --root $(STUDY)
	@$(JALIN) manifest --root $(STUDY)
	@touch $@

# the study built again beside, and compared with what reports/MANIFEST says was published
SCRATCH = $(TABLES)/.verify
deposit: all  ## one zip to share, without the raw sources: TO=deposit.zip
	@$(JALIN) deposit --root $(STUDY) '$(or $(TO),deposit.zip)'

verify: $(READY)  ## build the study again in a scratch folder and compare with reports/MANIFEST
	@$(JALIN) verify --root $(STUDY) --scratch $(SCRATCH)
	@$(MAKE) --no-print-directory all STUDY='$(SCRATCH)' THROUGH='$(THROUGH)' SEED='$(SEED)' VENV='$(VENV)'
	@$(JALIN) verify --root $(STUDY) $(SCRATCH)
	@rm -rf $(SCRATCH)
