<?php

/** @generate-class-entries */

namespace Bgproc;

/**
 * The job from the inside, see JobManager::current(). Each report also restarts the timeout since the last update.
 *
 * All methods that report throw JobCancelledException after the job was cancelled. They throw JobException after it has ended
 * in another way (a timeout, a killed supervisor). The work should then stop: its result is no longer used.
 *
 * A process forked by the script (pcntl_fork()) may report with update(), incrementProgress() and log(). It cannot end the job:
 * finish() and fail() throw a StateException there, and its return, exception or fatal error ends that process only.
 *
 * In a web worker a report also sends the output of the script to the client. The callbacks that PHP runs then
 * (header_register_callback(), ob_start()) may report as well; the report throws their exceptions.
 *
 * @strict-properties
 * @not-serializable
 */
final class JobContext
{
    private function __construct() {}

    public function id(): string {}

    public function attempt(): int {}

    /**
     * Reports. Costs microseconds and never waits.
     *
     * @param int|float|null $progress percent; below 0 is 0, above 100 is 100, null leaves it as it is
     * @param string|null $text replaces the status text (the first 1000 bytes count); null leaves it
     */
    public function update(int|float|null $progress = null, ?string $text = null): void {}

    /** update() with a percentage that is higher than the last one by $by. */
    public function incrementProgress(int|float $by = 1, ?string $text = null): void {}

    /** The percentage that was last reported here. */
    public function getProgress(): float {}

    /** Appends a line to the log of the job; the first 8000 bytes of it are used. */
    public function log(string $line): void {}

    /**
     * The work has succeeded; nothing that follows changes this. The script continues.
     *
     * @param mixed $result anything that json_encode() takes, at most 60000 bytes of JSON
     *
     * @throws \ValueError when it cannot be encoded or is too long; the job is then not finished
     * @throws StateException in a forked child; the job is then not finished
     */
    public function finish(mixed $result = null): void {}

    /**
     * The work has failed. Ends the script, as exit does.
     *
     * @param string $reason the first 1000 bytes are used
     *
     * @throws StateException in a forked child; the job has then not failed
     */
    public function fail(string $reason): never {}

    /** Whether the job was cancelled or has ended in another way. Sends nothing. */
    public function isCancelled(): bool {}

    public function throwIfCancelled(): void {}

    /**
     * Runs the callable in the script of startCall().
     *
     * @phpstan-param string|array{class-string, string} $callable
     * @phpstan-param array<mixed> $arguments
     *
     * @internal
     */
    public static function run(string|array $callable, array $arguments): void {}
}
