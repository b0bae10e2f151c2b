/* SPDX-License-Identifier: Apache-2.0 */

/*
 * libFuzzer target: any bytes as a key, a prefix, a signal name, a state, a stage, a string for JSON. What is understood must
 * mean the same when it is written again. Built and run by tools/fuzz.sh.
 */

#include "tests/fuzz/fuzz.h"

#include "src/core/error.h"
#include "src/core/json_text.h"
#include "src/core/key.h"
#include "src/core/state.h"
#include "src/platform/signal/signals.h"

#include <cJSON.h>

static void check_key(const char *text, size_t length)
{
	static const unsigned char random[10] = {0xff, 0, 1, 2, 3, 4, 5, 6, 7, 8};
	char key[BGPROC_KEY_MAX + 1];

	if (bgproc_key_valid(text, length)) {
		expect(length > 0 && length <= BGPROC_KEY_MAX && text[0] != '.' && !memchr(text, '/', length) && !memchr(text, '\0', length));
	}
	if (bgproc_key_format(key, text, length, 1, random)) {
		expect(bgproc_key_valid(key, strlen(key)) && strlen(key) == length + BGPROC_KEY_UNIQUE_LENGTH);
		expect(memcmp(key, text, length) == 0);
	}
}

static void check_names(const char *text, size_t length)
{
	int number = bgproc_signal_from_name(text, length);
	enum bgproc_stage stage = bgproc_stage_from_name(text, length);
	enum bgproc_state state;
	char buffer[16];

	expect(number >= 0 && number <= bgproc_signal_max());
	if (number > 0) {
		const char *name = bgproc_signal_name(number, buffer);

		expect(name && bgproc_signal_from_name(name, strlen(name)) == number);
	}
	if (stage != BGPROC_STAGE_NONE) {
		expect(strlen(bgproc_stage_name(stage)) == length && memcmp(bgproc_stage_name(stage), text, length) == 0);
	}
	if (bgproc_state_from_name(text, length, &state)) {
		expect(strlen(bgproc_state_name(state)) == length && memcmp(bgproc_state_name(state), text, length) == 0);
	}
}

/* What is written as JSON is JSON, and well-formed text comes back as it was. */
static void check_json(const char *text, size_t length)
{
	struct bgproc_buf buf = BGPROC_BUF_INIT;
	cJSON *read;

	bgproc_json_string(&buf, text, length);
	if (bgproc_buf_ok(&buf)) {
		read = cJSON_ParseWithOpts(buf.data, NULL, 1);
		/* cJSON ends a string at a NUL, which no string of ours has. */
		expect((read && cJSON_IsString(read)) || memchr(text, '\0', length));
		expect(bgproc_utf8_valid(buf.data, buf.length));
		if (bgproc_utf8_valid(text, length)) {
			expect(strlen(read->valuestring) == length && memcmp(read->valuestring, text, length) == 0);
		}
		cJSON_Delete(read);
	}
	bgproc_buf_free(&buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = exact_copy(data, size);

	if (text) {
		check_key(text, size);
		check_names(text, size);
		check_json(text, size);
		free(text);
	}
	return 0;
}
