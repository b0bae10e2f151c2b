#!/usr/bin/env bash
# Random starts, waits, stops and reads of processes and jobs by several PHP processes for some minutes, while supervisors and
# starters are killed; truth, memory and descriptors are checked. See tests/faults/soak.inc.
#
#   tools/soak.sh [MINUTES]
#
# One line per violation; the last line is "bgproc-soak: M minutes, N starts, …, N violations"; the exit code is 0 only without any.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/faults-lib.sh"

minutes=${1:-1}
[[ $minutes =~ ^[0-9]+(\.[0-9]+)?$ ]] || die "usage: tools/soak.sh [MINUTES]"
work=$(work_dir soak)
prepare_faults "$work"
"${CC:-cc}" -std=gnu11 -O2 -Wall -Wextra -Werror "$work/tree/tests/faults/job.c" -o "$work/job"
export FAULTS_HELPERS=$work
rc=0
"${FAULTS_PHP[@]}" "$work/tree/tests/faults/soak.inc" "$work/state" "$minutes" </dev/null || rc=$?
left=$(wait_for_leftovers "$work/tree/modules")
if [ -n "$left" ]; then
  say "VIOLATION supervisors left behind:"
  say "$left"
  exit 1
fi
[ "$rc" -ne 0 ] || rm -rf "$work"
exit "$rc"
