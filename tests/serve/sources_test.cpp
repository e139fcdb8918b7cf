// Sources as operators see them: table, JSON, CSV.
#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

#include "core/json.hpp"
#include "serve/coverage.hpp"
#include "serve/list_writer.hpp"
#include "serve/source_words.hpp"
#include "tests/serve/fake_store.hpp"

using namespace splitroot;
using namespace splitroot::serve;

namespace {

template <class Row>
std::string written(Format format, const std::vector<Row>& rows, Layout<Row> layout) {
  std::ostringstream out;
  ListWriter<Row> list{out, format, std::move(layout)};
  for (const Row& row : rows) list.add(row);
  list.finish();
  return out.str();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("lag is what the head has that has not been read") {
  SourcePosition source;
  CHECK_FALSE(lag(source).has_value());
  source.ranges = {{5, 9, 7, "0x"}};
  CHECK_FALSE(lag(source).has_value());
  source.as_of = day("2026-01-01");
  source.head = BlockMark{10, "0x", day("2026-01-02")};
  CHECK(lag(source)->blocks == 3);
  CHECK(lag(source)->time == std::chrono::hours{24});
  source.head->number = 6;  // told before the last block was read
  CHECK(lag(source)->blocks == 0);
  CHECK(lag(source)->time == std::chrono::seconds{0});
}

TEST_CASE("the table of sources stands within 100 columns, whatever they are like") {
  const auto data = sample_data();
  auto sources = data->sources;
  sources[1].trouble =
      "https://a.example: HTTP 503; https://b.example: the certificate has expired; and "
      "https://c.example: it answers for chain 137, not 1: take it out of [source.hns] endpoints";
  for (const bool full : {false, true}) {
    const std::string table = written(Format::table, sources, source_layout(now(), full));
    CAPTURE(table);
    for (const std::string& line : lines_of(table)) CHECK(terminal_width(line) <= 100);
    CHECK(has(table, "9380410-24166200 +1"));
    CHECK(has(table, "certificate has expired"));
    CHECK(has(table, "              endpoints"));
    CHECK(has(table, "nothing read yet"));
    CHECK(has(table, "--discrepancies"));
    CHECK(has(table, "https://two.example in trouble: HTTP 429") == full);
    CHECK(has(table, "final to 24,166,136, head 24,166,264") == full);
    CHECK_FALSE(has(table, "\x1b"));
  }
}

TEST_CASE("a source as JSON has its ranges, lag and endpoints") {
  const auto data = sample_data();
  const auto list = parse_json(written(Format::json, data->sources, source_layout(now())), "sources");
  REQUIRE(list.has_value());
  const auto& ens = (*list)[0];
  CHECK(uint_member(ens, "verified") == 24166200);
  CHECK(uint_member(ens, "fetched") == 24166400);
  CHECK(uint_member(ens, "head") == 24166264);
  CHECK(uint_member(ens, "finalTo") == 24166136);
  CHECK(uint_member(ens, "lagBlocks") == 64);
  CHECK(uint_member(ens, "lagSeconds") == 768);
  CHECK_FALSE(member(ens, "final")->GetBool());
  CHECK(uint_member((*member(ens, "ranges"))[0], "from") == 3327417);
  CHECK(string_member((*member(ens, "ranges"))[1], "hash") == "0x5f01");
  const auto& endpoint = (*member(ens, "endpoints"))[1];
  CHECK(string_member(endpoint, "name") == "https://two.example");
  CHECK_FALSE(member(endpoint, "healthy")->GetBool());
  CHECK(uint_member(endpoint, "failures") == 70);
  CHECK(member(endpoint, "window")->IsNull());
  const auto& root = (*list)[2];
  for (const char* absent : {"verified", "fetched", "head", "finalTo", "lagBlocks", "headTime", "hash"}) {
    CAPTURE(absent);
    CHECK(member(root, absent)->IsNull());
  }
}

TEST_CASE("coverage tells where finality ends") {
  const auto data = sample_data();
  CHECK(has(remarks_text(data->sources[0], now()), "not final above 24166136"));
  rapidjson::StringBuffer buffer;
  JsonWriter out{buffer};
  render_coverage(out, data->sources[0], now());
  CHECK(has(std::string{text_of(buffer)},
            R"("position":"24166200","final":false,"finalTo":24166136,"head":24166264)"));
}

TEST_CASE("both answers of a discrepancy can be seen, cut in the table only") {
  const auto rows = sample_data()->discrepancies;
  const std::string table = written(Format::table, rows, discrepancy_layout());
  for (const std::string& line : lines_of(table)) CHECK(line.size() < 340);
  CHECK(has(table, "100-120"));
  CHECK(has(table, "1,002 octets"));
  CHECK(has(table, "do not hash to its receiptsRoot"));
  const auto json = parse_json(written(Format::json, rows, discrepancy_layout()), "list");
  REQUIRE(json.has_value());
  CHECK(*string_member((*json)[0], "answer") == std::string(1000, '[') + "\\u{001B}\\xFF");
  CHECK(*string_member((*json)[0], "otherAnswer") == "[]");
  const auto commas = [](const std::string& line) { return std::count(line.begin(), line.end(), ','); };
  CHECK(commas(discrepancy_csv_header()) == commas(discrepancy_csv_row(rows[0])));
}

TEST_CASE("words are broken at spaces, and a long one stays whole") {
  CHECK(wrapped("", 10).empty());
  CHECK(wrapped("one two\nthree", 7) == std::vector<std::string>{"one two", "three"});
  CHECK(wrapped("a 12345678901 b", 5) == std::vector<std::string>{"a", "12345678901", "b"});
}
