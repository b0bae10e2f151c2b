#!/usr/bin/env bash
# Builds the floors and the module, fetches the peers, runs every bench script and writes bench/RESULTS.md.
#
#   bench/run.sh [--module=FILE] [--cocur=DIR] [--crowdstar=DIR] [--kohkimakimoto=DIR] [--spatie-async=DIR] [--spatie-fork=DIR]
#                [--vendor=DIR] [--dir=DIR] [--output=FILE] [--quick] [SCRIPT...]
#
#   --module=FILE          a bgproc.so built before; otherwise one is built in a copy of the tree
#   --cocur=DIR            a checkout of cocur/background-process, where Composer does not have it
#   --crowdstar=DIR        a checkout of crowdstar/background-processing, likewise
#   --kohkimakimoto=DIR    a checkout of kohkimakimoto/background-process, likewise
#   --spatie-async=DIR     a checkout of spatie/async, likewise
#   --spatie-fork=DIR      a checkout of spatie/fork, likewise
#   --vendor=DIR           where Composer has installed bench/composer.json; otherwise it is installed in the cache directory
#   --dir=DIR              state directories are made below it (default: the temporary directory)
#   --output=FILE          default: bench/RESULTS.md
#   --quick                few rounds: to see that everything works, not to judge
#   SCRIPT                 names without .php (default: all)
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../tools/lib.sh"

bench=$BGPROC_ROOT/bench
scripts=()
module='' vendor='' cocur='' crowdstar='' kohkimakimoto='' spatie_async='' spatie_fork='' dir='' quick='' output=$bench/RESULTS.md
for arg in "$@"; do
  case $arg in
    --module=*) module=$(realpath "${arg#*=}") ;;
    --vendor=*) vendor=$(realpath "${arg#*=}") ;;
    --cocur=*) cocur=$(realpath "${arg#*=}") ;;
    --crowdstar=*) crowdstar=$(realpath "${arg#*=}") ;;
    --kohkimakimoto=*) kohkimakimoto=$(realpath "${arg#*=}") ;;
    --spatie-async=*) spatie_async=$(realpath "${arg#*=}") ;;
    --spatie-fork=*) spatie_fork=$(realpath "${arg#*=}") ;;
    --dir=*) dir=$(realpath "${arg#*=}") ;;
    --output=*) output=${arg#*=} ;;
    --quick) quick=1 ;;
    -*) die "unknown option $arg (see the head of this script)" ;;
    *) scripts+=("$arg") ;;
  esac
done
if [ ${#scripts[@]} -eq 0 ]; then
  scripts=(start-latency cpu sustained memory module-load list deferred jobs fpm-overhead pool)
fi

# shellcheck disable=SC2086
need_packages $BGPROC_BUILD_PACKAGES "php$BGPROC_PHP_VERSION-fpm"
work=$(work_dir bench)
trap 'rm -rf "$work"' EXIT

step "building the floors"
mkdir "$work/floors"
for source in "$bench"/c/*.c; do
  name=$(basename "$source" .c)
  "${CC:-cc}" -std=c11 -D_GNU_SOURCE -O2 -Wall -Wextra -o "$work/floors/$name" "$source"
done

if [ -z "$module" ]; then
  step "building bgproc for PHP $BGPROC_PHP_VERSION"
  copy_tree "$work/tree"
  build_module "$work/tree" "" || die "the build failed"
  module=$work/tree/modules/bgproc.so
fi
php=("php$BGPROC_PHP_VERSION" -n -d extension="$module" -d memory_limit=-1)

# packages WORDS... a peer that cannot be had is reported as missing by the scripts.
packages() {
  php8.2 "$BGPROC_ROOT/tools/packages.php" "$@" </dev/null
}

# The old libraries as they are, without what they ask for: no release of theirs names a PHP or a Symfony of today.
fetch_package() {
  if [ ! -d "$vendor/$1" ] && ! packages project "$bench/peers.lock" "$1" "$vendor/$1"; then
    say "Composer does not have $1"
  fi
}

if [ -z "$vendor" ]; then
  # What was made for other versions is not used.
  vendor=$BGPROC_CACHE/bench/vendor-$(cat "$bench"/*.lock | sha256sum | cut -c 1-16)
  if [ ! -f "$vendor/autoload.php" ] && command -v composer >/dev/null 2>&1; then
    step "composer"
    if installed=$(packages install "$bench"); then
      mkdir -p "$vendor"
      cp -R "$installed/." "$vendor/"
    fi
  fi
  if command -v composer >/dev/null 2>&1; then
    [ -n "$cocur" ] || fetch_package cocur/background-process
    [ -n "$crowdstar" ] || fetch_package crowdstar/background-processing
    [ -n "$kohkimakimoto" ] || fetch_package kohkimakimoto/background-process
    [ -n "$spatie_async" ] || fetch_package spatie/async
    [ -n "$spatie_fork" ] || fetch_package spatie/fork
  else
    say "Composer is not installed: the peers are missing"
  fi
fi

options=("--floors=$work/floors" "--vendor=$vendor" "--cocur=$cocur" "--kohkimakimoto=$kohkimakimoto" "--dir=$dir")

machine() {
  local where=${dir:-${TMPDIR:-/tmp}}
  printf '%s, %s processors, %s MiB of memory, %s %s, %s on %s\n' \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)" "$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)" \
    "$(uname -s)" "$(uname -r)" "$(df --output=fstype "$where" | tail -n 1)" "$(df --output=source "$where" | tail -n 1)"
}

# Whether others had to give way.
scheduling() {
  local policy
  policy=$(chrt -p $$ 2>/dev/null | sed -n 's/.*policy: //p')
  printf '%s, nice %s\n' "${policy:-unknown}" "$(nice)"
}

# A peer's version, as Composer or its checkout tells it.
versions() {
  local name checkout library
  "${php[@]}" -r 'printf("PHP %s, bgproc %s", PHP_VERSION, phpversion("bgproc"));'
  for name in symfony/process symfony/filesystem symfony/finder amphp/parallel laravel/serializable-closure; do
    if [ -f "$vendor/composer/installed.json" ]; then
      # shellcheck disable=SC2016
      "${php[@]}" -r '
        foreach (json_decode(file_get_contents($argv[1]), true)["packages"] ?? [] as $package) {
          if ($package["name"] === $argv[2]) { echo ", $argv[2] $package[version]"; }
        }' "$vendor/composer/installed.json" "$name"
    fi
  done
  for name in cocur crowdstar kohkimakimoto spatie_async spatie_fork; do
    checkout=${!name}
    case $name in
      crowdstar) library=crowdstar/background-processing ;;
      spatie_*) library=spatie/${name#*_} ;;
      *) library=$name/background-process ;;
    esac
    if [ -n "$checkout" ]; then
      printf ', %s %s' "$library" \
        "$(git -c safe.directory="$checkout" -C "$checkout" describe --tags --always 2>/dev/null || echo 'of unknown version')"
    elif [ -d "$vendor/$library" ]; then
      printf ', %s %s' "$library" "$(sed -n "s|^$library \([^ ]*\) .*|\1|p" "$bench/peers.lock")"
    fi
  done
  echo
}

results=$work/results.md
{
  # shellcheck disable=SC2016
  printf '# Results\n\nWritten by `bench/run.sh` on %s. How it is measured: [README.md](README.md).\n\n' "$(date -u +%Y-%m-%d)"
  printf -- '- machine: %s\n- scheduling: %s\n- software: %s\n' "$(machine)" "$(scheduling)" "$(versions)"
  if [ -n "$quick" ]; then
    printf -- '- a quick run: too few rounds to judge by\n'
  fi
  echo
} >"$results"

failed=''
for script in "${scripts[@]}"; do
  step "$script"
  few=()
  if [ -n "$quick" ] && [ "$script" != memory ]; then
    few=(--rounds=5)
  fi
  if [ "$script" = deferred ]; then
    few+=("--crowdstar=$crowdstar")
  fi
  if [ "$script" = pool ]; then
    few+=("--spatie-async=$spatie_async" "--spatie-fork=$spatie_fork" ${quick:+--milliseconds=5})
  fi
  if ! "${php[@]}" "$bench/$script.php" "${options[@]}" "${few[@]}" </dev/null | tee -a "$results"; then
    failed="$failed $script"
    printf '%s did not come to its end.\n\n' "$script" >>"$results"
  fi
done
# One empty line between paragraphs, none at the end.
cat -s "$results" | sed -e '$ { /^$/d; }' >"$work/final.md"
cp "$work/final.md" "$output"
step "written to $output"
[ -z "$failed" ] || die "no result of:$failed"
