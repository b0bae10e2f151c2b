#!/usr/bin/env bash
# Checks types/, which IDEs, PHPStan and Psalm read: the declarations are those of the stubs; examples and tests/types/good.php pass
# PHPStan at its highest level and Psalm; each mistake of tests/types/mistakes.php is found, and nothing else there. Both run without
# the extension, as on the machine of a developer.
#
#   tools/check-types.sh             everything
#   tools/check-types.sh --declared  only that the declarations are those of the stubs
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$BGPROC_ROOT"

php="php$BGPROC_PHP_VERSION"
"$php" -n -d extension=tokenizer tools/gen-types.php --stdout | diff -u types/bgproc.php - ||
  complain "types/bgproc.php is not what tools/gen-types.php makes of the stubs"
if [ "${1:-}" = --declared ]; then
  exit "$bad"
fi

work=$(work_dir types)
trap 'rm -rf "$work"' EXIT
# A copy: the checkers write beside what they read. The examples for frameworks need the frameworks.
cp -r examples types "$work/"
rm -rf "$work"/examples/post-response/{laravel,slim,symfony}
mkdir "$work/tests"
cp tests/types/*.php "$work/tests/"

# lines_of FILE CHECKER: the lines of the file in which this checker must find a mistake.
lines_of() {
  grep -nE "// wrong(, for $2)?\$" "$1" | cut -d : -f 1
}

# judge CHECKER FILE compares the lines "PATH:LINE:…" of the file with what must be found.
judge() {
  local other
  if ! grep -q "^$work/tests/mistakes\.php:" "$2"; then
    complain "$1 has found nothing at all:"
    tail -n 20 "$2"
    return
  fi
  other=$(grep "^$work/" "$2" | grep -v "^$work/tests/mistakes\.php:" || true)
  [ -z "$other" ] || complain "$1: $other"
  diff <(lines_of tests/types/mistakes.php "$1") <(sed -n "s~^$work/tests/mistakes\.php:\([0-9]*\):.*~\1~p" "$2" | sort -un) ||
    complain "$1, tests/types/mistakes.php: < is a line whose mistake was not found, > a line without one"
}

phpstan=$("$php" tools/packages.php install tools/phpstan)
psalm=$("$php" tools/packages.php install tools/psalm)
cat >"$work/phpstan.neon" <<NEON
includes: [$work/types/extension.neon]
parameters:
    level: max
    paths: [$work/examples, $work/tests]
    tmpDir: $work/phpstan
    treatPhpDocTypesAsCertain: false
NEON
ln -s "$psalm" "$work/vendor"
printf '{"name": "bgproc/types", "require": {}}\n' >"$work/composer.json"
cat >"$work/psalm.xml" <<'XML'
<?xml version="1.0"?>
<psalm errorLevel="3" findUnusedCode="false" findUnusedBaselineEntry="false" xmlns="https://getpsalm.org/schema/config">
    <projectFiles><directory name="examples"/><directory name="tests"/></projectFiles>
    <stubs><file name="types/bgproc.php"/></stubs>
</psalm>
XML
# Both exit with a failure, since there are mistakes to be found.
(cd "$work" && exec "$php" -d memory_limit=1G vendor/bin/psalm --no-progress --output-format=text --threads=1 --no-cache) >"$work/psalm.txt" 2>&1 &
"$php" -d memory_limit=1G "$phpstan/bin/phpstan" analyse -c "$work/phpstan.neon" --no-progress --error-format=raw >"$work/phpstan.txt" 2>&1 || true
wait || true
judge PHPStan "$work/phpstan.txt"
judge Psalm "$work/psalm.txt"
exit "$bad"
