--TEST--
Nothing of a request survives into the next one of the same worker; memory stays flat
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . "/../inc/servers.inc";
Servers::skip('fpm');
?>
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();
$index = $servers->script('index.php', <<<'PHP'
<?php
$status = background_processing_status();
$clean = $status['state'] === 'idle' && $status['pending'] === 0 && $status['results'] === [] && !$status['finished']
    && BackgroundProcessing::getExecutionType() === 0 && !ignore_user_abort() && ini_get('bgproc.max_tasks') === '1000';
class Timer extends Bgproc\Timer\AbstractTimer { public function stopTiming(): Bgproc\Timer\AbstractTimer { return $this; } }
echo $clean ? 'clean' : json_encode($status);
BackgroundProcessing::setExecutionType(1);
BackgroundProcessing::addTimer(new Timer);
ini_set('bgproc.max_tasks', '500');
$data = str_repeat('x', 10000);
$n = (int) $_SERVER['QUERY_STRING'];
$node = new stdClass;
$node->task = function () use ($node, $data) {};
for ($i = 0; $i < 5; $i++) {
    background_processing_add($node->task, $node, $i);
}
background_processing_add(function () use ($n) {
    if ($n % 50 === 0) {
        file_put_contents(OUT . '/memory', getmypid() . ' ' . (int) preg_replace('/.*VmRSS:\s+(\d+).*/s', '$1', file_get_contents('/proc/self/status')) . "\n", FILE_APPEND);
    }
});
switch ($n % 7) {
    case 1:
        BackgroundProcessing::run(true);
        break;
    case 2:
        background_processing_add(function () { throw new RuntimeException; });
        set_exception_handler(function () {});
        break;
    case 3:
        background_processing_add(function () { exit; });
        break;
    case 4:
        ini_set('bgproc.auto_run', '0');
        ini_set('ignore_user_abort', '1');
        break;
    case 5:
        ini_set('display_errors', '0');
        background_processing_add(function () { @trigger_error('fatal', E_USER_ERROR); });
        background_processing_add(function () {});
        background_processing_run();
        break;
    case 6:
        background_processing_finish();
        break;
}
PHP);

$pool = $servers->fpm(['log_errors' => 0]);
$clean = 0;
$bad = [];
/* Memcheck takes thirty times as long. */
$requests = getenv('USE_ZEND_ALLOC') === '0' && !getenv('SKIP_ASAN') ? 600 : 10000;
for ($i = 0; $i < $requests; $i++) {
    $response = fastcgi_request($pool, $index, (string) $i);
    $response->ended && $response->body() === 'clean' ? $clean++ : $bad[] = "$i: " . $response->body();
}
echo $clean === $requests ? 'all' : $clean, " clean\n", implode("\n", array_slice($bad, 0, 3));
$memory = [];
foreach (explode("\n", trim($servers->read('memory'))) as $line) {
    [$pid, $size] = explode(' ', $line);
    $memory[$pid][] = (int) $size;
}
foreach ($memory as $sizes) {
    /* After warming up. */
    $early = $sizes[(int) (count($sizes) / 5)];
    $late = end($sizes);
    if (getenv('USE_ZEND_ALLOC') === '0') {
        /* The allocator of the sanitizers keeps what is freed. */
        $late = $early;
    }
    echo count($sizes) > ($requests < 10000 ? 2 : 20) && $late - $early < 600 ? "flat\n" : "grew from $early to $late KiB: " . implode(' ', $sizes) . "\n";
}
echo "===DONE===\n";
--EXPECTF--
all clean
flat
flat
===DONE===
