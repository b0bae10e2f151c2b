/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BGPROC_TESTS_IPC_MESSAGES_H
#define BGPROC_TESTS_IPC_MESSAGES_H

/* Shared by the tests of channels: sockets of both kinds, and messages whose bytes can be checked. */

#include "src/ipc/channel.h"
#include "src/platform/file/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define GENERATION 7
#define LIMIT (64u * 1024 * 1024)

/* Makes sockets like bgproc_socket_pair(). size is that of the buffers in bytes; 0: the default of the system. */
static inline void make_sockets(int ends[2], bool stream, int size)
{
	assert_int_equal(socketpair(AF_UNIX, (stream ? SOCK_STREAM : SOCK_SEQPACKET) | SOCK_CLOEXEC, 0, ends), 0);
	assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
	/* As pair_posix.c does, so that a signal ends a wait for a packet. */
	assert_int_equal(setsockopt(ends[1], SOL_SOCKET, SO_RCVTIMEO, &(struct timeval) {.tv_sec = 3600}, sizeof(struct timeval)), 0);
	for (int i = 0; i < 2 && size; i++) {
		assert_int_equal(setsockopt(ends[i], SOL_SOCKET, SO_SNDBUF, &size, sizeof size), 0);
	}
}

/* The byte at a position; it depends on the call and the position. */
static inline char byte_of(uint64_t call_id, size_t place)
{
	return (char) (call_id * 131 + place * 31 + (place >> 8) * 7 + (place >> 16));
}

/* The bytes of a message. Never NULL; the caller frees them. */
static inline char *make_bytes(uint64_t call_id, size_t length)
{
	char *bytes = malloc(length ? length : 1);

	for (size_t i = 0; bytes && i < length; i++) {
		bytes[i] = byte_of(call_id, i);
	}
	return bytes;
}

/* Whether the bytes, the method and the flags of the message are those of its call. */
static inline bool is_whole(const struct bgproc_ipc_message *message)
{
	for (size_t i = 0; i < message->length; i++) {
		if (message->bytes[i] != byte_of(message->call_id, i)) {
			return false;
		}
	}
	return message->method == (uint16_t) message->call_id && message->flags == (uint16_t) (message->call_id >> 16);
}

static inline struct bgproc_ipc_message make_message(
	enum bgproc_ipc_type type, uint64_t call_id, const char *bytes, size_t length)
{
	return (struct bgproc_ipc_message) {
		.type = type,
		.method = (uint16_t) call_id,
		.flags = (uint16_t) (call_id >> 16),
		.call_id = call_id,
		.bytes = bytes,
		.length = length,
	};
}

#endif
