#!/bin/sh
# The tests open the report in a real browser with Chinese type, and ask axe-core whether everybody can read it:
# installs Chromium, fonts and axe-core (into .cache) where they are absent.
set -eu
cd "$(dirname "$0")/.."
axe_version=4.14.1
axe_integrity="sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
axe_folder=.cache/axe-core

has_browser() { [ -n "${HUHANG_CHROMIUM:-}" ] || [ -x /usr/bin/chromium ]; }
has_fonts() { ! command -v fc-list >/dev/null 2>&1 || fc-list ':lang=zh-cn' | grep -q .; }
has_axe() { [ -n "${HUHANG_AXE:-}" ] || [ "$(cat "$axe_folder/integrity" 2>/dev/null)" = "$axe_integrity" ]; }

install_browser() {
  wanted=""
  has_browser || wanted="chromium"
  if ! has_fonts || [ -n "$wanted" ]; then wanted="$wanted fonts-noto-cjk"; fi
  [ -n "$wanted" ] || return 0
  # shellcheck disable=SC2086  # several package names
  scripts/system_packages.sh $wanted
}

integrity_of() {
  .venv/bin/python -c 'import base64, hashlib, sys
print("sha512-" + base64.b64encode(hashlib.sha512(open(sys.argv[1], "rb").read()).digest()).decode())' "$1"
}

install_axe() {
  has_axe && return 0
  command -v npm >/dev/null 2>&1 || scripts/system_packages.sh npm || return 1
  fresh=$(mktemp -d)
  trap 'rm -rf "$fresh"' EXIT
  npm pack "axe-core@$axe_version" --silent --pack-destination "$fresh" >/dev/null || return 1
  found=$(integrity_of "$fresh/axe-core-$axe_version.tgz")
  if [ "$found" != "$axe_integrity" ]; then
    echo "axe-core $axe_version 的校验值不对，不使用：$found / the hash of axe-core $axe_version is wrong, it is not used: $found" >&2
    return 1
  fi
  tar -xzf "$fresh/axe-core-$axe_version.tgz" -C "$fresh"
  mkdir -p "$axe_folder"
  cp "$fresh/package/axe.min.js" "$fresh/package/LICENSE" "$axe_folder/"
  printf '%s\n' "$axe_integrity" > "$axe_folder/integrity"
}

if ! install_browser; then
  echo "测试需要 Chromium 和中文字体。Debian/Ubuntu：sudo apt-get install chromium fonts-noto-cjk；其他系统请安装 Chrome 或 Chromium，并设置 HUHANG_CHROMIUM=程序路径，再运行 make test。" >&2
  echo "The tests need Chromium and Chinese fonts. Debian/Ubuntu: sudo apt-get install chromium fonts-noto-cjk; elsewhere install Chrome or Chromium, set HUHANG_CHROMIUM=path of the program, and run make test again." >&2
  exit 1
fi
if ! install_axe; then
  echo "测试需要 axe-core $axe_version。请安装 npm（Debian/Ubuntu：sudo apt-get install npm）后再运行 make test；或设置 HUHANG_AXE=axe.min.js 的路径。" >&2
  echo "The tests need axe-core $axe_version. Install npm (Debian/Ubuntu: sudo apt-get install npm) and run make test again, or set HUHANG_AXE=path of axe.min.js." >&2
  exit 1
fi
