--TEST--
Pool: exit() in a handler ends the script and the workers
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

[$code, $text] = run_php(<<<'CODE'
    $pool = new Bgproc\Pool(fn ($x) => $x, ['workers' => 2]);
    register_shutdown_function(function () { echo "shutdown\n"; });
    $pool->submit(1)->then(function () { echo "handler\n"; exit(7); });
    $futures = [$pool->submit(2), $pool->submit(3)];
    $pool->wait();
    echo "never\n";
    CODE);
check_same([7, "handler\nshutdown\n"], [$code, preg_replace('/^\n?Warning: .* the pool was closed in .*\n/m', '', $text)], 'then()');
[$code, $text] = run_php(<<<'CODE'
    $pool = new Bgproc\Pool(function ($x) { echo "line\n"; return $x; }, ['workers' => 1, 'on_output' => function () { exit(8); }]);
    $pool->submit(1)->await();
    $pool->wait();
    CODE);
check_same([8, ''], [$code, preg_replace('/^\n?Warning: .* the pool was closed in .*\n/m', '', $text)], 'on_output');
[$code, $text] = run_php(<<<'CODE'
    $pool = new Bgproc\Pool(fn ($x) => $x, ['workers' => 1]);
    $pool->onReturn(fn () => no_such_function());
    $pool->map([1, 2, 3]);
    CODE);
check_same(255, $code, 'an error in onReturn()');
check(substr_count($text, 'no_such_function()') >= 1, $text);
[$code, $text] = run_php(<<<'CODE'
    $pool = new Bgproc\Pool(fn ($x) => $x, ['workers' => 1]);
    $pool->onReturn(fn () => trigger_error('fatal in a handler', E_USER_ERROR));
    $pool->map([1, 2, 3]);
    CODE);
check_same(255, $code, 'a fatal error in onReturn()');
check(str_contains($text, 'fatal in a handler'), $text);
[$code, $text] = run_php(<<<'CODE'
    ini_set('memory_limit', '16M');
    $pool = new Bgproc\Pool(fn ($n) => str_repeat('x', $n), ['workers' => 1]);
    echo strlen($pool->submit(1000)->await()), "\n";
    $pool->submit(64 << 20)->await();
    echo "never\n";
    CODE);
check_same(255, $code, 'a result that is larger than the memory limit');
check((bool) preg_match('/^1000\n.*Allowed memory size/s', $text), $text);
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
