#include "collectors/icann/gtlds_json.hpp"

#include <set>

#include "collectors/files/json_fields.hpp"
#include "collectors/files/list_reading.hpp"
#include "collectors/files/tld_label.hpp"
#include "collectors/icann/gtlds.hpp"
#include "collectors/icann/update_time.hpp"
#include "core/display.hpp"
#include "core/json.hpp"

namespace splitroot::collectors {
namespace {

constexpr std::uint64_t known_version = 2;
constexpr const char* label_member = "gTLD";
constexpr const char* contract = "dateOfContractSignature";
constexpr const char* delegation = "delegationDate";
constexpr const char* removal = "removalDate";
constexpr const char* terminated = "contractTerminated";

Result<std::string> label_of(const JsonRow& row) {
  const auto written = row.text(label_member);
  if (!written) return written.error();
  auto ldh = to_tld(*written);
  if (!ldh) return row.error(label_member, ldh.error().message);
  const auto u_label = row.text("uLabel");
  if (!u_label) return u_label.error();
  if (u_label->empty()) return ldh;
  if (auto agrees = check_u_label(*u_label, *ldh); !agrees)
    return row.error("uLabel", agrees.error().message);
  return ldh;
}

/// The dates of a contract, as found.
struct Dates {
  std::optional<Timestamp> contract;
  std::optional<Timestamp> delegation;
  std::optional<Timestamp> removal;
  std::optional<bool> is_terminated;
};

Result<Dates> dates_of(const JsonRow& row) {
  Dates dates;
  const std::pair<const char*, std::optional<Timestamp>*> named[] = {
      {contract, &dates.contract}, {delegation, &dates.delegation}, {removal, &dates.removal}};
  for (const auto& [name, date] : named) {
    const auto found = row.date(name);
    if (!found) return found.error();
    *date = *found;
  }
  const auto flag = row.flag(terminated);
  if (!flag) return flag.error();
  dates.is_terminated = *flag;
  return dates;
}

/// Sets since and until; the list is of `as_of`.
Result<void> set_range(const JsonRow& row, const Dates& dates, Timestamp as_of, StandingEntry& entry) {
  entry.since = dates.contract;
  if (dates.delegation) {
    entry.until = dates.delegation;
    if (!entry.since || *entry.since <= *entry.until) return {};
    entry.since = entry.until;
    entry.detail["contract-date"] = to_date(*dates.contract);
  } else if (dates.is_terminated.value_or(false)) {
    entry.until = dates.removal.value_or(as_of);
    if (!entry.since || *entry.since <= *entry.until) return {};
    return dates.removal ? row.error(removal, "removed before the contract was signed")
                         : row.error(contract, "signed after the list was made, and terminated");
  }
  return {};
}

Result<void> set_detail(const JsonRow& row, const Dates& dates, StandingEntry& entry) {
  constexpr std::pair<const char*, const char*> named[] = {{"registryOperator", "operator"},
                                                           {"applicationId", "application"}};
  for (const auto& [name, key] : named) {
    auto text = row.text(name);
    if (!text) return text.error();
    if (!text->empty()) entry.detail[key] = std::move(*text);
  }
  if (dates.delegation) entry.detail["delegation-date"] = to_date(*dates.delegation);
  if (dates.removal) entry.detail["removal-date"] = to_date(*dates.removal);
  if (dates.is_terminated) entry.detail["contract-terminated"] = *dates.is_terminated ? "true" : "false";
  const auto brand = row.flag("specification13");
  if (!brand) return brand.error();
  if (*brand) entry.detail["specification-13"] = **brand ? "true" : "false";
  return {};
}

Result<StandingEntry> entry_of(JsonRow& row, Timestamp as_of) {
  if (auto whole = row.require({label_member, contract, delegation, terminated}); !whole)
    return whole.error();
  auto ldh = label_of(row);
  if (!ldh) return ldh.error();
  row.call(*ldh);
  const auto dates = dates_of(row);
  if (!dates) return dates.error();
  StandingEntry entry;
  entry.ldh = std::move(*ldh);
  entry.standing = Standing::contracted;
  if (auto set = set_range(row, *dates, as_of, entry); !set) return set.error();
  if (auto set = set_detail(row, *dates, entry); !set) return set.error();
  return entry;
}

Result<std::vector<StandingEntry>> entries_of(const rapidjson::Value& list, std::string_view origin_name,
                                              Timestamp as_of) {
  std::vector<StandingEntry> entries;
  std::set<std::string> seen;
  for (rapidjson::SizeType i = 0; i < list.Size(); ++i) {
    JsonRow row{origin_name, "gTLDs", i, list[i]};
    auto entry = entry_of(row, as_of);
    if (!entry) return entry.error();
    if (!seen.insert(entry->ldh).second) return row.error(label_member, "stands in the list already");
    entries.push_back(std::move(*entry));
  }
  return entries;
}

/// The list of gTLDs, if the document has the shape that is known.
Result<const rapidjson::Value*> list_of(const rapidjson::Document& document, const std::string& origin_name) {
  const auto* list = member(document, "gTLDs");
  if (list == nullptr || !list->IsArray()) {
    return input_error(origin_name + ": no list 'gTLDs' inside an object; found: " + json_shape(document));
  }
  if (uint_member(document, "version") != known_version) {
    return input_error(origin_name + ": not version 2 of the list, the only one known (member 'version')");
  }
  if (list->Empty()) return input_error(origin_name + ": an empty list 'gTLDs': not the whole list");
  return list;
}

Result<Timestamp> date_of(const rapidjson::Document& document, const std::string& origin_name,
                          std::optional<Timestamp> as_of) {
  if (as_of) return *as_of;
  const auto updated = string_member(document, "updatedOn");
  if (!updated) {
    return input_error(origin_name + ": no text 'updatedOn' that dates the list; give its date with --as-of");
  }
  if (const auto time = parse_update_time(*updated)) return *time;
  return input_error(origin_name + ": updatedOn: '" + display_text(updated->substr(0, 60)) +
                     "' is no time (2026-01-05T12:53:59.867+0000)");
}

std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

}  // namespace

Result<StandingBatch> parse_gtlds_json(std::string_view text, std::string origin_name,
                                       std::optional<Timestamp> as_of) {
  const auto document = parse_json(without_byte_order_mark(text), origin_name);
  if (!document) return document.error();
  const auto list = list_of(*document, origin_name);
  if (!list) return list.error();
  const auto date = date_of(*document, origin_name, as_of);
  if (!date) return date.error();
  auto entries = entries_of(**list, origin_name, *date);
  if (!entries) return entries.error();
  return file_batch("icann-gtlds", *date, to_rfc3339(*date), text, std::move(*entries));
}

Result<StandingBatch> parse_gtlds_any(std::string_view text, std::string origin_name,
                                      std::optional<Timestamp> as_of) {
  const std::string_view inner = without_byte_order_mark(text);
  const auto start = inner.find_first_not_of(" \t\r\n");
  const bool is_json = start != std::string_view::npos && (inner[start] == '{' || inner[start] == '[');
  return is_json ? parse_gtlds_json(text, std::move(origin_name), as_of)
                 : parse_gtlds(text, std::move(origin_name), as_of);
}

}  // namespace splitroot::collectors
