/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PHP_PROCESS_OBJECT_H
#define BGPROC_PHP_PROCESS_OBJECT_H

/* The object of class BackgroundProcess: the handle of one process, started here or found in a record. */

#include "php.h"

#include "src/core/buf.h"
#include "src/core/key.h"
#include "src/core/record.h"
#include "src/php/process/options/option_set.h"

extern zend_class_entry *bgproc_ce_process;

/* How far a handle has read the captured output by getIncrementalOutput(); index 0 is stdout, 1 stderr. */
struct bgproc_output_progress {
	int cut_fd;         /* KEY.cut (src/store/file/output_cut.h), -1: not seen yet */
	uint64_t at[2];     /* position of the next byte to give */
	uint64_t missed[2]; /* bytes before it that were not given: they were cut off */
};

struct bgproc_process_obj {
	zval commandline;                  /* string or array; UNDEF: as the record says */
	zval manager;                      /* BackgroundProcessManager; UNDEF until the constructor has run */
	struct bgproc_option_set *options; /* the process's own before the manager's; NULL: it was made of a record */
	bool knows_options;                /* they are those of this process, not of one that a record or meta data speak of */
	zval meta;                         /* what the constructor or setMeta() was given, else UNDEF */
	bool meta_replaced;                /* setMeta() was called: meta goes before the record */
	zend_string *key;
	bool key_chosen; /* by setKey() or meta: another process may have it already */

	bool started;      /* run() has succeeded, or the object stands for a recorded process */
	bool has_record;   /* record is valid */
	bool started_seen; /* the supervisor has said that the command was executed (option "confirm") */
	bool ended;        /* record holds a final state: nothing more to ask anybody, unless: */
	bool unread;       /* of a job: the pipe has reported the end, but the rest of its record is still to be read */
	struct bgproc_record record;
	struct bgproc_output_progress output;

	/*
	 * Of an object that waits for a process it did not start: its open record. A record that goes at the end of its process
	 * (keep 0) loses its name first and then gets the final state, for objects that hold it. -1: none.
	 */
	int record_fd;

	/* Of the object that called run() only, in the process that did. */
	pid_t owner_pid;
	int outcome_fd;          /* read end of the outcome pipe, -1: none or done */
	int capture_fds[2];      /* stdout, stderr files, readable; -1: none. Of others: once they read by increments */
	struct bgproc_buf text;  /* the record as published, until it is decoded */
	zend_string *error_tail; /* the last bytes of stderr, from the outcome */

	zend_object std;
};

/*
 * Of a method without parameters that the PHP library had: its functions, as all of PHP code, ignore arguments that they do not
 * declare, and its own tests pass some. Nothing is to be done for that.
 */
#define BGPROC_SURPLUS_IGNORED() ((void) execute_data)

static inline struct bgproc_process_obj *bgproc_process_from_obj(zend_object *object)
{
	return (struct bgproc_process_obj *) ((char *) object - XtOffsetOf(struct bgproc_process_obj, std));
}

#define Z_BGPROC_PROCESS_P(zv) bgproc_process_from_obj(Z_OBJ_P(zv))

/*
 * What the constructor does: checks the command line (argument 1) and the options, whose defaults are the manager's.
 * options may be NULL. False with an exception pending.
 */
bool bgproc_process_init(zval *object, zval *commandline, zval *manager, HashTable *options);

/* The same with options that were checked already, the manager's among them; the process shares the set. */
bool bgproc_process_init_with(zval *object, zval *commandline, zval *manager, struct bgproc_option_set *options);

/* The options as an array; borrowed, and not to be written to. Empty where they are not known. */
HashTable *bgproc_process_options_array(const struct bgproc_process_obj *process);

/*
 * The handle of $this, and that of a process that was started; NULL with an exception pending, also when a subclass did not
 * call our constructor.
 */
struct bgproc_process_obj *bgproc_process_fetch(zval *this);
struct bgproc_process_obj *bgproc_process_fetch_started(zval *this);

/* Makes a handle for a recorded process. Takes the memory of the record over and sets it to zeros. */
void bgproc_process_from_record(zval *result, zval *manager, struct bgproc_record *record);

/* The command line, made of the record where the process was not started here; it stays the handle's. */
zval *bgproc_process_commandline(struct bgproc_process_obj *process);

/* A key that nobody has, with the prefix of the manager. False with an exception pending. */
bool bgproc_process_generate_key(struct bgproc_process_obj *process, char key[BGPROC_KEY_MAX + 1]);

/* Makes the class one of these objects. Returns its handlers, which are for all objects of the class. */
zend_object_handlers *bgproc_process_object_register(zend_class_entry *ce);

#endif
