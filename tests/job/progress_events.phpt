--TEST--
examples/progress by a plain client: events while the job runs, up to the last one; Last-Event-ID; polling with ETag; what strangers get
--EXTENSIONS--
bgproc
--SKIPIF--
<?php
require __DIR__ . '/../inc/servers.inc';
Servers::skip('fpm', 'nginx');
?>
--FILE--
<?php
require __DIR__ . '/../inc/bgproc.inc';
require __DIR__ . '/../inc/progress.inc';

/* A visitor with a session, and what a browser sends without being asked. */
final class Visitor
{
    private string $cookie = '';
    public string $token = '';

    public function __construct(private string $address)
    {
        $response = http_request($address, '/');
        check_same(200, $response->status, 'the page');
        $this->cookie = strtok((string) $response->header('Set-Cookie'), ';');
        check((bool) preg_match('~; HttpOnly; SameSite=Lax$~', (string) $response->header('Set-Cookie')), 'the cookie');
        $this->token = preg_match('~name="token" value="([0-9a-f]{64})"~', $response->body, $match) ? $match[1] : '';
    }

    public function headers(array $headers = []): array
    {
        return $headers + ['Cookie' => $this->cookie, 'Accept' => 'application/json'];
    }

    public function get(string $path, array $headers = []): HttpResponse
    {
        return http_request($this->address, $path, 'GET', $this->headers($headers));
    }

    public function post(string $path, array $data, array $headers = []): HttpResponse
    {
        return http_request($this->address, $path, 'POST', $this->headers($headers + ['Content-Type' => 'application/x-www-form-urlencoded']),
            http_build_query($data + ['token' => $this->token]));
    }

    public function start(array $data): string
    {
        $response = $this->post('/start.php', $data);
        check_same(200, $response->status, "start: $response->body");
        return json_decode($response->body, true)['id'];
    }

    /** A stream of events, to be read as it comes. */
    public function stream(string $id, ?string $last = null): Stream
    {
        return new Stream($this->address, "/status.php?id=$id",
            $this->headers(['Accept' => 'text/event-stream'] + ($last === null ? [] : ['Last-Event-ID' => $last])));
    }
}

/* A response that is read while it is sent: the text of its chunks. */
final class Stream
{
    private $socket;
    private string $raw = '', $text = '';
    public string $head = '';
    public bool $ended = false;

    public function __construct(string $address, string $path, array $headers)
    {
        $this->socket = stream_socket_client($address, $code, $text, 20.0);
        stream_set_timeout($this->socket, 45);
        $lines = "GET $path HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        foreach ($headers as $name => $value) {
            $lines .= "$name: $value\r\n";
        }
        fwrite($this->socket, "$lines\r\n");
        while (($line = fgets($this->socket)) !== false && $line !== "\r\n") {
            $this->head .= $line;
        }
    }

    /** The next event: id, decoded data, seconds since the start of the clock. Null: the stream is at its end. */
    public function next(): ?array
    {
        while (true) {
            while (($end = strpos($this->text, "\n\n")) !== false) {
                $event = substr($this->text, 0, $end);
                $this->text = substr($this->text, $end + 2);
                if (preg_match('~^id: ([0-9a-f]{32})\ndata: ({.*})$~D', $event, $match)) {
                    return ['id' => $match[1], 'data' => json_decode($match[2], true), 'at' => hrtime(true) / 1e9];
                }
                check((bool) preg_match('~^(retry: \d+|: ping)$~D', $event), "an event like $event");
            }
            $size = fgets($this->socket);
            if ($size === false || hexdec(trim($size)) === 0) {
                $this->ended = $size !== false;
                check_same('', $this->text, 'the stream ends between events');
                return null;
            }
            $this->text .= stream_get_contents($this->socket, hexdec(trim($size)));
            fgets($this->socket);
        }
    }
}

$servers = Servers::open();
$site = new Progress($servers);
$anna = new Visitor($site->address);
$berta = new Visitor($site->address);
check($anna->token !== '' && $anna->token !== $berta->token, 'tokens');

/* Events, each as it happens. */
$id = $anna->start(['kind' => 'report', 'pages' => 20]);
check_same($id, $anna->start(['kind' => 'report', 'pages' => 20]), 'a second click');
$stream = $anna->stream($id);
check((bool) preg_match('~^HTTP/1.1 200.*^Content-Type: text/event-stream.*^Cache-Control: no-store~ms', $stream->head), $stream->head);
$events = [];
while ($event = $stream->next()) {
    $events[] = $event;
}
check($stream->ended, 'the last chunk came');
$progress = array_column(array_column($events, 'data'), 'progress');
$sorted = $progress;
sort($sorted);
check_same($sorted, $progress, 'upwards');
check(count($events) >= 5, 'events: ' . json_encode($progress));
check(end($events)['at'] - $events[0]['at'] > 1.0, 'not all at once');
check_same(count($events), count(array_unique(array_column($events, 'id'))), 'each version once');
$last = end($events);
echo json_encode(array_intersect_key($last['data'], ['progress' => 0, 'status' => 0, 'status_text' => 0, 'state' => 0, 'final' => 0, 'attempt' => 0])), "\n";
check_same([false], array_values(array_unique(array_map(fn ($event) => $event['data']['final'], array_slice($events, 0, -1)))), 'only the last is final');
check_same([0, null], [count(array_filter($events, fn ($event) => $event['data']['id'] !== $id)), $last['data']['poll']], 'ids, and no more to ask');

/* Who comes again after the end: 204, and a browser stays away. One who missed the end gets it. */
check_same('HTTP/1.1 204', substr($anna->stream($id, $last['id'])->head, 0, 12), 'nothing new, for ever');
$missed = $anna->stream($id, $events[0]['id']);
$event = $missed->next();
check_same($last['id'], $event['id'] ?? null, 'the end, late');
check_same(null, $missed->next(), 'and nothing after it');
check_same($last['id'], $anna->stream($id, 'nonsense')->next()['id'] ?? null, 'an unknown id');

/* In the middle: what was seen is not sent again. */
$id = $anna->start(['kind' => 'report', 'pages' => 1000]);
$stream = $anna->stream($id);
do {
    $event = $stream->next();
} while ($event && $event['data']['progress'] < 1);
unset($stream);
$again = $anna->stream($id, $event['id']);
$next = $again->next();
check($next['id'] !== $event['id'] && $next['data']['progress'] >= $event['data']['progress'], 'it goes on where it was');

/* Polling beside the stream. */
$first = $anna->get("/status.php?id=$id");
check_same([200, 'application/json', 'no-store', 'nosniff'], [$first->status, $first->header('Content-Type'), $first->header('Cache-Control'),
    $first->header('X-Content-Type-Options')], 'a poll');
$poll = json_decode($first->body, true);
check($poll['poll'] >= 100 && $poll['poll'] <= 2000 && $poll['final'] === false, 'a hint');
$headers = implode("\n", array_keys($first->headers));
check(!str_contains($headers, 'set-cookie'), 'no cookie');

/* Somebody else, and nonsense: the same 404. */
$foreign = $berta->get("/status.php?id=$id");
$absent = $berta->get('/status.php?id=job.00000000000000000000000000000000');
check_same([404, 404, $absent->body], [$foreign->status, $absent->status, $foreign->body], 'not there');
foreach (['/status.php', '/status.php?id[]=1', '/status.php?id=..%2f..%2fetc', "/log.php?id=$id", "/result.php?id=$id", '/log.php?id[]=1', '/job.php', '/app.php'] as $path) {
    check_same(404, $berta->get($path)->status, $path);
}
check_same(404, $berta->post('/cancel.php', ['id' => $id])->status, 'a foreign job is not ended');
check_same(403, $berta->post('/start.php', ['kind' => 'report', 'pages' => 1, 'token' => $anna->token])->status, 'a foreign token');
check_same(403, $berta->post('/start.php', ['kind' => 'report', 'pages' => 1, 'token' => ''])->status, 'no token');
check_same(403, http_request($site->address, '/start.php', 'POST', ['Content-Type' => 'application/x-www-form-urlencoded'], 'token=&kind=report&pages=1')->status, 'no session');
check_same(405, $berta->get('/start.php')->status, 'GET starts nothing');
foreach ([['kind' => 'other', 'pages' => 1], ['kind' => ['report'], 'pages' => 1], ['kind' => 'report', 'pages' => 0], ['kind' => 'report', 'pages' => 1001],
    ['kind' => 'report', 'pages' => ['1']], ['kind' => 'report'], []] as $data) {
    check_same(400, $berta->post('/start.php', $data)->status, json_encode($data));
}

/* The pool for jobs itself, asked by somebody who knows no job. */
$response = fastcgi_request($site->pool, "$servers->dir/progress/public/job.php", '', 'GET', '', ['BGPROC_JOB' => $id, 'BGPROC_ATTEMPT' => '1',
    'BGPROC_NOTIFY' => "$site->state/$id.sock"]);
check_same(403, $response->status(), 'a second worker for the same job');

/* Without JavaScript: forms, and back to the page. */
$response = $anna->post('/cancel.php', ['id' => $id], ['Accept' => 'text/html']);
check_same([303, './'], [$response->status, $response->header('Location')], 'back to the page');
$final = null;
while ($event = $again->next()) {
    $final = $event;
}
check_same(['stopped', true], [$final['data']['state'] ?? null, $final['data']['final'] ?? null], 'the cancel is the last event');
$servers->wait('php.log', 'report cancelled');

/* What has ended does not change: 304 from now on. */
$ended = $anna->get("/status.php?id=$id");
$same = $anna->get("/status.php?id=$id", ['If-None-Match' => $ended->header('ETag')]);
check_same([200, 304, '', $ended->header('ETag')], [$ended->status, $same->status, $same->body, $same->header('ETag')], 'ETag');

/* A worker that is killed is a failure, not a bar that stands still. */
$id = $berta->start(['kind' => 'report', 'pages' => 1000]);
$stream = $berta->stream($id);
do {
    $event = $stream->next();
} while ($event && $event['data']['state'] !== 'running');
foreach (children_by_parent()[$servers->pid($site->fpm)] ?? [] as $worker) {
    if (str_contains((string) @file_get_contents("/proc/$worker/cmdline"), 'pool progress-jobs')) {
        exec("kill -9 $worker");
    }
}
while ($next = $stream->next()) {
    $event = $next;
}
echo json_encode(array_intersect_key($event['data'], ['status' => 0, 'state' => 0, 'final' => 0])), "\n";

echo implode(', ', $site->states()), "\n";
$complaints = preg_replace(['/^.*report cancelled: job job\.[0-9a-f]+\n/m', '/^.*(pool progress-jobs\] child \d+ exited on signal 9).*\n/m'], '', $site->complaints());
check_same('', $complaints, 'nobody complained');
$servers->close();
check_no_leftovers();
?>
===DONE===
--CLEAN--
<?php
require __DIR__ . '/../inc/bgproc.inc';
kill_leftovers();
?>
--EXPECT--
{"progress":100,"status":2,"status_text":"20 pages","state":"succeeded","final":true,"attempt":1}
{"status":3,"state":"failed","final":true}
succeeded, stopped, failed
===DONE===
