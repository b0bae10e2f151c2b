<?php

/** @generate-function-entries */

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
