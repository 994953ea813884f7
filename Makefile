# 护航 Huhang. `make help` lists what can be made; every target works from a fresh clone.
SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

SAMPLE := samples/two-cities
RECORDS ?= $(SAMPLE)
PLACE ?= 310000 130100
FROM ?= 2025-10-01
TO ?= 2025-12-31
OUT ?= out/audit
MAPPING ?=
RIGHTS ?=
JOBS ?= 2
PYTEST_ARGS ?=

VENV := .venv/bin

.PHONY: help
help: ## 列出所有目标 / list all targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'
	@echo
	@echo '  审计自己的文件 / your own files:'
	@echo '  make run RECORDS=folder PLACE=310000 FROM=2025-10-01 TO=2025-12-31 [OUT=out/audit] [MAPPING=m.yaml] [RIGHTS=pay/hourly_floor]'

.PHONY: setup
setup: ## 准备 .venv 和 huhang 命令 / make .venv with the huhang command
	@scripts/setup.sh runtime

.PHONY: setup-dev
setup-dev: ## 准备开发与测试所需的一切 / everything that development and tests need
	@scripts/setup.sh dev
	@scripts/setup_browser.sh

# Later `run` also serves pages; `audit` stays this job alone.
.PHONY: run
run: audit ## 准备好一切，审计示例或自己的文件 / set up, then audit the sample or your own files

.PHONY: audit
audit: setup ## 审计一个文件夹（默认：示例） / audit a folder (the sample by default)
	@test -e "$(RECORDS)" || { \
	  echo "找不到要审计的文件夹：$(RECORDS)。请用 RECORDS=文件夹 指定；示例应在 $(SAMPLE)。" >&2; \
	  echo "The folder to audit is not there: $(RECORDS). Name it with RECORDS=folder; the sample belongs in $(SAMPLE)." >&2; \
	  exit 3; }
	@$(VENV)/huhang audit "$(RECORDS)" $(foreach place,$(PLACE),--place $(place)) --from "$(FROM)" --to "$(TO)" \
	  --out "$(OUT)" --jobs $(JOBS) $(if $(MAPPING),--mapping "$(MAPPING)") $(if $(RIGHTS),--rights "$(RIGHTS)") \
	  $(if $(filter $(SAMPLE),$(RECORDS)),--sample)

.PHONY: test
test: setup-dev check ## 格式、检查、类型、导入约定和全部测试 / format, lint, types, import contracts and all tests
	@$(VENV)/python -m pytest -n 2 --dist loadscope $(PYTEST_ARGS)

.PHONY: check
check: setup-dev lint ## 测试之外的全部检查 / every check that is not a test
	@$(VENV)/mypy

.PHONY: lint
lint: setup-dev ## 格式、代码检查、导入约定 / format, lint, import contracts
	@$(VENV)/ruff format --check .
	@$(VENV)/ruff check .
	@$(VENV)/lint-imports

.PHONY: format
format: setup-dev ## 改好格式 / put the format right
	@$(VENV)/ruff format .
	@$(VENV)/ruff check --fix .

.PHONY: docs
docs: setup ## 重新生成 docs/reference / generate docs/reference again
	@$(VENV)/python -m huhang.cli.reference docs/reference

BENCH_WORKERS ?= 3000
BENCH := .cache/bench-$(BENCH_WORKERS)

.PHONY: bench
bench: setup-dev ## 量一量快慢（BENCH_WORKERS=3000 约一百万单） / measure speed (BENCH_WORKERS=3000: a million orders)
	@$(VENV)/python -m pip install --quiet --requirement benchmarks/requirements.txt
	@benchmarks/city.sh $(BENCH) $(BENCH_WORKERS)
	@$(VENV)/python -m benchmarks.seven_checks $(BENCH)/lake
	@$(VENV)/python benchmarks/audit.py $(BENCH)/lake
	@$(VENV)/python benchmarks/report_size.py

.PHONY: lock
lock: setup-dev ## 重新锁定依赖 / lock the dependencies again
	@scripts/lock.sh

.PHONY: clean
clean: ## 删除 .venv、结果和缓存 / remove .venv, results and caches
	@rm -rf .venv out build dist .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
