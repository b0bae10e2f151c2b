<?php

/** @generate-class-entries */

namespace Bgproc;

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
    private int $pid = 0;
    private ?int $signal = null;
    private ?int $exitCode = null;
    private bool $outOfMemory = false;

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
    private string $remoteClass = "";
    private string $remoteTrace = "";

    /** The name of the class that the exception had in the worker. */
    public function getRemoteClass(): string {}

    /** The stack trace in the worker, as Throwable::getTraceAsString() returns it there. */
    public function getRemoteTrace(): string {}
}
