#!/usr/bin/env bash
# Fails when stubs/*_arginfo.h differs from the generator's output for stubs/*.stub.php, or belongs to no stub.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$BGPROC_ROOT/tools/gen-arginfo.sh" --out "$work/new"
mkdir "$work/old"
cp "$BGPROC_ROOT"/stubs/*_arginfo.h "$work/old/"
if ! diff -ru "$work/old" "$work/new"; then
  die "stubs and arginfo differ: run tools/gen-arginfo.sh"
fi
