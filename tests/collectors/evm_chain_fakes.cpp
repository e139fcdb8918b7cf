#include "evm_chain_fakes.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/json.hpp"

namespace evm_fakes {

using boost::asio::awaitable;
using collectors::evm::to_quantity;
using collectors::evm::operator|;

namespace {

constexpr std::uint64_t genesis_time = 1'700'000'000;

std::string hex_of(const Bloom& bloom) {
  return to_hex0x({reinterpret_cast<const char*>(bloom.data()), bloom.size()});
}

std::string json_of(const Log& log) {
  std::string topics;
  for (const Hash256& topic : log.topics())
    topics += (topics.empty() ? "\"" : ",\"") + to_hex0x(view(topic)) + '"';
  return R"({"address":")" + collectors::evm::to_text(log.address) + R"(","topics":[)" + topics +
         R"(],"data":")" + to_hex0x(log.data) + R"(","blockNumber":")" + to_quantity(log.block) +
         R"(","logIndex":")" + to_quantity(log.index) + R"(","blockHash":")" +
         to_hex0x(view(log.block_hash)) + R"(","transactionHash":")" + to_hex0x(view(log.tx)) + R"("})";
}

std::string json_of(const std::vector<Log>& logs) {
  std::string out;
  for (const Log& log : logs) out += (out.empty() ? "" : ",") + json_of(log);
  return "[" + out + "]";
}

std::string json_of(const Receipt& receipt) {
  return R"({"type":"0x2","status":"0x1","cumulativeGasUsed":")" + to_quantity(receipt.cumulative_gas) +
         R"(","logsBloom":")" + hex_of(receipt.bloom) + R"(","logs":)" + json_of(receipt.logs) + "}";
}

/// Whether our filter asks for the log, as the test knows it.
bool is_ours(const Log& log) { return collectors::evm::to_text(log.address) == registrar; }

}  // namespace

std::vector<Log> MadeBlock::logs() const {
  std::vector<Log> out;
  for (const Receipt& receipt : receipts) {
    for (const Log& log : receipt.logs) {
      if (is_ours(log)) out.push_back(log);
    }
  }
  return out;
}

MadeChain::MadeChain(std::uint32_t seed) : random_(seed) {
  MadeBlock genesis;
  genesis.hash = keccak256("genesis");
  genesis.root = collectors::evm::receipts_root({});
  blocks_.push_back(genesis);
}

Log MadeChain::made_log(std::uint64_t number, bool ours) {
  Log log;
  log.address =
      collectors::evm::parse_address(ours ? registrar : "0x00000000000000000000000000000000000000aa").value();
  const Hash256 token = keccak256("name " + std::to_string(pick(500)));
  log.block = number;
  if (pick(3) == 0) {
    log.topic = {hash_of_bytes(transfer_topic), hash_of_bytes(word(1)), hash_of_bytes(word(2 + pick(50))),
                 token};
    log.topics_used = 4;
    return log;
  }
  log.topic[0] = hash_of_bytes(renewed_topic);
  log.topic[1] = token;
  log.topics_used = 2;
  log.data = word(1'900'000'000 + pick(1'000'000));
  return log;
}

void MadeChain::grow(std::uint64_t blocks, bool empty) {
  for (; blocks > 0; --blocks) {
    MadeBlock block;
    block.number = blocks_.size();
    block.parent = blocks_.back().hash;
    const std::uint64_t transactions = empty ? 0 : pick(4);
    for (std::uint64_t i = 0; i < transactions; ++i) {
      Receipt receipt;
      receipt.type = 2;
      receipt.succeeded = true;
      receipt.cumulative_gas = 21'000 * (i + 1);
      const std::uint64_t logs = pick(3);
      for (std::uint64_t j = 0; j < logs; ++j) receipt.logs.push_back(made_log(block.number, pick(2) == 0));
      receipt.bloom = collectors::evm::bloom_of(receipt.logs);
      block.bloom = block.bloom | receipt.bloom;
      block.receipts.push_back(std::move(receipt));
    }
    block.root = collectors::evm::receipts_root(block.receipts);
    block.hash = keccak256(std::string{view(block.parent)} + std::string{view(block.root)} +
                           std::to_string(random_()));
    std::uint64_t index = 0;
    for (Receipt& receipt : block.receipts) {
      const Hash256 tx = keccak256("tx " + std::to_string(random_()));
      for (Log& log : receipt.logs) {
        log.index = index++;
        log.tx = tx;
        log.block_hash = block.hash;
      }
    }
    blocks_.push_back(std::move(block));
  }
}

void MadeChain::fork_at(std::uint64_t number) { blocks_.resize(number + 1); }

const MadeBlock* MadeChain::find(const Hash256& hash) const {
  const auto found =
      std::find_if(blocks_.rbegin(), blocks_.rend(), [&](const auto& block) { return block.hash == hash; });
  return found == blocks_.rend() ? nullptr : &*found;
}

std::string ChainNode::header(const std::string& which) const {
  std::uint64_t number = head();
  if (which == "finalized") number -= std::min(number, final_depth);
  if (which.starts_with("0x")) number = collectors::evm::parse_quantity(which).value();
  if (number > head()) return "null";
  const MadeBlock& block = chain_.at(number);
  return R"({"number":")" + to_quantity(number) + R"(","hash":")" + to_hex0x(view(block.hash)) +
         R"(","parentHash":")" + to_hex0x(view(block.parent)) + R"(","receiptsRoot":")" +
         to_hex0x(view(block.root)) + R"(","logsBloom":")" + hex_of(block.bloom) + R"(","timestamp":")" +
         to_quantity(genesis_time + 12 * number) + R"("})";
}

std::string ChainNode::logs_of(const MadeBlock& block) {
  std::vector<Log> logs = block.logs();
  if (lie) lie(logs, block);
  std::string out;
  for (const Log& log : logs) out += (out.empty() ? "" : ",") + json_of(log);
  return out;
}

std::optional<std::string> ChainNode::logs(const net::RpcCall& call) {
  const auto params = parse_json(call.params, "params").value();
  std::uint64_t from = 0;
  std::uint64_t to = 0;
  if (const auto hash = string_member(params[0], "blockHash")) {
    const MadeBlock* block = chain_.find(collectors::evm::parse_hash(*hash).value());
    if (block == nullptr || block->number > head()) return std::nullopt;
    from = to = block->number;
  } else {
    from = collectors::evm::parse_quantity(string_member(params[0], "fromBlock").value()).value();
    to = std::min(head(),
                  collectors::evm::parse_quantity(string_member(params[0], "toBlock").value()).value());
  }
  std::string list;
  for (std::uint64_t number = from; number <= to; ++number) {
    const std::string some = logs_of(chain_.at(number));
    if (!some.empty()) list += (list.empty() ? "" : ",") + some;
  }
  return "[" + list + "]";
}

std::optional<std::string> ChainNode::answer_to(const net::RpcCall& call) {
  if (call.method == "eth_chainId") return "\"0x1\"";
  if (call.method == "eth_getLogs") return logs(call);
  const auto params = parse_json(call.params, "params").value();
  if (call.method == "eth_getBlockByNumber") return header(params[0].GetString());
  if (call.method != "eth_getBlockReceipts" || !has_receipts) return std::nullopt;
  ++receipts_asked;
  const MadeBlock* block = chain_.find(collectors::evm::parse_hash(params[0].GetString()).value());
  if (block == nullptr) return "null";
  std::string list;
  for (Receipt receipt : block->receipts) list += (list.empty() ? "" : ",") + json_of(receipt);
  return "[" + list + "]";
}

awaitable<Result<std::vector<net::RpcAnswer>>> ChainNode::batch(std::vector<net::RpcCall> calls) {
  for (int i = 0; i < 5; ++i) co_await boost::asio::post(boost::asio::use_awaitable);
  if (before) before();
  std::vector<net::RpcAnswer> answers;
  for (const net::RpcCall& call : calls) {
    net::RpcAnswer answer;
    if (const auto text = answer_to(call)) {
      const auto document = std::make_shared<rapidjson::Document>(parse_json(*text, "fake").value());
      answer.document = document;
      answer.result = document.get();
    } else {
      answer.error = net::RpcError{-32000, "unknown block or method", ""};
    }
    answers.push_back(std::move(answer));
  }
  co_return answers;
}

void StoreModel::rewind(const BlockMark& to) {
  ++rewinds;
  require(to.number >= stored.final_to, "a rewind below the final block");
  const auto& marks = stored.provisional;
  const bool known =
      std::any_of(marks.begin(), marks.end(), [&](const BlockMark& mark) { return mark == to; });
  require(known || (to.number == 0 && stored.final_to == 0), "a rewind to a block that is not known");
  std::erase_if(rows, [&](const Row& row) { return row.block > to.number; });
  std::erase_if(stored.provisional, [&](const BlockMark& mark) { return mark.number > to.number; });
  if (stored.ranges.empty()) return;
  stored.ranges.back().verified = to.number;
  stored.ranges.back().verified_hash = to.hash;
}

void StoreModel::move(const NameBatch& batch) {
  auto& ranges = stored.ranges;
  if (ranges.empty()) {
    ranges.push_back(batch.position);
  } else if (batch.position.verified + 1 == ranges.back().from) {
    ranges.back().from = batch.position.from;
  } else {
    require(batch.position.from == ranges.back().from, "a batch that leaves a gap");
    require(batch.position.verified >= ranges.back().verified, "a batch that goes back");
    ranges.back() = batch.position;
  }
}

awaitable<Result<void>> StoreModel::accept(NameBatch batch) {
  ++batches;
  if (batch.rewind_to) rewind(*batch.rewind_to);
  const bool below = !stored.ranges.empty() && batch.position.verified < stored.ranges.back().from;
  if (!below && batch.final_to) {
    require(*batch.final_to >= stored.final_to, "a final block that goes back");
    stored.final_to = std::max(stored.final_to, *batch.final_to);
    std::erase_if(stored.provisional, [&](const BlockMark& mark) { return mark.number <= stored.final_to; });
  }
  std::uint64_t next = stored.ranges.empty() ? 0 : stored.ranges.back().verified + 1;
  for (const BlockMark& mark : batch.provisional) {
    require(mark.number > stored.final_to, "a provisional block that is final");
    require(next == 0 || mark.number == next, "provisional blocks with a gap");
    next = mark.number + 1;
    stored.provisional.push_back(mark);
  }
  require(batch.is_final || batch.provisional.empty() ||
              batch.provisional.back().number == batch.position.verified,
          "a position that is not that of the blocks");
  require(!batch.is_final || batch.position.verified <= stored.final_to,
          "a final batch above the final block");
  for (const NameEvent& event : batch.events) {
    if (!event.evidence.tx.empty()) rows.push_back({*event.evidence.block, event.key, event.evidence.tx});
  }
  move(batch);
  co_return Result<void>{};
}

std::vector<StoreModel::Row> StoreModel::sorted() const {
  auto out = rows;
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<StoreModel::Row> rows_of(const MadeChain& chain, std::uint64_t from, std::uint64_t to) {
  std::vector<StoreModel::Row> rows;
  const NameKey eth = namehash("eth");
  for (std::uint64_t number = from; number <= to; ++number) {
    for (const Log& log : chain.at(number).logs())
      rows.push_back({number, child_node(eth, log.topic[log.topics_used - 1]), to_hex0x(view(log.tx))});
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

}  // namespace evm_fakes
