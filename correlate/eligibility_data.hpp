#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/embedded.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

namespace splitroot::correlate {

/// A country code of two letters.
struct CountryCode {
  std::string name;          ///< English short name of ISO 3166-1
  bool exceptional = false;  ///< reserved exceptionally by the ISO 3166 Maintenance Agency, not assigned
};

/// A name by which a country or territory goes.
struct CountryName {
  std::string alpha2;
  std::string form;  ///< `short`, `long`, `common`, `component`, `exceptional`
                     ///< (schemas/eligibility/country-names.csv)
  std::string name;  ///< as written
};

/// A string that a document names.
struct NamedString {
  std::string rule;
  std::string reason;
  std::string source;
  std::string section;
  std::optional<Timestamp> since;
};

/// schemas/eligibility, read.
struct EligibilityData {
  std::map<std::string, CountryCode, std::less<>> alpha2;
  std::map<std::string, std::string, std::less<>> alpha3;  ///< to the country's name
  std::map<std::string, CountryName, std::less<>> names;   ///< by canonical label, hyphens left out
  std::multimap<std::string, NamedString, std::less<>> strings;
  std::vector<std::pair<char32_t, char32_t>> not_idna2008;  ///< first and last of each range, ascending

  /// Reads the files by their names. An error names file, line and column.
  static Result<EligibilityData> read(std::span<const EmbeddedFile> files);

  /// Those compiled in, read once. Broken ones are a bug (Failure).
  static const EligibilityData& shipped();
};

/// The form under which names of countries are compared: canonical label, hyphens left out.
std::string country_key(std::string_view ldh);

}  // namespace splitroot::correlate
