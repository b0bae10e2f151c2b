#!/usr/bin/env bash
# Runs the test suite of kohkimakimoto/BackgroundProcess with the classes of this extension, by the names of the library. The library is
# on no registry that the tests use: DIR is a checkout of it (tag v1.2.0 or later). Its CliTest is left out: it tests a program of the
# library, not the classes.
#
#   tools/library-suite.sh DIR
#
# The suite writes below /tmp and /var/tmp; it gets a mount namespace with both of its own (as root, or by a user namespace). The
# last line is "library-suite: N passed, N failed".
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if [ ! -d "${1:-}/tests/Kohkimakimoto" ]; then
  die "usage: tools/library-suite.sh DIR   (a checkout of kohkimakimoto/BackgroundProcess)"
fi
library=$(realpath "$1")
# shellcheck disable=SC2086
need_packages $BGPROC_BUILD_PACKAGES
work=$(work_dir library)
trap 'rm -rf "$work"' EXIT
copy_tree "$work/tree"
build_module "$work/tree" ""
cp -r "$library" "$work/library"
as=()
[ "$(id -u)" -eq 0 ] || as=(-r)
# shellcheck disable=SC2016
unshare -m "${as[@]}" sh -euc '
  mount -t tmpfs tmpfs /var/tmp
  mkdir /var/tmp/suite
  cp -r "$1/library" "$1/tree/modules" "$1/tree/tools" /var/tmp/suite/
  mount -t tmpfs tmpfs /tmp
  cd /var/tmp/suite
  exec "$2" -n -d extension=/var/tmp/suite/modules/bgproc.so tools/library-suite.php \
    library/tests/Kohkimakimoto/BackgroundProcess/BackgroundProcess*Test.php' sh "$work" "php$BGPROC_PHP_VERSION" </dev/null
