#!/usr/bin/env bash
# tools/check-cli.sh finds what it is there for: each fault is made in a copy of cli/, bin/ and tools/, and must be named.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fresh() {
  rm -rf "$work/tree"
  mkdir "$work/tree"
  cp -R "$BGPROC_ROOT/cli" "$BGPROC_ROOT/bin" "$BGPROC_ROOT/share" "$BGPROC_ROOT/tools" "$BGPROC_ROOT/package.xml" "$work/tree/"
  cd "$work/tree"
}

# expect WORDS: the check fails and says so.
expect() {
  local said
  if said=$(tools/check-cli.sh 2>&1); then
    complain "check-cli passes, but should complain: $1"
  elif ! grep -qF "$1" <<<"$said"; then
    complain "check-cli does not say \"$1\" but: $said"
  fi
}

fresh
tools/check-cli.sh || complain "check-cli fails on the tree as it is"

fresh
echo '/* by hand */' >>bin/bgproc
expect 'edit cli/ and run tools/gen-cli.sh'

fresh
sed -i 's/^final class Table$/final class Tables/' cli/table.php
expect 'edit cli/ and run tools/gen-cli.sh'
tools/gen-cli.sh
tools/check-cli.sh || complain "check-cli fails after gen-cli"

fresh
cp cli/table.php cli/unlisted.php
expect 'are not those of the list'

fresh
rm cli/table.php
expect 'are not those of the list'

fresh
echo 'function (' >>cli/table.php
expect 'cli/table.php: not valid PHP'

fresh
sed -i '/^declare/d' cli/table.php
expect 'cli/table.php: no declare'

fresh
seq -f '/* %g */' 400 >>cli/table.php
expect 'lines, more than 400'

fresh
sed -i "s/'start with an empty environment'/'begin with an empty environment'/" cli/usage.php
expect 'share/man/man1/bgproc.1 is not what'

fresh
echo >>share/completions/_bgproc
expect 'share/completions/_bgproc is not what'

fresh
sed -i 's/\.SH FILES/.NOSUCHMACRO/' tools/gen-man.php
tools/gen-cli.sh
expect 'mandoc has warnings'

fresh
chmod -x bin/bgproc
expect 'not executable'
exit "$bad"
