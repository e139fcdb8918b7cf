#include "collectors/evm/log_filter.hpp"

#include <algorithm>

#include "core/hex.hpp"

namespace splitroot::collectors::evm {
namespace {

template <class T>
void sort_unique(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

template <class T, class Text>
std::string json_list(const std::vector<T>& values, const Text& to_text_of) {
  std::string out = "[";
  for (const T& value : values) out += (out.size() > 1 ? ",\"" : "\"") + to_text_of(value) + "\"";
  return out + "]";
}

}  // namespace

LogFilter::LogFilter(const RegistryDescription& registry) {
  for (const Contract& contract : registry.contracts) {
    addresses_.push_back(contract.address);
    for (const EventRule& rule : contract.events) topics_.push_back(rule.signature.topic0);
  }
  sort_unique(addresses_);
  sort_unique(topics_);
  tail_ = R"(","address":)" + json_list(addresses_, [](const Address& address) { return to_text(address); }) +
          R"(,"topics":[)" + json_list(topics_, [](const Hash256& topic) { return to_hex0x(view(topic)); }) +
          "]}]";
}

std::string LogFilter::params(std::uint64_t from, std::uint64_t to) const {
  return R"([{"fromBlock":")" + to_quantity(from) + R"(","toBlock":")" + to_quantity(to) + tail_;
}

std::string LogFilter::params(const Hash256& block) const {
  return R"([{"blockHash":")" + to_hex0x(view(block)) + tail_;
}

bool LogFilter::wants(const Log& log) const {
  return log.topics_used > 0 && std::binary_search(addresses_.begin(), addresses_.end(), log.address) &&
         std::binary_search(topics_.begin(), topics_.end(), log.topic[0]);
}

bool LogFilter::may_be_in(const Bloom& bloom) const {
  const auto may = [&](const auto& octets) { return may_contain(bloom, octets); };
  return std::any_of(addresses_.begin(), addresses_.end(), may) &&
         std::any_of(topics_.begin(), topics_.end(), may);
}

std::optional<std::string> LogFilter::doubt(const std::vector<Log>& logs, std::uint64_t from,
                                            std::uint64_t to) const {
  const Log* before = nullptr;
  for (const Log& log : logs) {
    if (auto reason = doubt(log, before, from, to)) return reason;
    before = &log;
  }
  return std::nullopt;
}

std::optional<std::string> LogFilter::doubt(const Log& log, const Log* before, std::uint64_t from,
                                            std::uint64_t to) const {
  const std::string where = "log " + std::to_string(log.index) + " of block " + std::to_string(log.block);
  if (log.block < from || log.block > to) {
    return where + " was not asked for (" + std::to_string(from) + " to " + std::to_string(to) + ")";
  }
  if (!std::binary_search(addresses_.begin(), addresses_.end(), log.address)) {
    return where + " is of a contract not asked for, " + to_text(log.address);
  }
  if (log.topics_used == 0 || !std::binary_search(topics_.begin(), topics_.end(), log.topic[0])) {
    return where + " is of an event not asked for";
  }
  if (log.removed) return where + " is marked as removed";
  if (before == nullptr) return std::nullopt;
  if (log.block < before->block || (log.block == before->block && log.index <= before->index)) {
    return where + " is out of order";
  }
  if (log.block == before->block && log.block_hash != before->block_hash)
    return where + " is of another fork";
  return std::nullopt;
}

}  // namespace splitroot::collectors::evm
