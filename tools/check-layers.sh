#!/usr/bin/env bash
# Checks the direction of the includes:
#
#   php -> store, platform, core;  supervisor -> store, platform, core;  request -> platform, core;  store -> platform, core;
#   platform -> core;  core -> libc
#
# php.h and everything else of Zend only under src/php, in src/bgproc*.[ch] and in php_bgproc.h. Includes of our own headers are
# written from the root and must exist.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$BGPROC_ROOT"

# shellcheck disable=SC2016
find src php_bgproc.h -name '*.[ch]' | sort | xargs awk '
  function fail(text) { printf "%s:%d: %s: %s\n", FILENAME, FNR, text, $0; bad = 1 }
  BEGIN {
    may["core"] = " core "
    may["platform"] = " platform core "
    may["store"] = " store platform core "
    may["supervisor"] = " supervisor store platform core "
    may["request"] = " request platform core "
    may["php"] = " php store platform core root "
    # The OS belongs to src/platform. Elsewhere below PHP: ISO C, files and directories by their descriptors, and (the supervisor,
    # which prepares and reaps the command) POSIX. What is of one system only, like prctl or pidfd, is in src/platform.
    iso = " assert.h ctype.h errno.h inttypes.h limits.h math.h signal.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h string.h strings.h sys/types.h time.h "
    os_ok["core"] = iso
    os_ok["store"] = iso "cJSON.h cjson/cJSON.h dirent.h fcntl.h sys/file.h sys/stat.h unistd.h "
    os_ok["request"] = iso "dlfcn.h poll.h sys/stat.h unistd.h "
    os_ok["supervisor"] = iso "dlfcn.h fcntl.h getopt.h poll.h sys/resource.h sys/stat.h sys/time.h sys/types.h sys/uio.h sys/wait.h unistd.h "
  }
  FNR == 1 {
    layer = "php"
    if (match(FILENAME, /^src\/[a-z]+\//)) { layer = substr(FILENAME, 5, RLENGTH - 5) }
    if (!(layer in may)) { printf "%s: no such layer: %s\n", FILENAME, layer; bad = 1 }
  }
  /^[ \t]*#[ \t]*include/ {
    line = $0
    if (match(line, /"[^"]+"/)) {
      own = 1
    } else if (match(line, /<[^>]+>/)) {
      own = 0
    } else {
      fail("an include that cannot be read"); next
    }
    name = substr(line, RSTART + 1, RLENGTH - 2)
    zend = name ~ /^(php|zend|SAPI|TSRM|Zend\/|main\/|ext\/|sapi\/)/
    if (name ~ /(^|\/)\.\.?\//) { fail("relative include") }
    if (own && name == "config.h") { next }
    if (layer != "php" && (zend || name ~ /^stubs\//)) { fail("Zend below the PHP classes"); next }
    if (own && name ~ /^src\//) {
      target = name ~ /^src\/[a-z]+\// ? name : "root"
      sub(/^src\//, "", target); sub(/\/.*/, "", target)
      if (index(may[layer], " " target " ") == 0) { fail(layer " may not use " target) }
      if ((getline junk < name) < 0) { fail("no such file") } else { close(name) }
      next
    }
    if (own && !zend && name !~ /^stubs\// && name !~ /^bgproc_(supervisor|request)_blob\.h$/) { fail("not written from the root") }
    if (own && name ~ /^stubs\//) { if ((getline junk < name) < 0) { fail("no such file") } else { close(name) } }
    if (!own && (layer in os_ok) && index(os_ok[layer], " " name " ") == 0) { fail(layer " talks to the OS") }
  }
  END { exit bad }
'
