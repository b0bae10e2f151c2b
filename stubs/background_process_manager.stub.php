<?php

/** @generate-class-entries */

/**
 * A state directory, a key prefix and an error log: records processes and finds them again.
 *
 * @phpstan-import-type ProcessOptions from BackgroundProcess
 * @phpstan-import-type ManagerOptions from BackgroundProcess
 * @phpstan-type Filter array{state?: Bgproc\State|value-of<Bgproc\State>|list<Bgproc\State|value-of<Bgproc\State>>, scope?: string,
 *     labels?: array<string, string>, prefix?: string}
 *
 * @strict-properties
 * @not-serializable
 */
class BackgroundProcessManager
{
    /**
     * @var string
     */
    const DEFAULT_KEY_PREFIX = "process.";

    /**
     * @var string
     */
    const DEFAULT_WORKING_DIRECTORY = "/tmp/php/background_process";

    /**
     * @var string
     */
    const DEFAULT_ERROR_LOG = "err.log";

    /**
     * @param array $options "working_directory" (the state directory, an absolute path; default: INI bgproc.working_directory),
     *     "key_prefix", "error_log" (a relative path is inside the state directory; null: none), and every option of
     *     BackgroundProcess, which then is the default for the processes of this manager.
     *
     * @phpstan-param ManagerOptions $options
     *
     * @throws \ValueError for an unknown option or an impossible value
     * @throws \TypeError for a value of a wrong type
     */
    public function __construct(array $options = []) {}

    /**
     * The processes of this directory whose key starts with the key prefix and whose records belong to this user.
     *
     * @param array $filter "state" (Bgproc\State, its value, or a list of them), "scope" (string), "labels" (name => value;
     *     all must match), "prefix" (string, instead of the key prefix)
     *
     * @phpstan-param Filter $filter
     *
     * @return list<BackgroundProcess> ordered by key, so generated keys are in order of time
     *
     * @throws Bgproc\StoreException when the directory cannot be read or is not safe
     */
    public function listProcesses(array $filter = []): array {}

    /**
     * Finds a process by its key. Accepts user input: for an invalid or unknown key it returns null, never an error.
     *
     * @throws Bgproc\StoreException when the directory cannot be read or is not safe
     */
    public function loadProcess(string $key): ?BackgroundProcess {}

    /**
     * A new process of this manager; nothing is started before run().
     *
     * @param string|array $commandline as in BackgroundProcess::__construct()
     * @param array $options options of the process; they take precedence over the manager's
     *
     * @phpstan-param string|list<string> $commandline
     * @phpstan-param ProcessOptions $options
     */
    public function createProcess(string|array $commandline, array $options = []): BackgroundProcess {}

    public function setWorkingDirectory(string $workingDirectory): void {}

    public function getWorkingDirectory(): string {}

    public function setKeyPrefix(string $keyPrefix): void {}

    public function getKeyPrefix(): string {}

    /** @param string|null $errorLog a path (relative: inside the state directory), null for none */
    public function setErrorLog(?string $errorLog): void {}

    /** The full path of the error log, null when there is none. */
    public function getErrorLog(): ?string {}

    /**
     * Removes the records of processes that have ended, lost ones too, and files that broken starts have left behind.
     *
     * @param int $olderThan only those that ended at least so many seconds ago
     *
     * @return int the number of records removed
     */
    public function prune(int $olderThan = 0): int {}

    /**
     * Removes the record of one process that has ended, a lost one too, with its output.
     *
     * @return bool false: there is no such process
     *
     * @throws Bgproc\StateException when it has not ended; it continues, and its record stays
     * @throws Bgproc\StoreException when the directory cannot be read or is not safe
     */
    public function removeProcess(string $key): bool {}

    /**
     * Stops all processes of this manager's key prefix that have not ended, at the same time.
     *
     * @param float $grace seconds between SIGTERM and SIGKILL
     *
     * @return int the number of processes that were stopped, and of which nothing is left
     */
    public function stopAll(float $grace = 10.0): int {}
}
