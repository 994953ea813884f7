#!/bin/sh
# Prints the first Python of 3.11 or later that can make a virtual environment; exit 1 when there is none.
for name in ${PYTHON:-} python3.11 python3.12 python3.13 python3.14 python3; do
  if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    command -v "$name"
    exit 0
  fi
done
exit 1
