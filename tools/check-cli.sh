#!/usr/bin/env bash
# Fails when bin/bgproc is not what tools/gen-cli.sh makes of cli/*.php, or when a part is no PHP, has no head of its own, or is longer
# than 400 lines.
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
if ! diff -u bin/bgproc <(tools/gen-cli.sh --stdout); then
  complain "bin/bgproc is not what cli/*.php make: edit cli/ and run tools/gen-cli.sh"
fi
[ -x bin/bgproc ] || complain "bin/bgproc is not executable"
exit "$bad"
