/* SPDX-License-Identifier: Apache-2.0 */
#include "src/store/file/names.h"

#include "src/platform/clock.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

const char *const bgproc_store_companions[BGPROC_STORE_COMPANIONS] = {
	".out", ".err", ".cut", ".php", ".sock", ".log", ".request", ".result"};

bool bgproc_store_has_companion(size_t number, bool capture, enum bgproc_job_kind job)
{
	if (number < BGPROC_STORE_OUTPUTS) {
		return capture;
	}
	/* The script of a plain process removes itself. */
	return number == BGPROC_STORE_OUTPUTS ? job == BGPROC_JOB_CALL : job != BGPROC_JOB_NONE;
}

void bgproc_store_file_name(char *name, const char *key, const char *suffix)
{
	size_t key_length = strnlen(key, BGPROC_KEY_MAX), length = strnlen(suffix, 8);

	/* printf() is not used, because lists call this for each record. The longest suffix is ".request". */
	memcpy(name, key, key_length);
	memcpy(name + key_length, suffix, length);
	name[key_length + length] = '\0';
}

void bgproc_store_lock_name(char *name)
{
	snprintf(name, 32, ".lock-%lu", (unsigned long) geteuid());
}

void bgproc_store_temp_name(char *name, const char *key)
{
	static atomic_uint_least32_t counter;

	/*
	 * The time as well: two containers with one state directory may have the same pid, and a process that was
	 * killed may have left a file. The names are made with O_EXCL, so a clash is an error, never a mix-up.
	 */
	snprintf(name, BGPROC_KEY_MAX + 48, ".%.*s.%ld.%" PRIu64, BGPROC_KEY_MAX, key, (long) getpid(),
		bgproc_wall_us() + atomic_fetch_add(&counter, 1));
}
