#include <algorithm>

#include "core/display.hpp"
#include "core/hex.hpp"
#include "core/utf8.hpp"
#include "serve/json_parts.hpp"
#include "serve/render.hpp"

namespace splitroot::serve {
namespace {

std::optional<std::string> hex_unless_empty(std::string_view octets) {
  return octets.empty() ? std::nullopt : std::optional{to_hex(octets)};
}

void put_evidence(JsonWriter& out, std::string_view name, const Evidence& evidence) {
  key(out, name);
  out.StartObject();
  put(out, "chain", unless_empty(evidence.chain));
  put(out, "block", evidence.block);
  put(out, "tx", unless_empty(evidence.tx));
  out.EndObject();
}

void put_against(JsonWriter& out, const Against& against) {
  key(out, "against");
  out.StartObject();
  put(out, "namespace", against.ns);
  put(out, "ldhName", against.ldh);
  if (against.standing) {
    put(out, "standing", text(*against.standing));
  } else {
    put_null(out, "standing");
  }
  out.EndObject();
}

void put_verdict(JsonWriter& out, const Finding& finding) {
  put(out, "kind", text(finding.kind));
  put(out, "state", text(finding.state));
  put(out, "reason", unless_empty(finding.reason));
  put(out, "severity", text(finding.severity));
  key(out, "severityBasis");
  out.StartArray();
  for (const std::string& step : finding.basis) out.String(step.c_str(), static_cast<unsigned>(step.size()));
  out.EndArray();
  put(out, "consequence", finding.consequence);
}

void put_exposure(JsonWriter& out, const StringExposure& exposure) {
  out.StartObject();
  put(out, "namespace", exposure.ns);
  put(out, "on", "tld");
  put(out, "directChildren", exposure.direct_children);
  put(out, "descendants", exposure.descendants);
  put(out, "active", exposure.active);
  put(out, "total", exposure.total);
  put(out, "observable", text(exposure.observable));
  out.EndObject();
}

std::optional<std::string> shown_holder(const std::optional<std::string>& holder, Holders holders) {
  if (!holder) return std::nullopt;
  return holders == Holders::whole ? display_text(*holder) : shorten_holder(*holder);
}

/// One of the homes of a name that has several.
void put_home(JsonWriter& out, const std::string& ns, const Home& home, const NameView& view) {
  out.StartObject();
  put(out, "home", home.home);
  put(out, "holder", shown_holder(home.holder, view.holders));
  put(out, "status", text(effective_status(home.status, home.expires_at, view.lapse(ns), view.at)));
  put(out, "expiresAt", home.expires_at);
  put_evidence(out, "lastSeen", home.last);
  out.EndObject();
}

}  // namespace

std::string shorten_holder(std::string_view holder) {
  constexpr std::size_t head = 6;
  constexpr std::size_t tail = 4;
  std::string ellipsis = "…";
  const bool ascii = std::all_of(holder.begin(), holder.end(), [](char c) { return c > 0x20 && c < 0x7f; });
  if (!ascii || holder.empty()) return ellipsis;
  if (holder.size() <= head + tail + 2) return std::string{holder.substr(0, 1)} + ellipsis;
  return std::string{holder.substr(0, head)} + ellipsis + std::string{holder.substr(holder.size() - tail)};
}

std::string node_text(const std::string& ns, const NameKey& name_key) {
  return ns == "hns" ? to_hex(view(name_key.bytes)) : to_hex0x(view(name_key.bytes));
}

void render_standing(JsonWriter& out, const StandingRecord& standing) {
  out.StartObject();
  put(out, "standing", text(standing.standing));
  put(out, "source", standing.source);
  put(out, "application", unless_empty(standing.application));
  put(out, "since", standing.since);
  put(out, "until", standing.until);
  put(out, "sinceAfter", standing.since_after);
  put(out, "untilAfter", standing.until_after);
  put(out, "firstSeen", standing.first_seen);
  put(out, "firstReading", unless_empty(standing.first_reading));
  put(out, "endedReading", unless_empty(standing.ended_reading));
  key(out, "detail");
  out.StartObject();
  for (const auto& [name, value] : standing.detail) put(out, name, value);
  out.EndObject();
  out.EndObject();
}

void render_collision(JsonWriter& out, const CollisionRecord& collision) {
  const Finding& finding = collision.finding;
  out.StartObject();
  put(out, "id", collision.id);
  put(out, "class", text(finding.cls));
  put(out, "level", text(finding.level));
  put(out, "namespace", finding.ns);
  put(out, "name", collision.name);
  put(out, "nameHex", hex_unless_empty(collision.name_raw));
  put_against(out, finding.against);
  put_verdict(out, finding);
  put(out, "status", text(finding.status));
  put(out, "resolves", finding.resolves);
  put(out, "verifiedLive", finding.verified_live);
  put(out, "asOf", finding.as_of);
  put(out, "validFrom", finding.valid_from);
  put(out, "validTo", finding.valid_to);
  put(out, "recordedAt", std::optional{collision.recorded_at});
  put_evidence(out, "evidence", collision.evidence);
  out.EndObject();
}

void render_name_members(JsonWriter& out, const NameRecord& name, const NameView& view) {
  put(out, "namespace", name.ns);
  put(out, "name", display_name(name));
  const bool spelled = name.label && name.place;
  put(out, "nameHex", spelled ? hex_unless_empty(full_name(*name.label, *name.place)) : std::nullopt);
  put(out, "node", node_text(name.ns, name.key));
  put(out, "holder", shown_holder(name.holder, view.holders));
  put(out, "status", text(effective_status(name, view.lapse(name.ns), view.at)));
  put(out, "resolves", name.resolves);
  put(out, "registeredAt", name.registered_at);
  put(out, "expiresAt", name.expires_at);
  put_evidence(out, "firstSeen", name.first);
  put_evidence(out, "lastSeen", name.last);
  put(out, "verifiedLive", name.origin == Origin::live);
  put(out, "asOf", name.as_of);
  if (name.homes.empty()) return;
  put_array(out, "homes", name.homes, [&](const Home& home) { put_home(out, name.ns, home, view); });
}

void render_name(JsonWriter& out, const NameRecord& name, const NameView& view) {
  out.StartObject();
  render_name_members(out, name, view);
  out.EndObject();
}

namespace {

void put_leakage(JsonWriter& out, const std::optional<LeakageReading>& reading) {
  key(out, "leakage");
  if (!reading) {
    out.Null();
    return;
  }
  const LeakageEntry entry = reading->entry.value_or(LeakageEntry{});
  out.StartObject();
  put(out, "source", reading->source);
  put(out, "asOf", reading->as_of);
  put(out, "entries", std::optional{reading->entries});
  put(out, "listed", reading->entry.has_value());
  put(out, "rank", entry.rank);
  key(out, "magnitude");
  entry.magnitude ? out.Double(*entry.magnitude) : out.Null();
  put(out, "uniqueClients", entry.unique_clients);
  put(out, "queryVolume", entry.query_volume);
  put(out, "delegated", entry.delegated);
  out.EndObject();
}

}  // namespace

void render_dossier(JsonWriter& out, const Dossier& dossier) {
  out.StartObject();
  key(out, "string");
  out.StartObject();
  put(out, "input", dossier.input);
  put(out, "ldhName", dossier.ldh);
  put(out, "unicodeName", dossier.unicode);
  out.EndObject();
  put(out, "asOf", dossier.as_of);
  put(out, "knownAt", dossier.known_at);
  put_array(out, "standing", dossier.standings, [&out](const auto& row) { render_standing(out, row); });
  put_array(out, "between", dossier.between, [&out](const auto& row) { render_standing(out, row); });
  put_array(out, "collisions", dossier.collisions, [&out](const auto& row) { render_collision(out, row); });
  put_array(out, "exposure", dossier.exposure, [&out](const auto& row) { put_exposure(out, row); });
  put_leakage(out, dossier.leakage);
  put_null(out, "risk");
  render_coverage(out, dossier.coverage, dossier.now);
  out.EndObject();
}

std::string check_json(std::span<const Dossier> dossiers) {
  rapidjson::StringBuffer buffer;
  JsonWriter out{buffer};
  out.StartArray();
  for (const Dossier& dossier : dossiers) render_dossier(out, dossier);
  out.EndArray();
  return std::string{text_of(buffer)};
}

}  // namespace splitroot::serve
