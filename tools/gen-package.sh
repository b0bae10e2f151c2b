#!/usr/bin/env bash
# Rewrites the <contents> of package.xml from the files of the tree: run it after adding or removing a file.
#
#   tools/gen-package.sh             rewrites package.xml
#   tools/gen-package.sh --print     prints the new package.xml instead
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

new=$(mktemp)
trap 'rm -f "$new"' EXIT
tree_files | tr '\0' '\n' | php8.2 -n "$BGPROC_ROOT/tools/package-contents.php" --update "$BGPROC_ROOT/package.xml" >"$new"
if [ "${1:-}" = --print ]; then
  cat "$new"
elif ! cmp -s "$new" "$BGPROC_ROOT/package.xml"; then
  cat "$new" >"$BGPROC_ROOT/package.xml"
fi
