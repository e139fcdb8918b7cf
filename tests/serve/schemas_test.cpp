#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "core/change.hpp"
#include "core/json.hpp"
#include "core/vocabulary.hpp"
#include "serve/dossier.hpp"

using namespace splitroot;

namespace {

rapidjson::Document schema(const std::string& name) {
  std::ifstream file{std::string{SPLITROOT_SOURCE_DIR} + "/schemas/json/" + name + ".schema.json"};
  std::ostringstream text;
  text << file.rdbuf();
  auto parsed = parse_json(text.str(), name);
  REQUIRE(parsed.has_value());
  return std::move(*parsed);
}

std::vector<std::string> words_of(const rapidjson::Value& definition) {
  std::vector<std::string> out;
  for (const auto& word : member(definition, "enum")->GetArray()) out.emplace_back(text_of(word));
  return out;
}

template <class Word>
void compare(const rapidjson::Document& vocabulary, const char* name) {
  CAPTURE(name);
  const auto list = words<Word>();
  const auto* definition = member(*member(vocabulary, "$defs"), name);
  REQUIRE(definition != nullptr);
  CHECK(words_of(*definition) == std::vector<std::string>(list.begin(), list.end()));
}

}  // namespace

TEST_CASE("the schemas' closed lists are the program's") {
  const auto vocabulary = schema("vocabulary");
  compare<Standing>(vocabulary, "standing");
  compare<NameStatus>(vocabulary, "nameStatus");
  compare<Class>(vocabulary, "class");
  compare<Kind>(vocabulary, "kind");
  compare<Level>(vocabulary, "level");
  compare<State>(vocabulary, "state");
  compare<Severity>(vocabulary, "severity");
  compare<ChangeKind>(vocabulary, "changeKind");
  compare<Origin>(vocabulary, "origin");
  compare<Verification>(vocabulary, "verification");
  using serve::Observable;
  std::vector<std::string> observable;
  for (const Observable word : {Observable::full, Observable::partial, Observable::none}) {
    observable.emplace_back(text(word));
  }
  CHECK(words_of(*member(*member(vocabulary, "$defs"), "observable")) == observable);
}

TEST_CASE("a webhook's types are kinds of change, and the retraction") {
  const auto webhook = schema("webhook");
  for (const std::string& type : words_of(*member(*member(webhook, "properties"), "type"))) {
    CAPTURE(type);
    CHECK((parse_word<ChangeKind>(type).has_value() || type == "name.retracted"));
  }
}

TEST_CASE("every schema parses and names itself") {
  for (const char* name : {"check", "collision", "collisions", "coverage", "discrepancy", "name", "problem",
                           "source", "sources", "string", "vocabulary", "webhook"}) {
    CAPTURE(name);
    const auto document = schema(name);
    CHECK(string_member(document, "$schema") == "https://json-schema.org/draft/2020-12/schema");
    const std::string id{*string_member(document, "$id")};
    CHECK(id.ends_with(std::string{"/"} + name + ".schema.json"));
  }
}
