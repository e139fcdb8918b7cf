#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/icann/pipeline/sheet.hpp"

namespace splitroot::collectors::pipeline {

/// A row with its values by what they are: fields that are known, and all others by their column's normalized
/// name. Values that are nothing (`--`) are left out, and those about persons.
struct NamedRow {
  std::map<std::string_view, const Cell*, std::less<>> fields;
  std::map<std::string, std::string> others;

  /// Text of a field; empty where the row has none.
  std::string_view operator[](std::string_view field) const;
};

/// What was dropped, as ApplicationBatch counts it.
struct Dropped {
  std::set<std::string> columns;  ///< normalized names
  std::uint64_t values = 0;
};

/// The columns of a list by their meaning.
class Columns {
 public:
  /// Errors (input): a name that is too long, or two columns of one name where that name is of a known field.
  static Result<Columns> of(const Sheet& sheet, const Aliases& aliases);

  /// Names a row's values; what is about persons is counted in `dropped`.
  NamedRow name(const SheetRow& row, Dropped& dropped) const;

  /// An input error on a field of a row, with its place.
  Error error(const SheetRow& row, std::string_view field, std::string_view what) const;

 private:
  struct Column {
    std::string name;        ///< normalized; one of its own
    std::string_view field;  ///< empty: none of ours
    bool is_personal = false;
  };

  explicit Columns(const Sheet& sheet) : sheet_(sheet) {}
  Result<void> add(std::size_t title, const Aliases& aliases);
  std::string own_name(std::size_t title) const;

  const Sheet& sheet_;
  std::vector<Column> columns_;
  std::map<std::string_view, std::pair<std::size_t, std::size_t>, std::less<>> best_;  ///< field: rank, title
};

}  // namespace splitroot::collectors::pipeline
