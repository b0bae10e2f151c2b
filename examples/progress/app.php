<?php
/*
 * What the pages of this application share: who asks, which jobs are his, how an answer looks.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/* The kinds of work that can be started here. */
const KINDS = ['report' => 'a report', 'broken' => 'a report with a page that cannot be read'];

/* States in words. The script in the page has them from here. */
const WORDS = [
    'delayed' => 'Waiting for its time',
    'starting' => 'Waiting for a free worker',
    'running' => 'Running',
    'succeeded' => 'Done',
    'failed' => 'Failed',
    'timed_out' => 'Timed out',
    'stopped' => 'Cancelled',
    'lost' => 'Lost: nobody knows how it ended',
];

/* After these ends "Try again" is offered. A job that the visitor has cancelled is over because he wanted it. */
const RETRIED = ['failed', 'timed_out', 'lost'];

/**
 * The visitor: "scope" names his jobs, "token" proves that a form is ours. With a login take the id of the user as the scope:
 * then his jobs follow him to other devices, and stay when the session gets a new id.
 *
 * The session is closed again at once. PHP locks it while it is open, and a page that polls would wait for every other.
 *
 * @return array{scope: string, token: string}
 */
function visitor(bool $new = false): array
{
    session_start([
        'name' => 'progress',
        'use_strict_mode' => true,
        'cookie_httponly' => true,
        'cookie_samesite' => 'Lax',
        'cookie_secure' => !empty($_SERVER['HTTPS']),
        'read_and_close' => !$new,
    ]);
    if ($new) {
        $_SESSION['token'] ??= bin2hex(random_bytes(32));
        session_write_close();
    }
    $token = $_SESSION['token'] ?? '';
    return ['scope' => hash('sha256', 'progress ' . session_id()), 'token' => is_string($token) ? $token : ''];
}

/** The jobs of one visitor: it starts them in his name and sees no others. */
function jobs(string $scope): Bgproc\JobManager
{
    $pool = getenv('PROGRESS_POOL');
    $state = getenv('PROGRESS_STATE');
    if (!$pool || !$state) {
        throw new RuntimeException('PROGRESS_POOL or PROGRESS_STATE is not set, see conf/php-fpm.conf');
    }
    return new Bgproc\JobManager([
        'working_directory' => $state,
        'fastcgi' => $pool,
        'document_root' => __DIR__ . '/public',
        'scope' => $scope,
        'keep_succeeded' => 3600,
        'keep_failed' => 3600,
    ]);
}

/**
 * For what changes something: only POST, and only from a form of ours. Returns the visitor.
 *
 * @return array{scope: string, token: string}
 */
function visitor_who_posts(): array
{
    $visitor = visitor();
    $token = $_POST['token'] ?? null;
    if (($_SERVER['REQUEST_METHOD'] ?? '') !== 'POST') {
        header('Allow: POST');
        refuse(405, 'This address takes POST only.');
    }
    if (!is_string($token) || $visitor['token'] === '' || !hash_equals($visitor['token'], $token)) {
        refuse(403, 'Your session is over. Load the page again.');
    }
    return $visitor;
}

/**
 * The id of a job as it comes from outside, "" when there is none.
 *
 * @param array<mixed> $from
 */
function given_id(array $from): string
{
    return is_string($from['id'] ?? null) ? $from['id'] : '';
}

/** Whether the script of the page asks. A form without it wants a page. */
function wants_json(): bool
{
    /** @var string $accept */
    $accept = $_SERVER['HTTP_ACCEPT'] ?? '';
    return str_contains($accept, 'application/json');
}

/**
 * JSON for the script of the page; a form without it goes back to the page.
 *
 * @param array<string, mixed> $data
 */
function answer(array $data): void
{
    if (wants_json()) {
        header('Content-Type: application/json');
        header('Cache-Control: no-store');
        echo json_encode($data);
    } else {
        header('Location: ./', true, 303);
    }
}

function refuse(int $code, string $reason): never
{
    http_response_code($code);
    header('Cache-Control: no-store');
    if (wants_json()) {
        header('Content-Type: application/json');
        echo json_encode(['error' => $reason]);
    } else {
        header('Content-Type: text/plain; charset=utf-8');
        echo "$reason\n";
    }
    exit;
}

/** Seconds as people read them: 5 s, 2 min 5 s, 1 h 2 min. The script of the page does the same. */
function seconds(float $seconds): string
{
    $s = (int) round($seconds);
    return match (true) {
        $s < 60 => "$s s",
        $s < 3600 => intdiv($s, 60) . ' min ' . $s % 60 . ' s',
        default => intdiv($s, 3600) . ' h ' . intdiv($s, 60) % 60 . ' min',
    };
}

/**
 * How long it has been running and, as soon as that can be said, how much longer it will.
 *
 * @param array{duration: float|null, final: bool, progress: int, ...} $status as JobManager::getStatus() returns it
 */
function times(array $status): string
{
    if ($status['duration'] === null) {
        return '';
    }
    if ($status['final']) {
        return 'took ' . seconds($status['duration']);
    }
    $left = '';
    if ($status['duration'] >= 2 && $status['progress'] >= 5) {
        $left = ', about ' . seconds($status['duration'] * (100 / $status['progress'] - 1)) . ' left';
    }
    return seconds($status['duration']) . $left;
}

/** A value for a page or for an attribute of it. */
function html(string|int $text): string
{
    return htmlspecialchars((string) $text, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
}

/* What goes wrong stands in the log; the visitor learns only that it did. */
set_exception_handler(function (Throwable $e) {
    error_log((string) $e);
    if (headers_sent()) {
        /* In the middle of a stream of events. The browser comes again, and hears it then. */
        return;
    }
    refuse($e instanceof Bgproc\Exception ? 503 : 500, 'That did not work. Try again later.');
});
