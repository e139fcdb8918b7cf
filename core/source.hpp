#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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

/// A block as its chain names it.
struct BlockMark {
  std::uint64_t number = 0;
  std::string hash;  ///< lower-case hex with the chain's own prefix
  Timestamp time;
  bool operator==(const BlockMark&) const = default;
};

/// Where the reading of a chain stands.
struct ChainPosition {
  std::vector<BlockRange> ranges;      ///< ascending, never touching; the last one reaches the head
  std::uint64_t final_to = 0;          ///< blocks up to here are never taken back
  std::vector<BlockMark> provisional;  ///< of the last range, ascending: those above `final_to`
};

/// How one endpoint fares.
struct EndpointHealth {
  std::string name;  ///< what may be shown of its URL
  bool healthy = true;
  std::string trouble;  ///< why it is not; empty when it is
  std::uint64_t requests = 0;
  std::uint64_t failures = 0;  ///< of them, also those that were made again and went well then
  std::uint64_t window = 0;    ///< blocks it takes at a time; 0 where it has no windows
  std::optional<std::uint64_t> head;
};

/// What a collector sees of its source beside rows. Told now and then; nothing depends on it.
struct SourceReport {
  std::string source;
  std::optional<BlockMark> head;          ///< the chain's last block
  std::optional<std::uint64_t> fetched;   ///< how far ahead of the writer it has read
  std::optional<std::uint64_t> final_to;  ///< the chain's last final block
  std::vector<EndpointHealth> endpoints;
};

/// Two answers of which at most one can be true: an omission, an addition or an alteration.
struct Discrepancy {
  std::string source;
  std::uint64_t from = 0;
  std::uint64_t to = 0;
  std::string check;   ///< `second-endpoint`, `receipts-root`, `bloom`
  std::string reason;  ///< in words, fit to be shown
  std::string endpoint;
  std::string answer;                    ///< as received, cut at a mebibyte
  std::string other;                     ///< the other endpoint, or what the check was computed from
  std::string other_answer;              ///< likewise
  std::optional<Timestamp> recorded_at;  ///< set by the store
};

/// What a chain's batches have brought, so that a quiet registry can be told from one that is not seen any
/// more.
struct Activity {
  std::uint64_t events = 0;
  std::optional<Timestamp> first_event;
  std::optional<Timestamp> last_event;
  std::optional<Timestamp> last_registration;
};

/// One reading of a DNS-side list.
struct Reading {
  std::string position;  ///< SOA serial, or the list's own version; else its date
  std::string digest;    ///< SHA-256 of the bytes read, hex
  std::uint64_t entries = 0;
  std::optional<Verification> verification = std::nullopt;  ///< of lists that can prove themselves
  std::string verification_reason = {};                     ///< in words, fit to be shown
};

/// A source's claim, as coverage shows it, and how it fares.
struct SourcePosition {
  std::string source;
  std::string kind;  ///< `chain`, `list`, `file`
  std::string ns;    ///< empty for lists
  std::optional<std::uint64_t> from;
  std::string position;            ///< last block or serial read; empty: nothing read yet
  std::string hash;                ///< block hash, empty for lists
  bool final = false;              ///< false: the position stands above the last final block
  std::optional<Timestamp> as_of;  ///< time of that block, date of that list
  Origin origin = Origin::live;
  std::uint64_t rows = 0;
  std::uint64_t unknown_labels = 0;
  std::uint64_t malformed = 0;
  std::string trouble;  ///< why the source is not healthy, `alarm` included; empty when it is
  std::string alarm;    ///< of it, what is seen from outside: silent, behind or empty
  std::optional<Timestamp> checked_at;
  // Of chains only.
  std::vector<BlockRange> ranges;  ///< ascending
  std::optional<std::uint64_t> fetched;
  std::optional<std::uint64_t> final_to;  ///< blocks read up to here are never taken back
  std::optional<BlockMark> head;          ///< as last reported
  std::optional<Timestamp> reported_at;
  std::vector<EndpointHealth> endpoints;
  std::uint64_t discrepancies = 0;
  Activity activity;
};

/// What cannot be decoded is kept as found, with the reason.
struct Malformed {
  std::string where;  ///< `block 12, tx 0x…, log 3`
  std::string reason;
  std::string raw;
  std::optional<std::uint64_t> block = std::nullopt;  ///< so that a reorganisation takes it back too
};

}  // namespace splitroot
