#include <rapidjson/reader.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <set>
#include <stdexcept>
#include <vector>

#include "core/json.hpp"

// Three ways to read one eth_getLogs answer (parse_json.sh).

namespace {

using Octets = std::string;

/// An answer as nodes give it, of NameRegistered logs; the numbers differ from log to log.
Octets answer(int logs) {
  Octets text = R"({"jsonrpc":"2.0","id":1,"result":[)";
  unsigned state = 7;
  const auto hex = [&state](int digits) {
    Octets out;
    for (int i = 0; i < digits; ++i) {
      state = state * 1'664'525U + 1'013'904'223U;
      out += "0123456789abcdef"[state >> 28];
    }
    return out;
  };
  for (int i = 0; i < logs; ++i) {
    text += (i == 0 ? "" : ",") + Octets{R"({"address":"0x)"} + hex(40) + R"(","topics":["0x)" + hex(64) +
            R"(","0x)" + hex(64) + R"(","0x)" + hex(64) + R"("],"data":"0x)" + hex(320) +
            R"(","blockHash":"0x)" + hex(64) + R"(","blockNumber":"0x)" + hex(6) +
            R"(","blockTimestamp":"0x)" + hex(8) + R"(","transactionHash":"0x)" + hex(64) +
            R"(","transactionIndex":"0x)" + hex(2) + R"(","logIndex":"0x)" + hex(3) + R"(","removed":false})";
  }
  return text + "]}";
}

/// What parse_json did before it checked and built at once: a pass that only watches, keys in sets.
class Watcher : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Watcher> {
 public:
  bool StartObject() { return open(); }
  bool StartArray() { return open(); }
  bool EndObject(rapidjson::SizeType) { return close(); }
  bool EndArray(rapidjson::SizeType) { return close(); }
  bool Key(const char* text, rapidjson::SizeType size, bool) {
    return keys_.back().emplace(text, size).second;
  }

 private:
  bool open() {
    keys_.emplace_back();
    return keys_.size() <= 64;
  }
  bool close() {
    keys_.pop_back();
    return true;
  }
  std::vector<std::set<Octets>> keys_;
};

constexpr unsigned strict = rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag;

bool unchecked(const Octets& text) {
  rapidjson::Document document;
  document.Parse<strict>(text.data(), text.size());
  return !document.HasParseError();
}

bool in_two_passes(const Octets& text) {
  Watcher watcher;
  rapidjson::Reader reader;
  rapidjson::MemoryStream stream{text.data(), text.size()};
  rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> watched{stream};
  return !reader.Parse<strict>(watched, watcher).IsError() && unchecked(text);
}

bool in_one_pass(const Octets& text) { return splitroot::parse_json(text, "bench").has_value(); }

/// Mebibytes a second.
double speed(const Octets& text, const std::function<bool(const Octets&)>& parse) {
  constexpr int times = 10;
  const auto begun = std::chrono::steady_clock::now();
  for (int i = 0; i < times; ++i) {
    if (!parse(text)) throw std::runtime_error("the answer was not parsed");
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
  return times * static_cast<double>(text.size()) / (1 << 20) / took.count();
}

}  // namespace

int main(int argc, char** argv) {
  const int logs = argc > 1 ? std::atoi(argv[1]) : 10'000;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 5;
  const Octets text = answer(logs);
  std::printf(
      "%d logs, %.1f MiB\nround  two passes MiB/s  unchecked MiB/s  one pass MiB/s  one/two  one/unchecked\n",
      logs, static_cast<double>(text.size()) / (1 << 20));
  for (int round = 1; round <= rounds; ++round) {
    const double two = speed(text, in_two_passes);
    const double plain = speed(text, unchecked);
    const double one = speed(text, in_one_pass);
    std::printf("%5d  %16.0f  %15.0f  %14.0f  %7.2f  %13.2f\n", round, two, plain, one, one / two,
                one / plain);
  }
}
