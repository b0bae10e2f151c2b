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
. "$(dirname "${BASH_SOURCE[0]}")/debian-source.sh"
. "$(dirname "${BASH_SOURCE[0]}")/php-chroot.sh"

PHP_CACHE=$BGPROC_CACHE/php

# What Debian's php-cli has built in, what its php-common brings along, and what the tests need. "--disable-all" drops even what PHP
# has by default, and the libraries that applications are made of take it for granted.
COMMON="--disable-all --disable-phpdbg --enable-cli --enable-fpm --enable-cgi --enable-calendar --enable-ctype --enable-exif \
  --enable-fileinfo --enable-filter --enable-ftp --with-gettext --with-iconv --enable-opcache --with-openssl --enable-pcntl --enable-pdo \
  --enable-phar --enable-posix --enable-session --enable-shmop --enable-sockets --with-sodium --enable-sysvmsg --enable-sysvsem \
  --enable-sysvshm --enable-tokenizer --with-libxml --enable-dom --enable-simplexml --enable-xml --enable-xmlreader --enable-xmlwriter \
  --with-zlib"
LIBRARIES="libssl-dev libsodium-dev libxml2-dev zlib1g-dev"
# The modules that these options must give, as "php -n -m" spells them.
MODULES="calendar Core ctype date dom exif fileinfo filter ftp gettext hash iconv json libxml openssl pcntl pcre PDO Phar posix random \
  Reflection session shmop SimpleXML sockets sodium SPL standard sysvmsg sysvsem sysvshm tokenizer xml xmlreader xmlwriter zlib"

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

# modules_missing PHP prints those of MODULES that the program does not have built in.
modules_missing() {
  local module all
  all=$("$1" -n -m)
  for module in $MODULES; do
    grep -qxF "$module" <<<"$all" || printf '%s ' "$module"
  done
}

# The prefix is baked into phpize and php-config: a build is made where it will stay, and the stamp is written last.
build_from_source() {
  local name=$1 series flags cflags cc cxx prefix stamp want tarball work missing
  recipe "$name"
  # shellcheck disable=SC2086
  need_packages gcc g++ libc6-dev make pkg-config xz-utils debian-archive-keyring ca-certificates $LIBRARIES
  prefix=$PHP_CACHE/$name
  stamp=$prefix/.bgproc-stamp
  # The pin is part of the recipe, what was taken instead is not: a build stays good until the recipe changes.
  want="$(source_pin "$series") $COMMON $flags $cc $cflags"
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ] && "$prefix/bin/php" -n -v >/dev/null 2>&1; then
    step "$name: cached"
    printf '%s\n' "$prefix"
    return 0
  fi
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
  missing=$(modules_missing "$prefix/bin/php")
  [ -z "$missing" ] || die "$name: the PHP that was built lacks $missing"
  printf '%s\n' "$want" >"$stamp"
  printf '%s\n' "$prefix"
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
