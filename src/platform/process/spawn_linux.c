/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/process/spawn.h"
#include "src/platform/process/proc.h"
#include "src/platform/file/procfs.h"
#include "src/platform/signal/signals.h"

#include <errno.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* A child that execs never leaves its functions: the sanitizer would keep their frames, on memory that is ours again. */
#if defined(__has_feature)
# if __has_feature(address_sanitizer) && !defined(__SANITIZE_ADDRESS__)
#  define __SANITIZE_ADDRESS__ 1
# endif
#endif
#ifdef __SANITIZE_ADDRESS__
# include <sanitizer/asan_interface.h>
# define FORGET_FRAMES(stack, size) __asan_unpoison_memory_region(stack, size)
#else
# define FORGET_FRAMES(stack, size) ((void) 0)
#endif

/*
 * clone(CLONE_VM): the new process borrows our memory, so nothing is copied and the report needs no pipe. It has its own
 * stack, because our frames must survive, and its own descriptor table, directory and signal handlers, because
 * CLONE_FILES, CLONE_FS and CLONE_SIGHAND are not given. We go on when it has exec'd or left: of a child of ours
 * CLONE_VFORK tells, of an orphan the system clears its number in our memory (CLONE_CHILD_CLEARTID), however it ends.
 * errno, which is shared, is put back.
 */

#define STACK_SIZE 32768
/* The first process of an orphan only clones. */
#define MAKER_STACK_SIZE 16384

struct work {
	bgproc_spawn_function function;
	void *context;
	struct bgproc_spawn_report *report;
	char *stack_top;   /* of an orphan: what its maker gives it */
	pid_t in_memory;   /* the orphan, as long as it uses our memory */
	int maker_problem; /* errno of its clone() */
};

static int work_main(void *argument)
{
	struct work *work = argument;

	work->function(work->context, work->report);
	/* The C library ends the child. Before _exit() AddressSanitizer would look for the stack of the thread, which is not ours. */
	return 0;
}

pid_t bgproc_spawn(bgproc_spawn_function function, void *context, struct bgproc_spawn_report *report)
{
	struct work work = {.function = function, .context = context, .report = report};
	char *stack = __builtin_alloca_with_align(STACK_SIZE, 128);
	int saved_errno = errno, problem;
	sigset_t old;
	pid_t pid;

	*report = (struct bgproc_spawn_report) {.stage = BGPROC_STAGE_NONE};
	bgproc_signals_block_all(&old);
	pid = clone(work_main, stack + STACK_SIZE, CLONE_VM | CLONE_VFORK | SIGCHLD, &work);
	problem = errno;
	FORGET_FRAMES(stack, STACK_SIZE);
	bgproc_signals_restore(&old);
	errno = pid < 0 ? problem : saved_errno;
	return pid;
}

/* ---- orphans ---- */

/*
 * The stacks of an orphan and of its maker: a guard page, the orphan's, the maker's. They do not come from the caller's
 * stack, which is small in a fiber or a thread. Mapped at the first start of a thread and kept for the next ones, so that
 * neither a system call nor a page fault is added to those. Owned by the thread until bgproc_spawn_thread_end().
 */
#define STACKS_SIZE (STACK_SIZE + MAKER_STACK_SIZE)

static _Thread_local char *stacks;

/* Pages may have up to 64 KiB. */
static size_t guard_size(void)
{
	return (size_t) sysconf(_SC_PAGESIZE);
}

static char *map_stacks(void)
{
	size_t guard = guard_size();

	if (!stacks) {
		char *start = mmap(NULL, guard + STACKS_SIZE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);

		if (start == MAP_FAILED) {
			return NULL;
		}
		if (mprotect(start + guard, STACKS_SIZE, PROT_READ | PROT_WRITE) < 0) {
			int saved_errno = errno;

			munmap(start, guard + STACKS_SIZE);
			errno = saved_errno;
			return NULL;
		}
		stacks = start + guard;
	}
	return stacks;
}

void bgproc_spawn_thread_end(void)
{
	if (stacks) {
		munmap(stacks - guard_size(), guard_size() + STACKS_SIZE);
		stacks = NULL;
	}
}

static int maker_main(void *argument)
{
	struct work *work = argument;

	/* First, so that the orphan is born with it: a stop of the tree around us must see what it will be. */
	bgproc_mark_start();
	/* Without CLONE_VFORK: while the orphan works we leave and are reaped. */
	if (clone(work_main, work->stack_top, CLONE_VM | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD, work,
			&work->in_memory, NULL, &work->in_memory) < 0) {
		work->maker_problem = errno;
	}
	return 0;
}

/* A process that dumps its core does not clear its number. */
static bool has_ended(pid_t pid)
{
	struct bgproc_procfs_stat fields;

	return (kill(pid, 0) < 0 && errno == ESRCH) ||
		(bgproc_procfs_stat(pid, &fields) && bgproc_procfs_dead(fields.state));
}

/*
 * Until then it uses our memory. The time limit of a wait sets errno, which the orphan shares: at worst the message
 * of a start that fails in the same microsecond, after a second or more, names another reason.
 */
static void await_orphan(const pid_t *in_memory)
{
	/* What this call takes are two words on every system, see futex(2). */
	const long second[2] = {1, 0};
	pid_t pid;

	while ((pid = __atomic_load_n(in_memory, __ATOMIC_ACQUIRE)) != 0) {
		if (syscall(SYS_futex, in_memory, FUTEX_WAIT, pid, second, NULL, 0) < 0 && errno == ETIMEDOUT &&
			has_ended(pid)) {
			return;
		}
	}
}

int bgproc_spawn_orphan(bgproc_spawn_function function, void *context, struct bgproc_spawn_report *report)
{
	struct work work = {.function = function, .context = context, .report = report};
	int saved_errno = errno, problem = 0;
	char *stack = map_stacks();
	sigset_t old;
	pid_t maker;

	*report = (struct bgproc_spawn_report) {.stage = BGPROC_STAGE_NONE};
	if (!stack) {
		return -1;
	}
	work.stack_top = stack + STACK_SIZE;
	bgproc_signals_block_all(&old);
	/* Exit signal 0: the end of the maker is no business of the application's SIGCHLD handler. */
	maker = clone(maker_main, stack + STACKS_SIZE, CLONE_VM | CLONE_VFORK, &work);
	if (maker < 0) {
		problem = errno;
	} else {
		bgproc_spawn_reap(maker);
		await_orphan(&work.in_memory);
		problem = work.maker_problem;
		if (problem == 0 && report->stage == BGPROC_STAGE_NONE && report->pid == 0) {
			/* One of the two was killed. */
			problem = ECANCELED;
		}
	}
	FORGET_FRAMES(stack, STACKS_SIZE);
	bgproc_signals_restore(&old);
	errno = problem ? problem : saved_errno;
	return problem ? -1 : 0;
}

void bgproc_spawn_reap(pid_t pid)
{
	int saved_errno = errno;

	while (waitpid(pid, NULL, __WALL) < 0 && errno == EINTR) {
	}
	errno = saved_errno;
}

const char *bgproc_spawn_method(void)
{
	return "clone";
}
