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
  held_.push_back({std::move(header)});
}

void TextTable::add(std::vector<std::string> cells) {
  for (std::string& cell : cells) {
    cell = terminal_text(cell);
    std::replace(cell.begin(), cell.end(), '\n', ' ');
  }
  keep({std::move(cells)});
}

void TextTable::line(const std::string& text) { keep({{terminal_text(text)}, false}); }

void TextTable::keep(Held held) {
  if (settled_) return write(held);
  held_.push_back(std::move(held));
  if (held_.size() > sample_rows) settle();
}

void TextTable::finish() {
  if (!settled_) settle();
}

void TextTable::settle() {
  for (const auto& [cells, is_row] : held_) {
    for (std::size_t i = 0; is_row && i < cells.size(); ++i)
      widths_[i] = std::max(widths_[i], terminal_width(cells[i]));
  }
  for (const Held& held : held_) write(held);
  held_.clear();
  settled_ = true;
}

void TextTable::write(const Held& held) {
  std::string line;
  for (std::size_t i = 0; i < held.cells.size(); ++i) {
    const std::string& cell = held.cells[i];
    line += cell;
    if (i + 1 == held.cells.size()) break;
    const std::size_t width = terminal_width(cell);
    line.append(widths_[i] > width ? widths_[i] - width + 2 : 2, ' ');
  }
  while (line.ends_with(' ')) line.pop_back();
  out_ << line << '\n';
}

}  // namespace splitroot::serve
