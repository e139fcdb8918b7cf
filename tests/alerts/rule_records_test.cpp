#include <doctest/doctest.h>

#include "alerts/rules.hpp"
#include "core/json.hpp"

namespace splitroot::alerts {
namespace {

RuleSet sample() {
  auto rules = parse_rules(R"([[rule]]
name = "my string"
on = ["collision", "name"]
strings = ["*.wallet", "wallet"]
namespaces = ["uns", "hns"]
levels = ["tld"]
min_severity = "high"
to = ["webhook:ops", "webhook:file"]
[[webhook]]
name = "ops"
url = "https://hooks.example/in?key=verysecretkey"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
[[webhook]]
name = "file"
url = "http://hooks.example:81/"
secret_file = "/etc/splitroot/ops"
)",
                           "rules.toml");
  REQUIRE_MESSAGE(rules.has_value(), rules.error().message);
  return *rules;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_CASE("what is stored reads back as the same") {
  const auto records = to_records(sample());
  REQUIRE(records.size() == 3);
  CHECK(records[0].name == "rule:my string");
  CHECK(records[1].name == "webhook:ops");
  CHECK(has(records[2].json, R"("secret_file":"/etc/splitroot/ops")"));
  const auto again = from_records(records);
  REQUIRE_MESSAGE(again.has_value(), again.error().message);
  CHECK(again->rules.front().strings == sample().rules.front().strings);
  CHECK(again->rules.front().min_severity == Severity::high);
  const auto stored_again = to_records(*again);
  for (std::size_t i = 0; i < records.size(); ++i) CHECK(stored_again[i].json == records[i].json);
}

TEST_CASE("stored rules that do not add up are an error that says what to do, without secrets") {
  std::vector<RuleRecord> records{
      {"rule:a", R"({"name":"a","on":["name"],"to":["webhook:gone"]})"},
      {"webhook:x", R"({"name":"x","url":"http://h/","secret":"whsec_TOPSECRET"})"},
      {"rule:b", "nonsense"},
      {"mail:c", "{}"}};
  const auto rules = from_records(records);
  REQUIRE_FALSE(rules.has_value());
  CHECK(has(rules.error().message, "there is no [[webhook]] named 'gone'"));
  CHECK(has(rules.error().message, "rule:b"));
  CHECK(has(rules.error().message, "mail:c: no rule and no webhook"));
  CHECK(has(rules.error().message, "splitroot rules apply FILE"));
  CHECK_FALSE(has(rules.error().message, "TOPSECRET"));
}

TEST_CASE("lists show neither secrets nor the keys in addresses") {
  for (const std::string& text : {rules_table(sample()), rules_json(sample()), rules_csv(sample())}) {
    CHECK(has(text, "my string"));
    CHECK(has(text, "*.wallet"));
    CHECK_FALSE(has(text, "MfKQ9r8"));
    CHECK_FALSE(has(text, "verysecretkey"));
  }
  CHECK(has(rules_table(sample()), "webhook:ops  https://hooks.example"));
  CHECK(has(rules_table({}), "no rules yet"));
}

TEST_CASE("the JSON list is one document") {
  const auto document = parse_json(rules_json(sample()), "rules list");
  REQUIRE(document.has_value());
  CHECK((*document)["rules"].Size() == 1);
  CHECK(text_of((*document)["rules"][0]["min_severity"]) == "high");
  CHECK(text_of((*document)["webhooks"][1]["secretFile"]) == "/etc/splitroot/ops");
  CHECK((*document)["webhooks"][0]["secretFile"].IsNull());
}

}  // namespace
}  // namespace splitroot::alerts
