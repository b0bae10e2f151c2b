<?php

/** @generate-function-entries */

/**
 * Queues a task for the time after the response. Tasks run in the order in which they were added: at
 * background_processing_run(), or by themselves at the end of the script (INI bgproc.auto_run).
 *
 * @return int the number of the task, 1 or more, unique in the request
 * @throws \Bgproc\StateException when bgproc.max_tasks tasks were added and the queue has not been empty since, or when
 *     the request is so far gone that nothing would run the task
 */
function background_processing_add(callable $task, mixed ...$args): int {}

/**
 * Saves the session, sends the response, releases the client, silences later output and runs every task that is queued,
 * also those added meanwhile. A task that fails does not keep the next one from running.
 *
 * @param bool $stopTiming calls stopTiming() of every timer before the first task
 * @return bool true when the client had been released; inside a task false, with a warning
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

/** Whether this server has a function that releases the client. Without one tasks still run, but the client may wait. */
function background_processing_can_finish(): bool {}

/**
 * @return array{state: string, sapi: string, function: ?string, finished: bool, keepalive: bool, pending: int, results:
 *     list<array{number: int, name: string, state: string, seconds: float, memory: int, error: ?string}>}
 */
function background_processing_status(): array {}

/** @return bool true when the task was still waiting: it will not run */
function background_processing_cancel(int $task): bool {}
