/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/fleet/zygote_process.h"
#include "src/php/base/exceptions.h"
#include "src/php/worker/child/fork.h"
#include "src/php/worker/child/serve.h"
#include "src/php/worker/child/soft_timeout.h"

#include "src/ipc/frame.h"
#include "src/platform/file/descriptor.h"
#include "src/platform/process/descriptors.h"
#include "src/platform/process/die_with.h"
#include "src/platform/process/self.h"
#include "src/platform/socket/pair.h"
#include "src/zygote/zygote.h"

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A zygote that has not ended in this time, because it is stopped, is killed. */
#define END_MS 1000

/* ---- in the zygote and in the workers ---- */

static pid_t fork_worker(void *context)
{
	(void) context;
	return bgproc_fork();
}

static void work(void *context, unsigned slot, uint32_t generation, int fd)
{
	struct bgproc_pool_obj *pool = context;
	struct bgproc_serve serve = {.target = &pool->target, .options = &pool->options, .board = &pool->board};

	bgproc_serve(&serve, slot, generation, fd);
}

static ZEND_NORETURN void be_zygote(struct bgproc_pool_obj *pool, int control, pid_t parent)
{
	struct bgproc_zygote zygote = {.control = control,
		.board = &pool->board,
		.parent = parent,
		.soft_signal = BGPROC_SOFT_TIMEOUT_SIGNAL,
		.fork = fork_worker,
		.work = work,
		.context = pool};

	if (!bgproc_die_with(parent)) {
		bgproc_child_exit(0);
	}
	bgproc_child_settle();
	/* The parent's ends of this pool are closed with those of all others. */
	bgproc_pools_leave();
	if (pool->options.close_inherited) {
		bgproc_descriptors_close_except(control);
	}
	if (pool->options.title) {
		bgproc_self_set_name(ZSTR_VAL(pool->options.title));
	}
	bgproc_zygote_run(&zygote);
	bgproc_child_exit(0);
}

/* ---- in the parent ---- */

bool bgproc_zygote_start(struct bgproc_pool_obj *pool)
{
	int ends[2];
	bool stream;
	pid_t parent = getpid(), pid;

	if (bgproc_socket_pair(ends, &stream) != 0) {
		bgproc_throw_status(BGPROC_ERR_SPAWN, errno, "Cannot create a socket for the pool");
		return false;
	}
	bgproc_control_open(&pool->control, ends[0]);
	if (bgproc_poll_set_add(pool->set, ends[0], BGPROC_POOL_CONTROL_KEY) != 0) {
		bgproc_throw_status(BGPROC_ERR_SPAWN, errno, "Cannot watch the socket of the pool");
		bgproc_fd_close(&ends[1]);
		return false;
	}
	pid = bgproc_fork();
	if (pid == 0) {
		be_zygote(pool, ends[1], parent);
	}
	bgproc_fd_close(&ends[1]);
	if (pid < 0) {
		bgproc_throw_status(BGPROC_ERR_SPAWN, errno, "Cannot fork the zygote of the pool");
		return false;
	}
	pool->zygote = pid;
	return true;
}

/* True: it has ended, or somebody else has reaped it. Only until then the pid is that of our child. */
static bool reap(pid_t pid, int options)
{
	pid_t result;

	do {
		result = waitpid(pid, NULL, options);
	} while (result < 0 && errno == EINTR);
	return result != 0;
}

void bgproc_zygote_kill(struct bgproc_pool_obj *pool)
{
	if (pool->zygote > 0 && reap(pool->zygote, WNOHANG)) {
		pool->zygote = 0;
	}
	if (pool->zygote > 0) {
		kill(pool->zygote, SIGKILL);
	}
}

void bgproc_zygote_end(struct bgproc_pool_obj *pool)
{
	struct bgproc_deadline deadline = bgproc_deadline_in(END_MS);

	if (pool->control.fd >= 0) {
		bgproc_poll_set_remove(pool->set, pool->control.fd);
		/* A process that was forked by the script may have a copy of the descriptor. */
		shutdown(pool->control.fd, SHUT_RDWR);
		bgproc_control_close(&pool->control);
	}
	while (pool->zygote > 0 && !reap(pool->zygote, WNOHANG)) {
		if (bgproc_deadline_passed(deadline)) {
			kill(pool->zygote, SIGKILL);
			reap(pool->zygote, 0);
			break;
		}
		nanosleep(&(struct timespec) {.tv_nsec = 200000}, NULL);
	}
	pool->zygote = 0;
}
