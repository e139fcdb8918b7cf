#include "collectors/iana/root_zone.hpp"

#include <ldns/ldns.h>

#include <algorithm>
#include <cstdio>

#include "collectors/iana/zone_assembly.hpp"
#include "core/hex.hpp"

namespace splitroot::collectors {
namespace {

constexpr std::uint32_t default_ttl = 86400;

struct Closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
struct NameDeleter {
  void operator()(ldns_rdf* name) const { ldns_rdf_deep_free(name); }
};
using NamePtr = std::unique_ptr<ldns_rdf, NameDeleter>;

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
  if (!text.ends_with('\n')) {
    return at_line(origin, last_line(text), "the last line has no end: the file was cut off");
  }
  return std::nullopt;
}

/// ldns's state between the records of a file: origin and last owner, which `$ORIGIN` and blanks refer to.
class MasterFile {
 public:
  explicit MasterFile(std::string_view text)
      : text_(text),
        file_(fmemopen(const_cast<char*>(text.data()), text.size(), "r")),
        origin_(ldns_dname_new_frm_str(".")) {}

  /// The next record; null between records and at the end. An error is a bare reason.
  Result<RecordPtr> next() {
    const long start = std::ftell(file_.get());
    ldns_rr* record = nullptr;
    ldns_rdf* origin = origin_.release();
    ldns_rdf* previous = previous_.release();
    const auto status = ldns_rr_new_frm_fp_l(&record, file_.get(), &ttl_, &origin, &previous, &line_);
    origin_.reset(origin);
    previous_.reset(previous);
    switch (status) {
      case LDNS_STATUS_OK:
        return RecordPtr{record};
      case LDNS_STATUS_SYNTAX_EMPTY:
        if (!is_blank(start)) return input_error("a parenthesis that is not closed, or too long a line");
        return RecordPtr{};
      case LDNS_STATUS_SYNTAX_TTL:
      case LDNS_STATUS_SYNTAX_ORIGIN:
        return RecordPtr{};
      case LDNS_STATUS_SYNTAX_INCLUDE:
      case LDNS_STATUS_SYNTAX_INCLUDE_ERR_NOTIMPL:
        return input_error("$INCLUDE is not taken: give the zone as one file");
      default:
        return input_error(std::string{"no record of a zone file: "} + ldns_get_errorstr_by_id(status));
    }
  }

  bool at_end() const { return std::feof(file_.get()) != 0; }
  int line() const { return line_; }

 private:
  /// True when the parser has passed over nothing but blanks and comments since `start`: it also calls empty
  /// what it could not read, and would leave out the records in it.
  bool is_blank(long start) const {
    const auto from = static_cast<std::size_t>(start);
    std::string_view passed = text_.substr(from, static_cast<std::size_t>(std::ftell(file_.get())) - from);
    while (!passed.empty()) {
      const std::string_view line = passed.substr(0, passed.find('\n'));
      passed.remove_prefix(std::min(line.size() + 1, passed.size()));
      const auto first = line.find_first_not_of(" \t\r");
      if (first != std::string_view::npos && line[first] != ';') return false;
    }
    return true;
  }

  std::string_view text_;
  std::unique_ptr<std::FILE, Closer> file_;
  NamePtr origin_;
  NamePtr previous_;
  std::uint32_t ttl_ = default_ttl;
  int line_ = 0;
};

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ",") + word;
  return out;
}

}  // namespace

Result<RootZone> parse_root_zone(std::string_view text, std::string_view origin, RootZoneRules rules) {
  if (auto wrong = plainly_wrong(text, origin)) return std::move(*wrong);
  MasterFile file{text};
  ZoneAssembly assembly;
  while (!file.at_end()) {
    auto record = file.next();
    if (!record) return at_line(origin, file.line(), record.error().message);
    if (!*record) continue;
    if (auto added = assembly.add(std::move(*record)); !added) {
      return at_line(origin, file.line(), added.error().message);
    }
  }
  auto zone = assembly.finish(rules);
  if (!zone) return at_line(origin, last_line(text), zone.error().message);
  return zone;
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

StandingBatch root_batch(const RootZone& zone, std::string digest, Origin origin,
                         std::optional<Timestamp> as_of) {
  StandingBatch batch;
  batch.source = "iana-root";
  const Timestamp today = now();
  // The serial's day is begun in the editor's time zone, which may be ahead of ours.
  batch.as_of = as_of ? *as_of : serial_date(zone.serial, today + std::chrono::days{1}).value_or(today);
  batch.origin = origin;
  batch.reading = {std::to_string(zone.serial.value), std::move(digest), zone.tlds.size()};
  for (const Delegation& tld : zone.tlds) {
    StandingEntry& entry = batch.entries.emplace_back();
    entry.ldh = tld.tld;
    entry.standing = Standing::delegated;
    entry.detail = {{"ns", joined(tld.ns)}, {"ds", tld.has_ds ? "true" : "false"}};
  }
  return batch;
}

Result<StandingBatch> read_root_zone(std::string_view text, std::string_view origin_name, Origin origin,
                                     std::optional<Timestamp> as_of, RootZoneRules rules) {
  const auto zone = parse_root_zone(text, origin_name, rules);
  if (!zone) return zone.error();
  return root_batch(*zone, to_hex(view(sha256(text))), origin, as_of);
}

}  // namespace splitroot::collectors
