#include "correlate/reserved_list_text.hpp"

#include <algorithm>
#include <array>
#include <sstream>

#include "core/csv.hpp"
#include "core/display.hpp"
#include "core/label.hpp"

namespace splitroot::correlate {
namespace {

constexpr std::array<std::string_view, 4> label_columns{"label", "name", "tld", "string"};
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr std::string_view blanks = " \t\r\v\f";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// The line without a remark at its start or after a blank.
std::string_view without_remark(std::string_view line) {
  for (std::size_t hash = line.find('#'); hash != std::string_view::npos; hash = line.find('#', hash + 1)) {
    if (hash == 0 || blanks.find(line[hash - 1]) != std::string_view::npos) return line.substr(0, hash);
  }
  return line;
}

std::string at(std::string_view origin, std::size_t line, std::size_t column) {
  return std::string{origin} + ":" + std::to_string(line) + ":" + std::to_string(column) + ": ";
}

std::optional<std::string_view> next_line(std::string_view& rest) {
  if (rest.empty()) return std::nullopt;
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

/// Adds a label, or says what is wrong with it.
std::optional<std::string> take(ReservedSet& set, std::string_view label) {
  const auto ldh = to_ldh(label);
  if (!ldh) return ldh.error().message;
  if (set.labels.size() == most_reserved_labels)
    return "more than " + std::to_string(most_reserved_labels) + " labels; is this a reserved list?";
  set.add(*ldh, ReservedKind::listed);
  return std::nullopt;
}

struct FirstLine {
  std::size_t number = 1;
  std::vector<std::string> fields;  ///< lower case, without quotes; empty for a text of remarks
};

/// The first line that says anything. No header of ours needs quotes around a comma, so this is enough to
/// tell a CSV from a list.
FirstLine first_line(std::string_view text) {
  FirstLine first;
  for (; const auto line = next_line(text); ++first.number) {
    std::string_view rest = trimmed(without_remark(*line));
    if (rest.empty()) continue;
    for (std::size_t comma = 0; comma != std::string_view::npos;) {
      comma = rest.find(',');
      std::string_view field = trimmed(rest.substr(0, comma));
      if (field.size() >= 2 && field.front() == '"' && field.back() == '"')
        field = field.substr(1, field.size() - 2);
      first.fields.push_back(lower_ascii(field));
      if (comma != std::string_view::npos) rest.remove_prefix(comma + 1);
    }
    break;
  }
  return first;
}

std::optional<std::string_view> label_column(const std::vector<std::string>& header) {
  for (const std::string_view column : label_columns) {
    if (std::find(header.begin(), header.end(), column) != header.end()) return column;
  }
  return std::nullopt;
}

Result<ReservedSet> read_list(std::string_view text, std::string_view origin) {
  ReservedSet set;
  for (std::size_t number = 1;; ++number) {
    const auto line = next_line(text);
    if (!line) return set;
    const std::string_view label = trimmed(without_remark(*line));
    if (label.empty()) continue;
    const auto column = static_cast<std::size_t>(label.data() - line->data()) + 1;
    const std::size_t gap = label.find_first_of(" \t,;");
    if (gap != std::string_view::npos) {
      return input_error(at(origin, number, column + gap) +
                         "more than one label on a line; a CSV begins with a " +
                         "header that has a column label, name, tld or string");
    }
    if (const auto wrong = take(set, label)) return input_error(at(origin, number, column) + *wrong);
  }
}

/// Lines of remarks made blank, so that no quote in them means anything and lines keep their numbers.
std::string without_remark_lines(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (const auto line = next_line(text)) {
    if (!trimmed(*line).starts_with('#')) out += *line;
    out += '\n';
  }
  return out;
}

Result<ReservedSet> read_csv(std::string_view text, std::string_view origin, std::string_view column) {
  std::istringstream in{without_remark_lines(text)};
  auto table = CsvTable::open(in, std::string{origin}, {std::string{column}});
  if (!table) return table.error();
  ReservedSet set;
  for (;;) {
    const auto more = table->next();
    if (!more) return more.error();
    if (!*more) return set;
    if (const auto wrong = take(set, trimmed((*table)[column]))) return table->error(column, *wrong);
  }
}

}  // namespace

Result<ReservedSet> parse_reserved_list(std::string_view text, std::string_view origin) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  const FirstLine first = first_line(text);
  if (first.fields == std::vector<std::string>{"name"}) {
    return input_error(at(origin, first.number, 1) +
                       "the first line 'name' may be a header or the TLD; head the column "
                       "'label', or let another label come first");
  }
  const auto column = label_column(first.fields);
  auto set = column ? read_csv(text, origin, *column) : read_list(text, origin);
  if (!set) return set.error();
  if (set->labels.empty()) return input_error(at(origin, 1, 1) + "no label in it");
  set->title = origin;
  return set;
}

}  // namespace splitroot::correlate
