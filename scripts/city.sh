#!/bin/sh
# Makes a city of invented workers and orders and takes it into a lake, once: nothing is done while the city there is the
# one that is asked for.
# Usage: scripts/city.sh FOLDER WORKERS FROM TO PLACES SEED; HUHANG names the command.
set -eu
folder=$1 workers=$2 since=$3 until=$4 places=$5 seed=$6
: "${HUHANG:=.venv/bin/huhang}"
root=$(dirname "$0")/..
plan="$workers $since $until $places $seed $(cat "$root"/huhang/demo/*.py "$root"/huhang/records/lake/*.py | cksum)"

if [ "$(cat "$folder/made" 2>/dev/null)" = "$plan" ]; then
  exit 0
fi
# Only what was begun here is swept away, and it may have been broken off at any moment.
if [ -e "$folder" ] && [ ! -e "$folder/begun" ] && [ -n "$(ls -A "$folder")" ]; then
  echo "$folder 里有别的内容，不会动它。请用 CITY=文件夹 换一个地方。" >&2
  echo "$folder holds something else and is left alone. Name another place with CITY=folder." >&2
  exit 8
fi
rm -rf "$folder"
mkdir -p "$folder"
: > "$folder/begun"

say() { printf '%s\n' "$*" >&2; }
say "造一座虚构的城市（$workers 名劳动者，$since 至 $until），放入的违规写在 $folder/files/planted.json / making an invented city of $workers workers; what is put in: $folder/files/planted.json"
"$HUHANG" demo "$folder/files" --workers "$workers" --from "$since" --to "$until" --places "$places" --seed "$seed" >/dev/null
say "收进湖 $folder/lake，以后直接用 / taking it into the lake $folder/lake, once and for ever"
"$HUHANG" take-in "$folder/files" --lake "$folder/lake" >/dev/null
printf '%s\n' "$plan" > "$folder/made"
