#pragma once
#include <string>
#include <vector>

#include "core/name.hpp"
#include "core/source.hpp"
#include "core/standing.hpp"

namespace splitroot {

/// What a chain collector hands on: the events of whole blocks, and the position they make true.
struct NameBatch {
  std::string source;  ///< `ens`, `uns-ethereum`, `hns`
  std::string ns;      ///< namespace of every event
  std::vector<NameEvent> events;
  std::vector<Malformed> malformed;
  BlockRange position;
  Timestamp block_time;  ///< of block `position.verified`
  bool is_final = true;
};

/// What a DNS-side collector hands on: one whole list as it stood at `as_of`.
struct StandingBatch {
  std::string source;  ///< `iana-root`, `icann-gtlds`, `strings`
  Timestamp as_of;
  Origin origin = Origin::live;
  Reading reading;
  std::vector<StandingEntry> entries;
};

}  // namespace splitroot
