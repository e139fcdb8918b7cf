#include <doctest/doctest.h>

#include "collectors/evm/range_refusal.hpp"

using namespace splitroot;
using namespace splitroot::collectors::evm;

namespace {

struct Case {
  const char* provider;
  net::RpcError error;
  std::optional<std::uint64_t> blocks;
};

}  // namespace

TEST_CASE("every provider's refusal of a range is told") {
  const Case cases[] = {
      {"Infura", {-32005, "query returned more than 10000 results", ""}, {}},
      {"Infura",
       {-32005, "query returned more than 10000 results. Try with this block range [0x10, 0x1f].", ""},
       16},
      {"Infura 2026", {-32602, "range 1000000 exceeds limit of 10000", ""}, 10'000},
      {"Alchemy", {-32602, "Log response size exceeded. this block range should work: [0x0, 0xff]", ""}, 256},
      {"Alchemy, free",
       {-32600,
        "Under the Free tier plan, you can make eth_getLogs requests with up to a 500 block range. Based on "
        "your "
        "parameters, this block range should work: [0x1000,0x11f3]",
        ""},
       500},
      {"QuickNode", {-32614, "eth_getLogs is limited to a 10,000 range", ""}, 10'000},
      {"Ankr", {-32600, "block range is too wide", ""}, {}},
      {"Ankr", {-32600, "maximum [from, to] blocks distance: 10000", ""}, 10'000},
      {"dRPC", {35, "ranges over 10000 blocks are not supported on freetier", ""}, 10'000},
      {"LlamaRPC", {-32602, "query exceeds max results 20000, retry with the range 100-149", ""}, 50},
      {"Cloudflare", {-32047, "Invalid eth_getLogs request. Max range: 800", ""}, 800},
      {"publicnode", {-32602, "exceed maximum block range: 50000", ""}, 50'000},
      {"blockpi",
       {-32602, "eth_getLogs is limited to 1024 block range. Please check the parameter", ""},
       1'024},
      {"Merkle", {-32000, "range is too large, max is 1k blocks", ""}, 1'000},
      {"Tenderly",
       {-32602, "invalid params", R"({"payload":"the requested range exceeds what is allowed"})"},
       {}},
      {"ours", {0, "answer too large", ""}, {}},
      {"geth", {-32000, "query timeout exceeded", ""}, {}},
  };
  for (const Case& each : cases) {
    CAPTURE(each.provider);
    CAPTURE(each.error.message);
    const auto refusal = range_refusal(each.error);
    REQUIRE(refusal.has_value());
    CHECK(refusal->blocks.value_or(0) == each.blocks.value_or(0));
  }
}

TEST_CASE("other errors are not taken for a range's") {
  const net::RpcError others[] = {
      {-32005, "daily request count exceeded, request rate limited", ""},
      {-32005, "project ID request rate exceeded", ""},
      {429, "Monthly capacity limit exceeded. Visit https://example.org to upgrade", ""},
      {-32602, "invalid params", ""},
      {-32602, "invalid block range params", ""},
      {-32602, "block range extends beyond current head block", ""},
      {-32000, "unknown block", ""},
      {-32601, "the method eth_getLogs does not exist", ""},
      {-32603, "internal error", ""},
      {1015, "Too many requests, limited to 30 per second", ""},
  };
  for (const auto& error : others) {
    CAPTURE(error.message);
    CHECK_FALSE(range_refusal(error).has_value());
  }
}

TEST_CASE("a window is halved, or cut to what the node suggests") {
  WindowSize window{2'000, 2'000};
  CHECK(window.refused(2'000, {}));
  CHECK(window.size() == 1'000);
  CHECK(window.refused(1'000, {500}));
  CHECK(window.size() == 500);
  CHECK(window.refused(500, {10'000}));
  CHECK(window.size() == 250);
  CHECK(window.refused(250, {0}));
  CHECK(window.size() == 125);
  CHECK(window.refused(3, {}));
  CHECK(window.size() == 2);
  CHECK(window.refused(2, {}));
  CHECK(window.size() == 1);
  CHECK_FALSE(window.refused(1, {}));
}

TEST_CASE("a refusal of what was asked for earlier does not raise the window") {
  WindowSize window{2'000, 2'000};
  CHECK(window.refused(2'000, {100}));
  CHECK(window.refused(2'000, {}));
  CHECK(window.size() == 100);
}

TEST_CASE("a window grows with each answer up to its largest, and while answers stay small") {
  WindowSize window{2'000, 100'000};
  for (const std::uint64_t size : {4'000, 8'000, 16'000, 32'000, 64'000, 100'000, 100'000}) {
    window.answered(window.size(), 1'000);
    CHECK(window.size() == size);
  }
  WindowSize dense{2'000, 100'000};
  dense.answered(2'000, WindowSize::wanted_octets / 2 + 1);
  CHECK(dense.size() == 2'000);
  dense.answered(2'000, WindowSize::wanted_octets + 1);
  CHECK(dense.size() == 1'000);
  dense.answered(10, 10);
  CHECK(dense.size() == 1'000);
}

TEST_CASE("what was refused is tried again after sixteen answers") {
  WindowSize window{1'000, 1'000};
  window.refused(1'000, {300});
  for (int i = 0; i < 15; ++i) window.answered(300, 10);
  CHECK(window.size() == 300);
  window.answered(300, 10);
  CHECK(window.size() == 600);
  for (int i = 0; i < 16; ++i) window.answered(600, 10);
  CHECK(window.size() == 1'000);
  CHECK(WindowSize{0, 0}.size() == 1);
}
