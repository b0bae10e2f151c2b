--TEST--
examples/post-response/slim: the front controller runs the tasks behind the emitter
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . "/../inc/servers.inc";
Servers::skip('fpm', 'nginx');
?>
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
require __DIR__ . '/../inc/composer.inc';
$servers = Servers::open();
$example = __DIR__ . '/../../examples/post-response';

$index = $servers->script('index.php', str_replace("require __DIR__ . '/vendor", "/* */ require __DIR__ . '/vendor", file_get_contents("$example/slim/index.php")));
$vendor = composer_vendor("$example/slim");
if ($vendor !== null) {
    symlink($vendor, "$servers->dir/www/vendor");
} else {
    /* Where Composer does not have Slim: as much of it as the front controller touches. */
    mkdir("$servers->dir/www/vendor");
    file_put_contents("$servers->dir/www/vendor/autoload.php", <<<'PHP'
<?php
namespace Psr\Http\Message { interface ResponseInterface {} interface ServerRequestInterface {} }
namespace Slim\Factory {
    class Body { public string $text = ''; public function write($text) { $this->text .= $text; } }
    class Request implements \Psr\Http\Message\ServerRequestInterface {}
    class Response implements \Psr\Http\Message\ResponseInterface { public Body $body; public function getBody() { return $this->body ??= new Body; } }
    class AppFactory
    {
        private $route;
        public static function create() { return new self; }
        public function addErrorMiddleware() {}
        public function get($pattern, $route) { $this->route = $route; }
        public function run() { echo ($this->route)(new Request, new Response)->getBody()->text; }
    }
}
PHP);
}
$pool = $servers->fpm([], ['env[MAILS]' => "$servers->dir/out"]);
$response = http_request($servers->nginx($pool), '/index.php');
echo $response->status, ' ', $response->body, $servers->wait('mails.log', "\n"), $servers->read('php.log');
echo "===DONE===\n";
--EXPECTF--
200 Thank you, the mail is on its way.
mail to anna@example.org
===DONE===
