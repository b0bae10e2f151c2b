/* SPDX-License-Identifier: Apache-2.0 */
#include "src/request/curl_load.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* NULL on failure. *why then describes the problem with the first name, because that is the library to install. */
static void *open_library(const char **why)
{
	/* The second name is Debian's build with GnuTLS. The third needs the developer's package. The last two are for macOS. */
	static const char *const names[] = {
		"libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.so", "libcurl.4.dylib", "/usr/lib/libcurl.4.dylib"};
	static char text[512];

	*why = NULL;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		void *library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
		const char *problem;

		if (library) {
			*why = NULL;
			return library;
		}
		problem = dlerror();
		if (!*why) {
			/* The text names a file: the library, or another library that it needs. */
			snprintf(text, sizeof text,
				"libcurl cannot be loaded: %.300s; jobs over HTTP need it (package libcurl4 of Debian and Ubuntu)",
				problem ? problem : "out of memory");
			*why = text;
		}
	}
	return NULL;
}

/* Stores the function in *function. memcpy() is used because ISO C has no cast from a data pointer to a function pointer. */
static bool find(void *library, const char *name, void *function)
{
	void *symbol = dlsym(library, name);

	memcpy(function, &symbol, sizeof symbol);
	return symbol != NULL;
}

static bool find_all(void *library, struct bgproc_curl *curl)
{
	return find(library, "curl_global_init", &curl->global_init) && find(library, "curl_easy_init", &curl->easy_init) &&
		find(library, "curl_easy_setopt", &curl->easy_setopt) && find(library, "curl_easy_perform", &curl->easy_perform) &&
		find(library, "curl_easy_getinfo", &curl->easy_getinfo) &&
		find(library, "curl_easy_cleanup", &curl->easy_cleanup) &&
		find(library, "curl_easy_strerror", &curl->easy_strerror) &&
		find(library, "curl_slist_append", &curl->slist_append) &&
		find(library, "curl_slist_free_all", &curl->slist_free_all);
}

bool bgproc_curl_load(struct bgproc_curl *curl, const char **why)
{
	void *library = open_library(why);

	if (library && !find_all(library, curl)) {
		*why = "libcurl lacks a function that every release since 2003 has";
	}
	return *why == NULL;
}
