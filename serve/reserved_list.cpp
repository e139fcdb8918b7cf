#include "serve/reserved_list.hpp"

#include <algorithm>

#include "core/label.hpp"
#include "serve/csv_parts.hpp"

namespace splitroot::serve {
namespace {

using correlate::Drift;
using correlate::ReservedFinding;

void render(JsonWriter& out, const ReservedRow& row) {
  const ReservedFinding& finding = row.finding;
  out.StartObject();
  put(out, "list", row.list);
  put(out, "ldhName", finding.ldh);
  put(out, "unicodeName", to_unicode(finding.ldh));
  put(out, "drift", text(finding.drift));
  put(out, "standing", text(finding.standing));
  put(out, "since", finding.since);
  put(out, "sinceAfter", finding.since_after);
  put(out, "held", finding.held);
  put(out, "severity", text(finding.severity));
  put(out, "meaning", finding.meaning);
  out.EndObject();
}

std::string since_text(const ReservedFinding& finding) {
  if (!finding.since) return "";
  return (finding.since_after ? "by " : "") + to_date(*finding.since);
}

std::string counted(std::size_t count, const std::string& what) { return std::to_string(count) + " " + what; }

}  // namespace

Layout<ReservedRow> reserved_layout() {
  Layout<ReservedRow> layout;
  layout.json = render;
  layout.csv_header = "list,ldhName,unicodeName,drift,standing,since,sinceAfter,held,severity,meaning\n";
  layout.csv_row = [](const ReservedRow& row) {
    const ReservedFinding& finding = row.finding;
    return csv_line({row.list, finding.ldh, to_unicode(finding.ldh), text(finding.drift), text(finding.standing),
                     time_text(finding.since), time_text(finding.since_after), bool_text(finding.held), text(finding.severity), finding.meaning});
  };
  layout.columns = {"LIST", "STRING", "DRIFT", "STANDING", "SINCE", "SEVERITY", "MEANING"};
  layout.cells = [](const ReservedRow& row) -> std::vector<std::string> {
    const ReservedFinding& finding = row.finding;
    return {row.list, to_unicode(finding.ldh), std::string{text(finding.drift)}, std::string{text(finding.standing)},
            since_text(finding), std::string{text(finding.severity)}, finding.meaning};
  };
  return layout;
}

std::string reserved_summary(const std::string& title, const std::vector<ReservedFinding>& findings) {
  const auto count = [&](auto wanted) {
    return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), wanted));
  };
  const auto in_root = [](const ReservedFinding& finding) {
    return finding.drift == Drift::missing && finding.standing <= Standing::temporary_delegation;
  };
  const auto on_its_way = [&](const ReservedFinding& finding) {
    return finding.drift == Drift::missing && !in_root(finding);
  };
  const auto held = [](const ReservedFinding& finding) { return finding.drift == Drift::gone && finding.held; };
  const auto released = [](const ReservedFinding& finding) { return finding.drift == Drift::gone && !finding.held; };
  return title + ": lacks " + counted(count(in_root), "of the root") + " and " +
         counted(count(on_its_way), "on their way there") + "; of " + counted(count(held) + count(released), "gone") +
         " it holds " + std::to_string(count(held)) + " and has released " + std::to_string(count(released));
}

}  // namespace splitroot::serve
