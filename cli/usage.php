<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

const GLOBAL_OPTIONS = [
    '--dir=DIR' => 'the state directory (default: INI bgproc.working_directory)',
    '--prefix=TEXT' => 'only keys that begin with TEXT; "run" generates such a key (default: all keys; for "run": process.)',
    '--all-users' => 'also processes of other users; root only',
    '-h, --help' => 'show this text',
];

const JOB_GLOBAL_OPTIONS = [
    '--dir=DIR' => 'the state directory of the jobs (default: /tmp/php/bgproc_job)',
    '--prefix=TEXT' => 'only ids that begin with TEXT; "run" and "call" generate such an id (default: all ids; for "run" and "call": job.)',
    '--all-users' => 'also jobs of other users; root only',
    '-h, --help' => 'show this text',
];

const JSON_OPTION = ['--json' => 'print records as JSON'];

/* How a command is started, the same for "run" and "job run". */
const START_OPTIONS = [
    '--stdin=FILE' => 'read from FILE; with "-": from standard input, which is read to its end before the start (default: /dev/null)',
    '--cwd=DIR' => 'working directory of the process (default: the current one)',
    '--env=NAME=VALUE...' => 'set a variable; may be repeated',
    '--unset-env=NAME...' => 'remove a variable; may be repeated',
    '--clear-env' => 'start with an empty environment',
    '--grace=TIME' => 'time between SIGTERM and SIGKILL after a timeout, or when the supervisor receives SIGTERM (default: 10s)',
    '--output-limit=SIZE' => 'keep the last SIZE bytes of stdout and of stderr (default: INI bgproc.output_limit)',
    '--nice=N' => 'nice value, -20 to 19',
    '--umask=OCTAL' => 'file mode creation mask',
    '--limit=NAME=SOFT[:HARD]...' => 'resource limit: core, cpu, nofile, as and so on; numbers or "unlimited"',
    '--user=USER' => 'run as this user, name or number (root only)',
    '--group=GROUP' => 'run as this group, name or number (root only)',
    '--label=NAME=VALUE...' => 'attach a label; may be repeated',
    '--scope=TEXT' => 'an owner tag to filter by',
];

const LIST_OPTIONS = [
    '--state=STATE...' => 'only those in this state; several states: separated by commas, or the option repeated',
    '--scope=TEXT' => 'only those with this owner tag',
    '--label=NAME=VALUE...' => 'only those with this label; may be repeated',
    '-q, --quiet' => 'print only the keys',
    '-l, --full' => 'do not shorten keys and texts; this is the default when the output is not a terminal',
] + JSON_OPTION;

/* Options of "run" and "restart", in addition to START_OPTIONS. */
const RUN_OPTIONS = [
    '--wait' => 'show the output of the process instead of the key, wait for its end and exit with its exit code, see "wait"',
    '--keep=TIME' => 'how long the record stays after the end; 0: it is removed at the end (default: INI bgproc.keep if not 0, else 1h)',
    '--no-capture' => 'do not keep the output; "logs" cannot show it then',
    '--stdout=FILE' => 'write standard output to FILE instead of capturing it; FILE is truncated',
    '--stderr=FILE' => 'the same for standard error; with the word stdout: to the same place as standard output, in the order of writing',
    '--append' => 'append to the files of --stdout and --stderr',
    '--timeout=TIME' => 'stop the process after this time',
    '--idle-timeout=TIME' => 'stop the process when it has written nothing for this time',
    '--error-log=FILE' => 'the file to which failures are logged; a relative path is in the state directory (default: err.log)',
    '--no-error-log' => 'do not log failures',
    '--no-confirm' => 'do not wait until the program has been executed',
];

const COMMANDS = [
    'run' => [
        'usage' => 'run [OPTION]... [--] PROGRAM [ARGUMENT]...',
        'about' => 'Starts a process in the background and prints its key.',
        'options' => [
            '--key=KEY' => 'the key (default: generated)',
            '--shell' => 'PROGRAM is one shell command line, for /bin/sh -c',
        ] + RUN_OPTIONS + START_OPTIONS + JSON_OPTION,
    ],
    'list' => [
        'usage' => 'list [OPTION]...',
        'about' => 'Lists processes, oldest first.',
        'options' => LIST_OPTIONS,
    ],
    'ps' => [
        'usage' => 'ps [OPTION]...',
        'about' => 'Lists the processes that have not ended.',
        'options' => ['-a, --all' => 'also list those that have ended'] + LIST_OPTIONS,
    ],
    'show' => [
        'usage' => 'show [OPTION]... KEY',
        'about' => 'Shows the record of a process.',
        'options' => JSON_OPTION,
    ],
    'logs' => [
        'usage' => 'logs [OPTION]... KEY... | logs --since=TIME [OPTION]...',
        'about' => "Prints the captured output of processes, unchanged.\nStandard output goes to standard output, standard error to standard error. "
            . "With several keys, or --since without a\nkey, a line with the key precedes the output of each process.",
        'options' => [
            '-f, --follow' => 'print new output until the process ends; takes one key',
            '-n, --lines=LINES' => 'print the last LINES lines of each stream',
            '--since=TIME' => 'only streams last written to at most TIME ago, or since a date; single lines have no time, the stream is printed as a whole',
            '--stdout' => 'print only standard output',
            '--stderr' => 'print only standard error; it goes to standard output',
        ],
    ],
    'wait' => [
        'usage' => 'wait [OPTION]... KEY...',
        'about' => "Waits until every process has ended. Exits with the exit code of the process; 128 + N when signal N ended it;\n"
            . "124 when it was stopped or timed out and its exit code is 0, or it has none; 125 when it is lost; 126 or 127 when\n"
            . 'it could not be executed. With several keys: the first of these codes that is not 0.',
        'options' => ['--timeout=TIME' => 'give up after this time, with exit code 124'] + JSON_OPTION,
    ],
    'stop' => [
        'usage' => 'stop [OPTION]... KEY... | stop --all [OPTION]...',
        'about' => 'Stops processes with all their descendants, one after the other, and waits for their end.',
        'options' => [
            '--grace=TIME' => 'time until SIGKILL is sent; 0: at once (default: 10s)',
            '--signal=SIG' => 'the signal to send first (default: TERM)',
            '-a, --all' => 'stop all processes, or those that --prefix selects, at the same time',
        ] + JSON_OPTION,
    ],
    'restart' => [
        'usage' => 'restart [OPTION]... KEY',
        'about' => "Stops a process if it has not ended, then starts its command line as a new process and prints the new key.\n"
            . "Labels, scope, --keep, --output-limit and whether the output is captured are taken from the old record. The working\n"
            . 'directory, the environment and all other options are those of this call, because the record does not contain them.',
        'options' => RUN_OPTIONS + START_OPTIONS + JSON_OPTION,
    ],
    'signal' => [
        'usage' => 'signal SIG KEY...',
        'about' => 'Sends a signal (TERM, SIGTERM or 15) to the process group of the command.',
        'options' => [],
    ],
    'kill' => [
        'usage' => 'kill [OPTION]... KEY...',
        'about' => "Kills processes with all their descendants, as \"stop --signal=KILL\" does.\nWith --signal it only sends that signal, "
            . 'as "signal" does.',
        'options' => ['-s, --signal=SIG' => 'only send this signal'],
    ],
    'rm' => [
        'usage' => 'rm [OPTION]... KEY...',
        'about' => 'Removes the records and the output of processes that have ended.',
        'options' => ['-f, --force' => 'first kill processes that have not ended, as "kill" does'],
    ],
    'prune' => [
        'usage' => 'prune [OPTION]...',
        'about' => 'Removes the records of all processes that have ended.',
        'options' => ['--older-than=TIME' => 'only those that ended at least this time ago'] + JSON_OPTION,
    ],
    'top' => [
        'usage' => 'top [OPTION]...',
        'about' => "Shows the running processes, with the processor time, the memory and the number of processes of the whole tree.\n"
            . "On a terminal the table is refreshed until you interrupt it, and %CPU is that of the last interval. Otherwise the\n"
            . 'table is printed once, and %CPU is the average since the start.',
        'options' => [
            '--interval=TIME' => 'time between two refreshes (default: 2s)',
            '--once' => 'print the table once, also on a terminal',
            '-l, --full' => 'do not shorten keys and texts',
        ] + JSON_OPTION,
    ],
    'completion' => [
        'usage' => 'completion SHELL',
        'about' => 'Prints the completion script for bash, zsh or fish, to be loaded by that shell: source <(bgproc completion bash).',
        'options' => [],
    ],
];

/* Aliases of commands. */
const ALIASES = [
    'ls' => 'list', 'status' => 'show',
    'job ls' => 'job list', 'job status' => 'job show', 'job logs' => 'job output', 'job stop' => 'job cancel', 'job prune' => 'job cleanup',
];

/* Names that users of other tools may type, and the command to suggest. */
const SUGGESTIONS = [
    'start' => 'run', 'exec' => 'run', 'inspect' => 'show', 'info' => 'show', 'get' => 'list', 'jobs' => 'job list', 'log' => 'logs', 'tail' => 'logs -n 10 -f',
    'journal' => 'logs', 'remove' => 'rm', 'delete' => 'rm', 'clean' => 'prune', 'cleanup' => 'prune', 'terminate' => 'stop', 'attach' => 'logs -f',
    'version' => '--version', 'stats' => 'top', 'job start' => 'job run', 'job rm' => 'job cleanup', 'job kill' => 'job cancel --grace=0',
    'job restart' => 'job retry', 'job log' => 'job output --log', 'job get' => 'job show', 'job inspect' => 'job show',
];

const JOB_START_OPTIONS = [
    '--stderr=stdout' => 'keep standard error together with standard output, in the order of writing, see "job output"',
    '--id-only' => 'print only the id, also with --wait',
    '--wait' => 'wait for the end, showing progress on a terminal; exits with the exit code of "job wait"',
    '--delay=TIME' => 'start the job after this time',
    '--timeout=TIME' => 'time out the job when it has not reported for this time (default: commands never, calls after 60s)',
    '--max-runtime=TIME' => 'time out the job when an attempt has run for this time, even if it reports',
    '--retries=N' => 'retry a failed job up to N times; needs --idempotent',
    '--backoff=TIME' => 'the pause before the first retry, doubled before each later one (default: 1s)',
    '--idempotent' => 'the job may run more than once without harm',
    '--unique=TEXT' => 'while a job with this name has not ended, print its id and start no job',
    '--keep=TIME' => 'how long the job is kept after its end: sets both --keep-succeeded and --keep-failed',
    '--keep-succeeded=TIME' => 'how long a job that succeeded is kept; 0: it is never removed (default: 30d)',
    '--keep-failed=TIME' => 'how long a job that ended in another state is kept; 0: it is never removed (default: 60d)',
];

/* Options of "run" that jobs do not have, and what to use instead. */
const NOT_FOR_JOBS = [
    '--key' => 'the id of a job is generated; --unique names the work',
    '--no-capture' => 'the end of what a job writes is always kept, see --output-limit',
    '--stdout' => 'the output of a job is kept, see "bgproc job output"; with --shell a command can write to a file',
    '--append' => 'the output of a job is kept, see "bgproc job output"',
    '--idle-timeout' => 'a job is timed out by --timeout when it does not report, by --max-runtime in any case',
    '--error-log' => 'the reason of a failure is part of the job, see "bgproc job show"',
    '--no-error-log' => 'the reason of a failure is part of the job, see "bgproc job show"',
    '--no-confirm' => 'a job that could not be executed has failed, see "bgproc job show"',
];

const SCOPE_OPTION = ['--scope=TEXT' => 'only jobs with this owner tag'];

const JOB_COMMANDS = [
    'job run' => [
        'usage' => 'job run [OPTION]... [--] PROGRAM [ARGUMENT]...',
        'about' => 'Starts a command as a tracked job and prints its id. The command may report its progress by "bgproc job report".',
        'options' => ['--shell' => 'PROGRAM is one shell command line, for /bin/sh -c'] + JOB_START_OPTIONS + START_OPTIONS + JSON_OPTION,
    ],
    'job call' => [
        'usage' => 'job call [OPTION]... [--] CALLABLE [JSON]',
        'about' => 'Calls a PHP function or static method as a tracked job. JSON is the array of its arguments.',
        'options' => ['--bootstrap=FILE' => 'a PHP file to load first, such as vendor/autoload.php'] + JOB_START_OPTIONS + START_OPTIONS + JSON_OPTION,
    ],
    'job list' => [
        'usage' => 'job list [OPTION]...',
        'about' => 'Lists jobs, oldest first.',
        'options' => LIST_OPTIONS,
    ],
    'job show' => [
        'usage' => 'job show [OPTION]... ID',
        'about' => 'Shows a job.',
        'options' => SCOPE_OPTION + JSON_OPTION,
    ],
    'job output' => [
        'usage' => 'job output [OPTION]... ID',
        'about' => 'Prints the end of the standard output of a job, or of the response to its request.',
        'options' => [
            '-f, --follow' => 'print new output until the job ends',
            '-n, --lines=LINES' => 'print the last LINES lines',
            '--stderr' => 'print standard error instead',
            '--log' => 'print the log of the job instead; control bytes are escaped',
        ] + SCOPE_OPTION,
    ],
    'job wait' => [
        'usage' => 'job wait [OPTION]... ID...',
        'about' => "Waits until every job has ended, showing progress on a terminal. Exits with 0 when all have succeeded, 1 when\n"
            . 'one has failed, 124 when one was stopped or timed out or --timeout has passed, 125 when one is lost.',
        'options' => ['--timeout=TIME' => 'give up after this time, with exit code 124'] + SCOPE_OPTION + JSON_OPTION,
    ],
    'job cancel' => [
        'usage' => 'job cancel [OPTION]... ID...',
        'about' => 'Cancels jobs, one after the other. A delayed job never starts.',
        'options' => ['--grace=TIME' => 'time until SIGKILL is sent; 0: at once (default: 10s)'] + SCOPE_OPTION + JSON_OPTION,
    ],
    'job retry' => [
        'usage' => 'job retry [OPTION]... ID',
        'about' => 'Starts an ended job again, as a new job, and prints the id of the new job.',
        'options' => SCOPE_OPTION + JSON_OPTION,
    ],
    'job cleanup' => [
        'usage' => 'job cleanup [OPTION]...',
        'about' => 'Removes ended jobs that have been kept long enough, see --keep of "job run". A job that has not ended is never removed.',
        'options' => JSON_OPTION,
    ],
    'job report' => [
        'usage' => 'job report [OPTION]...',
        'about' => 'Reports the progress of a job, from inside the job. Exits with 1 outside a job or when the job has ended.',
        'options' => [
            '--progress=PERCENT' => '0 to 100',
            '--text=TEXT' => 'set the status text',
            '--log=LINE' => 'add a line to the log of the job',
            '--finish' => 'the job has succeeded',
            '--result=JSON' => 'the job has succeeded, with this result',
            '--fail=REASON' => 'the job has failed',
        ],
    ],
];

const EXIT_CODE_TEXT = <<<'TEXT'
    Exit codes:
      0    done
      1    failed; the reason is on standard error
      2    wrong command line
      3    no process has this key, or no job has this id
      130  interrupted
    "wait" and "run --wait" exit with the exit code of the process, see "bgproc wait --help".
    TEXT;

const NOTATION_TEXT = <<<'TEXT'
    For KEY and ID a part of the key or id is enough, if it has at least three characters and no other key or id contains it.
    TIME is a number of seconds, or has units: 90s, 5m, 2h, 1h30m, 7d, 500ms.
    SIZE is a number of bytes, or has a unit: 64K, 10M, 1G.
    Words after "--" are never options. Put "--" before a key that begins with "-".
    TEXT;
