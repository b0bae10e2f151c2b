#!/usr/bin/env bash
# Builds one PHP of the version matrix and prints its prefix (or the root of its chroot) on the last line.
#
#   tools/build-php.sh 8.2-zts-debug-asan | 8.4-nts | 8.4-zts-debug     from Debian's source tarballs
#   tools/build-php.sh 8.5-nts                                          a chroot: Debian sid with php8.5 of experimental
#   tools/build-php.sh --where NAME                                     only prints where it is or would be
#
# Everything goes below $BGPROC_CACHE/php. A build carries a stamp made of its recipe: without it, or with another one, it is
# made again. apt's configuration of this machine is read (the mirror) and not changed.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

PHP_CACHE=$BGPROC_CACHE/php

# The newest source versions of a suite may be listed before their files exist, so the versions are pinned, and the
# tarballs with them.
source_version() {
  case $1 in
    8.2) echo 8.2.32-1~deb12u1 bookworm e02aa173c236c12791696254d607da680e6d5516f8f5c2339642de7c4f944bd2 ;;
    8.4) echo 8.4.24-1~deb13u1 trixie e127be09a8506f4327c5cfa78a614b00d210714484ec215ce0011b4a03c00731 ;;
  esac
}

COMMON="--disable-all --disable-phpdbg --enable-cli --enable-fpm --enable-cgi --enable-posix --enable-pcntl \
  --enable-tokenizer --enable-session --enable-ctype --enable-opcache --enable-sockets"

# For tools/valgrind.sh: memcheck of sid knows the system calls of today, and needs the names of the C library. For jobs: what HTTP
# needs, and what the examples of docs/notify.md are run by.
CHROOT_EXTRA="valgrind libc6-dbg libcurl4t64 socat python3-minimal"

# recipe NAME sets series, flags and the compiler's environment.
recipe() {
  cc=gcc
  cxx=g++
  case $1 in
    8.2-zts-debug-asan)
      series=8.2
      flags="--enable-zts --enable-debug --enable-address-sanitizer --enable-undefined-sanitizer"
      cflags="-O1 -g -fno-omit-frame-pointer"
      ;;
    8.4-nts)
      series=8.4
      flags=""
      cflags="-O2 -g"
      ;;
    8.4-zts-debug)
      series=8.4
      flags="--enable-zts --enable-debug"
      cflags="-O0 -g"
      ;;
    *)
      die "no such PHP: $1 (8.2-zts-debug-asan, 8.4-nts, 8.4-zts-debug, 8.5-nts)"
      ;;
  esac
}

# fetch_source SERIES puts the .orig tarball into the cache and checks its sum; prints its path.
fetch_source() {
  local version suite sum tarball dir
  read -r version suite sum <<<"$(source_version "$1")"
  tarball=$PHP_CACHE/src/php${1}_${version%%-*}.orig.tar.xz
  if [ -f "$tarball" ] && printf '%s  %s\n' "$sum" "$tarball" | sha256sum --check --status; then
    printf '%s\n' "$tarball"
    return 0
  fi
  step "fetching php$1 $version (suite $suite)" >&2
  dir=$(mktemp -d "$PHP_CACHE/src/fetch.XXXXXX")
  mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial" "$dir/parts" "$dir/get"
  printf 'deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main\n' "$(debian_mirror)" "$suite" >"$dir/sources.list"
  local apt=(apt-get -q -o "Dir::Etc::SourceList=$dir/sources.list" -o "Dir::Etc::SourceParts=$dir/parts"
    -o "Dir::State::Lists=$dir/lists" -o "Dir::Cache=$dir/cache" -o "APT::Sandbox::User=$(id -un)"
    -o "Acquire::Languages=none" -o "Acquire::Retries=2" -o "Acquire::IndexTargets::deb-src::DEP-11::DefaultEnabled=false")
  if ! (
    cd "$dir/get" && "${apt[@]}" update && "${apt[@]}" source --download-only "php$1=$version"
  ) >"$dir/log" 2>&1 </dev/null; then
    tail -n 15 "$dir/log" >&2
    rm -rf "$dir"
    die "the archive refuses php$1 $version"
  fi
  if ! printf '%s  %s\n' "$sum" "$dir/get/${tarball##*/}" | sha256sum --check --status; then
    rm -rf "$dir"
    die "php$1 $version: the tarball is not the one that was pinned (sha256)"
  fi
  mv "$dir/get/${tarball##*/}" "$tarball"
  rm -rf "$dir"
  printf '%s\n' "$tarball"
}

# The prefix is baked into phpize and php-config: a build is made where it will stay, and the stamp is written last.
build_from_source() {
  local name=$1 series flags cflags cc cxx prefix stamp want tarball work
  recipe "$name"
  need_packages gcc g++ libc6-dev make pkg-config xz-utils debian-archive-keyring ca-certificates
  prefix=$PHP_CACHE/$name
  stamp=$prefix/.bgproc-stamp
  want="$(source_version "$series") $COMMON $flags $cc $cflags"
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ] && "$prefix/bin/php" -n -v >/dev/null 2>&1; then
    step "$name: cached"
    printf '%s\n' "$prefix"
    return 0
  fi
  mkdir -p "$PHP_CACHE/src"
  tarball=$(fetch_source "$series")
  work=$(mktemp -d "$PHP_CACHE/build-$name.XXXXXX")
  # shellcheck disable=SC2064
  trap "rm -rf '$work'" EXIT
  rm -rf "$prefix"
  step "$name: unpack"
  tar -C "$work" --strip-components=1 --one-top-level=src -xJf "$tarball"
  mkdir "$work/out"
  # The program under construction leaks on purpose (it is run by its own configure and make).
  export ASAN_OPTIONS=detect_leaks=0
  step "$name: configure"
  # shellcheck disable=SC2086
  (cd "$work/out" && ../src/configure --prefix="$prefix" $COMMON $flags CC=$cc CXX=$cxx CFLAGS="$cflags" CXXFLAGS="$cflags") \
    >"$work/configure.log" 2>&1 </dev/null || { tail -n 20 "$work/configure.log" >&2; die "$name: configure failed"; }
  step "$name: make"
  make -C "$work/out" -j"$(jobs_wanted)" >"$work/make.log" 2>&1 </dev/null || { tail -n 30 "$work/make.log" >&2; die "$name: make failed"; }
  step "$name: install"
  make -C "$work/out" install >"$work/install.log" 2>&1 </dev/null || { tail -n 20 "$work/install.log" >&2; die "$name: make install failed"; }
  mkdir -p "$prefix/.github"
  "$prefix/bin/php" -n -v || die "$name: the PHP that was built does not run"
  printf '%s\n' "$want" >"$stamp"
  printf '%s\n' "$prefix"
}

# chroot_packages ROOT NAME... installs what a chroot that was built before lacks.
chroot_packages() {
  local root=$1 missing=() p
  shift
  for p in "$@"; do
    # shellcheck disable=SC2016
    if [ "$(chroot "$root" dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null)" != installed ]; then
      missing+=("$p")
    fi
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  step "${root##*/}: ${missing[*]}"
  # shellcheck disable=SC2016
  in_chroot "$root" sh -c 'export DEBIAN_FRONTEND=noninteractive; apt-get -q update &&
    apt-get -q -y --no-install-recommends install "$@" && apt-get clean' sh "${missing[@]}" >>"$root.log" 2>&1 </dev/null ||
    { tail -n 25 "$root.log" >&2; die "${root##*/}: the archive refuses ${missing[*]}"; }
}

# PHP 8.5 is packaged in Debian experimental only. The chroot stays clean: a leg mounts its copy of the tree into it.
build_chroot() {
  local name=$1 root stamp want mirror
  [ "$(id -u)" -eq 0 ] || { as_root env BGPROC_CACHE="$BGPROC_CACHE" "$0" "$name"; return; }
  # shellcheck disable=SC2086
  need_packages $BGPROC_CHROOT_PACKAGES
  root=$PHP_CACHE/$name
  stamp=$root/.bgproc-stamp
  want="sid+experimental php8.5 nginx 1"
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ] && chroot "$root" php8.5 -n -v >/dev/null 2>&1; then
    step "$name: cached"
    # shellcheck disable=SC2086
    chroot_packages "$root" $CHROOT_EXTRA
    printf '%s\n' "$root"
    return 0
  fi
  mirror=$(debian_mirror)
  rm -rf "$root"
  mkdir -p "$PHP_CACHE"
  step "$name: debootstrap sid"
  debootstrap --variant=minbase --include=pkg-config,libcjson-dev,gcc,libc6-dev,make,ca-certificates,procps sid "$root" "$mirror" \
    >"$PHP_CACHE/$name.log" 2>&1 </dev/null || { tail -n 15 "$PHP_CACHE/$name.log" >&2; die "$name: debootstrap failed (suite sid)"; }
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod 0755 "$root/usr/sbin/policy-rc.d"
  printf 'deb %s experimental main\n' "$mirror" >"$root/etc/apt/sources.list.d/experimental.list"
  # A mirror may be some days behind; what it signs is checked all the same.
  printf 'Acquire::Check-Valid-Until "false";\n' >"$root/etc/apt/apt.conf.d/99bgproc"
  # experimental has the lowest priority: only what sid lacks comes from it, which is php8.5 and not the newer php-common that
  # breaks it.
  step "$name: php8.5 from experimental"
  in_chroot "$root" sh -c 'export DEBIAN_FRONTEND=noninteractive; apt-get -q update &&
    apt-get -q -y --no-install-recommends install php8.5-cli php8.5-dev php8.5-fpm php8.5-cgi nginx-light && apt-get clean' \
    >>"$PHP_CACHE/$name.log" 2>&1 </dev/null || { tail -n 25 "$PHP_CACHE/$name.log" >&2; die "$name: the archive refuses php8.5"; }
  chroot "$root" php8.5 -n -v || die "$name: php8.5 does not run"
  # shellcheck disable=SC2086
  chroot_packages "$root" $CHROOT_EXTRA
  printf '%s\n' "$want" >"$stamp"
  printf '%s\n' "$root"
}

if [ "${1:-}" = --where ]; then
  printf '%s\n' "$PHP_CACHE/${2:?a name}"
  exit 0
fi
[ $# -eq 1 ] || die "usage: tools/build-php.sh [--where] 8.2-zts-debug-asan|8.4-nts|8.4-zts-debug|8.5-nts"
mkdir -p "$PHP_CACHE"
# One build of a name at a time; the lock is not passed on to what the build starts.
exec 8>"$PHP_CACHE/$1.lock"
flock 8
case $1 in
  8.5-nts) build_chroot "$1" 8>&- ;;
  *) build_from_source "$1" 8>&- ;;
esac
