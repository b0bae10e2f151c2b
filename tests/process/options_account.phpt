--TEST--
user and group: ids, supplementary groups and what the command may do
--EXTENSIONS--
bgproc
posix
pcntl
--SKIPIF--
<?php if (posix_geteuid() !== 0) { die('skip needs root'); } ?>
--FILE--
<?php
/*
 * DESIGN 4: root only.
 */
require __DIR__ . '/../inc/bgproc.inc';

function ids(array $options): array
{
    $process = start(['/bin/cat', '/proc/self/status'], $options + ['capture_output' => true]);
    check($process->wait(20) && $process->getExitCode() === 0, 'it ends: ' . $process->getErrorOutput());
    $lines = [];
    foreach (explode("\n", $process->getOutput()) as $line) {
        [$name, $value] = explode(':', $line . ':');
        $lines[$name] = trim($value);
    }
    $groups = $lines['Groups'] === '' ? [] : explode(' ', $lines['Groups']);
    sort($groups);
    return [preg_split('/\s+/', $lines['Uid']), preg_split('/\s+/', $lines['Gid']), $groups, $lines['CapEff'] === '0000000000000000'];
}

foreach (['www-data', 'nobody', 'daemon'] as $name) {
    $user = posix_getpwnam($name);
    $uid = array_fill(0, 4, (string) $user['uid']);
    $gid = array_fill(0, 4, (string) $user['gid']);
    exec("id -G $name", $output);
    $groups = explode(' ', array_pop($output));
    sort($groups);
    foreach ([$name, $user['uid']] as $given) {
        check_same([$uid, $gid, $groups, true], ids(['user' => $given]), "user $name as " . short($given));
    }
    check_same([$uid, array_fill(0, 4, '1')], array_slice(ids(['user' => $name, 'group' => 'daemon']), 0, 2), "user $name, group daemon");
}
check_same([array_fill(0, 4, '0'), array_fill(0, 4, '1')], array_slice(ids(['group' => 'daemon']), 0, 2), 'group alone');
check_same([array_fill(0, 4, '54321'), array_fill(0, 4, '54322'), []], array_slice(ids(['user' => 54321, 'group' => 54322]), 0, 3), 'numbers without an entry');

/* The record is the starter's, and so is the output; stop() works. */
$process = start('cat ' . record_file(start('true', ['keep' => 60])), ['user' => 'nobody', 'keep' => 60, 'capture_output' => true]);
$process->wait();
check($process->getExitCode() !== 0 && $process->getOutput() === '', 'it cannot read records');
check_same(0, fileowner(record_file($process)), 'owner of the record');
check(str_contains($process->getErrorOutput(), 'ermission'), 'its output is captured');
$process = start(['sleep', '300'], ['user' => 'nobody', 'confirm' => true]);
check_same(true, $process->stop(5), 'stop()');
check_same(SIGTERM, $process->getTermSignal(), 'stop()');

/* nice below 0 and hard limits are set before the privileges go. */
check_same("-5\n", (function () {
    $process = start('ps -o ni= -p $$ | tr -d " "', ['user' => 'nobody', 'nice' => -5, 'capture_output' => true]);
    $process->wait();
    return $process->getOutput();
})(), 'a negative nice value');
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
