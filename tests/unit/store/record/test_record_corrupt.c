/* SPDX-License-Identifier: Apache-2.0 */

/* Reading invalid records: they are reported as corrupt, and nothing crashes. */

#include "tests/unit/store/record/record_text.h"

/* ---- what is wrong ---- */

static void every_truncation(void **state)
{
	struct bgproc_buf buf = BGPROC_BUF_INIT;

	build(&buf, (struct pair[]) {{"commandline_base64", "\"Y2Fm6Q==\""}, {NULL, NULL}});
	/* Only the line feed may be missing. */
	for (size_t length = 0; length + 2 <= buf.length; length++) {
		check_corrupt(buf.data, length, "corrupt");
	}
	bgproc_buf_free(&buf);
}

/* For each member the values of this list that are allowed. */
static const char *const values[] = {
	"null", "true", "-1", "0", "1", "2", "1.5", "256", "9007199254740992", "1e300", "9223372036854775808", "\"\"",
	"\"2\"", "[]", "{}", "[\"x\"]", "{\"x\":\"y\"}", "{\"x\":1}"};
#define VALUES (sizeof values / sizeof values[0])

static const struct pair allowed[] = {
	{"key", ""},
	{"pid", "2,256"},
	{"commandline", "\"\",\"2\",[\"x\"]"},
	{"created_at", ""},
	{"version", "1"},
	{"created_us", "0,1,2,256"},
	{"uid", "0,1,2,256"},
	{"boot_id", "\"\""},
	{"pid_namespace", "0,1,2,256"},
	{"start_ticks", "0,1,2,256"},
	{"pidfd_inode", "0,1,2,256"},
	{"keep", "0,1,2,256"},
	{"scope", "\"\",\"2\""},
	{"labels", "{},{\"x\":\"y\"}"},
	{"capture", "true"},
	{"in_service", "true"},
	{"state", ""},
	{"command_pid", "null,0,2,256"},
	{"command_start_ticks", "0,1,2,256"},
	{"command_pidfd_inode", "0,1,2,256"},
	{"started_us", "null,0,1,2,256"},
	{"ended_us", "null,0,1,2,256"},
	{"exit_code", "null,0,1,2"},
	{"signal", "null,1,2"},
	{"core_dumped", "true"},
	{"error", "null"},
	{"usage", "null"},
	{"stdout_dropped", "0,1,2,256"},
	{"stderr_dropped", "0,1,2,256"},
	{"survivors", "0,1,2,256"},
	{"reason", "\"\",\"2\""},
	{"command_alive", "true"},
};

static bool is_listed(const char *list, const char *value)
{
	size_t length = strlen(value);

	for (const char *at = list; (at = strstr(at, value)); at++) {
		if ((at == list || at[-1] == ',') && (at[length] == ',' || at[length] == '\0')) {
			return true;
		}
	}
	return false;
}

static void every_member_with_every_type(void **state)
{
	assert_int_equal(sizeof allowed / sizeof allowed[0], COUNT);
	for (size_t i = 0; i < COUNT; i++) {
		for (size_t j = 0; j < VALUES; j++) {
			struct pair change[] = {{allowed[i].name, values[j]}, {NULL, NULL}};
			/* A version that we do not know is told apart. */
			bool newer = i == place_of("version") && (strcmp(values[j], "2") == 0 || strcmp(values[j], "256") == 0);

			if (is_listed(allowed[i].value, values[j])) {
				struct bgproc_record record = good(change);

				bgproc_record_free(&record);
			} else if (!newer) {
				corrupt(change);
			}
		}
	}
}

static void pids_that_are_none(void **state)
{
	static const char *const pids[] = {"-1", "0", "1", "4242.5", "-0.1", "2147483648", "4294967298", "9223372036854775808",
		"18446744073709551618", "1e999", "\"4242\"", "null", "[4242]", "true"};
	struct bgproc_record record;

	for (size_t i = 0; i < sizeof pids / sizeof pids[0]; i++) {
		CORRUPT({"pid", pids[i]});
		CORRUPT({"pid", pids[i]}, {"state", "\"starting\""});
	}
	record = GOOD({"pid", "2147483647"});
	bgproc_record_free(&record);
	/* What has ended needs no process. */
	record = GOOD({"pid", "0"}, {"state", "\"lost\""}, {"ended_us", "7"});
	bgproc_record_free(&record);
	record = GOOD({"pid", "null"}, {"state", "\"succeeded\""}, {"ended_us", "7"}, {"exit_code", "0"});
	bgproc_record_free(&record);
	CORRUPT({"pid", "1"}, {"state", "\"lost\""}, {"ended_us", "7"});
	CORRUPT({"pid", "-2"}, {"state", "\"lost\""}, {"ended_us", "7"});
}

static void ends_that_cannot_be(void **state)
{
	CORRUPT({"state", "\"succeeded\""}, {"ended_us", "null"});
	CORRUPT({"state", "\"failed\""}, {"ended_us", "1"}, {"exit_code", "1"}, {"signal", "9"});
	CORRUPT({"state", "\"ended\""});
	CORRUPT({"state", "\"RUNNING\""});
	CORRUPT({"exit_code", "256"});
	CORRUPT({"signal", "0"});
	CORRUPT({"signal", "128"});
	CORRUPT({"error", "{\"stage\":\"exec\"}"});
	CORRUPT({"error", "{\"errno\":2}"});
	CORRUPT({"error", "{\"stage\":\"\",\"errno\":2}"});
	CORRUPT({"error", "{\"stage\":\"teleport\",\"errno\":2}"});
	CORRUPT({"error", "{\"stage\":\"exec\",\"errno\":-2}"});
	CORRUPT({"error", "{\"stage\":\"exec\",\"errno\":2,\"errno\":3}"});
	CORRUPT({"usage", "{\"user_us\":1,\"system_us\":2}"});
	CORRUPT({"usage", "{\"user_us\":1,\"system_us\":2,\"max_rss_kib\":\"3\"}"});
	CORRUPT({"usage", "{\"user_us\":1,\"user_us\":1,\"system_us\":2,\"max_rss_kib\":3}"});
}

static void strings_of_wrong_length_or_form(void **state)
{
	static const char *const times[] = {"\"2026-03-01 12:30:5\"", "\"2026-03-01 12:30:590\"", "\"2026-03-01T12:30:59\"",
		"\"2026-03-01 12:30:5x\"", "\"\""};

	for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
		CORRUPT({"created_at", times[i]});
	}
	CORRUPT({"boot_id", "\"" BOOT "0\""});
	CORRUPT({"boot_id", "\"3f1c7b0e\""});
	CORRUPT({"reason", "\"0123456789012345678901234567890x\""});
	CORRUPT({"key", "\"process.k2\""});
	CORRUPT({"key", "\"process.k\""});
	CORRUPT({"key", "\"process.k1 \""});
	CORRUPT({"key", "\"\""});
}

static void command_lines_that_cannot_be(void **state)
{
	static const char *const bad[] = {"\"Zg=\"", "\"Zg\"", "\"Zg===\"", "\"=Zg=\"", "\"Zh==\"", "\"Zm9=\"", "\"Zm 9v\"",
		"\"Zm9v\\n\"", "\"Zm-_\"", "\"====\"", "\"AA==\"", "\"Zm9vAA==\"", "[\"Zm9v\"]", "null", "5", "\"Zm9v=\"", "\"Z===\""};

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		CORRUPT({"commandline_base64", bad[i]});
	}
	CORRUPT({"commandline", "[]"});
	CORRUPT({"commandline", "[\"a\",1]"});
	CORRUPT({"commandline", "[[\"a\"]]"});
	CORRUPT({"commandline", "[\"a\",\"b\"]"}, {"commandline_base64", "[\"YQ==\"]"});
	CORRUPT({"commandline", "[\"a\"]"}, {"commandline_base64", "[\"YQ==\",\"YQ==\"]"});
	CORRUPT({"commandline", "[]"}, {"commandline_base64", "[]"});
	CORRUPT({"commandline", "[\"a\"]"}, {"commandline_base64", "[1]"});
	CORRUPT({"commandline", "5"}, {"commandline_base64", "\"YQ==\""});
}

static void members_that_stand_there_twice(void **state)
{
	for (size_t i = 0; i < COUNT; i++) {
		char twin[64];

		snprintf(twin, sizeof twin, "+%s", running[i].name);
		CORRUPT({twin, running[i].value});
	}
	CORRUPT({"commandline_base64", "\"YQ==\""}, {"+commandline_base64", "\"YQ==\""});
	CORRUPT({"+unknown", "1"}, {"+other", "1"}, {"+unknown", "1"});
	CORRUPT({"labels", "{\"a\":\"1\",\"b\":\"2\",\"a\":\"3\"}"});
	CORRUPT({"labels", "{\"a\":\"1\",\"b\":2}"});
	CORRUPT({"labels", "{\"a\":null}"});
}

static void newer_versions_are_told_apart(void **state)
{
	static const char text[] = "{\"version\":2,\"key\":[\"of another kind\"],\"pid\":{}}";
	static const char *const broken[] = {"0", "-1", "1.5", "\"2\"", "null", "4294967296", "1e300"};

	check_corrupt(text, sizeof text - 1, "newer-version");
	for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
		CORRUPT({"version", broken[i]});
	}
	corrupt_text("{\"version\":2,\"version\":2}");
}

static void texts_that_are_no_json(void **state)
{
	static const char *const texts[] = {"", " ", "null", "1", "\"key\"", "[]", "{}", "{", "}", "{]", "{\"key\"}",
		"{\"key\":}", "{\"key\":\"process.k1\",}", "{'key':1}", "{\"key\":1 /* x */}", "nul", "[[[[", "{\"a\":tru}",
		"{\"a\":01}", "{\"a\":+1}", "{\"a\":.5}", "{\"a\":0x10}", "{\"a\":NaN}", "{\"a\":1e}", "\xff\xfe{\0}"};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		corrupt_text(texts[i]);
	}
}

static void bytes_before_after_and_between(void **state)
{
	struct bgproc_buf plain = BGPROC_BUF_INIT, text = BGPROC_BUF_INIT;
	static const struct pair tails[] = {
		{"{}", ""}, {"x", ""}, {",", ""}, {"}", ""}, {"\0", "nul"}, {"\n\0", "nul"}, {"\x0b", ""}, {"\xc2\xa0", ""}};

	build(&plain, NULL);
	for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
		size_t extra = strlen(tails[i].name) + (tails[i].value[0] ? 1 : 0);

		bgproc_buf_append(&text, plain.data, plain.length);
		bgproc_buf_append(&text, tails[i].name, extra);
		check_corrupt(text.data, text.length, "corrupt");
		bgproc_buf_free(&text);
	}
	/* A byte order mark, and two documents. */
	bgproc_buf_puts(&text, "\xef\xbb\xbf");
	bgproc_buf_append(&text, plain.data, plain.length);
	check_corrupt(text.data, text.length, "corrupt");
	bgproc_buf_free(&text);
	bgproc_buf_append(&text, plain.data, plain.length);
	bgproc_buf_append(&text, plain.data, plain.length);
	check_corrupt(text.data, text.length, "corrupt");
	bgproc_buf_free(&text);
	/* A NUL at each place. */
	for (size_t i = 0; i < plain.length; i++) {
		bgproc_buf_append(&text, plain.data, plain.length);
		text.data[i] = '\0';
		check_corrupt(text.data, text.length, "corrupt");
		bgproc_buf_free(&text);
	}
	bgproc_buf_free(&plain);
}

static void escapes_that_would_cut_or_break_a_string(void **state)
{
	static const char *const strings[] = {"\"a\\u0000b\"", "\"\\\\\\u0000\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800x\"",
		"\"\\ud800\\ud800\"", "\"\\ud800\\u0041\"", "\"\\u12g4\"", "\"\\u12\"", "\"\\x41\"", "\"a\x01\"", "\"a", "\"\\\""};
	struct bgproc_record record;

	for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
		CORRUPT({"scope", strings[i]});
		CORRUPT({"commandline", strings[i]});
	}
	CORRUPT({"labels", "{\"a\\u0000b\":\"1\"}"});
	record = GOOD({"scope", "\"\\\\u0000\\ud83d\\ude00\\\\\\\\u0000\""});
	assert_string_equal(record.scope, "\\u0000\xf0\x9f\x98\x80\\\\u0000");
	bgproc_record_free(&record);
}

static void deep_nesting(void **state)
{
	static const char *const openers[] = {"[", "{\"a\":"};

	for (int closed = 0; closed < 2; closed++) {
		for (size_t kind = 0; kind < 2; kind++) {
			struct bgproc_buf value = BGPROC_BUF_INIT;

			for (int i = 0; i < 10000; i++) {
				bgproc_buf_puts(&value, openers[kind]);
			}
			bgproc_buf_puts(&value, "1");
			if (closed) {
				bgproc_buf_fill(&value, kind == 0 ? ']' : '}', 10000);
			}
			CORRUPT({"+deep", value.data});
			CORRUPT({"labels", value.data});
			corrupt_text(value.data);
			bgproc_buf_free(&value);
		}
	}
}

static void large_ones(void **state)
{
	struct bgproc_buf value = BGPROC_BUF_INIT, text = BGPROC_BUF_INIT;
	struct bgproc_record record;

	bgproc_buf_puts(&value, "[\"x\"");
	for (int i = 0; i < 100000; i++) {
		bgproc_buf_puts(&value, ",\"argument\"");
	}
	bgproc_buf_puts(&value, "]");
	record = GOOD({"commandline", value.data});
	assert_int_equal(record.argc, 100001);
	bgproc_record_free(&record);
	bgproc_buf_free(&value);

	/* Many names that are nearly the same, none twice; and one twice. */
	for (int i = 0; i < 20000; i++) {
		bgproc_buf_printf(&value, "%s\"name%d\":\"\"", i ? "," : "{", i);
	}
	bgproc_buf_printf(&text, "%s,\"name0\":\"\"}", value.data);
	bgproc_buf_puts(&value, "}");
	record = GOOD({"labels", value.data});
	assert_int_equal(record.label_count, 20000);
	bgproc_record_free(&record);
	CORRUPT({"labels", text.data});
	bgproc_buf_free(&value);
	bgproc_buf_free(&text);

	/* White space is no excuse for a file beyond the limit. */
	build(&text, NULL);
	bgproc_buf_fill(&text, ' ', BGPROC_RECORD_SIZE_MAX - text.length);
	assert_int_equal(decode(&record, text.data, text.length, NULL), BGPROC_OK);
	bgproc_record_free(&record);
	bgproc_buf_puts(&text, " ");
	check_corrupt(text.data, text.length, "corrupt");
	bgproc_buf_free(&text);
}

/* A control byte is refused wherever it stands, in a text and between members; the white space of JSON between them is not. */
static void every_control_byte_at_every_place(void **state)
{
	struct bgproc_buf text = BGPROC_BUF_INIT;
	struct bgproc_record record;

	build(&text, NULL);
	for (size_t at = 0; at < 24; at++) {
		/* Blanks before the first member, as many as a word and more, so that the byte stands at each place of one. */
		struct bgproc_buf changed = BGPROC_BUF_INIT;

		bgproc_buf_append(&changed, text.data, 1);
		bgproc_buf_fill(&changed, ' ', 24);
		bgproc_buf_append(&changed, text.data + 1, text.length - 1);
		for (int byte = 0; byte < 0x20; byte++) {
			changed.data[1 + at] = (char) byte;
			if (byte == '\t' || byte == '\n' || byte == '\r') {
				assert_int_equal(decode(&record, changed.data, changed.length, NULL), BGPROC_OK);
				bgproc_record_free(&record);
			} else {
				check_corrupt(changed.data, changed.length, "corrupt");
			}
		}
		changed.data[1 + at] = ' ';
		changed.data[changed.length - 1 - at % 8] = '\x1f';
		check_corrupt(changed.data, changed.length, "corrupt");
		bgproc_buf_free(&changed);
	}
	bgproc_buf_free(&text);
}

/* Bytes that are replaced, parts that are copied elsewhere, an end that is cut off. */
static size_t change_a_few(char *text, size_t length, unsigned long round, unsigned long *seed)
{
	static const char bytes[] = "\0\x01\x1f \"'\\/{}[]:,.-+0159eEnutfld\x7f\x80\xbf\xc0\xe9\xed\xf4\xff";

	for (unsigned long changes = round % 4 + 1; changes > 0; changes--) {
		unsigned long random = next_random(seed);
		size_t at = (random >> 33) % length, from = (random >> 20) % length, count = (random >> 10) % 40;

		if (random >> 60 < 12) {
			text[at] = bytes[(random >> 40) % (sizeof bytes - 1)];
		} else if (at + count < length && from + count < length) {
			memmove(text + at, text + from, count);
		} else {
			length = at + 1;
		}
	}
	return length;
}

static void check_process(const struct bgproc_record *record, enum bgproc_status status)
{
	assert_string_equal(record->key, "process.k1");
	assert_true(status == BGPROC_OK ? record->version == 1 && record->argc > 0 : record->argc == 0);
	assert_true(status != BGPROC_OK || bgproc_state_is_final(record->state) || record->supervisor.pid > 1);
}

/* Whatever the bytes: it is a record or it is corrupt, and reading it twice gives the same. */
static void mutations(void **state)
{
	const char *wish = getenv("BGPROC_MUTATIONS");
	unsigned long rounds = wish ? strtoul(wish, NULL, 10) : 30000;
	struct bgproc_buf plain = BGPROC_BUF_INIT;
	const struct pair changes[] = {
		{"commandline_base64", "\"Y2Fm6Q==\""},
		{"error", "{\"stage\":\"exec\",\"errno\":2,\"message\":\"x\"}"},
		{"usage", "{\"user_us\":1,\"system_us\":2,\"max_rss_kib\":3}"},
		{NULL, NULL},
	};

	build(&plain, changes);
	decode_mutations(&plain, rounds, 12345, change_a_few, check_process);
	bgproc_buf_free(&plain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_truncation),
		cmocka_unit_test(every_member_with_every_type),
		cmocka_unit_test(pids_that_are_none),
		cmocka_unit_test(ends_that_cannot_be),
		cmocka_unit_test(strings_of_wrong_length_or_form),
		cmocka_unit_test(command_lines_that_cannot_be),
		cmocka_unit_test(members_that_stand_there_twice),
		cmocka_unit_test(newer_versions_are_told_apart),
		cmocka_unit_test(texts_that_are_no_json),
		cmocka_unit_test(bytes_before_after_and_between),
		cmocka_unit_test(escapes_that_would_cut_or_break_a_string),
		cmocka_unit_test(deep_nesting),
		cmocka_unit_test(large_ones),
		cmocka_unit_test(every_control_byte_at_every_place),
		cmocka_unit_test(mutations),
	};

	return cmocka_run_group_tests_name("record_corrupt", tests, NULL, NULL);
}
