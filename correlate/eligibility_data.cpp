#include "correlate/eligibility_data.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/label.hpp"
#include "correlate/data_file.hpp"
#include "correlate/eligibility.hpp"

namespace splitroot {
std::span<const EmbeddedFile> eligibility_files();
}

namespace splitroot::correlate {
namespace {

constexpr std::array named_string_files{"guidebook-blocked.csv", "guidebook-reserved.csv", "special-use.csv",
                                        "private-use.csv", "name-collision.csv"};
constexpr std::array<std::string_view, 5> name_forms{"short", "long", "common", "component", "exceptional"};

bool letters(std::string_view text, std::size_t count) {
  return text.size() == count &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::optional<Error> take_code(EligibilityData& data, const CsvTable& row) {
  const bool exceptional = row["status"] == "exceptional";
  if (!exceptional && row["status"] != "assigned")
    return row.error("status", "is neither assigned nor exceptional");
  if (!letters(row["alpha2"], 2)) return row.error("alpha2", "is not two lower-case letters");
  if (row["name"].empty()) return row.error("name", "is empty");
  if (!data.alpha2.try_emplace(std::string{row["alpha2"]}, CountryCode{std::string{row["name"]}, exceptional})
           .second)
    return row.error("alpha2", "stands twice");
  if (exceptional && row["alpha3"].empty()) return std::nullopt;
  if (!letters(row["alpha3"], 3)) return row.error("alpha3", "is not three lower-case letters");
  if (!data.alpha3.try_emplace(std::string{row["alpha3"]}, row["name"]).second)
    return row.error("alpha3", "stands twice");
  return std::nullopt;
}

std::optional<Error> take_name(EligibilityData& data, const CsvTable& row) {
  if (auto error = check_ldh(row, "label")) return error;
  if (!data.alpha2.contains(row["alpha2"])) return row.error("alpha2", "is not in iso-3166-1.csv");
  if (std::find(name_forms.begin(), name_forms.end(), row["form"]) == name_forms.end())
    return row.error("form", "is not one of short, long, common, component, exceptional");
  if (row["name"].empty()) return row.error("name", "is empty");
  CountryName name{std::string{row["alpha2"]}, std::string{row["form"]}, std::string{row["name"]}};
  if (!data.names.try_emplace(country_key(row["label"]), std::move(name)).second)
    return row.error("label", "stands twice");
  return std::nullopt;
}

std::optional<Error> take_string(EligibilityData& data, const CsvTable& row) {
  if (auto error = check_ldh(row, "label")) return error;
  if (find_eligibility_rule(row["rule"]) == nullptr)
    return row.error("rule", "is no rule (correlate/eligibility.hpp)");
  if (row["reason"].empty()) return row.error("reason", "is empty");
  if (row["source"].empty()) return row.error("source", "is empty");
  const auto since = parse_time(row["since"]);
  if (!since && !row["since"].empty()) return row.error("since", "is no date");
  data.strings.emplace(row["label"],
                       NamedString{std::string{row["rule"]}, std::string{row["reason"]},
                                   std::string{row["source"]}, std::string{row["section"]}, since});
  return std::nullopt;
}

std::optional<char32_t> code_point(std::string_view hex) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
  if (error != std::errc{} || end != hex.data() + hex.size() || value > 0x10ffff) return std::nullopt;
  return static_cast<char32_t>(value);
}

std::optional<Error> take_range(EligibilityData& data, const CsvTable& row) {
  const auto first = code_point(row["first"]);
  const auto last = code_point(row["last"]);
  if (!first) return row.error("first", "is no code point");
  if (!last || *last < *first) return row.error("last", "is no code point, or below the first");
  if (!data.not_idna2008.empty() && *first <= data.not_idna2008.back().second)
    return row.error("first", "does not ascend");
  data.not_idna2008.emplace_back(*first, *last);
  return std::nullopt;
}

}  // namespace

std::string country_key(std::string_view ldh) {
  std::string key = canonical_label(ldh);
  std::erase(key, '-');
  return key;
}

Result<EligibilityData> EligibilityData::read(std::span<const EmbeddedFile> files) {
  EligibilityData data;
  using Take = std::optional<Error> (*)(EligibilityData&, const CsvTable&);
  const auto file = [&](std::string_view name, const std::vector<std::string>& columns, Take take) {
    return read_rows(files, name, columns, [&](const CsvTable& row) { return take(data, row); });
  };
  // The order matters: names refer to codes.
  if (auto r = file("iso-3166-1.csv", {"alpha2", "alpha3", "status", "name"}, take_code); !r)
    return r.error();
  if (auto r = file("country-names.csv", {"label", "alpha2", "form", "name"}, take_name); !r)
    return r.error();
  if (auto r = file("not-idna2008.csv", {"first", "last"}, take_range); !r) return r.error();
  for (const auto name : named_string_files) {
    auto read = file(name, {"label", "rule", "reason", "source", "section", "since"}, take_string);
    if (!read) return read.error();
  }
  return data;
}

const EligibilityData& EligibilityData::shipped() {
  static const EligibilityData data = [] {
    auto read_data = read(eligibility_files());
    if (!read_data) throw Failure({Fault::internal, read_data.error().message, false});
    return std::move(*read_data);
  }();
  return data;
}

}  // namespace splitroot::correlate
