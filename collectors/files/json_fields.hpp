#pragma once
#include <rapidjson/document.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/time.hpp"

namespace splitroot::collectors {

/// What a JSON value is, for a message: `an object with the members a, b`, `a list`, `text`, `a number`,
/// `true or false`, `null`.
std::string json_shape(const rapidjson::Value& value);

/// One object of a list inside a JSON document. Its members are read by name; one that is absent is as good
/// as null. Errors (input) name file, place and member: `gtlds.json: gTLDs[3] (aaa), delegationDate: reason`.
class JsonRow {
 public:
  /// `value` lives as long as the row.
  JsonRow(std::string_view origin_name, std::string_view list, std::size_t index,
          const rapidjson::Value& value)
      : origin_name_(origin_name), list_(list), index_(index), value_(value) {}

  /// What the row is called in errors from now on.
  void call(std::string_view name) { name_ = name; }

  /// Nothing, or an error when the row is no object or lacks one of `members`.
  Result<void> require(std::initializer_list<const char*> members) const;

  /// Without blanks at either end; empty where null.
  Result<std::string> text(const char* name) const;
  /// YYYY-MM-DD; nullopt where null or empty.
  Result<std::optional<Timestamp>> date(const char* name) const;
  Result<std::optional<bool>> flag(const char* name) const;
  Result<std::optional<std::uint64_t>> number(const char* name) const;
  Result<std::optional<double>> real(const char* name) const;

  Error error(std::string_view name, std::string_view what) const;

 private:
  std::string place() const;
  /// The member; null where it is absent or null.
  const rapidjson::Value* find(const char* name) const;
  Error unlike(const char* name, const rapidjson::Value& found, std::string_view expected) const;

  std::string_view origin_name_;
  std::string_view list_;
  std::size_t index_;
  const rapidjson::Value& value_;
  std::string name_;
};

}  // namespace splitroot::collectors
