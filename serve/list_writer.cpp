#include "serve/list_writer.hpp"

#include "serve/coverage.hpp"
#include "serve/words.hpp"

namespace splitroot::serve {

std::optional<Format> parse_format(std::string_view word) {
  if (word == "table") return Format::table;
  if (word == "json") return Format::json;
  if (word == "ndjson") return Format::ndjson;
  if (word == "csv") return Format::csv;
  return std::nullopt;
}

Layout<CollisionRecord> collision_layout() {
  Layout<CollisionRecord> layout;
  layout.json = render_collision;
  layout.csv_header = collision_csv_header();
  layout.csv_row = collision_csv_row;
  layout.columns = {"SEVERITY", "STATE", "CLASS", "LEVEL", "NAMESPACE", "NAME", "AGAINST", "STATUS", "SINCE"};
  layout.cells = [](const CollisionRecord& record) -> std::vector<std::string> {
    const Finding& finding = record.finding;
    return {std::string{text(finding.severity)},
            std::string{text(finding.state)},
            std::string{text(finding.cls)},
            std::string{text(finding.level)},
            finding.ns,
            record.name,
            against_text(finding.against),
            std::string{text(finding.status)},
            finding.valid_from ? to_date(*finding.valid_from) : "-"};
  };
  return layout;
}

Layout<NameRecord> name_layout(NameView view) {
  Layout<NameRecord> layout;
  layout.json = [view](JsonWriter& out, const NameRecord& name) { render_name(out, name, view); };
  layout.csv_header = name_csv_header();
  layout.csv_row = [view](const NameRecord& name) { return name_csv_row(name, view); };
  layout.columns = {"NAME", "STATUS", "REGISTERED", "EXPIRES", "HOLDER", "FIRST SEEN"};
  layout.cells = [view](const NameRecord& name) -> std::vector<std::string> {
    const auto status = effective_status(name.status, name.expires_at, view.lapse(name.ns), view.at);
    const std::string holder = name.holder.value_or("-");
    return {display_name(name),
            std::string{text(status)},
            name.registered_at ? to_date(*name.registered_at) : "-",
            name.expires_at ? to_date(*name.expires_at) : "-",
            view.holders == Holders::whole || !name.holder ? holder : shorten_holder(holder),
            name.first.block ? name.first.chain + " " + std::to_string(*name.first.block) : "-"};
  };
  return layout;
}

Layout<SourcePosition> source_layout(Timestamp at) {
  Layout<SourcePosition> layout;
  layout.json = [at](JsonWriter& out, const SourcePosition& source) { render_source(out, source, at); };
  layout.csv_header = source_csv_header();
  layout.csv_row = [at](const SourcePosition& source) { return source_csv_row(source, at); };
  layout.columns = {"SOURCE", "POSITION", "AGE", "ROWS", "UNKNOWN LABELS", "MALFORMED", "REMARKS"};
  layout.cells = [at](const SourcePosition& source) -> std::vector<std::string> {
    return {source.source,           position_text(source),          age_text(age(source, at)),
            grouped(source.rows),    grouped(source.unknown_labels), grouped(source.malformed),
            remarks_text(source, at)};
  };
  return layout;
}

}  // namespace splitroot::serve
