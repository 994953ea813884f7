#!/bin/sh
# Installs Debian packages where that is possible (apt-get and root); exit 1 where it is not.
set -eu
command -v apt-get >/dev/null 2>&1 || exit 1
[ "$(id -u)" = 0 ] || exit 1
export DEBIAN_FRONTEND=noninteractive
echo "正在安装系统软件包 / installing system packages: $*" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { apt-get update && apt-get install -y --no-install-recommends "$@"; } </dev/null >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  exit 1
fi
