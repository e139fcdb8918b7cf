#include "collectors/icann/pipeline/application.hpp"

#include <algorithm>
#include <array>

#include "collectors/icann/pipeline/date.hpp"
#include "collectors/icann/pipeline/label.hpp"
#include "collectors/icann/pipeline/value.hpp"
#include "collectors/icann/pipeline/words.hpp"
#include "core/display.hpp"

namespace splitroot::collectors::pipeline {
namespace {

constexpr std::size_t longest_key = 200;  ///< octets of what others look rows up by

/// Fields kept in the detail under their own name.
constexpr std::array<std::string_view, 2> kept{"objections", "name_collision_assessment"};
/// The same, where yes and no are written in many ways.
constexpr std::array<std::string_view, 4> flags{"community", "geographic", "brand", "idn"};
/// Keys of the detail that are ours; a column of that name is kept as `column-NAME`.
constexpr std::array<std::string_view, 8> ours{"replaces", "replaced-by", "status",   "status-known",
                                               "since",    "until",       "variants", "replacement-taken"};

std::string hyphened(std::string_view field) {
  std::string out{field};
  std::replace(out.begin(), out.end(), '_', '-');
  return out;
}

class Reader {
 public:
  Reader(const Columns& columns, const SheetRow& row, const NamedRow& named, const RoundFormat& format)
      : columns_(columns), row_(row), named_(named), format_(format) {}

  Result<Application> read() {
    using Step = Result<void> (Reader::*)();
    for (const Step step : {&Reader::read_string, &Reader::read_standing, &Reader::read_applicant,
                            &Reader::read_dates, &Reader::read_replacement, &Reader::read_variants}) {
      if (auto done = (this->*step)(); !done) return done.error();
    }
    read_detail();
    if (moved_ && !entry_.replacement.empty()) add_replacement();
    if (auto done = read_temporary_delegation(); !done) return done.error();
    return std::move(application_);
  }

 private:
  Error error(std::string_view field, const std::string& what) const {
    return columns_.error(row_, field, what);
  }

  Result<std::string> label(std::string_view field) const {
    auto found = applied_label(named_[field]);
    if (!found) return error(field, found.error().message);
    return found;
  }

  Result<void> read_string();
  Result<void> read_standing();
  Result<void> read_applicant();
  Result<void> read_dates();
  Result<void> read_replacement();
  Result<void> read_variants();
  Result<void> read_temporary_delegation();
  void read_detail();
  void read_status(std::string_view status);
  void add_replacement();
  ApplicationEntry another(const std::string& ldh, Standing standing) const;
  Result<std::string> key(std::string_view field) const;
  Result<std::optional<Timestamp>> date(std::string_view field) const;

  const Columns& columns_;
  const SheetRow& row_;
  const NamedRow& named_;
  const RoundFormat& format_;
  Application application_;
  ApplicationEntry& entry_ = application_.entry;
  bool moved_ = false;  ///< the replacement string was taken
  /// Of the row, where a column beside it says that; else it is that of nobody's but the original string.
  std::optional<Standing> after_move_;
};

Result<void> Reader::read_string() {
  const bool has_string = !named_["string"].empty();
  const bool has_a_label = !named_["a_label"].empty();
  if (!has_string && !has_a_label) return error("string", "no string");
  auto ldh = label(has_string ? "string" : "a_label");
  if (!ldh) return ldh.error();
  if (has_string && has_a_label) {
    const auto ascii = label("a_label");
    if (!ascii) return ascii.error();
    if (*ascii != *ldh)
      return error("a_label", "'" + display_text(named_["string"]) + "' is " + *ldh + ", not " + *ascii);
  }
  entry_.ldh = std::move(*ldh);
  return {};
}

/// A word nobody knows leaves the string applied for: nothing is guessed.
void Reader::read_status(std::string_view status) {
  const std::string word = normalized(status);
  const auto known = find_status(word);
  const Standing standing = known && known->standing ? *known->standing : Standing::applied;
  moved_ = standing == Standing::replaced;
  entry_.standing = standing;
  if (!known) {
    entry_.detail["status"] = status;
    entry_.detail["status-known"] = "no";
  } else if (word != text(standing)) {
    entry_.detail["status"] = word;
  }
}

Result<void> Reader::read_standing() {
  const std::string_view status = named_["standing"];
  entry_.round = named_["round"].empty() ? format_.round : round_of(named_["round"]);
  if (entry_.round.size() > longest_key) return error("round", "more than 200 octets");
  if (!format_.applied_since) {
    if (!status.empty()) read_status(status);
  } else if (!status.empty()) {
    entry_.detail["status"] = status;
  }
  return {};
}

Result<std::string> Reader::key(std::string_view field) const {
  if (named_[field].size() > longest_key) return error(field, "more than 200 octets");
  return std::string{named_[field]};
}

Result<void> Reader::read_applicant() {
  auto id = key("application_id");
  if (!id) return id.error();
  auto contention_set = key("contention_set");
  if (!contention_set) return contention_set.error();
  entry_.id = std::move(*id);
  entry_.contention_set = std::move(*contention_set);
  entry_.applicant = named_["applicant"];
  if (!entry_.id.empty() || !entry_.applicant.empty() || entry_.standing == Standing::announced) return {};
  return columns_.error(
      row_, "application_id",
      "neither the number of the application nor an applicant (a value that holds an e-mail address or "
      "a telephone number does not count); only an announced string goes without");
}

Result<std::optional<Timestamp>> Reader::date(std::string_view field) const {
  using Date = std::optional<Timestamp>;
  const std::string_view text = named_[field];
  if (text.empty()) return Date{};
  if (const auto parsed = parse_list_date(text)) return Date{parsed->time};
  return error(field, "'" + display_text(text) + "' is no " + list_date_forms);
}

Result<void> Reader::read_dates() {
  const auto since = date("since");
  if (!since) return since.error();
  const auto until = date("until");
  if (!until) return until.error();
  if (*since && *until && **until < **since) return error("until", "before since");
  entry_.since = format_.applied_since ? format_.applied_since : *since;
  if (format_.applied_since && *since) entry_.detail["since"] = to_rfc3339(**since);
  if (*until) entry_.detail["until"] = to_rfc3339(**until);
  return {};
}

/// A row that says that its replacement string was taken speaks of that string: so does its standing.
Result<void> Reader::read_replacement() {
  const std::string_view taken = named_["replacement_taken"];
  if (!taken.empty() && flag(taken) != "yes" && flag(taken) != "no")
    entry_.detail["replacement-taken"] = taken;
  if (named_["replacement_string"].empty()) return {};
  auto replacement = label("replacement_string");
  if (!replacement) return replacement.error();
  if (*replacement == entry_.ldh) return error("replacement_string", "the string itself");
  entry_.replacement = std::move(*replacement);
  if (flag(taken) != "yes" || moved_ || format_.applied_since) return {};
  moved_ = true;
  after_move_ = entry_.standing;
  entry_.standing = Standing::replaced;
  return {};
}

/// Another string of the same application.
ApplicationEntry Reader::another(const std::string& ldh, Standing standing) const {
  ApplicationEntry entry;
  entry.round = entry_.round;
  entry.id = entry_.id;
  entry.ldh = ldh;
  entry.applicant = entry_.applicant;
  entry.standing = standing;
  return entry;
}

/// The original and its replacement, each saying which the other is. What the row says of its own standing,
/// its dates too, goes where that standing goes.
void Reader::add_replacement() {
  ApplicationEntry& replacement =
      application_.replacement.emplace(another(entry_.replacement, after_move_.value_or(Standing::applied)));
  replacement.since = entry_.since;
  replacement.detail["replaces"] = entry_.ldh;
  entry_.detail["replaced-by"] = entry_.replacement;
  if (!after_move_) return;
  entry_.since.reset();
  for (const char* const key : {"status", "status-known", "until"}) {
    if (auto said = entry_.detail.extract(key)) replacement.detail.insert(std::move(said));
  }
}

Result<void> Reader::read_variants() {
  const std::string_view list = named_["variants"];
  if (list.empty()) return {};
  if (is_count_or_flag(list)) {
    entry_.detail["variants"] = list;
    return {};
  }
  auto variants = applied_labels(list);
  if (!variants) return error("variants", variants.error().message);
  entry_.variants = std::move(*variants);
  return {};
}

/// A delegation that ends: an entry of its own, unless the row's status says nothing else.
Result<void> Reader::read_temporary_delegation() {
  const auto from = date("temporary_delegation_from");
  if (!from) return from.error();
  const auto until = date("temporary_delegation_until");
  if (!until) return until.error();
  if (!*from && !*until) return {};
  if (*from && *until && **until < **from)
    return error("temporary_delegation_until", "before the temporary delegation begins");
  ApplicationEntry& active = application_.replacement ? *application_.replacement : entry_;
  const bool is_all = active.standing == Standing::temporary_delegation;
  if (!is_all) application_.temporary_delegation = another(active.ldh, Standing::temporary_delegation);
  ApplicationEntry& delegation = is_all ? active : *application_.temporary_delegation;
  if (*from) delegation.since = *from;
  if (*until) delegation.detail["until"] = to_rfc3339(**until);
  return {};
}

/// Unknown columns do not overwrite what is ours.
void Reader::read_detail() {
  for (const std::string_view field : kept) {
    if (!named_[field].empty()) entry_.detail[hyphened(field)] = named_[field];
  }
  for (const std::string_view field : flags) {
    if (!named_[field].empty()) entry_.detail[std::string{field}] = flag(named_[field]);
  }
  for (const auto& [name, value] : named_.others) {
    const bool is_ours =
        std::find(ours.begin(), ours.end(), name) != ours.end() || entry_.detail.contains(name);
    entry_.detail.emplace(is_ours ? "column-" + name : name, value);
  }
}

}  // namespace

Result<Application> read_application(const Columns& columns, const SheetRow& row, const NamedRow& named,
                                     const RoundFormat& format) {
  return Reader{columns, row, named, format}.read();
}

}  // namespace splitroot::collectors::pipeline
