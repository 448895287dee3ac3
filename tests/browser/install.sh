#!/bin/sh
# What the browser tests need beside Python packages: Chromium with fonts, and axe-core.
#
# As root, Chromium and npm come from the system's packages; axe-core comes from npm, into
# node_modules/. Where that can't be done it says so, and the tests are passed over; with CI=true
# it fails. `sh tests/browser/install.sh lighthouse` brings Lighthouse as well.
set -eu

AXE=4.14.1
LIGHTHOUSE=12.8.2  # the last that Node.js 18 and 20 can run
root=$(cd "$(dirname "$0")/../.." && pwd)

pass_over() {
  echo "NOT INSTALLED: browser tests can't run here: $1" >&2
  [ "${CI:-}" != true ] || exit 1
  exit 0
}

installed() {
  command -v "$1" >/dev/null 2>&1
}

browser() {
  installed chromium || installed chromium-browser || installed google-chrome-stable ||
    installed google-chrome
}

from_system() {
  [ "$(id -u)" = 0 ] && installed apt-get || return 1
  { apt-get -qq update && apt-get -qq --yes --no-install-recommends install "$@"; } >&2
}

from_npm() {
  [ -d "$root/node_modules/$1/node_modules/$2" ] && return
  installed npm || from_system npm || pass_over "there is no npm"
  mkdir -p "$root/node_modules/$1"
  npm install --prefix "$root/node_modules/$1" --ignore-scripts --no-save --no-package-lock \
    --no-audit --no-fund --silent "$2@$3" || pass_over "npm can't install $2"
}

browser || from_system chromium fonts-noto-core || pass_over "there is no Chromium"
from_npm axe axe-core "$AXE"
[ "${1:-}" != lighthouse ] || from_npm lighthouse lighthouse "$LIGHTHOUSE"
