#include <doctest/doctest.h>

#include "collectors/handshake/node.hpp"
#include "tests/net/fake_server.hpp"
#include "tests/net/run.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::net::test;

namespace {

const auto regtest = handshake::network_by_name("regtest").value();

/// hsd's REST interface, as far as a tip needs it.
Reply hsd(const Received& received) {
  if (received.has("GET /header/0 ")) return json(R"({"hash":")" + std::string{regtest.genesis} + R"("})");
  return json(R"({"network":"regtest","chain":{"height":7,"tip":"00"}})");
}

struct Asked {
  Result<handshake::Tip> tip;
  std::uint64_t replaced = 0;
};

Asked ask(FakeServer::Handler handler) {
  FakeServer server{std::move(handler)};
  asio::io_context context;
  net::HttpClient http{context.get_executor()};
  net::RpcEndpoint endpoint;
  endpoint.url = server.url();
  endpoint.retry = {3, milliseconds{1}, milliseconds{5}, milliseconds{4'000}};
  const auto node = handshake::make_rest_node(http, endpoint, regtest);
  auto tip = run(context, node->tip());
  return {std::move(tip), node->replaced()};
}

}  // namespace

TEST_CASE("by REST, Retry-After is waited for, and failures made good are counted") {
  const auto start = Clock::now();
  const auto asked = ask([](const Received& received) {
    return received.number == 1 ? reply(429, "", "Retry-After: 1\r\n") : hsd(received);
  });
  REQUIRE(asked.tip.has_value());
  CHECK(asked.tip->height == 7);
  CHECK(since(start) >= milliseconds{1'000});
  CHECK(asked.replaced == 1);
}

TEST_CASE("by REST, what will not pass is told with what to do") {
  const std::pair<int, std::string_view> cases[] = {{302, "a redirect, which is not followed"},
                                                    {401, "refused our credentials (api_key"}};
  for (const auto& [status, words] : cases) {
    CAPTURE(status);
    const auto asked = ask([status = status](const Received&) { return reply(status, ""); });
    REQUIRE(asked.tip.has_error());
    CHECK_FALSE(asked.tip.error().retry);
    CHECK(asked.tip.error().message.find(words) != std::string::npos);
  }
}
