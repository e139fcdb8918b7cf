#include "alerts/matcher.hpp"

#include <doctest/doctest.h>

#include <set>

#include "core/json.hpp"
#include "tests/alerts/samples.hpp"

namespace splitroot::alerts {
namespace {

/// A matcher of the rules in `toml`, each sent to one webhook.
std::unique_ptr<ChangeListener> matcher_of(const std::string& toml) {
  auto rules =
      parse_rules(toml + "\n[[webhook]]\nname='w'\nurl='http://h/'\nsecret_file='/k'\n", "rules.toml");
  REQUIRE_MESSAGE(rules.has_value(), rules.error().message);
  return make_matcher(std::move(*rules));
}

std::string rule(const std::string& on, const std::string& rest, const std::string& name = "r") {
  return "[[rule]]\nname='" + name + "'\non=['" + on + "']\nto=['webhook:w']\n" + rest + "\n";
}

/// What the rule says of one change: `matched`, `-` for a match without string, empty for none.
std::string outcome(const std::string& on, const std::string& rest, const Change& change) {
  const auto items = matcher_of(rule(on, rest))->messages({&change, 1});
  if (items.empty()) return "";
  REQUIRE(items.size() == 1);
  const auto body = parse_json(items.front().body, "body");
  REQUIRE(body.has_value());
  return std::string{string_member(*body, "matched").value_or("-")};
}

TEST_CASE("names match by their own label, by the TLD they are below, or all of them") {
  struct Row {
    const char* strings;
    Change change;
    std::string expected;
  };
  Change unknown = name_change("uns", "x", "wallet");
  unknown.name->label.reset();
  Change nowhere = name_change("uns", "wallet");
  nowhere.name->place.reset();
  const Row rows[] = {
      {"'wallet'", name_change("uns", "wallet"), "wallet"},
      {"'wallet'", name_change("hns", "WALLET"), "wallet"},
      {"'wallet'", name_change("uns", "x", "wallet"), ""},
      {"'google'", name_change("ens", "google", "eth"), "google"},
      {"'google'", name_change("ens", "google", "x.eth"), ""},
      {"'google'", name_change("ens", "googles", "eth"), ""},
      {"'*.wallet'", name_change("uns", "x", "wallet"), "*.wallet"},
      {"'*.wallet'", name_change("uns", "a", "b.Wallet"), "*.wallet"},
      {"'*.wallet'", name_change("uns", "wallet"), ""},
      {"'*.wallet'", name_change("uns", "wallet", "x"), ""},
      {"'*.wallet'", name_change("uns", "x", "notwallet"), ""},
      {"'*.wallet'", unknown, "*.wallet"},
      {"'wallet'", unknown, ""},
      {"'wallet','*.wallet'", nowhere, ""},
      {"'кошелёк'", name_change("hns", "xn--e1ajbdn4d5c"), "xn--e1ajbdn4d5c"},
      {"'кошелёк'", name_change("uns", "кошелёк"), "xn--e1ajbdn4d5c"},
      {"'*.кошелёк'", name_change("uns", "x", "кошелёк"), "*.xn--e1ajbdn4d5c"},
      {"'wallet'", name_change("uns", std::string{"wallet\0", 7}), ""},
      {"", name_change("ens", "\xff\x00"), "-"},
      {"", nowhere, "-"},
      {"'x','*.wallet'", name_change("uns", "x", "wallet"), "x"},
  };
  for (const Row& row : rows) {
    INFO(row.strings, " on ", display_name(*row.change.name));
    CHECK(outcome("name", std::string{"strings=["} + row.strings + "]", row.change) == row.expected);
  }
}

TEST_CASE("a name that changed is told like one that was seen, under another id") {
  const auto matcher = matcher_of(rule("name", ""));
  const Change changes[] = {name_change("ens", "a", "eth"),
                            name_change("ens", "a", "eth", ChangeKind::name_changed)};
  const auto items = matcher->messages(changes);
  REQUIRE(items.size() == 2);
  CHECK(items[0].id != items[1].id);
  CHECK(items[1].body.find(R"("type":"name.seen")") != std::string::npos);
}

TEST_CASE("namespaces filter names and collisions, and nothing else") {
  CHECK(outcome("name", "namespaces=['uns']", name_change("uns", "a", "wallet")) == "-");
  CHECK(outcome("name", "namespaces=['uns']", name_change("ens", "a", "eth")) == "");
  Change pair = collision_change("wallet", Level::tld, "wallet", Severity::high);
  CHECK(outcome("collision", "namespaces=['ens']", pair) == "");
  pair.collision->finding.against.ns = "ens";
  CHECK(outcome("collision", "namespaces=['ens']", pair) == "-");
  CHECK(outcome("standing", "namespaces=['uns']", standing_change("wallet")) == "-");
  CHECK(outcome("source", "namespaces=['uns']\nstrings=['wallet']", source_change()) == "-");
}

TEST_CASE("collisions match from either side") {
  const Change tld = collision_change("wallet", Level::tld, "xn--e1ajbdn4d5c", Severity::high);
  CHECK(outcome("collision", "strings=['wallet']", tld) == "wallet");
  CHECK(outcome("collision", "strings=['кошелёк']", tld) == "xn--e1ajbdn4d5c");
  CHECK(outcome("collision", "strings=['*.wallet']", tld) == "");
  CHECK(outcome("collision", "strings=['other']", tld) == "");
  const Change below = collision_change("google.wallet", Level::label, "google", Severity::low);
  CHECK(outcome("collision", "strings=['google']", below) == "google");
  CHECK(outcome("collision", "strings=['*.wallet']", below) == "*.wallet");
  CHECK(outcome("collision", "strings=['wallet']", below) == "");
}

TEST_CASE("classes, levels and severity filter collisions") {
  const Change change = collision_change("wallet", Level::tld, "wallet", Severity::medium);
  CHECK(outcome("collision", "classes=['exact']\nlevels=['tld']\nmin_severity='medium'", change) == "-");
  CHECK(outcome("collision", "classes=['cross-alt']", change) == "");
  CHECK(outcome("collision", "levels=['label']", change) == "");
  CHECK(outcome("collision", "min_severity='high'", change) == "");
}

TEST_CASE("a collision that closes is asked for its severity before") {
  Change closed =
      collision_change("wallet", Level::tld, "wallet", Severity::info, ChangeKind::collision_closed);
  CHECK(outcome("collision", "min_severity='high'", closed) == "-");
  closed.severity_before = Severity::high;
  CHECK(outcome("collision", "min_severity='high'", closed) == "-");
  closed.severity_before = Severity::low;
  CHECK(outcome("collision", "min_severity='high'", closed) == "");
}

TEST_CASE("a collision that changed is told as opened when it crosses the least severity") {
  Change changed =
      collision_change("wallet", Level::tld, "wallet", Severity::high, ChangeKind::collision_changed);
  CHECK(outcome("collision", "min_severity='high'", changed) == "");
  changed.severity_before = Severity::medium;
  CHECK(outcome("collision", "min_severity='high'", changed) == "-");
  CHECK(outcome("collision", "min_severity='critical'", changed) == "");
  CHECK(outcome("collision", "min_severity='medium'", changed) == "");
  const auto items = matcher_of(rule("collision", "min_severity='high'"))->messages({&changed, 1});
  CHECK(items.front().body.find(R"("type":"collision.opened")") != std::string::npos);
}

TEST_CASE("standings and sources") {
  CHECK(outcome("standing", "strings=['wallet']", standing_change("wallet")) == "wallet");
  CHECK(outcome("standing", "strings=['*.wallet']", standing_change("wallet")) == "");
  CHECK(outcome("source", "", source_change()) == "-");
  CHECK(outcome("source", "", source_change(ChangeKind::source_recovered)) == "");
  CHECK(outcome("name", "", source_change()) == "");
}

TEST_CASE("names are read back only when a rule asks for names") {
  CHECK_FALSE(matcher_of("")->wants_names());
  CHECK_FALSE(matcher_of(rule("collision", ""))->wants_names());
  CHECK(matcher_of(rule("name", ""))->wants_names());
}

TEST_CASE("one message a rule and target, the same id whenever it is computed") {
  auto rules = parse_rules(R"([[rule]]
name='a'
on=['name']
strings=['*.wallet','x']
to=['webhook:v','webhook:w']
[[rule]]
name='b'
on=['name']
to=['webhook:w']
[[webhook]]
name='v'
url='http://h/'
secret_file='/k'
[[webhook]]
name='w'
url='http://h/'
secret_file='/k'
)",
                           "rules.toml");
  REQUIRE(rules.has_value());
  const Change change = name_change("uns", "x", "wallet");
  const auto once = make_matcher(*rules)->messages({&change, 1});
  const auto again = make_matcher(*rules)->messages({&change, 1});
  REQUIRE(once.size() == 3);
  std::set<std::string> ids;
  for (std::size_t i = 0; i < once.size(); ++i) {
    CHECK(once[i].id == again[i].id);
    CHECK(once[i].body == again[i].body);
    CHECK(once[i].id.size() == 30);
    CHECK(once[i].id.starts_with("msg_"));
    CHECK(once[i].due == sample_time);
    ids.insert(once[i].id);
  }
  CHECK(ids.size() == 3);
  CHECK(once[0].target == "webhook:v");
}

}  // namespace
}  // namespace splitroot::alerts
