--TEST--
A session that cannot be saved is an error while the client is still there; the tasks stay
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . "/../inc/servers.inc";
if (!extension_loaded("session")) die("skip no ext/session");
?>
--INI--
bgproc.allow_user_finish=1
session.use_cookies=0
session.cache_limiter=
output_buffering=1
--FILE--
<?php
register_shutdown_function(function () { echo "===DONE===\n"; });
class Handler implements SessionHandlerInterface
{
    public function open($path, $name): bool { return true; }
    public function close(): bool { return true; }
    public function read($id): string|false { return ''; }
    public function write($id, $data): bool { throw new DomainException('the store is gone'); }
    public function destroy($id): bool { return true; }
    public function gc($max): int|false { return 0; }
}
function fastcgi_finish_request() { echo "-- released\n"; return true; }
session_set_save_handler(new Handler, false);
foreach (['background_processing_run', 'background_processing_finish', [BackgroundProcessing::class, 'run']] as $function) {
    session_start();
    $_SESSION['x'] = 1;
    background_processing_add(function () { echo "task\n"; });
    try {
        $function();
    } catch (DomainException $e) {
        echo $e->getMessage(), ', ', background_processing_status()['pending'], " pending\n";
    }
}
BackgroundProcessing::run();
session_start();
background_processing_add(function () { echo "task of the automatic run\n"; });
--EXPECTF--
the store is gone, 1 pending
the store is gone, 2 pending
the store is gone, 3 pending
-- released
task
task
task

Warning: Saving the session before post-response tasks failed: DomainException: the store is gone in %s on line %d
-- released
task of the automatic run
===DONE===
