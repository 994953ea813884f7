#!/bin/sh
# The tests open the report in a real browser with Chinese type: installs Chromium and fonts where they are absent.
set -eu
has_browser() { [ -n "${HUHANG_CHROMIUM:-}" ] || [ -x /usr/bin/chromium ]; }
has_fonts() { ! command -v fc-list >/dev/null 2>&1 || fc-list ':lang=zh-cn' | grep -q .; }

wanted=""
has_browser || wanted="chromium"
if ! has_fonts || [ -n "$wanted" ]; then wanted="$wanted fonts-noto-cjk"; fi
[ -n "$wanted" ] || exit 0
# shellcheck disable=SC2086  # several package names
"$(dirname "$0")/system_packages.sh" $wanted && exit 0
echo "测试需要 Chromium 和中文字体。Debian/Ubuntu：sudo apt-get install chromium fonts-noto-cjk；其他系统请安装 Chrome 或 Chromium，并设置 HUHANG_CHROMIUM=程序路径，再运行 make test。" >&2
echo "The tests need Chromium and Chinese fonts. Debian/Ubuntu: sudo apt-get install chromium fonts-noto-cjk; elsewhere install Chrome or Chromium, set HUHANG_CHROMIUM=path of the program, and run make test again." >&2
exit 1
