#include "core/json.hpp"

namespace splitroot {

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
