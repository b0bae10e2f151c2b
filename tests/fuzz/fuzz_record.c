/* SPDX-License-Identifier: Apache-2.0 */

/*
 * libFuzzer target: any bytes as the text of a record, read by both ways. Built and run by tools/fuzz.sh.
 */

#include "tests/fuzz/fuzz.h"

#include "src/store/record/decode_quick.h"
#include "src/store/record/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t padded = size + BGPROC_JSON_QUICK_TEXT + 1;
	struct bgproc_record one, other;
	char *text = malloc(padded);
	enum bgproc_status status;

	if (!text) {
		return 0;
	}
	memcpy(text, data, size);
	memset(text + size, ' ', padded - size);
	status = bgproc_record_decode(&one, (const char *) data, size, "process.k1", NULL);
	/* Too long for the quick way because of the blanks: cJSON must say the same. */
	if (status != bgproc_record_decode(&other, text, padded, "process.k1", NULL) || one.state != other.state ||
		one.argc != other.argc || one.supervisor.pid != other.supervisor.pid || one.ended_us != other.ended_us ||
		one.job != other.job || one.keep_failed_s != other.keep_failed_s) {
		abort();
	}
	if ((one.job == BGPROC_JOB_NONE) != !one.progress || !one.progress != !other.progress ||
		(one.progress &&
			(memcmp(one.progress, other.progress, sizeof *one.progress) != 0 || one.progress->percent > 100 ||
				one.progress->attempt == 0 || !one.target || !one.unique || !one.retry_of))) {
		abort();
	}
	if (status == BGPROC_OK ? one.argc == 0 || one.version != 1 : one.state != BGPROC_STATE_LOST) {
		abort();
	}
	bgproc_record_free(&one);
	bgproc_record_free(&other);
	free(text);
	return 0;
}
