<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

const EXIT_OK = 0;
const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;
const EXIT_UNKNOWN_KEY = 3;
const EXIT_ENDED_BY_US = 124; /* stopped or timed out, and the exit code is 0 or there is none: not a success */
const EXIT_LOST = 125;
const EXIT_NOT_EXECUTABLE = 126;
const EXIT_NOT_FOUND = 127;

/* The default of --keep: without it "logs" and "wait" would find no record after the end. */
const KEEP_DEFAULT = 3600;
const FOLLOW_SECONDS = 0.2;

class UsageError extends \Exception
{
}

/** A failure, and what to do about it. */
class HintException extends \Exception
{
    public function __construct(string $message, public readonly string $hint, \Throwable $previous)
    {
        parent::__construct($message, 0, $previous);
    }
}
