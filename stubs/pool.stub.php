<?php

/** @generate-class-entries */

namespace Bgproc;

/**
 * Worker processes that call a function, or the methods of an object, for this process.
 *
 *     $pool = new Bgproc\Pool(fn(string $url) => strlen(file_get_contents($url)), ['workers' => 8]);
 *     $lengths = $pool->map($urls);
 *
 * The constructor forks one process, the zygote, and the zygote forks the workers. So every worker, also one that replaces another
 * later, has the functions, classes and variables of the moment of construction, and nothing that this process opens afterwards:
 * make pools first and connect to databases later. Arguments and results are copied. What a worker prints arrives in this process
 * as whole lines. The workers die when this process ends, however it ends.
 *
 * Everything happens inside the methods: results are taken, calls are handed out and handlers run in wait(), dispatch(), map(),
 * each(), and Future::await(). Only the timeouts need none of them.
 *
 * For the command line. Web servers, fibers and the extra threads of a ZTS build cannot make a pool: use Bgproc\JobManager or
 * BackgroundProcess there.
 *
 * @phpstan-type PoolOptions array{workers?: int, min_workers?: int|null, timeout?: float|int|null, soft_timeout?: float|int|null,
 *     max_jobs?: int|null, max_memory?: int|null, max_lifetime?: float|int|null, jitter?: float|int, max_pending?: int,
 *     overflow?: 'block'|'throw'|'drop_oldest'|'refuse', prefetch?: int|null, retries?: int, idempotent?: bool,
 *     serializer?: 'auto'|'php'|'igbinary', nice?: int, limits?: array<string, mixed>, setup?: callable|null, teardown?: callable|null,
 *     close_inherited?: bool, on_output?: (callable(int, string): mixed)|null, title?: string|null}
 * @phpstan-type PoolStats array{workers: int, idle: int, busy: int, pending: int, completed: int, failed: int, timed_out: int,
 *     lost: int, respawned: int, bytes_sent: int, bytes_received: int,
 *     call_seconds: array{mean: float|null, p50: float|null, p99: float|null},
 *     usage: array{user_time: float, system_time: float, max_rss: int},
 *     processes: list<array{pid: int, state: 'starting'|'idle'|'busy'|'retiring', calls: int, busy_seconds: float, age: float}>}
 *
 * @strict-properties
 * @not-serializable
 */
final class Pool implements \Countable
{
    /**
     * Starts the workers. It does not wait until they are ready.
     *
     * @param callable|object $worker a callable: what submit() calls; an object: its method __invoke() or execute() is what submit()
     *     calls, and call() reaches its public methods
     * @param array $options "workers" (1-1024, default: one for each processor that this process may use), "min_workers" (how
     *     many run before there is work; default: all), "timeout" (seconds for one call; then its worker is killed; default:
     *     none, or soft_timeout + 10), "soft_timeout" (seconds until CallTimeoutException is thrown inside the call), "max_jobs",
     *     "max_memory" (bytes by which a worker may grow), "max_lifetime" (seconds): a worker that has reached one of them is
     *     replaced after its present call, "jitter" (0-1, default 0.1: by which part of themselves these three are lowered at
     *     random), "max_pending" (calls that may wait for a worker, default 10000), "overflow" (what happens to one more:
     *     "block", the default: wait for room; "throw"; "drop_oldest"; "refuse": a future that has failed), "prefetch" (calls
     *     that wait in a busy worker, to save the way back; default: as many as take a millisecond), "retries" (how often a call
     *     is repeated whose worker was lost; only with "idempotent" => true), "idempotent", "serializer" ("auto", "php",
     *     "igbinary"), "nice" (0-19), "limits" (as for BackgroundProcess), "setup" and "teardown" (called in each worker before
     *     its first and after its last call), "close_inherited" (close descriptors above 2 that the workers have inherited),
     *     "on_output" (called with the pid of the worker and a line without its end, instead of printing the line here), "title"
     *     (name of the processes in ps, at most 15 bytes)
     *
     * @phpstan-param PoolOptions $options
     *
     * @throws \ValueError for an unknown option or an impossible value
     * @throws \TypeError for a value of a wrong type
     * @throws StateException where a pool cannot work: a web server, a fiber, a thread
     * @throws SpawnException when the zygote cannot be started
     */
    public function __construct(callable|object $worker, array $options = []) {}

    /**
     * Calls the worker's function in a worker process. Returns at once, unless there is no room ("overflow").
     *
     * @throws PayloadException when an argument cannot be sent; nothing was sent then
     * @throws QueueFullException with "overflow" => "throw", when max_pending calls wait
     * @throws StateException when the pool is closed, or belongs to another process
     */
    public function submit(mixed ...$args): Future {}

    /**
     * Calls a public method of the worker object; $pool->method(...$args) does the same.
     *
     * @throws \Error at once, when there is no such public method
     * @throws PayloadException when an argument cannot be sent; nothing was sent then
     * @throws QueueFullException with "overflow" => "throw", when max_pending calls wait
     * @throws StateException when the pool is closed, or belongs to another process
     */
    public function call(string $method, mixed ...$args): Future {}

    /** @phpstan-param array<mixed> $arguments */
    public function __call(string $method, array $arguments): Future {}

    /**
     * Calls the function, or the method, once for each item, with the item as the only argument, and waits for all results.
     *
     * The first failure is thrown as soon as it is known: calls that have not begun are cancelled, and results of those that run are
     * dropped.
     *
     * @phpstan-param iterable<array-key, mixed> $items
     *
     * @return array<array-key, mixed> the results in the order and under the keys of the items
     *
     * @throws \Throwable what the first call that has failed has thrown
     */
    public function map(\Traversable|array $items, ?string $method = null): array {}

    /**
     * Like map(), but gives each result as soon as it is there, under the key of its item. Takes items only as fast as they are
     * worked off, at most max_pending ahead, so the items may be an endless generator. Leaving the loop cancels what has not begun.
     *
     * @phpstan-param iterable<mixed, mixed> $items
     *
     * @return \Iterator<mixed, mixed>
     */
    public function each(\Traversable|array $items, ?string $method = null): \Iterator {}

    /** @phpstan-param (callable(mixed, Future): mixed)|null $f called with each result */
    public function onReturn(?callable $f): static {}

    /** @phpstan-param (callable(\Throwable, Future): mixed)|null $f called with each failure, also a timeout if there is no onTimeout() */
    public function onError(?callable $f): static {}

    /** @phpstan-param (callable(CallTimeoutException, Future): mixed)|null $f called for each call that has reached its timeout */
    public function onTimeout(?callable $f): static {}

    /** Whether nothing is pending or running. */
    public function isIdle(): bool {}

    /** Calls that wait for a worker. */
    public function pending(): int {}

    /** Calls that were handed to a worker and have not ended. */
    public function running(): int {}

    /** Living workers. */
    public function count(): int {}

    /**
     * Changes the number of workers. Workers that are too many end after their present call.
     *
     * @throws \ValueError
     */
    public function resize(int $workers): void {}

    /** Replaces every worker after its present call, by a new one of the same code: fresh memory, connections and setup(). */
    public function reload(): void {}

    /**
     * Waits until nothing is pending or running.
     *
     * @return bool false: not within the timeout
     */
    public function wait(?float $timeout = null): bool {}

    /**
     * Ends the pool: cancels what is pending, waits up to $grace seconds for what runs, lets the workers run teardown(), and kills what
     * is left. The destructor does the same with 0 seconds. A second call does nothing.
     */
    public function close(float $grace = 10.0): void {}

    /**
     * What the pool has done. "usage" is of the workers that have ended: their seconds of processor time, and the bytes of memory of
     * the largest. "processes" has a row for each worker that was forked and lives.
     *
     * @return PoolStats
     */
    public function stats(): array {}

    /**
     * A stream that is readable when dispatch() has something to do; for an event loop. Do not read from it.
     *
     * @return resource
     */
    public function getStream() {}

    /**
     * Handles what has arrived: takes results, hands out calls, runs handlers.
     *
     * @param float|null $timeout seconds to wait until something arrives; null: as long as it takes. Returns at once when nothing can
     *     arrive.
     *
     * @return int how many calls have ended
     */
    public function dispatch(?float $timeout = 0.0): int {}

    /**
     * Runs each task in a process of its own, all at the same time, and waits for all of them. The processes are forked from this
     * one as it is now, so the tasks may be closures over any variable.
     *
     *     ['a' => $users, 'b' => $orders] = Bgproc\Pool::run(a: fn() => loadUsers(), b: fn() => loadOrders());
     *
     * @return array<array-key, mixed> the results under the keys of the arguments
     *
     * @throws \Throwable what the first task (in the order of the arguments) that has failed has thrown, after all have ended
     */
    public static function run(callable ...$tasks): array {}
}
