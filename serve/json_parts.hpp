#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/json.hpp"

namespace splitroot::serve {

// Pieces the JSON renderers share.

inline std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional{text};
}

inline void key(JsonWriter& out, std::string_view name) {
  out.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
}

template <class Rows, class Render>
void put_array(JsonWriter& out, std::string_view name, const Rows& rows, Render render) {
  key(out, name);
  out.StartArray();
  for (const auto& row : rows) render(row);
  out.EndArray();
}

}  // namespace splitroot::serve
