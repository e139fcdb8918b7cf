#pragma once
#include <map>
#include <string>
#include <vector>

#include "collectors/iana/canonical_zone.hpp"

namespace splitroot::collectors {

/// One TLD of the root: an owner of one label with an NS record set.
struct Delegation {
  std::string tld;              ///< lower-case LDH, an A-label where not ASCII
  std::vector<std::string> ns;  ///< host names, lower case, without the last dot, sorted
  /// `keytag algorithm digesttype digest` (RFC 4034, section 5.3), digest in lower-case hex, sorted; empty:
  /// the TLD's zone is not signed, or not under the root's chain of trust.
  std::vector<std::string> ds = {};
  /// Addresses the root gives for those of its hosts at or below a delegation: host to IPv4 and IPv6
  /// addresses in text form (RFC 5952), sorted.
  std::map<std::string, std::vector<std::string>> glue = {};

  bool has_ds() const { return !ds.empty(); }
  bool operator==(const Delegation&) const = default;
};

/// The delegated TLDs, sorted.
std::vector<Delegation> delegated_tlds(const CanonicalZone& zone);

/// What a standing keeps of a delegation, without what re-signing changes: `ns`, hosts joined by commas;
/// `ds`, records joined by `;`; `glue`, `host=address,address` joined by `;`. A key whose value would be
/// empty is left out, but `ns`.
std::map<std::string, std::string> delegation_detail(const Delegation& tld);

}  // namespace splitroot::collectors
