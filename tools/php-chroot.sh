# shellcheck shell=bash
# The chroot with the PHP that only Debian experimental has, for tools/build-php.sh. Sourced after lib.sh, never run.
#
# The archive moves on: a version may be listed before its packages are there, sid may not be installable for a day, and one day
# experimental has another series. Each is met by the next best, with a line about it.
#
# SPDX-License-Identifier: Apache-2.0

# For tools/valgrind.sh: memcheck of sid knows the system calls of today, and needs the names of the C library. For jobs: what HTTP
# needs, and what the examples of docs/notify.md are run by.
CHROOT_EXTRA="valgrind libc6-dbg libcurl4t64 socat python3-minimal"

# in_root ROOT SCRIPT [ARG...] runs a script of the shell in the chroot, its output into ROOT.log.
in_root() {
  local root=$1 script=$2
  shift 2
  in_chroot "$root" sh -c "export DEBIAN_FRONTEND=noninteractive; $script" sh "$@" >>"$root.log" 2>&1 </dev/null
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
  in_root "$root" 'apt-get -q update && apt-get -q -y --no-install-recommends install "$@" && apt-get clean' "${missing[@]}"
}

# chroot_base ROOT SUITE makes a bare root with the suites that may have the packages. experimental has the lowest priority: only what
# sid lacks comes from it, which is php8.5 and not the newer php-common that breaks it.
chroot_base() {
  local root=$1 mirror suite
  mirror=$(debian_mirror)
  rm -rf "$root"
  step "${root##*/}: debootstrap $2"
  debootstrap --variant=minbase --include=pkg-config,libcjson-dev,gcc,libc6-dev,make,ca-certificates,procps "$2" "$root" "$mirror" \
    >>"$root.log" 2>&1 </dev/null || return 1
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod 0755 "$root/usr/sbin/policy-rc.d"
  for suite in sid experimental; do
    [ "$suite" = "$2" ] || printf 'deb %s %s main\n' "$mirror" "$suite" >"$root/etc/apt/sources.list.d/$suite.list"
  done
  # A mirror may be some days behind; what it signs is checked all the same.
  printf 'Acquire::Check-Valid-Until "false";\nAcquire::Retries "2";\n' >"$root/etc/apt/apt.conf.d/99bgproc"
  # On a stable base the rest stays what the base has.
  [ "$2" = sid ] || printf 'Package: *\nPin: release a=unstable\nPin-Priority: 100\n' >"$root/etc/apt/preferences.d/99bgproc-base"
}

# chroot_offers ROOT PACKAGE prints the versions that the index in the chroot has, apt's candidate first. The fields are those of
# "apt-cache madison" and "apt-cache policy".
chroot_offers() {
  {
    chroot "$1" apt-cache policy "$2" | sed -n 's/^  Candidate: \([^(].*\)$/\1/p'
    chroot "$1" apt-cache madison "$2" | awk -F ' *[|] *' '{ print $2 }' | sort -rV
  } 2>/dev/null | awk 'NF && !seen[$0]++'
}

# chroot_php ROOT installs the PHP: 8.5 where a suite has it, else the next series; apt's candidate, else any version whose packages
# exist and can be installed. The series is kept in ROOT/.bgproc-series.
chroot_php() {
  local root=$1 series version
  in_root "$root" 'apt-get -q update' || return 1
  for series in 8.5 8.6 8.7 8.8 8.9; do
    while read -r version; do
      step "${root##*/}: php$series $version"
      printf 'Package: src:php%s\nPin: version %s\nPin-Priority: 990\n' "$series" "$version" >"$root/etc/apt/preferences.d/99bgproc-php"
      # shellcheck disable=SC2016
      if in_root "$root" 'apt-get -q -y --no-install-recommends install "php$1-cli" "php$1-dev" "php$1-fpm" "php$1-cgi" nginx-light &&
        apt-get clean' "$series"; then
        [ "$series" = 8.5 ] || say "php8.5 has left the archive: taking $series" >&2
        printf '%s\n' "$series" >"$root/.bgproc-series"
        return 0
      fi
      say "the archive lists php$series $version, but it cannot be installed" >&2
    done < <(chroot_offers "$root" "php$series-cli")
  done
  return 1
}

# PHP 8.5 is packaged in Debian experimental only. The chroot stays clean: a leg mounts its copy of the tree into it. Sid is the base;
# on a day on which it cannot be installed, Debian testing is.
build_chroot() {
  local name=$1 root stamp want base good=no
  [ "$(id -u)" -eq 0 ] || { as_root env BGPROC_CACHE="$BGPROC_CACHE" "$0" "$name"; return; }
  # shellcheck disable=SC2086
  need_packages $BGPROC_CHROOT_PACKAGES
  root=$PHP_CACHE/$name
  stamp=$root/.bgproc-stamp
  want="sid+experimental php8.5 nginx 2"
  # shellcheck disable=SC2086
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ] && chroot "$root" "php$(cat "$root/.bgproc-series")" -n -v >/dev/null 2>&1 &&
    chroot_packages "$root" $CHROOT_EXTRA; then
    step "$name: cached"
    printf '%s\n' "$root"
    return 0
  fi
  : >"$root.log"
  # A mirror that is being updated while it is read: once more.
  for base in sid sid testing; do
    # shellcheck disable=SC2086
    if chroot_base "$root" "$base" && chroot_php "$root" && chroot_packages "$root" $CHROOT_EXTRA; then
      good=yes
      break
    fi
    tail -n 10 "$root.log" >&2
    say "$name: not to be had on the base of $base" >&2
  done
  [ "$good" = yes ] || die "$name: the archive refuses php8.5"
  chroot "$root" "php$(cat "$root/.bgproc-series")" -n -v || die "$name: the PHP does not run"
  printf '%s\n' "$want" >"$stamp"
  printf '%s\n' "$root"
}
