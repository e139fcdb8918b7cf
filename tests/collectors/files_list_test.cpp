#include <doctest/doctest.h>

#include "collectors/files/list_collector.hpp"
#include "tests/net/fake_server.hpp"
#include "tests/net/run.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::net::test;

namespace {

Result<ListFile> fetch_from(Reply sent) {
  FakeServer server{[&sent](const Received&) { return sent; }};
  asio::io_context context;
  net::HttpClient http{context.get_executor()};
  return run(context, fetch_list(http, server.url(), ListSettings{}));
}

}  // namespace

TEST_CASE("a list's status of failure is told with what to do, and whether it may pass") {
  struct Case {
    int status;
    const char* words;
    bool passes;
  };
  for (const auto& [status, words, passes] :
       {Case{302, "a redirect, which is not followed", false}, Case{401, "it wants credentials", false},
        Case{404, "answered with status 404", false}, Case{429, "429", true}, Case{503, "503", true}}) {
    CAPTURE(status);
    const auto file = fetch_from(reply(status, "<html>"));
    REQUIRE(file.has_error());
    CHECK(file.error().message.find(words) != std::string::npos);
    CHECK(file.error().retry == passes);
  }
}

TEST_CASE("a list larger than 16 MiB is not taken") {
  const auto file = fetch_from(reply(200, std::string((16U << 20) + 1, ' ')));
  REQUIRE(file.has_error());
  CHECK(file.error().message.find("larger than the 16777216 octets") != std::string::npos);
}
