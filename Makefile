# Every command of HireCoach. The work is done in tools/launch (Python standard library only).
.DEFAULT_GOAL := help
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	"$$p" -c '' >/dev/null 2>&1 && command -v "$$p" && break; done)
LAUNCH = @test -n "$(PYTHON)" || { echo "HireCoach needs Python 3.11, 3.12 or 3.13: install it and try again."; exit 1; }; \
	cd tools && exec "$(PYTHON)" -m launch

.PHONY: help run setup test check bench fit bench-evaluation bench-turns generate lock upgrade clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

run: ## set up what is missing, start everything, and say where (Ctrl+C stops all of it)
	$(LAUNCH) run

setup: ## only set up: Python packages, page, media server
	$(LAUNCH) setup

test: ## run every test, installing what that needs, and name what had to be skipped
	$(LAUNCH) test

check: ## test, and linters, types, import rules, generated files, locks
	$(LAUNCH) check

bench: ## measure: the API beside a bare one, the page's weight, one voice interview, the evaluator
	$(LAUNCH) bench

bench-evaluation: ## measure how true, how robust and how fast the evaluator is; writes docs/evaluation.md
	$(LAUNCH) bench-evaluation

bench-turns: ## measure whether the interviewer cuts in and how long it waits; writes docs/conversation.md
	$(LAUNCH) bench-turns

fit: setup ## fit the evaluator's coefficients on graded data (HIRECOACH_DATA) and say how well they do
	@cd backend && nice ../.venv/bin/python -m fitting

generate: ## write openapi.json and the page's types from it
	$(LAUNCH) generate

lock: ## write the lock files from backend/pyproject.toml, keeping versions where possible
	$(LAUNCH) lock

upgrade: ## the same with the newest versions that pyproject.toml allows
	$(LAUNCH) lock --upgrade

clean: ## remove what was built here (not your interviews, not the cache)
	rm -rf .venv frontend/.next frontend/node_modules
