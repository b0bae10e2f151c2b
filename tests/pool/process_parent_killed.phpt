--TEST--
When the parent is killed, everything of the pool is gone at once
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$code = <<<'CODE'
require __DIR__ . '/../../../inc/pool_processes.inc';
CODE;
$times = [];
$script = write_file('parent.php', '<?php require ' . var_export(realpath(__DIR__ . '/../inc/pool_processes.inc'), true) . ';
    $pool = new Bgproc\Pool(function ($what) {
        if ($what === "busy") { while (true) { } }
        if ($what === "hash") { hash_pbkdf2("sha512", "a", "b", 2000000000); }
        if ($what === "stop") { posix_kill(getmypid(), SIGSTOP); }
        sleep(60);
    }, ["workers" => 5]);
    $pids = pool_ready($pool);
    foreach (["busy", "hash", "stop", "sleep"] as $what) { $futures[] = $pool->submit($what); }
    $pool->dispatch(0.02);
    usleep(20000);
    $zygote = zygote_of($pids[0]);
    if ($argv[1]) { posix_kill($zygote, SIGSTOP); }
    echo json_encode([getmypid(), $zygote, ...$pids]), "\n";
    $argv[2] ? sleep(60) : $pool->wait();');
foreach ([0, 1, 0] as $try => $stopped) {
    $parent = proc_open([...php_words(), $script, $stopped, $try % 2], [1 => ['pipe', 'w']], $pipes);
    $pids = json_decode(fgets($pipes[1]));
    check_same(7, count($pids), 'processes');
    check_same($pids, array_values(array_filter($pids, 'is_alive')), 'all live');
    posix_kill(array_shift($pids), SIGKILL);
    $begin = hrtime(true);
    check(wait_until(fn () => !array_filter($pids, 'is_alive'), at_most(5.0)), 'all are gone' . ($stopped ? ', even if the starter was stopped' : ''));
    $times[] = (hrtime(true) - $begin) / 1e9;
    proc_close($parent);
}
/* 100 ms are promised; a machine that is busy with other tests may need longer once. */
check_seconds(0, 0.1, min($times), 'seconds until all are gone');
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
