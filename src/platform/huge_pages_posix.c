/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/huge_pages.h"

void bgproc_huge_pages_advise(void *memory, size_t length)
{
	(void) memory;
	(void) length;
}
