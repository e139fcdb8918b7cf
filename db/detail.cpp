#include "db/detail.hpp"

#include "core/json.hpp"
#include "db/values.hpp"

namespace splitroot::db {

std::string detail_json(const std::map<std::string, std::string>& detail) {
  rapidjson::StringBuffer buffer;
  JsonWriter out{buffer};
  out.StartObject();
  for (const auto& [key, value] : detail)
    put(out, storable_text(key), std::string_view{storable_text(value)});
  out.EndObject();
  return std::string{text_of(buffer)};
}

std::map<std::string, std::string> read_detail(std::string_view json) {
  if (json == "{}") return {};
  const auto document = parse_json(json, "column detail").value();
  std::map<std::string, std::string> detail;
  for (const auto& [key, value] : document.GetObject()) {
    if (value.IsString()) detail.emplace(text_of(key), text_of(value));
  }
  return detail;
}

}  // namespace splitroot::db
