/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/base/value_codec.h"

#include "src/php/base/value/wire.h"

/* The bytes of one value are one value of src/ipc/value.h. */

bool bgproc_value_encode(struct bgproc_buf *buf, zval *value, enum bgproc_serializer serializer, const char *what)
{
	struct bgproc_payload_problem problem;
	struct bgproc_ipc_writer writer;
	zend_string *serialized = NULL;

	ZVAL_DEREF(value);
	if (!bgproc_value_is_plain(value)) {
		serialized = bgproc_serialize(value, serializer, &problem);
		if (!serialized) {
			bgproc_value_refuse_to_send(&problem, what, "the parent");
			return false;
		}
	}
	bgproc_ipc_writer_open(&writer, buf);
	if (serialized) {
		bgproc_value_write_serialized(&writer, serialized);
	} else {
		bgproc_value_write_plain(&writer, value);
	}
	return bgproc_value_close_writer(&writer, what, "the parent");
}

bool bgproc_value_decode(
	const char *bytes, size_t length, enum bgproc_serializer serializer, const char *what, zval *value)
{
	struct bgproc_value_input input = {.serializer = serializer, .what = what};
	struct bgproc_ipc_value from;

	ZVAL_UNDEF(value);
	if (!bgproc_value_input_open(&input, bytes, length) || !bgproc_value_input_next(&input, &from) ||
		!bgproc_value_input_take(&input, &from, value)) {
		return false;
	}
	if (!bgproc_value_input_end(&input)) {
		zval_ptr_dtor(value);
		ZVAL_UNDEF(value);
		return false;
	}
	return true;
}
