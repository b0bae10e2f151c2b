/* SPDX-License-Identifier: Apache-2.0 */
#include "src/store/json_quick.h"

#include <stdbool.h>
#include <string.h>

/* An object in an object (an error, the labels) is as deep as records go. */
#define DEPTH_MAX 3
/* What a double holds exactly. */
#define NUMBER_MAX 9007199254740991ULL
#define DIGITS_MAX 16

static char *skip_blanks(char *at)
{
	while (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r') {
		at++;
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

/* The text behind the opening quote, ended in place; *at is moved behind the closing one. NULL: not a plain
 * string. */
static char *take_string(char **at)
{
	char *start = *at + 1;
	char *end = start + strcspn(start, "\"\\");

	if (*end != '"') {
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

/* An object or an array; *at is at its opening bracket. */
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
			name = **at == '"' ? take_string(at) : NULL;
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
			text = take_string(at);
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

	if (length > BGPROC_JSON_QUICK_TEXT) {
		return NULL;
	}
	memcpy(quick->text, text, length);
	quick->text[length] = '\0';
	quick->used = 0;
	at = skip_blanks(quick->text);
	root = take_value(quick, &at, 0);
	/* All of it, also when there is a NUL in it. */
	return root && skip_blanks(at) == quick->text + length ? root : NULL;
}
