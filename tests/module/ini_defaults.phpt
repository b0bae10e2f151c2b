--TEST--
Every INI entry has the documented default and can be changed by those who may
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
require __DIR__ . '/../inc/refusal.inc';

$expected = [
    'bgproc.allow_processes' => ['1', INI_SYSTEM],
    'bgproc.allow_user_finish' => ['0', INI_SYSTEM],
    'bgproc.apm' => ['1', INI_ALL],
    'bgproc.auto_run' => ['1', INI_ALL],
    'bgproc.auto_run_on_fatal' => ['run', INI_ALL],
    'bgproc.compat' => ['1', INI_SYSTEM],
    'bgproc.fallback_close' => ['0', INI_ALL],
    'bgproc.keep' => ['0', INI_ALL],
    'bgproc.keep_lost' => ['86400', INI_ALL],
    'bgproc.max_tasks' => ['1000', INI_ALL],
    'bgproc.output_limit' => ['1048576', INI_ALL],
    'bgproc.run_position' => ['before', INI_ALL],
    'bgproc.silence_output' => ['1', INI_ALL],
    'bgproc.supervisor' => ['', INI_SYSTEM],
    'bgproc.task_budget' => ['0', INI_ALL],
    'bgproc.task_time_limit' => ['-1', INI_ALL],
    'bgproc.working_directory' => ['/tmp/php/background_process', INI_SYSTEM | INI_PERDIR],
];
$found = [];
foreach (ini_get_all('bgproc') as $name => $entry) {
    $found[$name] = [$entry['global_value'], $entry['access']];
}
check_same($expected, $found, 'entries');

/* What matters for security cannot be changed by a script. */
foreach ($expected as $name => [$default, $access]) {
    $given = $name === 'bgproc.working_directory' || $name === 'bgproc.supervisor' ? '/tmp/other' : $default;
    check_same($access === INI_ALL ? $default : false, ini_set($name, $given), "ini_set $name");
    check_same($default, ini_get($name), "$name afterwards");
}
check_same('/tmp/php/background_process', (new BackgroundProcessManager())->getWorkingDirectory(), 'working directory');
check_same(BackgroundProcessManager::DEFAULT_WORKING_DIRECTORY, ini_get('bgproc.working_directory'), 'constant');
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
