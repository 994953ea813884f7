# 护航 Huhang. `make help` lists what can be made; every target works from a fresh clone.
SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

COMMA := ,
CITY := out/city
CITY_WORKERS ?= 3000
CITY_FROM ?= 2025-10-01
CITY_TO ?= 2025-12-31
CITY_PLACES ?= 310000,130100
CITY_SEED ?= 1
SAMPLE := samples/two-cities
RECORDS ?= $(CITY)/lake
PLACE ?= $(subst $(COMMA), ,$(CITY_PLACES))
FROM ?= $(CITY_FROM)
TO ?= $(CITY_TO)
OUT ?= out/audit
MAPPING ?=
RIGHTS ?=
JOBS ?= 2
# Beside the lake that it was loaded from, so that another lake is another platform.
PLATFORM ?= $(patsubst %/,%,$(RECORDS))-platform
PORT ?= 8000
PYTEST_ARGS ?=
UPGRADE ?=

VENV := .venv/bin

.PHONY: help
help: ## 列出所有目标 / list all targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'
	@echo
	@echo '  make run CITY_WORKERS=30000   十倍大的城市，约一千一百万单 / a city of ten times the size, eleven million orders'
	@echo '  make run RECORDS=$(SAMPLE)   小样例 / the small sample'
	@echo '  审计自己的文件 / your own files:'
	@echo '  make run RECORDS=folder PLACE=310000 FROM=2025-10-01 TO=2025-12-31 [OUT=out/audit] [MAPPING=m.yaml] [RIGHTS=pay/hourly_floor]'

.PHONY: setup
setup: ## 准备 .venv 和 huhang 命令 / make .venv with the huhang command
	@scripts/setup.sh runtime

.PHONY: setup-dev
setup-dev: ## 准备开发与测试所需的一切 / everything that development and tests need
	@scripts/setup.sh dev
	@scripts/setup_browser.sh

# Files that are no lake are audited alone: the platform keeps its records in a lake.
.PHONY: run
run: audit ## 准备好一切，造一座虚构的城市并审计，再打开平台 / set up, make an invented city, audit it, and serve the platform
	@if [ -e "$(RECORDS)/manifest.json" ]; then \
	  $(VENV)/huhang serve --home "$(PLATFORM)" --port $(PORT) --demo "$(RECORDS)" --audit "$(OUT)"; \
	else \
	  echo "这些文件没有收进湖，只做审计；要打开平台，先用 huhang take-in 收进湖。" >&2; \
	  echo "These files are not in a lake, so they are audited only; take them in with huhang take-in to serve the platform." >&2; \
	fi

.PHONY: city
city: setup ## 造一座虚构的城市并收进湖，只造一次 / make an invented city and take it into a lake, once
	@HUHANG=$(VENV)/huhang scripts/city.sh "$(CITY)" "$(CITY_WORKERS)" "$(CITY_FROM)" "$(CITY_TO)" "$(CITY_PLACES)" "$(CITY_SEED)"

.PHONY: audit
audit: $(if $(filter $(CITY)/lake,$(RECORDS)),city,setup) ## 只审计（默认：虚构的城市） / audit alone (the invented city by default)
	@test -e "$(RECORDS)" || { \
	  echo "找不到要审计的文件夹：$(RECORDS)。请用 RECORDS=文件夹 指定；示例应在 $(SAMPLE)。" >&2; \
	  echo "The folder to audit is not there: $(RECORDS). Name it with RECORDS=folder; the sample belongs in $(SAMPLE)." >&2; \
	  exit 3; }
	@echo "审计 $(RECORDS) / auditing $(RECORDS)" >&2
	@$(VENV)/huhang audit "$(RECORDS)" $(foreach place,$(PLACE),--place $(place)) --from "$(FROM)" --to "$(TO)" \
	  --out "$(OUT)" --jobs $(JOBS) $(if $(MAPPING),--mapping "$(MAPPING)") $(if $(RIGHTS),--rights "$(RIGHTS)") \
	  $(if $(filter $(CITY)/% samples/%,$(RECORDS)),--sample)

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
BENCH_FINDINGS ?= 100000
BENCH := .cache/bench-$(BENCH_WORKERS)

.PHONY: bench
bench: setup-dev ## 量一量快慢（BENCH_WORKERS=3000 约一百万单） / measure speed (BENCH_WORKERS=3000: a million orders)
	@$(VENV)/python -m pip install --quiet --requirement benchmarks/requirements.txt
	@HUHANG=$(VENV)/huhang scripts/city.sh "$(BENCH)" "$(BENCH_WORKERS)" "$(CITY_FROM)" "$(CITY_TO)" "$(CITY_PLACES)" "$(CITY_SEED)"
	@$(VENV)/python -m benchmarks.seven_checks $(BENCH)/lake
	@$(VENV)/python -m benchmarks.audit $(BENCH)/lake
	@$(VENV)/python -m benchmarks.thirteen_rights $(BENCH)/lake --from "$(CITY_FROM)" --to "$(CITY_TO)"
	@$(VENV)/python -m benchmarks.one_per_cent $(BENCH)/files --from "$(CITY_FROM)" --to "$(CITY_TO)"
	@$(VENV)/python -m benchmarks.take_in --workers $(BENCH_WORKERS)
	@$(VENV)/python -m benchmarks.report_size
	@$(VENV)/python -m benchmarks.papers
	@$(VENV)/python -m benchmarks.web_search
	@$(VENV)/python -m benchmarks.web_findings $(BENCH)/lake --findings $(BENCH_FINDINGS)

.PHONY: lock
lock: setup-dev ## 锁定新增的依赖，其余不动；UPGRADE=--upgrade 全部升级 / lock new dependencies and leave the rest; UPGRADE=--upgrade takes the newest of all
	@scripts/lock.sh $(UPGRADE)

.PHONY: clean
clean: ## 删除 .venv、结果和缓存 / remove .venv, results and caches
	@rm -rf .venv out build dist .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
