#pragma once
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/finding.hpp"
#include "core/json.hpp"
#include "core/source.hpp"
#include "serve/render.hpp"
#include "serve/text_table.hpp"

namespace splitroot::serve {

enum class Format { table, json, ndjson, csv };

/// `table`, `json`, `ndjson`, `csv`; nullopt for another word.
std::optional<Format> parse_format(std::string_view word);

/// How rows of one kind look in each format.
template <class Row>
struct Layout {
  std::function<void(JsonWriter&, const Row&)> json;
  std::string csv_header;
  std::function<std::string(const Row&)> csv_row;
  std::vector<std::string> columns;
  std::function<std::vector<std::string>(const Row&)> cells;
  std::function<std::vector<std::string>(const Row&)> lines;  ///< under a row of the table; empty: none
};

Layout<CollisionRecord> collision_layout();
Layout<NameRecord> name_layout(NameView view);
/// `full`: the table says of each source all there is to know, in lines under it.
Layout<SourcePosition> source_layout(Timestamp at, bool full = false);
Layout<Discrepancy> discrepancy_layout();

/// Writes a list row by row, so that millions can pass. JSON is one array; call finish() at the end.
template <class Row>
class ListWriter {
 public:
  ListWriter(std::ostream& out, Format format, Layout<Row> layout)
      : out_(out), format_(format), layout_(std::move(layout)), table_(out, layout_.columns) {
    if (format_ == Format::json) out_ << '[';
    if (format_ == Format::csv) out_ << layout_.csv_header;
  }

  void add(const Row& row) {
    switch (format_) {
      case Format::table:
        table_.add(layout_.cells(row));
        if (!layout_.lines) return;
        for (const std::string& line : layout_.lines(row)) table_.line(line);
        return;
      case Format::csv:
        out_ << layout_.csv_row(row);
        return;
      case Format::ndjson:
        out_ << json(row) << '\n';
        return;
      case Format::json:
        out_ << (std::exchange(first_, false) ? "\n" : ",\n") << json(row);
        return;
    }
  }

  void finish() {
    if (format_ == Format::json) out_ << (first_ ? "]\n" : "\n]\n");
    if (format_ == Format::table) table_.finish();
    out_.flush();
  }

 private:
  std::string json(const Row& row) const {
    rapidjson::StringBuffer buffer;
    JsonWriter writer{buffer};
    layout_.json(writer, row);
    return std::string{text_of(buffer)};
  }

  std::ostream& out_;
  Format format_;
  Layout<Row> layout_;
  TextTable table_;
  bool first_ = true;
};

}  // namespace splitroot::serve
