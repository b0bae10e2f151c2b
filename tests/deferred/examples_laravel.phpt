--TEST--
examples/post-response/laravel: the service provider runs the tasks when the application terminates
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
$example = __DIR__ . '/../../examples/post-response';

/* As much of Laravel as the provider touches. */
$index = $servers->script('index.php', str_replace('EXAMPLE', "$servers->dir/www", <<<'PHP'
<?php
namespace Illuminate\Support { abstract class ServiceProvider { public function __construct(protected $app) {} } }
namespace {
    class Application
    {
        private array $terminating = [];
        public function terminating(callable $callback) { $this->terminating[] = $callback; }
        public function terminate() { foreach ($this->terminating as $callback) { $callback(); } }
    }
    function report($e) { file_put_contents(dirname(__DIR__) . '/out/mails.log', 'report: ' . $e->getMessage() . "\n", FILE_APPEND); }
    require 'EXAMPLE/BackgroundTasksProvider.php';
    $app = new Application;
    (new App\Providers\BackgroundTasksProvider($app))->boot();
    background_processing_add(function () { throw new RuntimeException('first'); });
    background_processing_add(function () { file_put_contents(dirname(__DIR__) . '/out/mails.log', "mail\n", FILE_APPEND); });
    echo "answer\n";
    /* What Symfony's Response::send() does, which Laravel uses. */
    fastcgi_finish_request();
    $app->terminate();
}
PHP));
copy("$example/laravel/BackgroundTasksProvider.php", "$servers->dir/www/BackgroundTasksProvider.php");
file_put_contents($index, preg_replace("/^<\?php define\('OUT', [^;]*;/", '<?php', file_get_contents($index)));
echo fastcgi_request($servers->fpm(), $index)->body(), $servers->wait('mails.log', 'report: first'), $servers->read('php.log');
echo "===DONE===\n";
--EXPECTF--
answer
mail
report: first
===DONE===
