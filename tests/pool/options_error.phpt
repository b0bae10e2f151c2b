--TEST--
Pool: wrong options are refused, with the name of the option
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

$wrong = [
    'workers' => [[ValueError::class, 0, -1, 1025, PHP_INT_MAX], [TypeError::class, 'x', [], null, 1.5, new stdClass(), true]],
    'min_workers' => [[ValueError::class, 0, -1, 1025, 3], [TypeError::class, 'x', [], 1.5]],
    'timeout' => [[ValueError::class, 0, -1, NAN, INF], [TypeError::class, 'x', [], new stdClass()]],
    'soft_timeout' => [[ValueError::class, 0, -1, NAN, INF], [TypeError::class, 'x', []]],
    'max_jobs' => [[ValueError::class, 0, -1], [TypeError::class, 'x', [], 1.5]],
    'max_memory' => [[ValueError::class, 0, -1], [TypeError::class, 'x', []]],
    'max_lifetime' => [[ValueError::class, 0, -1, NAN, INF], [TypeError::class, 'x', []]],
    'jitter' => [[ValueError::class, -0.1, 1.1, NAN, INF], [TypeError::class, 'x', [], null]],
    'max_pending' => [[ValueError::class, 0, -1, 1000000001], [TypeError::class, 'x', [], null]],
    'overflow' => [[ValueError::class, 'x', '', 'Block', "block\0"], [TypeError::class, [], null, new stdClass()]],
    'prefetch' => [[ValueError::class, -1], [TypeError::class, 'x', [], 1.5]],
    'retries' => [[ValueError::class, -1, 1001, 1], [TypeError::class, 'x', [], null]],
    'idempotent' => [[TypeError::class, [], null, new stdClass()]],
    'serializer' => [[ValueError::class, 'x', '', 'json'], [TypeError::class, [], null]],
    'nice' => [[ValueError::class, -1, 20], [TypeError::class, 'x', [], null]],
    'limits' => [[ValueError::class, ['nothing' => 1]], [TypeError::class, 'x', 5, null]],
    'setup' => [[TypeError::class, 'no_such_function', 5, []]],
    'teardown' => [[TypeError::class, 'no_such_function', 5, []]],
    'close_inherited' => [[TypeError::class, [], null]],
    'on_output' => [[TypeError::class, 'no_such_function', 5, []]],
    'title' => [[ValueError::class, '', "a\0b", str_repeat('x', 16)], [TypeError::class, [], new stdClass()]],
];
foreach ($wrong as $name => $kinds) {
    foreach ($kinds as $values) {
        $class = array_shift($values);
        foreach ($values as $value) {
            check_throws($class, fn () => new Bgproc\Pool('strlen', [$name => $value] + ['workers' => 2]), "$name => " . short($value), "/\"$name\"/");
        }
    }
}
check_throws(ValueError::class, fn () => new Bgproc\Pool('strlen', ['retries' => 2]), 'retries alone', '/"idempotent"/');
check_throws(ValueError::class, fn () => new Bgproc\Pool('strlen', ['soft_timeout' => 2, 'timeout' => 2]), 'soft and hard', '/shorter than "timeout"/');
check_throws(ValueError::class, fn () => new Bgproc\Pool('strlen', ['soft_timeout' => 3, 'timeout' => 2]), 'soft and hard', '/shorter than "timeout"/');
foreach (['worker' => 1, 'WORKERS' => 1, '' => 1, 5 => 1, "workers\0" => 1] as $name => $value) {
    $e = check_throws(ValueError::class, fn () => new Bgproc\Pool('strlen', [$name => $value]), "option $name", '/Unknown option/');
    foreach (array_keys($wrong) as $known) {
        check(str_contains((string) $e?->getMessage(), $known), "the message lists $known");
    }
}
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
