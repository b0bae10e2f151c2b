/* SPDX-License-Identifier: Apache-2.0 */
#include "src/platform/signal/signals.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#if defined(__linux__)
# include "src/platform/file/procfs.h"

# include <sys/syscall.h>
# include <unistd.h>
#endif

/* The signal masks are within the first 1200 bytes of /proc/self/status unless the user has very many groups. */
#define STATUS_SIZE 2048

static const struct {
	int number;
	const char *name;
} table[] = {
	{SIGHUP, "HUP"},
	{SIGINT, "INT"},
	{SIGQUIT, "QUIT"},
	{SIGILL, "ILL"},
	{SIGTRAP, "TRAP"},
	{SIGABRT, "ABRT"},
	{SIGBUS, "BUS"},
	{SIGFPE, "FPE"},
	{SIGKILL, "KILL"},
	{SIGUSR1, "USR1"},
	{SIGSEGV, "SEGV"},
	{SIGUSR2, "USR2"},
	{SIGPIPE, "PIPE"},
	{SIGALRM, "ALRM"},
	{SIGTERM, "TERM"},
	{SIGCHLD, "CHLD"},
	{SIGCONT, "CONT"},
	{SIGSTOP, "STOP"},
	{SIGTSTP, "TSTP"},
	{SIGTTIN, "TTIN"},
	{SIGTTOU, "TTOU"},
	{SIGURG, "URG"},
	{SIGXCPU, "XCPU"},
	{SIGXFSZ, "XFSZ"},
	{SIGVTALRM, "VTALRM"},
	{SIGPROF, "PROF"},
	{SIGWINCH, "WINCH"},
	{SIGIO, "IO"},
#ifdef SIGSTKFLT
	{SIGSTKFLT, "STKFLT"},
#endif
#ifdef SIGPWR
	{SIGPWR, "PWR"},
#endif
	{SIGSYS, "SYS"},
};

#define TABLE_LENGTH (sizeof table / sizeof table[0])

int bgproc_signal_max(void)
{
#if defined(NSIG)
	return NSIG - 1;
#else
	return 31;
#endif
}

const char *bgproc_signal_name(int number, char buffer[16])
{
	for (size_t i = 0; i < TABLE_LENGTH; i++) {
		if (table[i].number == number) {
			snprintf(buffer, 16, "SIG%s", table[i].name);
			return buffer;
		}
	}
#ifdef SIGRTMIN
	if (number >= SIGRTMIN && number <= SIGRTMAX) {
		if (number == SIGRTMIN) {
			return strcpy(buffer, "SIGRTMIN");
		}
		snprintf(buffer, 16, "SIGRTMIN+%d", number - SIGRTMIN);
		return buffer;
	}
#endif
	return NULL;
}

/* A number of at most three digits that is the whole text; -1 otherwise. */
static int plain_number(const char *text, size_t length)
{
	int number = 0;

	if (length == 0 || length > 3) {
		return -1;
	}
	for (size_t i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9') {
			return -1;
		}
		number = number * 10 + (text[i] - '0');
	}
	return number;
}

int bgproc_signal_from_name(const char *name, size_t length)
{
	char buffer[16];
	int number = plain_number(name, length);

	if (number >= 0) {
		return number > 0 && bgproc_signal_name(number, buffer) ? number : 0;
	}
	if (length > 3 && strncasecmp(name, "SIG", 3) == 0) {
		name += 3;
		length -= 3;
	}
	for (size_t i = 0; i < TABLE_LENGTH; i++) {
		if (strlen(table[i].name) == length && strncasecmp(table[i].name, name, length) == 0) {
			return table[i].number;
		}
	}
#ifdef SIGRTMIN
	if (length >= 5 && (strncasecmp(name, "RTMIN", 5) == 0 || strncasecmp(name, "RTMAX", 5) == 0)) {
		bool from_min = strncasecmp(name, "RTMIN", 5) == 0;

		if (length == 5) {
			return from_min ? SIGRTMIN : SIGRTMAX;
		}
		number = name[5] == (from_min ? '+' : '-') ? plain_number(name + 6, length - 6) : -1;
		if (number >= 0 && number <= SIGRTMAX - SIGRTMIN) {
			return from_min ? SIGRTMIN + number : SIGRTMAX - number;
		}
	}
#endif
	return 0;
}

/*
 * The raw system calls on Linux: the C library's sigprocmask() and signal() leave out the two signals it uses itself
 * (32 and 33), and in a child that shares the memory of a threaded parent one of those would run the parent's handler.
 * 8 bytes is the kernel's sigset on every Linux architecture but MIPS.
 */
#if defined(__linux__) && !defined(__mips__)
static void change_mask(int how, const void *set, void *old)
{
	syscall(SYS_rt_sigprocmask, how, set, old, 8);
}

/* All zero is SIG_DFL, no flags and an empty mask in the kernel's struct sigaction of every architecture. */
static void set_default(int number)
{
	static const unsigned long zeros[8];

	syscall(SYS_rt_sigaction, number, zeros, NULL, 8);
}
#else
static void change_mask(int how, const void *set, void *old)
{
	sigprocmask(how, set, old);
}

static void set_default(int number)
{
	signal(number, SIG_DFL);
}
#endif

void bgproc_signals_block_all(sigset_t *old)
{
	sigset_t all;

	sigemptyset(old);
	memset(&all, 0xff, sizeof all);
	change_mask(SIG_SETMASK, &all, old);
}

void bgproc_signals_restore(const sigset_t *old)
{
	change_mask(SIG_SETMASK, old, NULL);
}

#ifdef __linux__
/* The mask after label in the text of /proc/self/status: 16 hexadecimal digits, signal n is bit n - 1. */
static bool find_mask(const char *text, const char *label, uint64_t *mask)
{
	const char *at = strstr(text, label);

	*mask = 0;
	if (!at) {
		return false;
	}
	for (at += strlen(label); (*at >= '0' && *at <= '9') || (*at >= 'a' && *at <= 'f'); at++) {
		*mask = *mask << 4 | (uint64_t) (*at <= '9' ? *at - '0' : *at - 'a' + 10);
	}
	return *at == '\n';
}

/* The signals that are ignored or handled. False when that is unknown: no /proc, no free descriptor, very many groups. */
static bool find_changed(uint64_t *changed)
{
	char text[STATUS_SIZE];
	uint64_t ignored, caught;

	if (bgproc_procfs_read("/proc/self/status", text, sizeof text) <= 0 || !find_mask(text, "\nSigIgn:\t", &ignored) ||
		!find_mask(text, "\nSigCgt:\t", &caught)) {
		return false;
	}
	*changed = ignored | caught;
	return true;
}
#else
static bool find_changed(uint64_t *changed)
{
	(void) changed;
	return false;
}
#endif

void bgproc_signals_discard(void)
{
	struct sigaction ignore, standard;
	sigset_t waiting;

	if (sigpending(&waiting) < 0) {
		return;
	}
	memset(&ignore, 0, sizeof ignore);
	ignore.sa_handler = SIG_IGN;
	memset(&standard, 0, sizeof standard);
	standard.sa_handler = SIG_DFL;
	for (int number = 1; number <= bgproc_signal_max(); number++) {
		/* Ignoring a signal discards all pending ones. */
		if (sigismember(&waiting, number) == 1) {
			sigaction(number, &ignore, NULL);
			sigaction(number, &standard, NULL);
		}
	}
}

void bgproc_signals_default_all(void)
{
	uint64_t changed;
	bool known = find_changed(&changed);

	for (int number = 1; number <= bgproc_signal_max(); number++) {
		/* The masks show the few signals that need a system call. Signals above 64 (MIPS) are not in the masks. */
		if (!known || number > 64 || changed >> (number - 1) & 1) {
			/* Fails for KILL and STOP. The signals of the C library may be ignored in the caller too, so they are reset. */
			set_default(number);
		}
	}
}

void bgproc_signals_unblock_all(void)
{
	sigset_t none;

	sigemptyset(&none);
	change_mask(SIG_SETMASK, &none, NULL);
}
