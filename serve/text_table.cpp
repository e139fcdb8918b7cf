#include "serve/text_table.hpp"

#include <unicode/uchar.h>

#include <algorithm>

#include "core/display.hpp"
#include "core/utf8.hpp"

namespace splitroot::serve {
namespace {

/// Rows held back to measure the columns.
constexpr std::size_t sample_rows = 200;

std::size_t width_of(const CodePoint& point) {
  if (!point.valid) return 1;
  const auto value = static_cast<UChar32>(point.value);
  switch (u_charType(value)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
      return 0;
    default:
      break;
  }
  const auto width = u_getIntPropertyValue(value, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

}  // namespace

std::size_t terminal_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    width += width_of(point);
    text.remove_prefix(point.size);
  }
  return width;
}

TextTable::TextTable(std::ostream& out, std::vector<std::string> header) : out_(out) {
  widths_.resize(header.size());
  held_.push_back(std::move(header));
}

void TextTable::add(std::vector<std::string> cells) {
  for (std::string& cell : cells) {
    cell = terminal_text(cell);
    std::replace(cell.begin(), cell.end(), '\n', ' ');
  }
  if (settled_) return write(cells);
  held_.push_back(std::move(cells));
  if (held_.size() > sample_rows) settle();
}

void TextTable::finish() {
  if (!settled_) settle();
}

void TextTable::settle() {
  for (const auto& row : held_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths_[i] = std::max(widths_[i], terminal_width(row[i]));
  }
  for (const auto& row : held_) write(row);
  held_.clear();
  settled_ = true;
}

void TextTable::write(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    line += cells[i];
    const std::size_t width = terminal_width(cells[i]);
    if (i + 1 < cells.size()) line.append(widths_[i] > width ? widths_[i] - width + 2 : 2, ' ');
  }
  while (line.ends_with(' ')) line.pop_back();
  out_ << line << '\n';
}

}  // namespace splitroot::serve
