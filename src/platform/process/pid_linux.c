/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/process/pid.h"

#include <stdatomic.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

/* In a page that the kernel empties in every forked child (madvise(2), Linux 4.14): 0 means that the child has not asked yet. */
static _Atomic pid_t *known;

/* The page stays for the life of the process. NULL: such pages do not exist here. */
static _Atomic pid_t *make_page(void)
{
	size_t size = (size_t) sysconf(_SC_PAGESIZE);
	void *page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED) {
		return NULL;
	}
	if (madvise(page, size, MADV_WIPEONFORK) != 0) {
		munmap(page, size);
		return NULL;
	}
	return page;
}

pid_t bgproc_pid(void)
{
	pid_t pid;

	if (!known && !(known = make_page())) {
		return getpid();
	}
	pid = atomic_load_explicit(known, memory_order_relaxed);
	if (pid == 0) {
		pid = getpid();
		atomic_store_explicit(known, pid, memory_order_relaxed);
	}
	return pid;
}
