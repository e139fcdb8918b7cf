#include "collectors/iana/axfr.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "iana_wire.hpp"
#include "iana_zone_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

const RootZoneRules small{true};
constexpr std::uint16_t id = test_id;

/// A name server for one client: reads the question, puts its id into the answers, sends them, and closes or
/// waits.
class Server {
 public:
  Server(asio::io_context& context, std::string answer, bool hang = false)
      : acceptor_(context, tcp::endpoint{asio::ip::address_v4::loopback(), 0}),
        answer_(std::move(answer)),
        hang_(hang) {
    asio::co_spawn(context, serve(), asio::detached);
  }
  AxfrServer address() const { return {"127.0.0.1", acceptor_.local_endpoint().port()}; }

 private:
  asio::awaitable<void> serve() {
    tcp::socket socket = co_await acceptor_.async_accept(asio::use_awaitable);
    std::string question(19, '\0');
    co_await asio::async_read(socket, asio::buffer(question), asio::use_awaitable);
    question_ = question;
    for (std::size_t at = 0; at + 4 <= answer_.size();) {
      const auto length = static_cast<std::size_t>(static_cast<unsigned char>(answer_[at]) << 8 |
                                                   static_cast<unsigned char>(answer_[at + 1]));
      answer_.replace(at + 2, 2, question, 2, 2);
      at += 2 + length;
    }
    co_await asio::async_write(socket, asio::buffer(answer_), asio::use_awaitable);
    char more = 0;
    if (hang_) co_await asio::async_read(socket, asio::buffer(&more, 1), asio::as_tuple(asio::use_awaitable));
  }

  tcp::acceptor acceptor_;
  std::string answer_;
  bool hang_;

 public:
  std::string question_;
};

Result<Transfer> transfer_from(const std::string& answer, AxfrLimits limits = {}, bool hang = false) {
  asio::io_context context;
  Server server{context, answer, hang};
  auto result = run(context, transfer_root_zone(server.address(), {limits, small, {}, {}}));
  const std::string port = std::to_string(server.address().port);
  if (result) {
    CHECK(server.question_.substr(0, 2) == u16(17));
    CHECK(server.question_.substr(4) == std::string("\0\0\0\1\0\0\0\0\0\0\0\0\xfc\0\1", 15));
  } else {
    Error error = result.error();
    const auto at = error.message.find(":" + port + ":");
    if (at != std::string::npos) error.message.replace(at + 1, port.size(), "PORT");
    result = error;
  }
  return result;
}

}  // namespace

TEST_CASE("axfr URLs") {
  CHECK(parse_axfr_url("axfr://lax.xfr.dns.icann.org").value() == AxfrServer{"lax.xfr.dns.icann.org", 53});
  CHECK(parse_axfr_url("axfr://127.0.0.1:5353/").value() == AxfrServer{"127.0.0.1", 5353});
  CHECK(parse_axfr_url("axfr://[2001:db8::1]:53").value() == AxfrServer{"2001:db8::1", 53});
  CHECK(parse_axfr_url("axfr://[::1]").value() == AxfrServer{"::1", 53});
  for (const char* bad :
       {"axfr://", "axfr://:53", "https://a", "axfr://a:", "axfr://a:0", "axfr://a:65536", "axfr://a:x",
        "axfr://a:5x", "axfr://[::1", "axfr://a/zone", "axfr://u@a", "axfr://[::1]53", "axfr:a"}) {
    const auto parsed = parse_axfr_url(bad);
    REQUIRE_FALSE_MESSAGE(parsed.has_value(), bad);
    CHECK(parsed.error().fault == Fault::usage);
    CHECK(parsed.error().message.find("; write axfr://host or axfr://host:port") != std::string::npos);
  }
}

TEST_CASE("a transfer over TCP") {
  const auto result =
      transfer_from(framed(message({soa(), ns("com")})) + framed(message({ns("org"), soa()})));
  REQUIRE(good(result));
  CHECK(result->zone.tlds.size() == 2);
}

TEST_CASE("what can go wrong over TCP") {
  const std::string begun = framed(message({soa(), ns("com")}));
  check_error(
      transfer_from(begun),
      "axfr://127.0.0.1:PORT: the server ended the transfer before the closing SOA; the zone as read has "
      "1 TLD");
  check_error(
      transfer_from(begun + u16(500) + "abc"),
      "axfr://127.0.0.1:PORT: the server ended the transfer before the closing SOA; the zone as read has "
      "1 TLD");
  check_error(transfer_from(framed(message({}, {id, 0x8405}))),
              "axfr://127.0.0.1:PORT: the server answers REFUSED: it does not hand out the root zone to us");
  check_error(transfer_from(begun, {std::chrono::milliseconds{60'000}, 20}),
              "axfr://127.0.0.1:PORT: more than 20 octets: no root zone is that large");
  const auto late = transfer_from(begun, {std::chrono::milliseconds{100}, 1 << 20}, true);
  check_error(late, "axfr://127.0.0.1:PORT: no answer within 100 ms");
  CHECK(late.error().retry);
  CHECK(late.error().fault == Fault::source);
  const auto small_zone = transfer_from(framed(message({soa(), ns("com"), soa()})));
  CHECK(good(small_zone));
}

TEST_CASE("nobody listens") {
  asio::io_context context;
  std::uint16_t port = 0;
  {
    const tcp::acceptor taken{context, tcp::endpoint{asio::ip::address_v4::loopback(), 0}};
    port = taken.local_endpoint().port();
  }
  const auto result = run(context, transfer_root_zone({"127.0.0.1", port}, {{}, small, {}, {}}));
  check_error(result, "axfr://127.0.0.1:" + std::to_string(port) + ": cannot connect: Connection refused");
  CHECK(result.error().retry);
}

TEST_CASE("the lab's Knot hands out a signed root zone") {
  const char* const lab = std::getenv("SPLITROOT_LAB");
  if (lab == nullptr) {
    MESSAGE("skipped: SPLITROOT_LAB names no lab (tests/peers/lab up DIR)");
    return;
  }
  const std::string settings = slurp(std::filesystem::path{lab} / "lab.toml");
  const auto at = settings.find("axfr://");
  REQUIRE(at != std::string::npos);
  const auto server = parse_axfr_url(settings.substr(at, settings.find('"', at) - at));
  REQUIRE(good(server));
  asio::io_context context;
  const auto anchors = parse_trust_anchors(slurp(std::filesystem::path{lab} / "root-anchor.ds"), "anchor");
  REQUIRE(good(anchors));
  const RootZoneRules live{false, ZoneMode::live, *anchors};
  const auto result = run(context, transfer_root_zone(*server, {{}, live, {}, {}}));
  REQUIRE(good(result));
  CHECK(result->zone.verification == Verification::verified);
  CHECK(result->zone.tlds.size() > 1000);
  CHECK(result->zone.digest_matches == true);
  // Signed when the lab was filled, whatever day its serial names.
  const RootZoneRules of_today{false, ZoneMode::historical, *anchors, now()};
  const auto from_file = parse_root_zone(slurp(std::filesystem::path{lab} / "root.zone"), "root.zone", of_today);
  REQUIRE(good(from_file));
  CHECK(from_file->tlds == result->zone.tlds);
  CHECK(from_file->serial == result->zone.serial);
}
