#!/usr/bin/env bash
# Installs what is missing, builds bgproc in a copy of the tree and runs examples/quickstart.php with it. Neither the checkout nor
# the PHP of this machine is changed.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# shellcheck disable=SC2086
need_packages $BGPROC_BUILD_PACKAGES
work=$(work_dir try)
trap 'rm -rf "$work"' EXIT
step "building bgproc for PHP $BGPROC_PHP_VERSION"
copy_tree "$work/tree"
build_module "$work/tree" "" || die "the build failed"

step "php -n -d extension=bgproc.so examples/quickstart.php"
state=$work/state
mkdir -m 0700 "$state"
rc=0
"php$BGPROC_PHP_VERSION" -n -d extension="$work/tree/modules/bgproc.so" -d bgproc.working_directory="$state" "$work/tree/examples/quickstart.php" </dev/null || rc=$?
if [ "$rc" -ne 0 ]; then
  die "the quick start failed (exit $rc)"
fi
say "bgproc: the quick start works"
