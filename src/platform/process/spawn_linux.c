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

/*
 * A child that calls exec never returns from its functions. The sanitizer would keep their frames marked in memory that is
 * reused.
 */
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
 * clone(CLONE_VM): the new process shares our memory, so nothing is copied and the report needs no pipe. It has its own
 * stack, because our frames must not be overwritten. It has its own descriptor table, directory and signal handlers, because
 * CLONE_FILES, CLONE_FS and CLONE_SIGHAND are not given. This process continues after the exec or the exit of the new one:
 * for a child CLONE_VFORK does this; for an orphan the kernel clears its number in our memory (CLONE_CHILD_CLEARTID),
 * however it ends. errno, which is shared, is restored.
 */

#define STACK_SIZE 32768
/* The maker of an orphan only calls clone(). */
#define MAKER_STACK_SIZE 16384

struct work {
	bgproc_spawn_function function;
	void *context;
	struct bgproc_spawn_report *report;
	char *stack_top;   /* for an orphan: the stack that its maker gives it */
	pid_t in_memory;   /* the pid of the orphan, as long as it uses our memory */
	int maker_problem; /* errno of the maker's clone() */
};

static int work_main(void *argument)
{
	struct work *work = argument;

	work->function(work->context, work->report);
	/*
	 * The C library ends the child. _exit() is not called here, because AddressSanitizer would then look for the stack of the
	 * thread, which this is not.
	 */
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
 * The stacks of an orphan and of its maker: a guard page, the orphan's stack, the maker's stack. The caller's stack is not
 * used, because it is small in a fiber or a thread. They are mapped at the first start of a thread and kept for later ones,
 * which then need no system call and cause no page fault for it. Owned by the thread until bgproc_spawn_thread_end().
 */
#define STACKS_SIZE (STACK_SIZE + MAKER_STACK_SIZE)

static _Thread_local char *stacks;

/* A page may have up to 64 KiB. */
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

	/* Done first, so that the orphan inherits the mark: a supervisor around us that stops its tree must recognize the orphan. */
	bgproc_mark_start();
	/* Without CLONE_VFORK: the maker exits and is reaped while the orphan works. */
	if (clone(work_main, work->stack_top, CLONE_VM | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD, work,
			&work->in_memory, NULL, &work->in_memory) < 0) {
		work->maker_problem = errno;
	}
	return 0;
}

/* Needed because a process that dumps core does not clear its number. */
static bool has_ended(pid_t pid)
{
	struct bgproc_procfs_stat fields;

	return (kill(pid, 0) < 0 && errno == ESRCH) ||
		(bgproc_procfs_stat(pid, &fields) && bgproc_procfs_dead(fields.state));
}

/*
 * Waits until the orphan does not use our memory any more. The timeout of a wait sets errno, which the orphan shares. At
 * worst, if a start fails in the same microsecond after a second or more, its message contains a wrong reason.
 */
static void await_orphan(const pid_t *in_memory)
{
	/* On every system this call takes two words as the time, see futex(2). */
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
	/* Exit signal 0: the end of the maker must not call the application's SIGCHLD handler. */
	maker = clone(maker_main, stack + STACKS_SIZE, CLONE_VM | CLONE_VFORK, &work);
	if (maker < 0) {
		problem = errno;
	} else {
		bgproc_spawn_reap(maker);
		await_orphan(&work.in_memory);
		problem = work.maker_problem;
		if (problem == 0 && report->stage == BGPROC_STAGE_NONE && report->pid == 0) {
			/* The maker or the orphan was killed. */
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
