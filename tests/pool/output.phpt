--TEST--
Pool: what workers print arrives as whole lines, once
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/../inc/pool.inc';

class Worker
{
    function lines($n) { for ($i = 0; $i < $n; $i++) { echo str_repeat(chr(97 + $i % 26), 100), "\n"; } return $n; }
    function parts() { echo 'one '; echo 'line'; echo "\n", 'rest'; return 1; }
    function more() { echo " of it\n"; return 2; }
    function warn() { return $undefined; }
    function kinds() { print "print\n"; printf("%s\n", 'printf'); var_dump(5); fputs(fopen('php://output', 'w'), "php://output\n"); readfile('data:,readfile%0A'); return 1; }
    function pid() { echo "pid\n"; return getmypid(); }
}
$log = [];
$pool = new Bgproc\Pool(new Worker(), ['workers' => 1, 'on_output' => function (int $pid, string $line) use (&$log) { $log[] = $line; }]);
$pool->lines(1000)->await();
$pool->kinds()->await();
$pool->parts()->await();
$pool->more()->await();
$pool->close();
check_same(1000, count(array_filter(array_slice($log, 0, 1000), fn ($line) => strlen($line) === 100 && count_chars($line, 3) === $line[0])), 'whole lines');
check_same(['print', 'printf', 'int(5)', 'php://output', 'readfile', 'one line', 'rest', ' of it'], array_slice($log, 1000), 'each kind');
$pids = [];
$pool = new Bgproc\Pool(new Worker(), ['workers' => 2, 'on_output' => function (int $pid, string $line) use (&$pids) { $pids[] = $pid; }]);
$results = [$pool->pid()->await(), $pool->pid()->await()];
$pool->close();
check_same($results, $pids, 'pids');
/* By default it is the output of this process, which may be buffered. */
ob_start();
$pool = new Bgproc\Pool(new Worker(), ['workers' => 1]);
$pool->parts()->await();
$pool->warn()->await();
$pool->close();
$text = ob_get_clean();
check((bool) preg_match('/^one line\nrest.*Undefined variable \$undefined/s', $text), "by default: $text");
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
