--TEST--
bgproc run prints the key of a process that list and show know
--EXTENSIONS--
bgproc
--FILE--
<?php
require __DIR__ . '/cli.inc';

$key = cli_run(['--', 'sleep', '1000']);
check((bool) preg_match('/^process\.[0-9a-f]{32}$/D', $key), "a generated key: $key");

$record = cli_record($key);
check_same($key, $record['key'], 'key');
check_same('running', $record['state'], 'state: run waits until the program was executed');
check_same(['sleep', '1000'], $record['commandline'], 'command line');
check_same(3600, $record['keep'], 'kept for an hour');
check_same(true, $record['capture'], 'output is captured');
check(is_alive($record['pid']) && is_alive($record['command_pid']), 'it runs');

$list = bgproc_ok(['list']);
check((bool) preg_match("/^KEY +STATE +PID +AGE +COMMAND\n$key +running +{$record['pid']} +\d+s +sleep 1000\n$/D", $list), "list: $list");

$show = bgproc_ok(['show', $key]);
check((bool) preg_match("/^key +$key\nstate +running\npid +{$record['pid']} \(supervisor\), {$record['command_pid']} \(command\)\n/", $show), "show: $show");

check_same('', bgproc_ok(['stop', $key]), 'stop says nothing');
check_same('stopped', cli_record($key)['state'], 'state');
check_same(15, cli_record($key)['signal'], 'signal');
check_same("1 record removed\n", bgproc_ok(['prune']), 'prune');
check_same("KEY  STATE  PID  AGE  COMMAND\n", bgproc_ok(['list']), 'nothing is left');
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
