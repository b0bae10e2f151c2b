--TEST--
With opcache, JIT and preloading
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . "/../inc/servers.inc";
Servers::skip('fpm');
if (PHP_VERSION_ID < 80500 && !is_file(PHP_EXTENSION_DIR . '/opcache.so')) die('skip no opcache');
?>
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
if (getenv('SKIP_ASAN')) {
    /* With preloading PHP itself does not free its own tables at the end. */
    putenv('ASAN_OPTIONS=detect_leaks=0');
}
$servers = Servers::open();
$preload = $servers->script('preload.php', <<<'PHP'
<?php
class Preloaded extends CrowdStar\BackgroundProcessing\Timer\AbstractTimer
{
    public function stopTiming(): CrowdStar\BackgroundProcessing\Timer\AbstractTimer { echo "timer\n"; return $this; }
    public static function task(int $n): int { $sum = 0; for ($i = 0; $i < $n; $i++) { $sum += $i; } echo "preloaded $sum\n"; return $sum; }
}
background_processing_add(function () {});
PHP);
$index = $servers->script('index.php', <<<'PHP'
<?php
function fastcgi_finish_request() { return true; }
class Own extends CrowdStar\BackgroundProcessing\Timer\AbstractTimer
{
    public function stopTiming(): CrowdStar\BackgroundProcessing\Timer\AbstractTimer { echo "own timer\n"; return $this; }
}
echo json_encode(class_exists('Preloaded')), "\n";
if (class_exists('Preloaded')) {
    BackgroundProcessing::addTimer(new Preloaded);
    background_processing_add('Preloaded::task', 100000);
}
BackgroundProcessing::addTimer(new Own);
for ($i = 0; $i < 200; $i++) {
    background_processing_add(function () use ($i) { static $sum = 0; for ($k = 0; $k < 1000; $k++) { $sum += $k * $i; } });
}
background_processing_add(function () { throw new RuntimeException('failure'); });
background_processing_add(function () { exit; });
BackgroundProcessing::setExecutionType(BackgroundProcessing::EXECUTION_TYPE_CONTINUE_ON_ERROR);
register_shutdown_function(function () { echo json_encode(array_count_values(array_column(background_processing_status()['results'], 'state'))), "\n"; });
BackgroundProcessing::run(true);
PHP);

$opcache = PHP_VERSION_ID >= 80500 ? [] : ['zend_extension' => PHP_EXTENSION_DIR . '/opcache.so'];
$base = $opcache + ['opcache.enable_cli' => 1, 'bgproc.allow_user_finish' => 1, 'display_errors' => 0];
foreach (['off' => [], 'function' => ['opcache.jit' => 1205], 'tracing' => ['opcache.jit' => 1254, 'opcache.jit_hot_func' => 3, 'opcache.jit_hot_loop' => 3]] as $name => $jit) {
    $ini = $base + $jit + ['opcache.jit_buffer_size' => $jit ? '32M' : '0'];
    echo "-- jit $name\n", $servers->run($index, $ini)[0];
    [$output, $code] = $servers->run($index, $ini + ['opcache.preload' => $preload] + (Servers::root() ? ['opcache.preload_user' => 'www-data'] : []));
    echo $output;
}
/* Under php-fpm, many times, with the fatal error of a task in between. */
$fatal = $servers->script('fatal.php', '<?php background_processing_add(function () { @trigger_error("fatal", E_USER_ERROR); }); echo "fatal ";');
$pool = $servers->fpm($opcache + ['opcache.jit' => 1254, 'opcache.jit_buffer_size' => '32M', 'opcache.preload' => $preload] + (Servers::root() ? ['opcache.preload_user' => 'www-data'] : []));
$web = $servers->script('web.php', '<?php for ($i = 0; $i < 20; $i++) background_processing_add(Preloaded::task(...), 1000); echo "answer ";');
$answers = '';
for ($i = 0; $i < 100; $i++) {
    $answers .= fastcgi_request($pool, $i % 5 ? $web : $fatal)->body();
}
echo substr_count($answers, 'answer '), ' ', substr_count($answers, 'fatal '), ' ', substr_count($servers->fpmLog(), 'SIGSEGV'), "\n";
echo "===DONE===\n";
--EXPECTF--
-- jit off
false
own timer
{"ok":200,"failed":1,"exited":1}
true
timer
own timer
preloaded 4999950000
{"ok":201,"failed":1,"exited":1}
-- jit function
false
own timer
{"ok":200,"failed":1,"exited":1}
true
timer
own timer
preloaded 4999950000
{"ok":201,"failed":1,"exited":1}
-- jit tracing
false
own timer
{"ok":200,"failed":1,"exited":1}
true
timer
own timer
preloaded 4999950000
{"ok":201,"failed":1,"exited":1}
80 20 0
===DONE===
