/* SPDX-License-Identifier: Apache-2.0 */
#include "src/php/base/state.h"

#include "zend_enum.h"

#include "stubs/state_arginfo.h"

zend_class_entry *bgproc_ce_state;

/* Name of the case of each state; the values are the names in src/core/state.c. */
static const char *const cases[BGPROC_STATE_COUNT] = {
	[BGPROC_STATE_DELAYED] = "Delayed",
	[BGPROC_STATE_STARTING] = "Starting",
	[BGPROC_STATE_RUNNING] = "Running",
	[BGPROC_STATE_SUCCEEDED] = "Succeeded",
	[BGPROC_STATE_FAILED] = "Failed",
	[BGPROC_STATE_TIMED_OUT] = "TimedOut",
	[BGPROC_STATE_STOPPED] = "Stopped",
	[BGPROC_STATE_LOST] = "Lost",
};

zend_object *bgproc_state_case(enum bgproc_state state)
{
	return zend_enum_get_case_cstr(bgproc_ce_state, cases[state]);
}

bool bgproc_state_from_zval(const zval *value, enum bgproc_state *state)
{
	if (Z_TYPE_P(value) == IS_OBJECT && Z_OBJCE_P(value) == bgproc_ce_state) {
		value = zend_enum_fetch_case_value(Z_OBJ_P(value));
	}
	return Z_TYPE_P(value) == IS_STRING && bgproc_state_from_name(Z_STRVAL_P(value), Z_STRLEN_P(value), state);
}

PHP_METHOD(Bgproc_State, isFinal)
{
	enum bgproc_state state;

	ZEND_PARSE_PARAMETERS_NONE();
	RETURN_BOOL(bgproc_state_from_zval(ZEND_THIS, &state) && bgproc_state_is_final(state));
}

void bgproc_state_register(void)
{
	bgproc_ce_state = register_class_Bgproc_State();
}
