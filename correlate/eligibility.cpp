#include "correlate/eligibility.hpp"

#include <algorithm>
#include <cstdio>

#include "core/label.hpp"
#include "core/punycode.hpp"
#include "core/utf8.hpp"
#include "correlate/eligibility_data.hpp"

namespace splitroot::correlate {
namespace {

constexpr std::size_t longest_label = 63;
constexpr std::string_view guidebook = "gTLD Applicant Guidebook, version 2012-06-04";
constexpr std::string_view on_form = "2.2.1.3.2";       // String Requirements
constexpr std::string_view on_countries = "2.2.1.4.1";  // Treatment of Country or Territory Names
constexpr std::string_view a_label_prefix = "xn--";

/// The application window that the Guidebook of 2012 governed opened then.
constexpr Timestamp guidebook_in_force = std::chrono::sys_days{std::chrono::year{2012} / 1 / 12};

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Code points of which one alone may be a gTLD since the round of 2026: those of the Han script that IDNA
/// permits.
bool is_han(char32_t point) {
  return (point >= 0x3400 && point <= 0x4dbf) || (point >= 0x4e00 && point <= 0x9fff) ||
         (point >= 0x20000 && point <= 0x323af);
}

std::string upper(std::string_view ascii) {
  std::string out{ascii};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return is_letter(c) ? static_cast<char>(c - ('a' - 'A')) : c; });
  return out;
}

/// Collects what one label falls under.
class Judge {
 public:
  explicit Judge(std::string_view ldh) : label_(lower_ascii(ldh)), data_(EligibilityData::shipped()) {}

  std::vector<Ineligibility> verdict() {
    if (judge_octets()) {
      if (label_.starts_with(a_label_prefix)) {
        judge_a_label();
      } else {
        judge_ascii();
      }
      judge_country();
    }
    judge_named();
    std::stable_sort(found_.begin(), found_.end(),
                     [](const auto& a, const auto& b) { return a.standing < b.standing; });
    return std::move(found_);
  }

 private:
  void add(std::string_view rule_id, std::string reason, std::string_view section) {
    const EligibilityRule& rule = *find_eligibility_rule(rule_id);
    found_.push_back({rule.standing, std::string{rule.id}, std::move(reason), std::string{guidebook},
                      guidebook_in_force, rule.consequence, std::string{section}});
  }

  /// False when nothing more can be said of the label's form.
  bool judge_octets() {
    const auto fits = [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; };
    if (label_.empty() || !std::all_of(label_.begin(), label_.end(), fits)) {
      add("not-a-label", label_.empty() ? "an empty label" : "holds octets that no LDH label has", on_form);
      return false;
    }
    if (label_.size() <= longest_label) return true;
    add("too-long",
        std::to_string(label_.size()) + " octets as it stands in the DNS, where a label has at most 63",
        on_form);
    return false;
  }

  void judge_ascii() {
    judge_letters();
    if (label_.size() == 1)
      add("single-character", "one character, where ASCII gTLDs have at least three", on_form);
    if (label_.size() == 2) add("two-characters", two_characters(), on_form);
    const auto country = data_.alpha3.find(label_);
    if (country != data_.alpha3.end())
      add("iso-alpha-3", "ISO 3166-1 alpha-3 code of " + country->second, on_countries);
  }

  void judge_letters() {
    std::string what;
    const auto holds_any = [this](auto test) { return std::any_of(label_.begin(), label_.end(), test); };
    if (holds_any(is_digit)) what = "a digit";
    if (label_.find('-') != std::string::npos) what += what.empty() ? "a hyphen" : " and a hyphen";
    if (label_.find('_') != std::string::npos) what += what.empty() ? "an underscore" : " and an underscore";
    if (!what.empty()) add("not-letters", "has " + what + ", where an ASCII gTLD is letters only", on_form);
  }

  std::string two_characters() const {
    const auto code = data_.alpha2.find(label_);
    const std::string why = "two ASCII characters are kept for country codes";
    if (code == data_.alpha2.end()) return why + ", whether assigned or not";
    if (code->second.exceptional) {
      return why + ": " + upper(label_) + " is reserved exceptionally in ISO 3166-1 for " + code->second.name;
    }
    return why + ": ISO 3166-1 alpha-2 code of " + code->second.name;
  }

  void judge_a_label() {
    const auto decoded = punycode_decode(std::string_view{label_}.substr(a_label_prefix.size()));
    if (!decoded)
      return add("not-decodable", "an A-label whose Punycode does not decode (RFC 3492)", on_form);
    if (to_unicode(label_) == label_)
      return add("not-idna", "an A-label without a valid U-label under UTS #46", on_form);
    std::string_view rest = *decoded;
    const CodePoint first = first_code_point(rest);
    if (first.size == rest.size() && !is_han(first.value))
      add("single-character", "one character that is not a Han ideograph", on_form);
    for (; !rest.empty(); rest.remove_prefix(first_code_point(rest).size)) {
      const char32_t point = first_code_point(rest).value;
      if (!in_idna2008(point))
        return add("not-idna", "holds " + name_of(point) + ", no part of IDNA2008 (symbols, emoji)", on_form);
    }
  }

  bool in_idna2008(char32_t point) const {
    const auto after =
        std::upper_bound(data_.not_idna2008.begin(), data_.not_idna2008.end(), point,
                         [](char32_t value, const auto& range) { return value < range.first; });
    return after == data_.not_idna2008.begin() || std::prev(after)->second < point;
  }

  static std::string name_of(char32_t point) {
    char text[16];
    std::snprintf(text, sizeof text, "U+%04X", static_cast<unsigned>(point));
    return text;
  }

  void judge_country() {
    std::string key = country_key(label_);
    auto found = data_.names.find(key);
    // Adding an article makes a permutation of the name, which is blocked like the name.
    if (found == data_.names.end() && key.starts_with("the")) found = data_.names.find(key.erase(0, 3));
    if (found == data_.names.end()) return;
    const CountryName& country = found->second;
    std::string kind = "name of a country or territory: ";
    if (country.form == "component") kind = "separable part of the name of a country or territory: ";
    if (country.form == "exceptional") kind = "name of a code reserved exceptionally in ISO 3166-1: ";
    add("country-name", kind + country.name + " (" + upper(country.alpha2) + ")", on_countries);
  }

  void judge_named() {
    const auto [first, last] = data_.strings.equal_range(label_);
    for (auto at = first; at != last; ++at) {
      const NamedString& named = at->second;
      const EligibilityRule& rule = *find_eligibility_rule(named.rule);
      found_.push_back({rule.standing, named.rule, named.reason, named.source, named.since, rule.consequence,
                        named.section});
    }
  }

  std::string label_;
  const EligibilityData& data_;
  std::vector<Ineligibility> found_;
};

}  // namespace

std::vector<Ineligibility> ineligibilities(std::string_view ldh) { return Judge{ldh}.verdict(); }

StandingRecord standing_of(const Ineligibility& rule, const std::string& ldh) {
  StandingRecord record;
  record.ldh = ldh;
  record.standing = rule.standing;
  record.source = "guidebook";
  record.since = rule.since;
  record.detail = {{"rule", rule.rule}, {"reason", rule.reason}, {"document", rule.source}};
  if (!rule.section.empty()) record.detail["section"] = rule.section;
  if (rule.consequence) record.detail["consequence"] = text(*rule.consequence);
  return record;
}

}  // namespace splitroot::correlate
