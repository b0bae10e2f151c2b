#!/usr/bin/env bash
# Fault injection over the whole life of processes: each system call is made to fail, each process of a start is killed at each
# of its calls, and there are full disks, limits, reused pids and a clock that jumps. The accepted results are in
# tests/faults/lib.inc.
#
#   tools/faults.sh [--quick] [--only=SECTION] [--kind=KIND]
#
# --quick is a fixed selection that takes less than a minute. --kind is the grid for one kind of process or job alone, as
# tests/faults/grid.inc names them. Root is needed for mounts, for the choice of a pid and for
# RLIMIT_NPROC; what is left out without it is said. One line per violation and per section; the last line is
# "bgproc-faults: N cells, N violations"; the exit code is 0 only without any.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/faults-lib.sh"

words=()
kind=
for arg in "$@"; do
  case $arg in
    --quick | --only=*) words+=("$arg") ;;
    --kind=*)
      words+=("$arg")
      kind=$arg
      ;;
    *) die "usage: tools/faults.sh [--quick] [--only=SECTION] [--kind=KIND]" ;;
  esac
done

work=$(work_dir faults)
prepare_faults "$work"
for name in inject job reuse; do
  "${CC:-cc}" -std=gnu11 -O2 -Wall -Wextra -Werror "$work/tree/tests/faults/$name.c" -o "$work/$name"
done
# What the build has chosen for the supervisor, and a clock that jumps.
# shellcheck disable=SC2016
sources=$(sed -n 's/^BGPROC_SUPERVISOR_SOURCES *= *//p' "$work/tree/Makefile" | sed 's/\$(srcdir)\///g')
# shellcheck disable=SC2086
(cd "$work/tree" && "${CC:-cc}" -D_GNU_SOURCE=1 -I. -O2 -Wl,--wrap=clock_gettime $sources tests/faults/jumping_clock.c \
  -o "$work/bgproc.supervisor.jumping")

cells=0
violations=0
# part WORDS... runs one driver and adds its last line to the totals.
part() {
  local log=$work/part.log rc=0 last
  "$@" >"$log" 2>&1 </dev/null || rc=$?
  last=$(tail -n 1 "$log")
  sed '$d' "$log"
  if [[ $last =~ ^bgproc-faults:\ ([0-9]+)\ cells,\ ([0-9]+)\ violations$ ]]; then
    cells=$((cells + BASH_REMATCH[1]))
    violations=$((violations + BASH_REMATCH[2]))
  else
    say "$last"
    say "exit $rc, no result"
    violations=$((violations + 1))
  fi
}

faults=$work/tree/tests/faults
part "${FAULTS_PHP[@]}" "$faults/grid.inc" "$work/inject" "$work/state" "${words[@]}"
if [ -z "$kind" ]; then
  # Orphans go to the driver, which reaps them at once: only then is their pid free.
  part "$work/reuse" --adopt "${FAULTS_PHP[@]}" "$faults/other.inc" "$work" "$work/state" "${words[@]}"
  part "${FAULTS_PHP[@]}" -d bgproc.supervisor="$work/bgproc.supervisor.jumping" "$faults/other.inc" "$work" "$work/state" \
    "${words[@]}"
fi

left=$(wait_for_leftovers "$work/tree/modules")
if [ -n "$left" ]; then
  say "VIOLATION supervisors left behind:"
  say "$left"
  violations=$((violations + 1))
fi
[ "$violations" -gt 0 ] || rm -rf "$work"
say "bgproc-faults: $cells cells, $violations violations"
[ "$violations" -eq 0 ]
