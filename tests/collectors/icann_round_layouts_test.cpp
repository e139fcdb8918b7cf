// A made-up round in three layouts: what the importer makes of each is what the round's maker says.
#include <sstream>
#include <vector>

#include "core/json.hpp"
#include "icann_round_support.hpp"
#include "peer_script.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

constexpr unsigned count = 2000;

std::string layout(const std::string& name, unsigned seed) {
  const auto text = output_of("node '" + peers_script("round.mjs") + "' " + name + " " +
                              std::to_string(count) + " " + std::to_string(seed));
  REQUIRE(text.has_value());
  return *text;
}

/// All that an entry says, in one line.
std::string shown(const ApplicationEntry& entry) {
  std::string out;
  for (const std::string& part :
       {entry.round, entry.id, entry.ldh, entry.applicant, std::string{text(entry.standing)},
        entry.since ? to_rfc3339(*entry.since) : "-", entry.replacement, entry.contention_set})
    out += json_string(part) + " ";
  for (const std::string& variant : entry.variants) out += json_string(variant) + ",";
  for (const auto& [key, value] : entry.detail) out += " " + key + "=" + json_string(value);
  return out;
}

ApplicationEntry entry_of(const rapidjson::Value& line) {
  ApplicationEntry entry;
  const auto said = [&](const char* name) { return std::string{string_member(line, name).value_or("")}; };
  entry.round = said("round");
  entry.id = said("id");
  entry.ldh = said("ldh");
  entry.applicant = said("applicant");
  entry.standing = parse_word<Standing>(said("standing")).value();
  entry.since = parse_time(said("since"));
  entry.replacement = said("replacement");
  entry.contention_set = said("contentionSet");
  for (const auto& variant : line["variants"].GetArray()) entry.variants.emplace_back(text_of(variant));
  for (const auto& item : line["detail"].GetObject())
    entry.detail.emplace(text_of(item.name), text_of(item.value));
  return entry;
}

struct Truth {
  std::vector<std::string> entries;
  rapidjson::Document summary;
};

Truth truth(unsigned seed) {
  Truth result;
  std::istringstream lines{layout("truth", seed)};
  for (std::string line; std::getline(lines, line);) {
    auto parsed = parse_json(line, "truth");
    REQUIRE(good(parsed));
    if (parsed->HasMember("summary")) {
      result.summary = std::move(*parsed);
    } else {
      result.entries.push_back(shown(entry_of(*parsed)));
    }
  }
  return result;
}

void check_layout(const std::string& name, unsigned seed, std::optional<Timestamp> as_of,
                  const Truth& expected) {
  CAPTURE(name);
  const auto batch = parse_round_2026(layout(name, seed), name, as_of);
  REQUIRE(good(batch));
  CHECK(batch->as_of == parse_time("2026-10-15"));
  REQUIRE(batch->entries.size() == expected.entries.size());
  for (std::size_t i = 0; i < batch->entries.size(); ++i)
    CHECK(shown(batch->entries[i]) == expected.entries[i]);
  const auto& summary = expected.summary["summary"];
  CHECK(batch->dropped_values == uint_member(summary, "droppedValues"));
  CHECK(batch->dropped_columns.size() == 3);
  CHECK(contention_by_string(*batch).size() == uint_member(summary, "contested"));
  std::size_t unknown = 0;
  for (const auto& [word, times] : unknown_statuses(*batch)) unknown += times;
  CHECK(unknown == uint_member(summary, "unknownStatuses"));
}

}  // namespace

TEST_CASE("three layouts of one round are the same entries, those of the round's maker") {
  if (!output_of("node --version")) {
    MESSAGE("skipped: no node");
    return;
  }
  for (const unsigned seed : {7U, 8U, 20261015U}) {
    CAPTURE(seed);
    const Truth expected = truth(seed);
    CHECK(expected.entries.size() > count);
    check_layout("comma", seed, parse_time("2026-10-15"), expected);
    check_layout("semicolon", seed, std::nullopt, expected);
    check_layout("json", seed, std::nullopt, expected);
    check_error(parse_round_2026(layout("comma", seed), "comma", std::nullopt),
                "comma: nothing in the list says when it was so; give its date with --as-of DATE");
  }
}
