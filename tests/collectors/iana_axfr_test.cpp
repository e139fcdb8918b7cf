#include "collectors/iana/axfr.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "collectors/iana/axfr_decoder.hpp"
#include "files_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr RootZoneRules small{true};
constexpr std::uint16_t id = 0x1234;

std::string u16(unsigned value) { return {static_cast<char>(value >> 8), static_cast<char>(value & 0xff)}; }

/// `com` as `\3com\0`; empty for the root.
std::string wire(const std::string& label) {
  if (label.empty()) return std::string(1, '\0');
  return static_cast<char>(label.size()) + label + '\0';
}

std::string record(const std::string& owner, unsigned type, const std::string& data) {
  return wire(owner) + u16(type) + u16(1) + std::string("\0\0\1\0", 4) +
         u16(static_cast<unsigned>(data.size())) + data;
}

std::string soa(unsigned serial = 7) {
  return record("", 6, wire("a") + wire("b") + u16(0) + u16(serial) + std::string(16, '\1'));
}
std::string ns(const std::string& tld) { return record(tld, 2, wire("ns")); }

struct Header {
  std::uint16_t id = ::id;
  unsigned flags = 0x8400;
};

std::string message(const std::vector<std::string>& records, Header header = {}) {
  std::string out = u16(header.id) + u16(header.flags) + u16(0) + u16(static_cast<unsigned>(records.size())) +
                    u16(0) + u16(0);
  for (const auto& one : records) out += one;
  return out;
}

std::string framed(const std::string& text) { return u16(static_cast<unsigned>(text.size())) + text; }

void check_refused(const std::vector<std::string>& messages, const std::string& reason) {
  AxfrDecoder decoder{id};
  for (std::size_t i = 0; i + 1 < messages.size(); ++i) CHECK_FALSE(decoder.feed(messages[i]).value());
  check_error(decoder.feed(messages.back()), reason);
}

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
  auto result = run(context, transfer_root_zone(server.address(), limits, small));
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

TEST_CASE("a transfer in several messages; its digest does not depend on how it was cut") {
  AxfrDecoder one{id};
  CHECK(one.feed(message({soa(), ns("com"), ns("org"), soa()})).value());
  AxfrDecoder three{id};
  CHECK_FALSE(three.feed(message({soa()})).value());
  CHECK_FALSE(three.feed(message({ns("com"), ns("org")})).value());
  CHECK(three.feed(message({soa()})).value());
  const auto whole = one.finish(small);
  const auto cut = three.finish(small);
  REQUIRE(good(whole));
  REQUIRE(good(cut));
  CHECK(whole->zone.serial.value == 7);
  CHECK(whole->zone.tlds.size() == 2);
  CHECK(whole->zone.tlds[0] == Delegation{"com", {"ns"}, false});
  CHECK(cut->digest == whole->digest);
  CHECK(cut->digest.size() == 64);
}

TEST_CASE("what is no transfer of the root zone") {
  check_refused({message({soa()}, {0x4321})}, "an answer to a question not asked (foreign message id)");
  check_refused({message({soa()}, {id, 0x0400})}, "a question instead of an answer");
  check_refused({message({}, {id, 0x8405})},
                "the server answers REFUSED: it does not hand out the root zone to us");
  check_refused({message({}, {id, 0x8409})},
                "the server answers NOTAUTH: it does not hand out the root zone to us");
  check_refused({message({soa()}, {id, 0x8600})}, "a truncated message");
  check_refused({message({})}, "a message without records: the server does not hand out the root zone to us");
  check_refused({message({ns("com"), soa()})}, "the transfer does not begin with the SOA");
  check_refused({message({soa(), soa(), ns("com")})}, "a record after the closing SOA of the transfer");
  check_refused({message({soa(7), ns("com")}), message({soa(8)})},
                "two SOA records with different serials, 7 and 8: the zone changed while it was read");
  AxfrDecoder decoder{id};
  CHECK_FALSE(decoder.feed("").has_value());
  CHECK_FALSE(AxfrDecoder{id}.feed("\x12\x34").has_value());
  const std::string whole = message({soa(), ns("com")});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string cut = whole.substr(0, size);
    CHECK_FALSE(AxfrDecoder{id}.feed(cut).has_value());
  }
}

TEST_CASE("a name that points at itself ends") {
  std::string loop = message({soa()});
  loop.replace(12, 1, "\xc0\x0c");
  CHECK_FALSE(AxfrDecoder{id}.feed(loop).has_value());
}

TEST_CASE("a transfer over TCP") {
  const auto result =
      transfer_from(framed(message({soa(), ns("com")})) + framed(message({ns("org"), soa()})));
  REQUIRE(good(result));
  CHECK(result->zone.tlds.size() == 2);
}

TEST_CASE("what can go wrong over TCP") {
  const std::string begun = framed(message({soa(), ns("com")}));
  check_error(transfer_from(begun),
              "axfr://127.0.0.1:PORT: the server ended the transfer before the closing SOA");
  check_error(transfer_from(begun + u16(500) + "abc"),
              "axfr://127.0.0.1:PORT: the server ended the transfer before the closing SOA");
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
  const auto result = run(context, transfer_root_zone({"127.0.0.1", port}, {}, small));
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
  const auto result = run(context, transfer_root_zone(*server, {}, {}));
  REQUIRE(good(result));
  CHECK(result->zone.tlds.size() > 1000);
  CHECK(result->zone.digest_matches == true);
  const auto from_file = parse_root_zone(slurp(std::filesystem::path{lab} / "root.zone"), "root.zone");
  REQUIRE(good(from_file));
  CHECK(from_file->tlds == result->zone.tlds);
  CHECK(from_file->serial == result->zone.serial);
}
