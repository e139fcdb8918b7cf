#pragma once
#include <optional>
#include <string>

#include "collectors/evm/abi.hpp"
#include "core/name.hpp"

namespace splitroot::collectors::evm {

/// A record that an event sets, or (no `value`) deletes. The type is put together of `type`, the `key`
/// argument and the `name` argument, dots between them: `addr.60`, `dns.16.example.com`.
struct RecordRule {
  std::string type;
  std::optional<std::size_t> key;    ///< a number or a text
  std::optional<std::size_t> name;   ///< a name in DNS wire format
  std::optional<std::size_t> value;  ///< nothing, or the zero address: deleted
  bool clears = false;               ///< every record of the name at this resolver is void
  bool in_registry = false;          ///< the registry itself keeps records: there is no resolver to name
};

/// One event of a registry and what its arguments mean. Members that are indices count the parameters of the
/// signature. A name is identified by `label` or `labelhash` under `under` or under the node `parent`, by
/// `node`, by `name`, or by `dns_name`; where an event gives two of them they must agree, or the log is
/// malformed.
struct EventRule {
  EventSignature signature;
  std::optional<std::size_t> label;      ///< the label's octets
  std::optional<std::size_t> labelhash;  ///< keccak256 of the label
  std::optional<std::size_t> parent;     ///< namehash of the parent
  std::optional<std::size_t> node;       ///< namehash (EIP-137); a list of them: the event is about each
  std::optional<std::size_t> name;       ///< full dotted name
  std::optional<std::size_t> dns_name;   ///< full name in DNS wire format (RFC 1035, section 3.1)
  std::optional<std::size_t> owner;      ///< of the token
  std::optional<std::size_t> manager;    ///< NameDetail::manager
  std::optional<std::size_t> resolver;
  std::optional<std::size_t> fuses;
  std::optional<std::size_t> expires;        ///< Unix seconds; 0: never
  std::optional<std::size_t> expires_below;  ///< the same, of names of three labels and more
  std::optional<Timestamp> expires_at;       ///< where the event does not say and all names have the same
  std::optional<Place> under;                ///< place of names given by label or labelhash
  std::optional<NameStatus> status;          ///< what the event makes of the name
  std::optional<NameStatus>
      owner_zero;                ///< what it makes of it when the owner or manager is the zero address
  bool skip_owner_zero = false;  ///< the event says nothing when the owner is the zero address
  bool ends_token = false;       ///< no token stands for the name any more
  bool registers = false;        ///< the time of its block is the name's registration
  bool own_records = false;      ///< the registry keeps the name's records: no resolver speaks
  std::string notice;            ///< not about a name: what an operator should hear
  std::optional<RecordRule> record;
};

}  // namespace splitroot::collectors::evm
