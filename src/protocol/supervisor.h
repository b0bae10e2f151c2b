/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PROTOCOL_SUPERVISOR_H
#define BGPROC_PROTOCOL_SUPERVISOR_H

/*
 * The protocol between a starter, a supervisor and other callers. There are three one-way channels, all on one machine:
 *
 *  - the command line of the supervisor (starter -> supervisor), built by src/launch and read by
 *    src/supervisor/arguments.c:
 *
 *        bgproc.supervisor KEY --protocol=1 [--name=value ...] -- ARG0 [ARG...]
 *
 *    Numbers are decimal. The supervisor's own environment contains the environment of the command, with one byte
 *    (BGPROC_ENV_GUARD) before each entry. So neither the loader nor the C library of the supervisor uses LD_PRELOAD and
 *    similar variables. The options are listed below.
 *
 *  - the outcome pipe (supervisor -> starter): struct bgproc_frame, one per event, each written with one write() that
 *    fits into an empty pipe, so it never blocks and is never split. End of file without an OUTCOME frame means that the
 *    supervisor died: the process is lost.
 *
 *  - control signals (any process that may signal it -> supervisor): a queued BGPROC_CONTROL_SIGNAL whose value packs
 *    an operation, a signal number and a time, see bgproc_control_pack(). A plain SIGTERM means stop with the default
 *    grace.
 */

#include "src/core/record.h"

#include <signal.h> /* SIGRTMIN is tested below */
#include <stdint.h>

#define BGPROC_ENV_GUARD '_'

/* ---- command line ----
 *
 * --protocol=N        BGPROC_PROTOCOL_VERSION; anything else is refused
 * --dir-fd=N          the state directory, opened and checked by the starter
 * --record-fd=N       the published record, read-write: its first --fixed-length bytes are the fixed part
 * --fixed-length=N
 * --outcome-fd=N      write end of the outcome pipe
 * --stdout=MODE       inherit      the command gets descriptor 1 of the supervisor
 *                     relay        through a pipe to descriptor 1 (so that idle time can be measured)
 *                     file:FD      through a pipe to the capture file FD, the last --output-limit bytes kept
 * --stderr=MODE       inherit, relay, file:FD as above; tail: through a pipe, the last 64 KiB kept in memory only;
 *                     stdout: to the target of stdout, through the same pipe or descriptor, so that the order is kept. With
 *                     --stdout=inherit the starter gives one file for descriptors 1 and 2
 * --output-limit=N    bytes
 * --exec=PATH         absolute path of the program to exec; ARG0 is only its argv[0]
 * --shell-fallback=1  when PATH cannot be executed, execute "sh -c" with the arguments joined by blanks (the command line was
 *                     a string of plain words)
 * --cwd=PATH  --uid=N  --gid=N  --groups=N,N,...  --umask=N (decimal)  --nice=N
 * --limit=R:SOFT:HARD a resource by its number, values are decimal or "-" for unlimited; may occur many times
 * --timeout-ms=N  --idle-timeout-ms=N  --grace-ms=N
 * --keep=N            how many seconds the final record is kept; 0: it is removed at the end
 * --error-log=PATH    absolute, or relative to --dir-fd; absent: no error log
 * --utc-offset=N      seconds east of UTC, for the time in the error log
 * --confirm=1         write a STARTED frame when the command was exec'd (or an OUTCOME frame when it could not be)
 *
 * Options of a job:
 *
 * --job=KIND          command, call, http or fastcgi (bgproc_job_kind_name)
 * --notify=PATH       absolute path of the notify socket; its last component is KEY.sock, in the directory --dir-fd
 * --worker-uid=N      this user may also report, besides the supervisor's user and root
 * --keep-failed=N     like --keep, for every end except success; --keep is then for success
 * --delay-ms=N        delay of the first attempt, by the monotonic clock
 * --start-at-us=N     the first attempt begins when the wall clock shows this many microseconds since 1970
 * --update-timeout-ms=N  the job is timed out when it has not reported for this time
 * --start-timeout-ms=N   http and fastcgi: the attempt failed if no worker accepted it in this time
 * --retries=N         further attempts after one that failed or was timed out
 * --backoff-ms=N      the pause before the first of these attempts; each further pause is twice as long, at most an hour
 *
 * The environment of the command of a job has BGPROC_NOTIFY (the path), BGPROC_JOB (the key) and BGPROC_ATTEMPT (1, 2, ...).
 * Each attempt finds descriptor 0 at its start if it is seekable.
 */

/* ---- outcome pipe ---- */

#define BGPROC_FRAME_MAGIC 0x62677031u /* "bgp1" */
/* Largest tail of stderr that follows the outcome frame. Both together are less than the 64 KiB of a pipe. */
#define BGPROC_OUTCOME_TAIL_MAX 32768

enum bgproc_frame_kind {
	BGPROC_FRAME_STARTED = 1, /* with --confirm only; command and started_us are set */
	BGPROC_FRAME_OUTCOME = 2, /* the process has ended; tail_length bytes of stderr follow */
};

struct bgproc_frame {
	uint32_t magic;
	uint32_t kind;
	uint32_t state; /* enum bgproc_state */
	uint32_t tail_length;
	uint64_t started_us;
	uint64_t ended_us;
	struct bgproc_identity command;
	struct bgproc_end end;
};

/* ---- control signals ---- */

/* A real-time signal, so that messages are queued and never merged. */
#ifdef SIGRTMIN
# define BGPROC_CONTROL_SIGNAL SIGRTMIN
#else
/* Without queued signals (macOS) no message can be sent; a stop then has the default grace. */
# define BGPROC_CONTROL_SIGNAL SIGTERM
#endif

enum bgproc_control {
	BGPROC_CONTROL_STOP = 1,         /* stop the whole tree: signal, wait time_ms, SIGKILL */
	BGPROC_CONTROL_SIGNAL_GROUP = 2, /* pass the signal on to the command's process group */
	BGPROC_CONTROL_STOP_DELAYED = 3, /* stop a job that waits for its time; a job that has begun continues */
};

/* time_ms must be less than 2^40 (34 years). */
static inline uint64_t bgproc_control_pack(enum bgproc_control op, int signal_number, uint64_t time_ms)
{
	return ((uint64_t) op << 56) | ((uint64_t) (signal_number & 0xff) << 48) | (time_ms & 0xffffffffffULL);
}

static inline enum bgproc_control bgproc_control_op(uint64_t message)
{
	return (enum bgproc_control)(message >> 56);
}

static inline int bgproc_control_signal(uint64_t message)
{
	return (int) (message >> 48 & 0xff);
}

static inline uint64_t bgproc_control_time_ms(uint64_t message)
{
	return message & 0xffffffffffULL;
}

/* The target of an output of the command; --stdout and --stderr. */
enum bgproc_output_mode {
	BGPROC_OUTPUT_INHERIT = 0,
	BGPROC_OUTPUT_RELAY,
	BGPROC_OUTPUT_FILE,
	BGPROC_OUTPUT_TAIL,   /* stderr only */
	BGPROC_OUTPUT_STDOUT, /* stderr only: the same target as stdout, through the same pipe */
};

#endif
