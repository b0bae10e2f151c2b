--TEST--
Loaded by dl() together with other modules PHP ends without harm
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
/* PHP looked for the owner of the INI entries in a list that held modules that were freed already. */
require __DIR__ . '/../inc/refusal.inc';

$dir = test_dir() . '/modules';
mkdir($dir);
foreach (glob(ini_get('extension_dir') . '/*.so') as $file) {
    symlink(realpath($file), "$dir/" . basename($file));
}
$others = 0;
foreach (glob("$dir/*.so") as $file) {
    $name = basename($file, '.so');
    if (in_array($name, ['bgproc', 'opcache', 'xdebug'], true)) {
        continue;
    }
    $others++;
    exec(implode(' ', array_map('escapeshellarg', [PHP_BINARY, '-n', '-d', "extension_dir=$dir", '-r',
        "dl('bgproc'); @dl('$name'); echo class_exists('BackgroundProcess') ? 'loaded' : 'missing';"])) . ' 2>&1', $lines, $status);
    check_same([0, ['loaded']], [$status, array_slice($lines, -1)], "with $name: " . implode("\n", $lines));
    $lines = [];
}
exec(implode(' ', array_map('escapeshellarg', [PHP_BINARY, '-n', '-d', "extension_dir=$dir", '-r', "dl('bgproc'); (new BackgroundProcess(['true'],
    ['working_directory' => '$dir/state']))->run(); echo 'started';"])) . ' 2>&1', $lines, $status);
check_same([0, ['started']], [$status, $lines], 'a start');
check_no_leftovers();
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
