/* SPDX-License-Identifier: Apache-2.0 */

/* Headers that only the request itself may set, in all their spellings. */

#include "src/protocol/header_name.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static bool allowed(const char *name)
{
	return bgproc_header_allowed(name, strlen(name));
}

static void names_are_compared_as_variables_of_cgi(void **state)
{
	static const char *const refused[] = {"Host", "HOST", "X-Bgproc-Auth", "x_bgproc_auth", "X.Bgproc.Auth", "X!Bgproc~Auth",
		"Content.Length", "Transfer+Encoding", "accept*encoding", "TE", "Proxy", "HTTP2|Settings"};
	static const char *const good[] = {"X", "Hosts", "X-Bgproc-Aut", "X-Bgproc-Auth2", "XBgprocAuth", "X-Host", "Accept", "T-E",
		""};

	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		if (allowed(refused[i])) {
			fail_msg("%s is allowed", refused[i]);
		}
	}
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		if (!allowed(good[i])) {
			fail_msg("%s is refused", good[i]);
		}
	}
	/* No NUL behind the name. */
	assert_false(bgproc_header_allowed("Host: x", 4));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_compared_as_variables_of_cgi),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
