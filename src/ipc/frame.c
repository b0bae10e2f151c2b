/* SPDX-License-Identifier: Apache-2.0 */
#include "src/ipc/frame.h"

#include <string.h>

#define MAGIC 0x6267 /* "bg" */
#define VERSION 1

/* A header as it is sent. The struct has no padding, so it is the format. */
struct wire {
	uint16_t magic;
	uint8_t version;
	uint8_t type;
	uint32_t length;
	uint64_t call_id;
	uint32_t generation;
	uint32_t total;
	uint32_t offset;
	uint16_t method;
	uint16_t flags;
};

_Static_assert(sizeof(struct wire) == BGPROC_IPC_HEADER_SIZE, "a header has no padding");

static bool is_type(unsigned type)
{
	return type >= BGPROC_IPC_CALL && type <= BGPROC_IPC_LAST_WORDS;
}

static bool is_about_call(unsigned type)
{
	return type == BGPROC_IPC_CALL || type == BGPROC_IPC_RETURN || type == BGPROC_IPC_THROW;
}

struct bgproc_ipc_header bgproc_ipc_header_of(const struct bgproc_ipc_message *message, uint32_t generation)
{
	return (struct bgproc_ipc_header) {
		.type = message->type,
		.method = message->method,
		.flags = message->flags,
		.call_id = message->call_id,
		.generation = generation,
		.total = (uint32_t) message->length,
	};
}

bool bgproc_ipc_message_valid(const struct bgproc_ipc_message *message)
{
	return is_type(message->type) && (message->call_id != 0 || !is_about_call(message->type)) &&
		message->length <= BGPROC_IPC_MESSAGE_MAX;
}

void bgproc_ipc_header_encode(char bytes[BGPROC_IPC_HEADER_SIZE], const struct bgproc_ipc_header *header)
{
	const struct wire wire = {
		.magic = MAGIC,
		.version = VERSION,
		.type = (uint8_t) header->type,
		.length = header->length,
		.call_id = header->call_id,
		.generation = header->generation,
		.total = header->total,
		.offset = header->offset,
		.method = header->method,
		.flags = header->flags,
	};

	memcpy(bytes, &wire, sizeof wire);
}

/* The reason why the header is not valid; NULL when it is valid. */
static const char *find_problem(const struct wire *wire)
{
	if (wire->magic != MAGIC) {
		return "no frame";
	}
	if (wire->version != VERSION) {
		return "a frame of another version";
	}
	if (!is_type(wire->type)) {
		return "a frame of an unknown type";
	}
	if (wire->call_id == 0 && is_about_call(wire->type)) {
		return "a frame about no call";
	}
	if (wire->total > BGPROC_IPC_MESSAGE_MAX) {
		return "a message longer than any";
	}
	if (wire->length > BGPROC_IPC_FRAGMENT_MAX) {
		return "a fragment longer than any";
	}
	if (wire->offset > wire->total || wire->length > wire->total - wire->offset) {
		return "a fragment beyond the end of its message";
	}
	/* Otherwise a peer could send frames without end that never complete a message. */
	if (wire->length == 0 && wire->total > 0) {
		return "an empty fragment";
	}
	return NULL;
}

bool bgproc_ipc_header_decode(
	struct bgproc_ipc_header *header, const char *bytes, size_t length, const char **problem)
{
	struct wire wire;

	if (length < sizeof wire) {
		*problem = "a header that is cut off";
		return false;
	}
	memcpy(&wire, bytes, sizeof wire);
	*problem = find_problem(&wire);
	if (*problem) {
		return false;
	}
	*header = (struct bgproc_ipc_header) {
		.type = (enum bgproc_ipc_type) wire.type,
		.method = wire.method,
		.flags = wire.flags,
		.call_id = wire.call_id,
		.generation = wire.generation,
		.total = wire.total,
		.offset = wire.offset,
		.length = wire.length,
	};
	return true;
}
