--TEST--
Files that only share their names with a key are never removed, cut or replaced
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/* The state directory may be a directory with other files: index.php, build.out, deploy.err. */
require __DIR__ . '/../inc/bgproc.inc';

$manager = manager();
$dir = $manager->getWorkingDirectory();
@mkdir($dir, 0700, true);
$files = ['index.php', 'index.out', 'index.err'];
foreach ($files as $file) {
    file_put_contents("$dir/$file", $file);
    chmod("$dir/$file", 0600);
}
$intact = fn () => array_map(fn ($file) => @file_get_contents("$dir/$file"), $files);

foreach ([['keep' => 0], ['keep' => 600]] as $options) {
    $process = $manager->createProcess(['true'], $options);
    $process->setKey('index');
    $process->run();
    $process->wait(20);
    check_same($files, $intact(), 'after the end, ' . json_encode($options));
}
$manager->setKeyPrefix('');
$manager->prune();
check_same($files, $intact(), 'after prune()');

$process = $manager->createProcess(['echo', 'new'], ['capture_output' => true]);
$process->setKey('index');
try {
    $process->run();
    echo "started\n";
} catch (Bgproc\StoreException $e) {
    check_same(17, $e->getCode(), $e->getMessage());
}
check_same($files, $intact(), 'after a refused start with capture_output');
check_same(null, $manager->loadProcess('index'), 'no record is left');
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
