--TEST--
A record from hell is lost or not there, never believed, never fatal, and its neighbours are listed
--EXTENSIONS--
bgproc
--INI--
pcre.jit=0
--FILE--
<?php
/*
 * reference list "record file": through listProcesses(), loadProcess(), every method of the process, prune() and stopAll().
 * A victim's pid stands in every text; it is never signalled.
 */
require __DIR__ . '/../inc/refusal.inc';

[$victim, $pid] = victim();
$manager = manager(['keep' => 600]);
$neighbour = start('sleep 300', ['labels' => ['who' => 'neighbour']], $manager);
$neighbour_finished = start(['true'], [], $manager);
$neighbour_finished->wait(20);

$k = 'process.hostile';
$good = record_of($k, ['pid' => $pid, 'command_pid' => $pid, 'pidfd_inode' => 0, 'start_ticks' => 0]);
$text = json_encode($good, JSON_UNESCAPED_SLASHES);
$with = fn (array $members) => json_encode(array_merge($good, $members), JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION | JSON_PARTIAL_OUTPUT_ON_ERROR);
$raw = fn (string $member, string $value) => preg_replace('/"' . $member . '":("[^"]*"|[^,}]*)/', '"' . $member . '":' . strtr($value, ['\\' => '\\\\', '$' => '\\$']), $text, 1);
$texts = [
    'empty' => '',
    'a line feed' => "\n",
    'NUL bytes' => str_repeat("\0", 4096),
    'noise' => random_bytes(5000),
    'not JSON' => 'hello',
    'null' => 'null', 'a number' => '5', 'a string' => '"x"', 'true' => 'true', 'an array' => '[]', 'an array of it' => "[$text]", 'empty object' => '{}',
    'byte order mark' => "\xef\xbb\xbf$text",
    'UTF-16' => "\xff\xfe" . implode("\0", str_split($text)),
    'two documents' => "$text\n$text",
    'something behind it' => "$text x",
    'a NUL behind it' => "$text\0",
    'comment' => "/* x */ $text",
    'single quotes' => strtr($text, '"', "'"),
    'comma at the end' => substr($text, 0, -1) . ',}',
    'nesting 10,000' => str_repeat('[', 10000) . str_repeat(']', 10000),
    'nesting 10,000 in a member' => substr($text, 0, -1) . ',"x":' . str_repeat('[', 10000) . str_repeat(']', 10000) . '}',
    'nesting of objects' => str_repeat('{"key":', 100000),
    'control byte in a string' => $raw('scope', "\"a\x01b\""),
    'escaped NUL' => $raw('scope', '"a\u0000b"'),
    'escaped NUL in the key' => $raw('key', '"' . $k . '\u0000"'),
    'half a surrogate' => $raw('scope', '"\ud800"'),
    'invalid escape' => $raw('scope', '"\q"'),
    'key twice' => substr($text, 0, -1) . ',"key":"' . $k . '"}',
    'pid twice' => substr($text, 0, -1) . ',"pid":' . $pid . '}',
    'state twice' => substr($text, 0, -1) . ',"state":"running"}',
    'unknown member twice' => substr($text, 0, -1) . ',"x":1,"x":2}',
    'another key' => $with(['key' => 'process.other']),
    'key of a path' => $with(['key' => '../../etc/passwd']),
    'key in capitals' => $with(['key' => strtoupper($k)]),
    'version 0' => $with(['version' => 0]),
    'version 1.5' => $with(['version' => 1.5]),
    'version as text' => $with(['version' => '1']),
    'version negative' => $with(['version' => -1]),
    'newer version' => $with(['version' => 2]),
    'much newer version' => $with(['version' => 4294967295]),
    'version too large' => $raw('version', '1e308'),
    'pid as float' => $with(['pid' => $pid + 0.5]),
    'pid as text' => $with(['pid' => (string) $pid]),
    'pid 0' => $with(['pid' => 0]), 'pid 1' => $with(['pid' => 1]), 'pid -1' => $with(['pid' => -1]), 'pid of a group' => $with(['pid' => -$pid]),
    'pid 2^31' => $with(['pid' => 2147483648]), 'pid 2^32 + victim' => $with(['pid' => 4294967296 + $pid]),
    'pid 2^63' => $raw('pid', '9223372036854775808'), 'pid 1e400' => $raw('pid', '1e400'), 'pid hexadecimal' => $raw('pid', '0x10'),
    'pid NaN' => $raw('pid', 'NaN'), 'pid null' => $with(['pid' => null]), 'pid true' => $with(['pid' => true]), 'pid list' => $with(['pid' => [$pid]]),
    'unknown state' => $with(['state' => 'sleeping']), 'state in capitals' => $with(['state' => 'RUNNING']), 'state number' => $with(['state' => 2]), 'state empty' => $with(['state' => '']),
    'final without an end' => $with(['state' => 'succeeded']),
    'exit code 256' => $with(['state' => 'failed', 'ended_us' => 5, 'exit_code' => 256]),
    'exit code -1' => $with(['state' => 'failed', 'ended_us' => 5, 'exit_code' => -1]),
    'exit code and signal' => $with(['state' => 'failed', 'ended_us' => 5, 'exit_code' => 1, 'signal' => 9]),
    'signal 0' => $with(['state' => 'failed', 'ended_us' => 5, 'signal' => 0]),
    'signal 128' => $with(['state' => 'failed', 'ended_us' => 5, 'signal' => 128]),
    'error of an unknown stage' => $with(['error' => ['stage' => 'x', 'errno' => 2, 'message' => '']]),
    'error as text' => $with(['error' => 'exec']),
    'usage as list' => $with(['usage' => [1, 2, 3]]),
    'labels as list' => $with(['labels' => ['a']]), 'label as number' => $with(['labels' => ['a' => 5]]),
    'label twice' => $raw('labels', '{"a":"1","a":"2"}'),
    'command line number' => $with(['commandline' => 5]), 'command line object' => $with(['commandline' => ['a' => 'b']]), 'command line empty' => $with(['commandline' => []]),
    'command line of lists' => $with(['commandline' => [['a']]]), 'command line null' => $with(['commandline' => null]),
    'base64 bad' => $with(['commandline_base64' => ['!!!']]), 'base64 of NUL' => $with(['commandline' => ['a'], 'commandline_base64' => ['AA==']]),
    'base64 of another shape' => $with(['commandline_base64' => 'eA==']),
    'created_at free' => $with(['created_at' => 'yesterday']), 'created_at code' => $with(['created_at' => "<script>alert(1)</s"]), 'created_at long' => $with(['created_at' => str_repeat('2', 5000)]),
    'boot id short' => $with(['boot_id' => 'x']), 'boot id long' => $with(['boot_id' => str_repeat('x', 1000)]), 'boot id number' => $with(['boot_id' => 5]),
    'uid negative' => $with(['uid' => -1]), 'uid text' => $with(['uid' => 'root']),
    'start ticks negative' => $with(['start_ticks' => -1]), 'start ticks text' => $with(['start_ticks' => 'x']),
    'keep negative' => $with(['keep' => -1]), 'keep 2^64' => $raw('keep', '18446744073709551616'),
    'reason long' => $with(['reason' => str_repeat('r', 100)]), 'scope number' => $with(['scope' => 5]),
    'capture text' => $with(['capture' => 'yes']), 'no quotes' => str_replace('"', '', $text),
];
foreach (['key', 'pid', 'commandline', 'created_at', 'version', 'created_us', 'uid', 'state'] as $member) {
    $less = $good;
    unset($less[$member]);
    $texts["without $member"] = json_encode($less);
}

/* The text that all others differ from is a record: what follows is refused for what it says it is. */
plant($k, $text);
$process = $manager->loadProcess($k);
check_same([Bgproc\State::Lost, 'supervisor-gone', $pid], [$process->getState(), $process->getMeta()['reason'], $process->getPid()], 'a good text');
check($process->stop(0), 'a good text of a stranger: stop');
check(proc_get_status($victim)['running'], 'a good text of a stranger: the victim lives');
plant($k, $with(['state' => 'failed', 'ended_us' => (int) (microtime(true) * 1e6), 'exit_code' => 200, 'keep' => 600]));
check_same([Bgproc\State::Failed, 200], [($process = $manager->loadProcess($k))->getState(), $process->getExitCode()], 'a good final text');

$descriptors = count(open_descriptors());
foreach ($texts as $what => $hostile) {
    check($hostile !== false && $hostile !== $text, "$what: the text is another");
    $file = plant($k, $hostile);
    $before = file_get_contents($file);

    $found = [];
    foreach ($manager->listProcesses() as $process) {
        $found[$process->getKey()] = $process->getState();
    }
    ksort($found);
    $expected = [$neighbour->getKey() => Bgproc\State::Running, $neighbour_finished->getKey() => Bgproc\State::Succeeded, $k => Bgproc\State::Lost];
    ksort($expected);
    check(($found[$neighbour->getKey()] ?? null)?->isFinal() === false, "$what: the neighbour is listed as running");
    check_same(Bgproc\State::Succeeded, $found[$neighbour_finished->getKey()] ?? null, "$what: the finished neighbour is listed");
    check_same(Bgproc\State::Lost, $found[$k] ?? null, "$what: listed as lost");

    $loaded = $manager->loadProcess($k);
    if (!check($loaded !== null, "$what: loaded")) {
        continue;
    }
    $meta = $loaded->getMeta();
    check_same([$k, 'lost', str_contains($what, 'newer') ? 'newer-version' : 'corrupt'], [$meta['key'], $meta['state'], $meta['reason']], "$what: meta data");
    check_same([null, null, null], [$loaded->getPid(), $loaded->getExitCode(), $loaded->getTermSignal()], "$what: nothing is believed");
    check(!str_contains(serialize($meta), (string) $pid), "$what: the pid is not believed");
    ask_everything($loaded, $what);
    check_same($before, file_get_contents($file), "$what: reading changes nothing");
    check(proc_get_status($victim)['running'], "$what: the victim lives");
}
check_same($descriptors, count(open_descriptors()), 'descriptors');

/* Removed is only what can be nothing else: empty, NUL bytes, or the beginning of a record of that key. */
foreach (['package' => ["{\"name\": \"app\"}\n", false], 'newer' => [$with(['version' => 2, 'key' => 'newer']), false], 'nothing' => ['', true], 'zeros' => ["\0\0\0", true],
    'cut' => ['{"key":"cut","pid":' . $pid . ',"com', true], 'other' => ['{"key":"another"', false]] as $key => [$hostile, $goes]) {
    plant($key, $hostile);
    $other = new BackgroundProcessManager(['working_directory' => state_dir(), 'key_prefix' => $key]);
    check_same(0, $other->stopAll(0), "$key: stopAll");
    check_same($goes ? 1 : 0, $other->prune(), "$key: prune");
    check_same(!$goes, file_exists(state_dir() . "/$key.json"), "$key: file");
    if (!$goes) {
        $process = $other->createProcess(['true']);
        $process->setKey($key);
        check_refused(Bgproc\StateException::class, fn () => $process->run(), "$key: taken", '/is not a record$|written by a newer version$/');
        check_same($hostile, file_get_contents(state_dir() . "/$key.json"), "$key: untouched");
    }
}

check($neighbour->isRunning(), 'the neighbour runs');
check($neighbour->stop(5), 'stop');
end_victim($victim);
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
