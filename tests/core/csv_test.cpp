#include "core/csv.hpp"

#include <doctest/doctest.h>

#include <sstream>

using namespace splitroot;

namespace {

Result<CsvTable> open(std::istringstream& in) { return CsvTable::open(in, "f.csv", {"string", "standing"}); }

std::string error_of(const std::string& text) {
  std::istringstream in{text};
  auto table = open(in);
  if (!table) return table.error().message;
  for (;;) {
    const auto more = table->next();
    if (!more) return more.error().message;
    if (!*more) return "";
  }
}

}  // namespace

TEST_CASE("columns by name, with remarks, a byte order mark, CRLF, quotes and line breaks inside") {
  std::istringstream in{
      "\xef\xbb\xbf# as-of: 2026-01-05\r\n>>> updated <<<\r\nNote,\"String\", Standing\r\n"
      "\"a \"\"b\"\"\nc\",music,delegated\r\n\r\n,kids,retired"};
  auto table = open(in);
  REQUIRE(table.has_value());
  CHECK(table->remark("as-of") == "2026-01-05");
  REQUIRE(table->next().value());
  CHECK((*table)["note"] == "a \"b\"\nc");
  CHECK((*table)["string"] == "music");
  CHECK((*table)["absent"].empty());
  REQUIRE(table->next().value());
  CHECK((*table)["standing"] == "retired");
  CHECK(table->line() == 7);
  CHECK_FALSE(table->next().value());
}

TEST_CASE("errors name line and column, and what was found") {
  CHECK(error_of("") == "f.csv:1:1: no header with the columns string, standing; found: an empty file");
  CHECK(error_of("tld,name\na,b\n") ==
        "f.csv:1:1: no header with the columns string, standing; found: tld, name");
  CHECK(error_of("string,standing\nmusic\n") == "f.csv:2:1: 1 fields where the header has 2");
  CHECK(error_of("string,standing\nok,ok\n\"open,ok\n") == "f.csv:3:1: a quoted field is never closed");
  CHECK(error_of("string,standing\n\"a\"b,ok\n") == "f.csv:2:4: text after the closing quote of a field");
}

TEST_CASE("an unclosed quote does not eat the memory") {
  const std::string huge = "string,standing\n\"" + std::string(CsvReader::longest_record + 2, 'x');
  CHECK(error_of(huge).find("more than 1 MiB") != std::string::npos);
}
