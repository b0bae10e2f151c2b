<?php

/** @generate-class-entries */

namespace Bgproc;

/**
 * The state of a background process or job.
 *
 * The final states never change again. Exit code, signal and the step at which a start failed are fields beside it.
 */
enum State: string
{
    /** Waits for its time; nothing was started yet. */
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

    /** The supervisor is gone (killed, rebooted): how the command ended is not known. */
    case Lost = "lost";

    /** Whether the state is final: Succeeded, Failed, TimedOut, Stopped and Lost are. */
    public function isFinal(): bool {}
}
