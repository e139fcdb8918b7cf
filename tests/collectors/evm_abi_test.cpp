#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <random>

#include "collectors/evm/abi.hpp"
#include "collectors/evm/dns_name.hpp"
#include "evm_fakes.hpp"

using namespace splitroot;
using namespace splitroot::collectors::evm;
using evm_fakes::tail;
using evm_fakes::word;
using evm_fakes::word_of;

namespace {

/// A copy on the heap, of exactly its size: a read past the end is seen by AddressSanitizer.
struct Exact {
  explicit Exact(std::string_view octets) : size(octets.size()), bytes(new char[octets.size()]) {
    std::copy(octets.begin(), octets.end(), bytes.get());
  }
  std::string_view text() const { return {bytes.get(), size}; }
  std::size_t size;
  std::unique_ptr<char[]> bytes;
};

const EventSignature& registered() {
  static const auto signature = parse_signature(
      "NameRegistered(string name, bytes32 indexed label, address indexed owner, uint256 cost, uint256 "
      "expires)");
  return *signature;
}

struct Outcome {
  std::string fault;
  std::vector<std::string> values;
};

Outcome decode(const EventSignature& signature, const std::vector<std::string>& topics,
               std::string_view data) {
  std::vector<Hash256> hashes{signature.topic0};
  for (const std::string& topic : topics) hashes.push_back(hash_of_bytes(topic));
  const Exact exact{data};
  std::array<AbiValue, EventSignature::most_parameters> values;
  Outcome outcome{std::string{decode_event(signature, hashes, exact.text(), values)}, {}};
  if (!outcome.fault.empty()) return outcome;
  for (std::size_t i = 0; i < signature.parameters.size(); ++i) outcome.values.emplace_back(values[i]);
  return outcome;
}

Outcome decode_registered(std::string_view data) {
  return decode(registered(), {word(1), word_of(std::string(20, '\x11'))}, data);
}

bool valid(std::string_view address) { return parse_address(address).has_value(); }

const std::string heads = word(96) + word(5) + word(1'900'000'000);

}  // namespace

TEST_CASE("a signature gives its parts and its topic") {
  const EventSignature& signature = registered();
  CHECK(signature.name == "NameRegistered");
  CHECK(signature.parameters.size() == 5);
  CHECK(signature.indexed == 2);
  CHECK(signature.find("expires") == 4);
  CHECK_FALSE(signature.find("nothing").has_value());
  CHECK(to_hex0x(view(signature.topic0)) ==
        "0xca6abbe9d7f11422cb6ca7629fbf6fe9efb1c621f71ce8f02b9f2a230097404f");
}

TEST_CASE("what is no signature is refused with the reason") {
  for (const char* text :
       {"", "()", "Transfer", "Transfer(", "Transfer()", "Transfer)(", "1x(uint256 a)", "T(uint a)",
        "T(uint256)", "T(uint256 indexed)", "T(uint256 a,)", "T(uint256 a,,uint256 b)",
        "T(uint256 a, uint256 a)", "T(uint256 a) x", "T(uint64[] a)", "T((uint256 a) b)", "T(uint256 a b)",
        "T(uint256 indexed a, uint256 indexed b, uint256 indexed c, uint256 indexed d)"}) {
    CAPTURE(text);
    const auto parsed = parse_signature(text);
    REQUIRE_FALSE(parsed.has_value());
    CHECK_FALSE(parsed.error().message.empty());
  }
}

TEST_CASE("topics agree with the published ones") {
  const char* data = std::getenv("SPLITROOT_DATA");
  std::ifstream file{std::string{data == nullptr ? "" : data} + "/eth/topics.tsv"};
  if (!file) {
    MESSAGE("skipped: SPLITROOT_DATA names no folder with eth/topics.tsv");
    return;
  }
  int compared = 0;
  for (std::string line; std::getline(file, line);) {
    const auto first = line.find('\t');
    const auto second = line.find('\t', first + 1);
    const auto signature = parse_signature(line.substr(second + 1));
    if (!signature) continue;
    CHECK(to_hex0x(view(signature->topic0)) == line.substr(first + 1, second - first - 1));
    ++compared;
  }
  CHECK(compared > 60);
}

TEST_CASE("arguments are found in topics, heads and tails") {
  const auto outcome = decode_registered(heads + tail("vitalik"));
  REQUIRE(outcome.fault.empty());
  CHECK(outcome.values[0] == "vitalik");
  CHECK(outcome.values[1] == word(1));
  CHECK(to_text(address_of(outcome.values[2])) == "0x1111111111111111111111111111111111111111");
  CHECK(to_uint64(outcome.values[4]) == 1'900'000'000U);
}

TEST_CASE("any octets and any length are a string") {
  for (const std::string& label : {std::string{}, std::string(6, '\0'), std::string{"\xff\xfe\x80"},
                                   std::string(300, 'a'), std::string(32, 'b'), std::string{"a.b.c"}}) {
    const auto outcome = decode_registered(heads + tail(label));
    REQUIRE(outcome.fault.empty());
    CHECK(outcome.values[0] == label);
  }
}

TEST_CASE("a last tail without padding is read") {
  CHECK(decode_registered(heads + word(3) + "abc").values[0] == "abc");
}

TEST_CASE("hostile offsets and lengths are refused, not followed") {
  const std::string huge(32, '\xff');
  const std::string half = word(0x8000'0000'0000'0000);
  const std::string rest = word(5) + word(9);
  for (const std::string& offset : {huge, half, word(0), word(32), word(95), word(97), word(128),
                                    word(1U << 31), word(0xffff'ffff'ffff'ffe0)}) {
    CHECK_FALSE(decode_registered(offset + rest + tail("")).fault.empty());
  }
  for (const std::string& length : {huge, half, word(4), word(0xffff'ffff'ffff'ffff)}) {
    CHECK_FALSE(decode_registered(word(96) + rest + length + "abc").fault.empty());
  }
  CHECK_FALSE(decode_registered(word(96) + rest).fault.empty());
}

TEST_CASE("data that ends early is refused at every length") {
  const std::string whole = heads + word(3) + "abc";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK_FALSE(decode_registered(whole.substr(0, size)).fault.empty());
  }
}

TEST_CASE("random data never leads outside") {
  std::mt19937 random{7};
  std::uniform_int_distribution<int> octet{0, 255};
  std::uniform_int_distribution<std::size_t> length{0, 400};
  for (int round = 0; round < 20'000; ++round) {
    std::string data(length(random), '\0');
    for (char& c : data) c = octet(random) < 200 ? '\0' : static_cast<char>(octet(random));
    const auto outcome = decode_registered(data);
    if (outcome.fault.empty()) CHECK(outcome.values[0].size() <= data.size());
  }
}

TEST_CASE("the number of topics is the event's") {
  CHECK_FALSE(decode(registered(), {word(1)}, heads + tail("a")).fault.empty());
  CHECK_FALSE(decode(registered(), {word(1), word(2), word(3)}, heads + tail("a")).fault.empty());
}

TEST_CASE("short types are padded with zeros") {
  const auto signature = *parse_signature("T(address a, bool b, uint64 c, uint32 d, bytes32 e, uint256 f)");
  const std::string full(32, '\xff');
  const std::string good[] = {
      word_of(std::string(20, 'x')), word(1), word(~0ULL), word(0xffff'ffff), full, full};
  const std::string bad[] = {word_of(std::string(21, 'x')), word(2), word_of(std::string(9, '\1')),
                             word(1ULL << 32)};
  std::string data;
  for (const std::string& value : good) data += value;
  CHECK(decode(signature, {}, data).fault.empty());
  for (std::size_t i = 0; i < std::size(bad); ++i) {
    std::string spoilt = data;
    spoilt.replace(i * 32, 32, bad[i]);
    CHECK_FALSE(decode(signature, {}, spoilt).fault.empty());
  }
}

TEST_CASE("numbers beyond 64 bits are none") {
  CHECK_FALSE(to_uint64(std::string(32, '\xff')).has_value());
  CHECK(to_uint64(word(~0ULL)) == std::uint64_t{~0ULL});
}

TEST_CASE("addresses carry their checksum or none") {
  CHECK(valid("0x57f1887a8BF19b14fC0dF6Fd9B2acc9Af147eA85"));
  CHECK(valid("0x57f1887a8bf19b14fc0df6fd9b2acc9af147ea85"));
  CHECK(valid("0x57F1887A8BF19B14FC0DF6FD9B2ACC9AF147EA85"));
  CHECK_FALSE(valid("0x57F1887a8BF19b14fC0dF6Fd9B2acc9Af147eA85"));
  CHECK_FALSE(valid("57f1887a8bf19b14fc0df6fd9b2acc9af147ea85"));
  CHECK_FALSE(valid("0x57f1887a8bf19b14fc0df6fd9b2acc9af147ea8"));
  CHECK_FALSE(valid("0x57f1887a8bf19b14fc0df6fd9b2acc9af147ea8g"));
}

TEST_CASE("names in DNS wire format") {
  using std::string_literals::operator""s;
  const Exact subname{"\3pay\4shop\3eth\0"s};
  const auto name = parse_dns_name(subname.text());
  REQUIRE(name.has_value());
  CHECK(name->label == "pay");
  CHECK(name->suffix == "shop.eth");
  CHECK(name->depth == 3);
  CHECK(name->parent == namehash("shop.eth"));
  CHECK(parse_dns_name("\3eth\0"s)->depth == 1);
  const Exact hostile{"\3\0.a\3eth\0"s};
  CHECK(parse_dns_name(hostile.text())->label == "\0.a"s);
  for (const auto& wire :
       {""s, "\0"s, "\3eth"s, "\4eth\0"s, "\3eth\0\0"s, "\xff"s, "\3eth\0x"s, "\3eth\3"s}) {
    const Exact exact{wire};
    CHECK_FALSE(parse_dns_name(exact.text()).has_value());
  }
}
