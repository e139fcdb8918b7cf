#include <algorithm>

#include "core/display.hpp"
#include "serve/html.hpp"
#include "serve/page_frame.hpp"
#include "serve/page_tables.hpp"
#include "serve/pages.hpp"
#include "serve/words.hpp"

namespace splitroot::serve {
namespace {

template <class Predicate>
std::string tally_item(const Dossier& dossier, std::string_view classes, std::string_view word,
                       Predicate wanted) {
  const auto count = std::count_if(dossier.collisions.begin(), dossier.collisions.end(),
                                   [&wanted](const auto& record) { return wanted(record.finding); });
  if (count == 0) return "";
  return "<li>" + badge(classes, std::to_string(count) + " " + std::string{word}) + "</li>";
}

std::string tally(const Dossier& dossier) {
  std::string items;
  for (int rank = static_cast<int>(Severity::critical); rank >= 0; --rank) {
    const auto severity = static_cast<Severity>(rank);
    const std::string word{text(severity)};
    items += tally_item(dossier, "filled " + word, word, [severity](const Finding& finding) {
      return finding.severity == severity && finding.kind == Kind::overlap && finding.state != State::twin &&
             finding.state != State::closed;
    });
  }
  items += tally_item(dossier, "plain", "stale list", [](const Finding& finding) {
    return finding.kind == Kind::list_drift && finding.state == State::open;
  });
  for (const State state : {State::twin, State::closed}) {
    items += tally_item(dossier, "plain", text(state),
                        [state](const Finding& finding) { return finding.state == state; });
  }
  if (items.empty()) return "";
  return "<ul class=\"tally\" aria-label=\"Findings by severity\">" + items + "</ul>\n";
}

std::string subject(const Dossier& dossier) {
  std::string out = "<h1>." + bdi(dossier.unicode) + "</h1>\n";
  if (dossier.unicode != dossier.ldh) out += "<p class=\"soft\">A-label: " + code(dossier.ldh) + "</p>\n";
  return out + "<p class=\"lead\">" + html_text(summary_text(dossier)) + "</p>\n" + tally(dossier);
}

std::string against(const Against& other) {
  std::string out = "." + bdi(other.ldh) + " of " + html_text(namespace_title(other.ns));
  return other.standing ? out + ", " + std::string{text(*other.standing)} : out;
}

std::string_view reason_lead(const Finding& finding) {
  if (finding.state == State::twin) return "The same on both sides: ";
  if (finding.state == State::unproven_twin) return "Perhaps the same holder: ";
  return finding.state == State::closed ? "Closed: " : "";
}

std::string reason(const Finding& finding) {
  if (finding.reason.empty()) return "";
  const std::string_view lead = reason_lead(finding);
  return "<p class=\"reason\">" + std::string{lead} + html_text(finding.reason) + "</p>\n";
}

std::string basis(const Finding& finding) {
  std::string out = "<ol>";
  for (const std::string& step : finding.basis) out += "<li>" + html_text(step) + "</li>";
  return out + "</ol>";
}

std::string evidence(const Evidence& found) {
  if (found.chain.empty() && !found.block && found.tx.empty()) return "none on chain";
  std::string out = html_text(found.chain);
  if (found.block) out += " block " + grouped(*found.block);
  if (found.time) out += ", " + html_date(found.time);
  if (!found.tx.empty()) out += "<br>" + code(found.tx);
  return out;
}

std::string finding_title(const CollisionRecord& record) {
  const Finding& finding = record.finding;
  const std::string registry = html_text(namespace_title(finding.ns));
  if (finding.cls == Class::stale_list)
    return "Reserved list of " + registry + ", on " + against(finding.against);
  return "." + bdi(record.name) + " of " + registry + " against " + against(finding.against);
}

std::string finding_card(const CollisionRecord& record) {
  const Finding& finding = record.finding;
  const std::string severity{text(finding.severity)};
  std::string out = "<li class=\"finding " + severity + "\" id=\"" + html_text(record.id) + "\">\n";
  out += "<p>" + badge("filled " + severity, severity) + " " + badge("plain", text(finding.state)) + " ";
  out += badge("plain", std::string{text(finding.level)} + " " + std::string{text(finding.cls)}) + "</p>\n";
  out += "<h3>" + finding_title(record) + "</h3>\n" + reason(finding) + "<dl>\n";
  out += term("Severity", basis(finding));
  if (finding.cls != Class::stale_list) {
    out += term("Name", html_text(status_text(finding)));
    out += term("Both since", both_since(finding));
    out += term("Evidence", evidence(record.evidence));
  }
  return out + "</dl>\n</li>\n";
}

std::string findings_section(const Dossier& dossier) {
  std::string cards;
  for (const CollisionRecord& record : dossier.collisions) {
    if (record.finding.level == Level::tld) cards += finding_card(record);
  }
  if (cards.empty()) return "";
  return "<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">Findings</h2>\n<ol "
         "class=\"findings\">\n" +
         cards + "</ol>\n</section>\n";
}

std::string takeaway(const Dossier& dossier) {
  return "<p class=\"takeaway\"><a href=\"/v1/strings/" + dossier.ldh +
         "\">This page as JSON</a> <a href=\"/v1/collisions.csv?string=" + dossier.ldh +
         "&amp;limit=1000\">Findings as CSV</a></p>\n";
}

}  // namespace

std::string dossier_page(const Dossier& dossier) {
  const std::string main = subject(dossier) + findings_section(dossier) + standing_section(dossier) +
                           labels_section(dossier) + exposure_section(dossier) + leakage_section(dossier) +
                           coverage_section(dossier) + takeaway(dossier);
  return framed("." + dossier.unicode + " - splitroot", dossier.input, main);
}

}  // namespace splitroot::serve
