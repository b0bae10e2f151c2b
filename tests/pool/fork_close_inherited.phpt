--TEST--
close_inherited: workers do not have what the parent has opened before
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$file = fopen(write_file('secret', "one\ntwo\n"), 'r');
$pair = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$other = new Bgproc\Pool(fn () => getmypid(), ['workers' => 1]);
foreach ([false, true] as $close) {
    $pool = new Bgproc\Pool(fn () => getmypid(), ['workers' => 2, 'close_inherited' => $close]);
    $pids = pool_ready($pool);
    check(in_array(outcome($pool->submit()), $pids, true), 'it works');
    foreach ([...$pids, zygote_of($pids[0])] as $pid) {
        $descriptors = descriptors_of($pid);
        $secret = array_filter($descriptors, fn ($target) => str_contains($target, 'secret'));
        check_same($close ? 0 : 1, count($secret), 'the file');
        check_same($close ? 1 : 3, count(sockets_of($pid)), 'sockets');
        check_same([0, 1, 2], array_values(array_intersect([0, 1, 2], array_keys($descriptors))), 'standard descriptors');
    }
    $pool->close();
}
check_same("one\n", fgets($file), 'it is open here');
fwrite($pair[0], "x\n");
check_same("x\n", fgets($pair[1]), 'these too');
check(is_int(outcome($other->submit())), 'so is another pool');
$other->close();
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
