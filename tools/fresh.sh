#!/usr/bin/env bash
# The two commands of the README on a bare Debian 12: a clean clone of HEAD in a new root, as root, with nothing of this machine but
# the network (resolver, authorities).
#
#   tools/fresh.sh [--prepare] [--keep] [COMMAND…]
#
# The bare root is made once by debootstrap and kept as a tarball below $BGPROC_CACHE/fresh; --prepare only makes that. --keep leaves
# the root for a look inside. COMMAND, run in the clone, replaces the README's two (each is one argument). Prints the last lines and
# the exit code of each; exits with 1 if one failed.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ "$(id -u)" -eq 0 ] || exec sudo -n "$0" "$@"
keep=no
prepare=no
commands=()
for arg in "$@"; do
  case $arg in
    --keep) keep=yes ;;
    --prepare) prepare=yes ;;
    -*) die "usage: tools/fresh.sh [--prepare] [--keep] [COMMAND…]" ;;
    *) commands+=("$arg") ;;
  esac
done
[ ${#commands[@]} -gt 0 ] || commands=(tools/try.sh tools/test.sh)

# shellcheck disable=SC2086
need_packages $BGPROC_CHROOT_PACKAGES git
mkdir -p "$BGPROC_CACHE/fresh"
base=$BGPROC_CACHE/fresh/bookworm.tar
mirror=$(debian_mirror)
if [ ! -f "$base" ]; then
  step "debootstrap bookworm"
  new=$(mktemp -d "$BGPROC_CACHE/fresh/base.XXXXXX")
  # shellcheck disable=SC2064
  trap "rm -rf '$new'" EXIT
  debootstrap --variant=minbase --include=ca-certificates bookworm "$new" "$mirror" >"$base.log" 2>&1 </dev/null ||
    { tail -n 15 "$base.log" >&2; die "debootstrap failed"; }
  printf 'deb %s bookworm main\ndeb %s bookworm-updates main\ndeb %s bookworm-security main\n' "$mirror" "$mirror" \
    "${mirror%/debian}/debian-security" >"$new/etc/apt/sources.list"
  # Nothing that is installed may start a server of its own: there is no init.
  printf '#!/bin/sh\nexit 101\n' >"$new/usr/sbin/policy-rc.d"
  chmod 0755 "$new/usr/sbin/policy-rc.d"
  tar -C "$new" -cf "$base.tmp" .
  mv "$base.tmp" "$base"
  rm -rf "$new"
  trap - EXIT
fi
[ "$prepare" = no ] || exit 0

root=$(mktemp -d "$BGPROC_CACHE/fresh/root.XXXXXX")
# shellcheck disable=SC2317
cleanup() {
  if [ "$keep" = yes ]; then
    say "root: $root"
  else
    rm -rf "$root"
  fi
}
trap cleanup EXIT
tar -C "$root" -xf "$base"
chmod 0755 "$root"
cp /etc/resolv.conf "$root/etc/resolv.conf"
# Where a proxy looks into TLS, the network has an authority of its own, which the administrator has put there.
if compgen -G '/usr/local/share/ca-certificates/*.crt' >/dev/null; then
  cp /usr/local/share/ca-certificates/*.crt "$root/usr/local/share/ca-certificates/"
  chroot "$root" update-ca-certificates >/dev/null 2>&1 || die "update-ca-certificates failed"
fi
# What the installer of Debian writes and debootstrap does not.
printf '127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n' >"$root/etc/hosts"
git -c safe.directory='*' clone -q --no-hardlinks "$BGPROC_ROOT" "$root/root/bgproc"
head=$(tree_git rev-parse --short HEAD)

bad=0
for command in "${commands[@]}"; do
  step "clean root, $head: $command"
  started=$SECONDS
  rc=0
  # shellcheck disable=SC2016
  in_chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb \
    sh -c 'cd /root/bgproc && eval "$1"' sh "$command" >"$root/run.log" 2>&1 </dev/null || rc=$?
  if [ "$rc" -eq 0 ]; then
    tail -n 30 "$root/run.log"
  else
    tail -n 300 "$root/run.log"
    bad=1
  fi
  printf '== %s: exit %d (%d s)\n' "$command" "$rc" $((SECONDS - started))
done
# A checkout that was only used must not have changed.
changed=$(git -c safe.directory='*' -C "$root/root/bgproc" status --porcelain)
if [ -n "$changed" ]; then
  say "the clone was changed:"
  say "$changed"
  bad=1
fi
exit "$bad"
