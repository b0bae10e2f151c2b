--TEST--
What workers print arrives as whole lines with the pid, in order, and before the result
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

$lines = [];
$pool = new Bgproc\Pool(function (string ...$parts) {
    foreach ($parts as $part) {
        echo $part;
        flush();
    }
    return getmypid();
}, ['workers' => 1, 'on_output' => function (int $pid, string $line) use (&$lines) { $lines[] = [$pid, $line]; }]);
$pid = outcome($pool->submit());
$print = function (string ...$parts) use ($pool, &$lines, $pid): array {
    $lines = [];
    check_same($pid, $pool->submit(...$parts)->await(20), 'result');
    check_same([], array_diff(array_column($lines, 0), [$pid]), 'pids');
    return array_column($lines, 1);
};
check_same(['one', 'two'], $print("one\ntwo\n"), 'two lines');
check_same(['one', 'two'], $print('o', 'n', "e\nt", "wo\n"), 'in parts');
check_same(['one', '', '', 'two'], $print("one\n\n\ntwo\n"), 'empty lines');
check_same(['one', 'rest'], $print("one\nrest"), 'a rest without an end');
check_same(["a\r", 'b'], $print("a\r\nb\n"), 'CR LF');
check_same([], $print(''), 'nothing');
check_same([''], $print("\n"), 'an empty one');
$long = str_repeat('0123456789', 50000);
check_same([$long, 'x'], $print("$long\nx\n"), 'a long line');
$many = range(1, 5000);
check_same(array_map('strval', $many), $print(...array_map(fn ($n) => "$n\n", $many)), 'many');
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
