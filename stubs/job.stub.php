<?php

/** @generate-class-entries */

namespace Bgproc;

/**
 * One job, started or found by a JobManager.
 *
 * @strict-properties
 * @not-serializable
 */
final class Job implements \Stringable
{
    private function __construct() {}

    public function id(): string {}

    public function state(): State {}

    /** The array of JobManager::getStatus(). */
    public function status(): array {}

    /** Percent, 0-100. */
    public function progress(): int {}

    /** What the job says of itself, or the end of its output. */
    public function text(): string {}

    /**
     * Waits for the end without polling.
     *
     * @param float|null $timeout seconds; null waits for ever
     *
     * @return bool true: it has ended; false: the time is up
     */
    public function wait(?float $timeout = null): bool {}

    /**
     * As BackgroundProcess::waitAll().
     *
     * @param array|\Traversable $jobs Job objects
     */
    public static function waitAll(\Traversable|array $jobs, ?float $timeout = null): bool {}

    /**
     * As BackgroundProcess::waitAny().
     *
     * @param array|\Traversable $jobs Job objects, with keys of type int or string
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

    /** What the job gave to finish(), or its callable returned. Null until it has succeeded, and when there is none. */
    public function result(): mixed {}

    /**
     * Why it did not succeed: "type" (a class of exception, or "start", "transport", "response", "timeout", "fail", "fatal",
     * "exit", "signal", "lost"), "message", and what is known beyond: "code", "file", "line", "trace". Null while it runs,
     * after a success and after a cancel.
     */
    public function error(): ?array {}

    /** The end of its standard output, or of the response to its request. */
    public function output(): string {}

    /** The end of its standard error; of a request what the FastCGI server has sent as errors. */
    public function errorOutput(): string {}

    /** The end of what it gave to log(). */
    public function log(): string {}

    public function scope(): string {}

    /** 1, and one more for each automatic retry. */
    public function attempt(): int {}

    /** Whether start() found it already there ("unique") and started nothing. */
    public function isMerged(): bool {}

    public function isFinal(): bool {}

    /** @return array<string, string> */
    public function labels(): array {}

    /** The id. */
    public function __toString(): string {}
}
