#include "collectors/icann/pipeline/columns.hpp"

#include <algorithm>
#include <array>

#include "collectors/icann/pipeline/personal.hpp"
#include "collectors/icann/pipeline/words.hpp"
#include "core/display.hpp"

namespace splitroot::collectors::pipeline {
namespace {

/// Fields in words; digits in all others of ours are no telephone number.
constexpr std::array<std::string_view, 4> in_words{"applicant", "objections", "name_collision_assessment",
                                                   "milestone"};

bool may_be_number(std::string_view field) {
  return !field.empty() && std::find(in_words.begin(), in_words.end(), field) == in_words.end();
}

}  // namespace

std::string_view NamedRow::operator[](std::string_view field) const {
  const auto found = fields.find(field);
  return found == fields.end() ? std::string_view{} : found->second->text;
}

/// The normalized name, with a number where another column has it. A column that has none, or whose very name
/// is personal, goes by its number.
std::string Columns::own_name(std::size_t title) const {
  std::string name = normalized(sheet_.titles[title]);
  if (name.empty() || is_personal_value(sheet_.titles[title], false))
    name = "column-" + std::to_string(title + 1);
  const auto has = [&](const std::string& wanted) {
    return std::any_of(columns_.begin(), columns_.end(),
                       [&](const Column& each) { return each.name == wanted; });
  };
  if (!has(name)) return name;
  std::size_t number = 2;
  while (has(name + "-" + std::to_string(number))) ++number;
  return name + "-" + std::to_string(number);
}

Result<void> Columns::add(std::size_t title, const Aliases& aliases) {
  const std::string& text = sheet_.titles[title];
  if (text.size() > longest_title)
    return input_error(sheet_.origin + ": the name of column " + std::to_string(title + 1) +
                       " has more than " + std::to_string(longest_title) + " octets");
  Column column{own_name(title), {}, false};
  const auto match = aliases.find(normalized(text));
  if (match && match->field != "as_of") {
    if (column.name != normalized(text))
      return input_error(sheet_.origin + ": two columns '" + display_text(text) +
                         "', and no telling which is meant");
    const auto [best, is_first] = best_.emplace(match->field, std::pair{match->rank, title});
    if (!is_first && match->rank < best->second.first) {
      columns_[best->second.second].field = {};
      best->second = {match->rank, title};
    }
    if (best->second.second == title) column.field = match->field;
  } else {
    column.is_personal = is_personal_column(text) || is_personal_value(text, false);
  }
  columns_.push_back(std::move(column));
  return {};
}

Result<Columns> Columns::of(const Sheet& sheet, const Aliases& aliases) {
  Columns columns{sheet};
  for (std::size_t title = 0; title < sheet.titles.size(); ++title) {
    if (auto added = columns.add(title, aliases); !added) return added.error();
  }
  return columns;
}

NamedRow Columns::name(const SheetRow& row, Dropped& dropped) const {
  NamedRow named;
  for (const Cell& cell : row.cells) {
    const Column& column = columns_[cell.title];
    if (column.is_personal) dropped.columns.insert(column.name);
    if (is_nothing(cell.text)) continue;
    if (column.is_personal || is_personal_value(cell.text, may_be_number(column.field))) {
      ++dropped.values;
    } else if (column.field.empty()) {
      named.others.emplace(column.name, cell.text);
    } else {
      named.fields.emplace(column.field, &cell);
    }
  }
  return named;
}

Error Columns::error(const SheetRow& row, std::string_view field, std::string_view what) const {
  const auto best = best_.find(field);
  if (best == best_.end()) return sheet_.error(row, what);
  return sheet_.error(row, best->second.second, what);
}

}  // namespace splitroot::collectors::pipeline
