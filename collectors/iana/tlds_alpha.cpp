#include "collectors/iana/tlds_alpha.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

#include "collectors/files/line_reader.hpp"
#include "collectors/files/list_reading.hpp"
#include "collectors/files/tld_label.hpp"
#include "core/display.hpp"

namespace splitroot::collectors {
namespace {

constexpr std::size_t fewest_tlds = 100;
constexpr std::size_t version_digits = 10;
constexpr std::string_view before_version = "# Version ";
constexpr std::string_view before_time = ", Last Updated ";
constexpr std::string_view shape = "'# Version YYYYMMDDNN, Last Updated Thu Aug  3 07:07:01 2023 UTC'";

/// What the first line says.
struct Heading {
  std::string version;
  Timestamp as_of;
};

/// Number of a month written `Aug`, from 1; 0 for anything else.
std::size_t month_number(std::string_view name) {
  constexpr std::array<std::string_view, 12> names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? 0 : static_cast<std::size_t>(found - names.begin()) + 1;
}

std::string two_digits(std::string number) { return number.size() == 1 ? "0" + number : number; }

/// `Thu Aug  3 07:07:01 2023 UTC`, as asctime and date(1) write it. The weekday is not compared.
std::optional<Timestamp> parse_asctime(std::string_view text) {
  std::istringstream words{std::string{text}};
  std::string weekday, month, day, clock, year, zone, rest;
  words >> weekday >> month >> day >> clock >> year >> zone;
  if (zone != "UTC" || words >> rest) return std::nullopt;
  const std::size_t number = month_number(month);
  if (number == 0) return std::nullopt;
  return parse_time(year + "-" + two_digits(std::to_string(number)) + "-" + two_digits(day) + "T" + clock +
                    "Z");
}

/// The day of a version; nullopt when it is no ten digits or names no day.
std::optional<Timestamp> version_day(std::string_view version) {
  std::uint32_t number = 0;
  const char* const end = version.data() + version.size();
  const auto [stop, failure] = std::from_chars(version.data(), end, number);
  if (version.size() != version_digits || failure != std::errc{} || stop != end) return std::nullopt;
  return serial_date({number}, Timestamp::max());
}

Result<Heading> parse_heading(const LineReader& lines, std::string_view line) {
  if (!line.starts_with(before_version)) {
    return lines.error_at(
        1, "'" + display_text(line.substr(0, 100)) + "' is not a first line like " + std::string{shape});
  }
  const std::string_view rest = line.substr(before_version.size());
  const std::string_view version = rest.substr(0, rest.find(','));
  const auto day = version_day(version);
  if (!day) {
    return lines.error_at(before_version.size() + 1,
                          "'" + display_text(version.substr(0, 100)) + "' is no version YYYYMMDDNN");
  }
  const std::string_view behind = rest.substr(version.size());
  if (behind.empty()) return Heading{std::string{version}, *day};
  const std::string_view time = behind.substr(std::min(before_time.size(), behind.size()));
  const auto updated = behind.starts_with(before_time) ? parse_asctime(time) : std::nullopt;
  if (updated) return Heading{std::string{version}, *updated};
  return lines.error_at(
      before_version.size() + version.size() + 1,
      "'" + display_text(behind.substr(0, 100)) + "' is no time as in " + std::string{shape});
}

Result<std::vector<StandingEntry>> read_labels(LineReader& lines) {
  std::vector<StandingEntry> entries;
  FirstLines first;
  for (std::size_t number = 2;; ++number) {
    const auto line = lines.next();
    if (!line) return line.error();
    if (!*line) return entries;
    auto label = to_tld(**line);
    if (!label) return lines.error_at(1, label.error().message);
    if (auto added = first.add(*label, number); !added) return lines.error_at(1, added.error().message);
    entries.emplace_back().ldh = std::move(*label);
    entries.back().standing = Standing::delegated;
  }
}

}  // namespace

Result<StandingBatch> parse_tlds_alpha(std::string_view text, std::string origin_name,
                                       std::optional<Timestamp> as_of, RootZoneRules rules) {
  if (auto cut = cut_off(text, origin_name)) return std::move(*cut);
  std::istringstream in{std::string{text}};
  LineReader lines{in, origin_name};
  const auto line = lines.next();
  if (!line) return line.error();
  const auto heading = parse_heading(lines, line->value_or(""));
  if (!heading) return heading.error();
  auto entries = read_labels(lines);
  if (!entries) return entries.error();
  if (entries->empty()) return lines.error_at(1, "a first line and no TLD: the file was cut off");
  if (entries->size() < fewest_tlds && !rules.accept_small) {
    return lines.error_at(
        1, "only " + std::to_string(entries->size()) + " TLDs, where a root list has more than a thousand");
  }
  return file_batch("iana-tlds-alpha", as_of.value_or(heading->as_of), heading->version, text,
                    std::move(*entries));
}

}  // namespace splitroot::collectors
