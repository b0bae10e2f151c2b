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
