--TEST--
php-fpm loads the extension into one pool alone, so that another application may have a class BackgroundProcess of its own
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . "/../inc/servers.inc";
Servers::skip('fpm');
?>
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();
$state = $servers->ofWorkers("$servers->dir/lib") . '/state';
$uses = $servers->script('uses.php', <<<PHP
<?php
\$process = new BackgroundProcess(['sh', '-c', 'exit 3'], ['working_directory' => '$state']);
\$process->run();
\$process->wait(20);
background_processing_add(function () { file_put_contents(OUT . '/task', 'ran'); });
echo extension_loaded('bgproc') ? 'loaded' : 'not loaded', ', exit code ', \$process->getExitCode();
PHP);
$own = $servers->script('own.php', <<<'PHP'
<?php
class BackgroundProcess {}
echo extension_loaded('bgproc') ? 'loaded' : 'not loaded', ', ', (new ReflectionClass('BackgroundProcess'))->isInternal() ? 'ours' : 'its own';
PHP);
$run = "$servers->dir/run";
$pools = "[global]\ndaemonize = no\nerror_log = $run/fpm.log\n";
foreach (['with' => "php_admin_value[extension] = $servers->module\n", 'without' => ''] as $pool => $line) {
    $user = Servers::root() ? "user = www-data\ngroup = www-data\n" : '';
    $pools .= "[$pool]\nlisten = $run/$pool.sock\npm = static\npm.max_children = 1\n$user$line";
}
file_put_contents("$run/pools.conf", $pools);
$name = $servers->start('fpm', [Servers::find('fpm'), '-n', '-F', '-y', "$run/pools.conf"]);
$servers->ready($name, fn () => Servers::connects("unix://$run/with.sock") && Servers::connects("unix://$run/without.sock"));
foreach (['with' => $uses, 'without' => $own, 'with ' => $own] as $pool => $script) {
    $connection = new FastCgi("$run/" . trim($pool) . '.sock');
    $connection->send($script);
    echo "$pool: ", preg_replace('~ in /.*~s', '', trim(strip_tags($connection->receive()->body()))), "\n";
}
echo $servers->wait('task', 'ran'), "\n";
$servers->close();
check_no_leftovers();
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECTF--
with: loaded, exit code 3
without: not loaded, its own
with : Fatal error:  Cannot declare class BackgroundProcess, because the name is already in use
ran
===DONE===
