#include "serve/words.hpp"

#include <fmt/format.h>

#include <array>
#include <set>
#include <utility>

namespace splitroot::serve {
namespace {

void append(std::string& list, std::string_view part, std::string_view separator = ", ") {
  if (part.empty()) return;
  if (!list.empty()) list += separator;
  list += part;
}

std::string counted(std::size_t count, std::string_view word) {
  return count == 0 ? std::string{} : std::to_string(count) + " " + std::string{word};
}

/// Findings that can hurt, by severity; worst first.
std::string severity_tally(const Dossier& dossier) {
  std::string out;
  for (const Severity severity :
       {Severity::critical, Severity::high, Severity::medium, Severity::low, Severity::info}) {
    std::size_t count = 0;
    for (const auto& record : dossier.collisions) {
      const State state = record.finding.state;
      count += record.finding.severity == severity && record.finding.kind == Kind::overlap &&
               (state == State::open || state == State::unproven_twin);
    }
    append(out, counted(count, text(severity)));
  }
  return out;
}

/// Reserved lists that are not as the DNS is. Kinds are never added together.
std::size_t count_drifts(const Dossier& dossier) {
  return static_cast<std::size_t>(
      std::ranges::count_if(dossier.collisions, [](const CollisionRecord& record) {
        return record.finding.kind == Kind::list_drift && record.finding.state == State::open;
      }));
}

std::size_t count_state(const Dossier& dossier, State state) {
  std::size_t count = 0;
  for (const auto& record : dossier.collisions) count += record.finding.state == state;
  return count;
}

std::string bounded(std::optional<Timestamp> after, std::optional<Timestamp> by) {
  if (!by) return "";
  return after ? "between " + to_date(*after) + " and " + to_date(*by) : to_date(*by);
}

/// `since 2021-10-15`, `since some day between 2020-02-01 and 2026-01-05`.
std::string after_word(std::string_view word, const std::string& when) {
  if (when.empty()) return "";
  return std::string{word} + (when.starts_with("between") ? " some day " : " ") + when;
}

std::string standing_summary(const Dossier& dossier) {
  if (dossier.standings.empty()) return "No standing in the DNS is known.";
  const StandingRecord& strongest = dossier.standings.front();
  std::string out = "In the DNS: " + std::string{text(strongest.standing)};
  if (dossier.as_of || dossier.known_at)
    out = "On " + to_date(dossier.at) + " in the DNS: " + std::string{text(strongest.standing)};
  append(out, after_word("since", began_text(strongest)), " ");
  if (!holds(strongest, dossier.at)) append(out, after_word("until", ended_text(strongest)), " ");
  return out + ".";
}

/// The namespaces that hold the string itself, on either side of a finding in `state`.
std::set<std::string> rivals(const Dossier& dossier, State state) {
  std::set<std::string> out;
  for (const auto& record : dossier.collisions) {
    const Finding& finding = record.finding;
    if (finding.state != state || finding.level != Level::tld || finding.kind != Kind::overlap) continue;
    for (const std::string& ns : {finding.ns, finding.against.ns}) {
      if (ns != "dns") out.insert(namespace_title(ns));
    }
  }
  return out;
}

/// `A`, `A and B`, `A, B and C`.
std::string enumerated(const std::set<std::string>& names) {
  std::string out;
  std::size_t left = names.size();
  for (const std::string& name : names) {
    append(out, name, left == 1 ? " and " : ", ");
    --left;
  }
  return out;
}

}  // namespace

std::string began_text(const StandingRecord& standing) {
  return bounded(standing.since_after, standing.since);
}

std::string ended_text(const StandingRecord& standing) {
  return bounded(standing.until_after, standing.until);
}

std::string leakage_text(const LeakageReading& reading) {
  const std::string list =
      grouped(reading.entries) + " labels that ICANN's DNS Magnitude of " + to_date(reading.as_of) + " lists";
  if (!reading.entry) return "none of the " + list;
  const LeakageEntry& entry = *reading.entry;
  std::string out = entry.rank ? "rank " + grouped(*entry.rank) + " of the " + list : "one of the " + list;
  if (entry.magnitude) out += fmt::format(", magnitude {:.2f}", *entry.magnitude);
  if (entry.unique_clients) out += ", asked for by " + grouped(*entry.unique_clients) + " clients";
  if (entry.query_volume) out += " in " + grouped(*entry.query_volume) + " queries";
  return out;
}

bool is_outcome_unknown(const StandingRecord& standing) {
  const auto outcome = standing.detail.find("outcome");
  return outcome != standing.detail.end() && outcome->second == "unknown";
}

std::string application_text(const StandingRecord& standing) {
  if (standing.application.empty()) return "";
  const auto applicant = standing.detail.find("applicant");
  const bool is_known = applicant != standing.detail.end();
  // Announced ones have no number, and go by who announced them.
  if (is_known && applicant->second == standing.application) return "of " + standing.application;
  return "application " + standing.application + (is_known ? " (" + applicant->second + ")" : "");
}

std::string namespace_title(std::string_view ns) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> titles{
      {{"dns", "the DNS"}, {"ens", "ENS"}, {"hns", "Handshake"}, {"uns", "Unstoppable"}}};
  for (const auto& [id, title] : titles) {
    if (id == ns) return std::string{title};
  }
  return std::string{ns};
}

std::string against_text(const Against& against) {
  std::string out{"."};
  out += against.ldh;
  if (against.ns != "dns") return out + " of " + namespace_title(against.ns);
  out += " of the DNS";
  return against.standing ? out + " (" + std::string{text(*against.standing)} + ")" : out;
}

std::string finding_text(const CollisionRecord& record) {
  const Finding& finding = record.finding;
  const std::string against = against_text(finding.against);
  if (finding.cls == Class::stale_list)
    return "reserved list of " + namespace_title(finding.ns) + ", on " + against;
  return record.name + " of " + namespace_title(finding.ns) + " = " + against;
}

std::string_view reason_title(const Finding& finding) {
  if (finding.state == State::closed) return "closed";
  return finding.cls == Class::stale_list ? "stale" : "twin";
}

std::string status_text(const Finding& finding) {
  std::string out = finding.status == NameStatus::unknown ? "status " : "";
  out += text(finding.status);
  if (finding.resolves) out += *finding.resolves ? ", resolves" : ", does not resolve";
  out += finding.verified_live ? ", read from the chain" : ", a report without a live check";
  if (finding.as_of) out += ", as of " + to_date(*finding.as_of);
  return out;
}

std::string evidence_text(const Evidence& evidence) {
  std::string out = evidence.chain;
  if (evidence.block) append(out, "block " + std::to_string(*evidence.block), " ");
  if (!evidence.tx.empty()) append(out, "tx " + evidence.tx);
  return out.empty() ? "none on chain" : out;
}

std::string tally_text(const Dossier& dossier) {
  std::string out = severity_tally(dossier);
  append(out, counted(count_drifts(dossier), "stale list"), "; ");
  append(out, counted(count_state(dossier, State::twin), "twin"), "; ");
  append(out, counted(count_state(dossier, State::closed), "closed"), "; ");
  return out.empty() ? "no findings" : out;
}

std::string summary_text(const Dossier& dossier) {
  std::string out = standing_summary(dossier);
  const auto open = rivals(dossier, State::open);
  const auto unproven = rivals(dossier, State::unproven_twin);
  const auto twins = rivals(dossier, State::twin);
  const std::string_view too = dossier.standings.empty() ? "." : " too.";
  if (!open.empty()) {
    append(out, enumerated(open), " ");
    out += open.size() == 1 ? " hands it out" : " hand it out";
    out += too;
  }
  if (!unproven.empty()) {
    append(out, enumerated(unproven), " ");
    out += " may carry it for the same holder, without proof.";
  }
  if (!twins.empty()) {
    append(out, enumerated(twins), " ");
    out += twins.size() == 1 ? " carries it as a twin." : " carry it as a twin.";
  }
  if (dossier.collisions.empty()) out += " Nothing that has been read so far collides with it.";
  return out;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) append(out, part, "; ");
  return out;
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string figure(std::optional<std::uint64_t> number) { return number ? grouped(*number) : "not visible"; }

}  // namespace splitroot::serve
