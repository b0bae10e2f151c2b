/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_ZYGOTE_ZYGOTE_H
#define BGPROC_ZYGOTE_ZYGOTE_H

/*
 * The process that forks the workers of a pool, reaps them, reports their ends, and enforces the timeouts of their calls. It is
 * forked when the pool is created, so a later worker never inherits what the parent has opened since. It enforces timeouts also
 * while the parent computes, because it reads them from the board. It dies with the parent (Linux: PDEATHSIG; everywhere: when
 * the control socket is closed), and the workers die with it.
 */

#include "src/zygote/settings.h"

/*
 * The life of the zygote, called in that process, which has one thread. Returns when the parent has closed its end or ended,
 * every worker was killed, and every worker is reaped; also when there is no memory or descriptor to begin with. The process must
 * then end by _exit(). SIGCHLD and SIGPIPE are blocked; what other signals do is not changed.
 */
void bgproc_zygote_run(const struct bgproc_zygote *zygote);

#endif
