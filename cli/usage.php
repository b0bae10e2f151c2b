<?php
/* SPDX-License-Identifier: Apache-2.0 */
declare(strict_types=1);

namespace Bgproc\Cli;

const GLOBAL_OPTIONS = [
    '--dir=DIR' => 'the state directory (default: INI bgproc.working_directory)',
    '--prefix=TEXT' => 'only keys that begin with TEXT; "run" makes such a key (default: all; "run": process.)',
    '--all-users' => 'also processes of other users; root only',
    '-h, --help' => 'show this text',
];

const JOB_GLOBAL_OPTIONS = [
    '--dir=DIR' => 'the state directory of the jobs (default: /tmp/php/bgproc_job)',
    '--prefix=TEXT' => 'only ids that begin with TEXT; "run" and "call" make such an id (default: all; job.)',
    '--all-users' => 'also jobs of other users; root only',
    '-h, --help' => 'show this text',
];

const JSON_OPTION = ['--json' => 'print records as JSON'];

/* How a command is started, the same for "run" and "job run". */
const START_OPTIONS = [
    '--stdin=FILE' => 'read from FILE; -: from standard input, which is read to its end first (default: /dev/null)',
    '--cwd=DIR' => 'working directory of the process (default: the present one)',
    '--env=NAME=VALUE...' => 'set a variable; may be repeated',
    '--unset-env=NAME...' => 'remove a variable; may be repeated',
    '--clear-env' => 'start with an empty environment',
    '--grace=TIME' => 'time between SIGTERM and SIGKILL at a timeout or a plain SIGTERM (default: 10s)',
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
    '--state=STATE...' => 'only those in this state; several with commas, or repeated',
    '--scope=TEXT' => 'only those with this owner tag',
    '--label=NAME=VALUE...' => 'only those with this label; may be repeated',
    '-q, --quiet' => 'print the keys and nothing else',
    '-l, --full' => 'cut no key and no text, as where the output is not a terminal',
] + JSON_OPTION;

/* What "run" and "restart" have beyond START_OPTIONS. */
const RUN_OPTIONS = [
    '--wait' => 'show what it writes instead of the key, wait for the end and exit as the process did, see "wait"',
    '--keep=TIME' => 'how long the record stays after the end; 0: not at all (default: INI bgproc.keep if not 0, else 1h)',
    '--no-capture' => 'do not keep the output; "logs" then has nothing to show',
    '--stdout=FILE' => 'write to FILE instead of capturing; it is truncated',
    '--stderr=FILE' => 'the same for standard error; the word stdout: where standard output goes, in the order of writing',
    '--append' => 'append to the files of --stdout and --stderr',
    '--timeout=TIME' => 'stop it after this time',
    '--idle-timeout=TIME' => 'stop it when it has written nothing for this time',
    '--error-log=FILE' => 'where failures are noted; relative: in the state directory (default: err.log)',
    '--no-error-log' => 'note failures nowhere',
    '--no-confirm' => 'do not wait until the program has really been executed',
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
        'options' => ['-a, --all' => 'those that have ended, too'] + LIST_OPTIONS,
    ],
    'show' => [
        'usage' => 'show [OPTION]... KEY',
        'about' => 'Shows what is known of a process.',
        'options' => JSON_OPTION,
    ],
    'logs' => [
        'usage' => 'logs [OPTION]... KEY... | logs --since=TIME [OPTION]...',
        'about' => "Prints the captured output of processes, byte by byte as it was written.\nStandard output goes to standard output, standard error to "
            . "standard error. With several keys, or --since without a\nkey, a line with the key stands before each.",
        'options' => [
            '-f, --follow' => 'go on until the process ends; takes one key',
            '-n, --lines=LINES' => 'the last LINES lines of each stream',
            '--since=TIME' => 'only streams that were last written so long ago or later; lines have no times of their own',
            '--stdout' => 'nothing but standard output',
            '--stderr' => 'nothing but standard error, to standard output',
        ],
    ],
    'wait' => [
        'usage' => 'wait [OPTION]... KEY...',
        'about' => "Waits until every process has ended. Exits with the exit code of the process, 128 + N when signal N ended it,\n"
            . "124 when it was stopped or timed out and has no such code but 0, 125 when it is lost, 126 or 127 when it could\n"
            . 'not be executed. With several keys: the first of these codes that is not 0.',
        'options' => ['--timeout=TIME' => 'give up after this time, with exit code 124'] + JSON_OPTION,
    ],
    'stop' => [
        'usage' => 'stop [OPTION]... KEY... | stop --all [OPTION]...',
        'about' => 'Stops processes with all that they have started, one after the other, and waits for their end.',
        'options' => [
            '--grace=TIME' => 'time until SIGKILL; 0 kills at once (default: 10s)',
            '--signal=SIG' => 'the first signal (default: TERM)',
            '-a, --all' => 'all processes, or those of --prefix, at the same time',
        ] + JSON_OPTION,
    ],
    'restart' => [
        'usage' => 'restart [OPTION]... KEY',
        'about' => "Stops a process if it has not ended, then starts its command line as a new process and prints the new key.\n"
            . "Labels, scope, --keep, --output-limit and whether the output is captured are as they were. The working directory,\n"
            . 'the environment and everything else come from this call: they are not part of a record.',
        'options' => RUN_OPTIONS + START_OPTIONS + JSON_OPTION,
    ],
    'signal' => [
        'usage' => 'signal SIG KEY...',
        'about' => 'Sends a signal (TERM, SIGTERM or 15) to the process group of the command.',
        'options' => [],
    ],
    'kill' => [
        'usage' => 'kill [OPTION]... KEY...',
        'about' => "Kills processes with all that they have started, as \"stop --signal=KILL\" does.\nWith --signal it only sends that signal, "
            . 'as "signal" does.',
        'options' => ['-s, --signal=SIG' => 'send this signal, and nothing else'],
    ],
    'rm' => [
        'usage' => 'rm [OPTION]... KEY...',
        'about' => 'Removes the records and the output of processes that have ended.',
        'options' => ['-f, --force' => 'kill those that have not ended, as "kill" does'],
    ],
    'prune' => [
        'usage' => 'prune [OPTION]...',
        'about' => 'Removes the records of all processes that have ended.',
        'options' => ['--older-than=TIME' => 'only those that ended at least so long ago'] + JSON_OPTION,
    ],
    'top' => [
        'usage' => 'top [OPTION]...',
        'about' => "Shows the processes that run, with processor time, memory and number of processes of the whole tree.\n"
            . "On a terminal it is refreshed until you interrupt it, and %CPU is that of the last interval; else it is printed\n"
            . 'once, and %CPU is the average since the start.',
        'options' => [
            '--interval=TIME' => 'time between two pictures (default: 2s)',
            '--once' => 'one picture, also on a terminal',
            '-l, --full' => 'cut no key and no text',
        ] + JSON_OPTION,
    ],
    'completion' => [
        'usage' => 'completion SHELL',
        'about' => 'Prints the completion for bash, zsh or fish, to be loaded by that shell: source <(bgproc completion bash).',
        'options' => [],
    ],
];

/* Other names of commands. */
const ALIASES = [
    'ls' => 'list', 'status' => 'show',
    'job ls' => 'job list', 'job status' => 'job show', 'job logs' => 'job output', 'job stop' => 'job cancel', 'job prune' => 'job cleanup',
];

/* What users of other tools type, and what they want. */
const SUGGESTIONS = [
    'start' => 'run', 'exec' => 'run', 'inspect' => 'show', 'info' => 'show', 'get' => 'list', 'jobs' => 'job list', 'log' => 'logs', 'tail' => 'logs -n 10 -f',
    'journal' => 'logs', 'remove' => 'rm', 'delete' => 'rm', 'clean' => 'prune', 'cleanup' => 'prune', 'terminate' => 'stop', 'attach' => 'logs -f',
    'version' => '--version', 'stats' => 'top', 'job start' => 'job run', 'job rm' => 'job cleanup', 'job kill' => 'job cancel --grace=0',
    'job restart' => 'job retry', 'job log' => 'job output --log', 'job get' => 'job show', 'job inspect' => 'job show',
];

const JOB_START_OPTIONS = [
    '--stderr=stdout' => 'keep standard error with standard output, in the order of writing, see "job output"',
    '--id-only' => 'print nothing but the id, also with --wait',
    '--wait' => 'wait for the end, showing progress on a terminal; exits as "job wait" does',
    '--delay=TIME' => 'begin so much later',
    '--timeout=TIME' => 'time it out when it has not reported for this time (default: commands never, calls after 60s)',
    '--max-runtime=TIME' => 'time it out after this time in all',
    '--retries=N' => 'try again so often when it fails; needs --idempotent',
    '--backoff=TIME' => 'the pause before the first of these tries, doubled each time (default: 1s)',
    '--idempotent' => 'doing it twice does no harm',
    '--unique=TEXT' => 'while a job of this name has not ended, print its id and start nothing',
    '--keep=TIME' => 'how long it stays after its end: --keep-succeeded and --keep-failed in one',
    '--keep-succeeded=TIME' => 'how long it stays after a success; 0: it is never removed (default: 30d)',
    '--keep-failed=TIME' => 'how long it stays after any other end; 0: it is never removed (default: 60d)',
];

/* A job is kept by other rules than a process, its output always is, and its id is never chosen. */
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
        'about' => 'Starts a command as a tracked job and prints its id. It may report by "bgproc job report".',
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
        'about' => 'Shows what is known of a job.',
        'options' => SCOPE_OPTION + JSON_OPTION,
    ],
    'job output' => [
        'usage' => 'job output [OPTION]... ID',
        'about' => 'Prints the end of what a job has written to standard output, or of the response to its request.',
        'options' => [
            '-f, --follow' => 'go on until the job ends',
            '-n, --lines=LINES' => 'the last LINES lines',
            '--stderr' => 'standard error instead',
            '--log' => 'what it has logged instead; control bytes are escaped',
        ] + SCOPE_OPTION,
    ],
    'job wait' => [
        'usage' => 'job wait [OPTION]... ID...',
        'about' => "Waits until every job has ended, showing progress on a terminal. Exits with 0 when all have succeeded, 1 when\n"
            . 'one has failed, 124 when one was stopped or timed out or --timeout is over, 125 when one is lost.',
        'options' => ['--timeout=TIME' => 'give up after this time, with exit code 124'] + SCOPE_OPTION + JSON_OPTION,
    ],
    'job cancel' => [
        'usage' => 'job cancel [OPTION]... ID...',
        'about' => 'Ends jobs, one after the other; a delayed one never starts.',
        'options' => ['--grace=TIME' => 'time until SIGKILL; 0 kills at once (default: 10s)'] + SCOPE_OPTION + JSON_OPTION,
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

const NOTATION_TEXT = <<<'TEXT'
    KEY and ID may be a part of it, of three characters or more, that no other one has.
    TIME is a number of seconds, or has units: 90s, 5m, 2h, 1h30m, 7d, 500ms.
    SIZE is a number of bytes, or has a unit: 64K, 10M, 1G.
    Words after "--" are never options, so that keys may begin with "-".
    TEXT;
