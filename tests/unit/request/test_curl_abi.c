/* SPDX-License-Identifier: Apache-2.0 */

/* The numbers of src/request/curl_abi.h are those of libcurl's own header, and the library has the functions. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define CURL_DISABLE_TYPECHECK
#define CURL_DISABLE_DEPRECATION
#include <curl/curl.h>

#include "src/request/curl_load.h"

static void test_options(void **state)
{
#define SAME(name) assert_int_equal(BGPROC_CURL_##name, CURLOPT_##name)
	(void) state;
	SAME(NOBODY);
	SAME(NETRC);
	SAME(FOLLOWLOCATION);
	SAME(SSL_VERIFYPEER);
	SAME(HTTPGET);
	SAME(SSL_VERIFYHOST);
	SAME(HTTP_VERSION);
	SAME(NOSIGNAL);
	SAME(CONNECTTIMEOUT_MS);
	SAME(PROTOCOLS);
	SAME(TCP_KEEPALIVE);
	SAME(WRITEDATA);
	SAME(URL);
	SAME(PROXY);
	SAME(ERRORBUFFER);
	SAME(POSTFIELDS);
	SAME(HTTPHEADER);
	SAME(HEADERDATA);
	SAME(CUSTOMREQUEST);
	SAME(CAINFO);
	SAME(ACCEPT_ENCODING);
	SAME(NOPROXY);
	SAME(CONNECT_TO);
	SAME(REQUEST_TARGET);
	SAME(PROTOCOLS_STR);
	SAME(WRITEFUNCTION);
	SAME(HEADERFUNCTION);
	SAME(POSTFIELDSIZE_LARGE);
#undef SAME
}

static void test_values(void **state)
{
	(void) state;
	assert_int_equal(BGPROC_CURL_OK, CURLE_OK);
	assert_int_equal(BGPROC_CURL_GLOBAL_ALL, CURL_GLOBAL_ALL);
	assert_int_equal(BGPROC_CURL_HTTP_1_1, CURL_HTTP_VERSION_1_1);
	assert_int_equal(BGPROC_CURL_NETRC_IGNORED, CURL_NETRC_IGNORED);
	assert_int_equal(BGPROC_CURL_PROTOCOL_HTTP, CURLPROTO_HTTP);
	assert_int_equal(BGPROC_CURL_PROTOCOL_HTTPS, CURLPROTO_HTTPS);
	assert_int_equal(BGPROC_CURL_ERROR_SIZE, CURL_ERROR_SIZE);
	assert_int_equal(BGPROC_CURL_INFO_RESPONSE_CODE, CURLINFO_RESPONSE_CODE);
	assert_int_equal(sizeof(curl_off_t), sizeof(int64_t));
	assert_int_equal(sizeof(CURLcode), sizeof(int));
	assert_int_equal(sizeof(CURLoption), sizeof(int));
	assert_int_equal(sizeof(CURLINFO), sizeof(int));
}

static void test_functions(void **state)
{
	struct bgproc_curl curl;
	const char *why = "not asked";
	struct curl_slist *list;

	(void) state;
	assert_true(bgproc_curl_load(&curl, &why));
	assert_null(why);
	list = curl.slist_append(NULL, "text");
	assert_non_null(list);
	assert_string_equal(list->data, "text");
	curl.slist_free_all(list);
	assert_true(curl.easy_strerror(CURLE_PARTIAL_FILE)[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_options),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_functions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
