<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

const GLOBAL_OPTIONS = [
    '--dir=DIR' => 'the state directory (default: INI bgproc.working_directory)',
    '--prefix=TEXT' => 'only keys that begin with TEXT; "run" makes such a key (default: all; "run": process.)',
    '-h, --help' => 'show this text',
];

const JOB_GLOBAL_OPTIONS = [
    '--dir=DIR' => 'the state directory of the jobs (default: /tmp/php/bgproc_job)',
    '--prefix=TEXT' => 'only ids that begin with TEXT; "run" and "call" make such an id (default: all; job.)',
    '-h, --help' => 'show this text',
];

const JSON_OPTION = ['--json' => 'print records as JSON'];

const COMMANDS = [
    'run' => [
        'usage' => 'run [OPTION]... [--] PROGRAM [ARGUMENT]...',
        'about' => 'Starts a process in the background and prints its key.',
        'options' => [
            '--key=KEY' => 'the key (default: generated)',
            '--shell' => 'PROGRAM is one shell command line, for /bin/sh -c',
            '--wait' => 'wait for the end and exit as the process did, see "wait"',
            '--keep=S' => 'seconds the record stays after the end; 0: none (default: INI bgproc.keep if not 0, else 3600)',
            '--no-capture' => 'do not keep the output; "logs" then has nothing to show',
            '--output-limit=BYTES' => 'keep the last BYTES of stdout and of stderr (default: INI bgproc.output_limit)',
            '--stdin=FILE' => 'read from FILE (default: /dev/null)',
            '--stdout=FILE' => 'write to FILE instead of capturing; it is truncated',
            '--stderr=FILE' => 'the same for standard error',
            '--append' => 'append to the files of --stdout and --stderr',
            '--cwd=DIR' => 'working directory of the process (default: the present one)',
            '--env=NAME=VALUE...' => 'set a variable; may be repeated',
            '--unset-env=NAME...' => 'remove a variable; may be repeated',
            '--clear-env' => 'start with an empty environment',
            '--timeout=S' => 'stop it after S seconds',
            '--idle-timeout=S' => 'stop it when it has written nothing for S seconds',
            '--grace=S' => 'seconds between SIGTERM and SIGKILL at a timeout or a plain SIGTERM (default: 10)',
            '--nice=N' => 'nice value, -20 to 19',
            '--umask=OCTAL' => 'file mode creation mask',
            '--limit=NAME=SOFT[:HARD]...' => 'resource limit: core, cpu, nofile, as and so on; numbers or "unlimited"',
            '--user=USER' => 'run as this user, name or number (root only)',
            '--group=GROUP' => 'run as this group, name or number (root only)',
            '--label=NAME=VALUE...' => 'attach a label; may be repeated',
            '--scope=TEXT' => 'an owner tag to filter by',
            '--error-log=FILE' => 'where failures are noted; relative: in the state directory (default: err.log)',
            '--no-error-log' => 'note failures nowhere',
            '--no-confirm' => 'do not wait until the program has really been executed',
        ] + JSON_OPTION,
    ],
    'list' => [
        'usage' => 'list [OPTION]...',
        'about' => 'Lists processes, oldest first.',
        'options' => [
            '--state=STATE...' => 'only processes in this state; may be repeated',
            '--scope=TEXT' => 'only processes with this owner tag',
            '--label=NAME=VALUE...' => 'only processes with this label; may be repeated',
        ] + JSON_OPTION,
    ],
    'show' => [
        'usage' => 'show [OPTION]... KEY',
        'about' => 'Shows what is known of a process.',
        'options' => JSON_OPTION,
    ],
    'logs' => [
        'usage' => 'logs [OPTION]... KEY',
        'about' => 'Prints the captured output of a process, byte by byte as it was written.',
        'options' => [
            '-f, --follow' => 'go on until the process ends',
            '--stderr' => 'standard error instead of standard output',
        ],
    ],
    'wait' => [
        'usage' => 'wait [OPTION]... KEY...',
        'about' => "Waits until every process has ended. Exits with the exit code of the process, 128 + N when signal N ended it,\n"
            . "124 when it was stopped or timed out and has no such code but 0, 125 when it is lost, 126 or 127 when it could\n"
            . 'not be executed. With several keys: the first of these codes that is not 0.',
        'options' => ['--timeout=S' => 'give up after S seconds, with exit code 124'] + JSON_OPTION,
    ],
    'stop' => [
        'usage' => 'stop [OPTION]... KEY... | stop --all [OPTION]...',
        'about' => 'Stops processes with all that they have started, one after the other, and waits for their end.',
        'options' => [
            '--grace=S' => 'seconds until SIGKILL; 0 kills at once (default: 10)',
            '--signal=SIG' => 'the first signal (default: TERM)',
            '--all' => 'all processes, or those of --prefix, at the same time',
        ] + JSON_OPTION,
    ],
    'signal' => [
        'usage' => 'signal SIG KEY...',
        'about' => 'Sends a signal (TERM, SIGTERM or 15) to the process group of the command.',
        'options' => [],
    ],
    'prune' => [
        'usage' => 'prune [OPTION]...',
        'about' => 'Removes the records of processes that have ended.',
        'options' => ['--older-than=S' => 'only those that ended at least S seconds ago'] + JSON_OPTION,
    ],
    'top' => [
        'usage' => 'top [OPTION]...',
        'about' => "Shows the processes that run, with processor time, memory and number of processes of the whole tree.\n"
            . "On a terminal it is refreshed until you interrupt it, and %CPU is that of the last interval; else it is printed\n"
            . 'once, and %CPU is the average since the start.',
        'options' => [
            '--interval=S' => 'seconds between two pictures (default: 2)',
            '--once' => 'one picture, also on a terminal',
        ] + JSON_OPTION,
    ],
];

const JOB_START_OPTIONS = [
    '--id-only' => 'print nothing but the id, also with --wait',
    '--wait' => 'wait for the end, showing progress on a terminal; exits as "job wait" does',
    '--delay=S' => 'begin S seconds later',
    '--timeout=S' => 'time it out when it has not reported for S seconds (default: commands never, calls after 60)',
    '--max-runtime=S' => 'time it out after S seconds in all',
    '--retries=N' => 'try again so often when it fails; needs --idempotent',
    '--backoff=S' => 'the pause before the first of these tries, doubled each time (default: 1)',
    '--idempotent' => 'doing it twice does no harm',
    '--unique=TEXT' => 'while a job of this name has not ended, print its id and start nothing',
    '--scope=TEXT' => 'an owner tag',
    '--label=NAME=VALUE...' => 'attach a label; may be repeated',
    '--cwd=DIR' => 'working directory (default: the present one)',
    '--keep-succeeded=S' => 'seconds it stays after a success; 0: for ever (default: 30 days)',
    '--keep-failed=S' => 'seconds it stays after any other end; 0: for ever (default: 60 days)',
];

const SCOPE_OPTION = ['--scope=TEXT' => 'only jobs with this owner tag'];

const JOB_COMMANDS = [
    'job run' => [
        'usage' => 'job run [OPTION]... [--] PROGRAM [ARGUMENT]...',
        'about' => 'Starts a command as a tracked job and prints its id. It may report by "bgproc job report".',
        'options' => ['--shell' => 'PROGRAM is one shell command line, for /bin/sh -c'] + JOB_START_OPTIONS + JSON_OPTION,
    ],
    'job call' => [
        'usage' => 'job call [OPTION]... [--] CALLABLE [JSON]',
        'about' => 'Calls a PHP function or static method as a tracked job. JSON is the array of its arguments.',
        'options' => ['--bootstrap=FILE' => 'a PHP file to load first, such as vendor/autoload.php'] + JOB_START_OPTIONS + JSON_OPTION,
    ],
    'job list' => [
        'usage' => 'job list [OPTION]...',
        'about' => 'Lists jobs, oldest first.',
        'options' => [
            '--state=STATE...' => 'only jobs in this state; may be repeated',
            '--label=NAME=VALUE...' => 'only jobs with this label; may be repeated',
        ] + SCOPE_OPTION + JSON_OPTION,
    ],
    'job show' => [
        'usage' => 'job show [OPTION]... ID',
        'about' => 'Shows what is known of a job.',
        'options' => SCOPE_OPTION + JSON_OPTION,
    ],
    'job output' => [
        'usage' => 'job output [OPTION]... ID',
        'about' => 'Prints the end of what a job has written to standard output, or of the response to its request.',
        'options' => ['--log' => 'what it has logged instead'] + SCOPE_OPTION,
    ],
    'job wait' => [
        'usage' => 'job wait [OPTION]... ID...',
        'about' => "Waits until every job has ended, showing progress on a terminal. Exits with 0 when all have succeeded, 1 when\n"
            . 'one has failed, 124 when one was stopped or timed out or --timeout is over, 125 when one is lost.',
        'options' => ['--timeout=S' => 'give up after S seconds, with exit code 124'] + SCOPE_OPTION + JSON_OPTION,
    ],
    'job cancel' => [
        'usage' => 'job cancel [OPTION]... ID...',
        'about' => 'Ends jobs, one after the other; a delayed one never starts.',
        'options' => ['--grace=S' => 'seconds until SIGKILL; 0 kills at once (default: 10)'] + SCOPE_OPTION + JSON_OPTION,
    ],
    'job retry' => [
        'usage' => 'job retry [OPTION]... ID',
        'about' => 'Starts a job that has ended once more and prints the id of the new one.',
        'options' => SCOPE_OPTION + JSON_OPTION,
    ],
    'job cleanup' => [
        'usage' => 'job cleanup [OPTION]...',
        'about' => 'Removes jobs whose time to be kept is over. Never one that has not ended.',
        'options' => JSON_OPTION,
    ],
    'job report' => [
        'usage' => 'job report [OPTION]...',
        'about' => 'Inside a job: says how far it is. Exits with 1 where there is no job or it has ended.',
        'options' => [
            '--progress=PERCENT' => '0 to 100',
            '--text=TEXT' => 'the status text',
            '--log=LINE' => 'a line for the log',
            '--finish' => 'the work has succeeded',
            '--result=JSON' => 'the same, with a result',
            '--fail=REASON' => 'the work has failed',
        ],
    ],
];

const EXIT_CODE_TEXT = <<<'TEXT'
    Exit codes:
      0    done
      1    failed; the reason is on standard error
      2    wrong command line
      3    no process has this key, no job this id
      130  interrupted
    "wait" and "run --wait" exit as the process did, see "bgproc wait --help".
    TEXT;
