#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "core/time.hpp"
#include "core/vocabulary.hpp"

namespace splitroot {

/// How far a chain has been read: every block of [from, verified] is in the store. `fetched` may run ahead.
struct BlockRange {
  std::uint64_t from = 0;
  std::uint64_t fetched = 0;
  std::uint64_t verified = 0;
  std::string verified_hash;  ///< of block `verified`, lower-case hex with the chain's own prefix
  bool operator==(const BlockRange&) const = default;
};

/// One reading of a DNS-side list.
struct Reading {
  std::string position;  ///< SOA serial, or the list's own version; else its date
  std::string digest;    ///< SHA-256 of the bytes read, hex
  std::uint64_t entries = 0;
};

/// A source's claim, as coverage shows it.
struct SourcePosition {
  std::string source;
  std::optional<std::uint64_t> from;
  std::string position;  ///< block number or serial; empty: nothing read yet
  std::string hash;      ///< block hash, empty for lists
  bool final = false;
  std::optional<Timestamp> as_of;  ///< time of that block, date of that list
  Origin origin = Origin::live;
  std::uint64_t rows = 0;
  std::uint64_t unknown_labels = 0;
  std::uint64_t malformed = 0;
  std::string trouble;  ///< why the source is not healthy; empty when it is
  std::optional<Timestamp> checked_at;
};

/// What cannot be decoded is kept as found, with the reason.
struct Malformed {
  std::string where;  ///< `block 12, tx 0x…, log 3`
  std::string reason;
  std::string raw;
};

}  // namespace splitroot
