#include "collectors/iana/root_zone.hpp"

#include <algorithm>

#include "collectors/iana/master_file.hpp"
#include "collectors/iana/zone_assembly.hpp"
#include "core/hex.hpp"

namespace splitroot::collectors {
namespace {

Error at_line(std::string_view origin, int line, std::string_view reason) {
  return input_error(std::string{origin} + ":" + std::to_string(line) + ":1: " + std::string{reason});
}

int last_line(std::string_view text) {
  return static_cast<int>(std::count(text.begin(), text.end(), '\n')) + (text.ends_with('\n') ? 0 : 1);
}

/// What is plainly no zone file, told before the parser stumbles over it.
std::optional<Error> plainly_wrong(std::string_view text, std::string_view origin) {
  const auto start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return at_line(origin, 1, "an empty file");
  if (text[start] == '<') return at_line(origin, 1, "an HTML or XML page, not a zone file");
  if (text.starts_with("\x1f\x8b") || text.starts_with("\x28\xb5\x2f\xfd")) {
    return at_line(origin, 1, "a compressed file; unpack it first");
  }
  return std::nullopt;
}

/// Reads whole lines only.
Result<void> read_records(std::string_view text, std::string_view origin, ZoneAssembly& assembly) {
  if (text.empty()) return {};
  MasterFile file{text};
  while (!file.at_end()) {
    auto record = file.next();
    if (!record) return at_line(origin, file.line(), record.error().message + assembly.size_remark());
    if (!*record) continue;
    if (auto added = assembly.add(std::move(*record), file.line()); !added) {
      return at_line(origin, file.line(), added.error().message + assembly.size_remark());
    }
  }
  return {};
}

}  // namespace

Result<RootZone> parse_root_zone(std::string_view text, std::string_view origin, const RootZoneRules& rules) {
  if (auto wrong = plainly_wrong(text, origin)) return std::move(*wrong);
  ZoneAssembly assembly;
  const std::string_view whole_lines = text.substr(0, text.rfind('\n') + 1);
  if (auto read = read_records(whole_lines, origin, assembly); !read) return read.error();
  if (whole_lines.size() < text.size()) {
    return at_line(origin, last_line(text),
                   "the last line has no end: the file was cut off" + assembly.size_remark());
  }
  auto zone = assembly.finish(rules);
  if (zone) return std::move(*zone);
  return at_line(origin, zone.error().line > 0 ? zone.error().line : last_line(text), zone.error().reason);
}

std::optional<Timestamp> serial_date(Serial serial, Timestamp latest) {
  const std::uint32_t day = serial.value / 100;
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(day / 10000)},
                                         std::chrono::month{day / 100 % 100}, std::chrono::day{day % 100}};
  constexpr std::chrono::year first_root_zone{1985};
  if (!date.ok() || date.year() < first_root_zone) return std::nullopt;
  const Timestamp time{std::chrono::sys_days{date}.time_since_epoch()};
  return time > latest ? std::nullopt : std::optional{time};
}

Timestamp day_of(Serial serial) {
  const Timestamp today = now();
  // The serial's day is begun in the editor's time zone, which may be ahead of ours.
  return serial_date(serial, today + std::chrono::days{1}).value_or(today);
}

StandingBatch root_batch(const RootZone& zone, std::string digest, Origin origin,
                         std::optional<Timestamp> as_of) {
  StandingBatch batch;
  batch.source = "iana-root";
  batch.as_of = as_of.value_or(day_of(zone.serial));
  batch.origin = origin;
  batch.reading = {std::to_string(zone.serial.value), std::move(digest), zone.tlds.size(), zone.verification,
                   zone.verification_reason};
  for (const Delegation& tld : zone.tlds) {
    StandingEntry& entry = batch.entries.emplace_back();
    entry.ldh = tld.tld;
    entry.standing = Standing::delegated;
    entry.detail = delegation_detail(tld);
  }
  return batch;
}

Result<StandingBatch> read_root_zone(std::string_view text, std::string_view origin_name, Origin origin,
                                     std::optional<Timestamp> as_of, RootZoneRules rules) {
  if (as_of) rules.as_of = as_of;
  const auto zone = parse_root_zone(text, origin_name, rules);
  if (!zone) return zone.error();
  return root_batch(*zone, to_hex(view(sha256(text))), origin, as_of);
}

}  // namespace splitroot::collectors
