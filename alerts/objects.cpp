#include "alerts/objects.hpp"

#include <algorithm>

#include "core/display.hpp"
#include "core/hex.hpp"
#include "core/label.hpp"

namespace splitroot::alerts {
namespace {

/// Receivers cap what they take; the longest real names have some 200 octets, hostile ones any number.
constexpr std::size_t longest_name = 4096;

/// Text that was made fit to be shown elsewhere, made sure of; longer than any honest one, it is cut.
std::string safe(std::string_view text) {
  if (text.size() <= longest_name) return terminal_text(text);
  return terminal_text(text.substr(0, longest_name)) + "…";
}

std::optional<std::string> name_hex(std::string_view raw) {
  if (raw.size() > longest_name) return std::nullopt;
  return to_hex(raw);
}

std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional{safe(text)};
}

/// Addresses may be personal data: enough to recognise one's own, not enough to look one up.
std::optional<std::string> shortened(const std::optional<std::string>& holder) {
  constexpr std::size_t head = 6;
  constexpr std::size_t tail = 4;
  if (!holder) return std::nullopt;
  const bool visible =
      std::all_of(holder->begin(), holder->end(), [](char c) { return c > 0x20 && c < 0x7f; });
  if (!visible || holder->empty()) return "…";
  if (holder->size() <= head + tail + 2) return holder->substr(0, 1) + "…";
  return holder->substr(0, head) + "…" + holder->substr(holder->size() - tail);
}

/// As each chain's users write it: Handshake's name hash without `0x`.
std::string node_text(const NameRecord& name) {
  return name.ns == "hns" ? to_hex(view(name.key.bytes)) : to_hex0x(view(name.key.bytes));
}

void key(JsonWriter& out, std::string_view name) {
  out.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
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
  put(out, "namespace", safe(against.ns));
  put(out, "ldhName", safe(against.ldh));
  if (against.standing) {
    put(out, "standing", text(*against.standing));
  } else {
    put_null(out, "standing");
  }
  out.EndObject();
}

void put_basis(JsonWriter& out, const std::vector<std::string>& basis) {
  key(out, "severityBasis");
  out.StartArray();
  for (const std::string& step : basis) {
    const std::string shown = safe(step);
    out.String(shown.data(), static_cast<rapidjson::SizeType>(shown.size()));
  }
  out.EndArray();
}

std::optional<std::string> raw_name(const NameRecord& name) {
  if (!name.label) return std::nullopt;
  return name.place ? full_name(*name.label, *name.place) : name.label->bytes;
}

}  // namespace

void write_name(JsonWriter& out, const NameRecord& name, bool retracted) {
  const auto raw = raw_name(name);
  out.StartObject();
  put(out, "namespace", safe(name.ns));
  put(out, "name", safe(display_name(name)));
  put(out, "nameHex", raw ? name_hex(*raw) : std::nullopt);
  put(out, "holder", shortened(name.holder));
  put(out, "status", text(name.status));
  put(out, "registeredAt", name.registered_at);
  put(out, "expiresAt", name.expires_at);
  put_evidence(out, "firstSeen", name.first);
  put_evidence(out, "lastSeen", name.last);
  put(out, "node", node_text(name));
  if (retracted) put(out, "retracted", std::optional{true});
  out.EndObject();
}

void write_collision(JsonWriter& out, const CollisionRecord& record, bool retracted) {
  const Finding& finding = record.finding;
  out.StartObject();
  put(out, "id", safe(record.id));
  put(out, "class", text(finding.cls));
  put(out, "level", text(finding.level));
  put(out, "namespace", safe(finding.ns));
  put(out, "name", safe(record.name));
  put(out, "nameHex", name_hex(record.name_raw));
  put_against(out, finding.against);
  put(out, "kind", text(finding.kind));
  put(out, "state", text(finding.state));
  put(out, "reason", unless_empty(finding.reason));
  put(out, "severity", text(finding.severity));
  put_basis(out, finding.basis);
  put(out, "consequence", finding.consequence ? std::optional{safe(*finding.consequence)} : std::nullopt);
  put(out, "status", text(finding.status));
  put(out, "resolves", finding.resolves);
  put(out, "verifiedLive", finding.verified_live);
  put(out, "asOf", finding.as_of);
  put(out, "validFrom", finding.valid_from);
  put(out, "validTo", finding.valid_to);
  put(out, "recordedAt", std::optional{record.recorded_at});
  put_evidence(out, "evidence", record.evidence);
  if (retracted) put(out, "retracted", std::optional{true});
  out.EndObject();
}

void write_standing(JsonWriter& out, const StandingRecord& standing) {
  out.StartObject();
  put(out, "string", safe(standing.ldh));
  put(out, "unicodeName", safe(to_unicode(standing.ldh)));
  put(out, "standing", text(standing.standing));
  put(out, "source", safe(standing.source));
  put(out, "since", standing.since);
  put(out, "until", standing.until);
  out.EndObject();
}

void write_source(JsonWriter& out, const std::string& source, const std::string& reason) {
  out.StartObject();
  put(out, "source", safe(source));
  put(out, "reason", safe(reason));
  out.EndObject();
}

}  // namespace splitroot::alerts
