#include "collectors/evm/log.hpp"

#include <charconv>

#include "core/json.hpp"

namespace splitroot::collectors::evm {
namespace {

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool read_hex_member(const rapidjson::Value& object, const char* name, std::span<unsigned char> out) {
  const auto text = string_member(object, name);
  return text && read_hex(*text, out);
}

bool read_quantity(const rapidjson::Value& object, const char* name, std::uint64_t& out) {
  const auto text = string_member(object, name);
  const auto value = text ? parse_quantity(*text) : std::nullopt;
  out = value.value_or(0);
  return value.has_value();
}

bool read_topics(const rapidjson::Value& object, Log& log) {
  const auto* topics = member(object, "topics");
  if (topics == nullptr || !topics->IsArray() || topics->Size() > log.topic.size()) return false;
  for (const rapidjson::Value& topic : topics->GetArray()) {
    if (!topic.IsString() || !read_hex(text_of(topic), log.topic[log.topics_used])) return false;
    ++log.topics_used;
  }
  return true;
}

bool read_data(const rapidjson::Value& object, std::string& data) {
  const auto text = string_member(object, "data");
  if (!text || text->size() < 2 || text->size() % 2 != 0) return false;
  data.resize(text->size() / 2 - 1);
  return read_hex(*text, {reinterpret_cast<unsigned char*>(data.data()), data.size()});
}

/// Reads one log; the name of the field that is missing or ill-formed, empty when all is well.
std::string_view read_log(const rapidjson::Value& object, Log& log) {
  if (!object.IsObject()) return "object";
  if (!read_hex_member(object, "address", log.address)) return "address";
  if (!read_topics(object, log)) return "topics";
  if (!read_data(object, log.data)) return "data";
  if (!read_quantity(object, "blockNumber", log.block)) return "blockNumber";
  if (!read_quantity(object, "logIndex", log.index)) return "logIndex";
  if (!read_hex_member(object, "blockHash", log.block_hash)) return "blockHash";
  if (!read_hex_member(object, "transactionHash", log.tx)) return "transactionHash";
  if (const auto time = string_member(object, "blockTimestamp")) log.block_time = parse_quantity(*time);
  const auto* removed = member(object, "removed");
  log.removed = removed != nullptr && removed->IsTrue();
  return "";
}

}  // namespace

bool read_hex(std::string_view text, std::span<unsigned char> out) {
  if (text.size() != 2 + 2 * out.size() || text[0] != '0' || text[1] != 'x') return false;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const int high = nibble(text[2 + 2 * i]);
    const int low = nibble(text[3 + 2 * i]);
    if (high < 0 || low < 0) return false;
    out[i] = static_cast<unsigned char>(high << 4 | low);
  }
  return true;
}

std::optional<std::uint64_t> parse_quantity(std::string_view text) {
  if (text.size() < 3 || text.size() > 18 || !text.starts_with("0x")) return std::nullopt;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), value, 16);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string to_quantity(std::uint64_t value) {
  std::array<char, 18> text{'0', 'x'};
  const auto [end, error] = std::to_chars(text.data() + 2, text.data() + text.size(), value, 16);
  return {text.data(), end};
}

std::optional<Hash256> parse_hash(std::string_view text) {
  Hash256 hash;
  if (!read_hex(text, hash)) return std::nullopt;
  return hash;
}

Result<std::vector<Log>> parse_logs(const rapidjson::Value& answer, std::string_view origin) {
  if (!answer.IsArray()) return source_error(std::string{origin} + ": not a list of logs", true);
  std::vector<Log> logs{answer.Size()};
  std::size_t at = 0;
  for (const rapidjson::Value& object : answer.GetArray()) {
    const auto missing = read_log(object, logs[at]);
    if (!missing.empty()) {
      return source_error("log " + std::to_string(at) + " of " + std::string{origin} + " has no valid '" +
                              std::string{missing} + "'",
                          true);
    }
    ++at;
  }
  return logs;
}

}  // namespace splitroot::collectors::evm
