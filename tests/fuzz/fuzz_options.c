/* SPDX-License-Identifier: Apache-2.0 */

/*
 * libFuzzer target: any bytes as the command line of the supervisor, one argument per line. What is accepted must be within
 * its bounds and must point into the arguments. Built and run by tools/fuzz.sh.
 */

#include "tests/fuzz/fuzz.h"

#include "src/core/key.h"
#include "src/supervisor/arguments.h"

#define ARGUMENTS_MAX 300

static void check(const struct bgproc_options *options)
{
	expect(bgproc_key_valid(options->key, strlen(options->key)));
	expect(options->dir_fd >= 3 && options->record_fd >= 3 && (options->outcome_fd == -1 || options->outcome_fd >= 3));
	expect(options->fixed_length > 0 && options->exec_path && options->exec_path[0] == '/');
	expect(options->command_length > 0 && options->command[0] && !options->command[options->command_length]);
	expect(options->timeout_ms >= -1 && options->idle_timeout_ms >= -1 && options->grace_ms >= 0);
	expect(options->out.mode != BGPROC_OUTPUT_TAIL);
	expect(options->out.mode != BGPROC_OUTPUT_FILE || options->out.fd >= 3);
	expect(options->err.mode != BGPROC_OUTPUT_FILE || options->err.fd >= 3);
	expect(!options->has_uid || options->uid != (uid_t) -1);
	expect(!options->has_gid || options->gid != (gid_t) -1);
	expect(!options->has_nice || (options->nice >= -20 && options->nice <= 19));
	expect(!options->has_umask || options->umask <= 0777);
	for (size_t i = 0; i < options->group_count; i++) {
		expect(options->groups[i] != (gid_t) -1);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1), *argv[ARGUMENTS_MAX + 2] = {(char *) "bgproc.supervisor"};
	struct bgproc_error err = BGPROC_ERROR_INIT;
	struct bgproc_options options;
	enum bgproc_status status;
	int argc = 1;

	if (!text) {
		return 0;
	}
	memcpy(text, data, size);
	text[size] = '\0';
	for (char *at = text; at && argc <= ARGUMENTS_MAX; argc++) {
		char *end = strchr(at, '\n');

		argv[argc] = at;
		if (end) {
			*end++ = '\0';
		}
		at = end;
	}
	status = bgproc_arguments_parse(&options, argc, argv, &err);
	expect(status == err.status);
	if (status == BGPROC_OK) {
		check(&options);
	} else {
		expect(status == BGPROC_ERR_ARGUMENT && err.text[0] && memchr(err.text, '\0', sizeof err.text));
	}
	bgproc_arguments_free(&options);
	free(text);
	return 0;
}
