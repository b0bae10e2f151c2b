/* SPDX-License-Identifier: Apache-2.0 */

/*
 * libFuzzer target: any bytes as arguments of a call. Whether they are is decided a second time here, nothing is lent that is
 * not in them, and what was read is written again as the same bytes. Built and run by tools/fuzz.sh.
 */

#include "tests/fuzz/fuzz.h"

#include "src/ipc/value.h"

struct rest {
	const char *at;
	size_t length;
};

static bool skip(struct rest *rest, size_t length)
{
	if (length > rest->length) {
		return false;
	}
	rest->at += length;
	rest->length -= length;
	return true;
}

static bool number(struct rest *rest, uint32_t *value)
{
	if (rest->length < sizeof *value) {
		return false;
	}
	memcpy(value, rest->at, sizeof *value);
	return skip(rest, sizeof *value);
}

/* The rules of the header, said in another way. */
static bool good(struct rest *rest, uint32_t count, bool in_list)
{
	while (count-- > 0) {
		unsigned char kind;
		uint32_t length;

		if (rest->length == 0) {
			return false;
		}
		kind = (unsigned char) *rest->at;
		skip(rest, 1);
		if (kind <= BGPROC_IPC_TRUE) {
			continue;
		}
		if (kind == BGPROC_IPC_INTEGER || kind == BGPROC_IPC_DOUBLE) {
			if (!skip(rest, 8)) {
				return false;
			}
			continue;
		}
		if (kind > BGPROC_IPC_SERIALIZED || (in_list && kind != BGPROC_IPC_BYTES) || !number(rest, &length)) {
			return false;
		}
		if (kind == BGPROC_IPC_LIST ? !good(rest, length, true) : !skip(rest, length)) {
			return false;
		}
	}
	return true;
}

static void write_again(struct bgproc_ipc_writer *writer, const struct bgproc_ipc_value *value)
{
	switch (value->kind) {
		case BGPROC_IPC_NULL:
			bgproc_ipc_write_null(writer);
			break;
		case BGPROC_IPC_FALSE:
		case BGPROC_IPC_TRUE:
			bgproc_ipc_write_bool(writer, value->kind == BGPROC_IPC_TRUE);
			break;
		case BGPROC_IPC_INTEGER:
			bgproc_ipc_write_integer(writer, value->integer);
			break;
		case BGPROC_IPC_DOUBLE:
			bgproc_ipc_write_double(writer, value->number);
			break;
		case BGPROC_IPC_BYTES:
			bgproc_ipc_write_bytes(writer, value->bytes, value->length);
			break;
		case BGPROC_IPC_SERIALIZED:
			bgproc_ipc_write_serialized(writer, value->bytes, value->length);
			break;
		case BGPROC_IPC_LIST:
			bgproc_ipc_write_list_begin(writer);
			break;
	}
}

static void check(const char *bytes, size_t size)
{
	struct bgproc_buf again = BGPROC_BUF_INIT;
	struct rest rest = {bytes, size};
	struct bgproc_ipc_writer writer;
	struct bgproc_ipc_reader reader;
	struct bgproc_ipc_value value;
	enum bgproc_ipc_value_step step = BGPROC_IPC_VALUE_BROKEN;
	uint32_t count, in_list = 0;
	bool right = number(&rest, &count) && good(&rest, count, false) && rest.length == 0;

	bgproc_ipc_writer_open(&writer, &again);
	if (bgproc_ipc_reader_open(&reader, bytes, size)) {
		expect(reader.count <= size);
		while ((step = bgproc_ipc_reader_next(&reader, &value)) == BGPROC_IPC_VALUE_READ) {
			expect(!value.bytes || (value.bytes >= bytes && value.length <= size - (size_t) (value.bytes - bytes)));
			expect(value.count <= size);
			write_again(&writer, &value);
			if (value.kind == BGPROC_IPC_LIST) {
				in_list = value.count + 1;
			}
			if (in_list && --in_list == 0) {
				bgproc_ipc_write_list_end(&writer);
			}
		}
	}
	expect((step == BGPROC_IPC_VALUE_END) == right && (reader.problem == NULL) == right);
	if (right && bgproc_buf_ok(&again)) {
		expect(bgproc_ipc_writer_close(&writer));
		expect(again.length == size && memcmp(again.data, bytes, size) == 0);
	}
	bgproc_buf_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *bytes = exact_copy(data, size);

	if (bytes) {
		check(bytes, size);
		free(bytes);
	}
	return 0;
}
