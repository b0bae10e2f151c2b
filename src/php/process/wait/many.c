/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/process/object.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/held.h"
#include "src/php/base/interruptible_poll.h"
#include "src/php/base/option_value.h"
#include "src/php/process/refresh.h"
#include "src/php/process/wait/one.h"
#include "src/php/process/wait/many.h"

#include "ext/spl/spl_iterators.h"
#include "zend_exceptions.h"

#include "src/platform/file/descriptor.h"
#include "src/platform/process/proc.h"

#include <errno.h>
#include <poll.h>

/* Descriptors that are left free for reading records meanwhile, and for the signal handlers of the script. */
#define FD_MARGIN 16

/* One process of the iterable. */
struct watch {
	zval object; /* keeps the handle alive during the wait */
	zval key;    /* its key in the iterable */
	struct bgproc_process_obj *process;
	int pidfd;  /* of the supervisor, when the process is not watched by its outcome pipe; -1: none */
	bool twice; /* the same object is already in an earlier watch */
};

/* Memory of PHP's heap, so that its descriptors are found and closed if PHP ends the script during the wait. */
struct many {
	zend_class_entry *ce; /* what each element must be */
	bgproc_process_of *process_of;
	bool with_keys; /* the keys are returned, so they must be int or string */
	HashTable seen; /* handles of the objects that are already in watches */
	struct watch *watches;
	size_t count, room;
	struct pollfd *polled; /* space for all of them */
	size_t *polled_index;  /* the index in watches for each slot of polled */
	size_t polled_count;
};

/* ---- arguments ---- */

/* False with an exception pending. */
static bool check_element(const struct many *many, zval *key, zval *element)
{
	zend_string *text;

	if (Z_TYPE_P(element) != IS_OBJECT || !instanceof_function(Z_OBJCE_P(element), many->ce)) {
		text = bgproc_describe(key);
		zend_argument_type_error(1, "must be an iterable of %s, %s given at key %s", ZSTR_VAL(many->ce->name),
			zend_zval_type_name(element), ZSTR_VAL(text));
		zend_string_release(text);
		return false;
	}
	if (many->with_keys && Z_TYPE_P(key) != IS_LONG && Z_TYPE_P(key) != IS_STRING) {
		zend_argument_type_error(1, "must be an iterable with keys of type int|string, %s given", zend_zval_type_name(key));
		return false;
	}
	return true;
}

/* Takes ownership of key. False with an exception pending. */
static bool add(struct many *many, zval *key, zval *element)
{
	struct bgproc_process_obj *process = NULL;
	struct watch *watch;

	ZVAL_DEREF(element);
	if (check_element(many, key, element)) {
		process = many->process_of(element);
	}
	if (!process) {
		zval_ptr_dtor(key);
		return false;
	}
	if (many->count == many->room) {
		many->room = many->room ? 2 * many->room : 16;
		many->watches = safe_erealloc(many->watches, many->room, sizeof *many->watches, 0);
	}
	watch = &many->watches[many->count++];
	ZVAL_COPY(&watch->object, element);
	ZVAL_COPY_VALUE(&watch->key, key);
	watch->process = process;
	watch->pidfd = -1;
	watch->twice = !zend_hash_index_add_empty_element(&many->seen, Z_OBJ_HANDLE_P(element));
	return true;
}

static int add_current(zend_object_iterator *iterator, void *context)
{
	struct many *many = context;
	zval *element = iterator->funcs->get_current_data(iterator), key;

	if (EG(exception) || !element) {
		return ZEND_HASH_APPLY_STOP;
	}
	ZVAL_LONG(&key, (zend_long) iterator->index);
	if (iterator->funcs->get_current_key) {
		iterator->funcs->get_current_key(iterator, &key);
	}
	return !EG(exception) && add(many, &key, element) ? ZEND_HASH_APPLY_KEEP : ZEND_HASH_APPLY_STOP;
}

/* Reads all elements before the wait, so that later changes of the iterable have no effect. False with an exception pending. */
static bool collect(struct many *many, zval *iterable)
{
	zend_string *name;
	zend_ulong index;
	zval *element, key;

	if (Z_TYPE_P(iterable) == IS_OBJECT) {
		spl_iterator_apply(iterable, add_current, many);
		return !EG(exception);
	}
	ZEND_HASH_FOREACH_KEY_VAL(Z_ARRVAL_P(iterable), index, name, element) {
		if (name) {
			ZVAL_STR_COPY(&key, name);
		} else {
			ZVAL_LONG(&key, (zend_long) index);
		}
		if (!add(many, &key, element)) {
			return false;
		}
	}
	ZEND_HASH_FOREACH_END();
	return true;
}

/* ---- descriptors ---- */

/*
 * Holds the record of a process whose record is removed at the end (keep 0), so that the outcome can be read afterwards.
 * Best effort: if no descriptor is free for it, the outcome may stay unknown. False with an exception pending.
 */
static bool hold(struct bgproc_process_obj *process)
{
	if (process->record_fd >= 0 || process->record.job != BGPROC_JOB_NONE || process->record.keep_s > 0) {
		return true;
	}
	if (!bgproc_process_hold(process)) {
		return false;
	}
	if (bgproc_fd_near_limit(process->record_fd, FD_MARGIN)) {
		bgproc_fd_close(&process->record_fd);
	}
	return true;
}

static void close_pidfds(void *what)
{
	struct many *many = what;

	for (size_t i = 0; i < many->count; i++) {
		bgproc_fd_close(&many->watches[i].pidfd);
	}
}

static struct many *new_many(zend_class_entry *ce, bgproc_process_of *process_of, bool with_keys, struct bgproc_held **held)
{
	struct many *many = ecalloc(1, sizeof *many);

	many->ce = ce;
	many->process_of = process_of;
	many->with_keys = with_keys;
	zend_hash_init(&many->seen, 8, NULL, NULL, false);
	*held = bgproc_held_new(close_pidfds, many);
	return many;
}

static void free_many(struct many *many, struct bgproc_held *held)
{
	bgproc_held_end(held);
	for (size_t i = 0; i < many->count; i++) {
		zval_ptr_dtor(&many->watches[i].object);
		zval_ptr_dtor(&many->watches[i].key);
	}
	zend_hash_destroy(&many->seen);
	if (many->watches) {
		efree(many->watches);
	}
	if (many->polled) {
		efree(many->polled);
		efree(many->polled_index);
	}
	efree(many);
}

/* ---- waiting for any ---- */

/* Results of look() and wait_any() other than the index of a process. */
#define NONE_YET (-1)
#define FAILED (-2) /* an exception is pending */

/*
 * The index of the first process that has ended, NONE_YET, or FAILED. For a process that was started here only its pipe is
 * checked, and no record is read.
 */
static ssize_t look(struct many *many)
{
	for (size_t i = 0; i < many->count; i++) {
		struct bgproc_process_obj *process = many->watches[i].process;

		if (!process->ended && bgproc_process_may_have_ended(process) && !bgproc_process_refresh(process)) {
			return FAILED;
		}
		if (process->ended) {
			return (ssize_t) i;
		}
	}
	return NONE_YET;
}

/*
 * Opens the supervisor's pidfd. False: the supervisor has ended, or an exception is pending. *ask_again: this system has no
 * pidfds.
 */
static bool open_pidfd(struct many *many, struct watch *watch, bool *ask_again)
{
	if (watch->pidfd >= 0) {
		return true;
	}
	if (!hold(watch->process)) {
		return false;
	}
	watch->pidfd = bgproc_identity_open(&watch->process->record.supervisor);
	if (watch->pidfd < 0 && errno == ESRCH) {
		return false;
	}
	if (bgproc_fd_near_limit(watch->pidfd, FD_MARGIN) || (watch->pidfd < 0 && (errno == EMFILE || errno == ENFILE))) {
		bgproc_fd_close(&watch->pidfd);
		bgproc_throw_status(BGPROC_ERR_INTERNAL, EMFILE,
			"Cannot wait for any of %zu processes: there are not enough descriptors (ulimit -n)", many->count);
		return false;
	}
	*ask_again = *ask_again || watch->pidfd < 0;
	return true;
}

/* Fills polled. False: all processes must be checked again, or an exception is pending. */
static bool prepare(struct many *many, bool *ask_again)
{
	*ask_again = false;
	many->polled_count = 0;
	for (size_t i = 0; i < many->count; i++) {
		struct watch *watch = &many->watches[i];
		int fd = bgproc_process_pipe(watch->process);

		if (watch->twice) {
			continue;
		}
		if (fd < 0) {
			if (!open_pidfd(many, watch, ask_again)) {
				return false;
			}
			fd = watch->pidfd;
		}
		if (fd >= 0) {
			many->polled_index[many->polled_count] = i;
			many->polled[many->polled_count++] = (struct pollfd) {.fd = fd, .events = POLLIN};
		}
	}
	return true;
}

/* The index of the first process that has ended among those whose descriptor is ready. */
static ssize_t look_at_ready(struct many *many)
{
	for (size_t i = 0; i < many->polled_count; i++) {
		struct bgproc_process_obj *process = many->watches[many->polled_index[i]].process;

		if (many->polled[i].revents == 0) {
			continue;
		}
		if (!bgproc_process_refresh(process)) {
			return FAILED;
		}
		if (process->ended) {
			return (ssize_t) many->polled_index[i];
		}
	}
	return NONE_YET;
}

static ssize_t wait_any(struct many *many, struct bgproc_deadline deadline)
{
	ssize_t found;

	while ((found = look(many)) == NONE_YET && bgproc_deadline_left(deadline) > 0) {
		struct bgproc_deadline until = deadline, again = bgproc_deadline_in(BGPROC_ASK_AGAIN_MS);
		bool ask_again;
		int ready;

		if (!prepare(many, &ask_again)) {
			if (EG(exception)) {
				return FAILED;
			}
			continue;
		}
		if (ask_again && again.ms < deadline.ms) {
			until = again;
		}
		ready = bgproc_interruptible_poll_many(many->polled, many->polled_count, until);
		if (ready < 0) {
			return FAILED;
		}
		/* A signal handler may have changed anything, so all processes are checked again. */
		if (ready == 1 && (found = look_at_ready(many)) != NONE_YET) {
			return found;
		}
	}
	return found;
}

/* ---- waiting for all ---- */

/*
 * Waits for one process after the other, so that a single descriptor is enough for any number of them. Records that are
 * removed at the end are held before, because the processes may end in any order. Returns 1, 0 when the time is up, FAILED.
 */
static int wait_all(struct many *many, struct bgproc_deadline deadline)
{
	for (size_t i = 0; i < many->count; i++) {
		struct bgproc_process_obj *process = many->watches[i].process;

		if (bgproc_process_pipe(process) < 0 && !process->ended && (!bgproc_process_refresh(process) || !hold(process))) {
			return FAILED;
		}
	}
	for (size_t i = 0; i < many->count; i++) {
		int ended = bgproc_process_wait(many->watches[i].process, deadline);

		if (ended <= 0) {
			return ended < 0 ? FAILED : 0;
		}
	}
	return 1;
}

/* ---- methods ---- */

/* Reads the arguments and collects the processes. False with an exception pending; free_many() in every case. */
static bool begin(INTERNAL_FUNCTION_PARAMETERS, struct many *many, struct bgproc_deadline *deadline)
{
	double timeout = 0;
	bool forever = true;
	zval *iterable;

	ZEND_PARSE_PARAMETERS_START(1, 2)
	Z_PARAM_ITERABLE(iterable)
	Z_PARAM_OPTIONAL
	Z_PARAM_DOUBLE_OR_NULL(timeout, forever)
	ZEND_PARSE_PARAMETERS_END_EX(return false);
	return bgproc_argument_deadline(timeout, ZEND_NUM_ARGS() < 2 || forever, 2, deadline) && collect(many, iterable);
}

void bgproc_wait_all(INTERNAL_FUNCTION_PARAMETERS, zend_class_entry *ce, bgproc_process_of *process_of)
{
	struct bgproc_held *held;
	struct many *many = new_many(ce, process_of, false, &held);
	struct bgproc_deadline deadline;
	int ended = FAILED;

	if (begin(INTERNAL_FUNCTION_PARAM_PASSTHRU, many, &deadline)) {
		ended = wait_all(many, deadline);
	}
	free_many(many, held);
	if (ended >= 0) {
		RETURN_BOOL(ended);
	}
}

void bgproc_wait_any(INTERNAL_FUNCTION_PARAMETERS, zend_class_entry *ce, bgproc_process_of *process_of)
{
	struct bgproc_held *held;
	struct many *many = new_many(ce, process_of, true, &held);
	struct bgproc_deadline deadline;
	ssize_t found = FAILED;

	if (begin(INTERNAL_FUNCTION_PARAM_PASSTHRU, many, &deadline)) {
		many->polled = safe_emalloc(many->count, sizeof *many->polled, 0);
		many->polled_index = safe_emalloc(many->count, sizeof *many->polled_index, 0);
		/* An empty iterable: there is nothing to wait for. */
		found = many->count > 0 ? wait_any(many, deadline) : NONE_YET;
	}
	if (found >= 0) {
		ZVAL_COPY(return_value, &many->watches[found].key);
	}
	free_many(many, held);
}
