#!/usr/bin/env bash
# tools/check-format.sh finds what it is there for: each fault is made in a small tree, and must be named.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/runner.inc"

# check sets told to what the check says of a tree with this src/core/a.c.
check() {
  mkdir -p "$work/tree/src/core" "$work/tree/tests/unit" "$work/tree/bench"
  cp -R "$BGPROC_ROOT/tools" "$BGPROC_ROOT/.clang-format" "$BGPROC_ROOT/php_bgproc.h" "$work/tree/"
  cd "$work/tree"
  printf '/* SPDX-License-Identifier: Apache-2.0 */\n' >src/core/a.c
  cat >>src/core/a.c
  git init -q . && git add -A
  rc=0
  told=$(tools/check-format.sh 2>&1) || rc=$?
}

finds() {
  expect "exit code" "$rc" 1
  says "$1"
}

lines() {
  for _ in $(seq "$1"); do
    printf '%s\n' "$2"
  done
}

test_good_file() {
  check < <(printf 'static void f(void)\n{\n' && lines 60 $'\tg();' && printf '}\n')
  expect "what is said" "$told" ''
  expect "exit code" "$rc" 0
}

test_long_function() {
  check < <(printf 'static void f(void)\n{\n' && lines 61 $'\tg();' && printf '}\n')
  finds 'src/core/a.c:3: a function of 61 lines (60 is the end)'
}

test_long_file() {
  check < <(lines 400 'int x;')
  finds 'src/core/a.c: 401 lines (400 is the end)'
}

test_long_line() {
  check < <(printf '/* %s */\n' "$(printf 'x%.0s' {1..130})")
  finds 'columns (130 is the end)'
}

test_format() {
  check < <(printf 'int  x;\n')
  finds 'src/core/a.c'
}

test_version_of_php() {
  check < <(printf '#if PHP_VERSION_ID < 80300\n#endif\n')
  finds 'PHP_VERSION_ID outside src/php/base/compat.h'
}

run_tests "$@"
