#include "serve/api.hpp"

#include <algorithm>

#include "core/display.hpp"
#include "core/hex.hpp"
#include "core/label.hpp"
#include "serve/icalendar.hpp"
#include "serve/past.hpp"

namespace splitroot::serve {
namespace {

constexpr std::size_t hash_octets = 32;

std::optional<NameKey> as_node(std::string_view text, bool bare) {
  if (!bare && !text.starts_with("0x")) return std::nullopt;
  const auto octets = from_hex(text);
  if (!octets || octets->size() != hash_octets) return std::nullopt;
  return NameKey{hash_of_bytes(*octets)};
}

/// Octets a name may stand under on chain: as given, in lower case, and for Handshake as an A-label.
std::vector<std::string> spellings(const std::string& ns, std::string name) {
  if (name.ends_with('.')) name.pop_back();
  std::vector<std::string> out{name};
  if (auto lowered = lower_ascii(name); lowered != name) out.push_back(std::move(lowered));
  if (ns != "hns") return out;
  if (auto ldh = to_ldh(name); ldh && *ldh != out.back()) out.push_back(std::move(*ldh));
  return out;
}

std::vector<NameKey> keys_of(const std::string& ns, const std::string& name) {
  if (const auto node = as_node(name, ns == "hns")) return {*node};
  std::vector<NameKey> keys;
  for (const std::string& spelling : spellings(ns, name)) {
    keys.push_back(ns == "hns" ? handshake_key(spelling) : namehash(spelling));
  }
  return keys;
}

/// The record of the first key that has one.
const NameRecord* first_of(const std::vector<NameRecord>& names, const std::vector<NameKey>& keys) {
  for (const NameKey& key : keys) {
    const auto found =
        std::find_if(names.begin(), names.end(), [&key](const auto& name) { return name.key == key; });
    if (found != names.end()) return &*found;
  }
  return nullptr;
}

/// By id, those after a page's last one.
void begin_page(std::vector<CollisionRecord>& items, const std::string& after) {
  std::ranges::sort(items, {}, &CollisionRecord::id);
  items.erase(items.begin(), std::ranges::upper_bound(items, after, {}, &CollisionRecord::id));
}

std::string collisions_json(Reader& reader, const std::vector<CollisionRecord>& items, const Moment& moment,
                            const std::optional<std::string>& next) {
  rapidjson::StringBuffer buffer;
  JsonWriter out{buffer};
  out.StartObject();
  out.Key("items");
  out.StartArray();
  for (const CollisionRecord& item : items) render_collision(out, item);
  out.EndArray();
  put(out, "next", next);
  put(out, "asOf", moment.as_of);
  put(out, "knownAt", moment.known_at);
  render_coverage(out, reader.sources(), moment.now);
  out.EndObject();
  return std::string{text_of(buffer)};
}

std::string collisions_csv(const std::vector<CollisionRecord>& items) {
  std::string out = collision_csv_header();
  for (const CollisionRecord& item : items) out += collision_csv_row(item);
  return out;
}

}  // namespace

Response string_answer(Reader& reader, const std::string& input, const Moment& moment,
                       const correlate::Rules& rules) {
  const auto dossier = make_dossier(reader, input, moment, rules);
  if (!dossier) return problem(400, dossier.error().message);
  rapidjson::StringBuffer buffer;
  JsonWriter out{buffer};
  render_dossier(out, *dossier);
  return json_response(std::string{text_of(buffer)});
}

Response collisions_answer(Reader& reader, const CollisionQuery& query, ListFormat format,
                           const correlate::Rules& rules,
                           const std::function<std::string(std::string_view cursor)>& next_url) {
  std::vector<CollisionRecord> items;
  visit_findings(reader, query.filter, query.moment, rules,
                 [&items](CollisionRecord record) { items.push_back(std::move(record)); });
  if (!query.moment.is_now()) begin_page(items, query.filter.after);
  std::optional<std::string> next;
  if (items.size() > query.limit) {
    items.resize(query.limit);
    next = items.back().id;
  }
  Response response = format == ListFormat::csv
                          ? csv_response(collisions_csv(items))
                          : json_response(collisions_json(reader, items, query.moment, next));
  if (next) response.headers.emplace_back("Link", "<" + next_url(*next) + ">; rel=\"next\"");
  return response;
}

Response name_answer(Reader& reader, const std::string& ns, const std::string& name, const NameView& view) {
  const std::vector<NameKey> keys = keys_of(ns, name);
  const std::vector<NameRecord> names = reader.names_by_key(ns, keys);
  const NameRecord* found = first_of(names, keys);
  if (found == nullptr) {
    return problem(404, "no name '" + display_text(name) + "' is known in namespace '" + display_text(ns) +
                            "'; /v1/sources says how far each source has been read");
  }
  rapidjson::StringBuffer buffer;
  JsonWriter out{buffer};
  out.StartObject();
  render_name_members(out, *found, view);
  render_coverage(out, reader.sources(), view.at);
  out.EndObject();
  return json_response(std::string{text_of(buffer)});
}

Response deadlines_answer(Reader& reader, Timestamp at) {
  Response response;
  response.content_type = "text/calendar; charset=utf-8";
  response.body = to_icalendar(reader.deadlines(), at);
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

Response sources_answer(Reader& reader, ListFormat format, Timestamp at) {
  const std::vector<SourcePosition> sources = reader.sources();
  if (format == ListFormat::csv) {
    std::string csv = source_csv_header();
    for (const SourcePosition& source : sources) csv += source_csv_row(source, at);
    return csv_response(std::move(csv));
  }
  rapidjson::StringBuffer buffer;
  JsonWriter out{buffer};
  out.StartObject();
  out.Key("items");
  out.StartArray();
  for (const SourcePosition& source : sources) render_source(out, source, at);
  out.EndArray();
  out.EndObject();
  return json_response(std::string{text_of(buffer)});
}

}  // namespace splitroot::serve
