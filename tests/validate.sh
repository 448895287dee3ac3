#!/bin/sh
# The Nu HTML checker over the demo newspaper: every page, style sheet and SVG file.
#
# Installs what it needs: the checker from npm into node_modules/, and as root a Java runtime and
# npm from the system's packages. Where that can't be done it says so and passes over; with
# CI=true it fails.
set -eu

PYTHON=${PYTHON:-python3}
VERSION=26.9.27
root=$(cd "$(dirname "$0")/.." && pwd)
tools=$root/node_modules/nu
jar=$tools/node_modules/vnu-jar/build/dist/vnu.jar

pass_over() {
  echo "NOT CHECKED: the Nu HTML checker can't run here: $1" >&2
  [ "${CI:-}" != true ] || exit 1
  exit 0
}

installed() {
  command -v "$1" >/dev/null 2>&1
}

from_system() {
  installed "$1" && return
  [ "$(id -u)" = 0 ] && installed apt-get || return 1
  { apt-get -qq update && apt-get -qq --yes --no-install-recommends install "$2"; } >&2
}

from_system java openjdk-17-jre-headless || from_system java default-jre-headless ||
  pass_over "there is no Java runtime"
if [ ! -f "$jar" ]; then
  from_system npm npm || pass_over "there is no npm"
  mkdir -p "$tools"
  npm install --prefix "$tools" --ignore-scripts --no-save --no-package-lock --no-audit \
    --no-fund --silent "vnu-jar@$VERSION" || pass_over "npm can't install vnu-jar"
fi

output=$(mktemp -d)
trap 'rm -rf "$output"' EXIT
"$PYTHON" "$root/build.py" --quiet --as-of "2026-11-23 12:00 IST" --output "$output/site"
java -jar "$jar" --errors-only --skip-non-html --also-check-css --also-check-svg --no-langdetect "$output/site"
echo "The Nu HTML checker finds no error in $(find "$output/site" -name '*.html' | wc -l) pages."
