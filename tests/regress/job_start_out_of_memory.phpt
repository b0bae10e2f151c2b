--TEST--
Jobs: a start that runs out of memory leaves no descriptor with the request in a process that serves on
--EXTENSIONS--
bgproc
--FILE--
<?php
/* The file with body, cookies and key was made before what needs the memory: a worker kept one for each such start. */
require __DIR__ . '/../inc/job.inc';

$servers = Servers::open();
mkdir("$servers->dir/jobs");
$options = var_export(['working_directory' => "$servers->dir/jobs", 'fastcgi' => "unix:$servers->dir/nobody", 'document_root' => '/',
    'connect_timeout' => 0.01], true);
$servers->script('start.php', "<?php (new Bgproc\\JobManager($options))->start('/x.php', ['body' => str_repeat('x', (int) \$_GET['size'])]); echo 'started';");
$servers->script('open.php', '<?php foreach (glob("/proc/self/fd/*") as $name) { echo @readlink($name), "\n"; }');
$url = $servers->cliServer(['memory_limit' => '64M', 'display_errors' => 0]);
check_same('started', http_request($url, '/start.php?size=1000')->body, 'with enough memory');
foreach ([14, 15, 16] as $mib) {
    http_request($url, '/start.php?size=' . ($mib << 20));
}
check(getenv('USE_ZEND_ALLOC') === '0' || preg_match('/Allowed memory size/', $servers->read('php.log')), 'memory runs out');
check(!preg_match('/memfd:bgproc\.request|bgproc\.[A-Za-z0-9]{6} /', http_request($url, '/open.php')->body), 'nothing is left open');
$servers->stopAll();
foreach (jobs(['working_directory' => "$servers->dir/jobs"])->list() as $job) {
    check_ends($job, 'failed', 'one that was started');
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
