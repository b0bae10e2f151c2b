--TEST--
Jobs: serveStatus() for pages that poll and for event streams: ETag, 304, one 404 for unknown and foreign, nothing of the insides
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . '/../inc/servers.inc';
Servers::skip('fpm', 'nginx');
?>
--FILE--
<?php
require __DIR__ . '/../inc/job.inc';

$servers = Servers::open();
$directory = $servers->ofWorkers("$servers->dir/jobs");
$servers->script('status.php', '<?php $jobs = new Bgproc\JobManager(["working_directory" => "' . $directory . '", "scope" => "me"]); $known = $jobs->serveStatus(events: true); file_put_contents(OUT . "/known", json_encode([$known, session_status()]));');
$servers->script('start.php', '<?php $jobs = new Bgproc\JobManager(["working_directory" => "' . $directory . '", "scope" => $_GET["scope"]]); echo $jobs->startCommand($_GET["command"]);');
$servers->script('do.php', '<?php $jobs = new Bgproc\JobManager(["working_directory" => "' . $directory . '"]); echo json_encode($jobs->{$_GET["what"]}($_GET["id"]));');
$web = $servers->nginx($servers->fpm(['date.timezone' => 'UTC']));
$go = $servers->out('go');
$start = fn (string $scope, string $command) => http_request($web, '/start.php?' . http_build_query(['scope' => $scope, 'command' => $command]))->body;
$status = fn (string $id, array $headers = []) => http_request($web, '/status.php?id=' . rawurlencode($id), 'GET', $headers);

$id = $start('me', "echo working; while [ ! -e $go ]; do sleep 0.02; done; echo done");
check((bool) preg_match('/^job\.[0-9a-f]{32}$/', $id), "started from a web request: $id");
check(wait_until(fn () => (json_decode($status($id)->body, true)['status_text'] ?? '') === "working\n"), 'it works: ' . $status($id)->body);
$response = $status($id);
check_same([200, 'application/json', 'no-store', 'nosniff'], [$response->status, $response->header('Content-Type'), $response->header('Cache-Control'), $response->header('X-Content-Type-Options')], 'head');
check_same(null, $response->header('Set-Cookie'), 'no session');
check_same('[true,1]', $servers->read('known'), 'no session');
$answer = json_decode($response->body, true);
check_same(['progress', 'status', 'status_text', 'start_time', 'updated_time', 'end_time', 'id', 'state', 'final', 'attempt', 'duration', 'poll'], array_keys($answer), 'members');
check_same([0, 1, 'running', false, $id], [$answer['progress'], $answer['status'], $answer['state'], $answer['final'], $answer['id']], 'values');
check(is_numeric($answer['duration']) && $answer['duration'] >= 0, 'duration');
check($answer['poll'] >= 250 && $answer['poll'] <= 2000, 'poll hint');
$tag = $response->header('ETag');
check((bool) preg_match('/^"[0-9a-f]{32}"$/', (string) $tag), "ETag $tag");
foreach ([$tag, "W/$tag", "\"x\", $tag"] as $sent) {
    $response = $status($id, ['If-None-Match' => $sent]);
    check_same([304, '', $tag], [$response->status, $response->body, $response->header('ETag')], "not modified: $sent");
}
check_same(200, $status($id, ['If-None-Match' => '"other"'])->status, 'another version');

/* Unknown, foreign, impossible and none: the same to the byte. */
$foreign = $start('other', 'true');
$bodies = [];
foreach ([$foreign, 'job.' . str_repeat('0', 32), '../etc/passwd', '', "a\0b"] as $unknown) {
    $response = $status($unknown);
    check_same(404, $response->status, 'unknown ' . short($unknown));
    $bodies[json_encode([$response->body, array_diff_key($response->headers, ['date' => 1])])] = true;
}
$response = http_request($web, '/status.php?id[]=x');
$bodies[json_encode([$response->body, array_diff_key($response->headers, ['date' => 1])])] = true;
check_same(1, count($bodies), 'one answer for all: ' . implode("\n", array_keys($bodies)));
check_same('[false,1]', $servers->read('known'), 'it says so');

/* ---- events ---- */
$connection = new FastCgi($servers->fpm(['date.timezone' => 'UTC']));
$connection->send("$servers->dir/www/status.php", 'id=' . $id, 'GET', '', ['HTTP_ACCEPT' => 'text/event-stream']);
usleep(300000);
touch($go);
$stream = $connection->receive();
check($stream->ended, 'the stream ends with the job');
check((bool) preg_match('~^Content-Type: text/event-stream~mi', $stream->head()) && str_contains($stream->head(), 'X-Accel-Buffering: no'), $stream->head());
preg_match_all('/^id: ([0-9a-f]{32})\ndata: (.*)\n\n/m', $stream->body(), $events, PREG_SET_ORDER);
check(str_starts_with($stream->body(), "retry: 1000\n\n") && count($events) >= 2, 'events: ' . $stream->body());
check_same(['running', 'succeeded'], [json_decode($events[0][2], true)['state'], json_decode(end($events)[2], true)['state']], 'first and last');
check_same(count($events), count(array_unique(array_column($events, 1))), 'each version once');
check_same(['final' => true, 'poll' => null], array_intersect_key(json_decode(end($events)[2], true), ['final' => 1, 'poll' => 1]), 'final');
check_same(204, $status($id, ['Accept' => 'text/event-stream', 'Last-Event-ID' => end($events)[1]])->status, 'the end was heard: do not come again');
check_same(200, $status($id, ['Accept' => 'text/event-stream', 'Last-Event-ID' => $events[0][1]])->status, 'an earlier one: the end');
check_same('true', http_request($web, "/do.php?what=jobExists&id=$foreign")->body, 'the other job is there');
$answer = json_decode($status($id)->body, true);
check_same([100, 2, "working\ndone\n", true, null], [$answer['progress'], $answer['status'], $answer['status_text'], $answer['final'], $answer['poll']], 'the end');
check($answer['duration'] > 0, 'it took a while');
check_throws(Bgproc\StateException::class, function () use ($directory) { echo ' '; flush(); jobs()->serveStatus('x'); }, 'headers sent', '/headers/');
$servers->stopAll();
check_no_leftovers();
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECTF--
%w===DONE===
