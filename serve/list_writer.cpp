#include "serve/list_writer.hpp"

#include "core/display.hpp"
#include "serve/coverage.hpp"
#include "serve/source_words.hpp"
#include "serve/words.hpp"

namespace splitroot::serve {
namespace {

/// Lines under a row: an indent, what the line is about, its words within 100 columns.
void add_note(std::vector<std::string>& lines, const std::string& what, const std::string& words) {
  constexpr std::size_t indent = 4;
  constexpr std::size_t heading = 10;
  constexpr std::size_t columns = 100;
  std::string head = std::string(indent, ' ') + what + std::string(heading - what.size(), ' ');
  for (const std::string& line : wrapped(terminal_text(words), columns - indent - heading)) {
    lines.push_back(head + line);
    head = std::string(indent + heading, ' ');
  }
}

/// An answer of up to a mebibyte; JSON and CSV give it whole.
std::string beginning_of(const std::string& answer) {
  constexpr std::size_t longest = 300;
  if (answer.size() <= longest) return answer;
  return answer.substr(0, longest) + "... (" + grouped(answer.size()) + " octets; --format json has them)";
}

}  // namespace

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
    const auto status = effective_status(name, view.lapse(name.ns), view.at);
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

Layout<SourcePosition> source_layout(Timestamp at, bool full) {
  Layout<SourcePosition> layout;
  layout.json = [at](JsonWriter& out, const SourcePosition& source) { render_source(out, source, at); };
  layout.csv_header = source_csv_header();
  layout.csv_row = [at](const SourcePosition& source) { return source_csv_row(source, at); };
  layout.columns = {"SOURCE", "POSITION", "LAG", "AGE", "ROWS", "UNKNOWN", "MALFORMED", "REMARKS"};
  layout.cells = [at](const SourcePosition& source) -> std::vector<std::string> {
    const auto known = age(source, at);
    return {source.source,
            read_text(source),
            lag_text(source),
            known ? age_text(known) : "-",
            grouped(source.rows),
            grouped(source.unknown_labels),
            grouped(source.malformed),
            mark_text(source, at)};
  };
  layout.lines = [full](const SourcePosition& source) {
    std::vector<std::string> lines;
    for (const SourceNote& note : source_notes(source, full)) add_note(lines, note.what, note.words);
    return lines;
  };
  return layout;
}

Layout<Discrepancy> discrepancy_layout() {
  Layout<Discrepancy> layout;
  layout.json = render_discrepancy;
  layout.csv_header = discrepancy_csv_header();
  layout.csv_row = discrepancy_csv_row;
  layout.columns = {"SOURCE", "BLOCKS", "CHECK", "RECORDED"};
  layout.cells = [](const Discrepancy& row) -> std::vector<std::string> {
    return {row.source, std::to_string(row.from) + "-" + std::to_string(row.to), row.check,
            row.recorded_at ? to_rfc3339(*row.recorded_at) : "-"};
  };
  layout.lines = [](const Discrepancy& row) {
    std::vector<std::string> lines;
    add_note(lines, "reason", row.reason);
    add_note(lines, "one", row.endpoint + ": " + beginning_of(row.answer));
    add_note(lines, "other", row.other + ": " + beginning_of(row.other_answer));
    return lines;
  };
  return layout;
}

}  // namespace splitroot::serve
