/* SPDX-License-Identifier: Apache-2.0 */

/* Messages of jobs: valid and invalid JSON, and each member. */

#include "src/core/buf.h"
#include "src/protocol/notify_message.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* Parses a copy that is exactly so long, so that a read beyond is seen; the spans point into text. */
static bool parse_bytes(struct bgproc_notify_message *message, const char *text, size_t length)
{
	char *copy = malloc(length ? length : 1);
	struct bgproc_notify_message ours;
	bool good;

	assert_non_null(copy);
	memcpy(copy, text, length);
	memset(&ours, 0xa5, sizeof ours);
	good = bgproc_notify_parse(&ours, copy, length);
	free(copy);
	assert_int_equal(good, ours.problem == NULL);
	assert_int_equal(bgproc_notify_parse(message, text, length), good);
	return good;
}

static bool parses(struct bgproc_notify_message *message, const char *text)
{
	return parse_bytes(message, text, strlen(text));
}

static void expect_span(struct bgproc_notify_span span, const char *expected)
{
	assert_non_null(span.bytes);
	assert_int_equal(span.length, strlen(expected));
	assert_memory_equal(span.bytes, expected, span.length);
}

static void expect_accepted(const char *text)
{
	struct bgproc_notify_message message;

	if (!parses(&message, text)) {
		fail_msg("%s: %s", text, message.problem);
	}
}

static void expect_refused(const char *text, const char *problem)
{
	struct bgproc_notify_message message;

	if (parses(&message, text)) {
		fail_msg("accepted: %s", text);
	}
	if (problem && strcmp(message.problem, problem) != 0) {
		fail_msg("%s: \"%s\" instead of \"%s\"", text, message.problem, problem);
	}
}

/* ---- grammar ---- */

static const char *const accepted[] = {
	"{}",
	" \t\r\n{ \t\r\n} \t\r\n",
	"{\"\":0}",
	"{\"a\":1,\"a\":2}",
	"{\"a\":null,\"b\":true,\"c\":false}",
	"{ \"a\" : [ ] , \"b\" : { } }",
	"{\"a\":[[],{},[{}],{\"b\":[]},\"]}\",1]}",
	"{\"a\":{\"b\":{\"c\":[1,{\"d\":null}],\"e\":\"}\"},\"f\":[]},\"g\":0}",
	"{\"a\":[1,2,3],\"b\":[[1],[2]]}",
	"{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\uD83D\\ude00\"}",
	"{\"a\":\"\\ud800\",\"b\":\"\\udc00x\",\"c\":\"\\u0000\"}",
	"{\"a\":\"\x7f\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\xef\xbf\xbf\xf4\x8f\xbf\xbf\"}",
	"{\"\xc3\xa4\\n\":1}",
	"{\"a\":0}",
	"{\"a\":-0}",
	"{\"a\":-0.0e-0}",
	"{\"a\":10.25E+02}",
	"{\"a\":1e5,\"b\":1E-5}",
	"{\"a\":1e999,\"b\":-1e999999999999999999999}",
	"{\"a\":123456789012345678901234567890}",
};

static const char *const refused[] = {
	"",
	" ",
	"[]",
	"null",
	"1",
	"\"a\"",
	"{",
	"}",
	"{}}",
	"{}{}",
	"{} x",
	"{},",
	"{,}",
	"{\"a\"}",
	"{\"a\":}",
	"{\"a\" 1}",
	"{\"a\":1,}",
	"{\"a\":1,,\"b\":2}",
	"{\"a\":1 \"b\":2}",
	"{\"a\":1;\"b\":2}",
	"{\"a\"::1}",
	"{a:1}",
	"{'a':1}",
	"{1:1}",
	"{null:1}",
	"{\"a\":[}",
	"{\"a\":[1,]}",
	"{\"a\":[,1]}",
	"{\"a\":[1 2]}",
	"{\"a\":[1:2]}",
	"{\"a\":[1}",
	"{\"a\":[1}]",
	"{\"a\":{]}",
	"{\"a\":{\"b\":1]}",
	"{\"a\":{\"b\"}}",
	"{\"a\":{\"b\":1,}}",
	"{\"a\":{1}}",
	"{\"a\":[\"b\":1]}",
	"{\"a\":[]",
	"{\"a\":{}",
	"{\"a\":1",
	"{\"a\":1,",
	"{\"a\":1,\"b",
	"{\"a\":1,\"b\"",
	"{\"a\":1,\"b\":",
	"{\"a\":True}",
	"{\"a\":tru}",
	"{\"a\":truee}",
	"{\"a\":nul}",
	"{\"a\":nil}",
	"{\"a\":fals",
	"{\"a\":NaN}",
	"{\"a\":Infinity}",
	"{\"a\":-Infinity}",
	"{\"a\":undefined}",
	"{\"a\":01}",
	"{\"a\":-01}",
	"{\"a\":+1}",
	"{\"a\":.5}",
	"{\"a\":5.}",
	"{\"a\":5.e1}",
	"{\"a\":-}",
	"{\"a\":--1}",
	"{\"a\":1e}",
	"{\"a\":1e+}",
	"{\"a\":1e1.5}",
	"{\"a\":1.2.3}",
	"{\"a\":0x10}",
	"{\"a\":1_000}",
	"{\"a\":1,5}",
	"{\"a\":1f}",
	"{\"a\":\"",
	"{\"a\":\"x}",
	"{\"a\":\"\\",
	"{\"a\":\"\\\"}",
	"{\"a\":\"\\x41\"}",
	"{\"a\":\"\\a\"}",
	"{\"a\":\"\\'\"}",
	"{\"a\":\"\\U0041\"}",
	"{\"a\":\"\\u\"}",
	"{\"a\":\"\\u004\"}",
	"{\"a\":\"\\u004g\"}",
	"{\"a\":\"\\u 041\"}",
	"{\"a\":\"\\u-041\"}",
	"{\"a\":\"\n\"}",
	"{\"a\":\"\t\"}",
	"{\"a\":\"\x1f\"}",
	"{\"a\n\":1}",
	"{\"a\":1/**/}",
	"//\n{}",
	"\xef\xbb\xbf{}",
	"{\"a\":1}\xff",
	"{\xc2\xa0}",
	"\v{}",
	"{\f}",
};

static void the_grammar_accepts(void **state)
{
	for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
		expect_accepted(accepted[i]);
	}
}

static void the_grammar_refuses(void **state)
{
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		expect_refused(refused[i], NULL);
	}
}

/* A valid message that is cut anywhere before its closing brace is refused. */
static void nothing_is_accepted_cut_short(void **state)
{
	for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
		size_t end = (size_t) (strrchr(accepted[i], '}') - accepted[i]);
		struct bgproc_notify_message message;

		for (size_t length = 0; length <= end; length++) {
			assert_false(parse_bytes(&message, accepted[i], length));
		}
		assert_true(parse_bytes(&message, accepted[i], end + 1));
	}
}

static void a_nul_is_allowed_nowhere(void **state)
{
	static const char text[] = " { \"text\" : \"x\" , \"y\" : [ 1.5 , true ] } ";
	struct bgproc_notify_message message;
	char bytes[sizeof text];

	for (size_t at = 0; at < sizeof text - 1; at++) {
		memcpy(bytes, text, at);
		bytes[at] = '\0';
		memcpy(bytes + at + 1, text + at, sizeof text - 1 - at);
		assert_false(parse_bytes(&message, bytes, sizeof bytes));
	}
	assert_true(parse_bytes(&message, text, sizeof text - 1));
}

static void only_utf8_is_text(void **state)
{
	static const char *const bad[] = {"\x80", "\xbf", "\xc0\xaf", "\xc1\xbf", "\xc3", "\xc3(", "\xe0\x80\xaf", "\xe2\x82",
		"\xe2(\xa1", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x80\x80\xaf", "\xf0\x9f\x98", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
		"\xfe", "\xff"};
	char text[64];

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		snprintf(text, sizeof text, "{\"text\":\"%s\"}", bad[i]);
		expect_refused(text, "not UTF-8");
		snprintf(text, sizeof text, "{\"x\":[{\"%s\":1}]}", bad[i]);
		expect_refused(text, "not UTF-8");
		snprintf(text, sizeof text, "{\"x\":1%s}", bad[i]);
		expect_refused(text, NULL);
	}
}

/* depth arrays or objects, one in the other, the outermost being the message. */
static char *nested(unsigned depth, bool objects, size_t *length)
{
	struct bgproc_buf buf = BGPROC_BUF_INIT;

	bgproc_buf_puts(&buf, "{\"x\":");
	for (unsigned i = 1; i < depth; i++) {
		bgproc_buf_puts(&buf, objects ? "{\"y\":" : "[");
	}
	bgproc_buf_puts(&buf, "1");
	for (unsigned i = 1; i < depth; i++) {
		bgproc_buf_puts(&buf, objects ? "}" : "]");
	}
	bgproc_buf_puts(&buf, "}");
	assert_true(bgproc_buf_ok(&buf));
	*length = buf.length;
	return buf.data;
}

static void depth_has_a_limit(void **state)
{
	for (unsigned depth = BGPROC_NOTIFY_DEPTH - 1; depth <= BGPROC_NOTIFY_DEPTH + 2; depth++) {
		for (int objects = 0; objects < 2; objects++) {
			struct bgproc_notify_message message;
			size_t length;
			char *text = nested(depth, objects, &length);

			assert_int_equal(parse_bytes(&message, text, length), depth <= BGPROC_NOTIFY_DEPTH);
			if (depth > BGPROC_NOTIFY_DEPTH) {
				assert_string_equal(message.problem, "too deep");
			}
			free(text);
		}
	}
	/* An empty one counts as well. */
	for (int over = 0; over < 2; over++) {
		struct bgproc_buf buf = BGPROC_BUF_INIT;

		bgproc_buf_puts(&buf, "{\"x\":");
		bgproc_buf_fill(&buf, '[', BGPROC_NOTIFY_DEPTH - 1 + over);
		bgproc_buf_fill(&buf, ']', BGPROC_NOTIFY_DEPTH - 1 + over);
		bgproc_buf_puts(&buf, "}");
		if (over) {
			expect_refused(buf.data, "too deep");
		} else {
			expect_accepted(buf.data);
		}
		bgproc_buf_free(&buf);
	}
}

static void size_has_a_limit(void **state)
{
	struct bgproc_notify_message message;

	for (size_t over = 0; over < 2; over++) {
		struct bgproc_buf buf = BGPROC_BUF_INIT;

		bgproc_buf_puts(&buf, "{\"log\":\"");
		bgproc_buf_fill(&buf, 'x', BGPROC_NOTIFY_SIZE_MAX - 10 + over);
		bgproc_buf_puts(&buf, "\"}");
		assert_int_equal(buf.length, BGPROC_NOTIFY_SIZE_MAX + over);
		assert_int_equal(parse_bytes(&message, buf.data, buf.length), over == 0);
		if (over) {
			assert_string_equal(message.problem, "too long");
		} else {
			assert_int_equal(message.log.length, BGPROC_NOTIFY_SIZE_MAX - 10);
		}
		bgproc_buf_free(&buf);
	}
}

/* The worst cases, of the largest size: an algorithm that backtracks would take minutes. */
static void nothing_takes_long(void **state)
{
	static const char *const pieces[] = {"[", "{\"\":", "\"\\\"", "{\"a\":0},", "\\u0000", "9", "\"a\":0,", "[[]],", " ",
		"{\"error\":", "\"error\":{\"x\":1},", "\"p\\u0072ogres\":1,"};
	struct bgproc_notify_message message;
	clock_t begun = clock();

	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
			static const char *const starts[] = {"{", "{\"x\":[", "{\"x\":", "{\"text\":\"", "{\"progress\":", "{\"error\":{"};

			for (size_t j = 0; j < sizeof starts / sizeof *starts; j++) {
				struct bgproc_buf buf = BGPROC_BUF_INIT;

				bgproc_buf_puts(&buf, starts[j]);
				while (buf.length < BGPROC_NOTIFY_SIZE_MAX - 20) {
					bgproc_buf_puts(&buf, pieces[i]);
				}
				bgproc_notify_parse(&message, buf.data, buf.length);
				bgproc_buf_free(&buf);
			}
		}
	}
	/* Under a second of work even with sanitizers; the limit is for slow machines. */
	assert_true((clock() - begun) / CLOCKS_PER_SEC < 60);
}

/* ---- members ---- */

static void nothing_said_is_nothing_set(void **state)
{
	static const struct bgproc_notify_message nothing;
	struct bgproc_notify_message message;

	assert_true(parses(&message, "{\"other\":{\"progress\":1,\"text\":\"x\",\"type\":\"y\"},"
								 "\"Progress\":2,\"progress \":3,\"\":4,"
								 "\"progress\\u0000\":5,\"progresss\":6,\"type\":7,\"message\":8,\"job\":[],\"t\":9}"));
	assert_memory_equal(&message, &nothing, sizeof message);
}

static void all_members_at_once(void **state)
{
	struct bgproc_notify_message message;

	assert_true(parses(&message, "{\"attempt\":3,\"progress\":20.5,\"text\":\"half\",\"log\":\"a line\",\"hello\":true,"
								 "\"accepted\":true,\"finish\":true,\"result\":[1, {\"a\":2}],\"fail\":\"why\","
								 "\"error\":{\"type\":\"E\",\"message\":\"m\",\"trace\":[{\"type\":3}]},\"more\":null}"));
	assert_true(message.has_attempt && message.has_progress && message.hello && message.accepted && message.finish);
	assert_int_equal(message.attempt, 3);
	assert_true(message.progress == 20.5);
	expect_span(message.text, "half");
	expect_span(message.log, "a line");
	expect_span(message.result, "[1, {\"a\":2}]");
	expect_span(message.fail, "why");
	expect_span(message.error, "{\"type\":\"E\",\"message\":\"m\",\"trace\":[{\"type\":3}]}");
	expect_span(message.error_type, "E");
	expect_span(message.error_message, "m");
}

static void names_may_be_escaped(void **state)
{
	struct bgproc_notify_message message;

	assert_true(parses(&message, "{\"\\u0070rogress\":7,\"te\\u0078t\":\"x\"}"));
	assert_true(message.has_progress && message.progress == 7);
	expect_span(message.text, "x");
	expect_refused("{\"progress\":1,\"\\u0070rogress\":7}", "a member stands twice");
}

static void every_value_can_be_a_result(void **state)
{
	static const char *const values[] = {
		"null", "true", "false", "0", "-1.5e3", "\"\"", "\"a\\n\\\"b\"", "[]", "{}", "[[1], {\"a\": [ ]}]", "{ \"x\" : 1 }"};
	struct bgproc_notify_message message;
	char text[100];

	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		snprintf(text, sizeof text, "{\"result\": %s }", values[i]);
		assert_true(parses(&message, text));
		expect_span(message.result, values[i]);
		snprintf(text, sizeof text, "{\"result\":%s,\"x\":1}", values[i]);
		assert_true(parses(&message, text));
		expect_span(message.result, values[i]);
	}
}

static void types_are_checked(void **state)
{
	static const char *const values[] = {"null", "true", "1", "\"s\"", "[]", "{}"};
	static const struct {
		const char *name, *allowed; /* by the index of values */
	} members[] = {
		{"progress", "001000"}, {"attempt", "001000"}, {"hello", "010000"}, {"accepted", "010000"}, {"finish", "010000"},
		{"text", "000100"}, {"log", "000100"}, {"fail", "000100"}, {"error", "000001"}, {"result", "111111"}, {"else", "111111"}};
	struct bgproc_notify_message message;
	char text[100];

	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		for (size_t j = 0; j < sizeof values / sizeof *values; j++) {
			snprintf(text, sizeof text, "{\"%s\":%s}", members[i].name, values[j]);
			assert_int_equal(parses(&message, text), members[i].allowed[j] == '1');
			snprintf(text, sizeof text, "{\"%s\":%s,\"x\":0,\"%s\":%s}", members[i].name, values[j], members[i].name, values[j]);
			assert_int_equal(parses(&message, text), strcmp(members[i].name, "else") == 0);
		}
	}
	for (size_t j = 0; j < sizeof values / sizeof *values; j++) {
		snprintf(text, sizeof text, "{\"error\":{\"type\":%s}}", values[j]);
		assert_int_equal(parses(&message, text), j == 3);
		snprintf(text, sizeof text, "{\"error\":{\"message\":%s}}", values[j]);
		assert_int_equal(parses(&message, text), j == 3);
		snprintf(text, sizeof text, "{\"error\":{\"else\":%s,\"else\":0}}", values[j]);
		assert_true(parses(&message, text));
	}
	expect_refused("{\"error\":{\"type\":\"\",\"type\":\"\"}}", "a member of \"error\" stands twice");
	expect_refused("{\"error\":{\"message\":\"\",\"m\\u0065ssage\":\"\"}}", "a member of \"error\" stands twice");
}

static void flags_may_be_false(void **state)
{
	struct bgproc_notify_message message;

	assert_true(parses(&message, "{\"hello\":false,\"accepted\":false,\"finish\":false}"));
	assert_false(message.hello || message.accepted || message.finish);
}

static void an_error_needs_no_members(void **state)
{
	struct bgproc_notify_message message;

	assert_true(parses(&message, "{\"error\": {\"code\": 1 } }"));
	expect_span(message.error, "{\"code\": 1 }");
	assert_null(message.error_type.bytes);
	assert_null(message.error_message.bytes);
	assert_true(parses(&message, "{\"error\":{\"type\":\"\"}}"));
	expect_span(message.error_type, "");
}

/* What was read before the fault is not handed out. */
static void a_refused_message_says_nothing(void **state)
{
	static const struct bgproc_notify_message nothing;
	struct bgproc_notify_message message;

	assert_false(parses(&message, "{\"progress\":5,\"attempt\":1,\"finish\":true,"
								  "\"text\":\"x\",\"error\":{\"type\":\"y\"},\"fail\":1}"));
	assert_string_equal(message.problem, "\"fail\" is no string");
	message.problem = NULL;
	assert_memory_equal(&message, &nothing, sizeof message);
}

static void attempts_are_counted(void **state)
{
	static const char *const bad[] = {
		"0", "-1", "-0", "1.0", "1e0", "4294967296", "18446744073709551617", "99999999999999999999999"};
	struct bgproc_notify_message message;
	char text[100];

	assert_true(parses(&message, "{\"attempt\":1}") && message.attempt == 1);
	assert_true(parses(&message, "{\"attempt\":4294967295}") && message.attempt == 4294967295u);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		snprintf(text, sizeof text, "{\"attempt\":%s}", bad[i]);
		expect_refused(text, NULL);
	}
}

/* ---- numbers ---- */

static void expect_progress(const char *number, double expected)
{
	struct bgproc_notify_message message;
	char text[200];

	snprintf(text, sizeof text, "{\"progress\":%s}", number);
	assert_true(parses(&message, text));
	assert_true(message.has_progress);
	if (message.progress != expected) {
		fail_msg("%s became %.17g instead of %.17g", number, message.progress, expected);
	}
}

static void progress_is_exact_where_people_write(void **state)
{
	char number[40];

	for (int i = -1000; i <= 100000; i += 7) {
		snprintf(number, sizeof number, "%d.%02d", i / 100, abs(i % 100));
		expect_progress(number, strtod(number, NULL));
		snprintf(number, sizeof number, "%d", i);
		expect_progress(number, i);
		snprintf(number, sizeof number, "%de-3", i);
		expect_progress(number, strtod(number, NULL));
	}
	expect_progress("1E2", 100);
	expect_progress("1e+02", 100);
	expect_progress("0.0000000000000000000000000000000000000000000000000000000000001e61", 1);
	expect_progress("1000000000000000000000000000000000000000000000000e-48", 1);
	expect_progress("29.000000000000000000000000000000000000", 29);
	expect_progress("-0", 0);
	expect_progress("0e99999999999999999999", 0);
	expect_progress("1e-99999999999999999999", 0);
	expect_progress("123456789012345678901234567890e-999999", 0);
}

/* Compared with the C library, digits and exponents of all sizes. */
static void progress_is_near_everywhere(void **state)
{
	unsigned seed = 7;

	for (int round = 0; round < 20000; round++) {
		struct bgproc_notify_message message;
		char number[80], text[100];
		int length = 0, digits;
		double expected;

		seed = seed * 1103515245 + 12345;
		digits = 1 + (int) (seed >> 16) % 40;
		number[length++] = (char) ('1' + (seed >> 8) % 9);
		for (int i = 0; i < digits; i++) {
			seed = seed * 1103515245 + 12345;
			number[length++] = (char) ('0' + (seed >> 16) % 10);
		}
		number[length++] = '.';
		number[length++] = (char) ('0' + (seed >> 20) % 10);
		seed = seed * 1103515245 + 12345;
		snprintf(number + length, sizeof number - (size_t) length, "e%d", (int) (seed >> 16) % 680 - 350);
		expected = strtod(number, NULL);
		snprintf(text, sizeof text, "{\"progress\":%s}", number);
		if (expected > 1.7e308) {
			continue; /* the border itself is tested below */
		}
		assert_true(parses(&message, text));
		assert_true(fabs(message.progress - expected) <= expected * 1e-14 + 1e-320);
	}
}

static void progress_is_finite(void **state)
{
	static const char *const bad[] = {
		"1e309", "-1e309", "1e400", "1e99999999999999999999", "17976931348623159e300", "0.001e312", "2e308", "-2e308"};
	struct bgproc_buf buf = BGPROC_BUF_INIT;
	char text[100];

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		snprintf(text, sizeof text, "{\"progress\":%s}", bad[i]);
		expect_refused(text, "\"progress\" is no number");
	}
	expect_progress("1e308", 1e308);
	/* As long as a message can be: one, written with sixty thousand noughts. */
	bgproc_buf_puts(&buf, "{\"progress\":0.");
	bgproc_buf_fill(&buf, '0', 59999);
	bgproc_buf_puts(&buf, "25e60001}");
	{
		struct bgproc_notify_message message;

		assert_true(parse_bytes(&message, buf.data, buf.length));
		assert_true(message.progress == 25);
	}
	bgproc_buf_free(&buf);
	bgproc_buf_puts(&buf, "{\"progress\":");
	bgproc_buf_fill(&buf, '9', 60000);
	bgproc_buf_puts(&buf, "}");
	expect_refused(buf.data, "\"progress\" is no number");
	bgproc_buf_free(&buf);
}

/* A language that writes 1,5 changes nothing. It is made here, because few systems have one. */
static void the_locale_does_not_matter(void **state)
{
	const char *parent = getenv("TMPDIR");
	char directory[200], command[600];

	snprintf(directory, sizeof directory, "%s/bgproc-locale.XXXXXX", parent ? parent : "/tmp");
	assert_non_null(mkdtemp(directory));
	snprintf(command, sizeof command, "localedef -i de_DE -f UTF-8 '%s/de_DE.UTF-8' >/dev/null 2>&1", directory);
	if (system(command) == -1 || setenv("LOCPATH", directory, 1) != 0 || !setlocale(LC_ALL, "de_DE.UTF-8")) {
		fail_msg("no German: is the package \"locales\" installed?");
	}
	assert_string_equal(localeconv()->decimal_point, ",");
	expect_progress("12.5", 12.5);
	expect_refused("{\"progress\":12,5}", NULL);
	setlocale(LC_ALL, "C");
	unsetenv("LOCPATH");
	snprintf(command, sizeof command, "rm -r '%s'", directory);
	assert_int_equal(system(command), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_grammar_accepts),
		cmocka_unit_test(the_grammar_refuses),
		cmocka_unit_test(nothing_is_accepted_cut_short),
		cmocka_unit_test(a_nul_is_allowed_nowhere),
		cmocka_unit_test(only_utf8_is_text),
		cmocka_unit_test(depth_has_a_limit),
		cmocka_unit_test(size_has_a_limit),
		cmocka_unit_test(nothing_takes_long),
		cmocka_unit_test(nothing_said_is_nothing_set),
		cmocka_unit_test(all_members_at_once),
		cmocka_unit_test(names_may_be_escaped),
		cmocka_unit_test(every_value_can_be_a_result),
		cmocka_unit_test(types_are_checked),
		cmocka_unit_test(flags_may_be_false),
		cmocka_unit_test(an_error_needs_no_members),
		cmocka_unit_test(a_refused_message_says_nothing),
		cmocka_unit_test(attempts_are_counted),
		cmocka_unit_test(progress_is_exact_where_people_write),
		cmocka_unit_test(progress_is_near_everywhere),
		cmocka_unit_test(progress_is_finite),
		cmocka_unit_test(the_locale_does_not_matter),
	};

	return cmocka_run_group_tests_name("notify_message", tests, NULL, NULL);
}
