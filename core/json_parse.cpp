// Strings are scanned sixteen octets at a time; beyond the end by up to fifteen, inside the same page, which
// an address sanitizer would not have.
#if defined(__SSE2__) && !defined(__SANITIZE_ADDRESS__)
#define RAPIDJSON_SSE2
#endif
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "core/json.hpp"
#include "core/utf8.hpp"

namespace splitroot {
namespace {

constexpr std::size_t deepest_nesting = 64;
/// A small text must not become a large tree: so many values, and one more for each sixteen octets of text.
constexpr std::size_t most_values = 65'536;
constexpr std::size_t octets_a_value = 16;

/// Below this many keys, comparing each with each is the fastest way to find two alike.
constexpr std::size_t few_keys = 12;

/// Hands the parser's events on to the document it builds, and stops at what a careful reader refuses.
/// Strings stand in the parsed text itself, so keys can be compared when their object ends.
class Guard {
 public:
  using Ch = char;

  Guard(rapidjson::Document& document, std::size_t octets, bool has_escapes)
      : document_(document), values_left_(most_values + octets / octets_a_value), has_escapes_(has_escapes) {}

  bool Null() { return counted() && document_.Null(); }
  bool Bool(bool value) { return counted() && document_.Bool(value); }
  bool Int(int value) { return counted() && document_.Int(value); }
  bool Uint(unsigned value) { return counted() && document_.Uint(value); }
  bool Int64(std::int64_t value) { return counted() && document_.Int64(value); }
  bool Uint64(std::uint64_t value) { return counted() && document_.Uint64(value); }
  bool Double(double value) { return counted() && document_.Double(value); }
  bool RawNumber(const char* text, rapidjson::SizeType size, bool copy) {
    return counted() && document_.RawNumber(text, size, copy);
  }
  bool String(const char* text, rapidjson::SizeType size, bool copy) {
    return counted() && well_formed({text, size}) && document_.String(text, size, copy);
  }
  bool Key(const char* text, rapidjson::SizeType size, bool copy) {
    keys_.emplace_back(text, size);
    return counted() && well_formed(keys_.back()) && document_.Key(text, size, copy);
  }
  bool StartObject() { return counted() && open() && document_.StartObject(); }
  bool StartArray() { return counted() && open() && document_.StartArray(); }
  bool EndArray(rapidjson::SizeType count) {
    --depth_;
    return document_.EndArray(count);
  }
  bool EndObject(rapidjson::SizeType count) {
    --depth_;
    if (has_twice(count)) return refuse("an object has the same key twice");
    keys_.resize(keys_.size() - count);
    return document_.EndObject(count);
  }

  const char* reason = nullptr;

 private:
  bool refuse(const char* why) {
    reason = why;
    return false;
  }
  bool counted() {
    if (values_left_-- > 0) return true;
    return refuse("more values than a text of this size should hold");
  }
  bool open() {
    if (++depth_ <= deepest_nesting) return true;
    return refuse("nested deeper than 64 levels");
  }
  /// An escape can write half of a surrogate pair, which the octets of the text cannot.
  bool well_formed(std::string_view text) {
    if (!has_escapes_ || is_valid_utf8(text)) return true;
    return refuse("a string holds half of a surrogate pair");
  }
  bool has_twice(std::size_t count);

  rapidjson::Document& document_;
  std::size_t values_left_;
  bool has_escapes_;
  std::size_t depth_ = 0;
  std::vector<std::string_view> keys_;  ///< of all open objects, the innermost last
};

/// Whether two of the last `count` keys are alike. May change their order.
bool Guard::has_twice(std::size_t count) {
  const auto first = keys_.end() - static_cast<std::ptrdiff_t>(count);
  if (count > few_keys) {
    std::sort(first, keys_.end());
    return std::adjacent_find(first, keys_.end()) != keys_.end();
  }
  for (auto key = first; key != keys_.end(); ++key) {
    if (std::find(first, key, *key) != key) return true;
  }
  return false;
}

/// True when all eight octets are ASCII and none is a control character.
bool is_plain(const char* octets) {
  std::uint64_t word = 0;
  std::memcpy(&word, octets, sizeof word);
  constexpr std::uint64_t high = 0x8080808080808080;
  constexpr std::uint64_t blank = 0x2020202020202020;
  return ((word | (word - blank)) & high) == 0;
}

bool is_allowed_control(char c) { return c == '\n' || c == '\r' || c == '\t'; }

/// Where the octets stop being UTF-8, or have a control character that JSON never holds; nullopt: nowhere.
std::optional<std::size_t> ill_formed_at(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (text.size() - at >= 8 && is_plain(text.data() + at)) {
      at += 8;
      continue;
    }
    const auto point = first_code_point(text.substr(at));
    if (!point.valid || (point.value < 0x20 && !is_allowed_control(text[at]))) return at;
    at += point.size;
  }
  return std::nullopt;
}

/// Makes what the parser's code is compiled to here differ from what it is elsewhere, without the wide scan.
struct OwnAllocator : rapidjson::CrtAllocator {};
using Parser = rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>, OwnAllocator>;

Error not_json(std::string_view origin, std::size_t offset, std::string_view reason) {
  return source_error(std::string{origin} + ": not the JSON expected, at octet " + std::to_string(offset) +
                      ": " + std::string{reason});
}

/// Parses octets with a zero behind them, which the document's strings are in afterwards.
Result<void> parse_in_place(char* text, std::size_t size, std::string_view origin,
                            rapidjson::Document& document) {
  const std::string_view octets{text, size};
  if (const auto at = ill_formed_at(octets))
    return not_json(origin, *at, "not UTF-8, or a control character");
  Guard guard{document, size, octets.find("\\u") != octets.npos};
  rapidjson::InsituStringStream stream{text};
  Parser parser;
  auto generate = [&](rapidjson::Document&) {
    return !parser.Parse<rapidjson::kParseInsituFlag>(stream, guard).IsError();
  };
  document.Populate(generate);
  if (!parser.HasParseError()) return {};
  const char* known = rapidjson::GetParseError_En(parser.GetParseErrorCode());
  return not_json(origin, parser.GetErrorOffset(), guard.reason != nullptr ? guard.reason : known);
}

}  // namespace

Result<rapidjson::Document> parse_json(std::string_view text, std::string_view origin) {
  rapidjson::Document document;
  char* copy = static_cast<char*>(document.GetAllocator().Malloc(text.size() + 1));
  text.copy(copy, text.size());
  copy[text.size()] = '\0';
  if (auto parsed = parse_in_place(copy, text.size(), origin, document); !parsed) return parsed.error();
  return document;
}

Result<std::shared_ptr<const rapidjson::Document>> parse_json_text(std::string text,
                                                                   std::string_view origin) {
  struct Held {
    std::string text;
    rapidjson::Document document;
  };
  const auto held = std::make_shared<Held>();
  held->text = std::move(text);
  auto parsed = parse_in_place(held->text.data(), held->text.size(), origin, held->document);
  if (!parsed) return parsed.error();
  return std::shared_ptr<const rapidjson::Document>{held, &held->document};
}

}  // namespace splitroot
