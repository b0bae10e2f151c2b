--TEST--
What setup, teardown, a fatal error, exit() and a killed worker have printed arrives
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$lines = [];
$pool = new Bgproc\Pool(function ($how) {
    echo "call $how\n", 'rest';
    switch ($how) {
        case 'exit': exit(4);
        case 'exit text': exit('the text');
        case 'fatal': return eval('class Broken implements Countable {}');
        case 'kill': echo "\n"; posix_kill(getmypid(), SIGKILL);
        case 'warning': return $undefined;
        case 'throw': throw new Exception('thrown');
    }
}, ['workers' => 1, 'setup' => function () { echo "setup\n"; }, 'teardown' => function () { echo "teardown\nits rest"; },
    'on_output' => function ($pid, $line) use (&$lines) { $lines[] = $line; }]);
$get = function (string $how) use ($pool, &$lines): array {
    $lines = [];
    outcome($pool->submit($how));
    return $lines;
};
check_same(['setup', 'call ', 'rest'], $get(''), 'first call');
check_same(['call exit', 'rest'], $get('exit'), 'exit');
check_same(['setup', 'call ', 'rest'], $get(''), 'after it');
check_same(['call exit text', 'restthe text'], $get('exit text'), 'exit with a text');
$get('');
$fatal = $get('fatal');
check_same(['call fatal', 'rest'], array_slice($fatal, 0, 2), 'fatal error');
check((bool) preg_grep('/Fatal error: .*Class Broken contains/', $fatal), 'its message: ' . implode('|', $fatal));
$get('');
check_same(['call kill', 'rest'], $get('kill'), 'killed');
$get('');
check((bool) preg_grep('/Warning: Undefined variable \$undefined/', $get('warning')), 'a warning: ' . implode('|', $lines));
check_same(['call throw', 'rest'], $get('throw'), 'an exception');
$lines = [];
$pool->close();
check_same(['teardown', 'its rest'], $lines, 'teardown');
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
