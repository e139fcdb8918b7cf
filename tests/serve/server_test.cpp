#include "serve/server.hpp"

#include <doctest/doctest.h>

#include <thread>

#include "core/json.hpp"
#include "tests/serve/fake_store.hpp"
#include "tests/serve/http_client.hpp"

using namespace splitroot;
using namespace splitroot::serve;

namespace {

struct Running {
  std::shared_ptr<FakeData> data = sample_data();
  std::unique_ptr<Server> server;
  Running() {
    ServerSettings settings;
    settings.port = 0;
    settings.open_store = [this] { return make_fake_store(data); };
    settings.extra_metrics = [](Exposition& out) { out.counter("extra", "Seven.").sample({}, 7); };
    server = make_server(settings).value();
    server->start();
  }
  Fetched get(const std::string& target, const std::string& headers = "") const {
    return fetch(server->port(), target, "GET", headers);
  }
};

}  // namespace

TEST_CASE("one string") {
  const Running running;
  const Fetched found = running.get("/v1/strings/MUSIC");
  CHECK(found.status == 200);
  CHECK(found.has("Content-Type: application/json"));
  CHECK(found.has("X-Content-Type-Options: nosniff"));
  CHECK(found.has("Content-Security-Policy: default-src 'self'"));
  CHECK(found.has("Referrer-Policy: no-referrer"));
  const auto json = parse_json(found.body, "answer");
  REQUIRE(json.has_value());
  CHECK(member(*json, "collisions")->Size() == 4);
  CHECK(running.get("/v1/strings/%E8%B3%BC%E7%89%A9").status == 200);
  CHECK(running.get("/v1/strings/music?as-of=x").status == 400);
}

TEST_CASE("pages of findings join up to the whole") {
  const Running running;
  std::size_t count = 0;
  std::string target = "/v1/collisions?limit=2";
  for (int page = 0; page < 9; ++page) {
    const Fetched found = running.get(target);
    REQUIRE(found.status == 200);
    const auto json = parse_json(found.body, "page");
    REQUIRE(json.has_value());
    count += member(*json, "items")->Size();
    CHECK(member(*json, "coverage")->Size() == 5);
    if (member(*json, "next")->IsNull()) break;
    target = "/v1/collisions?limit=2&cursor=" + std::string{*string_member(*json, "next")};
    CHECK(found.has("Link: <" + target + ">; rel=\"next\""));
  }
  CHECK(count == running.data->collisions.size());
}

TEST_CASE("findings as CSV, filtered") {
  const Running running;
  const Fetched found = running.get("/v1/collisions.csv?namespace=hns&class=exact");
  CHECK(found.status == 200);
  CHECK(found.has("Content-Type: text/csv"));
  CHECK(std::count(found.body.begin(), found.body.end(), '\n') == 2);
}

TEST_CASE("names by name and by node") {
  const Running running;
  const Fetched found = running.get("/v1/names/ens/music.eth");
  REQUIRE(found.status == 200);
  const auto json = parse_json(found.body, "name");
  REQUIRE(json.has_value());
  CHECK(*string_member(*json, "holder") == "0x1f90…c326");
  CHECK(member(*json, "coverage")->Size() == 5);
  const std::string node{*string_member(*json, "node")};
  CHECK(running.get("/v1/names/ens/" + node).body == found.body);
  CHECK(running.get("/v1/names/ens/MUSIC.ETH").status == 200);
  CHECK(running.get("/v1/names/hns/music").status == 200);
  CHECK(running.get("/v1/names/hns/" + node_text("hns", handshake_key("music"))).status == 200);
  CHECK(running.get("/v1/names/ens/nobody.eth").status == 404);
  CHECK(running.get("/v1/names/nowhere/music").status == 404);
}

TEST_CASE("operations") {
  const Running running;
  CHECK(running.get("/-/healthy").status == 200);
  CHECK(running.get("/-/ready").status == 200);
  CHECK(running.get("/v1/sources").status == 200);
  CHECK(running.get("/v1/sources.csv").status == 200);
  const Fetched metrics = running.get("/metrics");
  CHECK(metrics.status == 200);
  for (const char* line :
       {"splitroot_source_position{source=\"iana-root\"} 2026010500\n", "splitroot_database_up 1\n",
        "splitroot_collisions{kind=\"overlap\",severity=\"critical\",state=\"open\"} 1\n",
        "splitroot_outbox_pending 3\n", "splitroot_source_healthy{source=\"hns\"} 0\n",
        "splitroot_http_requests_total{route=\"/v1/sources\",status=\"200\"} 1\n",
        "splitroot_extra_total 7\n"}) {
    CAPTURE(line);
    CHECK(metrics.body.find(line) != std::string::npos);
  }
}

TEST_CASE("static files revalidate by content") {
  const Running running;
  for (const char* target :
       {"/style.css", "/app.js", "/icon.svg", "/openapi.yaml", "/json/check.schema.json", "/"}) {
    CAPTURE(target);
    const Fetched found = running.get(target);
    REQUIRE(found.status == 200);
    CHECK(found.has("Cache-Control: no-cache"));
    const auto at = found.head.find("ETag: ") + 6;
    const std::string tag = found.head.substr(at, found.head.find("\r\n", at) - at);
    const Fetched again = running.get(target, "If-None-Match: " + tag + "\r\n");
    CHECK(again.status == 304);
    CHECK(again.body.empty());
  }
  CHECK(running.get("/json/../openapi.yaml").status == 404);
  CHECK(running.get("/json/registry.toml").status == 404);
}

TEST_CASE("hostile and wrong requests get problem+json") {
  const Running running;
  const auto expect = [&running](const Fetched& found, int status) {
    CHECK(found.status == status);
    CHECK(found.has("application/problem+json"));
    const auto json = parse_json(found.body, "problem");
    REQUIRE(json.has_value());
    CHECK(member(*json, "status")->GetInt() == status);
  };
  for (const char* target :
       {"/v1/strings/a%2Fb", "/v1/strings/%00", "/v1/strings/%ff", "/v1/strings/%", "/v1/strings/a.b",
        "/v1/strings/..", "/v1/strings/", "/v1/collisions?x=1", "/v1/collisions?limit=1e3"}) {
    CAPTURE(target);
    expect(running.get(target), 400);
  }
  for (const char* target :
       {"/nothing", "/v1", "/v1/strings", "/v1/strings/a/b", "//", "/v1/../etc/passwd"}) {
    CAPTURE(target);
    expect(running.get(target), 404);
  }
  expect(running.get("/" + std::string(5000, 'a')), 400);
  const auto port = running.server->port();
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "BREW"}) {
    CAPTURE(method);
    const Fetched found = fetch(port, "/v1/sources", method);
    expect(found, 405);
    CHECK(found.has("Allow: GET, HEAD"));
  }
  expect(send_raw(port, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), 400);
  expect(send_raw(port, "nonsense\r\n\r\n"), 400);
  expect(running.get("/", "X: " + std::string(20000, 'a') + "\r\n"), 431);
  expect(
      send_raw(port, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\n" + std::string(99999, 'x')),
      413);
  CHECK(running.get("/-/healthy").status == 200);
}

TEST_CASE("HEAD says what GET would") {
  const Running running;
  const Fetched head = fetch(running.server->port(), "/v1/sources", "HEAD");
  const Fetched get = running.get("/v1/sources");
  CHECK(head.status == 200);
  CHECK(head.body.empty());
  CHECK(head.has("Content-Length: " + std::to_string(get.body.size()) + "\r\n"));
}

TEST_CASE("a connection is kept and requests may be sent ahead") {
  const Running running;
  const std::string one = "GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n";
  const std::string last = "GET /-/ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  const Fetched found = send_raw(running.server->port(), one + one + last);
  CHECK(found.body.find("healthy\nHTTP/1.1 200 OK") != std::string::npos);
  CHECK(found.body.ends_with("ready\n"));
}

TEST_CASE("the database goes and comes back") {
  const Running running;
  CHECK(running.get("/-/ready").status == 200);
  running.data->down = true;
  for (const char* target : {"/-/ready", "/v1/strings/music", "/v1/sources", "/v1/collisions"}) {
    CAPTURE(target);
    const Fetched found = running.get(target);
    CHECK(found.status == 503);
    CHECK(found.has("Retry-After: "));
    CHECK(found.has("application/problem+json"));
    CHECK(found.body.find("PostgreSQL is gone") == std::string::npos);
  }
  const Fetched page = running.get("/?q=music");
  CHECK(page.status == 503);
  CHECK(page.has("text/html"));
  CHECK(running.get("/metrics").body.find("splitroot_database_up 0\n") != std::string::npos);
  CHECK(running.get("/-/healthy").status == 200);
  CHECK(running.get("/").status == 200);
  running.data->down = false;
  CHECK(running.get("/v1/strings/music").status == 200);
}

TEST_CASE("many clients at once") {
  const Running running;
  std::atomic<int> good = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 16; ++i) {
    clients.emplace_back([&] {
      for (int n = 0; n < 20; ++n) good += running.get("/v1/strings/music").status == 200;
    });
  }
  for (auto& client : clients) client.join();
  CHECK(good == 16 * 20);
  CHECK(running.data->opened <= 2);
}

TEST_CASE("an address that cannot be had is a clear error") {
  const Running running;
  ServerSettings settings;
  settings.port = running.server->port();
  const auto taken = make_server(settings);
  REQUIRE(taken.has_error());
  CHECK(taken.error().fault == Fault::usage);
  CHECK(taken.error().message.find("127.0.0.1:" + std::to_string(settings.port)) != std::string::npos);
  CHECK(taken.error().message.find("--listen") != std::string::npos);
  settings.address = "nowhere";
  CHECK(make_server(settings).has_error());
  settings.port = 0;
  for (const char* address : {"localhost", "[::1]", "::1"}) {
    settings.address = address;
    const auto server = make_server(settings);
    if (server) CHECK((*server)->port() != 0);
  }
}

TEST_CASE("stopping does not wait for idle clients") {
  auto running = std::make_unique<Running>();
  boost::system::error_code ignored;
  std::thread idle{
      [port = running->server->port()] { send_raw(port, "GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n"); }};
  std::this_thread::sleep_for(std::chrono::milliseconds{50});
  running->server->stop();
  running.reset();
  idle.join();
}
