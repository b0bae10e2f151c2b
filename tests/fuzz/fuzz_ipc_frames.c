/* SPDX-License-Identifier: Apache-2.0 */

/*
 * libFuzzer target: any bytes as the frames of a peer, over a stream in pieces and at once, and as packets. However they were
 * cut, the same messages come of a stream, each is what its frames said, and what was refused stays so. Built and run by
 * tools/fuzz.sh.
 */

#include "tests/fuzz/fuzz.h"

#include "src/ipc/inbox.h"

#include <sanitizer/asan_interface.h>

#define GENERATION 0x30303030 /* "0000" */
#define LIMIT 100000

/* What came of some bytes. */
struct got {
	struct bgproc_buf messages; /* all of them, with what their headers said */
	unsigned count;
	const char *problem;
};

static void note(struct got *got, const struct bgproc_ipc_message *message)
{
	expect(message->length <= LIMIT && bgproc_ipc_message_valid(message));
	bgproc_buf_printf(&got->messages, "%d %u %u %llu %zu ", (int) message->type, message->method, message->flags,
		(unsigned long long) message->call_id, message->length);
	/* Every byte is there to be read. */
	bgproc_buf_append(&got->messages, message->bytes, message->length);
	got->count++;
}

/* Everything that can be read now. False when the peer was refused. */
static bool read_all(struct bgproc_ipc_inbox *inbox, struct got *got)
{
	struct bgproc_ipc_message message;
	enum bgproc_ipc_read read;

	while ((read = bgproc_ipc_inbox_next(inbox, &message)) == BGPROC_IPC_READ_MESSAGE) {
		note(got, &message);
	}
	expect((read == BGPROC_IPC_READ_EMPTY) == (inbox->problem == NULL));
	expect(inbox->stream || !bgproc_ipc_inbox_holds(inbox));
	if (read == BGPROC_IPC_READ_EMPTY) {
		return true;
	}
	got->problem = inbox->problem;
	expect(bgproc_ipc_inbox_next(inbox, &message) == BGPROC_IPC_READ_REFUSED && !bgproc_ipc_inbox_holds(inbox));
	return false;
}

/*
 * The memory of every inbox, because to ask for so much takes longer than all the rest. What nobody has filled must not be read:
 * it is poisoned as far as the longest input goes.
 */
static char memory[BGPROC_IPC_FRAME_MAX];

static void guard(size_t filled)
{
	ASAN_UNPOISON_MEMORY_REGION(memory, filled);
	ASAN_POISON_MEMORY_REGION(memory + filled, filled < sizeof memory / 2 ? sizeof memory / 16 : 0);
}

static void feed(struct got *got, bool stream, const uint8_t *data, size_t size, size_t piece)
{
	struct bgproc_ipc_inbox inbox;

	memset(got, 0, sizeof *got);
	bgproc_ipc_inbox_open(&inbox, stream, GENERATION, LIMIT);
	inbox.bytes = memory;
	for (size_t at = 0; at < size;) {
		size_t room, count = size - at < piece ? size - at : piece;
		char *target = bgproc_ipc_inbox_room(&inbox, &room);

		expect(target != NULL && room > 0);
		count = count < room ? count : room;
		guard(inbox.end + count);
		memcpy(target, data + at, count);
		at += count;
		bgproc_ipc_inbox_filled(&inbox, count);
		if (!read_all(&inbox, got)) {
			break;
		}
		/* No more memory than the message needs, which may not be longer than the limit. */
		expect(inbox.reassembly.part.capacity <= LIMIT + 1);
	}
	inbox.bytes = NULL;
	bgproc_ipc_inbox_close(&inbox);
}

static void check_header(const uint8_t *data, size_t size)
{
	char *bytes = exact_copy(data, size), again[BGPROC_IPC_HEADER_SIZE];
	struct bgproc_ipc_header header;
	const char *problem = NULL;

	if (bytes && bgproc_ipc_header_decode(&header, bytes, size, &problem)) {
		expect(problem == NULL && header.total <= BGPROC_IPC_MESSAGE_MAX && header.length <= BGPROC_IPC_FRAGMENT_MAX);
		expect((uint64_t) header.offset + header.length <= header.total);
		bgproc_ipc_header_encode(again, &header);
		expect(memcmp(again, bytes, sizeof again) == 0);
	} else {
		expect(!bytes || problem);
	}
	free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct got whole, pieces, packets;
	size_t piece = size ? 1 + data[size - 1] % 90u : 1;

	check_header(data, size);
	feed(&whole, true, data, size, size ? size : 1);
	feed(&pieces, true, data, size, piece);
	expect(whole.problem == pieces.problem && whole.count == pieces.count && whole.messages.length == pieces.messages.length);
	expect(whole.messages.length == 0 || memcmp(whole.messages.data, pieces.messages.data, whole.messages.length) == 0);
	feed(&packets, false, data, size, piece);
	bgproc_buf_free(&packets.messages);
	/* As one packet it is the same, unless its end is cut. */
	feed(&packets, false, data, size, BGPROC_IPC_FRAME_MAX);
	expect(packets.count == whole.count && packets.messages.length == whole.messages.length);
	expect(packets.problem == whole.problem || (packets.problem && !whole.problem));
	bgproc_buf_free(&whole.messages);
	bgproc_buf_free(&pieces.messages);
	bgproc_buf_free(&packets.messages);
	return 0;
}
