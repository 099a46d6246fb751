/* json_schema: the schema says what json_decode does. */
#include "tests/unit/cm.h"

#include "common/json/scan.h"
#include "tests/unit/json_sample.h"

static void has_schema(const char *name, const char *expected)
{
	struct arena arena = {0};
	struct buf b = BUF(&arena);
	bool found = false;

	for (size_t i = 0; i < sample_shape.count; i++) {
		if (strcmp(sample_shape.fields[i].name, name) != 0)
			continue;
		found = true;
		json_schema_field(&b, &sample_shape.fields[i]);
		assert_str(buf_str(&b), expected);
	}
	assert_true(found);
	arena_free(&arena);
}

static void describes_each_kind_of_field(void **state)
{
	(void)state;
	has_schema("name", "{\"type\":\"string\",\"minLength\":1,\"maxLength\":8,"
	                   "\"description\":\"A \\\"name\\\".\"}");
	has_schema("count", "{\"type\":\"integer\",\"minimum\":-5,\"maximum\":20}");
	has_schema("hp", "{\"oneOf\":[{\"type\":\"integer\",\"minimum\":1,\"maximum\":100},"
	                 "{\"type\":\"string\",\"enum\":[\"average\",\"roll\"]}]}");
	has_schema("color", "{\"type\":\"string\",\"enum\":[\"red\",\"green\",\"blue\"]}");
	has_schema("colors", "{\"type\":\"array\",\"items\":{\"type\":\"string\","
	                     "\"enum\":[\"red\",\"green\",\"blue\"]}}");
	has_schema("flag", "{\"type\":\"boolean\"}");
	has_schema("id", "{\"type\":\"string\",\"format\":\"uuid\"}");
	has_schema("at", "{\"type\":\"string\",\"format\":\"date-time\"}");
	has_schema("inner", "{\"$ref\":\"#/components/schemas/SampleInner\"}");
	has_schema("numbers", "{\"type\":\"array\",\"minItems\":1,\"maxItems\":4,"
	                      "\"items\":{\"type\":\"integer\",\"minimum\":-9,\"maximum\":9}}");
	has_schema("sheet", "{\"type\":\"object\",\"additionalProperties\":true}");
	has_schema("note", "{\"type\":[\"string\",\"null\"],\"minLength\":1,\"maxLength\":8}");
	has_schema("limit", "{\"type\":[\"integer\",\"null\"],\"minimum\":1,\"maximum\":9}");
	has_schema("parent", "{\"type\":[\"string\",\"null\"],\"format\":\"uuid\"}");
	has_schema("maybe", "{\"oneOf\":[{\"$ref\":\"#/components/schemas/SampleInner\"},"
	                    "{\"type\":\"null\"}]}");
}

/* A bound that json_decode holds and the schema does not say would be a refusal nobody announced. */
static void says_how_many_entries_a_map_may_have(void **state)
{
	(void)state;
	has_schema("scores", "{\"type\":\"object\",\"maxProperties\":3,\"additionalProperties\":"
	                     "{\"type\":\"integer\",\"minimum\":0,\"maximum\":100}}");
}

static void closes_an_object_unless_it_is_open(void **state)
{
	static const char fields[] =
	    "{\"type\":\"object\",\"properties\":{\"label\":{\"type\":\"string\",\"minLength\":0,"
	    "\"maxLength\":10},\"score\":{\"type\":\"integer\",\"minimum\":-2147483648,"
	    "\"maximum\":2147483647}},\"required\":[\"label\"]";
	struct shape open = sample_inner_shape;
	struct arena arena = {0};
	struct buf closed_text = BUF(&arena), open_text = BUF(&arena);

	(void)state;
	json_schema(&closed_text, &sample_inner_shape);
	assert_str(buf_str(&closed_text),
	           arena_printf(&arena, "%s,\"additionalProperties\":false}", fields).p);
	open.open = true;
	json_schema(&open_text, &open);
	assert_str(buf_str(&open_text), arena_printf(&arena, "%s}", fields).p);
	arena_free(&arena);
}

static void is_json_itself(void **state)
{
	struct arena arena = {0};
	struct buf b = BUF(&arena);

	(void)state;
	json_schema(&b, &sample_shape);
	assert_null(json_scan(buf_str(&b)).problem);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(describes_each_kind_of_field),
	    cmocka_unit_test(says_how_many_entries_a_map_may_have),
	    cmocka_unit_test(closes_an_object_unless_it_is_open),
	    cmocka_unit_test(is_json_itself),
	};

	return cmocka_run_group_tests_name("json_schema", tests, NULL, NULL);
}
