#!/usr/bin/env bash
# Regenerates stubs/*_arginfo.h from stubs/*.stub.php.
#
#   tools/gen-arginfo.sh              writes into stubs/
#   tools/gen-arginfo.sh --out DIR    writes DIR/*_arginfo.h and leaves the tree alone
#
# The generator is the one of php8.2-dev, the oldest PHP that is supported: what it writes compiles on 8.2 to 8.5. It wants
# PHP-Parser 4.15.1 beside it and would download it; Debian's php-parser, linked to that name, serves offline.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

out=$BGPROC_ROOT/stubs
if [ "${1:-}" = --out ]; then
  out=${2:?a directory}
  mkdir -p "$out"
elif [ $# -gt 0 ]; then
  die "usage: tools/gen-arginfo.sh [--out DIR]"
fi
need_packages "php$BGPROC_PHP_VERSION-cli" "php$BGPROC_PHP_VERSION-dev" php-parser

generator=$("php-config$BGPROC_PHP_VERSION" --extension-dir)/build/gen_stub.php
[ -f "$generator" ] || die "no generator: $generator"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/PHP-Parser-4.15.1" "$work/stubs"
ln -s /usr/share/php "$work/PHP-Parser-4.15.1/lib"
cp "$generator" "$work/gen_stub.php"
cp "$BGPROC_ROOT"/stubs/*.stub.php "$work/stubs/"
for stub in "$work"/stubs/*.stub.php; do
  # The generator reports an error and returns 0 in some cases: what counts is the file.
  if ! "php$BGPROC_PHP_VERSION" -d memory_limit=512M "$work/gen_stub.php" -f "$stub" >"$work/log" 2>&1 ||
    [ ! -s "${stub%.stub.php}_arginfo.h" ]; then
    cat "$work/log" >&2
    die "${stub##*/}: the generator failed"
  fi
done
cp "$work"/stubs/*_arginfo.h "$out/"
