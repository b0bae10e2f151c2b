/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/job/object.h"

#include "zend_exceptions.h"

#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/held.h"
#include "src/php/base/object.h"
#include "src/php/process/manager_store.h"
#include "src/php/process/refresh.h"
#include "src/php/process/stop.h"
#include "src/platform/file/descriptor.h"
#include "src/store/store.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

/* The largest companion that is read here: a request of the maximum size, with its body in base64. */
#define COMPANION_MAX (64 * 1024 * 1024)

zend_class_entry *bgproc_ce_job;
static zend_object_handlers handlers;

static zend_object *create(zend_class_entry *ce)
{
	struct bgproc_job_obj *job = zend_object_alloc(sizeof *job, ce);

	bgproc_object_init(&job->std, ce, &handlers);
	ZVAL_UNDEF(&job->process);
	ZVAL_UNDEF(&job->manager);
	return &job->std;
}

static void destroy(zend_object *object)
{
	struct bgproc_job_obj *job = bgproc_job_from_obj(object);

	zval_ptr_dtor(&job->process);
	zval_ptr_dtor(&job->manager);
	zend_object_std_dtor(object);
}

static HashTable *get_gc(zend_object *object, zval **table, int *count)
{
	struct bgproc_job_obj *job = bgproc_job_from_obj(object);
	zend_get_gc_buffer *buffer = zend_get_gc_buffer_create();

	zend_get_gc_buffer_add_zval(buffer, &job->process);
	zend_get_gc_buffer_add_zval(buffer, &job->manager);
	zend_get_gc_buffer_use(buffer, table, count);
	return zend_std_get_properties(object);
}

/* "new Job" is refused: only managers create jobs. */
static zend_function *get_constructor(zend_object *object)
{
	zend_throw_error(NULL, "Cannot directly construct %s, use Bgproc\\JobManager instead", ZSTR_VAL(object->ce->name));
	return NULL;
}

void bgproc_job_create(zval *result, zval *manager, zval *process, bool merged)
{
	struct bgproc_job_obj *job;

	object_init_ex(result, bgproc_ce_job);
	job = Z_BGPROC_JOB_P(result);
	ZVAL_COPY(&job->process, process);
	ZVAL_COPY(&job->manager, manager);
	job->merged = merged;
}

const struct bgproc_record *bgproc_job_record(struct bgproc_job_obj *job)
{
	struct bgproc_process_obj *process;

	if (Z_ISUNDEF(job->process)) {
		/* The object was created by reflection, without the constructor. */
		zend_throw_error(NULL, "This job was not made by a Bgproc\\JobManager");
		return NULL;
	}
	process = bgproc_job_process(job);
	return bgproc_process_refresh(process) ? &process->record : NULL;
}

zend_string *bgproc_job_companion(struct bgproc_job_obj *job, const char *suffix)
{
	struct bgproc_process_obj *process = bgproc_job_process(job);
	struct bgproc_store *store;
	struct bgproc_held *held;
	zend_string *content;
	struct stat st;
	ssize_t length;

	if (!bgproc_manager_open_store(Z_BGPROC_MANAGER_P(&process->manager), false, &store)) {
		return NULL;
	}
	held = bgproc_held_new(NULL, NULL);
	if (store) {
		held->fd = store->ops->open_companion(store, ZSTR_VAL(process->key), suffix, &st);
		bgproc_manager_close_store(store);
	}
	if (held->fd < 0) {
		bgproc_held_end(held);
		return ZSTR_EMPTY_ALLOC();
	}
	content = zend_string_alloc((size_t) (st.st_size < COMPANION_MAX ? st.st_size : COMPANION_MAX), 0);
	length = bgproc_read_full(held->fd, ZSTR_VAL(content), ZSTR_LEN(content));
	bgproc_held_end(held);
	if (length < 0) {
		bgproc_throw_status(BGPROC_ERR_STORE, errno, "Cannot read %s%s", ZSTR_VAL(process->key), suffix);
		zend_string_release(content);
		return NULL;
	}
	ZSTR_LEN(content) = (size_t) length;
	ZSTR_VAL(content)
	[length] = '\0';
	return content;
}

int bgproc_job_cancel(struct bgproc_job_obj *job, int64_t grace_ms)
{
	if (!bgproc_job_record(job)) {
		return -1;
	}
	return bgproc_process_stop(bgproc_job_process(job), grace_ms, SIGTERM);
}

zend_object_handlers *bgproc_job_object_register(zend_class_entry *ce)
{
	bgproc_ce_job = ce;
	ce->create_object = create;
	bgproc_handlers_init(&handlers, XtOffsetOf(struct bgproc_job_obj, std), destroy, get_gc);
	handlers.get_constructor = get_constructor;
	return &handlers;
}
