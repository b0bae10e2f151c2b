/* SPDX-License-Identifier: Apache-2.0 */
#include "src/launch/argv.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void bgproc_argv_add(struct bgproc_argv *argv, const char *format, ...)
{
	char text[BGPROC_ARGV_WORD_MAX + 1];
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (length < 0 || (size_t) length >= sizeof text) {
		argv->block.failed = true;
		return;
	}
	bgproc_buf_append(&argv->block, text, (size_t) length + 1);
	argv->count++;
}

void bgproc_argv_add_text(struct bgproc_argv *argv, const char *name, const char *text)
{
	bgproc_buf_puts(&argv->block, name);
	bgproc_buf_append(&argv->block, text, strlen(text) + 1);
	argv->count++;
}

void bgproc_argv_append(struct bgproc_argv *argv, const struct bgproc_buf *block, size_t count)
{
	bgproc_buf_append(&argv->block, block->data, block->length);
	argv->count += count;
}

enum bgproc_status bgproc_argv_finish(struct bgproc_argv *argv, struct bgproc_error *err)
{
	char *at = argv->block.data;

	argv->pointers = bgproc_buf_ok(&argv->block) ? malloc((argv->count + 1) * sizeof *argv->pointers) : NULL;
	if (!argv->pointers) {
		return bgproc_error_set(err, BGPROC_ERR_INTERNAL, 0, "Out of memory for the arguments of the supervisor");
	}
	for (size_t i = 0; i < argv->count; i++) {
		argv->pointers[i] = at;
		at += strlen(at) + 1;
	}
	argv->pointers[argv->count] = NULL;
	return BGPROC_OK;
}

void bgproc_argv_free(struct bgproc_argv *argv)
{
	free(argv->pointers);
	argv->pointers = NULL;
	bgproc_buf_free(&argv->block);
}
