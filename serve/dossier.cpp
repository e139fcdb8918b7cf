#include "serve/dossier.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "core/display.hpp"
#include "core/label.hpp"
#include "correlate/eligibility.hpp"
#include "correlate/outcomes.hpp"
#include "serve/past.hpp"

namespace splitroot::serve {
namespace {

/// Under what source the rules for new gTLDs are shown: schemas/eligibility, which no reading replaces.

/// What hangs under a Handshake TLD is in zones off chain.
constexpr std::string_view off_chain_namespace = "hns";

/// TLDs of alternative namespaces, and names right under one, whose label is this string. Hashes collide, so
/// the labels decide.
std::vector<NameRecord> namesakes(Reader& reader, const std::string& ldh) {
  const std::string canonical = canonical_label(ldh);
  const std::array hashes{canonical_hash(canonical)};
  std::vector<NameRecord> names = reader.names_by_hash(hashes);
  std::erase_if(names, [&canonical](const NameRecord& name) {
    return !name.label || !name.place || canonical_label(name.label->bytes) != canonical;
  });
  return names;
}

std::vector<NameRecord> alternative_tlds(Reader& reader, const std::string& ldh) {
  std::vector<NameRecord> tlds = namesakes(reader, ldh);
  std::erase_if(tlds, [](const NameRecord& name) { return name.place->depth != 1; });
  std::sort(tlds.begin(), tlds.end(),
            [](const auto& a, const auto& b) { return std::tie(a.ns, a.key) < std::tie(b.ns, b.key); });
  return tlds;
}

auto rank(const CollisionRecord& record) {
  const Finding& finding = record.finding;
  return std::tuple{-static_cast<int>(finding.severity),
                    finding.state,
                    finding.level,
                    std::string_view{finding.ns},
                    std::string_view{record.name},
                    std::string_view{record.id}};
}

/// Findings against the string itself, and those of one alternative TLD against another: these are kept under
/// the other TLD's display text, which need not be the LDH form.
std::vector<CollisionRecord> collisions_against(Reader& reader, const std::string& ldh,
                                                const std::vector<NameRecord>& tlds) {
  std::set<std::string> spellings{ldh};
  for (const NameRecord& tld : tlds) spellings.insert(display_label(tld.label->bytes));
  std::map<std::string, CollisionRecord> by_id;
  for (const std::string& spelling : spellings) {
    Reader::CollisionFilter filter;
    filter.against_ldh = spelling;
    reader.visit_collisions(filter, [&by_id](CollisionRecord record) {
      std::string id = record.id;
      by_id.insert_or_assign(std::move(id), std::move(record));
    });
  }
  std::vector<CollisionRecord> out;
  out.reserve(by_id.size());
  for (auto& [id, record] : by_id) out.push_back(std::move(record));
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return rank(a) < rank(b); });
  return out;
}

/// A TLD known from a report alone, with nothing read under it, is not empty: it is unseen.
StringExposure exposure_under(Reader& reader, const NameRecord& tld, Timestamp at) {
  StringExposure out;
  out.ns = tld.ns;
  if (tld.ns == off_chain_namespace) return out;
  const Reader::Exposure counts = reader.exposure(tld.ns, tld.key, at);
  if (counts.direct_children == 0 && tld.origin != Origin::live) return out;
  out.direct_children = counts.direct_children;
  out.active = counts.active;
  out.observable = Observable::partial;
  return out;
}

/// Adds what the rules for new gTLDs say of the string, unless it is said already.
void add_rules(const std::string& ldh, std::vector<StandingRecord>& records) {
  for (const correlate::Ineligibility& rule : correlate::ineligibilities(ldh)) {
    StandingRecord record = correlate::standing_of(rule, ldh);
    const auto is_same = [&](const auto& other) {
      return other.source == record.source && other.standing == record.standing &&
             other.detail == record.detail;
    };
    if (std::ranges::none_of(records, is_same)) records.push_back(std::move(record));
  }
}

/// A label in the root is past the rules for new ones.
bool is_in_root(const StandingRecord& record, Timestamp at) {
  return record.standing == Standing::delegated && holds(record, at);
}

/// What is known not to have begun by then is no part of the answer.
void add_standings(Dossier& dossier, std::vector<StandingRecord> records) {
  const Timestamp at = dossier.at;
  correlate::settle_outcomes(records);
  const bool in_root = std::any_of(records.begin(), records.end(),
                                   [at](const StandingRecord& record) { return is_in_root(record, at); });
  if (!in_root) add_rules(dossier.ldh, records);
  for (StandingRecord& record : records) {
    const Holding held = holding(record, at);
    const bool ended = held == Holding::no && record.until && *record.until <= at;
    if (held == Holding::unknown) {
      dossier.between.push_back(std::move(record));
    } else if (held == Holding::yes || ended) {
      dossier.standings.push_back(std::move(record));
    }
  }
  const auto rank = [at](const StandingRecord& record) {
    return std::tuple{!holds(record, at), record.standing};
  };
  std::stable_sort(dossier.standings.begin(), dossier.standings.end(),
                   [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
}

}  // namespace

std::string_view text(Observable observable) {
  switch (observable) {
    case Observable::full:
      return "full";
    case Observable::partial:
      return "partial";
    case Observable::none:
      return "none";
  }
  return "none";
}

namespace {

/// The string itself, and what it is in the DNS.
Result<Dossier> begin_dossier(Reader& reader, std::string_view input, const Moment& moment) {
  auto ldh = to_ldh(input);
  if (!ldh) return ldh.error();
  Dossier dossier;
  dossier.input = input;
  dossier.ldh = std::move(*ldh);
  dossier.unicode = to_unicode(dossier.ldh);
  dossier.at = moment.at();
  dossier.now = moment.now;
  dossier.as_of = moment.as_of;
  dossier.known_at = moment.known_at;
  add_standings(dossier, reader.standings(dossier.ldh, moment.known_at));
  dossier.leakage = reader.leakage(dossier.ldh, dossier.at);
  dossier.coverage = reader.sources();
  return dossier;
}

}  // namespace

Result<Dossier> make_dossier(Reader& reader, std::string_view input, Timestamp at) {
  auto begun = begin_dossier(reader, input, {at});
  if (!begun) return begun;
  Dossier& dossier = *begun;
  const auto tlds = alternative_tlds(reader, dossier.ldh);
  dossier.collisions = collisions_against(reader, dossier.ldh, tlds);
  for (const NameRecord& tld : tlds) dossier.exposure.push_back(exposure_under(reader, tld, at));
  return begun;
}

Result<Dossier> make_dossier(Reader& reader, std::string_view input, const Moment& moment,
                             const correlate::Rules& rules) {
  if (moment.is_now()) return make_dossier(reader, input, moment.now);
  auto begun = begin_dossier(reader, input, moment);
  if (!begun) return begun;
  Dossier& dossier = *begun;
  Past past{reader, rules, moment};
  dossier.collisions = past.findings_of(namesakes(reader, dossier.ldh));
  for (CollisionRecord& drift : past.list_drifts()) {
    if (drift.finding.against.ldh == dossier.ldh) dossier.collisions.push_back(std::move(drift));
  }
  std::sort(dossier.collisions.begin(), dossier.collisions.end(),
            [](const auto& a, const auto& b) { return rank(a) < rank(b); });
  for (const NameRecord& tld : alternative_tlds(reader, dossier.ldh)) {
    StringExposure& unseen = dossier.exposure.emplace_back();
    unseen.ns = tld.ns;
  }
  return begun;
}

}  // namespace splitroot::serve
