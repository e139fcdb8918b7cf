#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/name.hpp"

namespace splitroot::collectors {

/// Chain on which the names of a namespace are first recorded: `handshake` for hns, `ethereum` for ens, empty
/// where a namespace has several or none is known.
std::string chain_of(std::string_view ns);

/// Identity of a full name in a namespace: name hash for hns, EIP-137 namehash for all others.
NameKey key_of(std::string_view ns, std::string_view name);

/// Why octets are no full name of a namespace, and at which octet (from 0).
struct NameFlaw {
  std::size_t at;
  std::string_view why;
};

/// Makes names of one namespace out of their octets. Consecutive names under one parent hash it once.
class NameMaker {
 public:
  explicit NameMaker(std::string ns);

  /// nullopt for a good name. An hns name is one label; elsewhere dots part labels, none of which is empty.
  std::optional<NameFlaw> flaw(std::string_view name) const;

  /// The name with key, label and place; its evidence names the chain. Precondition: no flaw.
  NameEvent make(std::string_view name);

 private:
  std::string ns_;
  std::string chain_;
  bool one_label_;
  std::string suffix_;  ///< of the last name
  NameKey suffix_key_;
};

}  // namespace splitroot::collectors
