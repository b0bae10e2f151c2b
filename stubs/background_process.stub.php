<?php

/** @generate-class-entries */

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
 *
 * @strict-properties
 * @not-serializable
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
     *
     * @implementation-alias BackgroundProcess::getKey
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
