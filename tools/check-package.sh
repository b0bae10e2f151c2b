#!/usr/bin/env bash
# Checks what is shipped: package.xml against the files of the repository and their roles, composer.json against package.xml, one
# version everywhere, and a git archive (which PIE builds from) that drops nothing the build needs.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$BGPROC_ROOT"

# Contents and roles: package.xml must be what the generator makes of the tree.
if diff -u package.xml <(tools/gen-package.sh --print) | sed -n 's/^\([-+] .*\)$/package.xml: \1/p' | grep .; then
  complain "package.xml does not list the files of the tree: run tools/gen-package.sh"
fi

# One version: the module's macro is the source.
version=$(sed -n 's/^#define PHP_BGPROC_VERSION "\(.*\)"$/\1/p' php_bgproc.h)
[ -n "$version" ] || complain "php_bgproc.h: no PHP_BGPROC_VERSION"
grep -q "<release>$version</release><api>" package.xml || complain "package.xml: the release is not $version"
grep -Eq "^## \[?${version//./\\.}\]?( |\$)" CHANGELOG.md || complain "CHANGELOG.md: no section for $version"
case $version in
  0.*) ! grep -q '<stability><release>stable' package.xml || complain "package.xml: $version cannot be stable" ;;
esac
if [ -f src/core/version.h ] && grep -q 'BGPROC_VERSION "' src/core/version.h; then
  grep -q "BGPROC_VERSION \"$version\"" src/core/version.h || complain "src/core/version.h: not $version"
fi

# composer.json says the same as package.xml.
# shellcheck disable=SC2016
php8.2 -n -r '
  $bad = 0;
  $no = function (string $text) use (&$bad) { echo "composer.json: $text\n"; $bad = 1; };
  $c = json_decode(file_get_contents("composer.json"), true);
  $p = file_get_contents("package.xml");
  $tag = fn (string $re) => preg_match($re, $p, $m) ? $m[1] : "";
  if (!is_array($c)) { $no("not JSON"); exit(1); }
  if (($c["type"] ?? "") !== "php-ext") $no("type is not php-ext");
  if (!preg_match("~^[a-z0-9-]+/" . $tag("~<name>([^<]+)</name>~") . "$~", $c["name"] ?? "")) $no("name does not end in that of package.xml");
  if (($c["php-ext"]["extension-name"] ?? "") !== $tag("~<providesextension>([^<]+)<~")) $no("extension-name differs");
  if (($c["license"] ?? "") !== $tag("~<license[^>]*>([^<]+)<~")) $no("license differs");
  if (($c["description"] ?? "") !== $tag("~<summary>([^<]+)<~")) $no("description is not the summary");
  if (preg_replace("~^>=(\d+\.\d+)$~", "$1.0", $c["require"]["php"] ?? "") !== $tag("~<php>\s*<min>([^<]+)</min>~")) $no("the least PHP differs");
  if (array_diff(array_keys($c["require"]), ["php"]) !== []) $no("a php-ext package requires php and ext-* only");
  if (isset($c["version"])) $no("no version here: it is the tag");
  $with = array_column($c["php-ext"]["configure-options"] ?? [], "name");
  $m4 = file_get_contents("config.m4");
  preg_match_all("~<configureoption name=\"([^\"]+)\"~", $p, $m);
  if ($with !== $m[1]) $no("configure options differ");
  foreach ($with as $name) {
    $word = preg_replace("~^(with|enable)-~", "", $name);
    if (!preg_match("~PHP_ARG_(WITH|ENABLE)\(\[" . preg_quote($word) . "\]~", $m4)) $no("--$name is not an option of config.m4");
  }
  $windows = in_array("windows", $c["php-ext"]["os-families-exclude"] ?? [], true);
  if ($windows !== (bool) preg_match("~<os>\s*<name>windows</name>\s*<conflicts/>~", $p)) $no("Windows: composer.json and package.xml differ");
  exit($bad);
' || bad=1

# What git archive drops must not be wanted by the build. Needs git and a commit; a tarball has neither.
if tree_is_git && tree_git rev-parse -q --verify HEAD >/dev/null; then
  while read -r file; do
    complain ".gitattributes: export-ignore drops $file, which the build needs"
  done < <(tree_files | tr '\0' '\n' | php8.2 -n tools/package-contents.php --roles | sed -n 's/ \(src\|script\)$//p' |
    tree_git check-attr export-ignore --stdin | sed -n 's/: export-ignore: set$//p')
fi
exit "$bad"
