#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/hash.hpp"
#include "core/time.hpp"
#include "core/vocabulary.hpp"

namespace splitroot {

/// Octets of a label or name exactly as found on chain: any octet, any length.
struct RawLabel {
  std::string bytes;
  bool operator==(const RawLabel&) const = default;
};

/// A label made safe to show (core/display.hpp).
struct DisplayLabel {
  std::string text;
};

/// Identity of a name in its namespace: ENS and UNS namehash (EIP-137), Handshake name hash (SHA3-256).
struct NameKey {
  Hash256 bytes{};
  auto operator<=>(const NameKey&) const = default;
};

/// EIP-137: keccak256(parent node, labelhash).
NameKey child_node(const NameKey& parent, const Hash256& label_hash);

/// EIP-137 namehash of a dotted name, octets as they are (no normalisation).
NameKey namehash(std::string_view name);

/// Handshake name hash of a label.
NameKey handshake_key(std::string_view label);

struct BlockNumber {
  std::uint64_t value = 0;
  auto operator<=>(const BlockNumber&) const = default;
};

/// SOA serial (RFC 1982 arithmetic).
struct Serial {
  std::uint32_t value = 0;
  bool operator==(const Serial&) const = default;
};

/// True when `a` comes after `b` (RFC 1982, section 3.2).
bool newer(Serial a, Serial b);

/// Where on which chain something was seen. `tx` is the transaction hash as the chain's users write it
/// (lower-case hex, `0x` on EVM chains), empty when unknown.
struct Evidence {
  std::string chain;
  std::optional<std::uint64_t> block;
  std::string tx;
  std::optional<Timestamp> time;
  bool operator==(const Evidence&) const = default;
};

/// Where a name stands. `depth` counts labels: 1 is a TLD, 2 a name under one.
struct Place {
  std::optional<NameKey> parent;  ///< nullopt for a TLD
  std::string suffix;             ///< raw octets of the parent's full name; empty for a TLD
  int depth = 1;
  bool operator==(const Place&) const = default;
};

/// Raw octets of the full name: label, dot, suffix.
std::string full_name(const RawLabel& label, const Place& place);

/// What a namespace's own rules keep of a name beyond the common fields. Optional fields are unknown.
struct NameDetail {
  std::optional<Hash256>
      label_hash;  ///< of a label nobody has spelled (keccak256), so that a dictionary heals it
  std::optional<std::string> resolver;  ///< ENS: its resolver's address; empty text: it has none
  /// ENS: the registry's owner, empty text: nobody. It is the holder where no token says whose the name is;
  /// readers find it in NameRecord::holder then.
  std::optional<std::string> manager;
  std::optional<std::uint32_t> fuses;  ///< ENS NameWrapper; 0: not wrapped, or wrapped with all rights
  std::optional<std::string>
      state;  ///< octets only the namespace's collector reads (Handshake: its name state)
  std::optional<std::uint64_t> auction_ends;  ///< Handshake: height from which an auction is over
  std::optional<std::uint64_t> lapses_at;     ///< Handshake: height from which the name is free again
  bool operator==(const NameDetail&) const = default;
};

/// Where a name is at home: one of several registries of its namespace that hold it.
struct Home {
  std::string home;  ///< NameRecord::home
  std::optional<std::string> holder;
  NameStatus status = NameStatus::unknown;
  std::optional<Timestamp> expires_at;
  Evidence last;
  bool operator==(const Home&) const = default;
};

/// One name as known: what a namespace's events add up to. Optional fields are unknown, not empty.
struct NameRecord {
  std::string ns;
  NameKey key;
  std::string home;  ///< which of its namespace's registries (a chain); empty where there is but one
  std::optional<RawLabel> label;  ///< nullopt: an unknown label, nobody has spelled it yet
  std::optional<Place> place;     ///< nullopt: known by its key, and perhaps its parent's
  std::optional<NameKey> parent;  ///< known even where `place` is not; equal to place's where it is
  std::optional<std::string> holder;
  NameStatus status = NameStatus::unknown;  ///< as of the last event; see effective_status for time's part
  std::optional<bool> resolves;
  bool claimed = false;  ///< a Handshake CLAIM: taken by the holder of the DNS name (BIP-0000, DNSSEC proof)
  std::optional<Timestamp> registered_at;
  std::optional<Timestamp> expires_at;
  Evidence first;
  Evidence last;
  Origin origin = Origin::live;
  std::optional<Timestamp>
      as_of;  ///< when this was last confirmed: time of the last event, or date of the report
  NameDetail detail;
  /// How far the chain of a name with heights in its detail has been read: its status now depends on it.
  std::optional<std::uint64_t> height = std::nullopt;
  std::vector<Home> homes;  ///< all of them, where there are several; the record itself speaks for the first
};

/// How long a lapsed name stays its holder's, and how long a premium is asked (ENS: 90 and 21 days).
struct Lapse {
  std::chrono::days grace{0};
  std::chrono::days premium{0};
};

/// Status at `at`: an active name past its expiry is in grace, at a premium, or released.
NameStatus effective_status(NameStatus status, std::optional<Timestamp> expires_at, Lapse lapse,
                            Timestamp at);

/// Status at `at` and at the name's height: an auction that is over has been won, or the name is free again.
NameStatus effective_status(const NameRecord& name, Lapse lapse, Timestamp at);

/// The next instant after `at` at which effective_status changes by time alone.
std::optional<Timestamp> next_status_change(NameStatus status, std::optional<Timestamp> expires_at,
                                            Lapse lapse, Timestamp at);

/// Display of the full name; `[hash]` in the label's place where nobody has spelled it.
std::string display_name(const NameRecord& name);

/// One event of one name: what it says, the rest left open. Applied in chain order.
struct NameEvent {
  NameKey key;
  std::optional<RawLabel> label;
  std::optional<Place> place;
  std::optional<NameKey> parent;  ///< where the place under it is not known to the collector
  std::optional<std::string> holder;
  std::optional<NameStatus> status;
  std::optional<bool> resolves;
  std::optional<bool> claimed;
  std::optional<Timestamp> registered_at;
  std::optional<Timestamp> expires_at;
  NameDetail detail;
  Evidence evidence;
  /// Its collector knows of no event of this name before. A hint, for the name may have come from elsewhere.
  bool is_first = false;
};

/// What a run of events of one name adds up to: a NameEvent with a first evidence. Later events win field by
/// field.
struct NamePatch {
  NameEvent state;  ///< `state.evidence` is the last one
  Evidence first;
};

/// Collapses events (in chain order) to one patch a name, sorted by key.
std::vector<NamePatch> collapse(std::vector<NameEvent> events);

/// The same of what runs of events added up to, one run after the other.
std::vector<NamePatch> collapse(std::vector<NamePatch> patches);

}  // namespace splitroot

template <>
struct std::hash<splitroot::NameKey> {
  std::size_t operator()(const splitroot::NameKey& key) const noexcept {
    std::size_t value = 0;
    static_assert(sizeof value <= sizeof key.bytes);
    __builtin_memcpy(&value, key.bytes.data(), sizeof value);
    return value;
  }
};
