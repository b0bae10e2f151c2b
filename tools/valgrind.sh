#!/usr/bin/env bash
# Runs phpt files under memcheck, in the chroot of PHP 8.5 (tools/build-php.sh 8.5-nts): the valgrind of Debian 12 does not know
# pidfd_open() and its like, so that each start of a process would read as an error.
#
#   tools/valgrind.sh [--supervisor] [tests/…]…
#
# Without a path the whole suite, with one a piece of it. Every PHP process that a test starts is checked, php-fpm and php-cgi included;
# other programs are not. --supervisor checks the supervisors as well, linked dynamically so that memcheck sees their heap; without a
# path it takes a selection. The portable start is built, because valgrind cannot follow clone(CLONE_VM | CLONE_VFORK).
# Whatever memcheck says, in any process, is a failure of the test that started it. The last line is
# "bgproc-valgrind: N passed, N failed, N skipped".
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# What memcheck makes impossible, a factor of 30 in time and a program file that is valgrind's. "PATTERN REASON".
LEFT_OUT="tests/process/other_boot_or_namespace.phpt PHP handles signal 64, which valgrind keeps for itself
tests/process/stop_pid_reuse.phpt PHP handles signal 64, which valgrind keeps for itself
tests/process/start_signal_state.phpt PHP handles signal 64, which valgrind keeps for itself
tests/examples/event_loop.phpt its processes differ by tenths of a second, which memcheck makes nothing of
tests/deferred/fatal_error_in_task.phpt memory_limit is that of PHP's own allocator, which is switched off: it would take all there is
tests/deferred/opcache.phpt the JIT of PHP depends on uninitialised values of its own
"
LEFT_OUT_SUPERVISOR=""

# Start, the ways a command ends, stop of trees, output, files of others: each path of the supervisor at least once. Not an exec
# that fails, and no limits: valgrind is what is executed.
SUPERVISOR="tests/process/stop.phpt tests/process/stop_tree.phpt tests/process/timeout.phpt tests/process/term_signals.phpt
  tests/process/output_capture.phpt tests/process/output_limit.phpt tests/process/output_files.phpt tests/process/keep.phpt
  tests/process/error_log.phpt tests/process/options_account.phpt tests/process/commandline_direct.phpt
  tests/process/disk_full.phpt tests/manager/stop_all.phpt tests/job/command.phpt tests/job/context.phpt tests/job/unique.phpt
  tests/job/notify_languages.phpt tests/regress/files_of_others.phpt tests/regress/killed_process_group.phpt"

# ---- inside the chroot: /mnt/tree is the copy, /mnt/vg a prefix with the PHPs that are checked ----

# The PHP that run-tests takes for the one under test. Its own script and --SKIPIF--, --CLEAN-- are not what is tested.
write_wrapper() {
  cat >/mnt/vg/php <<'WRAPPER'
#!/bin/sh
name=
for word do
  case $word in
    *run-tests.php | *.skip.php | *.clean.php | -r) exec /mnt/vg/bin/php "$@" ;;
    /*/tests/*.php)
      name=${word#*/tests/}
      name=$(printf %s "${name%.php}" | tr / :)
      break
      ;;
  esac
done
[ -n "$name" ] || exec /mnt/vg/bin/php "$@"
: >"/mnt/vg/main/$name.$$"
# shellcheck disable=SC2046
USE_ZEND_ALLOC=0 ZEND_DONT_UNLOAD_MODULES=1 exec valgrind $(cat /mnt/vg/options) --log-file="/mnt/vg/log/$name.%p" /mnt/vg/bin/php "$@"
WRAPPER
  chmod 0755 /mnt/vg/php
}

# findings MAIN LOG prints what memcheck said, if it is of account. A PHP process that was forked, or that a fatal error ends, leaves
# what it has to an allocator that is switched off here: "lost" in a process that runs PHP counts only where the test itself runs.
findings() {
  awk -v main="$1" '
    function flush() {
      if (text != "" && !generated && (!leak || main == "yes" || !php)) {
        printf "%s", text
      }
      text = ""
      leak = php = generated = frames = 0
    }
    # pidfd_send_signal(), which even valgrind 3.27 does not know: we take kill() then.
    /^--[0-9]+-- WARNING: unhandled [a-z0-9_]+-linux syscall: 424$/ { unknown = 4; next }
    unknown > 0 && /^--[0-9]+-- / { unknown--; next }
    /^==[0-9]+== *$/ { flush(); next }
    / (definitely|indirectly) lost in loss record / { flush(); leak = 1 }
    # Code that is in no file comes from the JIT of PCRE, which reads behind the ends of subjects on purpose.
    /^==[0-9]+== +at 0x[0-9A-F]+: \?\?\?$/ && !frames { generated = 1 }
    /^==[0-9]+== +(at|by) 0x/ { frames++ }
    /\(in \/mnt\/vg\// { php = 1 }
    { text = text $0 "\n" }
    END { flush() }' "$2"
}

# The skip patterns name where the programs of others are; what is checked was copied out of there.
inside() {
  local supervisor=$1 skip="/usr/*,/bin/*,/sbin/*,/opt/*" log name
  shift
  mkdir -p "$BGPROC_CACHE" /mnt/vg/bin /mnt/vg/sbin /mnt/vg/log /mnt/vg/main
  # Processes that a test has made other users write their logs too.
  chmod 0755 /mnt/vg /mnt/vg/bin /mnt/vg/sbin
  chmod 1777 /mnt/vg/log /mnt/vg/main
  cp "/usr/bin/php$BGPROC_PHP_VERSION" /mnt/vg/bin/php
  cp "/usr/bin/php-cgi$BGPROC_PHP_VERSION" /mnt/vg/bin/php-cgi
  cp "/usr/sbin/php-fpm$BGPROC_PHP_VERSION" /mnt/vg/sbin/php-fpm
  ln -s "/usr/bin/php-config$BGPROC_PHP_VERSION" /mnt/vg/bin/php-config
  [ "$supervisor" = yes ] || skip="$skip,*/bgproc.supervisor"
  printf '%s\n' -q --tool=memcheck --trace-children=yes "--trace-children-skip=$skip" --vgdb=no --num-callers=30 --fullpath-after= --leak-check=full \
    --show-leak-kinds=definite --errors-for-leak-kinds=definite --vex-iropt-register-updates=allregs-at-mem-access >/mnt/vg/options
  printf '%s\n' --suppressions=/mnt/tree/tools/valgrind.supp >>/mnt/vg/options
  write_wrapper
  # What takes memory without end is to end itself, not the machine.
  ulimit -v $((12 * 1024 * 1024))
  MAKEFLAGS="-- BGPROC_SUPERVISOR_LDFLAGS=" build_module /mnt/tree "" --enable-bgproc-dev --enable-bgproc-portable-spawn
  BGPROC_TEST_TIMEOUT=600 BGPROC_PHPT_TIMEOUT=14400 TEST_PHP_CGI_EXECUTABLE=/mnt/vg/bin/php-cgi \
    run_phpt /mnt/tree /mnt/vg/php 8.5-nts-valgrind -d pcre.jit=0 "$@"
  # The first finding of a test is shown.
  local last="" main
  for log in /mnt/vg/log/*; do
    name=${log##*/}
    main=no
    [ ! -e "/mnt/vg/main/$name" ] || main=yes
    findings "$main" "$log" >/mnt/vg/findings
    [ -s /mnt/vg/findings ] || continue
    PHPT_FAILED=$((PHPT_FAILED + 1))
    [ "$name" = "${last%.*}.${name##*.}" ] || { say "FAIL memcheck: ${log##*/}"; sed -n "1,${BGPROC_DIFF_LINES:-40}p" /mnt/vg/findings; }
    last=$name
  done
  name=$(find /mnt/vg/log -type f | wc -l)
  say "memcheck: $name processes"
  if [ "$name" -eq 0 ]; then
    say "FAIL no process was checked"
    PHPT_FAILED=$((PHPT_FAILED + 1))
  fi
  name=$(wait_for_leftovers /usr/libexec/valgrind)
  if [ -n "$name" ]; then
    say "FAIL processes left behind:"
    say "$name"
    PHPT_FAILED=$((PHPT_FAILED + 1))
  fi
  printf '%s %s %s\n' "$PHPT_PASSED" "$PHPT_FAILED" "$PHPT_SKIPPED" >/mnt/result
}

if [ "${1:-}" = --inside ]; then
  shift
  inside "$@"
  exit 0
fi

supervisor=no
paths=()
for arg in "$@"; do
  case $arg in
    --supervisor) supervisor=yes ;;
    tests | tests/*) paths+=("$arg") ;;
    *) die "usage: tools/valgrind.sh [--supervisor] [tests/…]…" ;;
  esac
done
if [ ${#paths[@]} -eq 0 ]; then
  read -r -a paths <<<"tests"
  # shellcheck disable=SC2206
  [ "$supervisor" = no ] || paths=($SUPERVISOR)
fi

work=$(work_dir valgrind)
chmod 0755 "$work"
"$BGPROC_ROOT/tools/build-php.sh" 8.5-nts >"$work/php.log" 2>&1 </dev/null || { tail -n 20 "$work/php.log"; exit 1; }
root=$(tail -n 1 "$work/php.log")
copy_tree "$work/tree"

# The tests of these paths, without those that are left out.
tests=()
while IFS= read -r file; do
  reason=
  while read -r pattern text; do
    # shellcheck disable=SC2053
    if [ -n "$pattern" ] && [[ $file == $pattern ]]; then
      reason=$text
    fi
  done <<<"$LEFT_OUT$([ "$supervisor" = no ] || printf '%s' "$LEFT_OUT_SUPERVISOR")"
  if [ -n "$reason" ]; then
    say "left out: $file: $reason"
  else
    tests+=("$file")
  fi
done < <(cd "$work/tree" && find "${paths[@]}" -name '*.phpt' | sort -u)
[ ${#tests[@]} -gt 0 ] || die "no test is left"

passed=0
failed=1
skipped=0
if BGPROC_BIND=$work in_chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
  BGPROC_PHP_VERSION="$(cat "$root/.bgproc-series")" \
  BGPROC_BUILD=/mnt BGPROC_CACHE=/mnt/cache BGPROC_JOBS="$(jobs_wanted)" BGPROC_DIFF_LINES="${BGPROC_DIFF_LINES:-40}" \
  bash /mnt/tree/tools/valgrind.sh --inside "$supervisor" "${tests[@]}"; then
  read -r passed failed skipped <"$work/result"
fi
if [ "$failed" -eq 0 ]; then
  rm -rf "$work" 2>/dev/null || as_root rm -rf "$work"
else
  say "logs: $work"
fi
printf 'bgproc-valgrind: %d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]
