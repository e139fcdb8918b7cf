#include <doctest/doctest.h>

#include <functional>

#include "collectors/evm/receipt.hpp"
#include "collectors/evm/trie.hpp"
#include "core/hex.hpp"
#include "core/json.hpp"

using namespace splitroot;
using namespace splitroot::collectors::evm;

namespace {

const std::string no_bloom = "0x" + std::string(512, '0');

Result<std::vector<Receipt>> parse(const std::string& json) {
  return parse_receipts(parse_json(json, "test").value());
}

/// A receipt without logs, with `fields` before the rest.
std::string plain(const std::string& fields) {
  return "{" + fields + R"("logsBloom":")" + no_bloom + R"(","logs":[]})";
}

std::string log_json(const std::string& address_digit) {
  const std::string word = "0x" + std::string(63, '0') + "7";
  return R"({"address":"0x)" + std::string(39, '0') + address_digit + R"(","topics":[")" + word +
         R"("],"data":"0x0102","blockNumber":"0x1","logIndex":"0x0","blockHash":")" + word +
         R"(","transactionHash":")" + word + R"("})";
}

std::string bloom_text(const std::string& logs) {
  const auto parsed = parse_logs(parse_json(logs, "test").value()).value();
  const auto bloom = bloom_of(parsed);
  return to_hex0x({reinterpret_cast<const char*>(bloom.data()), bloom.size()});
}

std::string with_logs(const std::string& logs, const std::string& bloom) {
  return R"({"type":"0x2","status":"0x1","cumulativeGasUsed":"0x5208","logsBloom":")" + bloom +
         R"(","logs":)" + logs + "}";
}

std::string root_of(const std::string& json) {
  const auto receipts = parse(json);
  REQUIRE(receipts.has_value());
  return to_hex(view(receipts_root(*receipts)));
}

/// The root of a block whose only receipt has this encoding.
std::string root_of_one(const std::string& hex) {
  return to_hex(view(trie_root({{"\x80", from_hex(hex).value()}})));
}

void refused(const std::string& json, const std::string& words) {
  const auto receipts = parse(json);
  REQUIRE_FALSE(receipts.has_value());
  CHECK(receipts.error().fault == Fault::source);
  CHECK(receipts.error().retry);
  CHECK_MESSAGE(receipts.error().message.find(words) != std::string::npos, receipts.error().message);
}

}  // namespace

TEST_CASE("the receipts root of main network block 46147, from before Byzantium") {
  const auto receipt = plain(
      R"("root":"0x96a8e009d2b88b1483e6941e6812e32263b05683fac202abc622a3e31aed1957","cumulativeGasUsed":"0x5208",)");
  CHECK(root_of("[" + receipt + "]") == "fe2bf2a941abf41d72637e5b91750332a30283efd40c424dc522b77e6f0ed8c4");
}

TEST_CASE("a block without transactions has the root of an empty trie") {
  CHECK(root_of("[]") == "56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");
}

TEST_CASE("a typed receipt has its type before it, an untyped one has not") {
  const auto rest = "825208b90100" + std::string(512, '0') + "c0";
  const std::string gas = R"("status":"0x1","cumulativeGasUsed":"0x5208",)";
  CHECK(root_of("[" + plain(gas) + "]") == root_of_one("f9010801" + rest));
  CHECK(root_of("[" + plain(R"("type":null,)" + gas) + "]") == root_of_one("f9010801" + rest));
  for (const std::string type : {"1", "2", "3", "4"}) {
    CHECK(root_of("[" + plain(R"("type":"0x)" + type + R"(",)" + gas) + "]") ==
          root_of_one("0" + type + "f9010801" + rest));
  }
}

TEST_CASE("a failed transaction's status is the empty string") {
  const auto receipt = plain(R"("type":"0x2","status":"0x0","cumulativeGasUsed":"0x5208",)");
  CHECK(root_of("[" + receipt + "]") == root_of_one("02f9010880825208b90100" + std::string(512, '0') + "c0"));
}

TEST_CASE("deposit receipts of the OP stack carry nonce and version since Canyon, and neither before") {
  const std::string gas =
      R"("type":"0x7e","status":"0x1","cumulativeGasUsed":"0xb741","depositNonce":"0x3d3bbf",)";
  const auto bloom = "b90100" + std::string(512, '0');
  CHECK(root_of("[" + plain(gas) + "]") == root_of_one("7ef901080182b741" + bloom + "c0"));
  CHECK(root_of("[" + plain(gas + R"("depositReceiptVersion":"0x1",)") + "]") ==
        root_of_one("7ef9010d0182b741" + bloom + "c0833d3bbf01"));
}

TEST_CASE("logs are kept, and make the bloom") {
  const auto logs = "[" + log_json("1") + "," + log_json("2") + "]";
  const auto receipts = parse("[" + with_logs(logs, bloom_text(logs)) + "]");
  REQUIRE(receipts.has_value());
  REQUIRE(receipts->front().logs.size() == 2);
  CHECK(receipts->front().logs[1].address.back() == 2);
  CHECK(receipts->front().type == 2);
  CHECK(receipts->front().succeeded);
  CHECK(receipts->front().cumulative_gas == 21'000);
  CHECK(may_contain(receipts->front().bloom, receipts->front().logs[0].address));
}

TEST_CASE("every change to a log changes the root") {
  const auto logs = "[" + log_json("1") + "," + log_json("2") + "]";
  const auto receipts = parse("[" + with_logs(logs, bloom_text(logs)) + "]").value();
  const auto root = receipts_root(receipts);
  const std::function<void(Receipt&)> changes[] = {
      [](Receipt& receipt) { receipt.logs.pop_back(); },
      [](Receipt& receipt) { receipt.logs.push_back(receipt.logs[0]); },
      [](Receipt& receipt) { std::swap(receipt.logs[0], receipt.logs[1]); },
      [](Receipt& receipt) { receipt.logs[0].data[1] ^= 1; },
      [](Receipt& receipt) { receipt.logs[0].topic[0][31] ^= 1; },
      [](Receipt& receipt) { receipt.logs[0].address[0] ^= 1; },
      [](Receipt& receipt) { receipt.logs[0].topics_used = 0; },
  };
  for (const auto& change : changes) {
    auto altered = receipts;
    change(altered[0]);
    CHECK(receipts_root(altered) != root);
  }
}

TEST_CASE("a log left out of a receipt shows in its bloom") {
  const auto both = "[" + log_json("1") + "," + log_json("2") + "]";
  refused("[" + with_logs("[" + log_json("1") + "]", bloom_text(both)) + "]",
          "receipt 0 of an eth_getBlockReceipts answer is not believed: its 'logsBloom'");
}

TEST_CASE("Polygon's state-sync receipt stands outside the root") {
  const std::string block_hash(64, 'a');
  std::string key = "matic-bor-receipt-" + std::string(7, '\0') + "\x10" + from_hex(block_hash).value();
  const auto place = R"("blockNumber":"0x10","blockHash":"0x)" + block_hash + R"(",)";
  const auto fields = place + R"("status":"0x1","cumulativeGasUsed":"0x0",)";
  const auto usual = plain(fields + R"("transactionHash":"0x)" + std::string(64, 'b') + R"(",)");
  const auto synced = plain(fields + R"("transactionHash":")" + to_hex0x(view(keccak256(key))) + R"(",)");
  const auto receipts = parse("[" + usual + "," + synced + "]").value();
  CHECK(receipts[0].in_root);
  CHECK_FALSE(receipts[1].in_root);
  CHECK(root_of("[" + usual + "," + synced + "]") == root_of("[" + usual + "]"));
}

TEST_CASE("what is no list of receipts is refused, saying what is wrong with which") {
  const auto good = plain(R"("status":"0x1","cumulativeGasUsed":"0x1",)");
  refused("null", "not answered with a list");
  refused("{}", "not answered with a list");
  refused("[" + good + ",7]", "receipt 1 of an eth_getBlockReceipts answer is no object");
  refused("[" + plain(R"("type":"0x80","status":"0x1","cumulativeGasUsed":"0x1",)") + "]", "'type'");
  refused("[" + plain(R"("type":2,"status":"0x1","cumulativeGasUsed":"0x1",)") + "]", "'type'");
  refused("[" + plain(R"("cumulativeGasUsed":"0x1",)") + "]", "neither a valid 'status' nor 'root'");
  refused("[" + plain(R"("status":"0x2","cumulativeGasUsed":"0x1",)") + "]", "neither a valid 'status'");
  refused("[" + plain(R"("root":"0x","cumulativeGasUsed":"0x1",)") + "]", "neither a valid 'status'");
  refused("[" + plain(R"("status":"0x1",)") + "]", "'cumulativeGasUsed'");
  refused(R"([{"status":"0x1","cumulativeGasUsed":"0x1","logs":[]}])", "'logsBloom'");
  refused(R"([{"status":"0x1","cumulativeGasUsed":"0x1","logsBloom":")" + no_bloom + R"("}])",
          "has no 'logs'");
  refused("[" + with_logs(R"([{"address":"0x1"}])", no_bloom) + "]",
          "log 0 of its logs has no valid 'address'");
  refused("[" + with_logs("{}", no_bloom) + "]", "its logs: not a list");
}
