#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"

namespace splitroot::serve {

// Pieces of HTML. What is called `text` is escaped here; what is called `html` must be HTML already.

/// Text whose direction does not disturb its surroundings.
std::string bdi(std::string_view text);
std::string code(std::string_view text);

/// The day, machine-readable to the second; `not known` for nullopt.
std::string html_date(std::optional<Timestamp> time);

std::string badge(std::string_view classes, std::string_view text);

/// `<dt>` and `<dd>`.
std::string term(std::string_view name, const std::string& html);

/// A section that is one table. It scrolls sideways where it must, by keyboard too, and on small screens its
/// rows are stacked, each cell under its column's name. The first cell of a row names the row.
class TableSection {
 public:
  struct Column {
    std::string_view name;
    std::string_view classes = {};
  };
  struct Cell {
    std::string html;
    std::string classes = {};
  };

  TableSection(std::string_view id, std::string_view title, std::vector<Column> columns);
  void row(std::vector<Cell> cells);
  bool empty() const { return rows_.empty(); }
  /// The section, with `note` (HTML) after the table.
  std::string html(std::string_view note = {}) const;

 private:
  std::string cell(const Cell& cell, const Column& column) const;

  std::string id_;
  std::string title_;
  std::vector<Column> columns_;
  std::string rows_;
};

/// A section that is one paragraph, where a table would have no rows.
std::string note_section(std::string_view id, std::string_view title, std::string_view text);

}  // namespace splitroot::serve
