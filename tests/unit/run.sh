#!/usr/bin/env bash
# Builds and runs the C unit tests (cmocka) against the sources below the PHP classes: tests/unit has the folders of src, and each
# test_*.c there is a program. No PHP is involved.
#
#   tests/unit/run.sh [--plain|--valgrind|--coverage=DIR] [--portable] [--without NAME]… [NAME…]
#
# Without an option everything is compiled with the address and undefined behaviour sanitizers. --valgrind runs a plain build under
# memcheck instead. --portable takes the portable halves of src/platform where there are two. NAME is test_buf or a pattern.
# Objects and programs go to a temporary directory, with --coverage to DIR, which stays, with gcov's notes and counters. The last line
# is "unit: N passed, N failed, N skipped".
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../../tools/lib.sh"
cd "$BGPROC_ROOT"

mode=sanitize
portable=no
names=()
without=()
while [ $# -gt 0 ]; do
  case $1 in
    --plain) mode=plain ;;
    --valgrind) mode=valgrind ;;
    --coverage=/*)
      mode=coverage
      out=${1#*=}
      ;;
    --portable) portable=yes ;;
    --without)
      without+=("${2:?a name}")
      shift
      ;;
    -*) die "unknown option $1" ;;
    *) names+=("${1%.c}") ;;
  esac
  shift
done
[ ${#names[@]} -gt 0 ] || names=('test_*')

# What a list of config.m4 means here: of the two halves of a platform file one.
pick_sources() {
  local file half
  config_lists | while read -r list file; do
    case " $* " in
      *" $list "*) ;;
      *) continue ;;
    esac
    half=no
    case $file in
      # What a system without /proc cannot promise has no tests here: these two are compiled on such a system only.
      */proc_posix.c) half=absent ;;
      */proc_linux.c) ;;
      *_posix.c) [ ! -f "${file%_posix.c}_linux.c" ] || half=posix ;;
      *_linux.c) [ ! -f "${file%_linux.c}_posix.c" ] || half=linux ;;
    esac
    [ -f "$file" ] || half=absent
    case $half:$portable in
      absent:* | posix:no | linux:yes) ;;
      *) printf '%s\n' "$file" ;;
    esac
  done | sort -u
}

# matches NAME PATTERN…
matches() {
  local name=$1 pattern
  shift
  for pattern in "$@"; do
    # shellcheck disable=SC2053
    if [[ $name == $pattern ]]; then
      return 0
    fi
  done
  return 1
}

# Programs are known by their name alone: no two folders have the same. Found before anything is compiled, so that a mistyped name
# is told at once.
programs=()
declare -A file_of=()
while read -r file; do
  name=$(basename "$file" .c)
  [ -z "${file_of[$name]:-}" ] || die "$file and ${file_of[$name]} have one name"
  file_of[$name]=$file
  if matches "$name" "${names[@]}" && ! matches "$name" "${without[@]}"; then
    programs+=("$name")
  fi
done < <(find tests/unit -name 'test_*.c' | sort)
if [ ${#programs[@]} -eq 0 ]; then
  say "FAIL no unit test matches: ${names[*]}"
  echo "unit: 0 passed, 1 failed, 0 skipped"
  exit 1
fi

if [ "$mode" = coverage ]; then
  mkdir "$out"
else
  out=$(mktemp -d "${TMPDIR:-/tmp}/bgproc-unit.XXXXXX")
  trap 'rm -rf "$out"' EXIT
fi
# Servers and other users under test may have to read what is below.
chmod 0755 "$out"

flags=(-std=gnu11 -D_GNU_SOURCE=1 -I. -g -Wall -Wextra -Wno-unused-parameter -Wstrict-prototypes -Wmissing-prototypes -Werror)
read -r -a cjson <<<"$(pkg-config --cflags libcjson)"
read -r -a libs <<<"-lcmocka $(pkg-config --libs libcjson) -ldl -lpthread"
runner=()
case $mode in
  sanitize)
    flags+=(-O1 -fsanitize=address -fsanitize=undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
    export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:strict_string_checks=1}
    export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
    ;;
  plain) flags+=(-O2) ;;
  # The counters are not to be written before an exec: that may be the child of a vfork, or another user.
  coverage) flags+=(-O0 --coverage -fno-builtin-fork -fno-builtin-execve) ;;
  valgrind)
    flags+=(-O1)
    runner=(valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite --trace-children=no)
    ;;
esac

all_lists=$(config_lists | awk '$1 !~ /^bgproc_(php|launch_module)/ { print $1 }' | sort -u | tr '\n' ' ')
# shellcheck disable=SC2086
mapfile -t sources < <(pick_sources $all_lists)

objects=()
for source in "${sources[@]}"; do
  object=$out/$(printf '%s' "${source%.c}" | tr / .).o
  case $source in
    src/supervisor/main.c | src/request/main.c) ;;
    *) objects+=("$object") ;;
  esac
  printf '%s %s\n' "$source" "$object"
done >"$out/sources"
# Source and object come last, whatever the flags are: the compilers run side by side.
# shellcheck disable=SC2016
xargs -n 2 -P "$(jobs_wanted)" -a "$out/sources" sh -c '
  while [ $# -gt 2 ]; do flags="$flags $1"; shift; done
  exec $flags -c "$1" -o "$2"' sh "${CC:-gcc}" "${flags[@]}" "${cjson[@]}" || die "the sources do not compile"
# An archive, so that a test takes only what it calls and may replace a layer by a double.
ar rcs "$out/bgproc.a" "${objects[@]}"
if [ -f "$out/src.supervisor.main.o" ]; then
  "${CC:-gcc}" "${flags[@]}" "$out/src.supervisor.main.o" "$out/bgproc.a" "${libs[@]:1}" -o "$out/bgproc.supervisor"
  export BGPROC_TEST_SUPERVISOR=$out/bgproc.supervisor
fi
if [ -f "$out/src.request.main.o" ]; then
  "${CC:-gcc}" "${flags[@]}" "$out/src.request.main.o" "$out/bgproc.a" -ldl -o "$out/bgproc.request"
  export BGPROC_TEST_REQUEST=$out/bgproc.request
fi

passed=0
failed=0
skipped=0
# build_and_run NAME leaves NAME.log and NAME.rc; every program has a TMPDIR of its own.
build_and_run() {
  local name=$1 rc=0
  if ! "${CC:-gcc}" "${flags[@]}" -Wno-missing-prototypes "${cjson[@]}" "${file_of[$name]}" "$out/bgproc.a" "${libs[@]}" -o "$out/$name" \
    >"$out/$name.log" 2>&1; then
    echo build >"$out/$name.rc"
    return 0
  fi
  mkdir "$out/$name.tmp"
  CMOCKA_MESSAGE_OUTPUT=tap TMPDIR=$out/$name.tmp timeout -k 10 "${BGPROC_UNIT_TIMEOUT:-300}" "${runner[@]}" "$out/$name" \
    >"$out/$name.log" 2>&1 </dev/null || rc=$?
  echo "$rc" >"$out/$name.rc"
}

# judge NAME counts what the program said.
judge() {
  local name=$1 rc oks skips bads planned
  rc=$(cat "$out/$name.rc" 2>/dev/null || echo lost)
  # cmocka writes a skipped test as "not ok N # SKIP name".
  skips=$(grep -cE '^(not )?ok [0-9]+ # SKIP' "$out/$name.log" || true)
  oks=$(grep -cE '^ok [0-9]+ - ' "$out/$name.log" || true)
  bads=$(grep -cE '^not ok [0-9]+ - ' "$out/$name.log" || true)
  planned=$(sed -n 's/^1\.\.\([0-9]*\)$/\1/p' "$out/$name.log" | awk '{ n += $1 } END { print n + 0 }')
  # A program that dies, hangs or is found out by a sanitizer fails, whatever it had printed before; so does one without a test.
  if [ "$bads" -eq 0 ] && { [ "$rc" != 0 ] || [ "$planned" -ne $((oks + skips)) ] || [ "$planned" -eq 0 ]; }; then
    bads=1
    say "FAIL $name: exit $rc, $((oks + skips)) of $planned tests reported"
  fi
  if [ "$bads" -gt 0 ]; then
    sed 's/^/  /' "$out/$name.log"
  fi
  sed -nE "s/^(not )?ok [0-9]+ # SKIP/SKIP $name:/p" "$out/$name.log"
  printf '%s %s (%d tests)\n' "$([ "$bads" -eq 0 ] && echo PASS || echo FAIL)" "$name" "$planned"
  passed=$((passed + oks))
  failed=$((failed + bads))
  skipped=$((skipped + skips))
}

# As many side by side as there are processors.
for name in "${programs[@]}"; do
  while [ "$(jobs -rp | wc -l)" -ge "$(jobs_wanted)" ]; do
    wait -n || true
  done
  build_and_run "$name" &
done
wait
for name in "${programs[@]}"; do
  judge "$name"
done
printf 'unit: %d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]
