/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/job/context/object.h"

#include "zend_exceptions.h"

#include "php_bgproc.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/object.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

zend_class_entry *bgproc_ce_job_context;
static zend_object_handlers handlers;

static zend_object *create(zend_class_entry *ce)
{
	struct bgproc_job_context_obj *context = zend_object_alloc(sizeof *context, ce);

	bgproc_object_init(&context->std, ce, &handlers);
	context->message.fd = -1;
	return &context->std;
}

static void destroy(zend_object *object)
{
	struct bgproc_job_context_obj *context = bgproc_job_context_from_obj(object);

	bgproc_job_message_close(&context->message);
	bgproc_buf_free(&context->error_message);
	bgproc_buf_free(&context->error_file);
	if (context->id) {
		zend_string_release(context->id);
		zend_string_release(context->path);
	}
	if (context->claim) {
		zend_string_release(context->claim);
	}
	if (context->unsent_text) {
		zend_string_release(context->unsent_text);
	}
	zend_object_std_dtor(object);
}

static zend_function *get_constructor(zend_object *object)
{
	zend_throw_error(NULL, "Cannot directly construct %s, use Bgproc\\JobManager::current() instead", ZSTR_VAL(object->ce->name));
	return NULL;
}

void bgproc_job_context_create(zval *result, struct bgproc_job_message *message, zend_string *id, zend_string *path)
{
	struct bgproc_job_context_obj *context;
	struct stat st;

	object_init_ex(result, bgproc_ce_job_context);
	context = Z_BGPROC_JOB_CONTEXT_P(result);
	context->message = *message;
	*message = (struct bgproc_job_message) BGPROC_JOB_MESSAGE_INIT;
	context->id = zend_string_copy(id);
	context->path = zend_string_copy(path);
	context->owner = getpid();
	if (stat(ZSTR_VAL(path), &st) == 0) {
		context->device = st.st_dev;
		context->inode = st.st_ino;
	}
}

struct bgproc_job_context_obj *bgproc_job_context_fetch(zval *this)
{
	struct bgproc_job_context_obj *context = Z_BGPROC_JOB_CONTEXT_P(this);

	if (!context->id) {
		zend_throw_error(NULL, "This context was not made by Bgproc\\JobManager::current()");
		return NULL;
	}
	return context;
}

bool bgproc_job_context_is_owner(const struct bgproc_job_context_obj *context)
{
	return context->owner == getpid();
}

bool bgproc_job_context_may_decide(const struct bgproc_job_context_obj *context)
{
	if (bgproc_job_context_is_owner(context)) {
		return true;
	}
	bgproc_throw_status(BGPROC_ERR_STATE, 0,
		"Only process %ld, which asked for job %s, may end the job; this is process %ld, a forked child", (long) context->owner,
		ZSTR_VAL(context->id), (long) getpid());
	return false;
}

void bgproc_job_context_object_register(zend_class_entry *ce)
{
	bgproc_ce_job_context = ce;
	ce->create_object = create;
	bgproc_handlers_init(&handlers, XtOffsetOf(struct bgproc_job_context_obj, std), destroy, NULL);
	handlers.get_constructor = get_constructor;
}
