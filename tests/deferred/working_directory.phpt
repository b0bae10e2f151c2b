--TEST--
Tasks of the automatic run have the working directory of the script, as those of run(); shutdown functions keep theirs
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . "/../inc/servers.inc";
Servers::skip('fpm', 'cgi', 'apache');
?>
--FILE--
<?php
require __DIR__ . '/../inc/servers.inc';
$servers = Servers::open();
$script = $servers->script('index.php', <<<'PHP'
<?php
function note(string $line) { file_put_contents(OUT . '/log', "$line\n", FILE_APPEND); }
function where(): string { $dir = realpath(getcwd()); return $dir === realpath(__DIR__) ? 'script' : ($dir === '/' ? 'root' : 'elsewhere'); }
$how = rawurldecode($_SERVER['QUERY_STRING'] ?? '') ?: getenv('HOW');
/* Shutdown functions run in the directory of the server: here only that the tasks leave it as it was is of interest. */
register_shutdown_function(function () { define('BEFORE', getcwd()); });
background_processing_add(function () { note('task: ' . where()); chdir('/'); });
background_processing_add(function () { note('next task: ' . where()); });
register_shutdown_function(function () { define('AFTER', getcwd()); note('end ' . json_encode(BEFORE === AFTER)); });
ini_set('bgproc.run_position', 'after');
note('script: ' . where());
match ($how) {
    'run' => background_processing_run(),
    'auto' => null,
    'fatal' => @trigger_error('fatal', E_USER_ERROR),
    'position' => ini_set('bgproc.run_position', 'before'),
    'task dies' => background_processing_add(function () { @trigger_error('fatal', E_USER_ERROR); }),
};
PHP);

function show(string $what, callable $request): void
{
    global $servers;
    foreach (['run', 'auto', 'fatal', 'position', 'task dies'] as $how) {
        @unlink($servers->out('log'));
        putenv("HOW=$how");
        $request(str_replace(' ', '%20', $how));
        Servers::until(fn () => substr_count($servers->read('log'), "\n") >= 4, 'four lines');
        echo "$what, $how: ", str_replace("\n", ', ', trim($servers->read('log'))), "\n";
    }
}
$pool = $servers->fpm([], ['pm.max_children' => 1]);
show('php-fpm', fn ($how) => fastcgi_request($pool, $script, rawurldecode($how)));
$server = $servers->cliServer();
show('php -S', fn ($how) => http_request($server, "/index.php?$how"));
show('php-cgi', fn () => $servers->run($script, [], 'cgi'));
show('php', fn () => $servers->run($script));
$apache = $servers->apache();
show('mod_php', fn ($how) => http_request($apache, "/index.php?$how"));
echo "===DONE===\n";
--EXPECT--
php-fpm, run: script: script, task: script, next task: root, end true
php-fpm, auto: script: script, end true, task: script, next task: root
php-fpm, fatal: script: script, end true, task: script, next task: root
php-fpm, position: script: script, task: script, next task: root, end true
php-fpm, task dies: script: script, end true, task: script, next task: root
php -S, run: script: script, task: script, next task: root, end true
php -S, auto: script: script, end true, task: script, next task: root
php -S, fatal: script: script, end true, task: script, next task: root
php -S, position: script: script, task: script, next task: root, end true
php -S, task dies: script: script, end true, task: script, next task: root
php-cgi, run: script: script, task: script, next task: root, end true
php-cgi, auto: script: script, end true, task: script, next task: root
php-cgi, fatal: script: script, end true, task: script, next task: root
php-cgi, position: script: script, task: script, next task: root, end true
php-cgi, task dies: script: script, end true, task: script, next task: root
php, run: script: elsewhere, task: elsewhere, next task: root, end true
php, auto: script: elsewhere, end true, task: elsewhere, next task: root
php, fatal: script: elsewhere, end true, task: elsewhere, next task: root
php, position: script: elsewhere, task: elsewhere, next task: root, end true
php, task dies: script: elsewhere, end true, task: elsewhere, next task: root
mod_php, run: script: script, task: script, next task: root, end true
mod_php, auto: script: script, end true, task: script, next task: root
mod_php, fatal: script: script, end true, task: script, next task: root
mod_php, position: script: script, task: script, next task: root, end true
mod_php, task dies: script: script, end true, task: script, next task: root
===DONE===
