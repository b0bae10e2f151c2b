/* SPDX-License-Identifier: Apache-2.0 */
#include "src/store/record/decode_quick.h"

#include <stdbool.h>
#include <string.h>

/* Records are not nested deeper than an object in an object (an error, the labels). */
#define DEPTH_MAX 3
/* What a double holds exactly. */
#define NUMBER_MAX 9007199254740991ULL
#define DIGITS_MAX 16

/*
 * Records contain hundreds of blanks as padding, so eight of them are skipped in one step. After the text there is space for
 * this.
 */
static char *skip_blanks(char *at)
{
	while (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r') {
		at++;
		while (memcmp(at, "        ", BGPROC_JSON_QUICK_STEP) == 0) {
			at += BGPROC_JSON_QUICK_STEP;
		}
	}
	return at;
}

static cJSON *new_item(struct bgproc_json_quick *quick, int type)
{
	cJSON *item;

	if (quick->used == BGPROC_JSON_QUICK_ITEMS) {
		return NULL;
	}
	item = &quick->items[quick->used++];
	memset(item, 0, sizeof *item);
	item->type = type;
	return item;
}

/*
 * The text behind the opening quote, ended in place; *at is moved behind the closing one. NULL: it has no end. There is no
 * backslash in the text, so the next quote is the closing one. Where the text ends is a quote that is not of it.
 */
static char *take_string(struct bgproc_json_quick *quick, char **at)
{
	char *start = *at + 1;
	char *end = start;

	/* The quote behind the text opens nothing. */
	if (*at == quick->end) {
		return NULL;
	}
	while (*end != '"') {
		end++;
	}
	if (end == quick->end) {
		return NULL;
	}
	*end = '\0';
	*at = end + 1;
	return start;
}

static cJSON *take_number(struct bgproc_json_quick *quick, char **at)
{
	char *digit = *at;
	unsigned long long number = 0;
	cJSON *item;

	while (*digit >= '0' && *digit <= '9' && digit - *at < DIGITS_MAX) {
		number = number * 10 + (unsigned long long) (*digit++ - '0');
	}
	/* What follows the digits, a point or one digit more, is found wrong by the caller. */
	if (digit == *at || (**at == '0' && digit - *at > 1) || number > NUMBER_MAX) {
		return NULL;
	}
	*at = digit;
	item = new_item(quick, cJSON_Number);
	if (item) {
		item->valuedouble = (double) number;
	}
	return item;
}

static cJSON *take_word(struct bgproc_json_quick *quick, char **at)
{
	static const struct {
		const char *word;
		size_t length;
		int type;
	} words[] = {{"null", 4, cJSON_NULL}, {"false", 5, cJSON_False}, {"true", 4, cJSON_True}};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (strncmp(*at, words[i].word, words[i].length) == 0) {
			*at += words[i].length;
			return new_item(quick, words[i].type);
		}
	}
	return NULL;
}

static cJSON *take_value(struct bgproc_json_quick *quick, char **at, int depth);

/* Parses an object or an array; *at is at its opening bracket. */
static cJSON *take_members(struct bgproc_json_quick *quick, char **at, int depth)
{
	bool object = **at == '{';
	char closing = object ? '}' : ']';
	cJSON *parent = depth < DEPTH_MAX ? new_item(quick, object ? cJSON_Object : cJSON_Array) : NULL;
	cJSON *last = NULL;

	if (!parent) {
		return NULL;
	}
	*at = skip_blanks(*at + 1);
	while (**at != closing || last) {
		char *name = NULL;
		cJSON *item;

		if (object) {
			name = **at == '"' ? take_string(quick, at) : NULL;
			*at = skip_blanks(*at);
			if (!name || **at != ':') {
				return NULL;
			}
			*at = skip_blanks(*at + 1);
		}
		item = take_value(quick, at, depth + 1);
		if (!item) {
			return NULL;
		}
		item->string = name;
		item->prev = last;
		if (last) {
			last->next = item;
		} else {
			parent->child = item;
		}
		last = item;
		*at = skip_blanks(*at);
		if (**at == closing) {
			break;
		}
		if (**at != ',') {
			return NULL;
		}
		*at = skip_blanks(*at + 1);
	}
	(*at)++;
	return parent;
}

static cJSON *take_value(struct bgproc_json_quick *quick, char **at, int depth)
{
	char *text;
	cJSON *item;

	switch (**at) {
		case '{':
		case '[':
			return take_members(quick, at, depth);
		case '"':
			text = take_string(quick, at);
			item = text ? new_item(quick, cJSON_String) : NULL;
			if (item) {
				item->valuestring = text;
			}
			return item;
		case 'n':
		case 't':
		case 'f':
			return take_word(quick, at);
		default:
			return take_number(quick, at);
	}
}

const cJSON *bgproc_json_quick(struct bgproc_json_quick *quick, const char *text, size_t length)
{
	const cJSON *root;
	char *at;

	/* With an escape anywhere the text is not plain, and a NUL would end a string too early. */
	if (length > BGPROC_JSON_QUICK_TEXT || memchr(text, '\\', length) || memchr(text, '\0', length)) {
		return NULL;
	}
	memcpy(quick->text, text, length);
	memset(quick->text + length, 0, sizeof quick->text - BGPROC_JSON_QUICK_TEXT);
	/* Ends every search for the end of a string. */
	quick->text[length] = '"';
	quick->end = quick->text + length;
	quick->used = 0;
	at = skip_blanks(quick->text);
	root = take_value(quick, &at, 0);
	/* The whole text must have been parsed. */
	return root && skip_blanks(at) == quick->end ? root : NULL;
}
