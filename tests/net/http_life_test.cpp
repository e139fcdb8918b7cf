#include <doctest/doctest.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>

#include "fake_server.hpp"
#include "net/gather.hpp"
#include "net/http.hpp"
#include "run.hpp"

using namespace splitroot;
using namespace splitroot::net;
using namespace splitroot::net::test;

namespace {

Reply hang_or_answer(const Received& received) {
  if (received.has("/hang")) return hang();
  return reply(200, std::string(10'000, 'x'));
}

HttpRequest get(const std::string& url) {
  HttpRequest request;
  request.url = url;
  request.timeout = milliseconds{20'000};
  return request;
}

}  // namespace

TEST_CASE("240 transfers at once, 40 of them cancelled by a timeout, and the client serves on") {
  FakeServer server{hang_or_answer};
  asio::io_context context;
  HttpClient client{context.get_executor()};
  for (int round = 0; round < 2; ++round) {
    std::vector<awaitable<Result<HttpResponse>>> operations;
    for (int i = 0; i < 240; ++i) {
      if (i % 6 == 0) {
        operations.push_back(with_timeout(milliseconds{1'500}, client.fetch(get(server.url("/hang")))));
      } else {
        operations.push_back(client.fetch(get(server.url("/ok"))));
      }
    }
    const auto outcomes = run(context, gather(std::move(operations), 240));
    REQUIRE(outcomes.size() == 240);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      CHECK(outcomes[i].has_value() == (i % 6 != 0));
      if (!outcomes[i]) CHECK(outcomes[i].error().message == "no answer within 1.5 s");
    }
  }
  CHECK(run(context, client.fetch(get(server.url("/ok")))).has_value());
}

TEST_CASE("transfers under way when the client ends come back with an Error") {
  FakeServer server{hang_or_answer};
  asio::io_context context;
  auto client = std::make_unique<HttpClient>(context.get_executor());
  int ended = 0;
  for (int i = 0; i < 20; ++i) {
    asio::co_spawn(context, client->fetch(get(server.url(i % 2 == 0 ? "/hang" : "/ok"))),
                   [&](std::exception_ptr thrown, Result<HttpResponse> outcome) {
                     CHECK_FALSE(thrown);
                     if (outcome) return;
                     CHECK(outcome.error().message.find("closed") != std::string::npos);
                     ++ended;
                   });
  }
  context.run_for(milliseconds{300});
  client.reset();
  context.run();
  CHECK(ended == 10);
}

TEST_CASE("client and io_context can end with transfers under way") {
  FakeServer server{hang_or_answer};
  for (const milliseconds head_start : {milliseconds{0}, milliseconds{1}, milliseconds{200}}) {
    asio::io_context context;
    HttpClient client{context.get_executor()};
    for (int i = 0; i < 20; ++i) {
      auto request = get(server.url(i % 2 == 0 ? "/hang" : "/ok"));
      asio::co_spawn(context, with_timeout(milliseconds{10'000}, client.fetch(std::move(request))),
                     asio::detached);
    }
    context.run_for(head_start);
  }
}

TEST_CASE("a cancelled fetch throws operation_aborted and lets its connection go") {
  FakeServer server{hang_or_answer};
  asio::io_context context;
  HttpClient client{context.get_executor()};
  asio::cancellation_signal signal;
  std::exception_ptr seen;
  asio::co_spawn(
      context, client.fetch(get(server.url("/hang"))),
      asio::bind_cancellation_slot(
          signal.slot(), [&](std::exception_ptr thrown, const Result<HttpResponse>&) { seen = thrown; }));
  context.run_for(milliseconds{100});
  signal.emit(asio::cancellation_type::terminal);
  context.run_for(milliseconds{1'000});
  REQUIRE(seen);
  CHECK_THROWS_AS(std::rethrow_exception(seen), boost::system::system_error);
  CHECK(context.stopped());
}

TEST_CASE("descriptors that servers close and the system hands out again are watched anew") {
  FakeServer server{[](const Received&) {
    auto answer = reply(200, "x", "Connection: close\r\n");
    answer.end = Reply::End::close;
    return answer;
  }};
  asio::io_context context;
  HttpClient client{context.get_executor()};
  for (int i = 0; i < 50; ++i) CHECK(run(context, client.fetch(get(server.url()))).has_value());
  CHECK(server.connections() == 50);
}
