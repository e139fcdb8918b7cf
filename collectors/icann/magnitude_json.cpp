#include <set>

#include "collectors/files/json_fields.hpp"
#include "collectors/icann/magnitude_rows.hpp"
#include "core/display.hpp"
#include "core/json.hpp"
#include "core/label.hpp"

namespace splitroot::collectors {
namespace {

constexpr const char* list_member = "magnitudeData";
constexpr const char* label_member = "domain";

/// The octets of the label, which may be any: no blank is cut off.
Result<std::string> label_of(const JsonRow& row, const rapidjson::Value& value) {
  const auto label = string_member(value, label_member);
  if (!label) return row.error(label_member, json_shape(*member(value, label_member)) + " instead of text");
  if (label->empty()) return row.error(label_member, "an empty label");
  return lower_ascii(*label);
}

Result<LeakageEntry> entry_of(JsonRow& row, const rapidjson::Value& value) {
  if (auto whole = row.require({label_member, "magnitude"}); !whole) return whole.error();
  LeakageEntry entry;
  auto label = label_of(row, value);
  if (!label) return label.error();
  entry.label = std::move(*label);
  row.call(entry.label);
  const auto magnitude = row.real("magnitude");
  if (!magnitude) return magnitude.error();
  entry.magnitude = *magnitude;
  if (entry.magnitude) {
    if (auto sane = check_magnitude(*entry.magnitude); !sane)
      return row.error("magnitude", sane.error().message);
  }
  const auto clients = row.number("uniqueClients");
  if (!clients) return clients.error();
  entry.unique_clients = *clients;
  const auto queries = row.number("queryVolume");
  if (!queries) return queries.error();
  entry.query_volume = *queries;
  return entry;
}

Result<Timestamp> date_of(const rapidjson::Document& document, const std::string& origin_name,
                          std::optional<Timestamp> as_of) {
  if (as_of) return *as_of;
  const auto date = string_member(document, "date");
  if (!date) {
    return input_error(origin_name + ": no text 'date' that dates the list; give its date with --as-of");
  }
  if (const auto time = parse_time(*date)) return *time;
  return input_error(origin_name + ": date: '" + display_text(date->substr(0, 60)) +
                     "' is no date (YYYY-MM-DD)");
}

}  // namespace

Result<MagnitudeRows> read_magnitude_json(std::string_view text, const std::string& origin_name,
                                          std::optional<Timestamp> as_of) {
  const auto document = parse_json(text, origin_name);
  if (!document) return document.error();
  const auto* list = member(*document, list_member);
  if (list == nullptr || !list->IsArray()) {
    return input_error(origin_name +
                       ": no list 'magnitudeData' inside an object; found: " + json_shape(*document));
  }
  if (list->Empty()) return input_error(origin_name + ": an empty list 'magnitudeData'");
  const auto date = date_of(*document, origin_name, as_of);
  if (!date) return date.error();
  MagnitudeRows rows{*date, {}};
  std::set<std::string> seen;
  for (rapidjson::SizeType i = 0; i < list->Size(); ++i) {
    JsonRow row{origin_name, list_member, i, (*list)[i]};
    auto entry = entry_of(row, (*list)[i]);
    if (!entry) return entry.error();
    if (!seen.insert(entry->label).second) return row.error(label_member, "stands in the list already");
    rows.entries.push_back(std::move(*entry));
  }
  rank_by_magnitude(rows.entries);
  return rows;
}

}  // namespace splitroot::collectors
