#pragma once
#include <string>
#include <vector>

#include "core/name.hpp"
#include "core/source.hpp"
#include "core/standing.hpp"

namespace splitroot {

/// A record that a resolver holds for a name, or (no value) no longer does. Records are kept by resolver: which one
/// speaks for the name is the name's own `detail.resolver`.
struct RecordEvent {
  NameKey key;
  std::string resolver;              ///< address of the contract; empty where the registry itself holds records
  std::string type;                  ///< `addr.60`, `contenthash`, `name`, `dns` … (docs/records.md)
  std::optional<std::string> value;  ///< octets; nullopt: deleted
  bool clears = false;               ///< every record of this name at this resolver is void; type and value are not read
  Evidence evidence;
  /// All that the name has, replaced as a whole and never cleared; its own events say whether it resolves.
  bool is_whole = false;
  /// Its collector knows of no record of this name before. A hint, as NameEvent's.
  bool is_first = false;
};

/// Something an operator should hear of: a controller removed, a TLD withdrawn. Becomes a change of the source.
struct SourceNotice {
  std::string text;
  Evidence evidence;
};

/// What a chain collector hands on: the events of whole blocks, and the position they make true. A batch is wholly
/// final (its blocks are at or below `final_to`) or wholly above.
struct NameBatch {
  std::string source;  ///< `ens`, `uns-ethereum`, `hns`
  std::string ns;      ///< namespace of every event
  std::string home;    ///< NameRecord::home of every event
  std::vector<NameEvent> events;
  std::vector<RecordEvent> records;
  std::vector<SourceNotice> notices;
  std::vector<Malformed> malformed;
  BlockRange position;
  Timestamp block_time;  ///< of block `position.verified`
  bool is_final = true;
  /// The chain's last final block as this batch was read; what was provisional up to it is final from now on.
  std::optional<std::uint64_t> final_to;
  /// The blocks of a batch that is not final, ascending and without a gap.
  std::vector<BlockMark> provisional;
  /// A reorganisation: everything this source read above this block is taken back before anything else.
  std::optional<BlockMark> rewind_to;
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
