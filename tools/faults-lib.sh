# shellcheck shell=bash
# Shared by tools/faults.sh and tools/soak.sh, after tools/lib.sh. Sourced, never run.
#
# SPDX-License-Identifier: Apache-2.0

# prepare_faults DIR builds the module in a new directory and sets FAULTS_PHP to the words of a PHP that has it.
prepare_faults() {
  local work=$1 php=/usr/bin/php$BGPROC_PHP_VERSION shared name
  # shellcheck disable=SC2086
  need_packages $BGPROC_BUILD_PACKAGES util-linux
  # Other users must be able to read what is below.
  chmod 0755 "$work"
  copy_tree "$work/tree"
  build_module "$work/tree" "" --enable-bgproc-dev
  shared=$("$php" -n -r 'echo ini_get("extension_dir");')
  mkdir "$work/ext" "$work/state"
  FAULTS_PHP=("$php" -n -d extension_dir="$work/ext")
  # What is built into PHP has no file.
  for name in posix pcntl; do
    if [ -f "$shared/$name.so" ]; then
      ln -s "$shared/$name.so" "$work/ext/"
      FAULTS_PHP+=(-d extension="$name")
    fi
  done
  ln -s "$work/tree/modules/bgproc.so" "$work/ext/"
  FAULTS_PHP+=(-d extension=bgproc)
}
