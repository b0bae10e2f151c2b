--TEST--
What a power cut leaves of a record reads lost, and goes with its files when a lost record would
--EXTENSIONS--
bgproc
--INI--
bgproc.keep_lost=1000
--FILE--
<?php
/* A start is not synced to disk: the record of a process that ran may be empty, full of NUL bytes or cut off after the next boot. */
require __DIR__ . '/../inc/bgproc.inc';

$manager = manager(['keep' => 100000]);
$process = start('echo out', ['capture_output' => true], $manager);
$process->wait(20.0);
check(wait_until(fn () => !is_alive($process->getPid())), 'its supervisor has left');
$key = $process->getKey();
$file = record_file($process);
$text = file_get_contents($file);
$here = fn () => array_map('basename', glob(state_dir() . "/$key*"));
foreach (['nothing' => '', 'NUL bytes' => str_repeat("\0", 700), 'a third' => substr($text, 0, intdiv(strlen($text), 3))] as $what => $remnant) {
    file_put_contents($file, $remnant);
    chmod($file, 0600);
    foreach (['.out', '.err'] as $suffix) {
        file_put_contents(state_dir() . "/$key$suffix", 'x');
        chmod(state_dir() . "/$key$suffix", 0600);
    }
    /* A file of the user, in a directory that is his. */
    file_put_contents(state_dir() . '/settings.json', '');
    touch(state_dir() . '/settings.json', time() - 100000);
    touch($file, time() - 900);
    $found = $manager->loadProcess($key);
    check_same(['lost', 'corrupt', null], [$found?->getState()->value, $found?->getMeta()['reason'], $found?->getExitCode()], "$what: a young one");
    check_same(["$key.err", "$key.json", "$key.out"], $here(), "$what: its files");
    touch($file, time() - 1100);
    if ($what === 'nothing') {
        check_same(null, $manager->loadProcess($key), "$what: an old one");
    } else {
        check_same([], array_map(fn ($process) => $process->getKey(), $manager->listProcesses()), "$what: an old one");
    }
    check_same([], $here(), "$what: its files are gone");
    check(file_exists(state_dir() . '/settings.json'), "$what: another file stays");
}
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
