--TEST--
A connection that the parent has opened survives every end of a worker
--EXTENSIONS--
bgproc
posix
pcntl
--FILE--
<?php
require __DIR__ . '/../inc/pool_processes.inc';

/* A server that answers each line, and says at the end of a connection "closed" in a file. */
$address = 'unix://' . test_dir() . '/server';
$server = proc_open([...php_words(), write_file('server.php', '<?php
    $server = stream_socket_server($argv[1]);
    $clients = [];
    for (;;) {
        $read = [$server, ...$clients];
        stream_select($read, $write, $except, null);
        foreach ($read as $stream) {
            if ($stream === $server) { $clients[] = stream_socket_accept($server); continue; }
            $line = fgets($stream);
            if ($line === false) { file_put_contents($argv[2], "closed\n", FILE_APPEND); unset($clients[array_search($stream, $clients)]); continue; }
            fwrite($stream, "reply $line");
        }
    }'), $address, test_dir() . '/closed'], [['file', '/dev/null', 'r'], ['file', '/dev/null', 'w'], ['file', '/dev/null', 'w']], $pipes);
register_shutdown_function(fn () => is_resource($server) && proc_terminate($server, SIGKILL));
check(wait_until(fn () => file_exists(test_dir() . '/server'), at_most(20)), 'the server listens');
final class Connection {
    public $stream;
    /* The name of the socket exists a moment before the server listens. */
    public function __construct(string $address) { check(wait_until(fn () => ($this->stream = @stream_socket_client($address)) !== false), 'connected'); }
    public function ask(string $text): string { fwrite($this->stream, "$text\n"); return trim(fgets($this->stream)); }
    /* What clients of databases do. */
    public function __destruct() { fwrite($this->stream, "quit of " . getmypid() . "\n"); }
}
$early = new Connection($address);
check_same('reply early', $early->ask('early'), 'early');
$pool = new Bgproc\Pool(function ($how) use ($early) {
    switch ($how) {
        case 'exit': exit(0);
        case 'fatal': undefined_function_x();
        case 'memory': ini_set('memory_limit', '8M'); return strlen(str_repeat('x', 1 << 28));
        case 'kill': posix_kill(getmypid(), SIGKILL);
    }
    return getmypid();
}, ['workers' => 2, 'on_output' => fn () => 0]);
$late = new Connection($address);
foreach (['exit', 'memory', 'kill', 'fatal'] as $how) {
    outcome($pool->submit(''));
    outcome($pool->submit($how));
    check_same(["reply early $how", "reply late $how"], [$early->ask("early $how"), $late->ask("late $how")], "after $how");
}
$pool->reload();
outcome($pool->submit(''));
$pool->resize(1);
outcome($pool->submit(''));
$pool->close();
check_same(['reply early end', 'reply late end'], [$early->ask('early end'), $late->ask('late end')], 'after close()');
check_same('', (string) @file_get_contents(test_dir() . '/closed'), 'closed connections');
proc_terminate($server, SIGKILL);
proc_close($server);
$early->stream = $late->stream = fopen('/dev/null', 'w');
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
