--TEST--
A fatal error while the client is being released: the tasks run behind the user's shutdown functions, or are skipped with the true reason
--EXTENSIONS--
bgproc
session
--SKIPIF--
<?php
require __DIR__ . "/../inc/servers.inc";
Servers::skip('fpm');
if (getenv('USE_ZEND_ALLOC') === '0') {
    die('skip a memory limit needs the allocator of PHP');
}
?>
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();
$index = $servers->script('index.php', <<<'PHP'
<?php
function note(string $line) { file_put_contents(OUT . '/log', "$line\n", FILE_APPEND); }
function out_of_memory() { ini_set('memory_limit', '16M'); return strlen(str_repeat('x', 60000000)); }
class Handler implements SessionHandlerInterface
{
    public function open($path, $name): bool { return true; }
    public function close(): bool { return true; }
    public function read($id): string|false { return ''; }
    public function write($id, $data): bool { note('saving'); return (bool) out_of_memory(); }
    public function destroy($id): bool { return true; }
    public function gc($max): int|false { return 0; }
}
class Timer extends Bgproc\Timer\AbstractTimer
{
    public function __construct(private ?Closure $then = null) {}
    public function stopTiming(): Bgproc\Timer\AbstractTimer { note('timer'); if ($this->then) ($this->then)(); return $this; }
}
ini_set('bgproc.auto_run_on_fatal', $_GET['choice']);
background_processing_add(function () { note('task, level ' . ob_get_level()); });
background_processing_add(function () { note('task exits'); exit; });
register_shutdown_function(function () {
    note('shutdown function: ' . strtok(error_get_last()['message'] ?? 'no error', '('));
    foreach (background_processing_status()['results'] as $row) {
        note("result: $row[state], $row[error]");
    }
    register_shutdown_function(fn () => note('end'));
    echo 'ERROR PAGE';
});
ini_set('session.use_cookies', '0');
ini_set('session.cache_limiter', '');
switch ($_GET['kind']) {
    case 'buffer, user error':
        ob_start();
        echo 'outside ';
        ob_start(function ($text) { trigger_error('in the callback', E_USER_ERROR); return $text; });
        break;
    case 'buffer, memory':
        ob_start(fn ($text) => out_of_memory());
        break;
    case 'buffer, time':
        ob_start(function ($text) { set_time_limit(1); for (;;); });
        break;
    case 'two buffers':
        ob_start(function ($text) { trigger_error('in the callback', E_USER_ERROR); return $text; });
        ob_start(function ($text) { trigger_error('in the callback', E_USER_ERROR); return $text; });
        break;
    case 'three buffers':
        ob_start(function ($text) { trigger_error('in the callback', E_USER_ERROR); return $text; });
        ob_start(function ($text) { trigger_error('in the callback', E_USER_ERROR); return $text; });
        ob_start(function ($text) { trigger_error('in the callback', E_USER_ERROR); return $text; });
        break;
    case 'session':
        session_set_save_handler(new Handler, false);
        session_start();
        $_SESSION['a'] = 1;
        break;
    case 'headers':
        header_register_callback('out_of_memory');
        break;
    case 'headers, user error':
        header_register_callback(fn () => trigger_error('in the callback', E_USER_ERROR));
        break;
    case 'timers':
        BackgroundProcessing::addTimer(new Timer(fn () => trigger_error('in the timer', E_USER_ERROR)));
        BackgroundProcessing::addTimer(new Timer(fn () => out_of_memory()));
        BackgroundProcessing::addTimer(new Timer);
        break;
}
if ($_GET['kind'] !== 'headers' && $_GET['kind'] !== 'headers, user error') {
    echo 'page';
}
match ($_GET['how']) {
    'auto' => null,
    'run' => background_processing_run(true),
    'finish' => background_processing_finish(),
    'flush' => ob_end_flush(),
};
PHP);

function show(string $kind, string $how, string $choice): void
{
    global $servers, $pool, $index;
    @unlink($servers->out('log'));
    @unlink($servers->out('php.log'));
    $response = fastcgi_request($pool, $index, http_build_query(['kind' => $kind, 'how' => $how, 'choice' => $choice]));
    $log = $servers->wait('log', "end\n");
    if (!str_contains($log, 'task exits') && !str_contains($log, 'result')) {
        $log = $servers->wait('log', 'task exits');
    }
    $body = str_contains($response->body(), 'ERROR PAGE') ? 'error page' : trim($response->body());
    echo "-- $kind, $how, $choice: ", $response->status(), ", $body\n", $log;
    /* Each fatal error is logged once, and nothing follows from it. */
    foreach (file($servers->out('php.log')) as $line) {
        echo '   ', preg_replace(['~^\[.*?\] ~', '~ in /.*~s', '~ \(.*~s'], '', $line), "\n";
    }
}
$pool = $servers->fpm(['display_errors' => 0], ['pm.max_children' => 1]);
foreach (['buffer, user error', 'buffer, memory', 'buffer, time', 'two buffers', 'three buffers', 'session', 'headers',
    'headers, user error', 'timers'] as $kind) {
    show($kind, 'auto', 'run');
    show($kind, 'run', 'run');
    if (in_array($kind, ['buffer, user error', 'session', 'headers', 'timers'])) {
        show($kind, 'auto', 'drop');
    }
}
show('buffer, user error', 'run', 'drop');
show('buffer, user error', 'finish', 'run');
show('buffer, user error', 'flush', 'run');
echo "===DONE===\n";
--EXPECT--
-- buffer, user error, auto, run: 500, error page
shutdown function: in the callback
end
task, level 0
task exits
   PHP Fatal error:  in the callback
-- buffer, user error, run, run: 500, error page
shutdown function: in the callback
end
task, level 0
task exits
   PHP Fatal error:  in the callback
-- buffer, user error, auto, drop: 500, error page
shutdown function: in the callback
result: skipped, a fatal error occurred while the client was being released
result: skipped, a fatal error occurred while the client was being released
end
   PHP Fatal error:  in the callback
-- buffer, memory, auto, run: 500, error page
shutdown function: Allowed memory size of 16777216 bytes exhausted 
end
task, level 0
task exits
   PHP Fatal error:  Allowed memory size of 16777216 bytes exhausted
-- buffer, memory, run, run: 500, error page
shutdown function: Allowed memory size of 16777216 bytes exhausted 
end
task, level 0
task exits
   PHP Fatal error:  Allowed memory size of 16777216 bytes exhausted
-- buffer, time, auto, run: 500, error page
shutdown function: Maximum execution time of 1 second exceeded
end
task, level 0
task exits
   PHP Fatal error:  Maximum execution time of 1 second exceeded
-- buffer, time, run, run: 500, error page
shutdown function: Maximum execution time of 1 second exceeded
end
task, level 0
task exits
   PHP Fatal error:  Maximum execution time of 1 second exceeded
-- two buffers, auto, run: 500, 
shutdown function: in the callback
end
task, level 0
task exits
   PHP Fatal error:  in the callback
   PHP Fatal error:  in the callback
-- two buffers, run, run: 500, 
shutdown function: in the callback
end
task, level 0
task exits
   PHP Fatal error:  in the callback
   PHP Fatal error:  in the callback
-- three buffers, auto, run: 500, 
shutdown function: in the callback
end
task, level 0
task exits
   PHP Fatal error:  in the callback
   PHP Fatal error:  in the callback
   PHP Fatal error:  in the callback
-- three buffers, run, run: 500, 
shutdown function: in the callback
end
task, level 0
task exits
   PHP Fatal error:  in the callback
   PHP Fatal error:  in the callback
   PHP Fatal error:  in the callback
-- session, auto, run: 200, error page
saving
shutdown function: Allowed memory size of 16777216 bytes exhausted 
end
task, level 0
task exits
   PHP Fatal error:  Allowed memory size of 16777216 bytes exhausted
-- session, run, run: 200, error page
saving
shutdown function: Allowed memory size of 16777216 bytes exhausted 
end
task, level 0
task exits
   PHP Fatal error:  Allowed memory size of 16777216 bytes exhausted
-- session, auto, drop: 200, error page
saving
shutdown function: Allowed memory size of 16777216 bytes exhausted 
result: skipped, a fatal error occurred while the client was being released
result: skipped, a fatal error occurred while the client was being released
end
   PHP Fatal error:  Allowed memory size of 16777216 bytes exhausted
-- headers, auto, run: 500, 
shutdown function: Allowed memory size of 16777216 bytes exhausted 
end
task, level 0
task exits
   PHP Fatal error:  Allowed memory size of 16777216 bytes exhausted
-- headers, run, run: 500, 
shutdown function: Allowed memory size of 16777216 bytes exhausted 
end
task, level 0
task exits
   PHP Fatal error:  Allowed memory size of 16777216 bytes exhausted
-- headers, auto, drop: 500, 
shutdown function: Allowed memory size of 16777216 bytes exhausted 
result: skipped, a fatal error occurred while the client was being released
result: skipped, a fatal error occurred while the client was being released
end
   PHP Fatal error:  Allowed memory size of 16777216 bytes exhausted
-- headers, user error, auto, run: 500, error page
shutdown function: in the callback
end
task, level 0
task exits
   PHP Fatal error:  in the callback
-- headers, user error, run, run: 500, error page
shutdown function: in the callback
end
task, level 0
task exits
   PHP Fatal error:  in the callback
-- timers, auto, run: 200, page
timer
shutdown function: in the timer
end
timer
timer
task, level 0
task exits
   PHP Fatal error:  in the timer
   PHP Fatal error:  Allowed memory size of 16777216 bytes exhausted
-- timers, run, run: 200, page
timer
shutdown function: in the timer
end
timer
timer
task, level 0
task exits
   PHP Fatal error:  in the timer
   PHP Fatal error:  Allowed memory size of 16777216 bytes exhausted
-- timers, auto, drop: 200, page
timer
shutdown function: in the timer
result: skipped, a fatal error occurred while the client was being released
result: skipped, a fatal error occurred while the client was being released
end
   PHP Fatal error:  in the timer
-- buffer, user error, run, drop: 500, error page
shutdown function: in the callback
result: skipped, a fatal error ended the script
result: skipped, a fatal error ended the script
end
   PHP Fatal error:  in the callback
-- buffer, user error, finish, run: 500, error page
shutdown function: in the callback
end
task, level 0
task exits
   PHP Fatal error:  in the callback
-- buffer, user error, flush, run: 500, error page
shutdown function: in the callback
end
task, level 0
task exits
   PHP Fatal error:  in the callback
===DONE===
