#include "core/json.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

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

TEST_CASE("text that is not UTF-8, or holds what JSON never does, is refused wherever it stands") {
  const std::string filler(100, 'x');
  for (const std::string octets : {"\xff", "\xc0\x80", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xe2\x82"}) {
    for (std::size_t before = 0; before < 20; ++before) {
      const auto text = "{\"" + filler.substr(0, before) + octets + filler + "\":1}";
      CHECK(reason(text).find("at octet " + std::to_string(2 + before) + ": not UTF-8") != std::string::npos);
    }
  }
  for (char control = 0; control < 0x20; ++control) {
    CAPTURE(static_cast<int>(control));
    CHECK_FALSE(reason("{\"" + filler + control + filler + "\":1}").empty());
    const bool blank = control == '\n' || control == '\r' || control == '\t';
    CHECK(reason(std::string("[1]") + control).empty() == blank);
    CHECK(reason(std::string("[1,") + control + "1]").empty() == blank);
  }
  CHECK_FALSE(reason(std::string{"[1]\0[2]", 7}).empty());
  CHECK(reason("[\"\xc3\xa9\xf0\x9f\x98\x80\"]").empty());
}

TEST_CASE("half a surrogate pair is refused, a whole one taken") {
  CHECK(reason(R"(["\ud83d\ude00"])").empty());
  CHECK_FALSE(reason(R"(["\ud83d"])").empty());
  CHECK(reason(R"(["\ude00"])").find("surrogate") != std::string::npos);
  CHECK(reason(R"({"\uDE00":1})").find("surrogate") != std::string::npos);
  CHECK_FALSE(reason(R"(["\ud83d\ud83d"])").empty());
  CHECK(parse_json(R"(["\u00e9"])", "x").value()[0].GetStringLength() == 2);
}

TEST_CASE("a key twice is found in objects small and large, deep and late, however it is written") {
  const auto object = [](int keys, int again) {
    std::string text = "{";
    for (int i = 0; i < keys; ++i) text += "\"key" + std::to_string(i) + "\":{\"a\":[{\"b\":1}]},";
    return text + "\"key" + std::to_string(again) + "\":1}";
  };
  for (const int keys : {1, 2, 11, 12, 13, 200, 5'000}) {
    CAPTURE(keys);
    CHECK(reason(object(keys, keys)).empty());
    for (const int again : {0, keys / 2, keys - 1}) {
      CHECK(reason("[" + object(keys, again) + "]").find("same key twice") != std::string::npos);
    }
  }
  CHECK(reason(R"({"a":1,"\u0061":2})").find("same key twice") != std::string::npos);
  CHECK(reason(R"({"a\u0000b":1,"a\u0000c":2,"":3})").empty());
  CHECK(reason(R"({"":1,"":2})").find("same key twice") != std::string::npos);
  CHECK(reason(R"([{"a":1},{"a":2},{"a":{"a":{"a":3}}}])").empty());
}

TEST_CASE("depth is capped at 64, of arrays and objects together") {
  const auto nested = [](int levels) {
    std::string text;
    for (int i = 0; i < levels; ++i) text += i % 2 == 0 ? "[" : "{\"a\":";
    text += "1";
    for (int i = levels; i-- > 0;) text += i % 2 == 0 ? "]" : "}";
    return text;
  };
  CHECK(reason(nested(64)).empty());
  CHECK(reason(nested(65)).find("deeper than 64") != std::string::npos);
  std::string objects;
  for (int i = 0; i < 1'000'000; ++i) objects += "{\"a\":";
  CHECK(reason(objects).find("deeper than 64") != std::string::npos);
}

TEST_CASE("a small text does not become a large tree") {
  const auto zeros = [](std::size_t count) {
    std::string text = "[0";
    for (std::size_t i = 1; i < count; ++i) text += ",0";
    return text + "]";
  };
  CHECK(reason(zeros(60'000)).empty());
  CHECK(reason(zeros(1'000'000)).find("more values") != std::string::npos);
  std::string words = "[";
  for (int i = 0; i < 200'000; ++i) words += "\"0123456789abcdef\",";
  CHECK(reason(words + "0]").empty());
}

TEST_CASE("what is cut short anywhere is refused") {
  const std::string text = R"({"a":[1,-2.5e3,{"b":null,"c":true}],"d":"\u00e9\n","e":false})";
  CHECK(reason(text).empty());
  for (std::size_t size = 0; size < text.size(); ++size) CHECK_FALSE(reason(text.substr(0, size)).empty());
}

TEST_CASE("a text parsed in place lives with its document") {
  std::shared_ptr<const rapidjson::Document> document;
  {
    std::string text = R"({"a":"short","b":")" + std::string(1'000, 'x') + R"("})";
    document = parse_json_text(std::move(text), "x").value();
  }
  CHECK(*string_member(*document, "a") == "short");
  CHECK(string_member(*document, "b")->size() == 1'000);
  CHECK(*string_member(*parse_json_text(R"({"a":"b"})", "x").value(), "a") == "b");
  CHECK(parse_json_text("{", "x").error().message.starts_with("x: not the JSON expected"));
}

TEST_CASE("members are read with their type or not at all") {
  const auto document = parse_json(R"({"text":"a\u0000b","number":7,"big":1e30})", "x").value();
  CHECK(string_member(document, "text")->size() == 3);
  CHECK_FALSE(string_member(document, "number"));
  CHECK(uint_member(document, "number") == 7U);
  CHECK_FALSE(uint_member(document, "big"));
  CHECK(member(document, "absent") == nullptr);
}

TEST_CASE("mutated texts are read as RapidJSON's own strict parser reads them, or refused") {
  const std::string base = R"({"a":[1,-2.5e3,{"b":null,"c":true}],"d":"\u00e9\n\ud83d\ude00é","e":[[],{}]})";
  const std::string octets = "{}[]\":,\\u0dDe1-.tn \x01\xc3\xa9\xff";
  std::minstd_rand random{7};
  int taken = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = base;
    for (auto changes = random() % 3 + 1; changes > 0; --changes) {
      const auto at = random() % text.size();
      if (random() % 3 == 0) text.erase(at, random() % 4);
      text.insert(text.begin() + static_cast<std::ptrdiff_t>(std::min(at, text.size())),
                  octets[random() % octets.size()]);
    }
    const auto ours = parse_json(text, "x");
    rapidjson::Document theirs;
    theirs.Parse<rapidjson::kParseValidateEncodingFlag>(text.data(), text.size());
    CAPTURE(text);
    if (ours) {
      ++taken;
      REQUIRE_FALSE(theirs.HasParseError());
      CHECK(*ours == theirs);
    } else if (!theirs.HasParseError()) {
      const bool ours_alone = ours.error().message.find("same key") != std::string::npos ||
                              ours.error().message.find("surrogate") != std::string::npos;
      CHECK_MESSAGE(ours_alone, ours.error().message);
    }
  }
  CHECK(taken > 200);
}
