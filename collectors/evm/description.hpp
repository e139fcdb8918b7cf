#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evm/event_rule.hpp"

namespace splitroot::collectors::evm {

/// A contract whose events are read. Of one with `any_address` its topics are taken from whichever contract
/// logs them; of a `follow` one, from the contracts that a factory has announced.
struct Contract {
  enum class Where { here, any_address, follow };

  std::string title;
  Where where = Where::here;
  Address address{};
  std::uint64_t from_block = 0;
  std::optional<std::uint64_t> to_block;  ///< what it logs later says nothing
  std::vector<EventRule> events;
};

/// A contract that announces others, which are read from then on.
struct Factory {
  std::string title;
  Address address{};
  EventSignature signature;
  std::size_t contract = 0;  ///< parameter: the address of the new contract
  std::string follow;        ///< title of the contract that describes its events
};

/// A name registry on an EVM chain, as a file of schemas/registries/ describes it (docs/registries.md).
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
  /// Registrations that stop for so long are worth an alert; nullopt: they may.
  std::optional<std::chrono::days> quiet_days;
  std::vector<Address>
      custodians;  ///< contracts that hold names for their holders: never a holder themselves
  std::vector<Address>
      bridges;  ///< contracts that hold what lives on another chain: custodians, status unknown here
  std::set<NameKey> ignore_parents;  ///< names right under these are passed over
  std::vector<std::string>
      record_keys;                  ///< keys of records that are kept; `*` at the end stands for any rest
  std::map<NameKey, Place> places;  ///< where names right under these nodes stand: TLDs, and every `under`
  std::vector<Contract> contracts;
  std::vector<Factory> factories;

  /// The contract at an address of its own.
  const Contract* find(const Address& address) const;
  const Contract* find(std::string_view contract_title) const;
  const Factory* factory(const Address& address, const Hash256& topic0) const;
  /// Whether records with this key are kept.
  bool keeps(std::string_view record_key) const;
  /// What contracts found on chain say can be read upwards only, from the first block on.
  bool follows_contracts() const { return !factories.empty(); }
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
