#include "collectors/icann/pipeline/sheet.hpp"

#include <algorithm>

#include "collectors/icann/pipeline/date.hpp"
#include "collectors/icann/pipeline/words.hpp"
#include "core/display.hpp"
#include "core/utf8.hpp"

namespace splitroot::collectors::pipeline {
namespace {

std::string joined(const std::vector<std::string>& titles) {
  constexpr std::size_t enough = 300;
  std::string out;
  for (const std::string& title : titles) {
    if (out.size() > enough) return out + ", …";
    out += (out.empty() ? "" : ", ") + display_text(std::string_view{title}.substr(0, 60));
  }
  return out.empty() ? "nothing" : out;
}

std::string any_of(const std::vector<std::string_view>& fields) {
  std::string out;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) out += i + 1 == fields.size() ? " or " : ", ";
    out += fields[i];
  }
  return out;
}

std::string place_of(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const auto line_start = before.rfind('\n');
  const auto column = line_start == std::string_view::npos ? at + 1 : at - line_start;
  return std::to_string(line) + ":" + std::to_string(column);
}

/// UTF-8 without NUL throughout.
Result<void> check_encoding(std::string_view text, const std::string& origin) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = first_code_point(text.substr(at));
    if (point.valid && point.value != 0) {
      at += point.size;
      continue;
    }
    const std::string place = origin + ":" + place_of(text, at) + ": ";
    if (point.valid) return input_error(place + "a NUL octet: this is no text");
    return input_error(place + "'" + display_text(text.substr(at, 1)) +
                       "' is not UTF-8; save the list as UTF-8");
  }
  return {};
}

bool is_json(std::string_view text) {
  const std::string_view content = trimmed(text);
  return !content.empty() && (content.front() == '{' || content.front() == '[');
}

}  // namespace

Error Sheet::error(const SheetRow& row, std::string_view what) const {
  const std::string line = std::to_string(row.line);
  return input_error(origin + (is_json ? ": entry " + line : ":" + line + ":1") + ": " + std::string{what});
}

Error Sheet::error(const SheetRow& row, std::size_t title, std::string_view what) const {
  const std::string named = "'" + display_text(titles.at(title)) + "': " + std::string{what};
  if (is_json) return error(row, named);
  for (const Cell& cell : row.cells) {
    if (cell.title != title) continue;
    return input_error(origin + ":" + std::to_string(cell.line) + ":" + std::to_string(cell.column) +
                       ": column " + named);
  }
  return error(row, "column " + named);
}

HeaderFit fit(const std::vector<std::string>& titles, const Requirements& wanted) {
  HeaderFit result;
  std::vector<std::string_view> fields;
  for (const std::string& title : titles) {
    if (const auto match = wanted.aliases.find(normalized(title))) fields.push_back(match->field);
  }
  result.known = fields.size();
  for (const auto& group : wanted.groups) {
    const auto found = std::find_first_of(fields.begin(), fields.end(), group.begin(), group.end());
    if (found == fields.end()) result.missing.push_back(any_of(group));
  }
  return result;
}

std::string missing_columns(const std::vector<std::string>& titles, const Requirements& wanted) {
  std::string sought;
  for (const std::string& group : fit(titles, wanted).missing)
    sought += (sought.empty() ? "" : ", nor for ") + group;
  return "no column for " + sought + "; found: " + joined(titles) + " (" + wanted.aliases.file() +
         " has the names known)";
}

Result<Sheet> read_sheet(std::string_view text, const std::string& origin, const Requirements& wanted) {
  if (text.size() > largest_text)
    return input_error(origin + ": more than " + std::to_string(largest_text) + " octets");
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
    return input_error(origin + ":1:1: this is UTF-16; save the list as UTF-8");
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  if (auto checked = check_encoding(text, origin); !checked) return checked.error();
  return is_json(text) ? read_json_sheet(text, origin, wanted) : read_csv_sheet(text, origin, wanted);
}

Result<Timestamp> date_of(const Sheet& sheet, const Aliases& aliases, std::optional<Timestamp> as_of) {
  if (as_of) return *as_of;
  std::optional<std::pair<std::size_t, Timestamp>> best;
  for (const auto& [key, value] : sheet.remarks) {
    const auto match = aliases.find(key);
    const bool dates =
        match && (match->field == "as_of" || key == "date");  // a column of that name is another matter
    if (!dates || (best && best->first < match->rank)) continue;
    const auto date = parse_list_date(value);
    if (!date)
      return input_error(sheet.origin + ": " + key + ": '" + display_text(value) + "' is no " +
                         list_date_forms);
    best = {match->rank, date->time};
  }
  if (best) return best->second;
  return input_error(sheet.origin +
                     ": nothing in the list says when it was so; give its date with --as-of DATE");
}

}  // namespace splitroot::collectors::pipeline
