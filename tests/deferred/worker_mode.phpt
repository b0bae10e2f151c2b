--TEST--
A script that serves many requests: nothing of one request is seen in the next one (C7)
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . "/../inc/servers.inc";
Servers::skip('php-config');
?>
--INI--
pcre.jit=0
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();

$config = Servers::find('php-config');
$module = "$servers->dir/run/worker_mode.so";
exec(escapeshellarg(getenv('CC') ?: 'cc') . ' -shared -fPIC -D_GNU_SOURCE $(' . escapeshellarg($config) . ' --includes) -o '
    . escapeshellarg($module) . ' ' . escapeshellarg(__DIR__ . '/../inc/worker_mode.c') . ' 2>&1', $output, $code);
if ($code !== 0) {
    die(implode("\n", $output));
}
$script = $servers->script('worker.php', <<<'PHP'
<?php
class StopWatch extends Bgproc\Timer\AbstractTimer
{
    public function stopTiming(): Bgproc\Timer\AbstractTimer { fwrite(STDERR, "timer\n"); return $this; }
}
function request(int $n)
{
    $status = background_processing_status();
    echo "request $n: $status[state], $status[pending] pending, ", count($status['results']), ' results, ', json_encode([$status['finished'],
        BackgroundProcessing::getExecutionType(), ignore_user_abort()]), "\n";
    BackgroundProcessing::setExecutionType(BackgroundProcessing::EXECUTION_TYPE_CONTINUE_ON_ERROR);
    BackgroundProcessing::addTimer(new StopWatch);
    $number = background_processing_add(function () use ($n) { fwrite(STDERR, "task of request $n\n"); echo "lost\n"; });
    fwrite(STDERR, "number $number\n");
    if ($n === 2) {
        /* Forgotten: it must not run in the next request. */
        background_processing_add(function () { fwrite(STDERR, "never\n"); });
        return;
    }
    BackgroundProcessing::run(true);
    echo "after run(), lost\n";
    fwrite(STDERR, json_encode([ignore_user_abort(), background_processing_status()['function']]) . "\n");
    try {
        BackgroundProcessing::run();
    } catch (Bgproc\AlreadyInvokedException $e) {
        fwrite(STDERR, $e->getMessage() . "\n");
    }
}
for ($n = 1; $n <= 4; $n++) {
    request($n);
    usleep(1000);
    worker_next_request();
}
background_processing_add(function () { fwrite(STDERR, "task of the worker's end\n"); });
PHP);
echo $servers->run($script, ['extension' => $module, 'log_errors' => 1])[0];
echo preg_replace('/^\[.*?\] /m', 'log: ', $servers->read('php.log'));
echo "===DONE===\n";
--EXPECTF--
request 1: idle, 0 pending, 0 results, [false,0,0]
number 1
timer
task of request 1
[1,"frankenphp_finish_request"]
background process invoked already
request 2: idle, 0 pending, 0 results, [false,0,0]
number 1
request 3: idle, 0 pending, 0 results, [false,0,0]
number 1
timer
task of request 3
[1,"frankenphp_finish_request"]
background process invoked already
request 4: idle, 0 pending, 0 results, [false,0,0]
number 1
timer
task of request 4
[1,"frankenphp_finish_request"]
background process invoked already
task of the worker's end
log: PHP Warning:  bgproc: the request ended before 2 post-response tasks could run
===DONE===
