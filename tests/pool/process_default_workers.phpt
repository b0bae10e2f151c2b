--TEST--
A pool has as many workers as the process may use processors
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

/** The numbers of the processors on which this process may run: "0-3,8". */
function processors(): array
{
    foreach (explode(',', proc_status('self')['Cpus_allowed_list']) as $range) {
        [$first, $last] = explode('-', $range) + [1 => $range];
        $all = [...$all ?? [], ...range((int) $first, (int) $last)];
    }
    return $all;
}

$all = processors();
$pool = new Bgproc\Pool('strlen');
check_same(min(count($all), 1024), count($pool), 'all');
$pool->close();
$script = write_file('count.php', '<?php $pool = new Bgproc\Pool("strlen"); echo count($pool); $pool->close();');
exec(implode(' ', array_map('escapeshellarg', ['taskset', '-c', (string) end($all), ...php_words(), $script])), $lines);
check_same(['1'], $lines, 'one');
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
