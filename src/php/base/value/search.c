/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/base/value/search.h"

#include "php_ini.h"
#include "zend_interfaces.h"
#include "ext/standard/php_incomplete_class.h"

#include "src/php/base/compat.h"

/* An array, an object or a reference that is still to be looked through. */
struct item {
	zend_refcounted *what; /* a reference is held: an initializer of a lazy object may drop the others */
	zend_long depth;       /* 1: the outermost one */
};

struct search {
	bool received; /* look for unknown classes; else for what cannot be serialized */
	zend_long depth_max;
	struct item *items; /* the last one is next */
	size_t count, capacity;
	HashTable *seen; /* address => object or reference; a circle of arrays always has one of these */
	zend_string *found;
};

static void push(struct search *search, zend_refcounted *what, zend_long depth)
{
	if (search->count == search->capacity) {
		search->capacity = search->capacity ? search->capacity * 2 : 16;
		search->items = safe_erealloc(search->items, search->capacity, sizeof *search->items, 0);
	}
	GC_ADDREF(what);
	search->items[search->count++] = (struct item) {.what = what, .depth = depth};
}

static void as_value(zend_refcounted *what, zval *value)
{
	switch (GC_TYPE(what)) {
		case IS_ARRAY:
			ZVAL_ARR(value, (zend_array *) what);
			break;
		case IS_OBJECT:
			ZVAL_OBJ(value, (zend_object *) what);
			break;
		default:
			ZVAL_REF(value, (zend_reference *) what);
			break;
	}
}

/* Whether the object or reference is met for the first time. It is held from then on. */
static bool is_new(struct search *search, zend_refcounted *what)
{
	zval value;

	as_value(what, &value);
	if (!zend_hash_index_add(search->seen, (zend_ulong) (uintptr_t) what, &value)) {
		return false;
	}
	GC_ADDREF(what);
	return true;
}

static void meet_resource(struct search *search, zval *value)
{
	const char *type = zend_rsrc_list_get_rsrc_type(Z_RES_P(value));

	if (!search->received) {
		search->found = zend_strpprintf(0, "it contains a resource (%s)", type ? type : "closed");
	}
}

/* One value of an array or object. */
static void meet(struct search *search, zval *value, zend_long depth)
{
	if (Z_TYPE_P(value) == IS_INDIRECT) {
		value = Z_INDIRECT_P(value);
	}
	switch (Z_TYPE_P(value)) {
		case IS_ARRAY:
			/* A constant array has neither resources nor objects that could be a problem. */
			if (!(GC_FLAGS(Z_COUNTED_P(value)) & GC_IMMUTABLE)) {
				push(search, Z_COUNTED_P(value), depth);
			}
			break;
		case IS_OBJECT:
		case IS_REFERENCE:
			push(search, Z_COUNTED_P(value), depth);
			break;
		case IS_RESOURCE:
			meet_resource(search, value);
			break;
		default:
			break;
	}
}

static void meet_array(struct search *search, HashTable *array, zend_long depth)
{
	zval *value;

	ZEND_HASH_FOREACH_VAL(array, value) {
		meet(search, value, depth);
		if (search->found) {
			return;
		}
	}
	ZEND_HASH_FOREACH_END();
}

/* All that the object holds, inside of PHP's own classes as well; no code of the script runs. */
static void meet_contents(struct search *search, zend_object *object, zend_long depth)
{
	zval *table;
	int count;
	HashTable *properties = object->handlers->get_gc(object, &table, &count);

	for (int i = 0; i < count && !search->found; i++) {
		meet(search, &table[i], depth);
	}
	if (properties && !search->found) {
		meet_array(search, properties, depth);
	}
}

/* The properties that a serializer writes. */
static void meet_properties(struct search *search, zend_object *object, zend_long depth)
{
	const zend_object_handlers *handlers = object->handlers;
	zend_array *properties;
	zval value;

	if (handlers->get_gc == zend_std_get_gc && handlers->get_properties == zend_std_get_properties &&
		!handlers->get_properties_for && !bgproc_compat_is_lazy(object)) {
		meet_contents(search, object, depth);
		return;
	}
	ZVAL_OBJ(&value, object);
	properties = zend_get_properties_for(&value, ZEND_PROP_PURPOSE_SERIALIZE);
	if (properties) {
		if (!EG(exception)) {
			meet_array(search, properties, depth);
		}
		zend_release_properties(properties);
	}
}

/* The properties of the object then say nothing of what is written. */
static bool serializes_itself(const zend_class_entry *ce)
{
	return ce->__serialize || ce->serialize || zend_hash_find_known_hash(&ce->function_table, ZSTR_KNOWN(ZEND_STR_SLEEP));
}

/* The collections of PHP, such as ArrayObject, write all that they contain. */
static bool is_collection(const zend_class_entry *ce)
{
	return ce->__serialize && ce->__serialize->type == ZEND_INTERNAL_FUNCTION;
}

static void look_into_object(struct search *search, zend_object *object, zend_long depth)
{
	zend_class_entry *ce = object->ce;

	if (search->received) {
		if (ce == PHP_IC_ENTRY) {
			zend_string *name = php_lookup_class_name(object);

			search->found = name ? name : zend_string_copy(ce->name);
		} else {
			meet_contents(search, object, depth + 1);
		}
	} else if (ce->ce_flags & ZEND_ACC_NOT_SERIALIZABLE) {
		/* The text is PHP's. The name of an anonymous class ends with the place of its file, after a NUL. */
		search->found = zend_strpprintf(0, "Serialization of '%s' is not allowed", ZSTR_VAL(ce->name));
	} else if (is_collection(ce)) {
		meet_contents(search, object, depth + 1);
	} else if (!(ce->ce_flags & ZEND_ACC_ENUM) && !serializes_itself(ce)) {
		meet_properties(search, object, depth + 1);
	}
}

static void look_into(struct search *search, zend_refcounted *what, zend_long depth)
{
	bool nests = GC_TYPE(what) != IS_REFERENCE;

	if (GC_TYPE(what) != IS_ARRAY && !is_new(search, what)) {
		return;
	}
	if (nests && search->depth_max > 0 && depth > search->depth_max) {
		search->found = zend_strpprintf(
			0, "it is nested deeper than " ZEND_LONG_FMT " levels (unserialize_max_depth)", search->depth_max);
	} else if (GC_TYPE(what) == IS_ARRAY) {
		meet_array(search, (HashTable *) what, depth + 1);
	} else if (GC_TYPE(what) == IS_OBJECT) {
		look_into_object(search, (zend_object *) what, depth);
	} else {
		meet(search, &((zend_reference *) what)->val, depth);
	}
}

/* What was found last comes first now: the order, and so the depth of each object, is that of a serializer. */
static void reverse(struct item *items, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		struct item item = items[i];

		items[i] = items[count - 1 - i];
		items[count - 1 - i] = item;
	}
}

static void release(zend_refcounted *what)
{
	zval value;

	as_value(what, &value);
	zval_ptr_dtor(&value);
}

static zend_string *run(struct search *search, zval *value)
{
	meet(search, value, 1);
	while (search->count > 0) {
		struct item item = search->items[--search->count];
		size_t before = search->count;

		if (!search->found && !EG(exception)) {
			look_into(search, item.what, item.depth);
			reverse(search->items + before, search->count - before);
		}
		release(item.what);
	}
	if (search->items) {
		efree(search->items);
	}
	return search->found;
}

zend_string *bgproc_value_unserializable(zval *value, HashTable *held)
{
	/* Not BG(unserialize_max_depth): how far that lies in its structure depends on the flags of the build. */
	struct search search = {.depth_max = INI_INT("unserialize_max_depth"), .seen = held};

	return run(&search, value);
}

zend_string *bgproc_value_unknown_class(zval *value)
{
	HashTable seen;
	struct search search = {.received = true, .seen = &seen};
	zend_string *found;

	zend_hash_init(&seen, 8, NULL, ZVAL_PTR_DTOR, false);
	found = run(&search, value);
	zend_hash_destroy(&seen);
	return found;
}
