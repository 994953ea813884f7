#!/bin/sh
# Makes the city that benchmarks run on, once: city.sh FOLDER WORKERS
set -eu
folder=$1
workers=$2
if [ ! -e "$folder/lake/manifest.json" ]; then
  rm -rf "$folder"
  mkdir -p "$folder"
  .venv/bin/huhang demo "$folder/city" --workers "$workers" --from 2025-10-01 --to 2025-12-31
  .venv/bin/huhang take-in "$folder/city" --lake "$folder/lake"
  rm -rf "$folder/city"
fi
