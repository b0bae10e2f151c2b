--TEST--
bgproc --all-users lets root deal with processes of other users, with the rights of these users
--EXTENSIONS--
bgproc
posix
pcntl
--SKIPIF--
<?php
if (posix_geteuid() !== 0) {
    die('skip needs root');
}
?>
--FILE--
<?php
require __DIR__ . '/cli.inc';

/* A directory that everybody may use, as the shared default. What the users run must be able to get there. */
chmod(test_dir(), 0711);
mkdir(state_dir());
chmod(state_dir(), 01777);

/** Starts a process of a user. */
function run_as(int $user, string $key, array $words): void
{
    $child = pcntl_fork();
    if ($child === 0) {
        posix_initgroups("#$user", $user);
        posix_setgid($user);
        posix_setuid($user);
        $process = new BackgroundProcess($words, ['working_directory' => state_dir(), 'keep' => 1000, 'capture_output' => true, 'confirm' => true,
            'error_log' => null, 'key_prefix' => 'u.', 'cwd' => '/']);
        $process->setKey($key);
        $process->run();
        posix_kill(getmypid(), 9);
    }
    pcntl_waitpid($child, $status);
    check(is_file(state_dir() . "/$key.json"), "$key was started");
}
run_as(12345, 'of.one', ['sh', '-c', 'echo hello; echo "$0" >&2; exec sleep 1000', "\e[31m"]);
run_as(12346, 'of.other', ['sleep', '1000']);
cli_run(['--key=of.root', '--', 'sleep', '1000']);

/* Without the option root sees what is root's, and learns that there is more. */
check_same("of.root\n", bgproc_ok(['ps', '-q']), 'only root\'s');
check_same([3, "bgproc: no process has the key \"of.one\" that is yours; it belongs to the user 12345: use --all-users\n"],
    array_values(array_diff_key(bgproc(['stop', 'of.one']), [1 => 1])), 'the key of somebody else');
check_same([3, "bgproc: no process has the key \"of.nobody\" that is yours; other users have 2 here: use --all-users\n"],
    array_values(array_diff_key(bgproc(['stop', 'of.nobody']), [1 => 1])), 'a key that nobody has');

/* With it: lists, with the user. */
check_same("of.one\nof.other\nof.root\n", bgproc_ok(['--all-users', 'ps', '-q']), 'all');
$list = bgproc_ok(['list', '--all-users']);
check((bool) preg_match('/^KEY +STATE +USER +PID +AGE +COMMAND\nof\.one +running +12345 +\d+ +\d+s +sh -c .*\n.* 12346 .*\n.* root /D', $list), $list);
check(!preg_match('/[\x00-\x09\x0b-\x1f\x7f]/', $list), 'escaped');
check_same(['12345', '12346', 'root'], array_column(json_decode(bgproc_ok(['--all-users', 'list', '--json']), true), 'user'), '--json');
check_same(['12345', '12346', 'root'], array_values((function (array $rows) {
    ksort($rows);
    return $rows;
})(array_column(json_decode(bgproc_ok(['--all-users', 'top', '--json']), true), 'user', 'key'))), 'top');

/* A key, and a part of one. */
check_same('running', json_decode(bgproc_ok(['--all-users', 'show', '--json', 'of.one']))->state, 'show');
check_same([0, "hello\n", "\e[31m\n"], bgproc(['--all-users', 'logs', 'of.one']), 'logs');
check_same('of.other', json_decode(bgproc_ok(['--all-users', 'show', '--json', 'other']))->key, 'a part');
check_fails(2, '"of\." is a part of keys of 3 users: of\.one, of\.other, of\.root', ['--all-users', 'show', 'of.']);

/* A forged record cannot make root signal somebody else: the record of the first user names the supervisor of root's. */
$victim = json_decode(file_get_contents(state_dir() . '/of.root.json'), true);
$forged = ['key' => 'of.forged'] + $victim;
write_record(state_dir() . '/of.forged.json', $forged);
chown(state_dir() . '/of.forged.json', 12345);
chgrp(state_dir() . '/of.forged.json', 12345);
foreach ([['stop', '--grace=0', 'of.forged'], ['kill', 'of.forged'], ['signal', 'KILL', 'of.forged'], ['rm', '-f', 'of.forged']] as $words) {
    bgproc(['--all-users', ...$words]);
    check(is_alive($victim['pid']) && is_alive($victim['command_pid']), implode(' ', $words) . ': the victim lives');
}
check_same('running', cli_record('of.root')['state'], 'the victim runs');
@unlink(state_dir() . '/of.forged.json');

/* Nor remove what is not the user's: a link in the place of the output. */
$precious = write_file('precious', 'x');
check_same('', bgproc_ok(['--all-users', 'stop', '--grace=0', 'of.one', 'of.other']), 'of two users at once');
check_same(['stopped', 'stopped'], array_column(json_decode(bgproc_ok(['--all-users', 'list', '--json', '--state=stopped']), true), 'state'), 'both are stopped');
unlink(state_dir() . '/of.one.out');
symlink($precious, state_dir() . '/of.one.out');
bgproc(['--all-users', 'rm', 'of.one']);
check_same('x', file_get_contents($precious), 'what root has stays');
@unlink(state_dir() . '/of.one.out');
check_same("1 record removed\n", bgproc_ok(['--all-users', 'prune']), 'prune');
check_same('running', cli_record('of.root')['state'], 'what runs stays');

/* All of all. */
run_as(12346, 'of.third', ['sleep', '1000']);
check_same('', bgproc_ok(['--all-users', 'stop', '--all', '--grace=0']), 'stop --all');
check_same('', bgproc_ok(['--all-users', 'ps', '-q']), 'nothing runs');

/* Refusals. */
check_fails(2, 'run does not go with --all-users', ['--all-users', 'run', '--', 'true']);
check_fails(2, 'one user at a time', ['--all-users', 'wait', '--json', 'of.third', 'of.root']);
$words = implode(' ', array_map('escapeshellarg', cli_words(['--all-users', 'list'])));
$child = proc_open(['setpriv', '--reuid=12345', '--regid=12345', '--clear-groups', 'sh', '-c', $words], [['file', '/dev/null', 'r'], ['file', '/dev/null', 'w'], ['pipe', 'w']], $pipes, '/', cli_environment());
$text = stream_get_contents($pipes[2]);
check_same([2, "bgproc: option --all-users is for root only\nTry \"bgproc --help\".\n"], [cli_end($child), $text], 'not for others');
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
