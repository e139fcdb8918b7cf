#include "core/json.hpp"

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <set>
#include <vector>

namespace splitroot {
namespace {

constexpr std::size_t deepest_nesting = 64;

/// Watches the parser's events: nesting depth and the keys of every open object.
class Guard : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Guard> {
 public:
  bool StartObject() { return open(); }
  bool StartArray() { return open(); }
  bool EndObject(rapidjson::SizeType) { return close(); }
  bool EndArray(rapidjson::SizeType) { return close(); }
  bool Key(const char* text, rapidjson::SizeType size, bool) {
    if (keys_.back().emplace(text, size).second) return true;
    reason = "an object has the same key twice";
    return false;
  }
  const char* reason = nullptr;

 private:
  bool open() {
    keys_.emplace_back();
    if (keys_.size() <= deepest_nesting) return true;
    reason = "nested deeper than 64 levels";
    return false;
  }
  bool close() {
    keys_.pop_back();
    return true;
  }
  std::vector<std::set<std::string>> keys_;
};

constexpr unsigned strict = rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag;

Error not_json(std::string_view origin, std::size_t offset, std::string_view reason) {
  return source_error(std::string{origin} + ": not the JSON expected, at octet " + std::to_string(offset) +
                      ": " + std::string{reason});
}

}  // namespace

Result<rapidjson::Document> parse_json(std::string_view text, std::string_view origin) {
  Guard guard;
  rapidjson::Reader reader;
  rapidjson::MemoryStream stream{text.data(), text.size()};
  rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> guarded{stream};
  if (const auto result = reader.Parse<strict>(guarded, guard); result.IsError()) {
    return not_json(origin, result.Offset(),
                    guard.reason != nullptr ? guard.reason : rapidjson::GetParseError_En(result.Code()));
  }
  rapidjson::Document document;
  document.Parse<strict>(text.data(), text.size());
  if (document.HasParseError()) {
    return not_json(origin, document.GetErrorOffset(), rapidjson::GetParseError_En(document.GetParseError()));
  }
  return document;
}

std::string json_string(std::string_view text) {
  rapidjson::StringBuffer buffer;
  JsonWriter writer{buffer};
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  return {buffer.GetString(), buffer.GetSize()};
}

const rapidjson::Value* member(const rapidjson::Value& object, const char* name) {
  if (!object.IsObject()) return nullptr;
  const auto found = object.FindMember(name);
  return found == object.MemberEnd() ? nullptr : &found->value;
}

std::optional<std::string_view> string_member(const rapidjson::Value& object, const char* name) {
  const auto* value = member(object, name);
  if (value == nullptr || !value->IsString()) return std::nullopt;
  return text_of(*value);
}

std::optional<std::uint64_t> uint_member(const rapidjson::Value& object, const char* name) {
  const auto* value = member(object, name);
  if (value == nullptr || !value->IsUint64()) return std::nullopt;
  return value->GetUint64();
}

void put_null(JsonWriter& out, std::string_view key) {
  out.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
  out.Null();
}

void put(JsonWriter& out, std::string_view key, std::string_view value) {
  out.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
  out.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}

void put(JsonWriter& out, std::string_view key, const char* value) { put(out, key, std::string_view{value}); }

void put(JsonWriter& out, std::string_view key, const std::optional<std::string>& value) {
  if (!value) return put_null(out, key);
  put(out, key, std::string_view{*value});
}

void put(JsonWriter& out, std::string_view key, std::optional<Timestamp> value) {
  if (!value) return put_null(out, key);
  put(out, key, std::string_view{to_rfc3339(*value)});
}

void put(JsonWriter& out, std::string_view key, std::optional<std::uint64_t> value) {
  if (!value) return put_null(out, key);
  out.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
  out.Uint64(*value);
}

void put(JsonWriter& out, std::string_view key, bool value) {
  out.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
  out.Bool(value);
}

void put(JsonWriter& out, std::string_view key, std::optional<bool> value) {
  if (!value) return put_null(out, key);
  put(out, key, *value);
}

void put_raw(JsonWriter& out, std::string_view key, std::string_view text) {
  out.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
  out.RawValue(text.data(), text.size(), rapidjson::kObjectType);
}

}  // namespace splitroot
