#!/usr/bin/env bash
# Builds the extension for each PHP of the version matrix, each in its own copy of the tree, and runs the phpt suite with it.
#
#   tools/matrix.sh [--quick] [LEG…]
#
# Legs: host (8.2 NTS), 8.2-zts-debug-asan, 8.4-nts, 8.4-zts-debug, 8.5-nts, portable-spawn, opcache (host), valgrind and
# valgrind-supervisor (8.5 NTS, tools/valgrind.sh, which can take pieces of them).
# --quick is the second alone, without tests/cli: bgproc is a script, and the methods that it calls have tests of their own. The PHPs
# that Debian does not package for this release are built once and cached (tools/build-php.sh). A leg that cannot be built is a failure. One line per leg; the last line is "bgproc-matrix: N legs passed,
# N failed" (with BGPROC_COUNT_TESTS=1 that line counts tests: "bgproc-matrix: N passed, N failed, N skipped").
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

ALL="host 8.2-zts-debug-asan 8.4-nts 8.4-zts-debug 8.5-nts portable-spawn opcache valgrind valgrind-supervisor"
legs=()
paths=()
for arg in "$@"; do
  case $arg in
    --quick)
      legs+=(8.2-zts-debug-asan)
      mapfile -t paths < <(cd "$BGPROC_ROOT" && find tests -name '*.phpt' ! -path 'tests/cli/*' -printf '%h\n' | sort -u)
      ;;
    *)
      case " $ALL " in
        *" $arg "*) legs+=("$arg") ;;
        *) die "usage: tools/matrix.sh [--quick] [LEG…]   legs: $ALL" ;;
      esac
      ;;
  esac
done
# shellcheck disable=SC2206
[ ${#legs[@]} -gt 0 ] || legs=($ALL)

# shellcheck disable=SC2086
need_packages $BGPROC_BUILD_PACKAGES $BGPROC_TEST_PACKAGES
fetch_packages
work=$(work_dir matrix)
chmod 0755 "$work"
good=0
bad=0
tests_passed=0
tests_failed=0
tests_skipped=0

cleanup() {
  if [ "$bad" -eq 0 ]; then
    # What ran as root in a chroot belongs to root.
    rm -rf "$work" 2>/dev/null || as_root rm -rf "$work"
  fi
}
trap cleanup EXIT

# in_private LEG OPTION... builds and tests with a PHP of tools/build-php.sh.
in_private() {
  local leg=$1 prefix
  shift
  "$BGPROC_ROOT/tools/build-php.sh" "$leg" >"$work/$leg.php.log" 2>&1 </dev/null || { tail -n 20 "$work/$leg.php.log"; return 1; }
  prefix=$(tail -n 1 "$work/$leg.php.log")
  copy_tree "$work/$leg"
  case $leg in
    *asan)
      # Leaks of configure's own test programs are none of ours.
      ASAN_OPTIONS=detect_leaks=0 build_module "$work/$leg" "$prefix" --enable-bgproc-dev --enable-bgproc-sanitize || return 1
      ;;
    *) build_module "$work/$leg" "$prefix" --enable-bgproc-dev || return 1 ;;
  esac
  TEST_PHP_CGI_EXECUTABLE=$prefix/bin/php-cgi run_phpt "$work/$leg" "$prefix/bin/php" "$leg" "$@"
}

# on_host LEG CONFIGURE_OPTION... [-- RUN_TESTS_OPTION...] builds and tests with the packaged PHP.
on_host() {
  local leg=$1 configure=(--enable-bgproc-dev)
  shift
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    configure+=("$1")
    shift
  done
  [ $# -eq 0 ] || shift
  copy_tree "$work/$leg"
  build_module "$work/$leg" "" "${configure[@]}" || return 1
  run_phpt "$work/$leg" "/usr/bin/php$BGPROC_PHP_VERSION" "$leg" "$@"
}

# The chroot sees the copy as /mnt; this script is in it and does the same inside, as leg "inside".
in_chroot_leg() {
  local leg=$1 root
  "$BGPROC_ROOT/tools/build-php.sh" "$leg" >"$work/$leg.php.log" 2>&1 </dev/null || { tail -n 20 "$work/$leg.php.log"; return 1; }
  root=$(tail -n 1 "$work/$leg.php.log")
  mkdir "$work/$leg.mnt"
  copy_tree "$work/$leg.mnt/tree"
  # shellcheck disable=SC2016
  BGPROC_BIND=$work/$leg.mnt in_chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
    BGPROC_PHP_VERSION="$(cat "$root/.bgproc-series")" BGPROC_BUILD=/mnt BGPROC_CACHE=/mnt/cache bash -euc '
      . /mnt/tree/tools/lib.sh
      mkdir -p "$BGPROC_CACHE"
      build_module /mnt/tree "" --enable-bgproc-dev
      TEST_PHP_CGI_EXECUTABLE=/usr/bin/php-cgi$BGPROC_PHP_VERSION run_phpt /mnt/tree "/usr/bin/php$BGPROC_PHP_VERSION" "$1"
      printf "%s %s %s\n" "$PHPT_PASSED" "$PHPT_FAILED" "$PHPT_SKIPPED" >/mnt/result' bash "$leg" || return 1
  read -r PHPT_PASSED PHPT_FAILED PHPT_SKIPPED <"$work/$leg.mnt/result"
}

# valgrind_leg OPTION... has a tool of its own, which says what it counts in its last line.
valgrind_leg() {
  local log last
  log=$work/valgrind.${1:-all}.log
  "$BGPROC_ROOT/tools/valgrind.sh" "$@" >"$log" 2>&1 </dev/null || true
  last=$(tail -n 1 "$log")
  sed '$d' "$log"
  [[ $last =~ ([0-9]+)\ passed,\ ([0-9]+)\ failed,\ ([0-9]+)\ skipped$ ]] || { say "$last"; return 1; }
  PHPT_PASSED=${BASH_REMATCH[1]}
  PHPT_FAILED=${BASH_REMATCH[2]}
  PHPT_SKIPPED=${BASH_REMATCH[3]}
}

run_leg() {
  case $1 in
    host) on_host host ;;
    portable-spawn) on_host portable-spawn --enable-bgproc-portable-spawn ;;
    opcache) on_host opcache -- -d zend_extension=opcache -d opcache.enable_cli=1 ;;
    valgrind) valgrind_leg ;;
    valgrind-supervisor) valgrind_leg --supervisor ;;
    8.5-nts) in_chroot_leg "$1" ;;
    *asan) in_private "$1" --asan "${paths[@]}" ;;
    *) in_private "$1" ;;
  esac
}

for leg in "${legs[@]}"; do
  PHPT_PASSED=0
  PHPT_FAILED=0
  PHPT_SKIPPED=0
  started=$SECONDS
  rc=0
  run_leg "$leg" || rc=$?
  if [ "$rc" -ne 0 ]; then
    printf 'bgproc-matrix: %s FAILED: could not be built\n' "$leg"
    PHPT_FAILED=$((PHPT_FAILED + 1))
    bad=$((bad + 1))
  else
    word=passed
    if [ "$PHPT_FAILED" -gt 0 ]; then
      word=FAILED
      bad=$((bad + 1))
    else
      good=$((good + 1))
    fi
    printf 'bgproc-matrix: %s %s (%d passed, %d failed, %d skipped, %d s)\n' "$leg" "$word" "$PHPT_PASSED" "$PHPT_FAILED" "$PHPT_SKIPPED" \
      $((SECONDS - started))
  fi
  tests_passed=$((tests_passed + PHPT_PASSED))
  tests_failed=$((tests_failed + PHPT_FAILED))
  tests_skipped=$((tests_skipped + PHPT_SKIPPED))
done
[ "$bad" -eq 0 ] || say "logs: $work"
if [ "${BGPROC_COUNT_TESTS:-0}" = 1 ]; then
  printf 'bgproc-matrix: %d passed, %d failed, %d skipped\n' "$tests_passed" "$tests_failed" "$tests_skipped"
else
  printf 'bgproc-matrix: %d legs passed, %d failed\n' "$good" "$bad"
fi
[ "$bad" -eq 0 ]
