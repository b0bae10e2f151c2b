#!/usr/bin/env bash
# tools/check-layers.sh finds what it is there for: each fault is made in a copy of the sources, and must be named.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/runner.inc"

# check sets told to what the check says of the copy, after the commands on standard input were run in it.
check() {
  mkdir "$work/tree"
  cp -R "$BGPROC_ROOT/src" "$BGPROC_ROOT/stubs" "$BGPROC_ROOT/tools" "$BGPROC_ROOT/config.m4" "$BGPROC_ROOT/php_bgproc.h" "$work/tree/"
  cd "$work/tree"
  # shellcheck source=/dev/null
  . /dev/stdin
  rc=0
  told=$(tools/check-layers.sh 2>&1) || rc=$?
}

# finds WORDS: the check fails and says so.
finds() {
  expect "exit code" "$rc" 1
  says "$1"
}

test_tree_as_it_is() {
  check </dev/null
  expect "what is said" "$told" ''
  expect "exit code" "$rc" 0
}

test_include_upwards() {
  check <<<'echo "#include \"src/platform/clock.h\"" >>src/core/buf.c'
  finds 'src/core may not use src/platform/clock.h'
}

test_include_sideways() {
  check <<<'echo "#include \"src/supervisor/machine.h\"" >>src/request/request.c'
  finds 'src/request may not use src/supervisor/machine.h'
}

test_folder_without_layer() {
  check <<<'mkdir src/queue && echo "int x;" >src/queue/queue.c'
  finds 'src/queue/queue.c: no such layer'
}

# "src/core" is not the layer of src/core_dump.
test_folder_with_longer_name() {
  check <<<'mkdir src/core_dump && echo "int x;" >src/core_dump/dump.c'
  finds 'src/core_dump/dump.c: no such layer'
}

test_zend_below_php() {
  check <<<'echo "#include \"php.h\"" >>src/core/buf.c'
  finds 'Zend below the PHP classes'
}

test_system_header() {
  check <<<'echo "#include <sys/prctl.h>" >>src/supervisor/machine.c'
  finds 'src/supervisor talks to the OS'
}

test_file_that_is_not_there() {
  check <<<'echo "#include \"src/core/gone.h\"" >>src/core/buf.c'
  finds 'no such file'
}

test_relative_include() {
  check <<<'echo "#include \"../core/buf.h\"" >>src/core/buf.c'
  finds 'relative include'
}

test_not_from_the_root() {
  check <<<'echo "#include \"buf.h\"" >>src/core/buf.c'
  finds 'not written from the root'
}

test_circle_of_two() {
  check <<<'echo "#include \"src/core/buf.h\"" >>src/core/error.h && echo "#include \"src/core/error.h\"" >>src/core/buf.h'
  finds 'src/core/error'
  says 'circle:'
}

# Through a .c and the header of another: neither header includes the other.
test_circle_over_a_source() {
  check <<<'echo "#include \"src/core/key.h\"" >>src/core/sha256.c && echo "#include \"src/core/sha256.h\"" >>src/core/key.c'
  finds 'src/core/sha256'
}

test_subject_includes_another() {
  check <<<'echo "#include \"src/php/deferred/queue.h\"" >>src/php/job/job.c'
  finds 'src/php/job may not use src/php/deferred/queue.h'
}

# store.h is for all stores, so it knows no part of one.
test_store_includes_a_part() {
  check <<<'echo "#include \"src/store/file/names.h\"" >>src/store/store.h'
  finds 'src/store/store may not use src/store/file/names.h'
}

# The supervisor gets what it writes with of the store, and not the reader.
test_supervisor_reads_records() {
  check <<<'echo "#include \"src/store/record/decode.h\"" >>src/supervisor/settle.c'
  finds 'src/supervisor may not use src/store/record/decode.h'
}

test_class_header_below() {
  check <<<'echo "#include \"src/php/process/background_process.h\"" >>src/php/process/stop.c'
  finds 'src/php/process/stop.c: src/php/process/background_process.h is for its .c and src/php/module.c only'
}

test_base_name_twice() {
  check <<<'sed -i "s|src/supervisor/main.c|src/supervisor/buf.c|" config.m4'
  finds 'two sources of one program are called buf.c'
}

# The same name in two programs is none of our business: both have a main.c.
test_base_name_in_two_programs() {
  check <<<'true'
  [ -f src/supervisor/main.c ] && [ -f src/request/main.c ]
  expect "what is said" "$told" ''
}

test_crowded_folder() {
  # Its folders stand between its files in the alphabet.
  check <<<'for i in $(seq 5); do echo "int x;" >"src/php/job/a_$i.c" && echo "int x;" >"src/php/job/z_$i.c"; done'
  finds 'src/php/job: '
  says 'rooms (16 is the end)'
}

# What is of one system counts once, and a .c with its .h.
test_files_of_one_system() {
  check <<<'mkdir -p src/platform/new && for i in $(seq 16); do for s in .h _linux.c _posix.c; do echo "int x;" >"src/platform/new/r$i$s"; done; done'
  expect "what is said" "$told" ''
}

run_tests "$@"
