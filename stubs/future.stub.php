<?php

/** @generate-class-entries */

namespace Bgproc;

/**
 * The result of a call to a pool, when it is there.
 *
 * A future that is pending keeps its pool alive. A failure that nobody has seen when its future and its pool have forgotten it is a
 * warning: seen is what await() has thrown, getError() has returned, or a handler (then(), catch(), finally(), onError()) got.
 *
 * @strict-properties
 * @not-serializable
 */
final class Future
{
    /** Counts the calls of a pool from 1. Futures of then(), catch() and finally() have the id of their call. */
    public readonly int $id;

    private function __construct() {}

    /**
     * Waits for the end of the call; meanwhile other calls of the pool are served too.
     *
     * @param float|null $timeout seconds; null: as long as it takes
     *
     * @return mixed the result
     *
     * @throws TimeoutException when the call has not ended in that time; it goes on
     * @throws \Throwable what the call has thrown
     * @throws CallTimeoutException when it was ended by the timeout of the pool
     * @throws WorkerLostException when its worker has died
     * @throws CancelledException when it was cancelled
     */
    public function await(?float $timeout = null): mixed {}

    public function isDone(): bool {}

    /**
     * Cancels a call that has not begun; it ends in CancelledException.
     *
     * @return bool false: it runs, or has ended
     */
    public function cancel(): bool {}

    /**
     * Delayed: it waits for a worker. Running. Succeeded. Failed: it has thrown. TimedOut: ended by the timeout of the pool. Lost: its
     * worker has died. Stopped: cancelled.
     */
    public function getState(): State {}

    /** What the call has thrown, or why it has no result. Null while it has not ended and when it has succeeded. */
    public function getError(): ?\Throwable {}

    /**
     * @param callable $f called with the result where results are handled: in await(), Pool::wait() or Pool::dispatch()
     *
     * @return static a new future with what $f returns (if that is a future, with its result) or throws, or with this one's failure
     */
    public function then(callable $f): static {}

    /**
     * @param callable $f called with the exception
     *
     * @return static a new future with what $f returns, or with this one's result
     */
    public function catch(callable $f): static {}

    /**
     * @param callable $f called without arguments in either case; what it returns is dropped
     *
     * @return static a new future that ends as this one, or with what $f throws
     */
    public function finally(callable $f): static {}

    /**
     * Waits for all.
     *
     * @phpstan-param iterable<array-key, Future> $futures
     *
     * @return array<array-key, mixed> the results under the same keys
     *
     * @throws TimeoutException when they have not ended in that time; they go on
     * @throws \Throwable the first failure in time
     */
    public static function all(\Traversable|array $futures, ?float $timeout = null): array {}

    /**
     * Waits for the first that succeeds.
     *
     * @phpstan-param iterable<array-key, Future> $futures
     *
     * @throws \Throwable the failure of the last one, when all have failed
     * @throws \ValueError when there is none
     */
    public static function any(\Traversable|array $futures): mixed {}

    /**
     * Waits for the first that ends.
     *
     * @phpstan-param iterable<array-key, Future> $futures
     *
     * @throws \Throwable its failure
     * @throws \ValueError when there is none
     */
    public static function race(\Traversable|array $futures): mixed {}
}
