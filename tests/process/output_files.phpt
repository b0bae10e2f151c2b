--TEST--
stdin, stdout and stderr as files, truncated or appended to, also /dev/full and a FIFO
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * DESIGN 4; promise 18.
 */
require __DIR__ . '/../inc/bgproc.inc';

$out = test_dir() . '/out';
$err = test_dir() . '/err';
$run = function (string|array $line, array $options): BackgroundProcess {
    $process = start($line, $options + ['keep' => 600]);
    check($process->wait(20), short($line) . ' ends');
    return $process;
};

/* A path truncates, "w" too, "a" appends. */
file_put_contents($out, 'old content that is longer');
$run('echo one; echo error >&2', ['stdout' => $out, 'stderr' => $err]);
check_same(["one\n", "error\n"], [file_get_contents($out), file_get_contents($err)], 'paths');
$run('echo two', ['stdout' => ['file', $out, 'a']]);
check_same("one\ntwo\n", file_get_contents($out), 'append');
$run('echo three', ['stdout' => ['file', $out, 'w']]);
check_same("three\n", file_get_contents($out), 'truncate');
$run('echo four; echo error two >&2', ['stdout' => ['file', $out, 'a'], 'stderr' => ['file', $out, 'a']]);
check_same("three\nfour\nerror two\n", file_get_contents($out), 'both to one file');
$run('echo five >&2; echo five', ['stdout' => $out, 'stderr' => $out]);
check(str_contains(file_get_contents($out), "five\n"), 'both truncate one file');

/* A new file has the usual mode, as the shell would make it. */
umask(027);
@unlink(test_dir() . '/new');
$run('echo x', ['stdout' => test_dir() . '/new']);
check_same('640', decoct(fileperms(test_dir() . '/new') & 07777), 'mode of a new file');
umask(022);

/* stdin */
file_put_contents(test_dir() . '/in', "from a file\n");
$run('cat', ['stdin' => test_dir() . '/in', 'stdout' => $out]);
check_same("from a file\n", file_get_contents($out), 'stdin');
$run('cat', ['stdin' => ['file', test_dir() . '/in', 'r'], 'stdout' => $out]);
check_same("from a file\n", file_get_contents($out), 'stdin, the long form');
$run('cat; echo end', ['stdout' => $out]);
check_same("end\n", file_get_contents($out), 'no stdin is /dev/null');
$process = start('cat; echo got it', ['stdin' => test_dir() . '/in', 'capture_output' => true]);
$process->wait();
check_same("from a file\ngot it\n", $process->getOutput(), 'stdin with captured output');

/* With an idle timeout the bytes go through the supervisor: the same bytes. */
$run('head -c 5000000 /dev/urandom | tee ' . test_dir() . '/copy', ['stdout' => $out, 'idle_timeout' => 30]);
check(filesize($out) === 5000000 && md5_file($out) === md5_file(test_dir() . '/copy'), '5 MB through an idle timeout');

/* /dev/full and a file that is deleted meanwhile: the command sees its own error, we do not fall. */
$process = $run('echo x; echo "code $?" > ' . test_dir() . '/code', ['stdout' => '/dev/full', 'stderr' => $err]);
check_same("code 1\n", file_get_contents(test_dir() . '/code'), '/dev/full');
check(file_get_contents($err) !== '', 'the command was told');
$process = $run('echo x; exit 4', ['stdout' => '/dev/full', 'idle_timeout' => 30]);
check_same(4, $process->getExitCode(), '/dev/full through an idle timeout');
$process = start('while [ -e ' . $out . ' ]; do sleep 0.01; done; echo x; exit 5', ['stdout' => $out]);
unlink($out);
$process->wait();
check_same(5, $process->getExitCode(), 'a deleted file');

/* A FIFO with a reader works, one without is refused and hangs nobody. */
posix_mkfifo(test_dir() . '/fifo', 0600);
$time = seconds(fn () => check_throws('Bgproc\SpawnException', fn () => start('echo x', ['stdout' => test_dir() . '/fifo']), 'a FIFO without reader', '/fifo/'));
check_seconds(0, 1, $time, 'at once');
$reader = fopen(test_dir() . '/fifo', 'rn');
start('echo through a fifo; exit 6', ['stdout' => test_dir() . '/fifo']);
stream_set_blocking($reader, true);
check_same("through a fifo\n", fgets($reader), 'a FIFO with a reader');
fclose($reader);

/* A failed start does not touch an existing file. */
file_put_contents($out, 'precious');
check_throws('Bgproc\SpawnException', fn () => start(['/no/such/program'], ['stdout' => $out]), 'a start that fails');
check_same('precious', file_get_contents($out), 'the file after a failed start');
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
