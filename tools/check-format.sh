#!/usr/bin/env bash
# Checks the code style: clang-format, length of files and functions, licence line, include guards, one place for version
# differences, shellcheck. With --fix it first formats the C files.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$BGPROC_ROOT"

mapfile -t own < <(find src php_bgproc.h tests/unit bench -name '*.[ch]' 2>/dev/null | sort)
if [ "${1:-}" = --fix ]; then
  clang-format-19 -i "${own[@]}"
fi
jobs=$(jobs_wanted)
printf '%s\n' "${own[@]}" | xargs -P "$jobs" -n 40 clang-format-19 --dry-run -Werror 2>&1 | { grep -E '(error|warning):' && exit 1 || exit 0; } || bad=1

# One process for all files.
awk '
  function fail(text) { print text; bad = 1 }
  function finish() {
    if (name == "") { return }
    if (!licence) { fail(name ": no SPDX line") }
    most = name ~ /^src\/.*\.c$/ ? 400 : 700
    if (lines > most) { fail(name ": " lines " lines (" most " is the end)") }
    if (guard != "" && !guarded) { fail(name ": the guard is not " guard) }
  }
  FNR == 1 {
    finish()
    name = FILENAME
    licence = guarded = begun = 0
    guard = ""
    if (name ~ /^src\/.*\.h$/) {
      guard = toupper(substr(name, 5))
      gsub(/[\/.]/, "_", guard)
      sub(/^BGPROC_/, "", guard)
      guard = "BGPROC_" guard
    }
  }
  { lines = FNR }
  # A function, between its braces.
  $0 == "{" { begun = FNR }
  $0 == "}" && begun {
    if (FNR - begun - 1 > 60 && name ~ /^src\//) { fail(name ":" begun ": a function of " FNR - begun - 1 " lines (60 is the end)") }
    begun = 0
  }
  FNR <= 3 && /SPDX-License-Identifier: Apache-2\.0/ { licence = 1 }
  guard != "" && $0 == "#ifndef " guard { guarded = 1 }
  /PHP_VERSION_ID/ && name != "src/php/base/compat.h" { fail(name ":" FNR ": PHP_VERSION_ID outside src/php/base/compat.h") }
  {
    # Columns, with tabs of width 4.
    width = 0
    parts = split($0, part, "\t")
    for (i = 1; i <= parts; i++) { width += length(part[i]); if (i < parts) { width += 4 - width % 4 } }
    if (width > 130) { fail(name ":" FNR ": " width " columns (130 is the end)") }
  }
  END { finish(); exit bad }' "${own[@]}" || bad=1

# The list has no files that a failed test has left beside its own.
mapfile -t scripts < <(tree_files | grep -zE '^(tools|\.ci|tests|bench|examples|bin)/' | xargs -0 grep -lE '^#!(/usr/bin/env bash|/bin/(ba)?sh)' | sort)
printf '%s\n' "${scripts[@]}" tools/lib.sh | xargs -P "$jobs" -n 8 shellcheck -x -e SC2016 -P SCRIPTDIR || bad=1
for file in "${scripts[@]}"; do
  [ "$file" = tools/lib.sh ] || [ -x "$file" ] || complain "$file: not executable"
done
exit "$bad"
