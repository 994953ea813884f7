#!/bin/sh
# Makes .venv from a hashed lock and installs the huhang command into it; does nothing when it is already so.
# Usage: scripts/setup.sh runtime|dev
set -eu
cd "$(dirname "$0")/.."
kind=${1:-runtime}
case "$kind" in
  runtime) lock=requirements.lock ;;
  dev) lock=requirements-dev.lock ;;
  *) echo "usage: scripts/setup.sh runtime|dev" >&2; exit 2 ;;
esac

# The folder is part of the mark: a virtual environment that was moved does not work.
mark=$({ pwd; cat requirements.lock requirements-dev.lock pyproject.toml huhang/__init__.py; } | cksum)

is_done() {
  [ -f ".venv/.huhang-$1" ] && [ "$(cat ".venv/.huhang-$1")" = "$mark" ] && .venv/bin/python -c pass 2>/dev/null
}

# What was made for development stays so: else the next `make test` would install it all over again.
if [ "$kind" = runtime ] && [ -f .venv/.huhang-dev ]; then
  kind=dev lock=requirements-dev.lock
fi

if is_done "$kind"; then
  exit 0
fi

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  python=$(scripts/find_python.sh) || {
    scripts/system_packages.sh python3 python3-venv || true
    python=$(scripts/find_python.sh)
  } || {
    echo "需要 Python 3.11 或更高版本，并带有 venv 模块。Debian/Ubuntu：sudo apt-get install python3 python3-venv；macOS：brew install python@3.13。装好后再运行同一条命令；也可以用 PYTHON=路径 指定。" >&2
    echo "Python 3.11 or later with its venv module is needed. Debian/Ubuntu: sudo apt-get install python3 python3-venv; macOS: brew install python@3.13. Then run the same command again; PYTHON=path chooses one." >&2
    exit 1
  }
  rm -rf .venv
  "$python" -m venv .venv
fi

echo "正在按 $lock 安装到 .venv / installing $lock into .venv" >&2
for other in runtime dev; do
  # Emptied, not removed: what is broken off here is begun again for the same purpose.
  if [ -f ".venv/.huhang-$other" ]; then : > ".venv/.huhang-$other"; fi
done
# In a terminal pip shows what it is doing; in a log only what goes wrong.
if [ -t 2 ]; then volume=""; else volume="-qq"; fi
install() { .venv/bin/python -m pip install $volume --no-input --disable-pip-version-check "$@" </dev/null; }
install --require-hashes -r "$lock"
install --no-deps --no-build-isolation -e .
printf '%s\n' "$mark" > ".venv/.huhang-$kind"
