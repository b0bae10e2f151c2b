#!/usr/bin/env bash
# Trees are stopped and killed while processes inside them start others with bgproc. These others must run to their end. See
# tests/faults/nested.inc. Both ways to start processes are tested, one after the other.
#
#   tools/nested.sh [STARTS [AT_ONCE]]     default: 2000 starts, 8 trees at once
#
# One line per violation and a summary for each way; the exit code is 0 only without any violation.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/faults-lib.sh"

starts=${1:-2000}
at_once=${2:-8}
[[ $starts$at_once =~ ^[0-9]+$ ]] || die "usage: tools/nested.sh [STARTS [AT_ONCE]]"
rc=0
for way in clone fork; do
  work=$(work_dir nested)
  prepare_faults "$work"
  if [ "$way" = fork ]; then
    build_module "$work/tree" "" --enable-bgproc-dev --enable-bgproc-portable-spawn
  fi
  say "$way:"
  "${FAULTS_PHP[@]}" "$work/tree/tests/faults/nested.inc" measure "$work/state" "$starts" "$at_once" </dev/null || rc=$?
  left=$(wait_for_leftovers "$work/tree/modules")
  if [ -n "$left" ]; then
    say "VIOLATION supervisors left behind:"
    say "$left"
    rc=1
  fi
  [ "$rc" -ne 0 ] || rm -rf "$work"
done
exit "$rc"
