/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/pool_object.h"
#include "php_bgproc.h"
#include "src/php/base/exceptions.h"

#include "zend_exceptions.h"

#include "src/platform/file/descriptor.h"
#include "src/platform/process/pid.h"

zend_class_entry *bgproc_ce_pool;

/* ---- all pools ---- */

void bgproc_pools_remove(struct bgproc_pool_obj *pool)
{
	if (pool->newer) {
		pool->newer->older = pool->older;
	} else if (BGPROC_G(pools) == pool) {
		BGPROC_G(pools) = pool->older;
	}
	if (pool->older) {
		pool->older->newer = pool->newer;
	}
	pool->older = pool->newer = NULL;
}

void bgproc_pools_add(struct bgproc_pool_obj *pool)
{
	pool->older = BGPROC_G(pools);
	if (pool->older) {
		pool->older->newer = pool;
	}
	BGPROC_G(pools) = pool;
}

void bgproc_pools_leave(void)
{
	for (struct bgproc_pool_obj *pool = BGPROC_G(pools); pool; pool = pool->older) {
		bgproc_fd_close(&pool->control.fd);
		for (uint32_t slot = 0; slot < pool->slots_used; slot++) {
			if (pool->slots[slot]) {
				bgproc_fd_close(&pool->slots[slot]->fd);
			}
		}
		bgproc_poll_set_free(pool->set);
		pool->set = NULL;
	}
	BGPROC_G(pools) = NULL;
}

/* ---- the pool of a method ---- */

bool bgproc_pool_mine(const struct bgproc_pool_obj *pool)
{
	if (pool->owner == bgproc_pid()) {
		return true;
	}
	if (!EG(exception)) {
		bgproc_throw_status(BGPROC_ERR_STATE, 0,
			"The pool belongs to the process %d, which has forked this one: make a pool of its own here", (int) pool->owner);
	}
	return false;
}

struct bgproc_pool_obj *bgproc_pool_fetch_any(zval *this)
{
	struct bgproc_pool_obj *pool = Z_BGPROC_POOL_P(this);

	if (pool->owner == 0) {
		zend_throw_error(NULL, "The constructor of %s was not called", ZSTR_VAL(Z_OBJCE_P(this)->name));
		return NULL;
	}
	return bgproc_pool_mine(pool) ? pool : NULL;
}

struct bgproc_pool_obj *bgproc_pool_fetch(zval *this)
{
	struct bgproc_pool_obj *pool = bgproc_pool_fetch_any(this);

	if (pool && (!pool->open || pool->closing)) {
		bgproc_throw_status(BGPROC_ERR_STATE, 0, "The pool is closed");
		return NULL;
	}
	return pool;
}
