#pragma once
#include <map>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "db/session.hpp"

namespace splitroot::db {

/// Words against names that nobody has spelled: by the label's hash where it is known, by Handshake's name
/// hash, and by the key itself (EIP-137) for names of which nothing but the key was seen. The keys of the
/// latter are held in memory, and each word is tried under each parent of theirs and under every TLD of their
/// namespace.
class Dictionary {
 public:
  explicit Dictionary(Session& session);

  /// Spells names, for good, and spreads what follows (db/spread.hpp). Returns how many rows.
  std::uint64_t spell(std::span<const std::string> words);

 private:
  struct Unhashed {
    std::unordered_set<NameKey> keys;
    std::vector<NameKey> parents;
  };
  void try_keys(std::span<const std::string> words);

  Session& session_;
  std::map<std::string, Unhashed> unhashed_;  ///< by namespace
};

}  // namespace splitroot::db
