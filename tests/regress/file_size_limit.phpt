--TEST--
RLIMIT_FSIZE between the length of the first and of the last record: no record is torn
--EXTENSIONS--
bgproc
posix
pcntl
--SKIPIF--
<?php if (!function_exists('posix_setrlimit')) { die('skip no posix_setrlimit() in this PHP'); } ?>
--FILE--
<?php
/*
 * The supervisor inherits the limit and cannot reserve the space of the final record. Writing over the first one then must
 * not leave a part of it.
 */
require __DIR__ . '/../inc/bgproc.inc';

$refused = $started = 0;
for ($limit = 500; $limit <= 1100; $limit += 20) {
    [$code, $text] = run_php(<<<'PHP'
        posix_setrlimit(POSIX_RLIMIT_FSIZE, (int) $argv[1], POSIX_RLIMIT_INFINITY);
        $process = manager(['keep' => 600, 'working_directory' => $argv[2]])->createProcess('exit 5');
        try {
            $process->run();
            $process->wait(20);
            $truth = [$process->getState(), $process->getExitCode(), $process->getMeta()['error']['stage'] ?? null];
            /* The space for the final record cannot be had, or all went well. */
            check(in_array($truth, [[Bgproc\State::Failed, null, 'reserve'], [Bgproc\State::Failed, 5, null]], true), short($truth));
        } catch (Bgproc\StoreException) {
            exit(3);
        }
        PHP, [$limit, state_dir()]);
    check(in_array($code, [0, 3], true) && $text === '', "$limit bytes: $code $text");
    $code === 3 ? $refused++ : $started++;
    foreach (manager()->listProcesses() as $process) {
        check_same(false, $process->getMeta()['reason'] === 'corrupt', "$limit bytes: torn: " . @file_get_contents(record_file($process)));
        @unlink(record_file($process));
    }
}
check($refused > 0 && $started > 0, 'both happened');
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
