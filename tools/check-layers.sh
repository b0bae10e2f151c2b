#!/usr/bin/env bash
# Checks the includes: the table of layers below, no circle of files, class headers only in module.c, no base name twice in one
# program, and a limit on the number of files in a folder. Includes of our own headers are written from the root and must exist.
#
# A file belongs to the longest entry of the table that begins its path; a folder without an entry is an error.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$BGPROC_ROOT"

# The layer, what it may include beside itself and its subfolders ("a" stands for a/ and all below it), and after the bar the group of
# headers of the system that it may use. Only "php" may use Zend, and only src/platform may use headers of a single system.
layers='
src/core                 | iso
src/protocol             core | iso
src/platform             core | any
src/platform/file        platform/clock core | any
src/platform/socket      platform/file platform/clock core | any
src/platform/signal      platform/file platform/clock core | any
src/platform/process     platform/signal platform/file platform/clock core | any
src/store                platform protocol core | file
src/store/store          core | file
src/store/record         platform protocol core | file
src/store/file           store/store store/record platform protocol core | file
src/ipc                  platform protocol core | iso
src/zygote               ipc platform protocol core | zygote
src/launch               store platform protocol core | launch
src/supervisor           store/record/encode store/file/writer store/file/result store/file/last_words store/file/names store/file/output_cut platform protocol core | posix
src/request              platform protocol core | net
src/php/base             php_bgproc.h ipc platform core | php
src/php/ini              php_bgproc.h php/base | php
src/php/deferred         php_bgproc.h php/base php/ini platform core | php
src/php/process          php_bgproc.h php/base launch store platform protocol core | php
src/php/job              php_bgproc.h php/process php/base launch store platform protocol core | php
src/php/worker           php_bgproc.h php/base php/process/options launch zygote ipc platform protocol core | php
src/php/module           php_bgproc.h php launch platform core | php
php_bgproc.h             | php
'

rooms_max=16

# ---- layers ----

# shellcheck disable=SC2016
layer_check='
  function fail(text) { printf "%s:%d: %s: %s\n", FILENAME, FNR, text, $0; bad = 1 }
  # Whether the file is the entry, or below it; an entry may leave out the ending.
  function begins(entry, file) {
    return file == entry || index(file, entry "/") == 1 || index(file, entry ".") == 1
  }
  BEGIN {
    iso = " assert.h ctype.h errno.h inttypes.h limits.h math.h signal.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h string.h strings.h sys/types.h time.h "
    system_headers["iso"] = iso
    system_headers["file"] = iso "cJSON.h cjson/cJSON.h dirent.h fcntl.h sys/file.h sys/stat.h unistd.h "
    system_headers["net"] = iso "dlfcn.h poll.h sys/stat.h unistd.h "
    system_headers["launch"] = iso "dlfcn.h fcntl.h pthread.h sys/mman.h sys/resource.h sys/stat.h unistd.h "
    system_headers["zygote"] = iso "poll.h sys/mman.h sys/resource.h sys/time.h sys/wait.h unistd.h "
    system_headers["posix"] = iso "dlfcn.h fcntl.h getopt.h poll.h sys/resource.h sys/stat.h sys/time.h sys/types.h sys/uio.h sys/wait.h unistd.h "
    count = split(layers, line, "\n")
    for (i = 1; i <= count; i++) {
      words = split(line[i], word, " ")
      if (words == 0) { continue }
      allowed = ""
      for (w = 2; word[w] != "|"; w++) { allowed = allowed " " (word[w] ~ /^php_/ ? word[w] : "src/" word[w]) }
      may[word[1]] = allowed
      group[word[1]] = word[words]
    }
  }
  FNR == 1 {
    layer = ""
    for (entry in may) {
      if (begins(entry, FILENAME) && length(entry) > length(layer)) { layer = entry }
    }
    if (layer == "") { printf "%s: no such layer\n", FILENAME; bad = 1; nextfile }
    zend_here = group[layer] == "php"
  }
  /^[ \t]*#[ \t]*include/ {
    if (match($0, /"[^"]+"/)) { own = 1 } else if (match($0, /<[^>]+>/)) { own = 0 } else { fail("an include that cannot be read"); next }
    name = substr($0, RSTART + 1, RLENGTH - 2)
    if (name ~ /(^|\/)\.\.?\//) { fail("relative include") }
    if (own && name == "config.h") { next }
    zend = name ~ /^(php|zend|SAPI|TSRM|Zend\/|main\/|ext\/|sapi\/)/ && name != "php_bgproc.h"
    if (!zend_here && (zend || name ~ /^stubs\//)) { fail("Zend below the PHP classes"); next }
    if (own && (name ~ /^(src|stubs)\// || name == "php_bgproc.h")) {
      if ((getline junk < name) < 0) { fail("no such file") } else { close(name) }
      if (name ~ /^stubs\// || begins(layer, name)) { next }
      ok = 0
      entries = split(may[layer], entry_of, " ")
      for (i = 1; i <= entries; i++) { if (begins(entry_of[i], name)) { ok = 1 } }
      if (!ok) { fail(layer " may not use " name) }
      next
    }
    if (own && !zend && name !~ /^bgproc_(supervisor|request)_blob\.h$/) { fail("not written from the root") }
    if (!own && (group[layer] in system_headers) && index(system_headers[group[layer]], " " name " ") == 0) { fail(layer " talks to the OS") }
  }
  END { exit bad }'
mapfile -t files < <(find src php_bgproc.h -name '*.[ch]' | sort)
awk -v layers="$layers" "$layer_check" "${files[@]}" || bad=1

# ---- circles ----

# Pairs "file file it includes", a .c and its .h being one.
edges=$(awk '
  /^[ \t]*#[ \t]*include "(src\/|php_bgproc)/ {
    split($0, part, "\"")
    from = FILENAME
    to = part[2]
    sub(/\.[ch]$/, "", from)
    sub(/\.[ch]$/, "", to)
    if (from != to) { print from, to }
  }' "${files[@]}" | sort -u)
loops=$(tsort <<<"$edges" 2>&1 >/dev/null) || true
# tsort says "tsort: -: input contains a loop:" and then a line for each file of it.
[ -z "$loops" ] || complain "files that include each other:
$(sed -e 's/^tsort: //' -e 's/^-: input contains a loop:/circle:/' <<<"$loops")"

# ---- class headers ----

# A class header declares the registration of a class and nothing else, so that no lower layer can call it.
while read -r class; do
  header=${class%.c}.h
  [ -f "$header" ] || continue
  while read -r user; do
    case $user in
      "$class" | src/php/module.c) ;;
      *) complain "$user: $header is for its .c and src/php/module.c only" ;;
    esac
  done < <(grep -lF "#include \"$header\"" "${files[@]}" || true)
done < <(printf '%s\n' "${files[@]}" | grep '^src/php/' | grep -v '^src/php/base/' | xargs -r grep -lE '#include "stubs/[a-z_]+_arginfo\.h"' || true)

# ---- names ----

# The compiler names the object files of a program by the base names of its sources. The lists are those of the loops in
# config.m4.
while read -r lists; do
  while read -r name; do
    complain "config.m4: two sources of one program are called $name"
  done < <(awk -v lists=" $lists " 'index(lists, " $" $1 " ") { n = $2; sub(/.*\//, "", n); print n }' <(config_lists) | sort | uniq -d)
done < <(sed -n 's/^ *for bgproc_f in \(\$bgproc_.*\); do$/\1/p' config.m4)

# ---- folders ----

while read -r count folder; do
  [ "$count" -le "$rooms_max" ] || complain "$folder: $count rooms ($rooms_max is the end)"
done < <(printf '%s\n' "${files[@]}" | grep / | sed -E 's/(_linux|_posix)?\.[ch]$//' | sort -u | sed 's|/[^/]*$||' | sort | uniq -c)
exit "$bad"
