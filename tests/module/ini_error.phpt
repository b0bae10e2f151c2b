--TEST--
An INI value that is not possible is refused: at the start of PHP the default stays, later ini_set() is false
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
require __DIR__ . '/../inc/refusal.inc';

$bad = [
    'bgproc.keep' => ['-1', 'x', '5x', '', '1.5', '1e3', '5 ', '9223372036854775808'],
    'bgproc.keep_lost' => ['-1', 'x', '86400s', '', '9223372036854775808'],
    'bgproc.output_limit' => ['0', '-5', '1M', 'x', '', '1.5'],
    'bgproc.max_tasks' => ['0', '-1', 'many', ''],
    'bgproc.task_time_limit' => ['-2', 'x', '', '1.5'],
    'bgproc.task_budget' => ['-1', 'x', '', 'NAN', 'INF', '1e999', '-0.5'],
    'bgproc.run_position' => ['middle', '', '1'],
    'bgproc.auto_run_on_fatal' => ['maybe', '', '2'],
];
$changed = $code = '';
foreach ($bad as $name => $values) {
    foreach ($values as $value) {
        $before = ini_get($name);
        /* PHP's own numbers allow a blank at the end. */
        if ($value === '5 ') {
            continue;
        }
        check_same(false, @ini_set($name, $value), "$name = \"$value\"");
        check_same($before, ini_get($name), "$name after \"$value\"");
    }
}

/* At the start, one bad value for each entry at a time, and those of the system too. */
$bad['bgproc.working_directory'] = ['relative/path', ''];
$bad['bgproc.supervisor'] = ['bgproc.supervisor', './x'];
for ($i = 0; $i < 2; $i++) {
    $given = array_map(fn ($values) => $values[$i], $bad);
    $expected = array_map(fn ($name) => ini_get($name), array_keys($bad));
    [, $output] = run_php('echo json_encode(array_map("ini_get", ' . var_export(array_keys($bad), true) . '));', [], $given);
    $lines = array_values(array_filter(explode("\n", $output)));
    check_same($expected, json_decode((string) array_pop($lines)), "started with bad values: $output");
    check_same(count($bad), count($lines), "one warning each: $output");
    foreach ($given as $name => $value) {
        check((bool) preg_grep('/^Warning: PHP Startup: INI ' . preg_quote($name) . ' must be .*, "' . preg_quote($value, '/') . '" given; the default is used instead in /', $lines), "$name: $output");
    }
}

/* A switch: what PHP takes for "off" stays "off", with a warning where it is no word for it. */
foreach (['off' => 0, 'No' => 0, '0' => 0, '' => 0, 'false' => 0, 'on' => 0, '2' => 0, 'maybe' => 1, 'disabled' => 1, 'flase' => 1] as $value => $warnings) {
    [, $output] = run_php('var_dump((int) ini_get("bgproc.allow_processes"));', [], ['bgproc.allow_processes' => "\"$value\""]);
    check_same($warnings, substr_count($output, 'INI bgproc.allow_processes must be 1 or 0, "' . $value . '" given; 0 is used instead'), "a switch: \"$value\": $output");
}

/* The state directory of the configuration is used as given, and refused like any other when it is not safe. */
[, $output] = run_php('try { (new BackgroundProcess("true"))->run(); } catch (Throwable $e) { echo get_class($e), ": ", $e->getMessage(); }',
    [], ['bgproc.working_directory' => '/proc/bgproc']);
check((bool) preg_match('~^Bgproc\\\\StoreException: state directory "/proc/bgproc": "bgproc" cannot be made or opened: No such file~', $output), $output);
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
