#!/usr/bin/env bash
# Fails when bin/bgproc, the man page or a completion differs from the output of tools/gen-cli.sh for cli/*.php, when mandoc
# warns, or when a part is not valid PHP, has no head of its own, or is longer than 400 lines.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$BGPROC_ROOT"

for part in cli/*.php; do
  "php$BGPROC_PHP_VERSION" -n -l "$part" >/dev/null || complain "$part: not valid PHP"
  for line in 'declare(strict_types=1);' 'namespace Bgproc\Cli;'; do
    grep -qxF "$line" "$part" || complain "$part: no $line"
  done
  lines=$(wc -l <"$part")
  [ "$lines" -le 400 ] || complain "$part: $lines lines, more than 400"
done
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
if ! tools/gen-cli.sh --out "$made" 2>&1; then
  complain "tools/gen-cli.sh fails"
fi
for file in bin/bgproc share/man/man1/bgproc.1 share/completions/bgproc.bash share/completions/_bgproc share/completions/bgproc.fish; do
  diff -u "$file" "$made/$file" || complain "$file is not what cli/*.php make: edit cli/ and run tools/gen-cli.sh"
done
if command -v mandoc >/dev/null 2>&1; then
  mandoc -T lint -W warning share/man/man1/bgproc.1 || complain "share/man/man1/bgproc.1: mandoc has warnings"
fi
[ -x bin/bgproc ] || complain "bin/bgproc is not executable"
exit "$bad"
