#include "alerts/delivery.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <cstdlib>
#include <map>
#include <thread>

#include "alerts/webhook.hpp"
#include "tests/alerts/receiver.hpp"

namespace splitroot::alerts {
namespace {

namespace asio = boost::asio;

const Timestamp start = *parse_time("2026-01-05T00:00:00Z");
constexpr const char* secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// An outbox in memory.
struct Box {
  struct Entry {
    OutboxItem item;
    bool delivered = false;
    std::string reason;
  };
  std::map<std::string, Entry> entries;
  int refuse_marks = 0;  ///< so many calls of mark_delivered throw

  void add(const std::string& id, const std::string& target = "webhook:ops") {
    entries[id].item = {.id = id,
                        .rule = "r",
                        .target = target,
                        .body = R"({"id":")" + id + R"("})",
                        .attempts = 0,
                        .due = start};
  }

  Outbox outbox() {
    return {[this](Timestamp at, std::size_t most) { return due(at, most); },
            [this](const std::string& id, Timestamp) { mark(id); },
            [this](const std::string& id, const std::string& reason, Timestamp next) {
              Entry& entry = entries.at(id);
              ++entry.item.attempts;
              entry.reason = reason;
              entry.item.due = next;
            }};
  }

 private:
  std::vector<OutboxItem> due(Timestamp at, std::size_t most) const {
    std::vector<OutboxItem> out;
    for (const auto& [id, entry] : entries) {
      if (!entry.delivered && entry.item.due <= at && out.size() < most) out.push_back(entry.item);
    }
    return out;
  }

  void mark(const std::string& id) {
    if (refuse_marks-- > 0) throw Failure{{Fault::database, "the database has gone away", true}};
    entries.at(id).delivered = true;
  }
};

/// One deliverer, one receiver, one clock.
struct Scene {
  asio::io_context context;
  Receiver receiver;
  Box box;
  Timestamp clock = start;
  DeliverySettings settings{.allow_private_addresses = true, .clock = [this] { return clock; }};
  std::vector<Webhook> webhooks{{"ops", receiver.url(), Secret{secret}, ""}};

  explicit Scene(std::vector<std::string> answers) : receiver(context, std::move(answers)) {}

  Result<DeliveryReport> deliver() {
    std::optional<Result<DeliveryReport>> outcome;
    net::HttpClient http{context.get_executor()};
    Deliverer deliverer{http, box.outbox(), settings};
    const auto done = [&](std::exception_ptr thrown, Result<DeliveryReport> report) {
      REQUIRE_FALSE(thrown);
      outcome = std::move(report);
    };
    asio::co_spawn(context, deliverer.deliver_due(webhooks), done);
    context.restart();
    while (!outcome) context.run_one();
    return *outcome;
  }
};

TEST_CASE("a message fails twice and arrives the third time, under the same id") {
  Scene scene{{answer("500 No"), answer("503 No", "Retry-After: 77\r\n"), answer("204 Done")}};
  scene.box.add("msg_a");
  const auto first = scene.deliver();
  REQUIRE(first.has_value());
  CHECK(first->retrying == 1);
  REQUIRE(first->troubles.size() == 1);
  CHECK(first->troubles.front() == "webhook:ops: answered 500");
  CHECK(scene.box.entries["msg_a"].item.due == start + std::chrono::seconds{1});
  CHECK(scene.deliver()->retrying == 0);  // not due yet

  scene.clock += std::chrono::seconds{1};
  CHECK(scene.deliver()->retrying == 1);
  CHECK(scene.box.entries["msg_a"].item.due == scene.clock + std::chrono::seconds{77});

  scene.clock += std::chrono::seconds{77};
  CHECK(scene.deliver()->delivered == 1);
  CHECK(scene.box.entries["msg_a"].delivered);
  REQUIRE(scene.receiver.requests().size() == 3);
  for (const auto& request : scene.receiver.requests()) CHECK(request.headers.at("webhook-id") == "msg_a");
}

TEST_CASE("the request is a signed POST of the stored body") {
  Scene scene{{answer("200 OK")}};
  scene.box.add("msg_a");
  CHECK(scene.deliver()->delivered == 1);
  const auto& request = scene.receiver.requests().front();
  CHECK(request.line.starts_with("POST /hook?key=1 HTTP/1.1"));
  CHECK(request.headers.at("content-type") == "application/json");
  CHECK(request.headers.at("webhook-timestamp") == std::to_string(to_unix(start)));
  CHECK(request.body == R"({"id":"msg_a"})");
  CHECK(request.headers.at("webhook-signature") ==
        signature(*decode_secret(secret), "msg_a", start, request.body));
}

TEST_CASE("redirects are not followed") {
  Scene scene{{}};
  Receiver elsewhere{scene.context, {answer("200 OK")}};
  Receiver redirecting{scene.context, {answer("307 There", "Location: " + elsewhere.url() + "\r\n")}};
  scene.webhooks.front().url = redirecting.url();
  scene.box.add("msg_a");
  CHECK(scene.deliver()->retrying == 1);
  CHECK(elsewhere.requests().empty());
  CHECK(scene.box.entries["msg_a"].reason.find("redirects are not followed") != std::string::npos);
}

TEST_CASE("private addresses are refused unless the operator allows them") {
  Scene scene{{answer("200 OK")}};
  scene.settings.allow_private_addresses = false;
  scene.box.add("msg_a");
  const auto report = scene.deliver();
  CHECK(report->retrying == 1);
  CHECK(scene.receiver.requests().empty());
  INFO(report->troubles.front());
  CHECK(report->troubles.front().find("key=1") == std::string::npos);
}

TEST_CASE("delivered but not marked: it comes again, so it arrives at least once") {
  Scene scene{{answer("200 OK")}};
  scene.box.add("msg_a");
  scene.box.refuse_marks = 1;
  const auto failed = scene.deliver();
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error().fault == Fault::database);
  CHECK(scene.deliver()->delivered == 1);
  REQUIRE(scene.receiver.requests().size() == 2);
  CHECK(scene.receiver.requests()[0].body == scene.receiver.requests()[1].body);
}

TEST_CASE("a giant answer to a delivered message does not matter") {
  Scene scene{{answer("200 OK", "", std::string(1U << 20, 'x'))}};
  scene.box.add("msg_a");
  CHECK(scene.deliver()->delivered == 1);
}

TEST_CASE("after three days a message is given up and kept") {
  Scene scene{{answer("410 Gone")}};
  scene.box.add("msg_a");
  scene.box.entries["msg_a"].item.attempts = 12;
  const auto report = scene.deliver();
  CHECK(report->given_up == 1);
  CHECK(scene.box.entries["msg_a"].item.due == never);
  CHECK(to_rfc3339(never) == "9999-12-31T23:59:59Z");
}

TEST_CASE("a dead receiver is left alone after failures in a row, and holds up nobody") {
  Scene scene{{answer("500 No")}};
  Receiver healthy{scene.context, {answer("200 OK")}};
  scene.webhooks.push_back({"well", healthy.url(), Secret{secret}, ""});
  scene.settings.batch = 20;
  scene.settings.per_target = 1;
  for (int i = 0; i < 50; ++i) scene.box.add("msg_a" + std::to_string(i));
  for (int i = 0; i < 30; ++i) scene.box.add("msg_b" + std::to_string(i), "webhook:well");
  const auto report = scene.deliver();
  CHECK(report->delivered == 30);
  CHECK(report->retrying == 50);
  CHECK(healthy.requests().size() == 30);
  CHECK(scene.receiver.requests().size() <= 9);  // three in each of the three batches it had messages in
}

TEST_CASE("messages to a webhook that is gone, or has no secret to read, wait with the reason") {
  Scene scene{{answer("200 OK")}};
  scene.webhooks.front().secret = Secret{};
  scene.webhooks.front().secret_file = "/nonexistent/key";
  scene.box.add("msg_a");
  scene.box.add("msg_b", "webhook:gone");
  CHECK(scene.deliver()->retrying == 2);
  CHECK(scene.box.entries["msg_a"].reason.find("/nonexistent/key") != std::string::npos);
  CHECK(scene.box.entries["msg_b"].reason.find("no such webhook") != std::string::npos);
  CHECK(scene.receiver.requests().empty());
}

TEST_CASE("a receiver that is not there is an outcome, not an error") {
  Scene scene{{answer("200 OK")}};
  scene.receiver.close();
  scene.webhooks.front().url = "http://127.0.0.1:1/";
  scene.box.add("msg_a");
  const auto report = scene.deliver();
  REQUIRE(report.has_value());
  CHECK(report->retrying == 1);
}

// Run by the next test in a process of its own, which the failpoint ends.
TEST_CASE("killed between sending and marking" * doctest::skip()) {
  asio::io_context context;
  net::HttpClient http{context.get_executor()};
  Box box;
  box.add("msg_a");
  Deliverer deliverer{http, box.outbox(), {.allow_private_addresses = true}};
  std::vector<Webhook> webhooks{{"ops", std::getenv("SPLITROOT_TEST_URL"), Secret{secret}, ""}};
  asio::co_spawn(context, deliverer.deliver_due(std::move(webhooks)), asio::detached);
  context.run();
}

TEST_CASE("the failpoint between sending and marking lies after the answer") {
  Scene scene{{answer("200 OK")}};
  const std::string command = "SPLITROOT_ABORT_AT=between-send-and-mark SPLITROOT_TEST_URL='" +
                              scene.receiver.url() + "' /proc/" + std::to_string(getpid()) +
                              "/exe --no-skip '-tc=killed between sending*' >/dev/null 2>&1";
  int status = 0;
  std::thread child{[&] {
    status = std::system(command.c_str());
    asio::post(scene.context, [&] { scene.receiver.close(); });
  }};
  scene.context.run();
  child.join();
  CHECK(WEXITSTATUS(status) == 134);
  CHECK(scene.receiver.requests().size() == 1);
}

}  // namespace
}  // namespace splitroot::alerts
