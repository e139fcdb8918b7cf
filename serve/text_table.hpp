#pragma once
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace splitroot::serve {

/// Columns a text takes on a terminal: two for East Asian wide characters and emoji, none for combining ones.
std::size_t terminal_width(std::string_view text);

/// A table for terminals that streams: column widths come from the header and the first rows, later rows that
/// are wider push their neighbours aside. Memory does not grow with the rows.
class TextTable {
 public:
  TextTable(std::ostream& out, std::vector<std::string> header);

  /// Cells are made safe for a terminal here. Precondition: as many cells as the header has.
  void add(std::vector<std::string> cells);

  /// A line of its own under the last row, as it is but for what is not safe on a terminal.
  void line(const std::string& text);

  /// Writes what is still held back. Nothing may be added afterwards.
  void finish();

 private:
  struct Held {
    std::vector<std::string> cells;
    bool is_row = true;  ///< false: one text that heeds no columns
  };
  void keep(Held held);
  void write(const Held& held);
  void settle();

  std::ostream& out_;
  std::vector<Held> held_;
  std::vector<std::size_t> widths_;
  bool settled_ = false;
};

}  // namespace splitroot::serve
