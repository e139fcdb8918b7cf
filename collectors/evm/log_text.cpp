#include "collectors/evm/log_text.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "collectors/evm/hex_text.hpp"

namespace splitroot::collectors::evm {
namespace {

enum class Member { address, topics, data, block, index, block_hash, tx, block_time, removed, other };

struct Named {
  std::string_view key;
  Member member;
};

/// What parse_logs looks at; the first seven it cannot do without.
constexpr std::array members{
    Named{"address", Member::address},    Named{"topics", Member::topics},
    Named{"data", Member::data},          Named{"blockNumber", Member::block},
    Named{"logIndex", Member::index},     Named{"blockHash", Member::block_hash},
    Named{"transactionHash", Member::tx}, Named{"blockTimestamp", Member::block_time},
    Named{"removed", Member::removed},
};
constexpr std::size_t required = 7;

/// What stands before the value of one member: `{"address":`, `,"topics":`.
struct Step {
  std::string opening;
  Member member = Member::other;
};

constexpr std::size_t least_log_octets = 400;

class LogText {
 public:
  explicit LogText(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  std::optional<std::vector<Log>> read() {
    std::vector<Log> logs;
    if (!take("[")) return std::nullopt;
    if (take("]")) return rest_is_nothing() ? std::optional{std::move(logs)} : std::nullopt;
    logs.reserve(left() / least_log_octets + 1);
    do {
      Log& log = logs.emplace_back();
      const bool read = steps_.empty() ? learn(log) : follow(log);
      if (!read) return std::nullopt;
    } while (take(","));
    if (!take("]") || !rest_is_nothing()) return std::nullopt;
    return logs;
  }

 private:
  std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
  bool rest_is_nothing() const { return at_ == end_; }

  bool take(std::string_view wanted) {
    if (left() < wanted.size() || !std::equal(wanted.begin(), wanted.end(), at_)) return false;
    at_ += wanted.size();
    return true;
  }

  /// A string of plain ASCII without escapes.
  std::optional<std::string_view> take_string() {
    if (!take("\"")) return std::nullopt;
    const char* begin = at_;
    for (; at_ != end_ && *at_ != '"'; ++at_) {
      if (*at_ < ' ' || *at_ == '\\') return std::nullopt;
    }
    const std::string_view text{begin, static_cast<std::size_t>(at_ - begin)};
    return take("\"") ? std::optional{text} : std::nullopt;
  }

  /// `"0x…"` of `count` octets.
  bool take_octets(unsigned char* out, std::size_t count) {
    if (left() < 4 + 2 * count || !take("\"0x")) return false;
    if (!decode_hex(at_, out, count)) return false;
    at_ += 2 * count;
    return take("\"");
  }

  bool take_data(std::string& data) {
    const auto* closing = std::find(at_ == end_ ? at_ : at_ + 1, end_, '"');
    const auto size = static_cast<std::size_t>(closing - at_);
    if (closing == end_ || size < 3 || (size - 3) % 2 != 0) return false;
    data.resize((size - 3) / 2);
    return take_octets(reinterpret_cast<unsigned char*>(data.data()), data.size());
  }

  bool take_topics(Log& log) {
    if (!take("[")) return false;
    if (take("]")) return true;
    do {
      if (log.topics_used == log.topic.size()) return false;
      Hash256& topic = log.topic[log.topics_used++];
      if (!take_octets(topic.data(), topic.size())) return false;
    } while (take(","));
    return take("]");
  }

  bool take_quantity(std::uint64_t& out) {
    const auto text = take_string();
    const auto value = text ? parse_quantity(*text) : std::nullopt;
    out = value.value_or(0);
    return value.has_value();
  }

  /// Like parse_logs: a time that is none is no time.
  bool take_time(std::optional<std::uint64_t>& out) {
    const auto text = take_string();
    if (!text) return take("null");
    out = parse_quantity(*text);
    return true;
  }

  bool take_flag(bool& out) {
    out = take("true");
    return out || take("false");
  }

  bool skip() { return take("null") || take("true") || take("false") || take_string().has_value(); }

  bool take_value(Member member, Log& log) {
    switch (member) {
      case Member::address:
        return take_octets(log.address.data(), log.address.size());
      case Member::topics:
        return take_topics(log);
      case Member::data:
        return take_data(log.data);
      case Member::block:
        return take_quantity(log.block);
      case Member::index:
        return take_quantity(log.index);
      case Member::block_hash:
        return take_octets(log.block_hash.data(), log.block_hash.size());
      case Member::tx:
        return take_octets(log.tx.data(), log.tx.size());
      case Member::block_time:
        return take_time(log.block_time);
      case Member::removed:
        return take_flag(log.removed);
      case Member::other:
        return skip();
    }
    return false;
  }

  /// Reads the first log, and how it is written.
  bool learn(Log& log) {
    std::vector<std::string_view> keys;
    std::size_t found = 0;
    for (char before = '{'; take({&before, 1}); before = ',') {
      const auto key = take_string();
      if (!key || !take(":") || std::find(keys.begin(), keys.end(), *key) != keys.end()) return false;
      keys.push_back(*key);
      const auto* known =
          std::find_if(members.begin(), members.end(), [&](const Named& named) { return named.key == *key; });
      const Member member = known == members.end() ? Member::other : known->member;
      found += known - members.begin() < static_cast<std::ptrdiff_t>(required) ? 1 : 0;
      steps_.push_back(Step{std::string{before} + '"' + std::string{*key} + "\":", member});
      if (!take_value(member, log)) return false;
    }
    return found == required && take("}");
  }

  bool follow(Log& log) {
    for (const Step& step : steps_) {
      if (!take(step.opening) || !take_value(step.member, log)) return false;
    }
    return take("}");
  }

  const char* at_;
  const char* end_;
  std::vector<Step> steps_;
};

}  // namespace

std::optional<std::vector<Log>> read_logs(std::string_view text) { return LogText{text}.read(); }

}  // namespace splitroot::collectors::evm
