#include "net/http.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "fake_server.hpp"
#include "gzip.hpp"
#include "net/gather.hpp"
#include "run.hpp"

using namespace splitroot;
using namespace splitroot::net;
using namespace splitroot::net::test;

namespace {

HttpRequest get(const std::string& url) {
  HttpRequest request;
  request.url = url;
  request.timeout = milliseconds{2'000};
  return request;
}

bool mentions(const Error& error, std::string_view text) {
  return error.message.find(text) != std::string::npos;
}

/// What comes of an answer sent by the server, fetched with a secret in the path.
Result<HttpResponse> answer_to(Reply sent, std::size_t largest_body = 1U << 20,
                               milliseconds timeout = milliseconds{10'000}) {
  FakeServer server{[sent](const Received&) { return sent; }};
  auto request = get(server.url("/v3/topsecretkey?key=topsecretkey"));
  request.timeout = timeout;
  request.largest_body = largest_body;
  auto outcome = fetch(std::move(request));
  if (!outcome) CHECK_FALSE(mentions(outcome.error(), "topsecretkey"));
  if (!outcome) CHECK(mentions(outcome.error(), "http://127.0.0.1:" + std::to_string(server.port())));
  return outcome;
}

}  // namespace

TEST_CASE("a GET brings status, body and type, and says who we are") {
  std::string head;
  FakeServer server{[&head](const Received& received) {
    head = received.head;
    return reply(200, "body", "Content-Type: text/plain\r\n");
  }};
  auto request = get(server.url("/list"));
  request.headers = {{"X-One", "1"}, {"X-Empty", ""}};
  const auto response = fetch(std::move(request));
  REQUIRE(response.has_value());
  CHECK(response->status == 200);
  CHECK(response->body == "body");
  CHECK(response->content_type == "text/plain");
  CHECK_FALSE(response->retry_after);
  CHECK(head.starts_with("GET /list HTTP/1.1\r\n"));
  CHECK(head.find("User-Agent: " + std::string{user_agent} + "\r\n") != std::string::npos);
  CHECK(head.find("Accept-Encoding: gzip, deflate\r\n") != std::string::npos);
  CHECK(head.find("X-One: 1\r\n") != std::string::npos);
  CHECK(head.find("X-Empty:\r\n") != std::string::npos);
}

TEST_CASE("a POST brings its body, with basic authentication when there is a password") {
  Received seen;
  FakeServer server{[&seen](const Received& received) {
    seen = received;
    return reply(204, "");
  }};
  auto request = get(server.url());
  request.method = HttpRequest::Method::post;
  request.body = std::string{"a\0b", 3} + std::string(2'000'000, 'x');
  request.user = "x";
  request.password = Secret{"key"};
  const auto response = fetch(request);
  REQUIRE(response.has_value());
  CHECK(response->status == 204);
  CHECK(seen.body == request.body);
  CHECK(seen.has("Authorization: Basic eDprZXk=\r\n"));
  CHECK_FALSE(seen.has("Expect"));
}

TEST_CASE("any status is a response, and a redirect is not followed") {
  for (const int status : {301, 304, 400, 404, 429, 500, 599}) {
    const auto response = answer_to(reply(status, "", "Location: http://127.0.0.1:1/\r\n"));
    REQUIRE(response.has_value());
    CHECK(response->status == status);
  }
}

TEST_CASE("Retry-After is clamped to an hour; dates passed and nonsense are zero") {
  const auto after = [](const std::string& value) {
    return answer_to(reply(429, "", "Retry-After: " + value + "\r\n"))->retry_after.value().count();
  };
  CHECK(after("7") == 7);
  CHECK(after("999999999") == 3600);
  CHECK(after("99999999999999999999999999") <= 3600);
  CHECK(after("-5") == 0);
  CHECK(after("Wed, 21 Oct 2015 07:28:00 GMT") == 0);
  CHECK(after("Wed, 21 Oct 2099 07:28:00 GMT") == 3600);
  CHECK(after("soon") == 0);
}

TEST_CASE("what never becomes a response is an Error that may be retried") {
  Reply closed;
  closed.end = Reply::End::close;
  Reply truncated = reply(200, "whole");
  truncated.bytes.resize(truncated.bytes.size() - 2);
  truncated.end = Reply::End::close;
  Reply nonsense{"SSH-2.0-OpenSSH\r\n", Reply::End::close, {}};
  Reply bad_gzip = reply(200, "not gzip at all", "Content-Encoding: gzip\r\n");
  for (const auto& sent : {reset(), closed, truncated, nonsense, bad_gzip}) {
    CAPTURE(sent.bytes);
    const auto outcome = answer_to(sent);
    REQUIRE_FALSE(outcome.has_value());
    CHECK(outcome.error().retry);
    CHECK(outcome.error().fault == Fault::source);
  }
}

TEST_CASE("a server that hangs or drips is given up at the timeout") {
  Reply drip = reply(200, std::string(1'000, 'x'));
  drip.drip = milliseconds{20};
  for (const auto& sent : {hang(), drip}) {
    const auto start = Clock::now();
    const auto outcome = answer_to(sent, 1U << 20, milliseconds{500});
    REQUIRE_FALSE(outcome.has_value());
    CHECK(outcome.error().retry);
    CHECK(mentions(outcome.error(), "500 ms"));
    CHECK(since(start) < milliseconds{5'000});
  }
}

TEST_CASE("a stalled answer ends before the timeout") {
  FakeServer server{[](const Received&) {
    return Reply{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx", Reply::End::hang, {}};
  }};
  auto request = get(server.url());
  request.timeout = milliseconds{20'000};
  request.stall_timeout = std::chrono::seconds{1};
  const auto start = Clock::now();
  const auto outcome = fetch(std::move(request));
  REQUIRE_FALSE(outcome.has_value());
  CHECK(outcome.error().retry);
  CHECK(since(start) < milliseconds{8'000});
}

TEST_CASE("nobody listens: an Error that may be retried") {
  unsigned short port = 0;
  {
    const FakeServer gone{[](const Received&) { return hang(); }};
    port = gone.port();
  }
  const auto outcome = fetch(get("http://127.0.0.1:" + std::to_string(port) + "/topsecretkey"));
  REQUIRE_FALSE(outcome.has_value());
  CHECK(outcome.error().retry);
  CHECK_FALSE(mentions(outcome.error(), "topsecretkey"));
}

TEST_CASE("a name that does not resolve is an Error") {
  const auto outcome = fetch(get("http://nowhere.invalid/topsecretkey"));
  REQUIRE_FALSE(outcome.has_value());
  CHECK(mentions(outcome.error(), "nowhere.invalid"));
  CHECK_FALSE(mentions(outcome.error(), "topsecretkey"));
}

TEST_CASE("compressed answers are unpacked") {
  const auto response = answer_to(reply(200, gzip_hello(), "Content-Encoding: gzip\r\n"));
  REQUIRE(response.has_value());
  CHECK(response->body == "hello, gzip");
}

TEST_CASE("the size cap holds for what is sent and for what it unpacks to") {
  CHECK(answer_to(reply(200, std::string(1'000, 'x')), 1'000).has_value());
  for (const auto& sent : {reply(200, std::string(1'001, 'x')), reply(200, std::string(5'000'000, 'x')),
                           reply(200, gzip_bomb(200'000'000), "Content-Encoding: gzip\r\n")}) {
    const auto outcome = answer_to(sent, 1'000);
    REQUIRE_FALSE(outcome.has_value());
    CHECK_FALSE(outcome.error().retry);
    CHECK(mentions(outcome.error(), "larger than the 1000 octets"));
  }
}

TEST_CASE("an oversized answer can be had, cut") {
  FakeServer server{[](const Received&) { return reply(200, std::string(5'000'000, 'x')); }};
  auto request = get(server.url());
  request.largest_body = 1'000;
  request.keep_oversized = true;
  const auto response = fetch(std::move(request));
  REQUIRE(response.has_value());
  CHECK(response->oversized);
  CHECK(response->status == 200);
  CHECK(response->body == std::string(1'000, 'x'));
}

TEST_CASE("answers that share a budget hold no more than it between them, and give it back") {
  FakeServer server{[](const Received&) { return reply(200, std::string(600'000, 'x')); }};
  asio::io_context context;
  HttpClient client{context.get_executor()};
  const auto budget = std::make_shared<ReceiveBudget>(ReceiveBudget{1'000'000});
  auto request = get(server.url());
  request.budget = budget;
  request.keep_oversized = true;
  std::vector<awaitable<Result<HttpResponse>>> both;
  for (int i = 0; i < 2; ++i) both.push_back(client.fetch(request));
  std::size_t octets = 0;
  for (const auto& response : run(context, gather(std::move(both), 2)))
    octets += response.value().body.size();
  CHECK(octets <= 1'200'000);
  CHECK(budget->left == 1'000'000);
  budget->left = 500'000;
  CHECK(run(context, client.fetch(request)).value().oversized);
  request.keep_oversized = false;
  const auto refused = run(context, client.fetch(request));
  REQUIRE(refused.has_error());
  CHECK(refused.error().retry);
  CHECK(mentions(refused.error(), "the others under way"));
  budget->left = 700'000;
  CHECK(run(context, client.fetch(request)).value().body.size() == 600'000);
}

TEST_CASE("endless headers are cut off") {
  std::string headers;
  for (int i = 0; i < 10'000; ++i) headers += "X-Filler: " + std::string(90, 'x') + "\r\n";
  const auto outcome = answer_to(reply(200, "", headers));
  REQUIRE_FALSE(outcome.has_value());
  CHECK(mentions(outcome.error(), "headers"));
}

TEST_CASE("connections are used again") {
  FakeServer server{[](const Received&) { return reply(200, "x"); }};
  asio::io_context context;
  HttpClient client{context.get_executor()};
  for (int i = 0; i < 10; ++i) REQUIRE(run(context, client.fetch(get(server.url()))).has_value());
  CHECK(server.requests() == 10);
  CHECK(server.connections() == 1);
}

TEST_CASE("private addresses are refused, named or numeric, fresh or pooled") {
  FakeServer server{[](const Received&) { return reply(200, "x"); }};
  asio::io_context context;
  HttpClient client{context.get_executor()};
  REQUIRE(run(context, client.fetch(get(server.url()))).has_value());
  const auto port = ":" + std::to_string(server.port()) + "/topsecretkey";
  for (const std::string host :
       {"127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"}) {
    CAPTURE(host);
    auto request = get("http://" + host + port);
    request.allow_private = false;
    const auto outcome = run(context, client.fetch(std::move(request)));
    REQUIRE_FALSE(outcome.has_value());
    CHECK_FALSE(outcome.error().retry);
    CHECK(mentions(outcome.error(), "private, local or reserved"));
    CHECK_FALSE(mentions(outcome.error(), "topsecretkey"));
  }
  // Time for the server to notice a connection that was made and dropped.
  std::this_thread::sleep_for(milliseconds{50});
  CHECK(server.requests() == 1);
  CHECK(server.connections() == 1);
}

TEST_CASE("a proxy of the environment is used, but not where addresses are to be checked") {
  FakeServer proxy{[](const Received&) { return reply(200, "from the proxy"); }};
  ::setenv("http_proxy", proxy.url().c_str(), 1);
  ::setenv("no_proxy", "", 1);
  auto request = get("http://nowhere.invalid/");
  const auto through = fetch(request);
  request.allow_private = false;
  const auto direct = fetch(request);
  ::unsetenv("http_proxy");
  ::unsetenv("no_proxy");
  REQUIRE(through.has_value());
  CHECK(through->body == "from the proxy");
  REQUIRE_FALSE(direct.has_value());
  CHECK(mentions(direct.error(), "resolve"));
}

TEST_CASE("other schemes, and headers that would become two, are input errors") {
  for (const std::string url :
       {"ftp://127.0.0.1/", "gopher://127.0.0.1/", "file:///etc/hostname", "127.0.0.1", "",
        "dict://127.0.0.1", "http://a b/", "http://\r\nX: y/", "http:///"}) {
    CAPTURE(url);
    const auto outcome = fetch(get(url));
    REQUIRE_FALSE(outcome.has_value());
    CHECK_FALSE(outcome.error().retry);
    CHECK(outcome.error().fault == Fault::input);
  }
  auto request = get("http://127.0.0.1:1/");
  request.headers = {{"X-One", "1\r\nX-Two: 2"}};
  CHECK(fetch(std::move(request)).error().fault == Fault::input);
}

TEST_CASE("file URLs: contents, size cap, and errors that say what is wrong") {
  const auto folder =
      std::filesystem::temp_directory_path() / ("splitroot net " + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream{folder / "list"} << "one\ntwo\n";
  ::mkfifo((folder / "fifo").c_str(), 0600);
  const auto read = [&](const std::string& name, std::size_t most) {
    std::string path = folder.string();
    path.replace(path.find(' '), 1, "%20");
    path.replace(path.find(' '), 1, "%20");
    auto request = get("file://" + path + "/" + name);
    request.allow_file = true;
    request.largest_body = most;
    return fetch(std::move(request));
  };
  CHECK(read("list", 8)->body == "one\ntwo\n");
  CHECK(read("list", 8)->status == 0);
  CHECK(mentions(read("list", 7).error(), "larger than the 7 octets"));
  CHECK(mentions(read("missing", 7).error(), "No such file"));
  CHECK(mentions(read("missing", 7).error(), "missing"));
  CHECK(mentions(read("", 7).error(), "not a regular file"));
  CHECK(mentions(read("fifo", 7).error(), "not a regular file"));
  CHECK(read("missing", 7).error().fault == Fault::input);
  std::filesystem::remove_all(folder);

  auto request = get("file://elsewhere/list");
  request.allow_file = true;
  CHECK(mentions(fetch(request).error(), "file:///absolute/path"));
}
