/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_REQUEST_CURL_ABI_H
#define BGPROC_REQUEST_CURL_ABI_H

/*
 * The part of libcurl's binary interface (libcurl.so.4, unchanged since 2006) that we use, so that neither building nor
 * installing needs its headers. The numbers are those of the public header <curl/curl.h>; tests/unit/request/test_curl_abi.c
 * compares them with the installed header.
 */

#include <stddef.h>

/* Options, in the order of the types of their arguments: a long, a pointer, a function, a 64-bit integer. */
enum bgproc_curl_option {
	BGPROC_CURL_NOBODY = 44,
	BGPROC_CURL_NETRC = 51,
	BGPROC_CURL_FOLLOWLOCATION = 52,
	BGPROC_CURL_SSL_VERIFYPEER = 64,
	BGPROC_CURL_HTTPGET = 80,
	BGPROC_CURL_SSL_VERIFYHOST = 81,
	BGPROC_CURL_HTTP_VERSION = 84,
	BGPROC_CURL_NOSIGNAL = 99,
	BGPROC_CURL_CONNECTTIMEOUT_MS = 156,
	BGPROC_CURL_PROTOCOLS = 181, /* before 7.85 */
	BGPROC_CURL_TCP_KEEPALIVE = 213,
	BGPROC_CURL_WRITEDATA = 10001,
	BGPROC_CURL_URL = 10002,
	BGPROC_CURL_PROXY = 10004,
	BGPROC_CURL_ERRORBUFFER = 10010,
	BGPROC_CURL_POSTFIELDS = 10015,
	BGPROC_CURL_HTTPHEADER = 10023,
	BGPROC_CURL_HEADERDATA = 10029,
	BGPROC_CURL_CUSTOMREQUEST = 10036,
	BGPROC_CURL_CAINFO = 10065,
	BGPROC_CURL_ACCEPT_ENCODING = 10102,
	BGPROC_CURL_NOPROXY = 10177,
	BGPROC_CURL_CONNECT_TO = 10243,
	BGPROC_CURL_REQUEST_TARGET = 10266, /* since 7.55 */
	BGPROC_CURL_PROTOCOLS_STR = 10318,  /* since 7.85 */
	BGPROC_CURL_WRITEFUNCTION = 20011,
	BGPROC_CURL_HEADERFUNCTION = 20079,
	BGPROC_CURL_POSTFIELDSIZE_LARGE = 30120,
};

enum {
	BGPROC_CURL_OK = 0,
	BGPROC_CURL_GLOBAL_ALL = 3,
	BGPROC_CURL_HTTP_1_1 = 2,
	BGPROC_CURL_NETRC_IGNORED = 0,
	BGPROC_CURL_PROTOCOL_HTTP = 1,
	BGPROC_CURL_PROTOCOL_HTTPS = 2,
	BGPROC_CURL_ERROR_SIZE = 256,
	BGPROC_CURL_INFO_RESPONSE_CODE = 0x200002,
};

/* A list of strings; only the library accesses it. */
struct curl_slist;

/* CURL is void in the public header; CURLcode, CURLoption and CURLINFO are enums, which are ints. */
struct bgproc_curl {
	int (*global_init)(long flags);
	void *(*easy_init)(void);
	int (*easy_setopt)(void *handle, int option, ...);
	int (*easy_perform)(void *handle);
	int (*easy_getinfo)(void *handle, int info, ...);
	void (*easy_cleanup)(void *handle);
	const char *(*easy_strerror)(int code);
	struct curl_slist *(*slist_append)(struct curl_slist *list, const char *text);
	void (*slist_free_all)(struct curl_slist *list);
};

#endif
