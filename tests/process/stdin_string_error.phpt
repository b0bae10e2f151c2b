--TEST--
Option "stdin" with a string: what is refused, and a file size limit of the caller
--EXTENSIONS--
bgproc
posix
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

foreach ([['string'], ['string', 5], ['string', null], ['string', 'a', 'r'], ['String', 'a'], ['bytes', 'a'], ['string' => 'a'], [1 => 'string', 2 => 'a'], []] as $value) {
    check_throws('ValueError', fn () => manager()->createProcess(['cat'], ['stdin' => $value]), json_encode($value),
        '/^Option "stdin" must be null, a path, \["file", path, "r"\], or \["string", bytes\], array given$/');
}
foreach (['stdout', 'stderr'] as $name) {
    check_throws('ValueError', fn () => manager()->createProcess(['cat'], [$name => ['string', 'a']]), $name, "/^Option \"$name\" must be null, /");
}

/* Such a limit holds for memory files too; nothing is started, and no signal ends the caller. */
[$code, $output] = run_php('
    $manager = new BackgroundProcessManager(["working_directory" => $argv[1]]);
    start(["true"], [], $manager)->wait();
    posix_setrlimit(POSIX_RLIMIT_FSIZE, 65536, 65536);
    $before = open_descriptors();
    check_throws("Bgproc\SpawnException", fn () => start(["cat"], ["stdin" => ["string", str_repeat("x", 65537)]], $manager), "a limit",
        "/^Cannot keep the 65537 bytes of the option .stdin. for the command: File too large$/");
    check_same($before, open_descriptors(), "descriptors");
    check_same([], glob("$argv[1]/process.*"), "files");
    $process = start(["wc", "-c"], ["stdin" => ["string", str_repeat("x", 65536)], "capture_output" => true], $manager);
    check($process->wait(20), "it ends");
    check_same("65536\n", $process->getOutput(), "as much as is allowed");
', [state_dir()]);
check_same([0, ''], [$code, $output], 'a file size limit');
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
