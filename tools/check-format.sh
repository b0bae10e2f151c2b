#!/usr/bin/env bash
# House style that a machine can see: clang-format, file length, licence line, include guards, one place for version differences,
# shell scripts without complaints. With --fix it formats the C files instead of complaining about them.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$BGPROC_ROOT"

mapfile -t own < <(find src php_bgproc.h tests/unit bench -name '*.[ch]' 2>/dev/null | sort)
if [ "${1:-}" = --fix ]; then
  clang-format-19 -i "${own[@]}"
fi
clang-format-19 --dry-run -Werror "${own[@]}" 2>&1 | { grep -E '(error|warning):' && exit 1 || exit 0; } || bad=1

for file in "${own[@]}"; do
  head -n 3 "$file" | grep -q 'SPDX-License-Identifier: Apache-2.0' || complain "$file: no SPDX line"
  lines=$(wc -l <"$file")
  [ "$lines" -le 700 ] || complain "$file: $lines lines (700 is the end)"
  expand -t 4 "$file" | awk -v f="$file" 'length > 130 { printf "%s:%d: %d columns (130 is the end)\n", f, NR, length; bad = 1 } END { exit bad }' || bad=1
  case $file in
    src/*.h)
      guard=$(printf '%s' "${file#src/}" | tr 'a-z/.' 'A-Z__')
      guard=BGPROC_${guard#BGPROC_}
      grep -qx "#ifndef $guard" "$file" || complain "$file: the guard is not $guard"
      ;;
  esac
  case $file in
    src/php/compat.h) ;;
    *)
      if grep -n 'PHP_VERSION_ID' "$file"; then
        complain "$file: PHP_VERSION_ID outside src/php/compat.h"
      fi
      ;;
  esac
done

# Not what a test that failed has left beside it.
mapfile -t scripts < <(tree_files | grep -zE '^(tools|\.ci|tests|bench|examples|bin)/' | xargs -0 grep -lE '^#!(/usr/bin/env bash|/bin/(ba)?sh)' | sort)
for file in "${scripts[@]}" tools/lib.sh; do
  shellcheck -x -e SC2016 -P SCRIPTDIR "$file" || bad=1
  [ "$file" = tools/lib.sh ] || [ -x "$file" ] || complain "$file: not executable"
done
exit "$bad"
