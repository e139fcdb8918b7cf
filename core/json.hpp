#pragma once
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/time.hpp"

namespace splitroot {

using JsonWriter = rapidjson::Writer<rapidjson::StringBuffer>;

/// Parses outside JSON: encoding checked, nesting capped at 64, no duplicate keys, no more values than the
/// text's size warrants (65,536, and one for each 16 octets), nothing after the document. `origin` names it
/// in the error (source fault; the text itself is not repeated).
Result<rapidjson::Document> parse_json(std::string_view text, std::string_view origin);

/// The same without a copy: the document's strings stand in `text`, which lives as long as the document.
Result<std::shared_ptr<const rapidjson::Document>> parse_json_text(std::string text, std::string_view origin);

/// `text` as a JSON string with its quotes. Precondition: valid UTF-8.
std::string json_string(std::string_view text);

/// Members of an object, tolerant of their absence: nullptr or nullopt unless present with that type.
const rapidjson::Value* member(const rapidjson::Value& object, const char* name);
std::optional<std::string_view> string_member(const rapidjson::Value& object, const char* name);
std::optional<std::uint64_t> uint_member(const rapidjson::Value& object, const char* name);

/// Writes "key": value, or null where there is none.
void put(JsonWriter& out, std::string_view key, std::string_view value);
void put(JsonWriter& out, std::string_view key, const char* value);
inline void put(JsonWriter& out, std::string_view key, const std::string& value) {
  put(out, key, std::string_view{value});
}
void put(JsonWriter& out, std::string_view key, const std::optional<std::string>& value);
void put(JsonWriter& out, std::string_view key, std::optional<Timestamp> value);
void put(JsonWriter& out, std::string_view key, std::optional<std::uint64_t> value);
void put(JsonWriter& out, std::string_view key, std::optional<bool> value);
void put(JsonWriter& out, std::string_view key, bool value);
void put_null(JsonWriter& out, std::string_view key);

/// Appends `text`, a complete JSON value, under `key`.
void put_raw(JsonWriter& out, std::string_view key, std::string_view text);

inline std::string_view text_of(const rapidjson::StringBuffer& buffer) {
  return {buffer.GetString(), buffer.GetSize()};
}
inline std::string_view text_of(const rapidjson::Value& value) {
  return {value.GetString(), value.GetStringLength()};
}

}  // namespace splitroot
