#!/usr/bin/env bash
# Checks that every package that a test, an example or the bench takes from a registry is pinned: exact versions in every
# composer.json and package.json, a lock with sums beside it that agrees, and no access to a registry except through
# tools/packages.php.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$BGPROC_ROOT"

tree_files | tr '\0' '\n' | php8.2 -n tools/packages.php check
