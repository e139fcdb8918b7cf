#include "alerts/rules.hpp"

#include <doctest/doctest.h>

#include <filesystem>

namespace splitroot::alerts {
namespace {

constexpr const char* good = R"([[rule]]
name = "my string"
on = ["name", "collision", "standing", "source"]
strings = ["wallet", "*.wallet", "Кошелёк"]
namespaces = ["uns"]
classes = ["exact"]
levels = []
min_severity = "low"
to = ["webhook:ops"]

[[webhook]]
name = "ops"
url = "https://hooks.example/in?key=verysecretkey"
secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
)";

std::string errors_of(const std::string& toml) {
  const auto rules = parse_rules(toml, "rules.toml");
  REQUIRE_FALSE(rules.has_value());
  CHECK(rules.error().fault == Fault::input);
  return rules.error().message;
}

bool says(const std::string& text, const std::string& part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

const std::string webhook = "[[webhook]]\nname='ops'\nurl='http://127.0.0.1/'\nsecret_file='/etc/key'\n";

TEST_CASE("the documented rule file is read whole") {
  const auto rules = parse_rules(good, "rules.toml");
  REQUIRE_MESSAGE(rules.has_value(), rules.error().message);
  REQUIRE(rules->rules.size() == 1);
  const Rule& rule = rules->rules.front();
  CHECK(rule.name == "my string");
  CHECK(rule.on.size() == 4);
  REQUIRE(rule.strings.size() == 3);
  CHECK(rule.strings[1].text() == "*.wallet");
  CHECK(rule.strings[1].below);
  CHECK(rule.strings[2].ldh == "xn--e1ajbdn4d5c");
  CHECK(rule.strings[2].canonical == "кошелёк");
  CHECK(rule.namespaces == std::vector<std::string>{"uns"});
  CHECK(rule.classes == std::vector{Class::exact});
  CHECK(rule.levels.empty());
  CHECK(rule.min_severity == Severity::low);
  CHECK(rule.to == std::vector<std::string>{"webhook:ops"});
  CHECK(rules->webhooks.front().secret.reveal() == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
}

TEST_CASE("an A-label and its U-label are one string") {
  const auto rules = parse_rules(
      "[[rule]]\nname='a'\non=['name']\nstrings=['кошелёк','XN--E1AJBDN4D5C']\nto=['webhook:ops']\n" +
          webhook,
      "r");
  REQUIRE_MESSAGE(rules.has_value(), rules.error().message);
  CHECK(rules->rules.front().strings.size() == 1);
}

TEST_CASE("an empty file is an empty set") {
  const auto rules = parse_rules("", "rules.toml");
  REQUIRE(rules.has_value());
  CHECK(rules->rules.empty());
}

TEST_CASE("every error comes at once, with its line and the words allowed") {
  const std::string text = errors_of(R"([[rule]]
name = "a"
on = ["name", "colision"]
strings = ["wal let", "a.b"]
namespaces = ["UNS"]
classes = "exact"
min_severity = "severe"
colour = "red"
to = ["webhook:ops", "mail:me", "webhook:nobody"]
[[rule]]
name = "a"
on = []
[[webhook]]
name = "ops"
url = "ftp://example.org/"
secret = "whsec_short"
[[webhook]]
name = "other"
[typo]
)");
  CHECK(says(text, "rules.toml:3: on: unknown word 'colision'; allowed: name, collision, standing, source"));
  CHECK(says(text, "rules.toml:4: strings: 'wal let' is no TLD label"));
  CHECK(says(text, "rules.toml:4: strings: 'a.b' is no TLD label"));
  CHECK(says(text, "rules.toml:5: namespaces: 'UNS' is no namespace"));
  CHECK(says(text, "rules.toml:6: classes must be an array of strings, not a string"));
  CHECK(says(
      text, "rules.toml:7: min_severity: unknown word 'severe'; allowed: info, low, medium, high, critical"));
  CHECK(says(text, "rules.toml:8: unknown key 'colour' in [[rule]]; allowed: name, on, strings"));
  CHECK(says(text, "rules.toml:9: to: 'mail:me' is no target; write webhook:NAME"));
  CHECK(says(text, "rules.toml:9: to: there is no [[webhook]] named 'nobody'; there are: 'ops', 'other'"));
  CHECK(says(text, "rules.toml:10: [[rule]] has no to; say whom to tell: webhook:NAME"));
  CHECK(says(text, "rules.toml:11: name 'a' is taken already"));
  CHECK(says(text, "rules.toml:12: on is empty"));
  CHECK(says(text, "rules.toml:15: url must start with https:// or http://"));
  CHECK(says(text, "rules.toml:16: secret: after whsec_ a secret is base64"));
  CHECK(says(text, "rules.toml:17: [[webhook]] has no url"));
  CHECK(says(text, "rules.toml:17: [[webhook]] has no secret; give secret_file (or secret)"));
  CHECK(says(text, "rules.toml:19: unknown key 'typo' outside of a table; allowed: [[rule]], [[webhook]]"));
}

TEST_CASE("items of a list have lines of their own") {
  CHECK(says(
      errors_of("[[rule]]\nname='a'\non=['name']\nlevels=[\n 'tld',\n 'lable',\n]\nto=['webhook:ops']\n" +
                webhook),
      "rules.toml:6: levels: unknown word 'lable'; allowed: tld, label"));
}

TEST_CASE("wrong types are named") {
  CHECK(says(errors_of("[[rule]]\nname=3\n"), "rules.toml:2: name must be a string, not an integer"));
  CHECK(says(errors_of("[[rule]]\nstrings=['a',1]\n"), "not an array with other things than strings"));
  CHECK(
      says(errors_of("[rule]\nname='a'\n"), "rules.toml:1: rule must be an array of tables: write [[rule]]"));
  CHECK(says(errors_of("rule=[1]\n"), "[[rule]] must be a table, not an integer"));
}

TEST_CASE("no error repeats a secret") {
  const char* const secret = "TOPSECRETTOPSECRET";
  for (const std::string line :
       {"secret = 'whsec_TOPSECRETTOPSECRET'", "secret = 'TOPSECRETTOPSECRET'",
        "secret = ['TOPSECRETTOPSECRET']", "secret = TOPSECRETTOPSECRET",
        "secret = 'whsec_TOPSECRETTOPSECRET", "secret TOPSECRETTOPSECRET",
        "secret = 'a'\nsecret_file = 'TOPSECRETTOPSECRET'", "secret = \"whsec_TOPSECRETTOPSECRET\\q\""}) {
    const std::string text =
        errors_of("[[webhook]]\nname='ops'\nurl='http://u:TOPSECRETTOPSECRET@h/'\n" + line + "\n");
    CHECK_FALSE(says(text, secret));
    CHECK_FALSE(says(text, "TOPSEC"));
  }
}

TEST_CASE("addresses that cannot be a webhook's are refused") {
  for (const std::string url :
       {"", "example.org", "file:///etc/passwd", "gopher://h/", "http://", "https://:80/", "https://user@h/",
        "https://h/a b", "https://h/\\u0001", "https://h/#x"}) {
    INFO(url);
    CHECK(says(errors_of("[[webhook]]\nname='ops'\nurl=\"" + url + "\"\nsecret_file='k'\n"),
               "rules.toml:3: url "));
  }
}

TEST_CASE("a secret's file is found from the rule file's folder and not read") {
  const auto rules = parse_rules("[[webhook]]\nname='ops'\nurl='HTTPS://[::1]:9/'\nsecret_file='keys/ops'\n",
                                 "/etc/splitroot/rules.toml");
  REQUIRE_MESSAGE(rules.has_value(), rules.error().message);
  CHECK(rules->webhooks.front().secret_file == "/etc/splitroot/keys/ops");
  const auto piped = parse_rules("[[webhook]]\nname='ops'\nurl='http://h/'\nsecret_file='ops'\n", "-");
  REQUIRE(piped.has_value());
  CHECK(piped->webhooks.front().secret_file == (std::filesystem::current_path() / "ops").string());
}

TEST_CASE("names that act on a screen are refused") {
  CHECK(says(errors_of("[[rule]]\nname=\"a\\u202Eb\"\n"), "rules.toml:2: name must be 1 to 200 octets"));
  CHECK(says(errors_of("[[rule]]\nname=''\n"), "rules.toml:2: name must be 1 to 200 octets"));
}

TEST_CASE("text that is no TOML gives its line") {
  CHECK(says(errors_of("[[rule]]\nname = \n"), "rules.toml:2: not valid TOML"));
  CHECK(says(errors_of("a=" + std::string(100'000, '[')), "rules.toml:1: not valid TOML"));
  CHECK(says(errors_of(std::string(5U << 20, '#')), "this is no rule file"));
  CHECK(says(errors_of(std::string{"a='\xff'\n"}), "not valid TOML"));
}

}  // namespace
}  // namespace splitroot::alerts
