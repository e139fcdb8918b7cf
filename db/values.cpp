#include "db/values.hpp"

#include <algorithm>

#include "core/display.hpp"
#include "core/result.hpp"
#include "core/utf8.hpp"

namespace splitroot::db {
namespace {

constexpr std::int64_t unix_time_of_2000 = 946'684'800;
constexpr std::int64_t microseconds = 1'000'000;

/// What timestamptz can hold, in Unix seconds: the years 4713 BC to 294276.
constexpr std::int64_t earliest = -210'866'803'200;
constexpr std::int64_t latest = 9'224'318'015'999;

template <class Unsigned>
void append_big_endian(std::string& out, Unsigned value) {
  for (int shift = static_cast<int>(sizeof value) * 8 - 8; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>((value >> shift) & 0xff));
  }
}

}  // namespace

void append_int16(std::string& out, std::int16_t value) {
  append_big_endian<std::uint32_t>(out, static_cast<std::uint16_t>(value));
  out.erase(out.size() - 4, 2);
}
void append_int32(std::string& out, std::int32_t value) {
  append_big_endian(out, static_cast<std::uint32_t>(value));
}
void append_int64(std::string& out, std::int64_t value) {
  append_big_endian(out, static_cast<std::uint64_t>(value));
}

std::int64_t to_wire_time(Timestamp time) {
  const std::int64_t seconds = to_unix(time);
  if (seconds < earliest || seconds > latest) {
    throw Failure(
        {Fault::internal, "a time beyond the calendar reached the store: " + std::to_string(seconds)});
  }
  return (seconds - unix_time_of_2000) * microseconds;
}

std::string storable_text(std::string_view text) {
  if (text.find('\0') == std::string_view::npos && is_valid_utf8(text)) return std::string{text};
  return display_text(text);
}

std::int64_t to_bigint(std::uint64_t value) {
  if (value > static_cast<std::uint64_t>(INT64_MAX)) {
    throw Failure(source_error("the number " + std::to_string(value) + " is no block or count"));
  }
  return static_cast<std::int64_t>(value);
}

Params& Params::add(Type type, std::optional<std::string> octets) {
  values_.push_back({type, std::move(octets)});
  return *this;
}

Params& Params::text(std::string_view value) { return add(Type::text, storable_text(value)); }

Params& Params::text(const std::optional<std::string>& value) {
  return value ? text(std::string_view{*value}) : add(Type::text, std::nullopt);
}

Params& Params::bytes(std::string_view value) { return add(Type::bytea, std::string{value}); }

Params& Params::null_int64() { return add(Type::int8, std::nullopt); }

Params& Params::int64(std::int64_t value) {
  std::string octets;
  append_int64(octets, value);
  return add(Type::int8, std::move(octets));
}

Params& Params::boolean(bool value) { return add(Type::boolean, std::string(1, value ? '\1' : '\0')); }

Params& Params::time(std::optional<Timestamp> value) {
  if (!value) return add(Type::timestamptz, std::nullopt);
  std::string octets;
  append_int64(octets, to_wire_time(*value));
  return add(Type::timestamptz, std::move(octets));
}

Params& Params::texts(std::span<const std::string> values) {
  return add(Type::text_array, wire_array(Type::text, storable_texts(values)));
}

Params& Params::blobs(std::span<const std::string> values) {
  return add(Type::bytea_array, wire_array(Type::bytea, Elements{values.begin(), values.end()}));
}

Params& Params::keys(std::span<const NameKey> values) {
  Elements octets;
  for (const NameKey& key : values) octets.emplace_back(view(key.bytes));
  return add(Type::bytea_array, wire_array(Type::bytea, octets));
}

Params& Params::int64s(std::span<const std::int64_t> values) {
  Elements octets;
  for (const std::int64_t value : values) append_int64(octets.emplace_back().emplace(), value);
  return add(Type::int8_array, wire_array(Type::int8, octets));
}

Params& Params::times(std::span<const std::optional<Timestamp>> values) {
  Elements octets;
  for (const auto& value : values) {
    octets.emplace_back();
    if (value) append_int64(octets.back().emplace(), to_wire_time(*value));
  }
  return add(Type::timestamptz_array, wire_array(Type::timestamptz, octets));
}

std::string wire_array(Type element, const Elements& elements) {
  std::string out;
  append_int32(out, elements.empty() ? 0 : 1);  // dimensions
  append_int32(out, 1);                         // there may be NULLs
  append_int32(out, static_cast<std::int32_t>(element));
  if (elements.empty()) return out;
  append_int32(out, static_cast<std::int32_t>(elements.size()));
  append_int32(out, 1);  // the first index
  for (const auto& octets : elements) {
    append_int32(out, octets ? static_cast<std::int32_t>(octets->size()) : -1);
    if (octets) out += *octets;
  }
  return out;
}

Elements storable_texts(std::span<const std::string> values) {
  Elements out;
  for (const std::string& value : values) out.emplace_back(storable_text(value));
  return out;
}

}  // namespace splitroot::db
