/* SPDX-License-Identifier: Apache-2.0 */
#include "php_bgproc.h"
#include "src/php/base/held.h"

#include "src/core/sha256.h"
#include "src/platform/file/descriptor.h"

struct bgproc_held *bgproc_held_new(void (*let_go)(void *what), void *what)
{
	struct bgproc_held *held = emalloc(sizeof *held);

	*held = (struct bgproc_held) {.older = BGPROC_G(held), .fd = -1, .text = BGPROC_BUF_INIT, .let_go = let_go, .what = what};
	if (held->older) {
		held->older->newer = held;
	}
	BGPROC_G(held) = held;
	return held;
}

/* Entries are removed from any place in the list, because calls in fibers end in any order. */
static void unlink_held(const struct bgproc_held *held)
{
	if (held->newer) {
		held->newer->older = held->older;
	} else {
		BGPROC_G(held) = held->older;
	}
	if (held->older) {
		held->older->newer = held->newer;
	}
}

void bgproc_held_drop(struct bgproc_held *held)
{
	unlink_held(held);
	efree(held);
}

void bgproc_held_end(struct bgproc_held *held)
{
	if (!held) {
		return;
	}
	if (held->what && held->let_go) {
		held->let_go(held->what);
	}
	bgproc_fd_close(&held->fd);
	if (held->text.data) {
		bgproc_forget(held->text.data, held->text.length);
	}
	bgproc_buf_free(&held->text);
	bgproc_held_drop(held);
}

struct bgproc_held *bgproc_held_of(const void *what)
{
	struct bgproc_held *held = BGPROC_G(held);

	while (held->what != what) {
		held = held->older;
	}
	return held;
}

void bgproc_held_rshutdown(void)
{
	while (BGPROC_G(held)) {
		bgproc_held_end(BGPROC_G(held));
	}
}
