#!/bin/sh
# Locks what pyproject.toml asks for, with hashes and without the address of any package registry. What is locked
# already stays as it is; with --upgrade everything becomes the newest that fits.
# Usage: scripts/lock.sh [--upgrade]
set -eu
cd "$(dirname "$0")/.."
case "${1-}" in
  "" | --upgrade) upgrade=${1-} ;;
  *) echo "usage: scripts/lock.sh [--upgrade]" >&2; exit 2 ;;
esac
lock() {
  # setuptools builds the package itself, without a build environment of its own.
  printf 'setuptools>=77\n' | .venv/bin/uv pip compile pyproject.toml - "$@" --quiet --universal --python-version 3.11 \
    --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
}
lock $upgrade -o requirements.lock
lock $upgrade --extra dev --constraint requirements.lock -o requirements-dev.lock
