/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/batch/run_tasks.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/held.h"
#include "src/php/base/interruptible_poll.h"
#include "src/php/base/pending_exception.h"
#include "src/php/base/value_codec.h"
#include "src/php/worker/child/fork.h"
#include "src/php/worker/child/run_once.h"
#include "src/php/worker/call/exception_codec.h"
#include "src/php/worker/fleet/lost.h"
#include "src/php/worker/pool_object.h"

#include "zend_exceptions.h"

#include "src/ipc/channel.h"
#include "src/platform/file/descriptor.h"
#include "src/platform/process/die_with.h"
#include "src/platform/socket/pair.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* How long a process that has not answered may have ended without its socket saying so: a child of its own holds it too. */
#define ASK_AGAIN_MS 100

struct task {
	struct bgproc_callback callback; /* owned */
	zval key;                        /* owned */
	pid_t pid;                       /* 0: none, or reaped */
	int fd;                          /* -1: closed */
	struct bgproc_ipc_channel channel;
	bool answered;
	enum bgproc_ipc_type type; /* of the answer */
	struct bgproc_buf answer, words, output;
	zend_object *failure; /* owned; NULL: none yet */
	zval value;
};

struct tasks {
	struct task *tasks;
	uint32_t count;
};

/* ---- start ---- */

static bool start(struct tasks *all, struct task *task)
{
	int ends[2];
	bool stream;
	pid_t parent = getpid();

	if (bgproc_socket_pair(ends, &stream) != 0) {
		bgproc_throw_status(BGPROC_ERR_SPAWN, errno, "Cannot create a socket for a task");
		return false;
	}
	task->pid = bgproc_fork();
	if (task->pid == 0) {
		if (!bgproc_die_with(parent)) {
			bgproc_child_exit(0);
		}
		bgproc_child_settle();
		bgproc_pools_leave();
		bgproc_fd_close(&ends[0]);
		for (uint32_t i = 0; i < all->count; i++) {
			bgproc_fd_close(&all->tasks[i].fd);
		}
		bgproc_run_once(&task->callback, ends[1], stream);
	}
	bgproc_fd_close(&ends[1]);
	if (task->pid < 0) {
		task->pid = 0;
		bgproc_throw_status(BGPROC_ERR_SPAWN, errno, "Cannot fork a task");
		bgproc_fd_close(&ends[0]);
		return false;
	}
	task->fd = ends[0];
	bgproc_ipc_channel_open(&task->channel, task->fd, stream, 1, BGPROC_IPC_MESSAGE_MAX);
	return true;
}

/* ---- messages ---- */

static void take(void *context, const struct bgproc_ipc_message *message)
{
	struct task *task = context;

	switch (message->type) {
		case BGPROC_IPC_OUTPUT:
			bgproc_buf_append(&task->output, message->bytes, message->length);
			break;
		case BGPROC_IPC_LAST_WORDS:
			bgproc_buf_append(&task->words, message->bytes, message->length);
			break;
		case BGPROC_IPC_RETURN:
		case BGPROC_IPC_THROW:
			task->answered = true;
			task->type = message->type;
			bgproc_buf_append(&task->answer, message->bytes, message->length);
			break;
		default:
			break;
	}
}

/* How the process has ended. Waits for it if that is wanted. False: it runs. */
static bool reap(struct task *task, bool wait, struct bgproc_worker_report *report)
{
	pid_t result;

	do {
		result = waitpid(task->pid, &report->status, wait ? 0 : WNOHANG);
	} while (result < 0 && errno == EINTR);
	if (result == 0) {
		return false;
	}
	report->pid = task->pid;
	report->status_known = result > 0;
	task->pid = 0;
	return true;
}

static void lose(struct task *task, const struct bgproc_worker_report *report)
{
	struct bgproc_worker worker = {.pid = report->pid};

	if (bgproc_buf_ok(&task->words) && task->words.length > 0) {
		worker.last_words = zend_string_init(task->words.data, task->words.length, 0);
	}
	task->failure = bgproc_lost_exception(&worker, report, "The task has no result");
	if (worker.last_words) {
		zend_string_release(worker.last_words);
	}
}

/* Reads what has come. At its end the process is reaped. */
static void serve(struct task *task, bool readable)
{
	struct bgproc_worker_report report = {.kind = BGPROC_REPORT_EXITED};
	enum bgproc_ipc_result result = BGPROC_IPC_EMPTY;
	bool ended = !readable && reap(task, false, &report);

	do {
		result = bgproc_ipc_channel_receive(&task->channel, 1024, take, task);
	} while (result == BGPROC_IPC_MORE);
	if (!task->answered && result == BGPROC_IPC_EMPTY && !ended) {
		return;
	}
	/* Its channel is broken, or cannot be read any more. */
	if (!task->answered && task->pid && result != BGPROC_IPC_GONE && !reap(task, false, &report)) {
		kill(task->pid, SIGKILL);
	}
	if (task->pid) {
		reap(task, true, &report);
	}
	if (!task->answered) {
		lose(task, &report);
	}
	bgproc_ipc_channel_close(&task->channel);
	bgproc_fd_close(&task->fd);
}

/* ---- until all have ended ---- */

static uint32_t list_running(const struct tasks *all, struct pollfd *polled, uint32_t *index)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < all->count; i++) {
		if (all->tasks[i].fd >= 0) {
			polled[count] = (struct pollfd) {.fd = all->tasks[i].fd, .events = POLLIN};
			index[count++] = i;
		}
	}
	return count;
}

/* False with an exception pending, which a signal handler of the script has thrown. */
static bool wait_for_all(struct tasks *all)
{
	struct pollfd *polled = safe_emalloc(all->count, sizeof *polled, 0);
	uint32_t *index = safe_emalloc(all->count, sizeof *index, 0), count;
	int result = 1;

	while (result >= 0 && (count = list_running(all, polled, index)) > 0) {
		result = bgproc_interruptible_poll_many(polled, count, bgproc_deadline_in(ASK_AGAIN_MS));
		for (uint32_t i = 0; i < count && (result == 0 || result == 1); i++) {
			if (result == 0 || polled[i].revents) {
				serve(&all->tasks[index[i]], result == 1);
			}
		}
	}
	efree(polled);
	efree(index);
	return result >= 0;
}

/* Output and results, in the order of the tasks: this runs code of the user. False with an exception pending. */
static bool finish(struct tasks *all)
{
	for (uint32_t i = 0; i < all->count; i++) {
		struct task *task = &all->tasks[i];

		if (bgproc_buf_ok(&task->output) && task->output.length > 0) {
			php_output_write(task->output.data, task->output.length);
		}
		if (EG(exception)) {
			return false;
		}
		if (task->failure) {
			continue;
		}
		if (task->type == BGPROC_IPC_THROW) {
			task->failure = bgproc_exception_decode(task->answer.data, task->answer.length, BGPROC_SERIALIZER_PHP);
		} else if (!bgproc_value_decode(
					   task->answer.data, task->answer.length, BGPROC_SERIALIZER_PHP, "The result", &task->value)) {
			task->failure = bgproc_exception_take();
		}
		if (EG(exception)) {
			return false;
		}
	}
	for (uint32_t i = 0; i < all->count; i++) {
		if (all->tasks[i].failure) {
			zend_throw_exception_internal(all->tasks[i].failure);
			all->tasks[i].failure = NULL;
			return false;
		}
	}
	return true;
}

/* ---- the whole ---- */

/* Kills what still runs, and frees everything. Also called when PHP ends the script during the run. */
static void let_go(void *what)
{
	struct tasks *all = what;
	struct bgproc_worker_report report;

	for (uint32_t i = 0; i < all->count; i++) {
		struct task *task = &all->tasks[i];

		/* A pid that somebody else has reaped may be that of another process. */
		if (task->pid && !reap(task, false, &report)) {
			kill(task->pid, SIGKILL);
			reap(task, true, &report);
		}
		if (task->fd >= 0) {
			bgproc_ipc_channel_close(&task->channel);
			bgproc_fd_close(&task->fd);
		}
		bgproc_buf_free(&task->answer);
		bgproc_buf_free(&task->words);
		bgproc_buf_free(&task->output);
	}
}

static void free_values(struct tasks *all)
{
	for (uint32_t i = 0; i < all->count; i++) {
		struct task *task = &all->tasks[i];

		bgproc_callback_free(&task->callback);
		zval_ptr_dtor(&task->key);
		zval_ptr_dtor(&task->value);
		if (task->failure) {
			OBJ_RELEASE(task->failure);
		}
	}
	efree(all->tasks);
}

/* False with a \TypeError pending. */
static bool add(struct tasks *all, zval *callable, zend_string *name)
{
	struct task *task = &all->tasks[all->count];
	zend_fcall_info fci;
	zend_fcall_info_cache fcc;

	if (zend_fcall_info_init(callable, 0, &fci, &fcc, NULL, NULL) != SUCCESS) {
		if (!EG(exception)) {
			zend_type_error("Bgproc\\Pool::run(): each task must be a valid callback, %s given", zend_zval_type_name(callable));
		}
		return false;
	}
	bgproc_callback_init(&task->callback, &fci, &fcc);
	if (name) {
		ZVAL_STR_COPY(&task->key, name);
	} else {
		ZVAL_LONG(&task->key, all->count);
	}
	ZVAL_UNDEF(&task->value);
	task->fd = -1;
	all->count++;
	return true;
}

static void give_results(struct tasks *all, zval *return_value)
{
	array_init_size(return_value, all->count);
	for (uint32_t i = 0; i < all->count; i++) {
		struct task *task = &all->tasks[i];

		if (Z_TYPE(task->key) == IS_STRING) {
			zend_symtable_update(Z_ARRVAL_P(return_value), Z_STR(task->key), &task->value);
		} else {
			zend_hash_index_update(Z_ARRVAL_P(return_value), (zend_ulong) Z_LVAL(task->key), &task->value);
		}
		ZVAL_UNDEF(&task->value);
	}
}

static bool start_all(struct tasks *all)
{
	for (uint32_t i = 0; i < all->count; i++) {
		if (!start(all, &all->tasks[i])) {
			return false;
		}
	}
	return true;
}

void bgproc_run_tasks(uint32_t count, zval *tasks, HashTable *named, zval *return_value)
{
	struct tasks all = {.tasks = ecalloc(count + (named ? zend_hash_num_elements(named) : 0) + 1, sizeof *all.tasks)};
	struct tasks *kept = emalloc(sizeof *kept);
	struct bgproc_held *held;
	zend_string *name;
	zval *task;
	bool right = bgproc_fork_allowed("Bgproc\\Pool::run()");

	for (uint32_t i = 0; right && i < count; i++) {
		right = add(&all, &tasks[i], NULL);
	}
	if (named) {
		ZEND_HASH_FOREACH_STR_KEY_VAL(named, name, task) {
			right = right && add(&all, task, name);
		}
		ZEND_HASH_FOREACH_END();
	}
	*kept = all;
	held = bgproc_held_new(let_go, kept);
	if (right && start_all(kept) && wait_for_all(kept) && finish(kept)) {
		give_results(kept, return_value);
	}
	bgproc_held_end(held);
	free_values(kept);
	efree(kept);
}
