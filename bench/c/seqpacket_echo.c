/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The floor of a call to a worker: a message of BYTES to one forked child over a SEQPACKET socket pair, and the same message
 * back. Up to WINDOW calls are sent before their answers are read; with 1, each call waits for its answer. Nothing is framed,
 * checked or kept, and each message is one system call on each side. A sample is the mean of 2,000 calls. Without arguments the
 * program prints a table of calls per second.
 */

#include "floor.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define CALLS 2000
#define BYTES_MAX (128 * 1024)
#define BUFFER_SIZE (1024 * 1024)
#define ROUNDS 9

static char bytes[BYTES_MAX];
static int parent = -1;
static size_t length;
static unsigned window;

static void echo(int fd)
{
	ssize_t count;

	while ((count = recv(fd, bytes, sizeof bytes, 0)) > 0) {
		if (send(fd, bytes, (size_t) count, MSG_NOSIGNAL) != count) {
			break;
		}
	}
	_exit(0);
}

static void start_child(void)
{
	int ends[2], size = BUFFER_SIZE;
	pid_t child;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) {
		floor_die("socketpair");
	}
	for (int i = 0; i < 2; i++) {
		setsockopt(ends[i], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
	}
	child = fork();
	if (child < 0) {
		floor_die("fork");
	}
	if (child == 0) {
		close(ends[0]);
		echo(ends[1]);
	}
	close(ends[1]);
	parent = ends[0];
}

/* Sends as many calls as the window and the socket allow; at least one if none is in flight. */
static unsigned send_calls(unsigned in_flight, unsigned left)
{
	unsigned sent = 0;

	while (in_flight + sent < window && sent < left) {
		if (send(parent, bytes, length, MSG_NOSIGNAL | (in_flight + sent > 0 ? MSG_DONTWAIT : 0)) < 0) {
			if (errno == EAGAIN) {
				break;
			}
			floor_die("send");
		}
		sent++;
	}
	return sent;
}

static uint64_t call_once(char **argv)
{
	uint64_t begin = floor_now_ns();
	unsigned sent = 0, answered = 0;

	(void) argv;
	while (answered < CALLS) {
		sent += send_calls(sent - answered, CALLS - sent);
		if (recv(parent, bytes, sizeof bytes, 0) != (ssize_t) length) {
			floor_die("recv");
		}
		answered++;
	}
	return (floor_now_ns() - begin) / CALLS;
}

static int by_size(const void *a, const void *b)
{
	uint64_t one = *(const uint64_t *) a, other = *(const uint64_t *) b;

	return (one > other) - (one < other);
}

static void print_row(size_t size, unsigned calls)
{
	uint64_t samples[ROUNDS];

	length = size;
	window = calls;
	call_once(NULL);
	for (int i = 0; i < ROUNDS; i++) {
		samples[i] = call_once(NULL);
	}
	qsort(samples, ROUNDS, sizeof samples[0], by_size);
	printf("%6zu bytes, window %2u: %7llu calls/s\n", size, calls, 1000000000ULL / (unsigned long long) samples[ROUNDS / 2]);
}

int main(int argc, char **argv)
{
	static const size_t sizes[] = {64, 4096, 65536};

	if (argc != 1 && argc != 3) {
		fprintf(stderr, "usage: seqpacket_echo [BYTES WINDOW]\n");
		return 2;
	}
	start_child();
	if (argc == 1) {
		for (int i = 0; i < 3; i++) {
			print_row(sizes[i], 1);
			print_row(sizes[i], 64);
		}
	} else {
		length = strtoul(argv[1], NULL, 10);
		window = (unsigned) strtoul(argv[2], NULL, 10);
		if (length < 1 || length > BYTES_MAX || window < 1) {
			fprintf(stderr, "seqpacket_echo: BYTES from 1 to %d, WINDOW from 1\n", BYTES_MAX);
			return 2;
		}
		floor_serve(call_once, argv + 1);
	}
	close(parent);
	return wait(NULL) > 0 ? 0 : 1;
}
