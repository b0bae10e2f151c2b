# shellcheck shell=bash
# The source tarballs of Debian's PHPs, for tools/build-php.sh and tools/outdated.sh. Sourced after lib.sh, never run.
#
# An archive keeps a version for some months and drops it when a newer one is there; for a while it may also list a version whose
# files it does not have yet. So a version is pinned with its sum, and is taken as long as any file of that name has that sum.
# Otherwise the newest version is taken that the signed index offers and whose file exists: apt checks it by the index's own sums.
#
# BGPROC_DEBIAN_MIRROR is another archive, BGPROC_DEBIAN_KEYRING the keys that its index may be signed with, BGPROC_APT_RETRIES how often
# a file is asked for again.
#
# SPDX-License-Identifier: Apache-2.0

# source_pin SERIES prints "VERSION SHA256" of the tarball that is preferred.
source_pin() {
  case $1 in
    8.2) echo 8.2.32-1~deb12u1 e02aa173c236c12791696254d607da680e6d5516f8f5c2339642de7c4f944bd2 ;;
    8.4) echo 8.4.24-1~deb13u1 e127be09a8506f4327c5cfa78a614b00d210714484ec215ce0011b4a03c00731 ;;
    *) die "no pinned source of PHP $1" ;;
  esac
}

# source_suites SERIES prints the suites that may have the series: those of the release first, newer ones when it has left them.
source_suites() {
  case $1 in
    8.2) echo bookworm bookworm-updates bookworm-security ;;
    8.4) echo trixie trixie-updates trixie-security forky sid ;;
  esac
}

# security_mirror prints where the archive of security updates is beside the mirror, or nothing.
security_mirror() {
  local mirror
  mirror=$(debian_mirror)
  case $mirror in
    */debian) printf '%s\n' "${mirror%/debian}/debian-security" ;;
  esac
}

# private_apt DIR TYPE SUITE... makes an apt configuration below DIR that knows the suites and nothing of this machine, refreshes it,
# and sets the array "apt" to its options. A suite that cannot be read offers nothing; a mirror may be some days behind, but is
# believed only what is signed. DIR/log has what was said.
private_apt() {
  local dir=$1 type=$2 suite site
  shift 2
  mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial" "$dir/parts"
  for suite in "$@"; do
    site=$(debian_mirror)
    case $suite in
      *-security) site=$(security_mirror) ;;
    esac
    [ -z "$site" ] || printf '%s [signed-by=%s] %s %s main\n' "$type" \
      "${BGPROC_DEBIAN_KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}" "$site" "$suite"
  done >"$dir/sources.list"
  apt=(-q -o "Dir::Etc::SourceList=$dir/sources.list" -o "Dir::Etc::SourceParts=$dir/parts" -o "Dir::State::Lists=$dir/lists"
    -o "Dir::State::status=/dev/null" -o "Dir::Cache=$dir/cache" -o "APT::Sandbox::User=$(id -un)" -o Acquire::Languages=none
    -o "Acquire::Retries=${BGPROC_APT_RETRIES:-2}" -o Acquire::Check-Valid-Until=false -o Acquire::AllowInsecureRepositories=false
    -o Acquire::AllowWeakRepositories=false -o APT::Get::AllowUnauthenticated=false
    -o Acquire::IndexTargets::deb-src::DEP-11::DefaultEnabled=false)
  apt-get "${apt[@]}" update >>"$dir/log" 2>&1 </dev/null || true
}

# offered_sources PACKAGE prints the versions in the index of the array "apt", the newest first.
offered_sources() {
  apt-cache "${apt[@]}" showsrc --only-source "$1" 2>/dev/null | sed -n 's/^Version: //p' | sort -rV -u
}

# sum_is SUM FILE
sum_is() {
  [ -f "$2" ] && printf '%s  %s\n' "$1" "$2" | sha256sum --check --status
}

# fetch_pinned PACKAGE VERSION SUM TARBALL takes the pinned tarball from the pool, whether the index still names it or not: the sum
# is what it is known by.
fetch_pinned() {
  local site path log=$4.log
  : >"$log"
  for path in "$(debian_mirror)/pool/main" "$(security_mirror)/pool/updates/main"; do
    site=$path/p/$1/${1}_${2%-*}.orig.tar.xz
    case $site in
      /*) continue ;;
    esac
    if /usr/lib/apt/apt-helper -o "APT::Sandbox::User=$(id -un)" -o "Acquire::Retries=${BGPROC_APT_RETRIES:-2}" download-file "$site" "$4.part" "SHA256:$3" \
      >>"$log" 2>&1 </dev/null && sum_is "$3" "$4.part"; then
      mv "$4.part" "$4"
      rm -f "$log"
      return 0
    fi
    rm -f "$4.part" "$4.part.FAILED"
  done
  return 1
}

# fetch_offered PACKAGE SERIES DIR takes the newest version that the signed index of the series' suites offers and whose tarball exists,
# into DIR/get. Sets offered_version. Only the tarball is fetched: Debian's patches are not applied.
fetch_offered() {
  local version suites apt=()
  read -r -a suites <<<"$(source_suites "$2")"
  private_apt "$3" deb-src "${suites[@]}"
  mkdir -p "$3/get"
  while read -r version; do
    if (cd "$3/get" && apt-get "${apt[@]}" source --download-only --tar-only "$1=$version") >>"$3/log" 2>&1 </dev/null; then
      offered_version=$version
      return 0
    fi
    say "the archive lists $1 $version, but its tarball cannot be had" >&2
  done < <(offered_sources "$1")
  return 1
}

# fetch_source SERIES prints the path of a tarball of the series in $PHP_CACHE/src: the pinned one, or a newer one with its sum beside it.
fetch_source() {
  local package=php$1 version sum dir tarball found offered_version=
  read -r version sum <<<"$(source_pin "$1")"
  mkdir -p "$PHP_CACHE/src"
  tarball=$PHP_CACHE/src/${package}_${version%-*}.orig.tar.xz
  if sum_is "$sum" "$tarball"; then
    printf '%s\n' "$tarball"
    return 0
  fi
  rm -f "$tarball"
  step "fetching $package $version" >&2
  if fetch_pinned "$package" "$version" "$sum" "$tarball"; then
    printf '%s\n' "$tarball"
    return 0
  fi
  dir=$(mktemp -d "$PHP_CACHE/src/fetch.XXXXXX")
  if ! fetch_offered "$package" "$1" "$dir"; then
    tail -n 5 "$tarball.log" >&2
    tail -n 15 "$dir/log" >&2
    rm -rf "$dir" "$tarball.log"
    die "no tarball of $package can be had: not $version, which is pinned, and none that the signed index offers"
  fi
  found=$(find "$dir/get" -name "${package}_*.orig.tar.xz" | head -n 1)
  rm -f "$tarball.log"
  if [ "$offered_version" = "$version" ] && ! sum_is "$sum" "$found"; then
    rm -rf "$dir"
    die "$package $version: the tarball is not the one that was pinned (sha256)"
  fi
  tarball=$PHP_CACHE/src/${found##*/}
  # With a mirror on this machine apt makes a symbolic link.
  cp -L "$found" "$tarball"
  sha256sum <"$tarball" | sed 's/ .*//' >"$tarball.sha256"
  rm -rf "$dir"
  [ "$offered_version" = "$version" ] || say "$package $version has left the archive: taking $offered_version, which the signed index offers" >&2
  printf '%s\n' "$tarball"
}
