/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/supervisor/alone.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* The modes of the supervised commands: "PROGRAM MODE [NUMBER]", selected by ARG0 = "alone-command". */

static void say(const char *text)
{
	if (write(1, text, strlen(text)) < 0) {
		_exit(97);
	}
}

static void sleep_for_ever(void)
{
	for (;;) {
		poll(NULL, 0, -1);
	}
}

static void list_descriptors(void)
{
	DIR *directory = opendir("/proc/self/fd");
	struct dirent *entry;

	while ((entry = readdir(directory))) {
		if (entry->d_name[0] != '.' && atoi(entry->d_name) != dirfd(directory)) {
			say(entry->d_name);
			say(" ");
		}
	}
}

static void show_signals(void)
{
	char line[256];
	FILE *status = fopen("/proc/self/status", "r");

	while (fgets(line, sizeof line, status)) {
		if (strncmp(line, "SigBlk", 6) == 0 || strncmp(line, "SigIgn", 6) == 0) {
			say(line);
		}
	}
	fclose(status);
}

static void ignore_stops(void)
{
	signal(SIGTERM, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
}

/* Processes that leave the group, the session and their parent, and ignore what can be ignored. */
static void make_escapers(int count)
{
	ignore_stops();
	for (int i = 0; i < count; i++) {
		if (fork() == 0) {
			if (i % 3 != 0) {
				setsid();
			}
			if (i % 3 == 2 && fork() != 0) {
				_exit(0);
			}
			say("x");
			sleep_for_ever();
		}
	}
	sleep_for_ever();
}

/* One process that forks and leaves again and again. */
static void hop(void)
{
	ignore_stops();
	for (;;) {
		if (fork() != 0) {
			_exit(0);
		}
		setsid();
		poll(NULL, 0, 5);
	}
}

/* Starts others all the time that leave the group and its session, and ends at the first signal as they do. */
static void scatter(void)
{
	say("ready\n");
	for (int i = 0; i < 2000; i++) {
		if (fork() == 0) {
			setsid();
			sleep_for_ever();
		}
		usleep(50);
	}
	sleep_for_ever();
}

static void flood(unsigned long long bytes, int fd)
{
	static char block[65536];
	unsigned long long at = 0;

	while (at < bytes) {
		size_t length = bytes - at < sizeof block ? (size_t) (bytes - at) : sizeof block;
		size_t done = 0;

		for (size_t i = 0; i < length; i++) {
			block[i] = (char) ((at + i) * 2654435761u >> 13);
		}
		while (done < length) {
			ssize_t count = write(fd, block + done, length - done);

			if (count < 0) {
				_exit(96);
			}
			done += (size_t) count;
		}
		at += length;
	}
}

static volatile sig_atomic_t caught[65];

static void on_signal(int number)
{
	caught[number]++;
}

/* Tells of each signal on stdout; ends at SIGUSR2. */
static void report_signals(void)
{
	sigset_t all, none;

	sigfillset(&all);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &all, NULL);
	for (int number = 1; number < 32; number++) {
		signal(number, on_signal);
	}
	say("ready\n");
	while (!caught[SIGUSR2]) {
		sigsuspend(&none);
		for (int number = 1; number < 32; number++) {
			for (; caught[number] > 0 && number != SIGUSR2; caught[number]--) {
				char text[32];

				snprintf(text, sizeof text, "%d\n", number);
				say(text);
			}
		}
	}
	_exit(0);
}

static void end_by_signal(int number)
{
	struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
	/* A sanitizer may have put its own handler there. */
	signal(number, SIG_DFL);
	kill(getpid(), number);
	sleep_for_ever();
}

static void hold_output(void)
{
	if (fork() == 0) {
		setsid();
		/* Longer than the promise and what a busy machine may add. */
		poll(NULL, 0, 5000);
		_exit(0);
	}
	say("done\n");
	_exit(7);
}

static void print_environment(void)
{
	extern char **environ;

	for (char **entry = environ; *entry; entry++) {
		say(*entry);
		say("\n");
	}
}

/* To the notify socket of the job that this is a part of. */
static void notify(const char *text)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	const char *path = getenv("BGPROC_NOTIFY");
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (!path || strlen(path) >= sizeof address.sun_path) {
		_exit(94);
	}
	strcpy(address.sun_path, path);
	if (fd < 0 || sendto(fd, text, strlen(text), 0, (struct sockaddr *) &address, sizeof address) < 0) {
		_exit(93);
	}
	close(fd);
}

/* Reports without a pause. The last report has another text. */
static void flood_reports(long long count)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	char text[64];

	strncpy(address.sun_path, getenv("BGPROC_NOTIFY"), sizeof address.sun_path - 1);
	for (long long i = 1; i <= count; i++) {
		int length = snprintf(text, sizeof text, "{\"text\":\"%s %lld\"}", i < count ? "report" : "last", i);

		if (sendto(fd, text, (size_t) length, 0, (struct sockaddr *) &address, sizeof address) < 0) {
			_exit(92);
		}
	}
	close(fd);
}

void alone_command_main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "";
	long long number = argc > 2 ? atoll(argv[2]) : 0;

	if (strcmp(argv[0], "alone-command") != 0) {
		/* One test, or a pattern of names. */
		if (getenv("BGPROC_TEST_ONLY")) {
			cmocka_set_test_filter(getenv("BGPROC_TEST_ONLY"));
		}
		return;
	}
	if (strcmp(mode, "exit") == 0) {
		_exit((int) number);
	} else if (strcmp(mode, "kill") == 0) {
		end_by_signal((int) number);
	} else if (strcmp(mode, "sleep") == 0) {
		say("ready\n");
		sleep_for_ever();
	} else if (strcmp(mode, "stubborn") == 0) {
		ignore_stops();
		say("ready\n");
		sleep_for_ever();
	} else if (strcmp(mode, "fds") == 0) {
		list_descriptors();
	} else if (strcmp(mode, "signals") == 0) {
		show_signals();
	} else if (strcmp(mode, "escapers") == 0) {
		make_escapers((int) number);
	} else if (strcmp(mode, "hop") == 0) {
		say("ready\n");
		hop();
	} else if (strcmp(mode, "scatter") == 0) {
		scatter();
	} else if (strcmp(mode, "out") == 0) {
		flood((unsigned long long) number, 1);
	} else if (strcmp(mode, "err") == 0) {
		flood((unsigned long long) number, 2);
		_exit(3);
	} else if (strcmp(mode, "report") == 0) {
		report_signals();
	} else if (strcmp(mode, "hold") == 0) {
		hold_output();
	} else if (strcmp(mode, "env") == 0) {
		print_environment();
	} else if (strcmp(mode, "say") == 0) {
		notify(argc > 3 ? argv[3] : "");
		_exit((int) number);
	} else if (strcmp(mode, "reports") == 0) {
		flood_reports(number);
	} else if (strcmp(mode, "chatter") == 0) {
		/* Says something ten times, then nothing any more. */
		for (int i = 0; i < 10; i++) {
			say(".");
			poll(NULL, 0, (int) number);
		}
		sleep_for_ever();
	} else {
		_exit(95);
	}
	_exit(0);
}
