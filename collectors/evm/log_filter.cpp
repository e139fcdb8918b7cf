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

bool is_before(const Log& a, const Log& b) {
  return a.block != b.block ? a.block < b.block : a.index < b.index;
}

bool is_same(const Log& a, const Log& b) { return a.block == b.block && a.index == b.index; }

}  // namespace

bool LogFilter::Question::wants(const Log& log) const {
  const bool place = addresses.empty() || std::binary_search(addresses.begin(), addresses.end(), log.address);
  return place && log.topics_used > 0 && std::binary_search(topics.begin(), topics.end(), log.topic[0]);
}

bool LogFilter::Question::may_be_in(const Bloom& bloom) const {
  const auto may = [&](const auto& octets) { return may_contain(bloom, octets); };
  return (addresses.empty() || std::any_of(addresses.begin(), addresses.end(), may)) &&
         std::any_of(topics.begin(), topics.end(), may);
}

void LogFilter::ask(std::vector<Address> addresses, std::vector<Hash256> topics) {
  if (topics.empty()) return;
  sort_unique(addresses);
  sort_unique(topics);
  std::string tail = R"(",)";
  if (!addresses.empty()) {
    tail +=
        R"("address":)" + json_list(addresses, [](const Address& address) { return to_text(address); }) + ",";
  }
  tail +=
      R"("topics":[)" + json_list(topics, [](const Hash256& topic) { return to_hex0x(view(topic)); }) + "]}]";
  questions_.push_back({std::move(addresses), std::move(topics), std::move(tail)});
}

LogFilter::LogFilter(const RegistryDescription& registry) {
  std::vector<Address> addresses;
  std::vector<Hash256> topics;
  std::vector<Hash256> topics_anywhere;
  for (const Contract& contract : registry.contracts) {
    const bool here = contract.where == Contract::Where::here;
    if (here) addresses.push_back(contract.address);
    auto& wanted = here ? topics : topics_anywhere;
    for (const EventRule& rule : contract.events) wanted.push_back(rule.signature.topic0);
  }
  for (const Factory& factory : registry.factories) {
    addresses.push_back(factory.address);
    topics.push_back(factory.signature.topic0);
  }
  ask(std::move(addresses), std::move(topics));
  ask({}, std::move(topics_anywhere));
}

LogFilter LogFilter::of_factories(const RegistryDescription& registry) {
  std::vector<Address> addresses;
  std::vector<Hash256> topics;
  for (const Factory& factory : registry.factories) {
    addresses.push_back(factory.address);
    topics.push_back(factory.signature.topic0);
  }
  LogFilter filter;
  filter.ask(std::move(addresses), std::move(topics));
  return filter;
}

std::vector<std::string> LogFilter::params(const std::string& blocks) const {
  std::vector<std::string> all;
  for (const Question& question : questions_) all.push_back(blocks + question.tail);
  return all;
}

std::vector<std::string> LogFilter::params(std::uint64_t from, std::uint64_t to) const {
  return params(R"([{"fromBlock":")" + to_quantity(from) + R"(","toBlock":")" + to_quantity(to));
}

std::vector<std::string> LogFilter::params(const Hash256& block) const {
  return params(R"([{"blockHash":")" + to_hex0x(view(block)));
}

bool LogFilter::wants(const Log& log) const {
  return std::any_of(questions_.begin(), questions_.end(),
                     [&](const Question& each) { return each.wants(log); });
}

bool LogFilter::may_be_in(const Bloom& bloom) const {
  return std::any_of(questions_.begin(), questions_.end(),
                     [&](const Question& each) { return each.may_be_in(bloom); });
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
  if (!wants(log)) return where + " is of a contract or an event not asked for, " + to_text(log.address);
  if (log.removed) return where + " is marked as removed";
  if (before == nullptr) return std::nullopt;
  if (!is_before(*before, log)) return where + " is out of order";
  if (log.block == before->block && log.block_hash != before->block_hash)
    return where + " is of another fork";
  return std::nullopt;
}

void merge_logs(std::vector<Log>& logs, std::vector<Log> more) {
  if (more.empty()) return;
  const auto middle = static_cast<std::ptrdiff_t>(logs.size());
  logs.insert(logs.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  std::inplace_merge(logs.begin(), logs.begin() + middle, logs.end(), is_before);
  logs.erase(std::unique(logs.begin(), logs.end(), is_same), logs.end());
}

}  // namespace splitroot::collectors::evm
