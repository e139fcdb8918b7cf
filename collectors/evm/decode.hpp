#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "collectors/evm/description.hpp"
#include "collectors/evm/log.hpp"
#include "core/batch.hpp"

namespace splitroot::collectors::evm {

/// What logs say, in their order; what cannot be believed is kept as found.
struct Decodings {
  std::vector<NameEvent> events;
  std::vector<RecordEvent> records;
  std::vector<SourceNotice> notices;
  std::vector<Malformed> malformed;
};

/// Reads logs of one registry, in chain order. It remembers the contracts that factories have announced, and
/// the nodes lately passed over, so that their resolver is passed over with them.
class LogDecoder {
 public:
  /// `registry` must outlive it.
  explicit LogDecoder(const RegistryDescription& registry) : registry_(registry) {}

  /// Adds what `log` says; nothing where the description has no use for it. Labels pass through untouched,
  /// whatever their octets. A log whose label or name does not have the hash it is logged under is malformed.
  /// `block_time` is that of the log's block.
  void read(const Log& log, Timestamp block_time, Decodings& out);

 private:
  const EventRule* rule_of(const Log& log) const;
  bool follow(const Log& log, Decodings& out);
  void read_names(const EventRule& rule, std::span<const AbiValue> arguments, NameEvent event, const Log& log,
                  Decodings& out);
  bool passed_over(const EventRule& rule, const NameEvent& event);

  const RegistryDescription& registry_;
  std::map<Address, const Contract*> followed_;
  std::set<NameKey> passed_over_;
};

/// A log as text, nothing lost: `topic0 topic1 … data`, each in hex with `0x`.
std::string raw_text(const Log& log);

}  // namespace splitroot::collectors::evm
