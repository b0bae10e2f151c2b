/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/child/soft_timeout.h"

#include "php.h"
#include "zend_exceptions.h"

#include "src/php/base/exceptions.h"
#include "src/platform/clock.h"

static int64_t timeout;   /* milliseconds */
static uint64_t begin_ns; /* of the present call */
static volatile sig_atomic_t running, signalled;
static bool thrown;
static void (*next_function)(zend_execute_data *execute_data);

static void on_signal(int number)
{
	(void) number;
	if (running) {
		signalled = 1;
		zend_atomic_bool_store(&EG(vm_interrupt), true);
	}
}

/* Called by the engine between two instructions. */
static void on_interrupt(zend_execute_data *execute_data)
{
	if (signalled) {
		signalled = 0;
		/* A signal may arrive late, when the next call runs. */
		if (running && !EG(exception) && bgproc_stopwatch_ns() - begin_ns >= (uint64_t) timeout * 1000000) {
			thrown = true;
			zend_throw_exception_ex(bgproc_ce_call_timeout_exception, 0,
				"The call has not ended within its soft timeout of %.3f s", (double) timeout / 1000);
		}
	}
	if (next_function) {
		next_function(execute_data);
	}
}

void bgproc_soft_timeout_open(int64_t timeout_ms)
{
	struct sigaction action = {.sa_handler = on_signal};
	sigset_t set;

	timeout = timeout_ms;
	next_function = zend_interrupt_function;
	zend_interrupt_function = on_interrupt;
	sigemptyset(&action.sa_mask);
	sigaction(BGPROC_SOFT_TIMEOUT_SIGNAL, &action, NULL);
	sigemptyset(&set);
	sigaddset(&set, BGPROC_SOFT_TIMEOUT_SIGNAL);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

void bgproc_soft_timeout_begin(uint64_t now_ns)
{
	begin_ns = now_ns;
	signalled = 0;
	thrown = false;
	running = 1;
}

bool bgproc_soft_timeout_end(void)
{
	running = 0;
	return thrown;
}
