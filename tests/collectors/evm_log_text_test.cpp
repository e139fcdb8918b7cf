#include <doctest/doctest.h>

#include <random>

#include "collectors/evm/log_text.hpp"
#include "core/json.hpp"
#include "evm_fakes.hpp"

// The fast reading of eth_getLogs answers must never say anything that the plain one does not.

using namespace splitroot;
using namespace splitroot::collectors::evm;

namespace {

using Octets = std::string;

std::optional<std::vector<Log>> plainly(const Octets& text) {
  const auto document = parse_json(text, "test");
  if (!document) return std::nullopt;
  auto logs = parse_logs(*document);
  if (!logs) return std::nullopt;
  return std::move(*logs);
}

bool equal(const std::vector<Log>& left, const std::vector<Log>& right) {
  const auto same = [](const Log& a, const Log& b) {
    return a.address == b.address && a.topic == b.topic && a.topics_used == b.topics_used &&
           a.data == b.data && a.block == b.block && a.index == b.index && a.block_hash == b.block_hash &&
           a.tx == b.tx && a.block_time == b.block_time && a.removed == b.removed;
  };
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), same);
}

class Writer {
 public:
  explicit Writer(std::uint32_t seed) : random_(seed) {}

  Octets hex(std::size_t digits) {
    Octets out = "\"0x";
    for (; digits > 0; --digits) out += "0123456789abcdefABCDEF"[random_() % 22];
    return out + '"';
  }

  /// Keys in the order of geth, anvil, Erigon: each node has its own.
  Octets log(int form) {
    Octets topics;
    for (auto i = random_() % 5; i > 0; --i) topics += (topics.empty() ? "" : ",") + hex(64);
    const Octets data = "\"data\":" + hex(2 * (random_() % 90));
    const Octets address = "\"address\":" + hex(40);
    const Octets list = "\"topics\":[" + topics + "]";
    const Octets place = "\"blockHash\":" + hex(64) + ",\"blockNumber\":\"0x1a2b\"";
    const Octets tx = "\"transactionHash\":" + hex(64) + ",\"transactionIndex\":\"0x3\",\"logIndex\":\"0x7\"";
    const Octets time = "\"blockTimestamp\":\"0x65536000\"";
    if (form == 0)
      return "{" + address + "," + list + "," + data + "," + place + "," + tx + ",\"removed\":false}";
    if (form == 1)
      return "{" + address + "," + list + "," + data + "," + place + "," + time + "," + tx +
             ",\"removed\":true}";
    return "{" + tx + "," + time + "," + place + "," + address + "," + data + "," + list + ",\"other\":null}";
  }

  Octets answer(int form, std::uint32_t logs) {
    Octets out;
    for (; logs > 0; --logs) out += (out.empty() ? "" : ",") + log(form);
    return "[" + out + "]";
  }

  void harm(Octets& text) {
    static const Octets bits = "\"\\{}[]:,x0g \n\t\x01\xff";
    for (auto i = 1 + random_() % 3; i > 0 && !text.empty(); --i) {
      const std::size_t at = random_() % text.size();
      switch (random_() % 6) {
        case 0:
          text[at] = bits[random_() % bits.size()];
          break;
        case 1:
          text.erase(at, 1 + random_() % 4);
          break;
        case 2:
          text.insert(at, 1, bits[random_() % bits.size()]);
          break;
        case 3:
          text.insert(at, text.substr(random_() % text.size(), random_() % 120));
          break;
        default:
          if (at > 20) text[at] = "0123456789abcdefF"[random_() % 17];
          break;
      }
    }
  }

 private:
  std::mt19937 random_;
};

}  // namespace

TEST_CASE("answers as nodes write them are read from the text as from the document") {
  Writer writer{1};
  for (int form = 0; form < 3; ++form) {
    for (std::uint32_t logs : {0U, 1U, 2U, 50U}) {
      const Octets text = writer.answer(form, logs);
      const auto fast = read_logs(text);
      const auto plain = plainly(text);
      REQUIRE(fast.has_value());
      REQUIRE(plain.has_value());
      CHECK(fast->size() == logs);
      CHECK(equal(*fast, *plain));
    }
  }
}

TEST_CASE("what the text says of a harmed answer, the document says too") {
  std::size_t read = 0;
  for (std::uint32_t seed = 0; seed < 30'000; ++seed) {
    Writer writer{seed};
    Octets text = writer.answer(static_cast<int>(seed % 3), 1 + seed % 4);
    writer.harm(text);
    const auto fast = read_logs(text);
    if (!fast) continue;
    ++read;
    const auto plain = plainly(text);
    CAPTURE(text);
    REQUIRE(plain.has_value());
    REQUIRE(equal(*fast, *plain));
  }
  CHECK(read > 1'000);
}

TEST_CASE("anything out of the one form is left to the document") {
  const Octets good = Writer{5}.log(0);
  const Octets other = Writer{6}.log(1);
  Octets twice = good;
  twice.insert(1, "\"address\":\"0x00000000000000000000000000000000000000aa\",");
  for (const Octets& text :
       {Octets{}, Octets{"["}, Octets{"null"}, Octets{"[{}]"}, Octets{"[]x"}, "[" + good, "[" + good + ",]",
        "[" + good + "," + other + "]", "[ " + good + "]", "[" + twice + "]", "[" + good + "]}"}) {
    CAPTURE(text);
    CHECK_FALSE(read_logs(text).has_value());
  }
}
