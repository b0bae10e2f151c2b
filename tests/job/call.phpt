--TEST--
Jobs: a PHP callable in a process of its own: result, output, exceptions with class and trace, exit and fatal errors
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

$boot = bootstrap(<<<'CODE'
class Work {
    public static function add(int $a, int $b = 10) { echo "adding\n"; return ['sum' => $a + $b, 'float' => 1.0, 'text' => "\u{fc}\n"]; }
    public static function progress() { $job = Bgproc\JobManager::current(); $job->update(40, 'at work'); $job->log('first'); $job->log('second'); return null; }
    private static function hidden() {}
}
function fails(string $what) { throw new DomainException("no $what", 7); }
function nested() { try { fails('x'); } catch (Exception $e) { throw new LogicException('outer: in x.php:3', 0, $e); } }
function fatal() { Bgproc\JobManager::current()->update(10); eval('class A implements Iterator {}'); }
function leaves(int $code) { exit($code); }
function reason() { Bgproc\JobManager::current()->fail('the printer is out of paper'); }
function finishes() { Bgproc\JobManager::current()->finish('early'); return 'late'; }
function object() { return fopen('php://memory', 'r'); }
function memory() { ini_set('memory_limit', '16M'); return strlen(str_repeat('x', 1 << 30)); }
CODE);
$manager = jobs(['bootstrap' => $boot]);
$call = function ($what, array $arguments = [], array $options = []) use ($manager) {
    $job = $manager->startCall($what, $arguments, $options);
    check($job->wait(30), 'it ends');
    return $job;
};

foreach (['Work::add', ['Work', 'add']] as $callable) {
    $job = $call($callable, [5]);
    check_ends($job, 'succeeded', 'add');
    check_same(['sum' => 15, 'float' => 1.0, 'text' => "\u{fc}\n"], $job->result(), 'result');
    check_same("adding\n", $job->output(), 'output');
    check_same('Work::add', $job->status()['target'], 'target');
    check_same('call', $job->status()['kind'], 'kind');
}
check_same(42, $call('Work::add', ['b' => 2, 'a' => 40])->result()['sum'], 'named arguments');
check_same(7, $call('Work::add', [5, 'b' => 2])->result()['sum'], 'both');
check_same(['a' => [1, 1.5, null, true, "\u{e9}"]], $call('array_merge', [['a' => [1, 1.5, null, true, "\u{e9}"]]])->result(), 'an internal function');

$job = $call('Work::progress');
check_ends($job, 'succeeded', 'progress');
check_same([null, 'at work', "first\nsecond\n", 100], [$job->result(), $job->text(), $job->log(), $job->progress()], 'what it said');
check_same('early', $call('finishes')->result(), 'the first word counts');

$job = $call('fails', ['luck']);
check_ends($job, 'failed', 'fails');
$error = $job->error();
check_same(['type', 'message', 'code', 'file', 'line', 'trace'], array_keys($error), 'error');
check_same(['DomainException', 'no luck', 7, $boot], [$error['type'], $error['message'], $error['code'], $error['file']], 'error');
check(str_contains($error['trace'], 'fails(') && str_contains($error['trace'], '#0'), 'trace: ' . $error['trace']);
check_same(['type' => 'DomainException', 'message' => 'no luck'], $job->status()['error'], 'in short');
check_same(255, $job->status()['exit_code'], 'exit code');
check_same(['LogicException', 'outer: in x.php:3'], array_slice(array_values($call('nested')->error()), 0, 2), 'the outer exception');

$error = $call('fatal')->error();
check(str_contains($error['message'], 'must implement') || str_contains($error['message'], 'abstract method'), 'fatal error: ' . json_encode($error));
if (getenv('USE_ZEND_ALLOC') !== '0') {
    $error = $call('memory')->error();
    check(str_contains($error['message'], 'Allowed memory size'), 'memory: ' . json_encode($error));
    check_same($boot, $error['file'] ?? null, 'memory: file');
}
check_ends($call('leaves', [0]), 'succeeded', 'exit(0)');
check_same(['type' => 'exit', 'message' => 'exit code 4'], $call('leaves', [4])->error(), 'exit(4)');
check_same(['type' => 'fail', 'message' => 'the printer is out of paper'], $call('reason')->error(), 'fail()');
check_same('ValueError', $call('object')->error()['type'], 'a result that is none');
check_same('Bgproc\JobException', $call('no_such_function')->error()['type'], 'no such function');
check(str_contains($call('Work::hidden')->error()['message'], 'private'), 'a private method');
check_same('TypeError', $call('Work::add', [['x']])->error()['type'], 'a wrong argument');

$bad = $call('strlen', ['x'], ['bootstrap' => write_file('bad.php', "<?php\nthrow new RuntimeException('cannot boot');")]);
check_ends($bad, 'failed', 'bad bootstrap');
check_same(['RuntimeException', 'cannot boot'], array_slice(array_values($bad->error()), 0, 2), 'bad bootstrap');

/* ---- a function that was never called has not succeeded, whatever the exit code ---- */
foreach (['exit(0);', 'die("No direct access");'] as $text) {
    file_put_contents(test_dir() . '/ends.php', "<?php $text");
    $job = $manager->startCall('strlen', ['a'], ['bootstrap' => test_dir() . '/ends.php']);
    check($job->wait(60), 'it ends');
    check_same(['failed', 'exit', 'the script ended before the function was called'],
        [$job->state()->value, $job->error()['type'], $job->error()['message']], $text);
}

/* ---- refusals ---- */
check_refused(TypeError::class, fn () => $manager->startCall(5), 'an int', '/Argument #1 .*must be of type array\|string, int given/');
foreach (['', "a\0b", [], ['a'], ['a', 'b', 'c'], [new stdClass, 'x'], ["\xff", 'x']] as $i => $callable) {
    check_refused(ValueError::class, fn () => $manager->startCall($callable), "callable $i", '/Argument #1 .*must be "function"/');
}
foreach ([new stdClass, STDIN, NAN, INF, "\xff", [['deep' => fn () => 1]], "\0\xff"] as $i => $value) {
    check_refused(ValueError::class, fn () => $manager->startCall('strlen', [$value]), "argument $i", '/Argument #2 .*must hold null, bool, int/');
}
check_refused(ValueError::class, fn () => $manager->startCall('strlen', ['name' => STDIN]), 'named', '/"name" is resource/');
check_refused(ValueError::class, fn () => $manager->startCall('strlen', ['name' => 1, 2]), 'order', '/without a name behind/');
check_refused(Bgproc\SpawnException::class, fn () => $manager->startCall('strlen', ['x'], ['php_binary' => '/no/php']), 'no PHP', '~/no/php~');
check_refused(Bgproc\SpawnException::class, fn () => $manager->startCall('strlen', ['x'], ['bootstrap' => '/no/file']), 'no bootstrap', '~/no/file~');
check_refused(ValueError::class, fn () => $manager->startCall('strlen', ['x'], ['user' => 'root']), 'user', '/Unknown option "user"/');
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
