<?php
/*
 * Declarations of the extension bgproc, for IDEs, PHPStan and Psalm. No program loads this file: the extension has all of it.
 * Made by tools/gen-types.php; do not edit.
 *
 * SPDX-License-Identifier: Apache-2.0
 */

namespace Bgproc {
    /** Marks every exception that bgproc throws by itself. Bad arguments are \ValueError and \TypeError instead. */
    interface Throwable extends \Throwable
    {
    }

    /** Base of bgproc's exceptions. The message has the operation, its object, and the reason of the operating system. */
    class Exception extends \RuntimeException implements Throwable
    {
    }

    /** A process could not be started. Nothing is left behind. The code is the errno, 0 when there is none. */
    class SpawnException extends Exception
    {
    }

    /** A record or the state directory could not be read or written, or is not safe to use. The code is the errno. */
    class StoreException extends Exception
    {
    }

    /** The call is not possible in the present state: run() twice, a key that is taken, a process that was not started. */
    class StateException extends Exception
    {
    }

    /** An operation did not end in its time. */
    class TimeoutException extends Exception
    {
    }

    /** Another process holds a lock. */
    class LockException extends Exception
    {
    }

    /** A job has ended, its report could not be delivered, or its state does not allow the call. */
    class JobException extends Exception
    {
    }

    /** Inside a job: it was cancelled. */
    class JobCancelledException extends JobException
    {
    }

    /**
     * A value cannot be sent to another process, or cannot be received: the message says which value and why. The previous exception is
     * what code of the value's classes has thrown meanwhile.
     */
    class PayloadException extends Exception
    {
    }

    /**
     * A call did not end in its time. The soft timeout throws it inside the call; after the hard one the worker was killed, and another
     * one takes its place. Other calls are not affected.
     */
    class CallTimeoutException extends TimeoutException
    {
    }

    /** A call was refused, because as many calls as allowed wait for a worker already. */
    class QueueFullException extends Exception
    {
    }

    /** A call was cancelled before it had a result. */
    class CancelledException extends Exception
    {
    }

    /** The worker of a call ended before the call did. How far the call had come is not known. */
    class WorkerLostException extends Exception
    {
        /** The process ID of the worker that was lost. It may be in use again. */
        public function getPid(): int {}

        /** The signal that ended the worker; null when it has exited, or when its end was not seen. */
        public function getSignal(): ?int {}

        /** The exit code of the worker; null when a signal has ended it, or when its end was not seen. */
        public function getExitCode(): ?int {}

        /** Whether the worker was killed because memory ran out, as far as the system tells. */
        public function isOutOfMemory(): bool {}
    }

    /**
     * An exception in a worker. It stands for an exception that could not be carried over: its message, code, file and line are those of
     * that exception, and so are those of its previous ones. Where the exception itself was carried over, a RemoteException is its last
     * previous exception. It has the place in the worker as text.
     */
    class RemoteException extends Exception
    {
        /** The name of the class that the exception had in the worker. */
        public function getRemoteClass(): string {}

        /** The stack trace in the worker, as Throwable::getTraceAsString() returns it there. */
        public function getRemoteTrace(): string {}
    }
}

namespace {
    /**
     * A command that runs in the background, tracked by a record in the state directory and watched by a small supervisor.
     *
     * @phpstan-type Environment array<string, string|int|float|false|null>
     * @phpstan-type InputFile string|array{'file', string, 'r'}|array{'string', string}|null
     * @phpstan-type OutputFile string|array{'file', string, 'w'|'a'}|null
     * @phpstan-type Limit int<0, max>|'unlimited'
     * @phpstan-type Limits array<'core'|'cpu'|'data'|'fsize'|'nofile'|'stack'|'as'|'memlock'|'nproc'|'rss'|'locks'|'msgqueue'|'nice'|'rtprio'|'rttime'|'sigpending',
     *     Limit|array{Limit, Limit}>
     * @phpstan-type ProcessOptions array{cwd?: string|null, env?: Environment, inherit_env?: bool, timeout?: int|float|null,
     *     idle_timeout?: int|float|null, grace?: int|float, stdin?: InputFile, stdout?: OutputFile, stderr?: OutputFile,
     *     capture_output?: bool, output_limit?: int<1, max>, nice?: int<-20, 19>, umask?: int<0, 511>, limits?: Limits,
     *     user?: string|int|null, group?: string|int|null, keep?: int<0, 1000000000>, labels?: array<string, string>, scope?: string,
     *     confirm?: bool}
     * @phpstan-type ManagerOptions array{working_directory?: string, key_prefix?: string, error_log?: string|null,
     *     cwd?: string|null, env?: Environment, inherit_env?: bool, timeout?: int|float|null,
     *     idle_timeout?: int|float|null, grace?: int|float, stdin?: InputFile, stdout?: OutputFile, stderr?: OutputFile,
     *     capture_output?: bool, output_limit?: int<1, max>, nice?: int<-20, 19>, umask?: int<0, 511>, limits?: Limits,
     *     user?: string|int|null, group?: string|int|null, keep?: int<0, 1000000000>, labels?: array<string, string>, scope?: string,
     *     confirm?: bool}
     * @phpstan-type Usage array{user_time: float, system_time: float, max_rss: int}
     * @phpstan-type Meta array{key: string, pid?: int|null, commandline: string|list<string>, created_at?: string, version?: int,
     *     created_us?: int, uid?: int, boot_id?: string, pid_namespace?: int, start_ticks?: int, pidfd_inode?: int, keep?: int,
     *     scope?: string, labels?: array<string, string>, capture?: bool, output_limit?: int, in_service?: bool, state?: value-of<Bgproc\State>,
     *     command_pid?: int|null, started_us?: int|null, ended_us?: int|null, exit_code?: int<0, 255>|null, signal?: int|null,
     *     core_dumped?: bool, error?: array{stage: string, errno: int, message: string}|null, usage?: Usage|null,
     *     stdout_dropped?: int, stderr_dropped?: int, survivors?: int, reason?: string, command_alive?: bool}
     */
    class BackgroundProcess
    {
        /**
         * @param string|array $commandline a string runs as in /bin/sh -c; an array is a program and its arguments, without a
         *     shell
         * @param array|BackgroundProcessManager $options a manager, or the manager's options and any of:
         *     "cwd" (string: working directory of the command; default: the caller's),
         *     "env" (array name => string; null or false removes a name; a list is refused),
         *     "inherit_env" (bool, default true: env is added to the caller's environment),
         *     "timeout" (float|null: seconds until the whole tree is stopped),
         *     "idle_timeout" (float|null: the same, counted from the last byte of output),
         *     "grace" (float, default 10: seconds between SIGTERM and SIGKILL),
         *     "stdin" (null: /dev/null, or a path, or ["file", path, "r"], or ["string", bytes]: the bytes that the command reads),
         *     "stdout", "stderr" (null, or a path that is truncated, or ["file", path, "w"|"a"]; "stderr" may also be "stdout":
         *     both go where stdout goes, in the order in which they are written),
         *     "capture_output" (bool: keep stdout and stderr for getOutput() and getErrorOutput()),
         *     "output_limit" (int: bytes kept of each, the last ones; default INI bgproc.output_limit),
         *     "nice" (int -20..19: the absolute value), "umask" (int 0..0777),
         *     "limits" (array: resource => limit or [soft, hard]; see docs/background-processes.md),
         *     "user" (string|int) and "group" (string|int): root only,
         *     "keep" (int: seconds the record stays after the end; default INI bgproc.keep),
         *     "labels" (array name => string), "scope" (string: an opaque owner tag to filter by),
         *     "confirm" (bool: run() returns only after the command has been executed)
         * @param array $meta the meta data of a process that was started elsewhere, as getMeta() returned it: the object then
         *     represents that process
         *
         * @phpstan-param string|list<string> $commandline
         * @phpstan-param ManagerOptions|BackgroundProcessManager $options
         * @phpstan-param array<string, mixed> $meta
         *
         * @throws \ValueError for an unknown option or an impossible value
         * @throws \TypeError for a value of a wrong type
         */
        public function __construct(string|array $commandline, array|BackgroundProcessManager $options = [], array $meta = []) {}

        /**
         * Starts the process and returns at once; the record is then on disk, complete and with its pid.
         *
         * @throws Bgproc\SpawnException when the program, the working directory or a file cannot be used, or the system
         *     refuses. Nothing is left behind, except with "confirm" and "keep" the record of a command that was not executed
         * @throws Bgproc\StateException when the object was run before, or the key belongs to a process that has not ended
         * @throws Bgproc\StoreException when the state directory is not safe, the record cannot be written, or open_basedir
         *     forbids a path
         * @throws Bgproc\Exception when bgproc.allow_processes is off
         */
        public function run(): void {}

        public function getKey(): string {}

        /** @throws Bgproc\StateException after run() */
        public function setKey(string $key): void {}

        /**
         * The name of getKey() in the first version of the PHP library.
         */
        public function key(): string {}

        /** @return string|list<string> */
        public function getCommandline(): string|array {}

        /**
         * @phpstan-param string|list<string> $commandline
         *
         * @throws Bgproc\StateException after run()
         */
        public function setCommandline(string|array $commandline): void {}

        public function getManager(): BackgroundProcessManager {}

        /** @throws Bgproc\StateException after run() */
        public function setManager(BackgroundProcessManager $manager): void {}

        /**
         * The meta data of the process: "key", "pid", "commandline", "created_at" first, then the other members of the record
         * (docs/record.md). Before run() only key and commandline.
         *
         * @return Meta
         */
        public function getMeta(): array {}

        /**
         * Replaces what getMeta() returns; the process itself does not change.
         *
         * @phpstan-param array<array-key, mixed> $meta
         */
        public function setMeta(array $meta): void {}

        /** A new key: the manager's prefix and 32 hex digits, ordered by time and random. The object keeps its own. */
        public function generateKey(): string {}

        /** The path that writeExecutablePHPFile() writes: state directory, key, ".php". */
        public function getExecutablePHPFilePath(): string {}

        /**
         * Writes a PHP script (mode 0600). It removes itself, runs this process under the supervisor in the foreground, and exits
         * with its exit code. run() needs no such file.
         *
         * @return string the key
         *
         * @throws Bgproc\StoreException when the file exists already or cannot be written
         */
        public function writeExecutablePHPFile(): string {}

        /** A shell command that runs the script of writeExecutablePHPFile() in the background. */
        public function getBackgroundProcessingRunCommand(): string {}

        /**
         * The pid of the supervisor of the process. SIGTERM to it stops the whole tree. Null before run(). The pid of the command
         * is getMeta()["command_pid"].
         */
        public function getPid(): ?int {}

        /**
         * @throws Bgproc\StateException before run()
         */
        public function getState(): Bgproc\State {}

        /** Whether the process has been started and has not ended. Never true for a process that has ended. */
        public function isRunning(): bool {}

        /**
         * Waits for the end without polling.
         *
         * @param float|null $timeout seconds; null waits without a limit
         *
         * @return bool true: it has ended; false: the time has passed
         *
         * @throws Bgproc\StateException before run()
         */
        public function wait(?float $timeout = null): bool {}

        /**
         * Waits until all of the processes have ended, without polling. The iterable is read to its end before the wait begins.
         *
         * @param array|\Traversable $processes BackgroundProcess objects, any number, also the same one twice; none: true at once
         * @param float|null $timeout seconds for all of them together; null waits without a limit
         *
         * @phpstan-param array<BackgroundProcess>|\Traversable<mixed, BackgroundProcess> $processes
         *
         * @return bool true: all have ended; false: the time has passed
         *
         * @throws \TypeError for an element that is no BackgroundProcess; the message names its key
         * @throws Bgproc\StateException when one of them has not been started
         */
        public static function waitAll(\Traversable|array $processes, ?float $timeout = null): bool {}

        /**
         * Waits until at least one of the processes has ended, without polling. The iterable is read to its end before the wait
         * begins. A process that this object did not start needs one descriptor during the wait.
         *
         * @param array|\Traversable $processes BackgroundProcess objects, with keys of type int or string; none: null at once
         * @param float|null $timeout seconds; null waits without a limit
         *
         * @phpstan-template K of int|string
         * @phpstan-param array<K, BackgroundProcess>|\Traversable<K, BackgroundProcess> $processes
         * @phpstan-return K|null
         *
         * @return int|string|null the key in the iterable of the first process that has ended; null: the time has passed
         *
         * @throws \TypeError for an element that is no BackgroundProcess, and for a key that is neither int nor string
         * @throws Bgproc\StateException when one of them has not been started
         * @throws Bgproc\Exception when there are not enough descriptors (ulimit -n); the code is EMFILE
         */
        public static function waitAny(\Traversable|array $processes, ?float $timeout = null): int|string|null {}

        /**
         * Stops the whole tree of the process and waits for its end: the signal (15 is SIGTERM), after the grace SIGKILL.
         *
         * @param float $grace seconds; 0: SIGKILL follows the signal at once
         *
         * @return bool true: the whole tree has ended (also when it had before); false: a process of it could not be ended in time
         */
        public function stop(float $grace = 10.0, int $signal = 15): bool {}

        /**
         * Sends a signal to the process group of the command, through the supervisor. The supervisor keeps a signal that arrives
         * before the command runs, and sends it as soon as the command has been executed.
         *
         * @throws Bgproc\StateException when the process has not been started, has ended, or is a delayed job
         */
        public function signal(int $signal): void {}

        /** Whether it has ended with exit code 0. False before run() and while it runs. */
        public function isSuccessful(): bool {}

        /** The option "scope"; "" when there is none. */
        public function getScope(): string {}

        /**
         * The option "labels".
         *
         * @return array<string, string>
         */
        public function getLabels(): array {}

        /** When run() was called, in UTC with microseconds; setTimezone() shows it elsewhere. Null before run(). */
        public function getCreatedAt(): ?\DateTimeImmutable {}

        /** When the command was executed, in UTC. Null as long as it was not. */
        public function getStartedAt(): ?\DateTimeImmutable {}

        /** When it ended, in UTC; of a lost process, when the loss was noticed. Null while it runs. */
        public function getEndedAt(): ?\DateTimeImmutable {}

        /** Seconds from the execution of the command to its end, or to now while it runs. Null when it was not executed. */
        public function getDuration(): ?float {}

        /**
         * Starts the same command with the same options once more: a new process with a new key, whose record is its own. This
         * object stays that of the process that has ended.
         *
         * @return BackgroundProcess the new process, started; a plain BackgroundProcess also where this is a subclass
         *
         * @throws Bgproc\StateException before run(), while the process runs, and when the object was made of a record
         *     (loadProcess(), listProcesses()) or of meta data: those do not have the options
         * @throws Bgproc\SpawnException as run()
         * @throws Bgproc\StoreException as run()
         */
        public function restart(): BackgroundProcess {}

        /** The exit code 0-255; null while it runs, and when it did not end by exit. */
        public function getExitCode(): ?int {}

        /** The number of the signal that ended the command; null when none did. */
        public function getTermSignal(): ?int {}

        /**
         * Resource usage of the command and the children it waited for: "user_time" and "system_time" in seconds (float),
         * "max_rss" in bytes. Null until it has ended.
         *
         * @return Usage|null
         */
        public function getUsage(): ?array {}

        /**
         * The standard output kept so far (the last "output_limit" bytes).
         *
         * @throws Bgproc\StateException when the process was not started with "capture_output"
         * @throws Bgproc\StoreException when the file cannot be read, or was removed with the record ("keep")
         */
        public function getOutput(): string {}

        /**
         * The standard error kept so far. Without "capture_output" the last 32 KiB, known at the end and only to the object that
         * started the process.
         *
         * @throws Bgproc\StoreException as getOutput()
         */
        public function getErrorOutput(): string {}

        /**
         * The standard output that this object has not returned by this method yet: at the first call all that is kept, then what
         * is new. "" when there is nothing new. Any bytes; a call may end within a character or a line. Needs "capture_output".
         * getOutput() changes nothing about it. What "output_limit" has dropped in between is counted by getDroppedBytes().
         *
         * @throws Bgproc\StateException before run(), and when the process was not started with "capture_output"
         * @throws Bgproc\StoreException when the file cannot be read, was removed with the record ("keep"), or it is not known how
         *     much was dropped, because the disk had no room to write it down
         */
        public function getIncrementalOutput(): string {}

        /**
         * The same for standard error.
         *
         * @throws Bgproc\StateException as getIncrementalOutput()
         * @throws Bgproc\StoreException as getIncrementalOutput()
         */
        public function getIncrementalErrorOutput(): string {}

        /**
         * How many bytes of both streams together this object has not returned by getIncrementalOutput() and
         * getIncrementalErrorOutput(), and cannot return any more, because "output_limit" has dropped them. After the end, when both
         * have returned everything, what they have returned and this number add up to all that the command has written. Bytes for
         * which the disk had no room are counted from the end of the process on.
         *
         * @throws Bgproc\StateException as getIncrementalOutput()
         * @throws Bgproc\StoreException as getIncrementalOutput()
         */
        public function getDroppedBytes(): int {}

        /**
         * A stream that becomes readable when the process ends, for stream_select() and event loops. Do not read from it.
         *
         * @return resource
         *
         * @throws Bgproc\StateException before run()
         */
        public function getStream() {}
    }
}

namespace {
    /**
     * A state directory, a key prefix and an error log: records processes and finds them again.
     *
     * @phpstan-import-type ProcessOptions from BackgroundProcess
     * @phpstan-import-type ManagerOptions from BackgroundProcess
     * @phpstan-type Filter array{state?: Bgproc\State|value-of<Bgproc\State>|list<Bgproc\State|value-of<Bgproc\State>>, scope?: string,
     *     labels?: array<string, string>, prefix?: string}
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
}

namespace Bgproc {
    /** BackgroundProcessing::run() was called a second time in one request, or from inside a task. */
    class AlreadyInvokedException extends Exception
    {
    }

    /** BackgroundProcessing::run() was called under a server that cannot release the client. The tasks stay queued. */
    class InvalidEnvironmentException extends Exception
    {
    }

    /** Thrown after the last task when at least one has failed. The previous exception is the first failure. */
    class BackgroundProcessingFailedException extends Exception
    {
        /**
         * @param array $exceptions \Throwable[] in the order in which they were thrown
         *
         * @phpstan-param list<\Throwable> $exceptions
         */
        public function __construct(array $exceptions) {}

        /** @return list<\Throwable> in the order in which they were thrown */
        public function getExceptions(): array {}
    }
}

namespace {
    /**
     * Post-response tasks with the interface of crowdstar/background-processing. They use the queue of
     * background_processing_add().
     */
    final class BackgroundProcessing
    {
        /**
         * run() throws the first failure unchanged; the tasks after it are skipped.
         *
         * @var int
         */
        const EXECUTION_TYPE_STOP_ON_ERROR = 0;

        /**
         * Every task runs; then one exception for all failures.
         *
         * @var int
         */
        const EXECUTION_TYPE_CONTINUE_ON_ERROR = 1;

        /** @throws \Bgproc\StateException as background_processing_add() */
        public static function add(\Closure $op, mixed ...$params): void {}

        /**
         * @param bool $stopTiming calls stopTiming() of every timer before the first task
         *
         * @throws \Bgproc\AlreadyInvokedException at the second call in a request
         * @throws \Bgproc\InvalidEnvironmentException where nothing can release the client. No task is lost, and run()
         *     does not count as invoked: the tasks run at the end of the script
         * @throws \Bgproc\BackgroundProcessingFailedException when tasks have failed and the type is to continue
         */
        public static function run(bool $stopTiming = false): void {}

        public static function addTimer(\Bgproc\Timer\AbstractTimer $timer): void {}

        /** @throws \ValueError for a value that is not one of the two types */
        public static function setExecutionType(int $executionType): void {}

        public static function getExecutionType(): int {}
    }
}

namespace {
    /**
     * Queues a task that runs after the response. Tasks run in the order in which they were added: when
     * background_processing_run() is called, or automatically at the end of the script (INI bgproc.auto_run).
     *
     * @return int the number of the task, 1 or more, unique in the request
     * @throws \Bgproc\StateException when bgproc.max_tasks tasks were added and the queue has not been empty since, or when
     *     the request has already ended so far that the task would not run
     */
    function background_processing_add(callable $task, mixed ...$args): int {}

    /**
     * Saves the session, sends the response, releases the client, silences later output and runs every task that is queued,
     * also tasks that are added meanwhile. After a failed task the next one runs.
     *
     * @param bool $stopTiming calls stopTiming() of every timer before the first task
     * @return bool true: the client has been released; false: it still waits, or (with a warning) this is the inside of a task
     * @throws \Bgproc\BackgroundProcessingFailedException after the last task, when a task or a timer has failed
     */
    function background_processing_run(bool $stopTiming = false): bool {}

    /**
     * The first half of background_processing_run(): saves the session, sends the response and releases the client. Runs no
     * task. A second call does nothing more.
     *
     * @return bool true when the client has been released
     */
    function background_processing_finish(): bool {}

    /** Whether this server has a function that releases the client. Without it tasks run, too, but the client may wait. */
    function background_processing_can_finish(): bool {}

    /**
     * What is queued, what has run, and what this server can do.
     *
     * @return array{state: 'idle'|'running'|'done', sapi: string, function: string|null, finished: bool, keepalive: bool, pending: int,
     *     results: list<array{number: int, name: string, state: 'ok'|'failed'|'exited'|'fatal'|'skipped'|'cancelled', seconds: float,
     *     memory: int, error: string|null}>}
     */
    function background_processing_status(): array {}

    /** @return bool true: the task was waiting and will not run; false: there is no such waiting task */
    function background_processing_cancel(int $task): bool {}
}

namespace Bgproc {
    /**
     * The result of a call to a pool, when it is there.
     *
     * A future that is pending keeps its pool alive. A failure that nobody has seen when its future and its pool have forgotten it is a
     * warning: seen is what await() has thrown, getError() has returned, or a handler (then(), catch(), finally(), onError()) got.
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
}

namespace Bgproc {
    /**
     * One job, started or found by a JobManager.
     *
     * @phpstan-type Error array{type: string, message: string, code?: int|string, file?: string, line?: int, trace?: string}
     * @phpstan-type Status array{progress: int<0, 100>, status: int<0, 3>, status_text: string, start_time: string|null,
     *     updated_time: string|null, end_time: string|null, id: string, state: value-of<State>, final: bool, attempt: int,
     *     error: array{type: string, message: string}|null, kind: 'command'|'call'|'http'|'fastcgi', target: string, scope: string,
     *     labels: array<string, string>, retry_of: string|null, exit_code: int<0, 255>|null, signal: int|null, duration: float|null,
     *     updates: int}
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
}

namespace Bgproc {
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
}

namespace Bgproc {
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
}

namespace Bgproc {
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
}

namespace Bgproc {
    /**
     * What Pool::each() returns: results as they come.
     *
     * @implements \Iterator<mixed, mixed>
     */
    final class PoolResults implements \Iterator
    {
        private function __construct() {}

        public function current(): mixed {}

        public function key(): mixed {}

        public function next(): void {}

        /** @throws StateException after the first result: results cannot be had again */
        public function rewind(): void {}

        public function valid(): bool {}
    }
}

namespace Bgproc {
    /**
     * The state of a background process or job.
     *
     * Final states never change. Exit code, signal and the stage at which a start failed are separate members of the record.
     */
    enum State: string
    {
        /** A job that waits for its start time or its next attempt. No command runs. */
        case Delayed = "delayed";

        /** The supervisor exists; the command has not been executed yet. */
        case Starting = "starting";

        /** The command was executed and has not ended. */
        case Running = "running";

        /** Ended with exit code 0. */
        case Succeeded = "succeeded";

        /** Ended with another exit code or by a signal, or could not be executed at all. */
        case Failed = "failed";

        /** Ended by its timeout or idle timeout. */
        case TimedOut = "timed_out";

        /** Ended by stop(). */
        case Stopped = "stopped";

        /** The supervisor has died (killed, reboot). How the command ended is not known. */
        case Lost = "lost";

        /** Whether the state is final: Succeeded, Failed, TimedOut, Stopped and Lost are. */
        public function isFinal(): bool {}
    }
}

namespace Bgproc\Timer {
    /** A clock that measures the request and is stopped when the response has been sent. */
    abstract class AbstractTimer
    {
        abstract public function stopTiming(): AbstractTimer;
    }

    /** Ends the timing of New Relic's transaction. Does nothing if New Relic is not loaded. */
    class NewRelicTimer extends AbstractTimer
    {
        public function stopTiming(): AbstractTimer {}
    }
}

namespace {
    /* The names of the PHP libraries, with the INI entry bgproc.compat, which is on by default. */
    class_alias('BackgroundProcess', 'Kohkimakimoto\BackgroundProcess\BackgroundProcess');
    class_alias('BackgroundProcessManager', 'Kohkimakimoto\BackgroundProcess\BackgroundProcessManager');
    class_alias('BackgroundProcessing', 'CrowdStar\BackgroundProcessing\BackgroundProcessing');
    class_alias('Bgproc\AlreadyInvokedException', 'CrowdStar\BackgroundProcessing\Exception\AlreadyInvokedException');
    class_alias('Bgproc\InvalidEnvironmentException', 'CrowdStar\BackgroundProcessing\Exception\InvalidEnvironmentException');
    class_alias('Bgproc\BackgroundProcessingFailedException', 'CrowdStar\BackgroundProcessing\Exception\BackgroundProcessingFailedException');
    class_alias('Bgproc\Timer\AbstractTimer', 'CrowdStar\BackgroundProcessing\Timer\AbstractTimer');
    class_alias('Bgproc\Timer\NewRelicTimer', 'CrowdStar\BackgroundProcessing\Timer\NewRelicTimer');
}
