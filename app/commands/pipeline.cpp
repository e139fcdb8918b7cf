#include <algorithm>
#include <iostream>

#include "app/commands.hpp"
#include "app/database.hpp"
#include "serve/pipeline_list.hpp"

namespace splitroot::app {
namespace {

template <class Row>
void print(const std::vector<Row>& rows, Format format, serve::Layout<Row> layout) {
  serve::ListWriter<Row> writer{std::cout, format, std::move(layout)};
  for (const Row& row : rows) writer.add(row);
  writer.finish();
}

void list_deadlines(Reader& reader, const PipelineOptions& options) {
  auto deadlines = reader.deadlines();
  if (!options.round.empty()) {
    std::erase_if(deadlines, [&](const Deadline& deadline) { return deadline.round != options.round; });
  }
  print(deadlines, options.format, serve::deadline_layout());
  if (options.format != Format::table) return;
  std::cout << (deadlines.empty()
                    ? "No dates of ICANN's are known; `splitroot import deadlines FILE` reads them.\n"
                    : "Dates change: check with ICANN.\n");
}

}  // namespace

Result<int> execute(const Context& context, const PipelineOptions& options) {
  auto store = open_for_reading(context);
  if (!store) return store.error();
  const auto reader = (*store)->read();
  if (options.deadlines) {
    list_deadlines(*reader, options);
    return 0;
  }
  const auto rows = serve::pipeline_rows(*reader, options.round, now());
  print(rows, options.format, serve::pipeline_layout());
  const bool any_dates =
      std::any_of(rows.begin(), rows.end(), [](const auto& row) { return row.next.has_value(); });
  if (options.format == Format::table && any_dates) std::cout << "Dates change: check with ICANN.\n";
  return 0;
}

}  // namespace splitroot::app
