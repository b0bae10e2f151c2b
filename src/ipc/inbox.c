/* SPDX-License-Identifier: Apache-2.0 */
#include "src/ipc/inbox.h"

#include <stdlib.h>
#include <string.h>

void bgproc_ipc_inbox_open(struct bgproc_ipc_inbox *inbox, bool stream, uint32_t generation, uint32_t limit)
{
	*inbox = (struct bgproc_ipc_inbox) {.stream = stream};
	bgproc_ipc_reassembly_open(&inbox->reassembly, generation, limit);
}

char *bgproc_ipc_inbox_room(struct bgproc_ipc_inbox *inbox, size_t *size)
{
	size_t left = inbox->end - inbox->start;

	if (!inbox->bytes) {
		inbox->bytes = malloc(BGPROC_IPC_FRAME_MAX);
		if (!inbox->bytes) {
			return NULL;
		}
	}
	/* The unread bytes are less than a frame, so there is room after them. */
	if (left && inbox->start) {
		memmove(inbox->bytes, inbox->bytes + inbox->start, left);
	}
	inbox->start = 0;
	inbox->end = left;
	*size = BGPROC_IPC_FRAME_MAX - left;
	return inbox->bytes + left;
}

void bgproc_ipc_inbox_filled(struct bgproc_ipc_inbox *inbox, size_t length)
{
	inbox->end += length;
}

void bgproc_ipc_inbox_refuse(struct bgproc_ipc_inbox *inbox, const char *problem)
{
	inbox->problem = problem;
	inbox->start = inbox->end = 0;
	bgproc_ipc_reassembly_discard(&inbox->reassembly);
}

static enum bgproc_ipc_read refuse(struct bgproc_ipc_inbox *inbox, const char *problem)
{
	bgproc_ipc_inbox_refuse(inbox, problem);
	return BGPROC_IPC_READ_REFUSED;
}

enum bgproc_ipc_read bgproc_ipc_inbox_next(struct bgproc_ipc_inbox *inbox, struct bgproc_ipc_message *message)
{
	struct bgproc_ipc_header header;
	const char *problem, *frame;
	size_t left;

	if (inbox->problem) {
		return BGPROC_IPC_READ_REFUSED;
	}
	bgproc_ipc_reassembly_release(&inbox->reassembly);
	while ((left = inbox->end - inbox->start) > 0) {
		if (inbox->stream && left < BGPROC_IPC_HEADER_SIZE) {
			break;
		}
		frame = inbox->bytes + inbox->start;
		if (!bgproc_ipc_header_decode(&header, frame, left, &problem)) {
			return refuse(inbox, problem);
		}
		if (header.length > left - BGPROC_IPC_HEADER_SIZE) {
			if (inbox->stream) {
				break;
			}
			return refuse(inbox, "a frame that is cut off");
		}
		inbox->start += BGPROC_IPC_HEADER_SIZE + header.length;
		switch (bgproc_ipc_reassembly_take(&inbox->reassembly, &header, frame + BGPROC_IPC_HEADER_SIZE, message)) {
			case BGPROC_IPC_TAKEN_MESSAGE:
				return BGPROC_IPC_READ_MESSAGE;
			case BGPROC_IPC_TAKEN_PART:
			case BGPROC_IPC_TAKEN_DROPPED:
				break;
			case BGPROC_IPC_TAKEN_REFUSED:
				return refuse(inbox, inbox->reassembly.problem);
			case BGPROC_IPC_TAKEN_NOTHING:
				refuse(inbox, "no memory for a message");
				return BGPROC_IPC_READ_FAILED;
		}
	}
	return BGPROC_IPC_READ_EMPTY;
}

bool bgproc_ipc_inbox_holds(const struct bgproc_ipc_inbox *inbox)
{
	return inbox->end > inbox->start;
}

void bgproc_ipc_inbox_close(struct bgproc_ipc_inbox *inbox)
{
	free(inbox->bytes);
	inbox->bytes = NULL;
	inbox->start = inbox->end = 0;
	bgproc_ipc_reassembly_discard(&inbox->reassembly);
}
