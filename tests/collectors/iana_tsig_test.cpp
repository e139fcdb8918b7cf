#include "collectors/iana/tsig.hpp"

#include "collectors/iana/dns_message.hpp"
#include "collectors/iana/tsig_wire.hpp"
#include "core/hash.hpp"
#include "files_support.hpp"
#include "iana_wire.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

constexpr Timestamp at{std::chrono::seconds{1'796'000'000}};
const std::string secret = "a secret of octets";

TsigKey key() { return {"Transfer.Example", "hmac-sha256", Secret{secret}}; }

std::string with_length(const std::string& text) { return u16(static_cast<unsigned>(text.size())) + text; }

/// The server's part, told apart from ours: it signs what it is told to.
class Signer {
 public:
  explicit Signer(const std::string& query) {
    const auto fields = parse_tsig(query.substr(*find_tsig(query)));
    REQUIRE(fields.has_value());
    mac_ = fields->mac;
  }
  std::string plain(const std::string& text) {
    pending_ += text;
    return text;
  }
  std::string sign(std::string text, Timestamp when = at, const std::string& with = secret) {
    TsigFields fields;
    fields.name = *wire_name_of("transfer.example");
    fields.algorithm = *wire_name_of("hmac-sha256");
    fields.timers = wire_u48(static_cast<std::uint64_t>(to_unix(when))) + wire_u16(300);
    fields.original_id = text.substr(0, 2);
    const std::string tail = first_ ? tsig_variables(fields) : fields.timers;
    fields.mac = view(hmac_sha256(with, with_length(mac_) + pending_ + text + tail));
    mac_ = fields.mac;
    pending_.clear();
    first_ = false;
    append_tsig(text, fields);
    return text;
  }

 private:
  std::string mac_;
  std::string pending_;
  bool first_ = true;
};

struct Exchange {
  TsigSession session{key()};
  Signer server{session.sign(axfr_query(test_id), at)};
};

}  // namespace

TEST_CASE("a signed query has a TSIG record as its last, counted") {
  TsigSession session{key()};
  const std::string plain = axfr_query(test_id);
  const std::string query = session.sign(plain, at);
  CHECK(query.substr(0, 10) == plain.substr(0, 10));
  CHECK(query.substr(10, 2) == u16(1));
  REQUIRE(find_tsig(query) == plain.size());
  const auto fields = parse_tsig(query.substr(plain.size()));
  REQUIRE(fields.has_value());
  CHECK(fields->name == wire_name_of("transfer.example"));
  CHECK(fields->signed_at() == to_unix(at));
  CHECK(fields->fudge() == 300);
  CHECK(without_tsig(query, plain.size(), *fields) == plain);
  CHECK(fields->mac == view(hmac_sha256(secret, plain + tsig_variables(*fields))));
}

TEST_CASE("an answer of several messages, not all of them signed") {
  Exchange exchange;
  CHECK(good(exchange.session.check(exchange.server.sign(message({soa()})), at)));
  CHECK(good(exchange.session.finish()));
  CHECK(good(exchange.session.check(exchange.server.plain(message({ns("com")})), at)));
  CHECK(good(exchange.session.check(exchange.server.plain(message({ns("org")})), at)));
  check_error(exchange.session.finish(),
              "the last message is not signed with the TSIG key transfer.example.");
  CHECK(good(exchange.session.check(exchange.server.sign(message({soa()})), at)));
  CHECK(good(exchange.session.finish()));
}

TEST_CASE("an answer that is not signed, or not rightly") {
  const std::string wrong =
      "the TSIG of the answer is wrong: altered on the way, or another secret of key transfer.example.";
  const auto first = [](const auto& make) {
    Exchange exchange;
    return exchange.session.check(make(exchange.server), at);
  };
  check_error(first([](Signer&) { return message({soa()}); }),
              "the answer is not signed with the TSIG key transfer.example.");
  check_error(first([](Signer& server) { return server.sign(message({soa()}), at, "other"); }), wrong);
  check_error(first([](Signer& server) {
                std::string text = server.sign(message({soa()}));
                text[20] = static_cast<char>(text[20] ^ 1);
                return text;
              }),
              wrong);
  check_error(
      first([](Signer& server) { return server.sign(message({soa()}), at + std::chrono::seconds{301}); }),
      "the TSIG of the answer is of another time: the clocks differ by 301 s");
  CHECK(good(
      first([](Signer& server) { return server.sign(message({soa()}), at - std::chrono::seconds{300}); })));
  Exchange dropped;
  CHECK(good(dropped.session.check(dropped.server.sign(message({soa()})), at)));
  dropped.server.plain(message({ns("com")}));
  check_error(dropped.session.check(dropped.server.sign(message({soa()})), at), wrong);
  Exchange endless;
  CHECK(good(endless.session.check(endless.server.sign(message({soa()})), at)));
  for (int i = 0; i < 99; ++i) CHECK(good(endless.session.check(message({ns("com")}), at)));
  check_error(endless.session.check(message({ns("com")}), at),
              "more than 99 messages in a row without a TSIG of key transfer.example.");
}

TEST_CASE("malformed messages end in an error") {
  Exchange exchange;
  const std::string whole = exchange.server.sign(message({soa(), ns("com")}));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    Exchange other;
    CHECK_FALSE(other.session.check(whole.substr(0, size), at).has_value());
  }
  CHECK_FALSE(find_tsig("").has_value());
  CHECK_FALSE(find_tsig(std::string(12, '\xff')).has_value());
  CHECK_FALSE(parse_tsig("").has_value());
  CHECK_FALSE(parse_tsig(whole.substr(*find_tsig(whole)) + "x").has_value());
}

TEST_CASE("a key as a configuration has it") {
  const auto made = make_tsig_key("transfer.example.", "HMAC-SHA256", "c2VjcmV0");
  REQUIRE(good(made));
  CHECK(made->algorithm == "hmac-sha256");
  CHECK(made->secret.reveal() == "secret");
  CHECK(wire_name_of("A.b.") == std::string{"\1a\1b\0", 5});
  for (const char* bad : {"", ".", "a..b", "a b"})
    CHECK_FALSE(make_tsig_key(bad, "hmac-sha256", "c2Vj").has_value());
  CHECK_FALSE(wire_name_of(std::string(64, 'a')).has_value());
  check_error(make_tsig_key("a", "hmac-md5", "c2Vj"),
              "the TSIG algorithm 'hmac-md5' is not known; known: hmac-sha256");
  check_error(make_tsig_key("a", "hmac-sha256", "?secret?"), "the TSIG key's secret is not base64");
  check_error(make_tsig_key("a b", "hmac-sha256", "c2Vj"), "the TSIG key's name 'a b' is no domain name");
}
