--TEST--
The packages of npm that tests use are those of the lock
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . '/../inc/npm.inc';
if (npm_modules(__DIR__ . '/../npm') === null) {
    die('skip npm does not have the packages of the tests');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/npm.inc';
$from = __DIR__ . '/../npm';
$modules = npm_modules($from);
$names = array_keys(json_decode(file_get_contents("$from/package.json"), true)['dependencies']);
$locked = json_decode(file_get_contents("$from/package-lock.json"), true)['packages'];
foreach ($names as $name) {
    $version = json_decode(file_get_contents("$modules/$name/package.json"), true)['version'];
    if ($version !== $locked["node_modules/$name"]['version']) {
        echo "$name $version\n";
    }
}
var_dump(in_array('axe-core', $names, true), is_file("$modules/axe-core/axe.min.js"));
/* Another lock is another directory, and a package that is not the one that was locked is none. */
$copy = sys_get_temp_dir() . '/bgproc-npm-test-' . getmypid();
mkdir($copy);
copy("$from/package.json", "$copy/package.json");
file_put_contents("$copy/package-lock.json", str_replace('sha512-', 'sha512-AAAA', file_get_contents("$from/package-lock.json")));
var_dump(npm_modules($copy));
array_map(unlink(...), glob("$copy/*"));
rmdir($copy);
?>
===DONE===
--EXPECT--
bool(true)
bool(true)
NULL
===DONE===
