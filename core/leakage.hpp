#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/source.hpp"
#include "core/time.hpp"

namespace splitroot {

/// One TLD label as resolvers ask for it (ICANN DNS Magnitude). What the source does not tell is null, not
/// zero.
struct LeakageEntry {
  std::string label;  ///< octets as the source writes them, ASCII letters lowered
  std::optional<std::uint64_t> rank;
  std::optional<double> magnitude;  ///< 0 to 10
  std::optional<std::uint64_t> unique_clients;
  std::optional<std::uint64_t> query_volume;
  std::optional<bool> delegated;  ///< as the source says
};

/// One reading of DNS Magnitude. Evidence of leakage: shown beside evidence of registration, never added to
/// it.
struct LeakageBatch {
  std::string source;  ///< `icann-magnitude`
  Timestamp as_of;
  Origin origin = Origin::live;
  Reading reading;
  std::vector<LeakageEntry> entries;
};

/// What the latest reading by some moment tells of a label.
struct LeakageReading {
  std::string source;
  Timestamp as_of;
  std::uint64_t entries = 0;          ///< labels that the reading tells of
  std::optional<LeakageEntry> entry;  ///< nullopt: it is none of them
};

}  // namespace splitroot
