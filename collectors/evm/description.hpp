#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evm/abi.hpp"
#include "collectors/evm/address.hpp"
#include "core/name.hpp"
#include "core/result.hpp"

namespace splitroot::collectors::evm {

/// One event of a registry and what its arguments mean. Members that are indices count the parameters of the
/// signature. A name is identified by `label` or `labelhash` under `under`, by `node`, by `name`, or by
/// `dns_name`; where an event gives two of them they must agree, or the log is malformed.
struct EventRule {
  EventSignature signature;
  std::optional<std::size_t> label;      ///< the label's octets
  std::optional<std::size_t> labelhash;  ///< keccak256 of the label
  std::optional<std::size_t> node;       ///< namehash (EIP-137)
  std::optional<std::size_t> name;       ///< full dotted name
  std::optional<std::size_t> dns_name;   ///< full name in DNS wire format (RFC 1035, section 3.1)
  std::optional<std::size_t> owner;
  std::optional<std::size_t> expires;    ///< Unix seconds
  std::optional<Place> under;            ///< place of names given by label or labelhash
  std::optional<NameStatus> status;      ///< what the event makes of the name
  std::optional<NameStatus> owner_zero;  ///< what it makes of it when the owner is the zero address
  bool skip_owner_zero = false;          ///< the event says nothing when the owner is the zero address
  bool registers = false;                ///< the time of its block is the name's registration
};

struct Contract {
  std::string title;
  Address address{};
  std::uint64_t from_block = 0;
  std::vector<EventRule> events;
};

/// A name registry on an EVM chain, as a file of schemas/registries/ describes it.
struct RegistryDescription {
  std::string id;  ///< the source's name: `ens`, `uns-ethereum`
  std::string title;
  std::string ns;     ///< namespace of its names
  std::string home;   ///< NameRecord::home of its names; empty where the namespace has this registry alone
  std::string chain;  ///< as evidence names it: `ethereum`
  std::uint64_t chain_id = 1;
  std::vector<std::string> endpoints;
  std::uint64_t start_block = 0;  ///< no event stands before it
  std::vector<std::string> tlds;  ///< TLDs that no event announces
  Lapse lapse;
  std::vector<Address>
      custodians;  ///< contracts that hold names for their holders: never a holder themselves
  std::vector<Address>
      bridges;  ///< contracts that hold what lives on another chain: custodians, status unknown here
  std::vector<Contract> contracts;

  const Contract* find(const Address& address) const;
};

/// The event of `contract` with this topic0; nullptr when the description knows none.
const EventRule* find_event(const Contract& contract, const Hash256& topic0);

/// Where names directly under the dotted name `parent` stand.
Place place_under(std::string_view parent);

/// Reads a description (TOML). The error (input) lists everything that is wrong, a line each:
/// `ens.toml:12:3: …`. `origin` is the file's name.
Result<RegistryDescription> parse_registry(std::string_view toml, std::string_view origin);

/// The descriptions in the binary, by id.
std::vector<RegistryDescription> shipped_registries();

/// Reads a description from a file.
Result<RegistryDescription> load_registry(const std::string& path);

}  // namespace splitroot::collectors::evm
