/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/worker/child/fork.h"
#include "src/php/base/compat.h"
#include "src/php/base/exceptions.h"
#include "src/php/base/pending_exception.h"

#include "SAPI.h"
#include "ext/random/php_random.h"
#include "zend_exceptions.h"
#include "zend_fibers.h"

#include "src/platform/signal/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- where ---- */

bool bgproc_fork_allowed(const char *what)
{
	const char *sapi = sapi_module.name;

	if (strcmp(sapi, "cli") != 0 && strcmp(sapi, "phpdbg") != 0 && strcmp(sapi, "micro") != 0) {
		bgproc_throw_status(BGPROC_ERR_STATE, 0,
			"%s forks PHP, which only the command line can do (this is %s): use Bgproc\\JobManager or BackgroundProcess", what,
			sapi);
		return false;
	}
	if (EG(active_fiber)) {
		bgproc_throw_status(
			BGPROC_ERR_STATE, 0, "%s forks PHP, which cannot be done inside a fiber: do it before the fiber starts", what);
		return false;
	}
#ifdef ZTS
	if (!tsrm_is_main_thread()) {
		bgproc_throw_status(BGPROC_ERR_STATE, 0,
			"%s forks PHP, which cannot be done on a thread: do it on the main thread, or use BackgroundProcess", what);
		return false;
	}
#endif
	return true;
}

/* ---- fork ---- */

pid_t bgproc_fork(void)
{
	sigset_t old;
	pid_t pid;
	int problem;

	bgproc_signals_block_all(&old);
	pid = fork();
	problem = errno;
	if (pid == 0) {
		bgproc_compat_child_init();
	}
	bgproc_signals_restore(&old);
	errno = problem;
	return pid;
}

/* ---- the state that the child has inherited ---- */

/*
 * The buffers of the parent still hold its output, which it will print itself. Their callbacks are not called, and live on:
 * freeing them could run destructors.
 */
static void forget_output(void)
{
	zend_stack *stack = &OG(handlers);
	unsigned char headers_sent = SG(headers_sent);

	/* PHP sends the headers, and calls the header callback of the script, when the buffers go. */
	SG(headers_sent) = 1;
	ZVAL_UNDEF(&SG(callback_func));
	if (OG(flags) & PHP_OUTPUT_ACTIVATED) {
		for (int i = 0; i < stack->top; i++) {
			php_output_handler *handler = ((php_output_handler **) stack->elements)[i];

			if ((handler->flags & PHP_OUTPUT_HANDLER_USER) && handler->func.user) {
				Z_TRY_ADDREF(handler->func.user->zoh);
			}
		}
		php_output_deactivate();
	}
	php_output_activate();
	SG(headers_sent) = headers_sent;
}

/* PHP seeds them again when the first number is asked for. */
static void forget_random_seeds(void)
{
	RANDOM_G(combined_lcg_seeded) = false;
	RANDOM_G(mt19937_seeded) = false;
}

/* Calls a function of the extension pcntl. False: it is not loaded, or has failed. The caller owns the result. */
static bool call_pcntl(const char *name, uint32_t count, zval *arguments, zval *result)
{
	zend_function *function = zend_hash_str_find_ptr(EG(function_table), name, strlen(name));

	ZVAL_UNDEF(result);
	if (!function || function->type != ZEND_INTERNAL_FUNCTION) {
		return false;
	}
	zend_call_known_function(function, NULL, NULL, result, count, arguments, NULL);
	if (EG(exception)) {
		bgproc_exception_clear();
		return false;
	}
	return true;
}

/*
 * Handlers of the script (and only those: PHP's and the sanitizers' stay) are reset to the default. The old handlers live on,
 * since freeing them could run destructors. What pcntl has queued is dropped, which it does when it finds no handler.
 */
static void forget_signal_handlers(void)
{
	zval arguments[2], handler, result;

	for (int number = 1; number <= bgproc_signal_max(); number++) {
		char name[16];

		if (number == SIGKILL || number == SIGSTOP || !bgproc_signal_name(number, name)) {
			continue;
		}
		ZVAL_LONG(&arguments[0], number);
		if (!call_pcntl("pcntl_signal_get_handler", 1, arguments, &handler)) {
			return;
		}
		if (Z_TYPE(handler) == IS_LONG) {
			continue;
		}
		/* The reference in handler is never released. */
		ZVAL_LONG(&arguments[1], (zend_long) SIG_DFL);
		if (call_pcntl("pcntl_signal", 2, arguments, &result)) {
			zval_ptr_dtor(&result);
		}
	}
	if (call_pcntl("pcntl_signal_dispatch", 0, NULL, &result)) {
		zval_ptr_dtor(&result);
	}
}

/*
 * Signals of the terminal reach only the parent, which decides what happens to its workers. In the same session, but in another
 * group, a process cannot read from the terminal, so standard input is empty.
 */
static void leave_terminal(void)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

	setpgid(0, 0);
	if (fd > 0) {
		dup2(fd, STDIN_FILENO);
		close(fd);
	}
}

/* Words of a service manager that are meant for its own child; getenv() no longer finds them, /proc still shows them. */
static void forget_service_manager(void)
{
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_PID");
	unsetenv("WATCHDOG_USEC");
}

void bgproc_child_settle(void)
{
	zend_memory_reset_peak_usage();
	forget_service_manager();
	forget_output();
	forget_random_seeds();
	forget_signal_handlers();
	leave_terminal();
}

ZEND_NORETURN void bgproc_child_exit(int code)
{
	_exit(code);
}
