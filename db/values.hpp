#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/name.hpp"
#include "core/time.hpp"

namespace splitroot::db {

/// PostgreSQL types that cross the wire, by their fixed OIDs (pg_type.dat).
enum class Type : unsigned {
  boolean = 16,
  bytea = 17,
  int8 = 20,
  int2 = 21,
  int4 = 23,
  text = 25,
  bytea_array = 1001,
  text_array = 1009,
  int8_array = 1016,
  timestamptz = 1184,
  timestamptz_array = 1185,
};

/// Big-endian, as the wire wants integers.
void append_int16(std::string& out, std::int16_t value);
void append_int32(std::string& out, std::int32_t value);
void append_int64(std::string& out, std::int64_t value);

/// Microseconds since 2000-01-01, as timestamptz has them.
std::int64_t to_wire_time(Timestamp time);

/// Text as PostgreSQL takes it: no NUL, valid UTF-8. What is not comes out escaped (core/display.hpp), so
/// that one stray octet cannot keep a whole batch out of the store.
std::string storable_text(std::string_view text);

/// bigint of an unsigned value. Throws Failure beyond 2^63 - 1: no chain and no list counts that far.
std::int64_t to_bigint(std::uint64_t value);

/// Parameters of one statement, in order ($1, $2 …), all in binary format: nothing is quoted, nothing cut at
/// a NUL.
class Params {
 public:
  struct Value {
    Type type;
    std::optional<std::string> octets;
  };

  Params& text(std::string_view value);
  Params& text(const std::string& value) { return text(std::string_view{value}); }
  Params& text(const std::optional<std::string>& value);
  Params& bytes(std::string_view value);
  Params& int64(std::int64_t value);
  Params& null_int64();
  Params& boolean(bool value);
  Params& time(std::optional<Timestamp> value);
  Params& texts(std::span<const std::string> values);
  Params& blobs(std::span<const std::string> values);
  Params& keys(std::span<const NameKey> values);
  Params& int64s(std::span<const std::int64_t> values);
  Params& times(std::span<const std::optional<Timestamp>> values);

  const std::vector<Value>& values() const { return values_; }
  std::size_t size() const { return values_.size(); }

 private:
  Params& add(Type type, std::optional<std::string> octets);

  std::vector<Value> values_;
};

/// Elements of an array as octets; nullopt is NULL.
using Elements = std::vector<std::optional<std::string>>;

/// One-dimensional array in binary format.
std::string wire_array(Type element, const Elements& elements);

Elements storable_texts(std::span<const std::string> values);

}  // namespace splitroot::db
