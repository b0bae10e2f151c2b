--TEST--
env, inherit_env, cwd, umask, nice, limits: as the command sees them
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * DESIGN 4.
 */
require __DIR__ . '/../inc/bgproc.inc';

function output(string|array $line, array $options): string
{
    $process = start($line, $options + ['capture_output' => true]);
    check($process->wait(20), short($line) . ' ends');
    check_same('', $process->getErrorOutput(), short($line) . ' has no errors');
    return $process->getOutput();
}

function environment(array $options): array
{
    $environment = [];
    foreach (explode("\0", rtrim(output(['/bin/cat', '/proc/self/environ'], $options), "\0")) as $entry) {
        [$name, $value] = explode('=', $entry, 2) + [1 => null];
        check(!array_key_exists($name, $environment), "$name stands once");
        $environment[$name] = $value;
    }
    unset($environment['']);
    return $environment;
}

/* The environment: the caller's, changed by putenv() too. Not printed where it differs: it is nobody's business. */
test_dir();
putenv('FROM_PUTENV=put');
putenv('TO_REMOVE=x');
putenv('LD_PRELOAD_TEST=y');
$mine = getenv();
ksort($mine);
$sorted = function (array $array) { ksort($array); return $array; };
check($mine === $sorted(environment([])), 'inherited');
$added = ['NEW' => 'new', 'FROM_PUTENV' => 'changed', 'TO_REMOVE' => null, 'NUMBER' => 5, 'EMPTY' => '', 'GONE' => false, 'SPECIAL' => "a=b\nc\"'\$`\\ \xff é", 'long' => str_repeat('x', 100000)];
$expected = array_diff_key(['NEW' => 'new', 'FROM_PUTENV' => 'changed', 'NUMBER' => '5', 'EMPTY' => '', 'SPECIAL' => "a=b\nc\"'\$`\\ \xff é", 'long' => str_repeat('x', 100000)] + $mine, ['TO_REMOVE' => 1]);
check($sorted($expected) === $sorted(environment(['env' => $added])), 'changed and added');
check_same(['ONLY' => 'this'], environment(['env' => ['ONLY' => 'this'], 'inherit_env' => false]), 'not inherited');
check_same([], environment(['inherit_env' => false]), 'empty');
check($mine === $sorted(getenv()), "the caller's own afterwards");

/* What the loader or the C library would act on acts on the command and not on the supervisor. */
$preload = output('echo $LD_PRELOAD', ['env' => ['LD_PRELOAD' => '']]);
check_same("\n", $preload, 'LD_PRELOAD');
$process = start(['/bin/true'], ['env' => ['MALLOC_CHECK_' => '3', 'LD_LIBRARY_PATH' => '/no/such/place', 'TZ' => 'Asia/Tokyo']]);
check($process->wait(20) && $process->getExitCode() === 0, 'special names');

/* No environment in the record. */
$process = start(['sleep', '300'], ['env' => ['SECRET' => 'tops3cret'], 'keep' => 60]);
check(!str_contains(file_get_contents(record_file($process)), 'tops3cret'), 'a secret stays out of the record');
$process->stop();
check(!str_contains(file_get_contents(record_file($process)), 'tops3cret'), 'a secret stays out of the final record');

/* cwd */
mkdir($sub = test_dir() . '/sub dir');
check_same(getcwd() . "\n", output('pwd', []), 'the caller\'s');
check_same("$sub\n", output('pwd', ['cwd' => $sub]), 'cwd');
chdir(test_dir());
check_same("$sub\n", output(['/bin/pwd'], ['cwd' => 'sub dir']), 'a relative cwd');
write_file('sub dir/tool', "#!/bin/sh\necho tool in \"$(pwd)\"\n", 0700);
check_same("tool in $sub\n", output(['./tool'], ['cwd' => $sub]), 'a relative program is looked up there');
chdir('/');

/* umask */
umask(022);
check_same("0022\n", output('umask', []), 'the caller\'s umask');
check_same("0077\n", output('umask', ['umask' => 077]), 'umask 077');
check_same("0000\n", output('umask', ['umask' => 0]), 'umask 0');
check_same(022, umask(), 'the caller\'s own afterwards');
umask(0777);
$process = start('true', ['keep' => 60, 'capture_output' => true]);
umask(022);
check_same('600', decoct(fileperms(record_file($process)) & 07777), 'files are 0600 whatever the umask');
$process->wait();
check_same(Bgproc\State::Succeeded, $process->getState(), 'a umask of 0777');

/* nice */
$nice = pcntl_getpriority();
check_same("$nice\n", output('ps -o ni= -p $$ | tr -d " "', []), 'the caller\'s nice value');
check_same("15\n", output('ps -o ni= -p $$ | tr -d " "', ['nice' => 15]), 'nice 15');
check_same($nice, pcntl_getpriority(), 'the caller\'s own afterwards');

/* limits */
check_same("123\n", output('ulimit -n', ['limits' => ['nofile' => 123]]), 'nofile');
check_same("100\n200\n", output('ulimit -S -n; ulimit -H -n', ['limits' => ['nofile' => [100, 200]]]), 'soft and hard');
check_same("0\n", output('ulimit -c', ['limits' => ['core' => 0]]), 'core');
check_same("5\n", output('ulimit -t', ['limits' => ['cpu' => 5]]), 'cpu');
check_same("7\n33\n", output('ulimit -n; ulimit -t', ['limits' => ['nofile' => 7, 'cpu' => 33]]), 'two');
$process = start('while :; do :; done', ['limits' => ['cpu' => [1, 1]], 'keep' => 60]);
check($process->wait(20), 'a CPU limit ends it');
check(in_array($process->getTermSignal(), [SIGKILL, SIGXCPU], true), 'by SIGKILL or SIGXCPU');
$process = start('head -c 100000 /dev/zero > ' . test_dir() . '/big; exit 3', ['limits' => ['fsize' => 1000]]);
$process->wait();
check_same(1000, filesize(test_dir() . '/big'), 'fsize limits the command');
/* The supervisor itself is not limited: its files grow as they must. */
$process = start('echo ' . str_repeat('x', 5000), ['limits' => ['fsize' => 10, 'nofile' => 20], 'capture_output' => true, 'keep' => 60]);
$process->wait();
check_same([5001, 'succeeded'], [strlen($process->getOutput()), record($process)['state']], 'the supervisor is not limited');

/* Defaults of the manager; the process's own go before. */
$manager = manager(['env' => ['A' => 'manager'], 'umask' => 027, 'cwd' => $sub, 'capture_output' => true]);
$process = start('echo $A; umask; pwd', [], $manager);
$process->wait();
check_same("manager\n0027\n$sub\n", $process->getOutput(), 'defaults of the manager');
$process = start('echo $A; umask; pwd', ['umask' => 077, 'env' => ['A' => 'own']], $manager);
$process->wait();
check_same("own\n0077\n$sub\n", $process->getOutput(), 'its own');

/* Its own session and group, no terminal. */
[$pid, $group, $session] = explode(' ', trim(preg_replace('/ +/', ' ', output('exec ps -o pid=,pgid=,sid= -p $$', []))));
check_same($pid, $group, 'a process group of its own');
check((int) $session !== posix_getsid(0), 'not our session');
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
