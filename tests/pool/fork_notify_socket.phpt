--TEST--
A worker does not have the notification socket of a service manager
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

[$exit, $output] = run_script(<<<'CODE'
    $pool = new Bgproc\Pool(fn () => [getenv('NOTIFY_SOCKET'), getenv('OTHER'), trim((string) shell_exec('echo "$NOTIFY_SOCKET$OTHER"'))], ['workers' => 1]);
    check_same([false, 'here', 'here'], $pool->submit()->await(20), 'in a worker');
    check_same('/no/such/socket', getenv('NOTIFY_SOCKET'), 'here');
    echo 'end';
    CODE, [], ['NOTIFY_SOCKET' => '/no/such/socket', 'OTHER' => 'here']);
check_same([0, 'end'], [$exit, $output], 'script');
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
