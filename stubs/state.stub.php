<?php

/** @generate-class-entries */

namespace Bgproc;

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
