#include "collectors/evm/receipt.hpp"

#include <string>

#include "collectors/evm/rlp.hpp"
#include "collectors/evm/trie.hpp"
#include "core/json.hpp"

namespace splitroot::collectors::evm {
namespace {

constexpr std::uint8_t deposit_type = 0x7e;
constexpr std::uint64_t last_type = 0x7f;

std::optional<std::uint64_t> quantity_member(const rapidjson::Value& object, const char* name) {
  const auto text = string_member(object, name);
  return text ? parse_quantity(*text) : std::nullopt;
}

/// Nodes leave the type out, or say null, where they know none but the first.
bool read_type(const rapidjson::Value& object, Receipt& receipt) {
  const auto* type = member(object, "type");
  if (type == nullptr || type->IsNull()) return true;
  const auto value = quantity_member(object, "type");
  receipt.type = static_cast<std::uint8_t>(value.value_or(0));
  return value && *value <= last_type;
}

bool read_outcome(const rapidjson::Value& object, Receipt& receipt) {
  if (const auto status = quantity_member(object, "status")) {
    receipt.succeeded = *status == 1;
    return *status <= 1;
  }
  if (const auto root = string_member(object, "root")) receipt.state_root = parse_hash(*root);
  return receipt.state_root.has_value();
}

void read_deposit(const rapidjson::Value& object, Receipt& receipt) {
  if (receipt.type != deposit_type) return;
  receipt.deposit_nonce = quantity_member(object, "depositNonce");
  receipt.deposit_version = quantity_member(object, "depositReceiptVersion");
}

/// Polygon's nodes add a receipt for the messages that came over from Ethereum, under a hash made of the
/// block's number and hash.
bool is_state_sync(const rapidjson::Value& object) {
  const auto number = quantity_member(object, "blockNumber");
  const auto block = parse_hash(string_member(object, "blockHash").value_or(""));
  const auto tx = parse_hash(string_member(object, "transactionHash").value_or(""));
  if (!number || !block || !tx) return false;
  std::string key = "matic-bor-receipt-";
  for (int shift = 56; shift >= 0; shift -= 8) key += static_cast<char>(*number >> shift);
  return keccak256(key.append(view(*block))) == *tx;
}

/// Reads one receipt; what is wrong with it, empty when all is well.
std::string read_receipt(const rapidjson::Value& object, Receipt& receipt) {
  if (!object.IsObject()) return "is no object";
  if (!read_type(object, receipt)) return "has no valid 'type'";
  if (!read_outcome(object, receipt)) return "has neither a valid 'status' nor 'root'";
  const auto gas = quantity_member(object, "cumulativeGasUsed");
  if (!gas) return "has no valid 'cumulativeGasUsed'";
  receipt.cumulative_gas = *gas;
  const auto bloom = parse_bloom(string_member(object, "logsBloom").value_or(""));
  if (!bloom) return "has no valid 'logsBloom'";
  const auto* entries = member(object, "logs");
  if (entries == nullptr) return "has no 'logs'";
  auto logs = parse_logs(*entries, "its logs");
  if (!logs) return "is not believed: " + logs.error().message;
  receipt.logs = std::move(*logs);
  receipt.bloom = bloom_of(receipt.logs);
  if (receipt.bloom != *bloom) return "is not believed: its 'logsBloom' is not that of its logs";
  read_deposit(object, receipt);
  receipt.in_root = !is_state_sync(object);
  return "";
}

std::string encoded(const Log& log) {
  std::string topics;
  for (const Hash256& topic : log.topics()) topics += rlp_string(view(topic));
  return rlp_list(rlp_string({reinterpret_cast<const char*>(log.address.data()), log.address.size()}) +
                  rlp_list(topics) + rlp_string(log.data));
}

std::string encoded(const Receipt& receipt) {
  std::string logs;
  for (const Log& log : receipt.logs) logs += encoded(log);
  std::string items =
      receipt.state_root ? rlp_string(view(*receipt.state_root)) : rlp_integer(receipt.succeeded ? 1 : 0);
  items += rlp_integer(receipt.cumulative_gas);
  items += rlp_string({reinterpret_cast<const char*>(receipt.bloom.data()), receipt.bloom.size()});
  items += rlp_list(logs);
  // Between Regolith and Canyon nodes tell the nonce, but the root was made without it.
  if (receipt.deposit_version) {
    items += rlp_integer(receipt.deposit_nonce.value_or(0)) + rlp_integer(*receipt.deposit_version);
  }
  const auto body = rlp_list(items);
  return receipt.type == 0 ? body : std::string(1, static_cast<char>(receipt.type)) + body;
}

}  // namespace

Result<std::vector<Receipt>> parse_receipts(const rapidjson::Value& answer) {
  if (!answer.IsArray()) return source_error("eth_getBlockReceipts was not answered with a list", true);
  std::vector<Receipt> receipts(answer.Size());
  std::size_t at = 0;
  for (const rapidjson::Value& object : answer.GetArray()) {
    const auto wrong = read_receipt(object, receipts[at]);
    if (!wrong.empty()) {
      return source_error("receipt " + std::to_string(at) + " of an eth_getBlockReceipts answer " + wrong,
                          true);
    }
    ++at;
  }
  return receipts;
}

Hash256 receipts_root(std::span<const Receipt> receipts) {
  std::vector<std::pair<std::string, std::string>> entries;
  entries.reserve(receipts.size());
  for (const Receipt& receipt : receipts) {
    if (receipt.in_root) entries.emplace_back(rlp_integer(entries.size()), encoded(receipt));
  }
  return trie_root(std::move(entries));
}

}  // namespace splitroot::collectors::evm
