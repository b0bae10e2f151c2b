#!/usr/bin/env bash
# Makes the PECL package, installs it with pecl, and looks at what a user then has:
#
#   - configure refuses a directory without cJSON;
#   - PHP starts without a word, php --ri works;
#   - pecl has taken the supervisor's x bit away, and a process runs all the same (out of memory);
#   - with the x bit back, the supervisor beside the module is used, and bgproc.request is there too;
#   - after uninstalling, both files are gone.
#
# pecl writes into PHP's own extension directory, so this runs as root (through sudo if need be). An installation that was there
# before is put back, also on failure. PEAR's registry and everything else of it are private to the test.
#
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if [ "$(id -u)" -ne 0 ]; then
  exec sudo -n env BGPROC_CACHE=/var/cache/bgproc "$0" "$@"
fi
# shellcheck disable=SC2086
need_packages $BGPROC_BUILD_PACKAGES php-pear "php$BGPROC_PHP_VERSION-xml"
php=/usr/bin/php$BGPROC_PHP_VERSION
ext_dir=$("php-config$BGPROC_PHP_VERSION" --extension-dir)
work=$(work_dir pecl)
installed=no
mkdir "$work/saved"

# Two tests at once would uninstall each other's module.
mkdir -p "$BGPROC_CACHE"
exec 7>"$BGPROC_CACHE/pecl-test.lock"
flock 7

run_pecl() {
  PHP_PEAR_PHP_BIN=$php pecl -c "$work/pearrc" -d "php_suffix=$BGPROC_PHP_VERSION" "$@" </dev/null 7>&-
}

cleanup() {
  local rc=$?
  trap - EXIT
  if [ "$installed" = yes ]; then
    run_pecl uninstall bgproc >/dev/null 2>&1 || true
    rm -f "$ext_dir/bgproc.so" "$ext_dir/bgproc.supervisor" "$ext_dir/bgproc.request"
  fi
  find "$work/saved" -type f -exec cp -p -t "$ext_dir" {} +
  if [ "$rc" -eq 0 ]; then
    rm -rf "$work"
  fi
  exit "$rc"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP
for file in bgproc.so bgproc.supervisor bgproc.request; do
  if [ -e "$ext_dir/$file" ]; then
    cp -p "$ext_dir/$file" "$work/saved/"
  fi
done

# PEAR keeps its configuration beside the registry it describes.
PHP_PEAR_PHP_BIN=$php pear config-create "$work" "$work/pearrc" >"$work/log" 2>&1 </dev/null || die "pear config-create: $(tail -n 3 "$work/log")"

copy_tree "$work/src"
cd "$work/src"
step "configure with a cJSON that is not there"
"phpize$BGPROC_PHP_VERSION" >"$work/log" 2>&1 || die "phpize: $(tail -n 3 "$work/log")"
# configured ARG... has configure look for cJSON only as far as that is asked for; prints what it says of it.
configured() {
  ./configure --with-php-config="/usr/bin/php-config$BGPROC_PHP_VERSION" "$@" 2>&1 </dev/null 7>&- | grep -i cjson
}
mkdir -p "$work/empty/lib"
[[ $(configured "--with-cjson=$work/empty") == *"error: --with-cjson=$work/empty: there is no pkgconfig/libcjson.pc"* ]] || die "--with-cjson=DIR without cJSON is taken"
[[ $(configured --without-cjson) == *"error: --without-cjson: bgproc cannot be built without cJSON"* ]] || die "--without-cjson is taken"
[[ $(configured --with-cjson=/usr) != *error* ]] || die "--with-cjson=/usr is refused"
"phpize$BGPROC_PHP_VERSION" --clean >/dev/null 2>&1

step "package"
# pecl warns about each release that is not of today: the date is that of the day of the release, which this is not.
sed -i "s|<date>[0-9-]*</date>|<date>$("$php" -nr 'echo date("Y-m-d");')</date>|" package.xml
run_pecl package-validate package.xml >"$work/log" 2>&1 || die "package-validate: $(cat "$work/log")"
grep -q 'Validation: 0 error(s), 0 warning(s)' "$work/log" || die "package-validate: $(cat "$work/log")"
run_pecl package package.xml >"$work/log" 2>&1 || die "package: $(cat "$work/log")"
version=$(sed -n 's/^#define PHP_BGPROC_VERSION "\(.*\)"$/\1/p' php_bgproc.h)
[ -f "bgproc-$version.tgz" ] || die "no bgproc-$version.tgz: $(cat "$work/log")"

step "install"
installed=yes
printf '\n' | PHP_PEAR_PHP_BIN=$php pecl -c "$work/pearrc" -d "php_suffix=$BGPROC_PHP_VERSION" install -f "bgproc-$version.tgz" \
  >"$work/install.log" 2>&1 7>&- || die "pecl install: $(tail -n 20 "$work/install.log")"
[ -f "$ext_dir/bgproc.so" ] || die "pecl install left no bgproc.so: $(tail -n 20 "$work/install.log")"
! grep -E '^(PHP )?(Warning|Notice|Deprecated|Fatal)' "$work/install.log" || die "pecl install complains"

step "start-up"
"$php" -n -d extension=bgproc -d display_errors=stderr -d display_startup_errors=1 -d error_reporting=-1 -r ';' >"$work/out" 2>&1 </dev/null ||
  die "php with the module: $(cat "$work/out")"
[ ! -s "$work/out" ] || die "php with the module is not silent: $(cat "$work/out")"
"$php" -n -d extension=bgproc --ri bgproc >"$work/out" 2>&1 </dev/null || die "php --ri: $(cat "$work/out")"
grep -q "$version" "$work/out" || die "php --ri does not show $version: $(cat "$work/out")"

# Prints which program supervises a process, after seeing that it ends as it should.
cat >"$work/probe.php" <<'PHP'
<?php
$dir = $argv[1];
$long = new BackgroundProcess(['sleep', '60'], ['working_directory' => $dir]);
$long->run();
$exe = readlink('/proc/' . $long->getPid() . '/exe');
$long->stop(2.0);
$short = new BackgroundProcess(['sh', '-c', 'exit 3'], ['working_directory' => $dir]);
$short->run();
if (!$short->wait(20.0) || $short->getExitCode() !== 3) {
	fwrite(STDERR, "wrong end: " . var_export($short->getExitCode(), true) . "\n");
	exit(1);
}
echo $exe, "\n";
PHP
probe() {
  rm -rf "$work/state"
  "$php" -n -d extension=bgproc "$work/probe.php" "$work/state" 2>"$work/err" </dev/null 7>&- || { cat "$work/err" >&2; return 1; }
}

step "a process, supervisor without x bit"
mode=$(stat -c %a "$ext_dir/bgproc.supervisor") || die "pecl install left no bgproc.supervisor"
[ -e "$ext_dir/bgproc.request" ] || die "pecl install left no bgproc.request"
[ "$mode" = 644 ] || say "note: pecl left the supervisor with mode $mode"
chmod 0644 "$ext_dir/bgproc.supervisor"
exe=$(probe) || die "no process runs without the x bit"
case $exe in
  /memfd:bgproc.supervisor*) ;;
  *) die "without the x bit the supervisor was $exe, not the one in memory" ;;
esac

step "a process, supervisor with x bit"
chmod 0755 "$ext_dir/bgproc.supervisor"
exe=$(probe) || die "no process runs with the x bit"
[ "$exe" = "$(readlink -f "$ext_dir/bgproc.supervisor")" ] || die "with the x bit the supervisor was $exe"

step "uninstall"
run_pecl uninstall bgproc >"$work/log" 2>&1 || die "pecl uninstall: $(cat "$work/log")"
if [ -e "$ext_dir/bgproc.so" ] || [ -e "$ext_dir/bgproc.supervisor" ] || [ -e "$ext_dir/bgproc.request" ]; then
  die "pecl uninstall left files behind"
fi
installed=no
