#!/usr/bin/env bash
# Lists newer versions of pinned packages: Composer and npm packages of tests, examples and bench, and the source tarballs of
# Debian's PHPs (tools/debian-source.sh). Prints a line for each and changes nothing. CONTRIBUTING.md explains how to take a
# newer version.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$(dirname "${BASH_SOURCE[0]}")/debian-source.sh"
cd "$BGPROC_ROOT"

# shellcheck disable=SC2086
need_packages $BGPROC_BUILD_PACKAGES $BGPROC_TEST_PACKAGES
tree_files | tr '\0' '\n' | grep -E '(^|/)((packages|peers)\.lock|package-lock\.json)$' | php8.2 tools/packages.php outdated

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
for series in 8.2 8.4; do
  read -r pinned _ <<<"$(source_pin "$series")"
  apt=()
  read -r -a suites <<<"$(source_suites "$series")"
  private_apt "$dir/$series" deb-src "${suites[@]}"
  newest=$(offered_sources "php$series" | head -n 1)
  if [ -z "$newest" ]; then
    say "tools/debian-source.sh: php$series $pinned, the archive offers none"
  elif [ "$newest" != "$pinned" ]; then
    say "tools/debian-source.sh: php$series $pinned, newest is $newest"
  fi
done
