--TEST--
bgproc.request over TLS: the name and the authority are verified, and the address may be another than the name's
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . '/../inc/servers.inc';
Servers::skip('fpm', 'nginx', 'libcurl', 'openssl');
?>
--FILE--
<?php
require __DIR__ . '/../inc/request.inc';
$servers = Servers::open();
$servers->script('show.php', '<?php echo "$_SERVER[HTTPS] $_SERVER[HTTP_HOST]";');
$certificate = $servers->certificate('app', 'DNS:app.test');
$other = $servers->certificate('other', 'DNS:app.test');
$address = substr($servers->web($servers->fpm(), '', $certificate), 6);
$port = substr(strrchr($address, ':'), 1);
$ask = fn (array $fields) => new Request($fields + ['target' => '/show.php', 'host' => 'app.test', 'base_url' => "https://app.test:$port",
    'connect_to' => $address, 'ca_file' => $certificate[2]]);
$refused = fn (string $end) => check((bool) preg_match('/^1, transport: .*(certificate|SSL|TLS|trust anchors)/i', $end), $end);

$request = $ask([]);
check_same('0, accepted', $request->end(), 'all is right');
check_same('on app.test', $request->output(), 'what it is told');

/* The same server under a name that its certificate does not have, and by its address. */
$refused($ask(['base_url' => "https://wrong.test:$port"])->end());
$refused($ask(['base_url' => "https://127.0.0.1:$port"])->end());
/* A certificate of an authority that nobody knows, and of another one. */
$refused($ask(['ca_file' => '/etc/ssl/certs/ca-certificates.crt'])->end());
$refused($ask(['ca_file' => $other[2]])->end());
$refused($ask(['ca_file' => '/nonexistent.pem'])->end());
$refused((new Request(['target' => '/show.php', 'host' => 'app.test', 'base_url' => "https://app.test:$port", 'connect_to' => $address]))->end());
/* TLS to a server without, and the other way round. */
check((bool) preg_match('/^1, accepted, response: HTTP 400/', $ask(['base_url' => "http://app.test:$port"])->end()), 'no TLS to TLS');
$servers->stop($servers->webName);
$address = substr($servers->web($servers->fpm()), 6);
$refused($ask(['base_url' => 'https://app.test:' . substr(strrchr($address, ':'), 1), 'connect_to' => $address])->end());
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
===DONE===
