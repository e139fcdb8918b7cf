#include "core/json.hpp"

#include <doctest/doctest.h>

using namespace splitroot;

namespace {

std::string reason(std::string_view text) {
  const auto parsed = parse_json(text, "endpoint");
  return parsed ? "" : parsed.error().message;
}

}  // namespace

TEST_CASE("outside JSON is parsed strictly") {
  CHECK(reason(R"({"a":[1,{"b":null}]})").empty());
  CHECK(reason("<html>").find("endpoint: not the JSON expected, at octet 0") == 0);
  CHECK(reason("{\"a\":\"\xff\"}").find("not the JSON") != std::string::npos);
  CHECK(reason(R"({"a":1,"a":2})").find("same key twice") != std::string::npos);
  CHECK(reason(R"({"a":1} x)").find("not the JSON") != std::string::npos);
  CHECK(reason(std::string(2'000'000, '[')).find("deeper than 64") != std::string::npos);
  CHECK(reason("").find("not the JSON") != std::string::npos);
}

TEST_CASE("members are read with their type or not at all") {
  const auto document = parse_json(R"({"text":"a\u0000b","number":7,"big":1e30})", "x").value();
  CHECK(string_member(document, "text")->size() == 3);
  CHECK_FALSE(string_member(document, "number"));
  CHECK(uint_member(document, "number") == 7U);
  CHECK_FALSE(uint_member(document, "big"));
  CHECK(member(document, "absent") == nullptr);
}
