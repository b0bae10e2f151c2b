#!/usr/bin/env bash
# Line coverage of the module and of the supervisor by the unit tests, those of the supervisor alone, and the phpt suite.
#
#   tools/coverage.sh [--unit] [--files] [--html=DIR]
#
# --unit leaves out the phpt suite. --files adds a line for each file, with the lines that were not reached. A program writes its
# counters when it ends by itself. Code that runs in a killed process or between fork and exec is not counted, so the figures are
# lower bounds. A failing test is named but does not fail the run, because the build without optimisation is slow. The run fails
# when the total is below 85 % (BGPROC_COVERAGE_MIN). The last line is "bgproc-coverage: N % of N lines".
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

phpt=yes
files=no
html=
for arg in "$@"; do
  case $arg in
    --unit) phpt=no ;;
    --files) files=yes ;;
    --html=*) html=${arg#*=} ;;
    *) die "usage: tools/coverage.sh [--unit] [--files] [--html=DIR]" ;;
  esac
done

# shellcheck disable=SC2086
need_packages $BGPROC_BUILD_PACKAGES $BGPROC_TEST_PACKAGES gcovr
work=$(work_dir coverage)
chmod 0755 "$work"
copy_tree "$work/tree"
tests=$work/tree/tests/unit/run.sh

step "unit tests"
"$tests" --coverage="$work/unit" >"$work/unit.log" 2>&1 </dev/null || grep -E '^FAIL' "$work/unit.log" || true
tail -n 1 "$work/unit.log"
step "unit tests, portable halves"
"$tests" --coverage="$work/portable" --portable >"$work/portable.log" 2>&1 </dev/null || grep -E '^FAIL' "$work/portable.log" || true
tail -n 1 "$work/portable.log"

if [ "$phpt" = yes ]; then
  step "phpt suite"
  # As in the unit tests: no counters before an exec.
  CFLAGS="-g -fno-builtin-fork -fno-builtin-execve" build_module "$work/tree" "" --enable-bgproc-dev --enable-bgproc-coverage
  # Servers and tests switch to other users, whose counters go to the same files.
  find "$work/tree" -name '*.gcno' -exec sh -ec 'for note do : >"${note%.gcno}.gcda"; chmod 0666 "${note%.gcno}.gcda"; done' sh {} +
  find "$work/tree" -type d -name .libs -exec chmod 0777 {} +
  find "$work/tree/src" -type d -exec chmod 0777 {} +
  BGPROC_DIFF_LINES=${BGPROC_DIFF_LINES:-5} BGPROC_PHPT_TIMEOUT=7200 run_phpt "$work/tree" "/usr/bin/php$BGPROC_PHP_VERSION" host
  say "phpt: $PHPT_PASSED passed, $PHPT_FAILED failed, $PHPT_SKIPPED skipped"
fi

# Nobody is to come by these counters while they are read: all supervisors have ended, or are told above.
step "gcovr"
options=()
[ -z "$html" ] || { mkdir -p "$html" && options+=(--html-details "$html/index.html"); }
(cd "$work/tree" && gcovr --root . --filter 'src/' --exclude-unreachable-branches --gcov-ignore-parse-errors -j "$(jobs_wanted)" \
  --csv "$work/coverage.csv" --json-summary "$work/coverage.json" --txt "$work/coverage.txt" "${options[@]}" . "$work/unit" \
  "$work/portable") >"$work/gcovr.log" 2>&1 || { tail -n 20 "$work/gcovr.log"; die "gcovr failed, logs: $work"; }

# filename,line_total,line_covered,line_percent,…
if [ "$files" = yes ]; then
  cut -c 1-200 "$work/coverage.txt"
fi
awk -F, '
  NR > 1 {
    split($1, part, "/")
    folder = part[1] "/" part[2]
    lines[folder] += $2
    covered[folder] += $3
    all += $2
    reached += $3
  }
  END {
    for (folder in lines) {
      printf "%-20s %6d of %6d lines  %5.1f %%\n", folder, covered[folder], lines[folder], 100 * covered[folder] / lines[folder] | "sort"
    }
    close("sort")
    printf "%d %d\n", reached, all
  }' "$work/coverage.csv" >"$work/table"
sed '$d' "$work/table"
read -r covered lines < <(tail -n 1 "$work/table")
[ "$lines" -gt 0 ] || die "no line was counted, logs: $work"
enough=$(awk -v c="$covered" -v n="$lines" -v least="${BGPROC_COVERAGE_MIN:-85}" 'BEGIN { print (100 * c / n >= least) ? "yes" : "no" }')
[ "$enough" = no ] && say "logs: $work" || rm -rf "$work" 2>/dev/null || as_root rm -rf "$work"
awk -v c="$covered" -v n="$lines" 'BEGIN { printf "bgproc-coverage: %.1f %% of %d lines\n", 100 * c / n, n }'
[ "$enough" = yes ]
