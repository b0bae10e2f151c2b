/* SPDX-License-Identifier: Apache-2.0 */

/*
 * The floor of a call to a worker: a message of BYTES to a forked child over a SEQPACKET socket pair, and the same message back.
 * Up to WINDOW calls, divided among WORKERS children, are sent before their answers are read; with 1, each call waits for its
 * answer in recv(). Nothing is framed, checked or kept. Each message is one system call on each side, unless it is longer than a
 * packet; then a child answers when it has the whole message. A sample is the mean of up to 1,000 calls.
 *
 *   seqpacket_echo                         prints a table of calls per second
 *   seqpacket_echo BYTES WINDOW [WORKERS]  samples of nanoseconds per call
 *   seqpacket_echo dispatch                samples of the time from the send until the child has the message
 *   seqpacket_echo start MIB               samples of the time from the socket pair to the first answer, with a heap of MIB
 */

#include "floor.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define CALLS 1000
#define CALLS_BYTES ((size_t) 128 * 1024 * 1024) /* of all calls of a sample, if that makes fewer */
#define PACKET_MAX ((size_t) 128 * 1024)
#define BYTES_MAX ((size_t) 8 * 1024 * 1024)
#define BUFFER_SIZE (1024 * 1024)
#define WORKERS_MAX 64
#define ROUNDS 9

struct worker {
	int fd;
	pid_t pid;
	unsigned in_flight;
	size_t sent;     /* bytes of a message that is sent in part */
	size_t received; /* bytes of an answer that has arrived in part */
};

static char bytes[BYTES_MAX];
static struct worker workers[WORKERS_MAX];
static unsigned worker_count = 1;
static size_t length = 64;
static unsigned window = 1; /* of each worker */
static int stamped;

static size_t packet(size_t done)
{
	return length - done < PACKET_MAX ? length - done : PACKET_MAX;
}

static void echo(int fd)
{
	for (;;) {
		for (size_t done = 0; done < length;) {
			ssize_t count = recv(fd, bytes + done, packet(done), 0);
			if (count <= 0) {
				_exit(0);
			}
			done += (size_t) count;
		}
		if (stamped) {
			uint64_t now = floor_now_ns();
			memcpy(bytes, &now, sizeof now);
		}
		for (size_t done = 0; done < length;) {
			ssize_t count = send(fd, bytes + done, packet(done), MSG_NOSIGNAL);
			if (count < 0) {
				_exit(0);
			}
			done += (size_t) count;
		}
	}
}

static void start_child(struct worker *worker)
{
	int ends[2], size = BUFFER_SIZE;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) {
		floor_die("socketpair");
	}
	for (int i = 0; i < 2; i++) {
		setsockopt(ends[i], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
	}
	*worker = (struct worker) {.fd = ends[0], .pid = fork()};
	if (worker->pid < 0) {
		floor_die("fork");
	}
	if (worker->pid == 0) {
		/* Its end of each earlier worker too, otherwise that one would never see the end. */
		for (struct worker *one = workers; one <= worker; one++) {
			close(one->fd);
		}
		echo(ends[1]);
	}
	close(ends[1]);
}

static void start_children(void)
{
	for (unsigned i = 0; i < worker_count; i++) {
		start_child(&workers[i]);
	}
}

static void stop_children(void)
{
	for (unsigned i = 0; i < worker_count; i++) {
		close(workers[i].fd);
		if (waitpid(workers[i].pid, NULL, 0) < 0) {
			floor_die("waitpid");
		}
	}
}

/* Sends until the window is full or the socket is. A call that nothing else is sent beside may block. */
static void fill(struct worker *worker, unsigned *left)
{
	int flags = MSG_NOSIGNAL | (window > 1 || worker_count > 1 ? MSG_DONTWAIT : 0);

	while (worker->sent > 0 || (worker->in_flight < window && *left > 0)) {
		ssize_t count = send(worker->fd, bytes + worker->sent, packet(worker->sent), flags);

		if (count < 0) {
			if (errno == EAGAIN) {
				return;
			}
			floor_die("send");
		}
		if (worker->sent == 0) {
			worker->in_flight++;
			(*left)--;
		}
		worker->sent += (size_t) count;
		if (worker->sent == length) {
			worker->sent = 0;
		}
	}
}

/* 1 when an answer is complete, 0 when only a part of it has arrived, -1 when nothing has. */
static int receive(struct worker *worker, int flags)
{
	ssize_t count = recv(worker->fd, bytes + worker->received, packet(worker->received), flags);

	if (count < 0 && errno == EAGAIN) {
		return -1;
	}
	if (count <= 0) {
		floor_die("recv");
	}
	worker->received += (size_t) count;
	if (worker->received < length) {
		return 0;
	}
	worker->received = 0;
	worker->in_flight--;
	return 1;
}

static void wait_for_sockets(void)
{
	struct pollfd fds[WORKERS_MAX];

	for (unsigned i = 0; i < worker_count; i++) {
		fds[i] = (struct pollfd) {.fd = workers[i].fd, .events = (short) (POLLIN | (workers[i].sent > 0 ? POLLOUT : 0))};
	}
	if (poll(fds, worker_count, -1) < 0) {
		floor_die("poll");
	}
}

static unsigned receive_some(void)
{
	unsigned answered = 0, parts = 0;

	if (worker_count == 1 && workers[0].sent == 0) {
		return receive(&workers[0], 0) == 1;
	}
	for (unsigned i = 0; i < worker_count; i++) {
		int got = workers[i].in_flight > 0 ? receive(&workers[i], MSG_DONTWAIT) : -1;

		parts += got >= 0;
		answered += got == 1;
	}
	if (parts == 0) {
		wait_for_sockets();
	}
	return answered;
}

static uint64_t call_once(char **argv)
{
	unsigned calls = CALLS_BYTES / length < CALLS ? (unsigned) (CALLS_BYTES / length) : CALLS;
	unsigned left = calls, answered = 0;
	uint64_t begin = floor_now_ns();

	(void) argv;
	while (answered < calls) {
		for (unsigned i = 0; i < worker_count; i++) {
			fill(&workers[i], &left);
		}
		answered += receive_some();
	}
	return (floor_now_ns() - begin) / calls;
}

static uint64_t dispatch_once(char **argv)
{
	uint64_t begin = floor_now_ns(), there;
	unsigned left = 1;

	(void) argv;
	fill(&workers[0], &left);
	if (receive(&workers[0], 0) != 1) {
		floor_die("recv");
	}
	memcpy(&there, bytes, sizeof there);
	return there - begin;
}

static uint64_t start_once(char **argv)
{
	uint64_t begin = floor_now_ns(), end;
	unsigned left = 1;

	(void) argv;
	start_children();
	fill(&workers[0], &left);
	receive(&workers[0], 0);
	end = floor_now_ns();
	stop_children();
	return end - begin;
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
	start_children();
	call_once(NULL);
	for (int i = 0; i < ROUNDS; i++) {
		samples[i] = call_once(NULL);
	}
	stop_children();
	qsort(samples, ROUNDS, sizeof samples[0], by_size);
	printf("%6zu bytes, window %2u: %7llu calls/s\n", size, calls, 1000000000ULL / (unsigned long long) samples[ROUNDS / 2]);
}

static void print_table(void)
{
	static const size_t sizes[] = {64, 4096, 65536};

	for (int i = 0; i < 3; i++) {
		print_row(sizes[i], 1);
		print_row(sizes[i], 64);
	}
}

/* The window is that of all workers together. */
static void serve_calls(int argc, char **argv)
{
	length = strtoul(argv[1], NULL, 10);
	window = (unsigned) strtoul(argv[2], NULL, 10);
	worker_count = argc > 3 ? (unsigned) strtoul(argv[3], NULL, 10) : 1;
	if (length < 1 || length > BYTES_MAX || window < 1 || worker_count < 1 || worker_count > WORKERS_MAX) {
		fprintf(stderr, "seqpacket_echo: BYTES from 1 to %zu, WINDOW from 1, WORKERS from 1 to %d\n", BYTES_MAX, WORKERS_MAX);
		exit(2);
	}
	window = (window + worker_count - 1) / worker_count;
	start_children();
	floor_serve(call_once, argv);
	stop_children();
}

static void serve_start(const char *mib)
{
	size_t size = strtoul(mib, NULL, 10) * 1024 * 1024;
	char *heap = size > 0 ? malloc(size) : NULL;

	if (size > 0) {
		if (heap == NULL) {
			floor_die("malloc");
		}
		memset(heap, 1, size);
	}
	floor_serve(start_once, NULL);
	free(heap);
}

int main(int argc, char **argv)
{
	if (argc == 1) {
		print_table();
	} else if (argc == 2 && strcmp(argv[1], "dispatch") == 0) {
		stamped = 1;
		start_children();
		floor_serve(dispatch_once, argv);
		stop_children();
	} else if (argc == 3 && strcmp(argv[1], "start") == 0) {
		serve_start(argv[2]);
	} else if (argc == 3 || argc == 4) {
		serve_calls(argc, argv);
	} else {
		fprintf(stderr, "usage: seqpacket_echo [BYTES WINDOW [WORKERS] | dispatch | start MIB]\n");
		return 2;
	}
	return 0;
}
