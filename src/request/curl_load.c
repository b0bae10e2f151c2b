/* SPDX-License-Identifier: Apache-2.0 */
#include "src/request/curl_load.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

static void *open_library(void)
{
	/* Debian's second build (with GnuTLS) has a name of its own; the last ones need the developer's package, or are macOS'. */
	static const char *const names[] = {
		"libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.so", "libcurl.4.dylib", "/usr/lib/libcurl.4.dylib"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		void *library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);

		if (library) {
			return library;
		}
	}
	return NULL;
}

/* The way POSIX has for a pointer to a function: ISO C knows no cast. */
static bool find(void *library, const char *name, void *function)
{
	void *symbol = dlsym(library, name);

	memcpy(function, &symbol, sizeof symbol);
	return symbol != NULL;
}

bool bgproc_curl_load(struct bgproc_curl *curl, const char **why)
{
	void *library = open_library();

	*why = NULL;
	if (!library) {
		*why = "libcurl.so.4 cannot be loaded; jobs over HTTP need libcurl (package libcurl4 of Debian and Ubuntu)";
	} else if (!find(library, "curl_global_init", &curl->global_init) ||
		!find(library, "curl_easy_init", &curl->easy_init) || !find(library, "curl_easy_setopt", &curl->easy_setopt) ||
		!find(library, "curl_easy_perform", &curl->easy_perform) ||
		!find(library, "curl_easy_getinfo", &curl->easy_getinfo) ||
		!find(library, "curl_easy_cleanup", &curl->easy_cleanup) ||
		!find(library, "curl_easy_strerror", &curl->easy_strerror) ||
		!find(library, "curl_slist_append", &curl->slist_append) ||
		!find(library, "curl_slist_free_all", &curl->slist_free_all)) {
		*why = "libcurl lacks a function that every release since 2003 has";
	}
	return *why == NULL;
}
