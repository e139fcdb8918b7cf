#include "net/json_rpc.hpp"

#include <doctest/doctest.h>

#include <mutex>

#include "fake_server.hpp"
#include "net/gather.hpp"
#include "run.hpp"

using namespace splitroot;
using namespace splitroot::net;
using namespace splitroot::net::test;

namespace {

const RpcCall one{"one"};
const RpcCall two{"two"};
const RpcCall three{"three"};

/// The call named `method` in a request, as the server sees it.
std::uint64_t id_of(const Received& received, std::string_view method) {
  const auto document = parse_json(received.body, "request").value();
  const auto matches = [method](const rapidjson::Value& call) {
    return string_member(call, "method") == method;
  };
  if (document.IsObject()) return matches(document) ? *uint_member(document, "id") : 0;
  for (const auto& call : document.GetArray()) {
    if (matches(call)) return *uint_member(call, "id");
  }
  return 0;
}

std::string result(const Received& received, std::string_view method, const std::string& value) {
  return R"({"jsonrpc":"2.0","id":)" + std::to_string(id_of(received, method)) + R"(,"result":)" + value +
         "}";
}

std::string error(const Received& received, std::string_view method, int code, const std::string& message) {
  return R"({"jsonrpc":"2.0","id":)" + std::to_string(id_of(received, method)) + R"(,"error":{"code":)" +
         std::to_string(code) + R"(,"message":)" + json_string(message) + "}}";
}

std::string all_three(const Received& received) {
  return "[" + result(received, "three", "3") + "," + result(received, "one", "1") + "," +
         result(received, "two", "2") + "]";
}

RpcEndpoint endpoint_of(const FakeServer& server) {
  RpcEndpoint endpoint;
  endpoint.url = server.url("/v3/topsecretkey");
  endpoint.requests_per_second = 0;
  endpoint.timeout = milliseconds{1'000};
  endpoint.retry = {4, milliseconds{1}, milliseconds{5}, milliseconds{4'000}};
  return endpoint;
}

struct Outcome {
  Result<std::vector<RpcAnswer>> answers;
  int requests;
};

/// A batch of three against a server that answers so. No error may show the key in the URL.
Outcome batch(FakeServer::Handler handler, const std::function<void(RpcEndpoint&)>& adapt = {}) {
  FakeServer server{std::move(handler)};
  auto endpoint = endpoint_of(server);
  if (adapt) adapt(endpoint);
  asio::io_context context;
  HttpClient http{context.get_executor()};
  const auto client = make_rpc_client(http, endpoint);
  auto answers = run(context, client->batch({one, two, three}));
  if (!answers) CHECK(answers.error().message.find("topsecretkey") == std::string::npos);
  if (!answers) CHECK(answers.error().message.starts_with("http://127.0.0.1:"));
  return {std::move(answers), server.requests()};
}

Outcome batch(Reply sent) {
  return batch([sent](const Received&) { return sent; });
}

void check_good(const Outcome& outcome) {
  REQUIRE(outcome.answers.has_value());
  REQUIRE(outcome.answers->size() == 3);
  for (int i = 0; i < 3; ++i) {
    const auto& answer = (*outcome.answers)[static_cast<std::size_t>(i)];
    REQUIRE(answer.result != nullptr);
    CHECK(answer.result->GetInt() == i + 1);
  }
}

void check_failed(const Outcome& outcome, std::string_view words, bool retry, int requests) {
  CAPTURE(words);
  REQUIRE(outcome.answers.has_error());
  CAPTURE(outcome.answers.error().message);
  CHECK(outcome.answers.error().message.find(words) != std::string::npos);
  CHECK(outcome.answers.error().retry == retry);
  CHECK(outcome.answers.error().fault == Fault::source);
  CHECK(outcome.requests == requests);
}

Result<RpcAnswer> call(FakeServer::Handler handler) {
  FakeServer server{std::move(handler)};
  asio::io_context context;
  HttpClient http{context.get_executor()};
  const auto client = make_rpc_client(http, endpoint_of(server));
  return run(context, client->call(one));
}

}  // namespace

TEST_CASE("a shuffled batch comes out in order") {
  const auto outcome = batch([](const Received& received) { return json(all_three(received)); });
  check_good(outcome);
  CHECK(outcome.requests == 1);
}

TEST_CASE("an empty batch asks nothing") {
  FakeServer server{[](const Received&) { return hang(); }};
  asio::io_context context;
  HttpClient http{context.get_executor()};
  CHECK(run(context, make_rpc_client(http, endpoint_of(server))->batch({})).value().empty());
  CHECK(server.requests() == 0);
}

TEST_CASE("calls left out or answered twice are asked again, those alone") {
  for (const std::string first : {"missing", "twice"}) {
    CAPTURE(first);
    const auto outcome = batch([&first](const Received& received) {
      if (received.number > 1) {
        CHECK(id_of(received, "two") == 0);
        return json("[" + result(received, "one", "1") + "," + result(received, "three", "3") + "]");
      }
      if (first == "missing") return json("[" + result(received, "two", "2") + "]");
      const auto twice = [&](const std::string& method) {
        return result(received, method, "7") + "," + result(received, method, "8");
      };
      return json("[" + twice("one") + "," + result(received, "two", "2") + "," + twice("three") + "]");
    });
    check_good(outcome);
    CHECK(outcome.requests == 2);
  }
  check_failed(batch([](const Received& received) {
                 if (received.number == 1) return json("[" + result(received, "two", "2") + "]");
                 return json(R"([{"id":)" + std::to_string(id_of(received, "three")) + "}]");
               }),
               "neither result nor error (after 4 attempts", true, 4);
}

TEST_CASE("a range too large told with HTTP 5xx is every call's error, and not asked again") {
  for (const std::string message :
       {"block range is too wide", "query returned more than 10000 results", "Log response size exceeded"}) {
    const auto outcome =
        batch(json(R"({"error":{"code":-32000,"message":")" + message + R"("},"id":null})", 500));
    REQUIRE(outcome.answers.has_value());
    for (const auto& answer : *outcome.answers) CHECK(answer.error->message == message);
    CHECK(outcome.requests == 1);
  }
}

TEST_CASE("a server that drips, fast enough not to be called slow, is given up at the deadline") {
  Reply drip = json("[" + std::string(100'000, ' ') + "]");
  drip.drip = milliseconds{5};
  const auto start = Clock::now();
  const auto outcome = batch([&drip](const Received&) { return drip; },
                             [](RpcEndpoint& endpoint) { endpoint.retry.deadline = milliseconds{600}; });
  REQUIRE(outcome.answers.has_error());
  CHECK(outcome.answers.error().retry);
  CHECK(since(start) < milliseconds{3'000});
}

TEST_CASE("one error for the whole batch, and a JSON-RPC error under HTTP 4xx, are every call's error") {
  const std::string range = R"({"error":{"code":-32600,"message":"up to a 500 block range"},"id":null})";
  for (const int status : {200, 400, 404, 413, 422}) {
    CAPTURE(status);
    const auto outcome = batch(json(range, status));
    REQUIRE(outcome.answers.has_value());
    for (const auto& answer : *outcome.answers) CHECK(answer.error->code == -32600);
    CHECK(outcome.requests == 1);
  }
}

TEST_CASE("HTTP 4xx without a JSON-RPC error is an Error") {
  check_failed(batch(reply(404, "<html>nothing here")), "HTTP 404", false, 1);
  check_failed(batch(json("[]", 400)), "HTTP 400", false, 1);
}

TEST_CASE("what passes is retried until it has passed") {
  for (const auto& first : {reset(), reply(500, ""), reply(502, "<html>"), reply(503, "{}"), reply(429, ""),
                            reply(429, "", "Retry-After: soon\r\n"), reply(408, ""), reply(200, "<html>"),
                            json("[]"), json(R"({"error":{"code":429,"message":"slow down"},"id":null})"),
                            json(R"({"error":{"code":-32005,"message":"rate limit exceeded"},"id":null})")}) {
    CAPTURE(first.bytes);
    const auto outcome = batch([&first](const Received& received) {
      return received.number < 3 ? first : json(all_three(received));
    });
    check_good(outcome);
    CHECK(outcome.requests == 3);
  }
}

TEST_CASE("what does not pass is given up, saying after how many attempts") {
  check_failed(batch(reply(500, "")), "HTTP 500 (after 4 attempts)", true, 4);
  check_failed(batch(json(R"({"id":1,"error":{"code":1,"message":"disk full"}})", 503)),
               "HTTP 503: disk full", true, 4);
  check_failed(batch(reply(429, "")), "slow down (HTTP 429) (after 4 attempts)", true, 4);
  check_failed(batch(json(R"({"error":{"code":429,"message":"hold on"},"id":null})")), "slow down: hold on",
               true, 4);
  check_failed(batch(reply(200, "<html>")), "(after 4 attempts", true, 4);
}

TEST_CASE("a server that hangs costs the timeout, then the next attempt") {
  const auto outcome = batch(
      [](const Received& received) { return received.number == 1 ? hang() : json(all_three(received)); },
      [](RpcEndpoint& endpoint) { endpoint.timeout = milliseconds{200}; });
  check_good(outcome);
}

TEST_CASE("Retry-After is waited for, and is reason to give up when it is too long") {
  const auto start = Clock::now();
  check_good(batch([](const Received& received) {
    return received.number == 1 ? reply(429, "", "Retry-After: 1\r\n") : json(all_three(received));
  }));
  CHECK(since(start) >= milliseconds{1'000});
  check_failed(batch(reply(429, "", "Retry-After: 999999\r\n")), "we are to wait 3600 s", true, 1);
}

TEST_CASE("what will not pass is not retried") {
  check_failed(batch(reply(401, "")), "refused our credentials (HTTP 401)", false, 1);
  check_failed(batch(json(R"({"error":{"code":-32600,"message":"no such project topsecretkey\n!"}})", 403)),
               "refused our credentials (HTTP 403); check its URL and API key: no such project […] !", false,
               1);
  check_failed(batch(reply(402, "")), "used up (HTTP 402)", false, 1);
  check_failed(batch(reply(301, "", "Location: /\r\n")), "redirect", false, 1);
  const std::string capacity =
      R"({"error":{"code":429,"message":"Monthly capacity limit exceeded"},"id":null})";
  for (const int status : {200, 429}) check_failed(batch(json(capacity, status)), "used up", false, 1);
}

TEST_CASE("only the calls that met a rate limit are sent again") {
  const auto outcome = batch([](const Received& received) {
    if (received.number == 1) {
      return json("[" + result(received, "one", "1") + "," +
                  error(received, "two", -32005, "Too many requests") + "," +
                  error(received, "three", 429, "x") + "]");
    }
    CHECK(id_of(received, "one") == 0);
    if (received.number == 2) {
      return json("[" + error(received, "two", 429, "x") + "," + result(received, "three", "3") + "]");
    }
    CHECK(received.body.starts_with("{"));
    return json(result(received, "two", "2"));
  });
  check_good(outcome);
  CHECK(outcome.requests == 3);
}

TEST_CASE("a used-up allowance in one item of a batch ends it") {
  check_failed(batch([](const Received& received) {
                 return json("[" + result(received, "one", "1") + "," + error(received, "two", 429, "slow") +
                             "," + error(received, "three", 429, "Monthly capacity limit exceeded") + "]");
               }),
               "used up: Monthly capacity", false, 1);
}

TEST_CASE("an answer too large is every call's error") {
  const auto outcome = batch([](const Received&) { return json("[" + std::string(10'000, ' ') + "]"); },
                             [](RpcEndpoint& endpoint) { endpoint.largest_body = 5'000; });
  REQUIRE(outcome.answers.has_value());
  for (const auto& answer : *outcome.answers) {
    CHECK(answer.error->code == 0);
    CHECK(answer.error->message.starts_with("answer too large"));
  }
}

TEST_CASE("a batch whose answer is too large is asked for in halves, and each half that was is counted") {
  const std::string filling(3'000, ' ');
  std::vector<std::size_t> sizes;
  FakeServer server{[&](const Received& received) {
    std::string items;
    for (const std::string method : {"one", "two", "three"}) {
      if (id_of(received, method) == 0) continue;
      items += (items.empty() ? "" : ",") + result(received, method, "7") + filling;
    }
    sizes.push_back(items.size());
    return json(received.body.starts_with("[") ? "[" + items + "]" : items);
  }};
  auto endpoint = endpoint_of(server);
  endpoint.largest_body = 5'000;
  asio::io_context context;
  HttpClient http{context.get_executor()};
  const auto client = make_rpc_client(http, endpoint);
  const auto answers = run(context, client->batch({one, two, three}));
  REQUIRE(answers.has_value());
  for (const auto& answer : *answers) {
    REQUIRE(answer.result != nullptr);
    CHECK(answer.result->GetInt() == 7);
  }
  CHECK(sizes.size() == 4);
  CHECK(client->replaced() == 1);
}

TEST_CASE("a call whose answer alone is too large ends the batch: those behind it are not asked for") {
  const auto outcome = batch([](const Received&) { return json("[" + std::string(10'000, ' ') + "]"); },
                             [](RpcEndpoint& endpoint) { endpoint.largest_body = 5'000; });
  CHECK(outcome.requests == 2);
}

TEST_CASE("a call whose answer has no room beside others is made again when there is some") {
  FakeServer server{
      [](const Received& received) { return json(result(received, "one", "1") + std::string(3'000, ' ')); }};
  auto endpoint = endpoint_of(server);
  endpoint.budget = std::make_shared<ReceiveBudget>(ReceiveBudget{2'000});
  asio::io_context context;
  HttpClient http{context.get_executor()};
  const auto client = make_rpc_client(http, endpoint);
  const auto none = run(context, client->call(one));
  REQUIRE(none.has_error());
  CHECK(none.error().retry);
  CHECK(none.error().message.find("no room") != std::string::npos);
  CHECK(endpoint.budget->left == 2'000);
  endpoint.budget->left = 4'000;
  CHECK(run(context, client->call(one)).has_value());
}

TEST_CASE("failures that a retry made good are counted") {
  FakeServer server{[](const Received& received) {
    return received.number < 3 ? reset() : json(result(received, "one", "1"));
  }};
  asio::io_context context;
  HttpClient http{context.get_executor()};
  const auto client = make_rpc_client(http, endpoint_of(server));
  CHECK(run(context, client->call(one)).has_value());
  CHECK(client->replaced() == 2);
}

TEST_CASE("a single call: its result, or the server's error as an Error without our key in it") {
  Received seen;
  const auto good = call([&seen](const Received& received) {
    seen = received;
    return json(result(received, "one", R"({"height":7})"));
  });
  REQUIRE(good.has_value());
  CHECK(*uint_member(*good->result, "height") == 7);
  CHECK(seen.body.starts_with("{"));
  CHECK(seen.has("Content-Type: application/json\r\n"));
  CHECK_FALSE(seen.has("Authorization"));

  const auto bad = call([](const Received& received) {
    return json(error(received, "one", -32601, "no method\x1b[31m for topsecretkey"));
  });
  REQUIRE(bad.has_error());
  CHECK(bad.error().message.find(": one: no method") != std::string::npos);
  CHECK(bad.error().message.find("(-32601)") != std::string::npos);
  CHECK(bad.error().message.find("topsecretkey") == std::string::npos);
  CHECK(bad.error().message.find('\x1b') == std::string::npos);
  CHECK_FALSE(bad.error().retry);
}

TEST_CASE("hsd's JSON-RPC 1 answers are taken, and its key goes as a password") {
  Received seen;
  FakeServer server{[&seen](const Received& received) {
    seen = received;
    return json(R"({"result":{"blocks":5},"error":null,"id":)" + std::to_string(id_of(received, "one")) +
                "}");
  }};
  asio::io_context context;
  HttpClient http{context.get_executor()};
  auto endpoint = endpoint_of(server);
  endpoint.api_key = Secret{"key"};
  const auto client = make_rpc_client(http, endpoint);
  CHECK(*uint_member(*run(context, client->call(one)).value().result, "blocks") == 5);
  CHECK(seen.has("Authorization: Basic eDprZXk=\r\n"));
  CHECK(client->name() == "http://127.0.0.1:" + std::to_string(server.port()));
}

TEST_CASE("the endpoint's rate is kept, retries included, by batches side by side") {
  std::mutex mutex;
  std::vector<Clock::time_point> arrivals;
  FakeServer server{[&](const Received& received) {
    const std::lock_guard lock{mutex};
    arrivals.push_back(Clock::now());
    return received.number % 2 == 1 ? reply(500, "") : json(result(received, "one", "1"));
  }};
  asio::io_context context;
  HttpClient http{context.get_executor()};
  auto endpoint = endpoint_of(server);
  endpoint.requests_per_second = 20;
  endpoint.retry.attempts = 40;
  const auto client = make_rpc_client(http, endpoint);
  std::vector<awaitable<Result<RpcAnswer>>> calls;
  for (int i = 0; i < 15; ++i) calls.push_back(client->call(one));
  for (const auto& answer : run(context, gather(std::move(calls), 15))) CHECK(answer.has_value());
  REQUIRE(arrivals.size() == 30);
  CHECK(since(arrivals.front()) >= milliseconds{450});
}
