<?php

/** @generate-class-entries */

namespace Bgproc;

/**
 * Starts jobs and finds them again: background work with progress, text, a result, a delay, a timeout and a history.
 *
 * @phpstan-import-type Environment from \BackgroundProcess
 * @phpstan-import-type Limits from \BackgroundProcess
 * @phpstan-import-type InputFile from \BackgroundProcess
 * @phpstan-import-type Status from Job
 * @phpstan-type JobManagerOptions array{working_directory?: string, key_prefix?: string, scope?: string, fastcgi?: string,
 *     document_root?: string, front_controller?: string, base_url?: string, key?: string|array<string>, connect_to?: string,
 *     ca_file?: string, authorization?: string, connect_timeout?: int|float, cookies?: list<string>, worker_user?: string|int,
 *     php_binary?: string|non-empty-list<string>, bootstrap?: string, error_timeout?: int|float|null,
 *     max_runtime?: int|float|null, start_timeout?: int|float|null, keep_succeeded?: int<0, 1000000000>,
 *     keep_failed?: int<0, 1000000000>, labels?: array<string, string>, grace?: int|float, output_limit?: int<1, max>,
 *     cwd?: string|null, env?: Environment, inherit_env?: bool, nice?: int<-20, 19>, umask?: int<0, 511>, limits?: Limits}
 * @phpstan-type RequestOptions array{method?: string, query?: string|array<mixed>, body?: string|array<mixed>, content_type?: string,
 *     headers?: array<string, string>, 'as'?: 'anonymous'|'user', cookies?: list<string>, transport?: 'fastcgi'|'http',
 *     start_timeout?: int|float|null, delay?: int|float, at?: \DateTimeInterface|int, unique?: string|bool|null, merge?: 'first'|'last', timeout?: int|float|null,
 *     max_runtime?: int|float|null, idempotent?: bool, retries?: int<0, 100>, backoff?: int|float, keep_succeeded?: int<0, 1000000000>,
 *     keep_failed?: int<0, 1000000000>, scope?: string, labels?: array<string, string>, grace?: int|float, output_limit?: int<1, max>}
 * @phpstan-type CommandOptions array{stdin?: InputFile, stderr?: 'stdout'|null, user?: string|int|null,
 *     group?: string|int|null,
 *     cwd?: string|null, env?: Environment, inherit_env?: bool, nice?: int<-20, 19>, umask?: int<0, 511>, limits?: Limits,
 *     delay?: int|float, at?: \DateTimeInterface|int, unique?: string|bool|null, merge?: 'first'|'last', timeout?: int|float|null,
 *     max_runtime?: int|float|null, idempotent?: bool, retries?: int<0, 100>, backoff?: int|float, keep_succeeded?: int<0, 1000000000>,
 *     keep_failed?: int<0, 1000000000>, scope?: string, labels?: array<string, string>, grace?: int|float, output_limit?: int<1, max>}
 * @phpstan-type CallOptions array{stderr?: 'stdout'|null, php_binary?: string|non-empty-list<string>, bootstrap?: string,
 *     cwd?: string|null, env?: Environment, inherit_env?: bool, nice?: int<-20, 19>, umask?: int<0, 511>, limits?: Limits,
 *     delay?: int|float, at?: \DateTimeInterface|int, unique?: string|bool|null, merge?: 'first'|'last', timeout?: int|float|null,
 *     max_runtime?: int|float|null, idempotent?: bool, retries?: int<0, 100>, backoff?: int|float, keep_succeeded?: int<0, 1000000000>,
 *     keep_failed?: int<0, 1000000000>, scope?: string, labels?: array<string, string>, grace?: int|float, output_limit?: int<1, max>}
 * @phpstan-type RetryOptions RequestOptions|CommandOptions|CallOptions
 * @phpstan-type Filter array{state?: State|value-of<State>|list<State|value-of<State>>, scope?: string, labels?: array<string, string>,
 *     prefix?: string}
 *
 * @strict-properties
 * @not-serializable
 */
final class JobManager
{
    /**
     * @var string
     */
    const DEFAULT_WORKING_DIRECTORY = "/tmp/php/bgproc_job";

    /**
     * @var string
     */
    const DEFAULT_KEY_PREFIX = "job.";

    /**
     * @param array $options
     *     "working_directory" (the state directory, an absolute path; default: DEFAULT_WORKING_DIRECTORY),
     *     "key_prefix" (how the ids of this manager begin; default: DEFAULT_KEY_PREFIX),
     *     "scope" (string: this manager starts jobs of this scope and sees no others),
     *     "fastcgi" ("unix:/path" or "tcp:host:port": start() sends requests to this FPM pool), with
     *     "document_root" (absolute path) and "front_controller" (a script below it that answers every path, "/index.php";
     *     without it the path must name a script: "/report.php"),
     *     "base_url" ("https://host[:port]": start() goes by HTTP), with
     *     "key" (string of 32 bytes or more that signs the requests, or id => string; the first one signs, all are accepted),
     *     "connect_to" ("host:port" to connect to instead), "ca_file" (certificates to trust),
     *     "authorization" (value of the Authorization header of every request, for a server behind Basic authentication),
     *     "connect_timeout" (seconds; default 2),
     *     "cookies" (list of names that "as" => "user" forwards besides the session's),
     *     "worker_user" (string|int: the user of the workers, if it is another one),
     *     "php_binary" (path, or list of words, of the PHP that startCall() runs), "bootstrap" (a PHP file that it loads first),
     *     "error_timeout" (float|null: seconds without an update after which a request or call is timed out; default 60),
     *     "keep_succeeded" and "keep_failed" (int: seconds a job stays after its end; default 30 and 60 days; 0: without end),
     *     and as defaults of its jobs: "max_runtime", "start_timeout", "grace", "output_limit", "labels", "cwd", "env",
     *     "inherit_env", "nice", "umask", "limits".
     *
     * @phpstan-param JobManagerOptions $options
     *
     * @throws \ValueError for an unknown option or an impossible value
     * @throws \TypeError for a value of a wrong type
     */
    public function __construct(array $options = []) {}

    /**
     * Starts a request to the application itself as a job; by "fastcgi" where the manager has it, else by "base_url".
     *
     * @param string|array $request a path with an optional query ("/report?year=2026"), or a list that begins with a path and
     *     goes on with name => value pairs of the query. "backjobMethod" and "backjobPostdata" among them mean the options
     *     "method" and "body".
     * @param array $options
     *     "method" (string; default GET, with a body POST), "query" (array|string), "body" (array: url-encoded; string: as it
     *     is), "content_type" (string; by "http" a POST may not be multipart/form-data, whose body PHP gives to no script), "headers"
     *     (array name => value), "as" ("anonymous", the default, or "user": with the cookies of the current request), "cookies" (list of names, more than the manager's), "transport" ("fastcgi"|"http"),
     *     "delay" (float: seconds of the monotonic clock, which stands still while the machine is suspended) or "at"
     *     (\DateTimeInterface, or int: a Unix time; the wall clock counts, also when somebody sets it),
     *     "unique" (true, or string: while a job of the same kind has not ended no second one is started), "merge" ("first":
     *     the existing job is returned; "last": a delayed one is replaced),
     *     "scope" (string), "labels" (array name => string), "timeout" (float|null: seconds without an update),
     *     "max_runtime" (float|null: seconds of one attempt), "start_timeout" (float|null: seconds until a worker accepts it;
     *     default 60),
     *     "idempotent" (bool) and, only with it, "retries" (int 0-100) and "backoff" (float: seconds; default 1),
     *     "keep_succeeded", "keep_failed", "grace", "output_limit"
     *
     * @phpstan-param string|array<mixed> $request
     * @phpstan-param RequestOptions $options
     *
     * @throws SpawnException when the job cannot be started; nothing is left behind
     * @throws StoreException when the state directory is not safe or cannot be written
     * @throws StateException when the manager has no transport, "as" is "user" and the session is still open, or with "merge" => "last"
     *     the waiting job does not end
     */
    public function start(string|array $request, array $options = []): Job {}

    /**
     * Starts a command as a job. It may report by BGPROC_NOTIFY, see docs/notify.md; it need not.
     *
     * @param string|array $commandline as in BackgroundProcess
     * @param array $options those of start() that do not concern a request, and "cwd", "env", "inherit_env", "stdin", "nice",
     *     "umask", "limits", "user", "group" as in BackgroundProcess, "stderr" ("stdout" or null: output() then has both streams
     *     in the order of writing); a "stdin" that is a string is read again by each retry, and
     *     is not kept for retry()
     *
     * @phpstan-param string|list<string> $commandline
     * @phpstan-param CommandOptions $options
     */
    public function startCommand(string|array $commandline, array $options = []): Job {}

    /**
     * Calls a function or static method in a PHP process of its own. Its return value is the result of the job; an exception
     * is the error of the job.
     *
     * @param string|array $callable "function", "Class::method" or ["Class", "method"]; known after "bootstrap"
     * @param array $arguments null, bool, int, float, string (UTF-8) and arrays of these; string keys are names of parameters
     * @param array $options as startCommand(), and "bootstrap" and "php_binary"
     *
     * @phpstan-param string|array{class-string, string} $callable
     * @phpstan-param array<mixed> $arguments
     * @phpstan-param CallOptions $options
     */
    public function startCall(string|array $callable, array $arguments = [], array $options = []): Job {}

    /**
     * Finds a job. Accepts user input: for an invalid, unknown or foreign id it returns null, never an error.
     *
     * @param string|null $scope only a job of this scope
     */
    public function find(string $id, ?string $scope = null): ?Job {}

    /**
     * @param array $filter "state" (State, its value, or a list of them), "scope" (string), "labels" (name => value; all must
     *     match), "prefix" (string, instead of the key prefix)
     *
     * @phpstan-param Filter $filter
     *
     * @return list<Job> ordered by id, which is the order of time
     */
    public function list(array $filter = []): array {}

    /**
     * The status of a job in readable form: "progress" (int 0-100), "status" (0 waits, 1 runs, 2 has succeeded, 3 has failed),
     * "status_text", "start_time", "updated_time", "end_time" ("Y-m-d H:i:s"; null: not yet), then "id", "state" (string),
     * "final" (bool), "attempt", "error" (null, or "type" and "message"), "kind", "target", "scope", "labels", "retry_of",
     * "exit_code", "signal", "duration" (float|null: seconds since the current attempt began to run, until its end if it has
     * ended; null: it has not begun), "updates". Reading the status never changes it.
     *
     * @return Status|null null: there is no such job for this scope
     */
    public function getStatus(string $id, ?string $scope = null): ?array {}

    public function jobExists(string $id, ?string $scope = null): bool {}

    /** The scope of a job, "" when it has none; null when there is no such job. */
    public function getScope(string $id): ?string {}

    /**
     * Ends a job: a delayed one never starts; of a running command the whole tree is stopped; the next update() of a worker
     * throws.
     *
     * @param float $grace seconds between SIGTERM and SIGKILL
     *
     * @return bool true: it has ended (also when it had before); false: there is no such job, or it could not be ended in time
     */
    public function cancel(string $id, float $grace = 10.0): bool {}

    /**
     * Starts a job that has ended once more, as a new job that names the old one.
     *
     * @param array $options as for the start; what is not given is as it was. The environment, cookies and keys of the old job
     *     are not kept: they are the manager's and the caller's.
     *
     * @phpstan-param RetryOptions $options
     *
     * @return Job|null null: there is no such job
     *
     * @throws StateException when it has not ended
     */
    public function retry(string $id, array $options = []): ?Job {}

    /**
     * Removes expired jobs ("keep_succeeded", "keep_failed") and files that broken starts have left. Never removes a job that has
     * not ended.
     *
     * @return int the number of jobs removed
     */
    public function cleanup(): int {}

    /**
     * The job in which this script runs: as its command, its callable or its request. Null anywhere else.
     *
     * A request by HTTP is recognised when a manager with the right "key" and "working_directory" was made before.
     */
    public static function current(): ?JobContext {}

    /**
     * Answers the current request with the status of a job as JSON, for pages that poll: Cache-Control: no-store, an ETag (304
     * when nothing has changed), "final", and "poll", the milliseconds until the page should ask again. An unknown and a foreign
     * id get the same 404. No session is touched; whether the caller may ask is up to "scope".
     *
     * @param string|null $id default: $_GET["id"]
     * @param string|null $scope only a job of this scope
     * @param bool $events a client that accepts text/event-stream gets one: an event per change, a comment every 15 seconds,
     *     until the job has ended or 30 seconds have passed. It holds a worker for this time.
     *
     * @return bool whether there is such a job
     */
    public function serveStatus(?string $id = null, ?string $scope = null, bool $events = false): bool {}
}
