<?php

/** @generate-class-entries */

namespace Bgproc;

/**
 * One job, started or found by a JobManager.
 *
 * @phpstan-type Error array{type: string, message: string, code?: int|string, file?: string, line?: int, trace?: string}
 * @phpstan-type Status array{progress: int<0, 100>, status: int<0, 3>, status_text: string, start_time: string|null,
 *     updated_time: string|null, end_time: string|null, id: string, state: value-of<State>, final: bool, attempt: int,
 *     error: array{type: string, message: string}|null, kind: 'command'|'call'|'http'|'fastcgi', target: string, scope: string,
 *     labels: array<string, string>, retry_of: string|null, exit_code: int<0, 255>|null, signal: int|null, duration: float|null,
 *     updates: int}
 *
 * @strict-properties
 * @not-serializable
 */
final class Job implements \Stringable
{
    private function __construct() {}

    public function id(): string {}

    public function state(): State {}

    /**
     * The array of JobManager::getStatus().
     *
     * @return Status
     */
    public function status(): array {}

    /**
     * Percent, 0-100.
     *
     * @return int<0, 100>
     */
    public function progress(): int {}

    /** Whether it has succeeded. False while it waits or runs. */
    public function isSuccessful(): bool {}

    /** When start() was called, in UTC with microseconds; setTimezone() shows it elsewhere. */
    public function createdAt(): \DateTimeImmutable {}

    /** When its command was executed, or a worker accepted its request, in UTC. Null before. */
    public function startedAt(): ?\DateTimeImmutable {}

    /** When it ended, in UTC; of a lost job, when the loss was noticed. Null before. */
    public function endedAt(): ?\DateTimeImmutable {}

    /** Seconds since startedAt(), or from there to its end. Null before. */
    public function duration(): ?float {}

    /** What the job says of itself, or the end of its output; the same as "status_text" of status(). */
    public function text(): string {}

    /**
     * Waits for the end without polling.
     *
     * @param float|null $timeout seconds; null waits without a limit
     *
     * @return bool true: it has ended; false: the time has passed
     */
    public function wait(?float $timeout = null): bool {}

    /**
     * As BackgroundProcess::waitAll().
     *
     * @param array|\Traversable $jobs Job objects
     *
     * @phpstan-param array<Job>|\Traversable<mixed, Job> $jobs
     */
    public static function waitAll(\Traversable|array $jobs, ?float $timeout = null): bool {}

    /**
     * As BackgroundProcess::waitAny().
     *
     * @param array|\Traversable $jobs Job objects, with keys of type int or string
     *
     * @phpstan-template K of int|string
     * @phpstan-param array<K, Job>|\Traversable<K, Job> $jobs
     * @phpstan-return K|null
     */
    public static function waitAny(\Traversable|array $jobs, ?float $timeout = null): int|string|null {}

    /**
     * A stream that becomes readable when the job has ended, for stream_select() and event loops. Do not read from it.
     *
     * @return resource
     */
    public function getStream() {}

    /** As JobManager::cancel(). */
    public function cancel(float $grace = 10.0): bool {}

    /** The argument of finish(), or the return value of the callable. Null until the job has succeeded, or without a result. */
    public function result(): mixed {}

    /**
     * The reason of the failure: "type" (a class of exception, or "start", "transport", "response", "timeout", "fail", "fatal",
     * "exit", "signal", "lost"), "message", and, if known, "code", "file", "line", "trace". Null while it runs,
     * after a success and after a cancel.
     *
     * @return Error|null
     */
    public function error(): ?array {}

    /** The end of its standard output, or of the response to its request. */
    public function output(): string {}

    /** The end of its standard error; of a request the error output that the FastCGI server has sent. */
    public function errorOutput(): string {}

    /**
     * The standard output that this object has not returned by this method yet, as BackgroundProcess::getIncrementalOutput():
     * of all attempts.
     *
     * @throws StoreException when the file cannot be read, was removed with the record, or it is not known how much was
     *     dropped
     */
    public function getIncrementalOutput(): string {}

    /**
     * The same for standard error.
     *
     * @throws StoreException as getIncrementalOutput()
     */
    public function getIncrementalErrorOutput(): string {}

    /**
     * How many bytes of both streams this object has not returned by these two methods and cannot return any more, as
     * BackgroundProcess::getDroppedBytes().
     *
     * @throws StoreException as getIncrementalOutput()
     */
    public function getDroppedBytes(): int {}

    /** The end of its log. */
    public function log(): string {}

    public function scope(): string {}

    /** 1, raised by one with each automatic retry. */
    public function attempt(): int {}

    /** Whether start() returned an existing job ("unique") and started nothing. */
    public function isMerged(): bool {}

    public function isFinal(): bool {}

    /** @return array<string, string> */
    public function labels(): array {}

    /** The id. */
    public function __toString(): string {}
}
