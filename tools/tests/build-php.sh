#!/usr/bin/env bash
# Which PHP tools/build-php.sh builds when the archive has moved on: against an archive that is made here, without the network.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/runner.inc"

# ---- an archive like Debian's, signed with a key of its own ----

export GNUPGHOME=$base/gpg
mkdir -m 0700 "$GNUPGHOME"

make_key() {
  gpg --batch --quiet --passphrase '' --quick-generate-key "$1@example.org" ed25519 sign never
  gpg --batch --quiet --export "$1@example.org" >"$base/$1.gpg"
}

sum() {
  sha256sum <"$1" | sed 's/ .*//'
}

# publish SITE SUITE VERSION[:STATE]... makes the suite list these versions of php8.2. STATE: "gone", its files are not there;
# "forged", the tarball is not the one of the index.
publish() {
  local site=$work/archive/$1 suite=$2 item version state pool dist tarball
  shift 2
  pool=pool/main/p/php8.2
  [ "$suite" != bookworm-security ] || pool=pool/updates/main/p/php8.2
  dist=$site/dists/$suite
  mkdir -p "$site/$pool" "$dist/main/source"
  : >"$dist/main/source/Sources"
  for item in "$@"; do
    version=${item%%:*}
    state=${item#"$version"}
    tarball=php8.2_${version%-*}.orig.tar.xz
    printf 'source of %s\n' "${version%-*}" | xz >"$site/$pool/$tarball"
    printf 'Package: php8.2\nBinary: php8.2\nVersion: %s\nMaintainer: A <a@example.org>\nArchitecture: any\nFormat: 3.0 (quilt)\n' "$version"
    printf 'Files:\n %s %s %s\n' "$(md5sum <"$site/$pool/$tarball" | sed 's/ .*//')" "$(stat -c %s "$site/$pool/$tarball")" "$tarball"
    printf 'Checksums-Sha256:\n %s %s %s\n' "$(sum "$site/$pool/$tarball")" "$(stat -c %s "$site/$pool/$tarball")" "$tarball"
    printf 'Directory: %s\nPriority: optional\nSection: misc\n\n' "$pool"
    case $state in
      :gone) rm "$site/$pool/$tarball" ;;
      :forged) printf 'SOURCE of %s\n' "${version%-*}" | xz >"$site/$pool/$tarball" ;;
    esac
  done >"$dist/main/source/Sources"
  printf 'Origin: Debian\nLabel: Debian\nSuite: %s\nCodename: %s\nDate: %s\nArchitectures: amd64\nComponents: main\nSHA256:\n %s %s main/source/Sources\n' \
    "$suite" "$suite" "$(date -u -R)" "$(sum "$dist/main/source/Sources")" "$(stat -c %s "$dist/main/source/Sources")" >"$work/Release"
  gpg --batch --quiet --yes --clearsign --local-user "${signer:-archive}@example.org" --output "$dist/InRelease" "$work/Release"
}

# fetch [PIN] asks for the tarball of PHP 8.2, as tools/build-php.sh does; PIN is "VERSION SUM". Sets got (the text of the tarball, or
# "refused") and told (what was said).
fetch() {
  local rc=0 path
  path=$(
    exec 2>"$work/told"
    export BGPROC_DEBIAN_MIRROR=copy:$work/archive/debian BGPROC_DEBIAN_KEYRING=$base/archive.gpg BGPROC_APT_RETRIES=0
    # shellcheck disable=SC2030
    PHP_CACHE=$work/cache
    . "$BGPROC_ROOT/tools/debian-source.sh"
    pin="${1:-8.2.4-1~deb12u1 $(printf 'source of 8.2.4\n' | xz | sha256sum | sed 's/ .*//')}"
    source_pin() { printf '%s\n' "$pin"; }
    fetch_source 8.2
  ) || rc=$?
  told=$(cat "$work/told")
  got=refused
  [ "$rc" -ne 0 ] || got=$(xz -dc "$path")
}

test_source_pinned() {
  publish debian bookworm '8.2.4-1~deb12u1' '8.2.9-1~deb12u1'
  fetch
  expect tarball "$got" "source of 8.2.4" || return 1
  [[ $told != *"has left"* ]] || { says nothing; return 1; }
  # The second time nobody asks the archive.
  rm -rf "$work/archive"
  fetch
  expect "without an archive" "$got" "source of 8.2.4"
}

test_source_pinned_not_listed_any_more() {
  publish debian bookworm '8.2.4-1~deb12u1'
  publish debian bookworm '8.2.9-1~deb12u1'
  fetch
  expect tarball "$got" "source of 8.2.4"
}

test_source_newer() {
  publish debian bookworm '8.2.9-1~deb12u1' '8.2.10-1~deb12u1' '8.2.8-1~deb12u1'
  fetch
  expect tarball "$got" "source of 8.2.10" || return 1
  says 'php8.2 8.2.4-1~deb12u1 has left the archive: taking 8.2.10-1~deb12u1, which the signed index offers' || return 1
  expect 'its sum' "$(cat "$work/cache/src/php8.2_8.2.10.orig.tar.xz.sha256")" "$(sum "$work/cache/src/php8.2_8.2.10.orig.tar.xz")"
}

test_source_listed_but_not_there() {
  publish debian bookworm '8.2.4-1~deb12u1:gone' '8.2.9-1~deb12u1' '8.2.10-1~deb12u1:gone'
  fetch
  expect tarball "$got" "source of 8.2.9" || return 1
  says 'the archive lists php8.2 8.2.10-1~deb12u1, but its tarball cannot be had'
}

test_source_of_security() {
  publish debian bookworm '8.2.9-1~deb12u1:gone'
  publish debian-security bookworm-security '8.2.11-1~deb12u1'
  fetch
  expect tarball "$got" "source of 8.2.11"
}

# What is pinned is known by its sum alone: another file of that name is not taken, the next in the index is.
test_source_forged_pin() {
  publish debian bookworm '8.2.4-1~deb12u1:forged' '8.2.3-1~deb12u1'
  fetch
  expect tarball "$got" "source of 8.2.3"
}

test_source_other_than_pinned() {
  publish debian bookworm '8.2.4-1~deb12u1'
  fetch '8.2.4-1~deb12u1 0000000000000000000000000000000000000000000000000000000000000000'
  expect tarball "$got" refused || return 1
  says 'not the one that was pinned'
}

test_source_forged() {
  publish debian bookworm '8.2.9-1~deb12u1:forged'
  fetch
  expect tarball "$got" refused || return 1
  says 'no tarball of php8.2 can be had' || return 1
  expect 'in the cache' "$(find "$work/cache" -name '*.xz')" ''
}

test_source_index_signed_by_another() {
  signer=stranger publish debian bookworm '8.2.9-1~deb12u1'
  fetch
  expect tarball "$got" refused
}

test_source_index_not_signed() {
  publish debian bookworm '8.2.9-1~deb12u1'
  rm "$work/archive/debian/dists/bookworm/InRelease"
  cp "$work/Release" "$work/archive/debian/dists/bookworm/Release"
  fetch
  expect tarball "$got" refused
}

test_source_index_changed() {
  publish debian bookworm '8.2.9-1~deb12u1'
  sed -i 's/^Version: 8.2.9/Version: 8.2.99/' "$work/archive/debian/dists/bookworm/main/source/Sources"
  fetch
  expect tarball "$got" refused
}

test_source_no_archive() {
  fetch
  expect tarball "$got" refused || return 1
  says 'no tarball of php8.2 can be had: not 8.2.4-1~deb12u1, which is pinned'
}

# ---- PHPs that are built ----

# What runs with the packaged PHP must not fail with a built one for want of a module.
test_php_modules() {
  local all module
  all=" $(sed -n '/^MODULES=/,/"$/p' "$BGPROC_ROOT/tools/build-php.sh" | tr -d '"\\\n' | sed 's/^MODULES=//; s/  */ /g') "
  for module in $(php"$BGPROC_PHP_VERSION" -n -m | sed -n '/^[A-Za-z]/p'); do
    [[ $all == *" $module "* ]] || { printf 'tools/build-php.sh does not build %s\n' "$module"; return 1; }
  done
}

# ---- the chroot of the PHP that only experimental has ----

# What "apt-cache policy" and "apt-cache madison" print there, as it was on a day when sid had it as well.
canned() {
  case $1:$2 in
    policy:php8.5-cli) printf 'php8.5-cli:\n  Installed: (none)\n  Candidate: 8.5.7-1\n  Version table:\n     8.5.9-1 1\n' ;;
    madison:php8.5-cli)
      printf 'php8.5-cli |    8.5.9-1 | http://deb.example.org experimental/main amd64 Packages\n'
      printf 'php8.5-cli |    8.5.7-1 | http://deb.example.org sid/main amd64 Packages\n'
      ;;
    policy:php8.6-cli) printf 'php8.6-cli:\n  Installed: (none)\n  Candidate: 8.6.0~rc3-1\n' ;;
    madison:php8.6-cli) printf 'php8.6-cli | 8.6.0~rc3-1 | http://deb.example.org experimental/main amd64 Packages\n' ;;
    policy:*) printf '%s:\n  Installed: (none)\n  Candidate: (none)\n' "$2" ;;
  esac
}

# install PACKAGES... runs what chooses the PHP of the chroot; PACKAGES ("php8.5 8.5.7-1") are those that can be installed.
install() {
  told=$(
    . "$BGPROC_ROOT/tools/php-chroot.sh"
    installable=" $* "
    # shellcheck disable=SC2317
    chroot() { shift 2; canned "$@"; }
    # shellcheck disable=SC2317
    in_root() {
      [ $# -gt 2 ] || return 0
      [[ $installable == *" php$3 $(sed -n 's/^Pin: version //p' "$1/etc/apt/preferences.d/99bgproc-php") "* ]]
    }
    mkdir -p "$work/root/etc/apt/preferences.d"
    chroot_php "$work/root" 2>&1 || say refused
  )
  got=$(cat "$work/root/.bgproc-series" 2>/dev/null || true)
}

test_chroot_candidate() {
  install 'php8.5 8.5.7-1' 'php8.5 8.5.9-1' 'php8.6 8.6.0~rc3-1'
  expect series "$got" 8.5 || return 1
  expect told "$told" '-- root: php8.5 8.5.7-1'
}

test_chroot_other_version() {
  install 'php8.5 8.5.9-1' 'php8.6 8.6.0~rc3-1'
  expect series "$got" 8.5 || return 1
  says 'the archive lists php8.5 8.5.7-1, but it cannot be installed'
}

test_chroot_next_series() {
  install 'php8.6 8.6.0~rc3-1'
  expect series "$got" 8.6 || return 1
  says 'php8.5 has left the archive: taking 8.6'
}

test_chroot_none() {
  install
  expect series "$got" '' || return 1
  says refused
}

make_key archive
make_key stranger
run_tests "$@"
