#!/usr/bin/env bash
# tools/check-pins.sh finds what floats, and what was installed is compared with the lock.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/runner.inc"

# pins FILE TEXT [FILE TEXT]... sets told to what is said of a tree of these files.
pins() {
  mkdir -p "$work/tree"
  cd "$work/tree"
  while [ $# -gt 0 ]; do
    mkdir -p "$(dirname "$1")"
    printf '%s\n' "$2" >"$1"
    shift 2
  done
  told=$(find . -type f -printf '%P\n' | sort | php"$BGPROC_PHP_VERSION" -n "$BGPROC_ROOT/tools/packages.php" check || true)
}

ZERO=0000000000000000000000000000000000000000000000000000000000000000

test_pins_good() {
  pins a/composer.json '{"require": {"php": ">=8.2", "ext-json": "*", "x/y": "1.2.3"}}' a/packages.lock "x/y 1.2.3 $ZERO" \
    b/package.json '{"dependencies": {"p": "1.2.3"}}' \
    b/package-lock.json '{"packages": {"": {}, "node_modules/p": {"version": "1.2.3", "integrity": "sha512-x"}}}' \
    c/README.md 'composer require x/y; npm install p' d/script.sh '# npm install is not for us'
  expect told "$told" ''
}

test_pins_composer_range() {
  local range
  for range in '^1.2' '~1.2' '1.*' '>=1' '*' 'dev-main' '1.2.3 || 2.0' '@stable' '1.2.3@dev'; do
    pins composer.json "{\"require\": {\"x/y\": \"$range\"}}" packages.lock "x/y 1.2.3 $ZERO"
    says "composer.json: x/y floats: \"$range\" is not one version" || return 1
  done
  pins composer.json '{"require-dev": {"x/y": "^1"}}' packages.lock "x/y 1.2.3 $ZERO"
  says 'x/y floats'
}

test_pins_composer_lock() {
  pins composer.json '{"require": {"x/y": "1.2.3"}}'
  says 'no packages.lock beside it' || return 1
  pins packages.lock "x/z 1.2.3 $ZERO"
  says 'x/y 1.2.3, but packages.lock has none' || return 1
  pins packages.lock "x/y 1.2.4 $ZERO"
  says 'x/y 1.2.3, but packages.lock has 1.2.4' || return 1
  pins packages.lock 'x/y 1.2.3'
  says 'not "NAME VERSION SUM"'
}

test_pins_npm_range() {
  local range
  for range in '^1.2.3' '~1.2.3' '1.x' 'latest' '*' 'https://example.org/p.tgz' 'git+https://example.org/p.git'; do
    pins package.json "{\"devDependencies\": {\"p\": \"$range\"}}" package-lock.json '{"packages": {}}'
    says "package.json: p floats: \"$range\" is not one version" || return 1
  done
}

test_pins_npm_lock() {
  pins package.json '{"dependencies": {"p": "1.2.3"}}'
  says 'no package-lock.json beside it' || return 1
  pins package-lock.json '{"packages": {"node_modules/p": {"version": "1.2.4", "integrity": "sha512-x"}}}'
  says 'p 1.2.3, but package-lock.json has 1.2.4' || return 1
  pins package-lock.json '{"packages": {"node_modules/p": {"version": "1.2.3", "integrity": "sha1-x"}}}'
  says 'node_modules/p has no sha512 hash' || return 1
  pins package-lock.json '{"packages": {"node_modules/p": {"version": "1.2.3", "integrity": "sha512-x", "resolved": "https://example.org/p.tgz"}}}'
  says 'a download address'
}

test_pins_calls() {
  local call
  for call in 'composer create-project x/y dir' 'composer --quiet require x/y' "run(['composer', '--no-dev', 'install'])" 'npm install p' \
    "['npm', 'ci']" 'npx p' 'pip install p'; do
    pins tools/script.sh "$call"
    says 'asks a registry' || return 1
  done
}

# ---- what was installed is what the lock says ----

# installed LOCK_LINE... compares a vendor directory that has x/y 1.2.3 with a packages.lock of these lines.
installed() {
  local vendor=$work/vendor
  mkdir -p "$vendor/composer" "$vendor/x/y/src"
  printf '{"packages": [{"name": "x/y", "version": "1.2.3"}]}' >"$vendor/composer/installed.json"
  printf 'text' >"$vendor/x/y/src/a.php"
  printf '{}' >"$vendor/x/y/composer.json"
  printf '%s\n' "$@" >"$work/packages.lock"
  told=$(php"$BGPROC_PHP_VERSION" -n -r 'require $argv[1]; echo packages_difference($argv[2], packages_locked($argv[3]));' \
    "$BGPROC_ROOT/tests/inc/composer.inc" "$vendor" "$work/packages.lock")
}

test_installed() {
  local sum
  # By hand, so that another way to count does not pass unseen.
  sum=$(printf '%s  src/a.php\n' "$(printf 'text' | sha256sum | sed 's/ .*//')" | sha256sum | sed 's/ .*//')
  installed "x/y 1.2.3 $sum"
  expect told "$told" '' || return 1
  installed "x/y 1.2.3 $ZERO"
  says "x/y 1.2.3: the sum of its files is $sum, packages.lock says $ZERO" || return 1
  installed "x/y 1.2.4 $sum"
  says 'x/y: 1.2.3 was installed, packages.lock says 1.2.4' || return 1
  installed "x/z 1.2.3 $sum"
  says 'x/y: 1.2.3 was installed, packages.lock says none' || return 1
  installed "x/y 1.2.3 $sum" "x/z 1.2.3 $sum"
  says 'x/z: not installed'
}

run_tests "$@"
