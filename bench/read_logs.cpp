#include <rapidjson/document.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <stdexcept>

#include "collectors/evm/log_text.hpp"
#include "core/json.hpp"

// Three ways from the text of an eth_getLogs answer to its logs (read_logs.sh).

namespace {

using Octets = std::string;
using splitroot::collectors::evm::parse_logs;
using splitroot::collectors::evm::read_logs;

/// An answer as nodes give it, of NameRegistered logs; the numbers differ from log to log.
Octets answer(int logs) {
  Octets text = "[";
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
  return text + "]";
}

std::size_t by_rapidjson(const Octets& text) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag>(text.data(),
                                                                                         text.size());
  return parse_logs(document).value().size();
}

std::size_t by_document(const Octets& text) {
  const auto document = splitroot::parse_json_text(text, "bench");
  return parse_logs(**document).value().size();
}

std::size_t by_text(const Octets& text) { return read_logs(text).value().size(); }

/// Nanoseconds a log.
double cost(const Octets& text, int logs, const std::function<std::size_t(const Octets&)>& read) {
  constexpr int times = 10;
  const auto begun = std::chrono::steady_clock::now();
  for (int i = 0; i < times; ++i) {
    if (read(text) != static_cast<std::size_t>(logs)) throw std::runtime_error("not all logs were read");
  }
  const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begun;
  return took.count() / times / logs;
}

}  // namespace

int main(int argc, char** argv) {
  const int logs = argc > 1 ? std::atoi(argv[1]) : 10'000;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 5;
  const Octets text = answer(logs);
  std::printf(
      "%d logs, %zu octets\nround  RapidJSON ns/log  parse_json ns/log  text ns/log  RapidJSON/text  "
      "parse_json/text\n",
      logs, text.size());
  for (int round = 1; round <= rounds; ++round) {
    const double rapid = cost(text, logs, by_rapidjson);
    const double document = cost(text, logs, by_document);
    const double fast = cost(text, logs, by_text);
    std::printf("%5d  %16.0f  %17.0f  %11.0f  %14.1f  %15.1f\n", round, rapid, document, fast, rapid / fast,
                document / fast);
  }
}
