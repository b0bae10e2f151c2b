/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_PLATFORM_PROCESS_ENVIRON_H
#define BGPROC_PLATFORM_PROCESS_ENVIRON_H

/*
 * The environment of this process as getenv() and putenv() see it. A module cannot use "extern char **environ": PHP opens
 * modules with RTLD_DEEPBIND. If the php binary has a copy of the variable (a COPY relocation), the module would read the C
 * library's own one, which is not kept up to date.
 */
char **bgproc_environ(void);

#endif
