#include "collectors/files/json_fields.hpp"

#include "core/display.hpp"
#include "core/json.hpp"

namespace splitroot::collectors {
namespace {

constexpr std::size_t most_shown = 60;  ///< octets of a text or a key

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto start = text.find_first_not_of(blanks);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(blanks) - start + 1);
}

std::string shown(std::string_view text) { return display_text(text.substr(0, most_shown)); }

}  // namespace

std::string json_shape(const rapidjson::Value& value) {
  if (value.IsNull()) return "null";
  if (value.IsBool()) return "true or false";
  if (value.IsNumber()) return "a number";
  if (value.IsString()) return "text";
  if (value.IsArray()) return "a list";
  constexpr std::size_t most_octets = 300;
  std::string members;
  for (const auto& [key, unused] : value.GetObject()) {
    if (members.size() > most_octets) return "an object with the members " + members + ", …";
    members += (members.empty() ? "" : ", ") + shown(text_of(key));
  }
  return members.empty() ? "an object without members" : "an object with the members " + members;
}

std::string JsonRow::place() const {
  return std::string{origin_name_} + ": " + std::string{list_} + "[" + std::to_string(index_) + "]" +
         (name_.empty() ? "" : " (" + shown(name_) + ")");
}

Error JsonRow::error(std::string_view name, std::string_view what) const {
  return input_error(place() + ", " + std::string{name} + ": " + std::string{what});
}

Error JsonRow::unlike(const char* name, const rapidjson::Value& found, std::string_view expected) const {
  return error(name, json_shape(found) + " instead of " + std::string{expected});
}

const rapidjson::Value* JsonRow::find(const char* name) const {
  const auto* found = member(value_, name);
  return found == nullptr || found->IsNull() ? nullptr : found;
}

Result<void> JsonRow::require(std::initializer_list<const char*> members) const {
  if (!value_.IsObject()) return input_error(place() + ": " + json_shape(value_) + " instead of an object");
  for (const char* name : members) {
    if (member(value_, name) == nullptr)
      return input_error(place() + ": no member " + name + "; found: " + json_shape(value_));
  }
  return {};
}

Result<std::string> JsonRow::text(const char* name) const {
  const auto* found = find(name);
  if (found == nullptr) return std::string{};
  if (!found->IsString()) return unlike(name, *found, "text");
  const std::string_view text = text_of(*found);
  if (text.find('\0') != std::string_view::npos) return error(name, "a NUL inside the text");
  return std::string{trimmed(text)};
}

Result<std::optional<Timestamp>> JsonRow::date(const char* name) const {
  using Date = std::optional<Timestamp>;
  constexpr std::size_t date_size = 10;
  const auto written = text(name);
  if (!written) return written.error();
  if (written->empty()) return Date{};
  const auto time = written->size() == date_size ? parse_time(*written) : std::nullopt;
  if (time) return Date{time};
  return error(name, "'" + shown(*written) + "' is no date (YYYY-MM-DD)");
}

Result<std::optional<bool>> JsonRow::flag(const char* name) const {
  const auto* found = find(name);
  if (found == nullptr) return std::optional<bool>{};
  if (!found->IsBool()) return unlike(name, *found, "true or false");
  return std::optional{found->GetBool()};
}

Result<std::optional<std::uint64_t>> JsonRow::number(const char* name) const {
  const auto* found = find(name);
  if (found == nullptr) return std::optional<std::uint64_t>{};
  if (!found->IsUint64()) {
    return found->IsNumber() ? error(name, "no whole number from 0") : unlike(name, *found, "a number");
  }
  return std::optional{found->GetUint64()};
}

Result<std::optional<double>> JsonRow::real(const char* name) const {
  const auto* found = find(name);
  if (found == nullptr) return std::optional<double>{};
  if (!found->IsNumber()) return unlike(name, *found, "a number");
  return std::optional{found->GetDouble()};
}

}  // namespace splitroot::collectors
