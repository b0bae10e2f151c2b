#!/usr/bin/env bash
# Runs the libFuzzer targets (tests/fuzz/fuzz_*.c) with the address and undefined behaviour sanitizers. No PHP is linked.
#
#   tools/fuzz.sh [SECONDS] [TARGET…]
#
# SECONDS for each target, 30 by default; TARGET is a name without its fuzz_, such as record. What was found stays in the
# directory that is named. One line per target; the last line is "bgproc-fuzz: N targets, N runs, N findings".
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

seconds=30
if [[ ${1:-} =~ ^[0-9]+$ ]]; then
  seconds=$1
  shift
fi
# shellcheck disable=SC2086
need_packages clang libclang-rt-14-dev libcjson-dev pkg-config
work=$(work_dir fuzz)
cd "$BGPROC_ROOT"

names=("$@")
if [ ${#names[@]} -eq 0 ]; then
  for file in tests/fuzz/fuzz_*.c; do
    name=${file##*/fuzz_}
    names+=("${name%.c}")
  done
fi
for name in "${names[@]}"; do
  [ -f "tests/fuzz/fuzz_$name.c" ] || die "there is no target $name"
done

read -r -a cjson <<<"$(pkg-config --libs libcjson)"
under_test=(
  src/core/*.c src/ipc/frame.c src/ipc/inbox.c src/ipc/reassembly.c src/ipc/value.c src/platform/clock_posix.c
  src/platform/huge_pages_linux.c
  src/platform/file/descriptor_posix.c src/platform/file/directory_make.c
  src/platform/file/directory_owner.c src/platform/file/directory_posix.c src/platform/file/file_posix.c
  src/platform/file/lock_posix.c src/platform/file/procfs_linux.c src/platform/file/rename_posix.c
  src/platform/signal/signals_posix.c src/platform/socket/notify_linux.c src/platform/socket/notify_socket.c src/protocol/*.c
  src/request/fastcgi_record.c src/store/record/decode.c src/store/record/decode_quick.c src/store/record/decode_value.c
  src/store/record/encode.c src/supervisor/argument_value.c src/supervisor/arguments.c src/supervisor/output/tail.c
  src/supervisor/output/tail_file.c
)
read -r -a cjson_cflags <<<"$(pkg-config --cflags libcjson)"
flags=("${cjson_cflags[@]}" -std=gnu11 -D_GNU_SOURCE=1 -I. -g -O1 -Wall -Wextra -Werror -fno-sanitize-recover=undefined)

# What is tested is compiled once. The coverage of the fuzzer must be in it, its main() must not.
mkdir "$work/objects"
printf '%s\n' "${under_test[@]}" | xargs -P "$(jobs_wanted)" -I{} bash -c '
  source=$1; shift
  exec clang "$@" -fsanitize=fuzzer-no-link,address,undefined -c "$source" -o "$0/${source//\//.}.o"' "$work/objects" {} "${flags[@]}"

# One target: what it found is in its folder, what it said in its log, how it ended in its .rc.
fuzz_one() {
  local name=$1 rc=0
  clang "${flags[@]}" -fsanitize=fuzzer,address,undefined "tests/fuzz/fuzz_$name.c" "$work"/objects/*.o "${cjson[@]}" \
    -o "$work/fuzz_$name" >"$work/$name.log" 2>&1 || { echo build >"$work/$name.rc"; return; }
  mkdir "$work/$name" "$work/$name.found"
  # Short inputs first find the most; a record is rarely longer than this.
  "$work/fuzz_$name" -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 -verbosity=0 \
    -artifact_prefix="$work/$name.found/" "$work/$name" "tests/fuzz/corpus/$name" >"$work/$name.log" 2>&1 </dev/null || rc=$?
  echo "$rc" >"$work/$name.rc"
}

# As many at a time as there are processors.
running=0
for name in "${names[@]}"; do
  if [ "$running" -ge "$(jobs_wanted)" ]; then
    wait -n || true
    running=$((running - 1))
  fi
  fuzz_one "$name" &
  running=$((running + 1))
done
wait

findings=0
runs=0
for name in "${names[@]}"; do
  log=$work/$name.log
  rc=$(cat "$work/$name.rc")
  count=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  runs=$((runs + ${count:-0}))
  if [ "$rc" != 0 ] || [ "${count:-0}" -eq 0 ]; then
    findings=$((findings + 1))
    say "fuzz_$name: exit $rc"
    tail -n 40 "$log"
    say "inputs: $work/$name.found"
  else
    say "fuzz_$name: $count runs in $seconds s, $(find "$work/$name" -type f | wc -l) new inputs"
  fi
done
[ "$findings" -gt 0 ] || rm -rf "$work"
say "bgproc-fuzz: ${#names[@]} targets, $runs runs, $findings findings"
[ "$findings" -eq 0 ]
