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

/* How far a handle has read the captured output by getIncrementalOutput(). Index 0 is stdout, index 1 is stderr. */
struct bgproc_output_progress {
	int cut_fd;         /* KEY.cut (src/store/file/output_cut.h), -1: not opened yet */
	uint64_t at[2];     /* position of the next byte to return */
	uint64_t missed[2]; /* bytes before it that were not returned, because they were cut off */
};

struct bgproc_process_obj {
	zval commandline;                  /* string or array; UNDEF: take it from the record */
	zval manager;                      /* BackgroundProcessManager; UNDEF until the constructor has run */
	struct bgproc_option_set *options; /* the process's own before the manager's; NULL: made from a record */
	bool knows_options;                /* false: made from a record or meta data, options are not this process's */
	zval meta;                         /* the array given to the constructor or setMeta(), else UNDEF */
	bool meta_replaced;                /* setMeta() was called: meta takes precedence over the record */
	zend_string *key;
	bool key_chosen; /* by setKey() or meta: another process may have it already */

	bool started;      /* run() has succeeded, or the object represents a recorded process */
	bool has_record;   /* record is valid */
	bool started_seen; /* the supervisor has reported that the command was executed (option "confirm") */
	bool ended;        /* record contains a final state, and nothing more has to be read, except: */
	bool unread;       /* for a job: the pipe has reported the end, but the rest of the record is still to be read */
	struct bgproc_record record;
	struct bgproc_output_progress output;

	/*
	 * For an object that waits for a process which it did not start: its open record file. A record that is removed at the end
	 * of its process (keep 0) first loses its name and then gets the final state, for objects that hold it open. -1: none.
	 */
	int record_fd;

	/* Only for the object that called run(), in the process that did so. */
	pid_t owner_pid;
	int outcome_fd;          /* read end of the outcome pipe, -1: none, or the outcome was read */
	int capture_fds[2];      /* stdout, stderr files, readable; -1: none. Other objects open them for incremental reads */
	struct bgproc_buf text;  /* the record as published, until it is decoded */
	zend_string *error_tail; /* the last bytes of stderr, from the outcome */

	zend_object std;
};

/*
 * For a method without parameters that the PHP library also had. Functions in PHP code ignore surplus arguments, and the
 * library's own tests pass some, so these methods ignore them too. The macro only avoids a warning about the unused
 * variable.
 */
#define BGPROC_SURPLUS_IGNORED() ((void) execute_data)

static inline struct bgproc_process_obj *bgproc_process_from_obj(zend_object *object)
{
	return (struct bgproc_process_obj *) ((char *) object - XtOffsetOf(struct bgproc_process_obj, std));
}

#define Z_BGPROC_PROCESS_P(zv) bgproc_process_from_obj(Z_OBJ_P(zv))

/*
 * The body of the constructor: checks the command line (argument 1) and the options, whose defaults are those of the
 * manager. options may be NULL. False with an exception pending.
 */
bool bgproc_process_init(zval *object, zval *commandline, zval *manager, HashTable *options);

/* Does the same with options that were already checked and contain the manager's options; the process shares the set. */
bool bgproc_process_init_with(zval *object, zval *commandline, zval *manager, struct bgproc_option_set *options);

/* The options as an array; borrowed, and must not be changed. Empty if the options are not known. */
HashTable *bgproc_process_options_array(const struct bgproc_process_obj *process);

/*
 * The handle of $this, and the handle of a started process; NULL with an exception pending, also when a subclass did not
 * call our constructor.
 */
struct bgproc_process_obj *bgproc_process_fetch(zval *this);
struct bgproc_process_obj *bgproc_process_fetch_started(zval *this);

/* Makes a handle for a recorded process. Takes ownership of the memory of the record and sets the record to zeros. */
void bgproc_process_from_record(zval *result, zval *manager, struct bgproc_record *record);

/* The command line; taken from the record if the process was not started here. The handle owns it. */
zval *bgproc_process_commandline(struct bgproc_process_obj *process);

/* A new random key, with the prefix of the manager. False with an exception pending. */
bool bgproc_process_generate_key(struct bgproc_process_obj *process, char key[BGPROC_KEY_MAX + 1]);

/* Sets up the class for these objects. Returns its handlers, which all objects of the class share. */
zend_object_handlers *bgproc_process_object_register(zend_class_entry *ce);

#endif
