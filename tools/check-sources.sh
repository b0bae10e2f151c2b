#!/usr/bin/env bash
# Compares the tree with the source lists of config.m4 and the contents of package.xml: every .c file below src/ is in exactly one
# list, that of its folder, no list names a file that is not there, every stub has its arginfo.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$BGPROC_ROOT"

# "variable file" for each source named in an assignment of config.m4.
lists=$(config_lists | sort -u)

while read -r count file; do
  [ "$count" -eq 1 ] || complain "config.m4: $file is in $count source lists"
done < <(awk 'NR == FNR { n[$2]++; next } { print n[$1] + 0, $1 }' <(printf '%s\n' "$lists") <(find src -name '*.c' | sort))

while read -r list file; do
  [ -f "$file" ] || complain "config.m4: $list names $file, which does not exist"
  # Lists of the platform and of the store are made by the programs that use them, all others by folders.
  case $list in
    bgproc_platform* | bgproc_spawn) folder=src/platform in=below ;;
    bgproc_store*) folder=src/store in=below ;;
    # What is embedded in it is there in a build of the module only.
    bgproc_launch_module) folder=src/launch in=there ;;
    *) folder=src/$(tr _ / <<<"${list#bgproc_}") in=there ;;
  esac
  case $in:$file in
    below:"$folder"/*) ;;
    there:"$folder/${file##*/}") ;;
    *) complain "config.m4: $file is in the wrong list ($list)" ;;
  esac
done <<<"$lists"

for stub in stubs/*.stub.php; do
  [ -f "${stub%.stub.php}_arginfo.h" ] || complain "$stub has no arginfo"
  grep -rq "\"${stub%.stub.php}_arginfo.h\"" src || complain "${stub%.stub.php}_arginfo.h is included nowhere"
done
for header in stubs/*_arginfo.h; do
  [ -f "${header%_arginfo.h}.stub.php" ] || complain "$header has no stub"
done

# package.xml contains every source; tools/check-package.sh checks the rest of it.
packed=$(php8.2 -n tools/package-contents.php --list package.xml)
while read -r file; do
  complain "package.xml: $file is missing (run tools/gen-package.sh)"
done < <(grep -vxFf <(sed -n 's/ src$//p' <<<"$packed") < <(find src stubs config.m4 config.w32 Makefile.frag php_bgproc.h -name '*.[ch]' -o -name '*.stub.php' -o -name 'config.*' -o -name Makefile.frag | sort))
exit "$bad"
