--TEST--
With "close_inherited" a stream of the parent can neither read nor write what the worker has opened
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

[$one, $two] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$file = fopen(write_file('secret', "one\ntwo\n"), 'r+');
$pool = new Bgproc\Pool(function (string $what) use ($one, $file) {
    $own = fopen('php://temp', 'r+');
    $results = match ($what) {
        'write' => [@fwrite($one, "QUIT\n"), @fwrite($file, 'x'), error_get_last()['message']],
        'read' => [@fgets($one), @fgets($file)],
        'close' => [fclose($one), fclose($file)],
        'after' => [fwrite($own, 'x')],
    };
    return $results;
}, ['workers' => 1, 'close_inherited' => true, 'timeout' => 20]);
$write = $pool->submit('write')->await(20);
check_same([false, false], array_slice($write, 0, 2), 'write');
check(str_contains($write[2], 'Bad file descriptor'), $write[2]);
check_same([false, false], $pool->submit('read')->await(20), 'read');
check_same(1, $pool->submit('after')->await(20)[0], 'the worker goes on');
$pool->submit('close')->await(20);
check_same([1], $pool->submit('after')->await(20), 'after the streams were closed');
check_same([1, 0], [count($pool), $pool->stats()['lost']], 'one worker');
stream_set_blocking($two, false);
check_same('', (string) fread($two, 100), 'nothing has come to the other end');
check_same("one\ntwo\n", file_get_contents(test_dir() . '/secret'), 'the file is as it was');
$pool->close();
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
