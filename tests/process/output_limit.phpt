--TEST--
output_limit keeps exactly the last bytes and counts the others; 100 MB pass at full speed
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
/*
 * Promise 26: the file never exceeds twice the limit (at least the limit and 64 KiB), at the end it is the exact tail.
 */
require __DIR__ . '/../inc/bgproc.inc';

/* A command that writes N bytes which tell their position: 16 bytes a block. */
$writer = write_file('writer.php', '<?php
for ($i = 0, $n = (int) $argv[1]; $i < $n; ) {
    $text = "";
    for ($end = min($n, $i + 4096); $i < $end; $i++) {
        $text .= sprintf("%015d\n", $i);
    }
    fwrite($argv[2] === "1" ? STDOUT : STDERR, $text);
}');
$tail = fn (int $blocks, int $bytes) => substr(implode('', array_map(fn ($i) => sprintf("%015d\n", $i), range(max(0, $blocks - intdiv($bytes, 16) - 2), $blocks - 1))), -$bytes);

foreach ([[100, 1600, 0], [101, 1600, 16], [100, 1601, 0], [100, 1599, 1], [100, 1, 1599], [40000, 1000, 639000], [40000, 65536, 574464], [40000, 300001, 339999], [200000, 100000, 3100000]] as [$blocks, $limit, $dropped]) {
    foreach ([1, 2] as $which) {
        $process = start([PHP_BINARY, '-n', $writer, "$blocks", "$which"], ['capture_output' => true, 'output_limit' => $limit, 'keep' => 600]);
        $file = state_dir() . "/{$process->getKey()}." . ($which === 1 ? 'out' : 'err');
        $largest = 0;
        while (!$process->wait(0.002)) {
            clearstatcache();
            $largest = max($largest, (int) @filesize($file));
        }
        $name = "$blocks blocks, limit $limit, output $which";
        $output = $which === 1 ? $process->getOutput() : $process->getErrorOutput();
        check($output === $tail($blocks, min($limit, $blocks * 16)), "$name: the exact tail, not " . short(substr($output, 0, 40)) . '... of ' . strlen($output));
        check_same($dropped, $process->getMeta()[$which === 1 ? 'stdout_dropped' : 'stderr_dropped'], "$name: dropped");
        check_same(0, $process->getMeta()[$which === 1 ? 'stderr_dropped' : 'stdout_dropped'], "$name: dropped of the other");
        check_between(0, max(2 * $limit, $limit + 65536), $largest, "$name: size of the file");
        clearstatcache();
        check_same(min($limit, $blocks * 16), filesize($file), "$name: size of the file at the end");
        check_same($dropped, record($process)[$which === 1 ? 'stdout_dropped' : 'stderr_dropped'], "$name: the record");
        $other = manager()->loadProcess($process->getKey());
        check($output === ($which === 1 ? $other->getOutput() : $other->getErrorOutput()), "$name: another handle");
    }
}

/* 100 MB, no line feed. The default limit is that of the INI entry. */
ini_set('bgproc.output_limit', '1000000');
$process = start("head -c 100000000 /dev/zero | tr '\\0' x; printf END", ['capture_output' => true]);
check($process->wait(60), '100 MB');
check_same([1000000, 'xxEND', 99000003, 0], [strlen($process->getOutput()), substr($process->getOutput(), -5), $process->getMeta()['stdout_dropped'], $process->getExitCode()], '100 MB');

/* The same without capture: nobody counts it, nobody is slowed down. */
$process = start('head -c 100000000 /dev/zero; head -c 100000000 /dev/zero >&2');
check($process->wait(60), '100 MB to nowhere');
check_same(0, $process->getExitCode(), '100 MB to nowhere');
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
