#!/usr/bin/env bash
# Installs what is missing, builds in a copy of the tree and runs every test.
#
#   tools/test.sh [--fast] [STAGE|tests/…]…
#
# Stages, in this order: style unit supervisor phpt types scale faults fuzz package sanitize valgrind cppcheck. Without one all of them run;
# --fast leaves out the slow ones (types, scale, faults, fuzz, package, sanitize, valgrind). A path below tests/ runs just these phpt files.
# The last line is "bgproc: N passed, N failed, N skipped"; the exit code is 0 only if nothing failed. The checkout is not touched.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

ALL="style unit supervisor phpt types scale faults fuzz package sanitize valgrind cppcheck"
FAST="style unit supervisor phpt cppcheck"

passed=0
failed=0
skipped=0
work=

# The result is always the last line, also after an error.
finish() {
  local rc=$?
  trap - EXIT
  if [ "$rc" -ne 0 ] && [ "$failed" -eq 0 ]; then
    failed=1
  fi
  if [ -n "$work" ]; then
    if [ "$failed" -eq 0 ]; then
      rm -rf "$work"
    else
      say "logs: $work"
    fi
  fi
  printf 'bgproc: %d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ] || exit 1
  exit 0
}
trap finish EXIT
trap 'failed=$((failed + 1)); exit 130' INT TERM HUP

usage() {
  say "usage: tools/test.sh [--fast] [STAGE|tests/…]…   stages: $ALL" >&2
  exit 2
}

stages=()
paths=()
for arg in "$@"; do
  case $arg in
    --fast)
      # shellcheck disable=SC2206
      stages+=($FAST)
      ;;
    tests/*) paths+=("$arg") ;;
    *)
      case " $ALL " in
        *" $arg "*) stages+=("$arg") ;;
        *) usage ;;
      esac
      ;;
  esac
done
if [ ${#stages[@]} -eq 0 ]; then
  if [ ${#paths[@]} -gt 0 ]; then
    stages=(phpt)
  else
    # shellcheck disable=SC2206
    stages=($ALL)
  fi
fi

# tally PASSED FAILED SKIPPED adds to the totals and to those of the stage.
tally() {
  passed=$((passed + $1))
  failed=$((failed + $2))
  skipped=$((skipped + $3))
  stage_passed=$((stage_passed + $1))
  stage_failed=$((stage_failed + $2))
  stage_skipped=$((stage_skipped + $3))
}

# one NAME COMMAND... is one test: it passes when the command succeeds. The output of the command is shown only on a failure.
one() {
  local name=$1 log
  shift
  log=$work/$name.log
  if "$@" >"$log" 2>&1 </dev/null; then
    tally 1 0 0
  else
    say "FAIL $name"
    tail -n "${BGPROC_DIFF_LINES:-200}" "$log"
    tally 0 1 0
  fi
}

# counted NAME COMMAND... runs a command whose last line is "what: N passed, N failed, N skipped".
counted() {
  local name=$1 log rc=0 last
  shift
  log=$work/$name.log
  "$@" >"$log" 2>&1 </dev/null || rc=$?
  last=$(tail -n 1 "$log")
  if [[ $last =~ ([0-9]+)\ passed,\ ([0-9]+)\ failed(,\ ([0-9]+)\ skipped)?$ ]]; then
    tally "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" "${BASH_REMATCH[4]:-0}"
    if [ "${BASH_REMATCH[2]}" -eq 0 ] && [ "$rc" -ne 0 ]; then
      say "FAIL $name: exit $rc"
      tally 0 1 0
    fi
  else
    say "FAIL $name: exit $rc, no result"
    tally 0 1 0
  fi
  if [ "$rc" -ne 0 ]; then
    tail -n "${BGPROC_DIFF_LINES:-200}" "$log"
  else
    grep -E '^SKIP ' "$log" || true
  fi
}

phpt() {
  run_phpt "$@"
  tally "$PHPT_PASSED" "$PHPT_FAILED" "$PHPT_SKIPPED"
}

# The build that most stages use: packaged PHP, developer warnings as errors.
build_once() {
  if [ -e "$work/tree/modules/bgproc.so" ]; then
    return 0
  fi
  build_module "$work/tree" "" --enable-bgproc-dev
}

stage_style() {
  local check
  for check in layers sources format arginfo package cli pins; do
    one "check-$check" "$BGPROC_ROOT/tools/check-$check.sh"
  done
  one check-types "$BGPROC_ROOT/tools/check-types.sh" --declared
  # What a check is there for, it finds.
  for check in "$BGPROC_ROOT"/tools/tests/*.sh; do
    one "tests-of-$(basename "$check" .sh)" "$check"
  done
}

stage_unit() {
  counted unit "$work/tree/tests/unit/run.sh" --without 'test_supervisor*'
}

# The supervisor program without PHP, with both ways to start a process.
stage_supervisor() {
  counted supervisor "$work/tree/tests/unit/run.sh" 'test_supervisor*'
  counted supervisor-portable "$work/tree/tests/unit/run.sh" --portable 'test_supervisor*'
}

stage_phpt() {
  build_once || return 1
  phpt "$work/tree" "/usr/bin/php$BGPROC_PHP_VERSION" host "${paths[@]}"
}

# The declarations for IDEs, PHPStan and Psalm.
stage_types() {
  one types "$BGPROC_ROOT/tools/check-types.sh"
}

# The tests of large numbers, with their full numbers.
stage_scale() {
  build_once || return 1
  BGPROC_TEST_SLOW=1 BGPROC_TEST_TIMEOUT=400 phpt "$work/tree" "/usr/bin/php$BGPROC_PHP_VERSION" host tests/process/start_record_complete.phpt \
    tests/process/start_costs_nothing.phpt tests/process/caller_killed.phpt tests/process/one_key_many_starters.phpt \
    tests/job/scale.phpt tests/job/killed_at_random.phpt tests/job/update_flood.phpt tests/pool/recycle_teardown_hangs.phpt
}

stage_faults() {
  one faults "$BGPROC_ROOT/tools/faults.sh" --quick
}

stage_fuzz() {
  one fuzz "$BGPROC_ROOT/tools/fuzz.sh" 30
}

stage_package() {
  one pecl "$BGPROC_ROOT/tools/pecl-test.sh"
}

stage_sanitize() {
  BGPROC_PHPT_TIMEOUT=3600 counted matrix-quick env BGPROC_COUNT_TESTS=1 "$BGPROC_ROOT/tools/matrix.sh" --quick
}

# Memcheck costs a factor of 30: the unit tests, and the phpt of the module's life cycle and of what pools pass to and fro. tools/matrix.sh has
# a leg with everything. test_identity filters the very calls that valgrind does not know, test_spawn and test_launch_perform make
# processes in ways that it does not, test_record_writer_job counts files where its own opening of one too many leaves one more,
# test_socket_pair leaves no descriptor free, and a test that starts processes shows its warnings about them (pidfd_open).
stage_valgrind() {
  counted unit-valgrind "$work/tree/tests/unit/run.sh" --valgrind --without 'test_supervisor*' \
    --without test_identity --without test_spawn --without test_launch_perform --without test_record_writer_job \
    --without 'test_request_*' --without 'test_notify_*' --without test_sha256 --without test_directory_known --without test_socket_pair
  copy_tree "$work/portable"
  build_module "$work/portable" "" --enable-bgproc-dev --enable-bgproc-portable-spawn || return 1
  phpt "$work/portable" "/usr/bin/php$BGPROC_PHP_VERSION" valgrind -m tests/module/info.phpt \
    tests/module/ini_defaults.phpt tests/module/ini_error.phpt tests/module/load.phpt tests/module/reflection.phpt \
    tests/pool/callables_through_call.phpt tests/pool/exception_classes.phpt tests/pool/future_cancel.phpt tests/pool/future_chains.phpt \
    tests/pool/map_order.phpt tests/pool/payload_objects.phpt tests/pool/payload_references.phpt tests/pool/reload.phpt \
    tests/pool/retries.phpt
}

# Over a copy in which nothing was built: the programs that are embedded in the module are arrays of a million numbers.
stage_cppcheck() {
  copy_tree "$work/sources"
  one cppcheck cppcheck --quiet --enable=warning,portability,performance --error-exitcode=2 --inline-suppr --suppress=missingInclude \
    --suppress=unknownMacro "-D__typeof__(x)=int" --std=c11 -j "$(jobs_wanted)" -D_GNU_SOURCE=1 -D__linux__ -I "$work/sources" "$work/sources/src"
}

# shellcheck disable=SC2086
need_packages $BGPROC_BUILD_PACKAGES $BGPROC_TEST_PACKAGES
work=$(work_dir test)
chmod 0755 "$work"
copy_tree "$work/tree"
case " ${stages[*]} " in
  *' phpt '* | *' sanitize '*) fetch_packages ;;
esac

for stage in "${stages[@]}"; do
  stage_passed=0
  stage_failed=0
  stage_skipped=0
  started=$SECONDS
  step "$stage"
  if ! "stage_$stage"; then
    say "FAIL $stage: stopped"
    tally 0 1 0
  fi
  printf '== %s: %d passed, %d failed, %d skipped (%d s)\n' "$stage" "$stage_passed" "$stage_failed" "$stage_skipped" $((SECONDS - started))
done
