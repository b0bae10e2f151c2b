# shellcheck shell=bash
# Shared by the scripts of tools/: paths, packages, copies of the tree, counting.
# Sourced, never run. It has no effect on the checkout: whatever is built lives below the cache directory.
#
# SPDX-License-Identifier: Apache-2.0

BGPROC_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
export BGPROC_ROOT
export LC_ALL=C.UTF-8
umask 022

# The cache holds PHP builds, chroots and work copies. It must be readable for the users that servers under test switch to,
# so root does not use its home directory.
if [ -z "${BGPROC_CACHE:-}" ]; then
  if [ "$(id -u)" -eq 0 ]; then
    BGPROC_CACHE=/var/cache/bgproc
  else
    BGPROC_CACHE=${XDG_CACHE_HOME:-${HOME:-/tmp/bgproc-$(id -u)}/.cache}/bgproc
  fi
fi
export BGPROC_CACHE

BGPROC_PHP_VERSION=${BGPROC_PHP_VERSION:-8.2}
export BGPROC_PHP_VERSION

# The packages that are needed to build and run, and those that the tests need in addition. No other file names packages.
# shellcheck disable=SC2034
BGPROC_BUILD_PACKAGES="php8.2-cli php8.2-dev libcjson-dev pkg-config gcc libc6-dev make"
# shellcheck disable=SC2034
BGPROC_TEST_PACKAGES="php8.2-fpm php8.2-cgi php8.2-opcache php8.2-xml php-pear php-parser composer unzip libcmocka-dev libcurl4-openssl-dev \
  openssl libcurl4 nginx-light apache2 libapache2-mod-php8.2 libfcgi-bin \
  valgrind cppcheck clang-format-19 shellcheck strace procps xz-utils git \
  ca-certificates debian-archive-keyring locales socat python3 zsh fish mandoc chromium chromium-driver gpg"
# npm may be there from elsewhere (a package of Node.js that brings its own).
command -v npm >/dev/null 2>&1 || BGPROC_TEST_PACKAGES="$BGPROC_TEST_PACKAGES npm"
# shellcheck disable=SC2034
BGPROC_CHROOT_PACKAGES="debootstrap debian-archive-keyring ca-certificates"

say() {
  printf '%s\n' "$*"
}

step() {
  printf -- '-- %s\n' "$*"
}

die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# For the checks, which continue after a finding: complain WORD... prints a finding, and the check ends with "exit $bad".
bad=0
complain() {
  printf '%s\n' "$*"
  # shellcheck disable=SC2034
  bad=1
}

# Runs a command as root: directly, or through sudo. Never asks for a password, because the run may be unattended.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null 2>&1; then
    sudo -n -- "$@"
  else
    printf '%s: needs root (or sudo) for: %s\n' "${0##*/}" "$*" >&2
    return 1
  fi
}

# packages_missing NAME... prints those that are not installed.
packages_missing() {
  local p
  for p in "$@"; do
    if [ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null)" != installed ]; then
      printf '%s ' "$p"
    fi
  done
}

# Refreshes apt's lists, at most once a day unless forced. A repository that is not Debian's may be out of order without
# stopping us: whether the packages can be had is decided by the installation that follows.
apt_refresh() {
  local stamp
  stamp=$BGPROC_CACHE/apt-update-$(date -u +%Y%m%d)
  if [ "${1:-}" != force ] && [ -e "$stamp" ]; then
    return 0
  fi
  step "apt-get update"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 update </dev/null >/dev/null ||
    say "apt-get update failed; going on with the lists that are there" >&2
  mkdir -p "$BGPROC_CACHE" && : > "$stamp"
}

# need_packages NAME... installs what is missing, and only touches apt when something is.
need_packages() {
  local missing try
  missing=$(packages_missing "$@")
  if [ -z "$missing" ]; then
    return 0
  fi
  command -v apt-get >/dev/null 2>&1 || die "not a Debian system, install by hand: $missing"
  apt_refresh
  for try in 1 2; do
    step "apt-get install $missing"
    # shellcheck disable=SC2086
    if as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l apt-get -q -y -o DPkg::Lock::Timeout=300 \
      -o Dpkg::Use-Pty=0 --no-install-recommends install $missing </dev/null >"$BGPROC_CACHE/apt-install.log" 2>&1; then
      return 0
    fi
    if [ "$try" -eq 1 ]; then
      apt_refresh force
    fi
  done
  tail -n 20 "$BGPROC_CACHE/apt-install.log" >&2
  die "could not install: $missing"
}

# fetch_packages fetches what tests take from Packagist and npm before they run: a test has less time than a slow registry may need.
fetch_packages() {
  local lock
  for lock in "$BGPROC_ROOT"/examples/*/*/packages.lock "$BGPROC_ROOT"/tests/*/package-lock.json; do
    php"$BGPROC_PHP_VERSION" -n "$BGPROC_ROOT/tools/packages.php" install "${lock%/*}" </dev/null >/dev/null || true
  done
}

# The Debian mirror this machine's apt uses, for further suites of the same archive.
debian_mirror() {
  local site=
  if [ -n "${BGPROC_DEBIAN_MIRROR:-}" ]; then
    printf '%s\n' "$BGPROC_DEBIAN_MIRROR"
    return 0
  fi
  # shellcheck disable=SC2016
  site=$(apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(SITE)' 2>/dev/null | sed -n 's/^Debian|Debian|//p' | head -n 1) ||
    site=
  printf '%s\n' "${site:-http://deb.debian.org/debian}"
}

# git on this checkout, also when it belongs to another user than the caller (root through sudo).
tree_git() {
  git -c safe.directory="$BGPROC_ROOT" -C "$BGPROC_ROOT" "$@"
}

tree_is_git() {
  [ -e "$BGPROC_ROOT/.git" ] && command -v git >/dev/null 2>&1 && tree_git rev-parse --git-dir >/dev/null 2>&1
}

# tree_files prints, NUL-separated, the files that make up the tree: what git tracks or would track, or (outside git)
# everything that is not build output.
tree_files() {
  local f
  if tree_is_git; then
    tree_git ls-files -z --cached --others --exclude-standard --deduplicate | while IFS= read -r -d '' f; do
      if [ -e "$BGPROC_ROOT/$f" ] || [ -L "$BGPROC_ROOT/$f" ]; then
        printf '%s\0' "$f"
      fi
    done
  else
    (cd "$BGPROC_ROOT" && find . \( -name .git -o -name .libs -o -name .deps -o -path ./modules -o -path ./autom4te.cache \
      -o -path ./build -o -path ./include \) -prune -o \( -type f -o -type l \) \
      ! -name '*.o' ! -name '*.lo' ! -name '*.la' ! -name '*.dep' ! -name '*.gcno' ! -name '*.gcda' ! -name 'bgproc_*_blob.h' \
      -printf '%P\0')
  fi
}

# copy_tree DIR fills a new directory with a copy of the tree as it stands, uncommitted changes included.
copy_tree() {
  mkdir -p "$1"
  tree_files | tar -C "$BGPROC_ROOT" --null -T - -cf - | tar -C "$1" --no-same-owner -xf -
}

# work_dir NAME makes a fresh directory for one run, outside the checkout, and removes those that are a day old.
work_dir() {
  local base=${BGPROC_BUILD:-$BGPROC_CACHE/work}
  mkdir -p "$base"
  find "$base" -mindepth 1 -maxdepth 1 -name 'bgproc-*' -mmin +1440 -exec rm -rf {} + 2>/dev/null || true
  mktemp -d "$base/bgproc-$1.XXXXXX"
}

# build_module DIR PHP_PREFIX_OR_EMPTY CONFIGURE_ARG... builds the extension in DIR (a copy of the tree), log in DIR.log.
# The prefix is that of a private PHP; empty means the packaged PHP of this machine.
build_module() {
  local dir=$1 prefix=$2 phpize config
  shift 2
  if [ -n "$prefix" ]; then
    phpize=$prefix/bin/phpize
    config=$prefix/bin/php-config
  else
    phpize=phpize$BGPROC_PHP_VERSION
    config=/usr/bin/php-config$BGPROC_PHP_VERSION
  fi
  if (
    cd "$dir" && "$phpize" && ./configure --with-php-config="$config" "$@" && make -j"$(jobs_wanted)" &&
      [ -f modules/bgproc.so ] && [ -x modules/bgproc.supervisor ] && [ -x modules/bgproc.request ]
  ) >"$dir.build.log" 2>&1 </dev/null; then
    return 0
  fi
  say "build failed, $dir.build.log:" >&2
  { grep -E 'error:|warning:|^make.*(Error|Stop)|undefined reference|: not found' "$dir.build.log" || tail -n 10 "$dir.build.log"; } |
    cut -c 1-300 | tail -n 20 >&2
  return 1
}

jobs_wanted() {
  local n
  n=$(nproc 2>/dev/null || echo 2)
  [ "$n" -gt 4 ] && n=4
  printf '%s\n' "${BGPROC_JOBS:-$n}"
}

# in_chroot ROOT COMMAND... runs a command in a chroot with its own mounts and pid namespace: what it leaves behind dies with it, and
# no mount survives. BGPROC_BIND=DIR shows that directory as /mnt inside. As root, or through sudo.
in_chroot() {
  # shellcheck disable=SC2016
  as_root unshare --mount --pid --fork --kill-child sh -ec '
    root=$1; bind=$2; shift 2
    # The root must be a mount point; otherwise processes inside cannot create mount namespaces.
    mount --bind "$root" "$root"
    mount -t proc proc "$root/proc"
    mount --bind /sys "$root/sys"
    mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
    mkdir -p "$root/dev/shm" "$root/dev/pts"
    mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
    mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
    if [ -n "$bind" ]; then mount --bind "$bind" "$root/mnt"; fi
    exec chroot "$root" "$@"' sh "$1" "${BGPROC_BIND:-}" "${@:2}"
}

# config_lists prints "variable file" for each source named in an assignment of config.m4, lines continued by a backslash included.
config_lists() {
  sed -e ':a' -e '/\\$/N; s/\\\n/ /; ta' "$BGPROC_ROOT/config.m4" |
    sed -n 's/^ *\(bgproc_[a-z_]*\)="\(.*\)"$/\1 \2/p' |
    awk '{ for (i = 2; i <= NF; i++) if ($i ~ /^src\/.*\.c$/) print $1, $i }'
}

# run_phpt DIR PHP LEG ARG... runs run-tests in DIR, where the module is built, with that PHP. ARG: options of run-tests and paths of
# tests. Sets PHPT_PASSED, PHPT_FAILED, PHPT_SKIPPED and prints what is not a pass. The log is DIR.LEG.phpt.log.
#
# - The module and the shared extensions of that PHP are seen through one directory of links, so --EXTENSIONS-- finds them all;
#   the supervisor is found beside the module the link points to.
# - A skip is a failure unless tools/skips.allowed knows its reason for this leg: "not installed" is a broken set-up.
# - A test that run-tests did not report, and a supervisor that outlives the run, are failures too.
run_phpt() {
  local dir=$1 php=$2 leg=$3 exts log shared rc=0 paths=() options=() arg expected reported left
  shift 3
  log=$dir.$leg.phpt.log
  exts=$dir/.exts
  rm -rf "$exts" "$log.failures"
  mkdir "$exts"
  shared=$(ASAN_OPTIONS=detect_leaks=0 "$php" -n -r 'echo ini_get("extension_dir");')
  find "$shared" -maxdepth 1 -name '*.so' ! -name bgproc.so -exec ln -s -t "$exts" {} + 2>/dev/null || true
  ln -s "$dir/modules/bgproc.so" "$exts/bgproc.so"
  for arg in "$@"; do
    case $arg in
      tests | tests/*) paths+=("$arg") ;;
      *) options+=("$arg") ;;
    esac
  done
  [ ${#paths[@]} -gt 0 ] || paths=(tests)
  expected=$(cd "$dir" && find "${paths[@]}" -name '*.phpt' | sort -u | wc -l)
  (
    cd "$dir"
    export NO_INTERACTION=1 TEST_PHP_EXECUTABLE="$php" BGPROC_TEST_LEG="$leg" BGPROC_TEST_FAILURES="$log.failures"
    unset TEST_PHP_ARGS TEST_PHP_JUNIT SKIP_SLOW_TESTS
    exec timeout -k 30 "${BGPROC_PHPT_TIMEOUT:-1800}" "$php" -n run-tests.php -n -q -j"$(jobs_wanted)" --no-color --no-progress --show-diff \
      --set-timeout "${BGPROC_TEST_TIMEOUT:-120}" -d extension_dir="$exts" "${options[@]}" "${paths[@]}"
  ) >"$log" 2>&1 </dev/null || rc=$?
  PHPT_PASSED=$(grep -cE '^PASS .*\[[^]]*\.phpt\]' "$log" || true)
  PHPT_SKIPPED=$(grep -cE '^SKIP .*\[[^]]*\.phpt\]' "$log" || true)
  PHPT_FAILED=$(grep -cE '^(FAIL|LEAK|WARN|BORK|XFAIL|XLEAK|SLOW)[&A-Z]* .*\[[^]]*\.phpt\]' "$log" || true)
  # A diff stands before the line of its test: turn them round, and do not let one test fill the screen.
  awk -v most="${BGPROC_DIFF_LINES:-40}" '
    /^========DIFF========$/ { count = 0; inside = 1; next }
    /^========DONE========$/ { inside = 0; next }
    inside { lines[++count] = $0; next }
    /^(FAIL|LEAK|WARN|BORK|XFAIL|XLEAK)[&A-Z]* .*\[[^]]*\.phpt\]/ {
      print
      for (i = 1; i <= count && i <= most; i++) { print "    " lines[i] }
      if (count > most) { print "    ... (" count " lines)" }
    }
    /\.phpt\]/ { count = 0 }' "$log"
  # A test that passed when it was tried again has failed; what it said the first time is in no diff.
  if grep -q '^WARN' "$log" && [ -s "$log.failures" ]; then
    head -n "${BGPROC_DIFF_LINES:-40}" "$log.failures"
  fi
  reported=$((PHPT_PASSED + PHPT_SKIPPED + PHPT_FAILED))
  if [ "$expected" -eq 0 ] || [ "$reported" -ne "$expected" ]; then
    say "FAIL $leg: $expected tests, $reported reported (exit $rc)"
    tail -n 20 "$log"
    PHPT_FAILED=$((PHPT_FAILED + 1))
  elif [ "$rc" -ne 0 ] && [ "$PHPT_FAILED" -eq 0 ]; then
    say "FAIL $leg: run-tests ended with exit $rc"
    tail -n 20 "$log"
    PHPT_FAILED=1
  fi
  judge_skips "$log" "$leg"
  left=$(wait_for_leftovers "$dir/modules")
  if [ -n "$left" ]; then
    say "FAIL $leg: supervisors left behind by the tests:"
    say "$left"
    PHPT_FAILED=$((PHPT_FAILED + 1))
  fi
  return 0
}

# judge_skips LOG LEG prints each skip with its reason and turns those that are not allowed into failures.
judge_skips() {
  local line reason allowed leg pattern
  while IFS= read -r line; do
    reason=${line##*.phpt\]}
    reason=${reason# }
    reason=${reason#reason: }
    allowed=no
    while read -r leg pattern; do
      case $leg in
        '' | '#'*) continue ;;
      esac
      # shellcheck disable=SC2053
      if [[ $2 == $leg ]] && [[ $reason =~ $pattern ]]; then
        allowed=yes
      fi
    done <"$BGPROC_ROOT/tools/skips.allowed"
    if [ "$allowed" = yes ]; then
      say "$line"
    else
      say "FAIL (skipped, and the reason is not in tools/skips.allowed) $line"
      PHPT_SKIPPED=$((PHPT_SKIPPED - 1))
      PHPT_FAILED=$((PHPT_FAILED + 1))
    fi
  done < <(grep -E '^SKIP .*\[[^]]*\.phpt\]' "$1" || true)
}

# wait_for_leftovers DIR prints the processes that run a program of DIR, if some are still there after five seconds.
wait_for_leftovers() {
  local deadline=$((SECONDS + 5)) found
  while :; do
    found=$(find /proc -maxdepth 2 -name exe -path '/proc/[0-9]*' -lname "$1/*" -printf '%h\n' 2>/dev/null |
      while read -r proc; do
        printf '%s %s\n' "${proc##*/}" "$(tr '\0' ' ' <"$proc/cmdline" 2>/dev/null)"
      done)
    if [ -z "$found" ] || [ "$SECONDS" -ge "$deadline" ]; then
      printf '%s' "$found"
      return 0
    fi
    sleep 0.2
  done
}
