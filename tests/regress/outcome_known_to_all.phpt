--TEST--
Whoever holds a handle learns the outcome that the starter was told: at once, also when the record has gone since
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';

$manager = manager();
for ($i = 0; $i < 200; $i++) {
    $process = $manager->createProcess(['true'], ['keep' => $i % 2 ? 600 : 0]);
    $process->run();
    $other = $manager->loadProcess($process->getKey());
    $process->wait(20);
    if ($other === null) {
        continue; /* it was quicker than we */
    }
    if ($i % 4 === 3) {
        $manager->prune();
    }
    check_same(Bgproc\State::Succeeded, $other->getState(), "round $i");
}

/* Two outputs to one file are one open file. */
$file = test_dir() . '/both';
$process = start('echo out1; echo err1 >&2; echo out2', ['stdout' => $file, 'stderr' => $file]);
$process->wait(20);
check_same("out1\nerr1\nout2\n", file_get_contents($file), 'one file for both');

/* The loser of a key does not cut the winner's file. */
$process = $manager->createProcess(['sleep', '60'], ['stdout' => $file]);
$process->setKey('one');
$process->run();
file_put_contents($file, 'content');
$loser = $manager->createProcess(['true'], ['stdout' => $file]);
$loser->setKey('one');
try {
    $loser->run();
    echo "started twice\n";
} catch (Bgproc\StateException) {
}
check_same('content', file_get_contents($file), 'the file of the winner');
$process->stop(0);

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
