#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <variant>

#include "collectors/evm/decode.hpp"
#include "collectors/evm/description.hpp"
#include "core/json.hpp"
#include "evm_fakes.hpp"

using namespace splitroot;
using namespace splitroot::collectors::evm;
using evm_fakes::tail;
using evm_fakes::word;
using evm_fakes::word_of;
using std::string_literals::operator""s;

namespace {

constexpr Timestamp block_time{std::chrono::seconds{1'650'000'000}};
const std::string registrar = "0x57f1887a8bf19b14fc0df6fd9b2acc9af147ea85";
const std::string controller2020 = "0x283af0b28c62c092c9727f1ee09c02ca627eb7f5";
const std::string wrapper = "0xd4416b13d2b3a9abae7acd5d6c2bbdbe25686401";
const std::string uns_registry = "0x049aba7510f45ba5b64ea9e658e342f904db358d";
const std::string minting_manager = "0x2a7084870bb724175a3c96da8faa55128fa3e19d";
const std::string alice(20, '\xa1');
const std::string alice_text = "0xa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";
const std::string nobody(20, '\0');

const RegistryDescription& registry(std::string_view id) {
  static const auto all = shipped_registries();
  for (const auto& each : all) {
    if (each.id == id) return each;
  }
  throw std::runtime_error("no such registry");
}

/// Builds a log of the event `name` of the contract at `address`.
Log make_log(const RegistryDescription& from, const std::string& address, std::string_view name,
             const std::vector<std::string>& topics, std::string data) {
  Log log;
  log.address = parse_address(address).value();
  for (const EventRule& rule : from.find(log.address)->events) {
    if (rule.signature.name == name) log.topic[0] = rule.signature.topic0;
  }
  log.topics_used = 1;
  for (const std::string& topic : topics) log.topic[log.topics_used++] = hash_of_bytes(topic);
  log.data = std::move(data);
  log.block = 15'000'000;
  log.index = 7;
  log.tx = keccak256("a transaction");
  return log;
}

/// What one log says.
using Decoded = std::variant<std::monostate, NameEvent, Malformed>;

Decoded decode(const RegistryDescription& from, const Log& log) {
  const Contract* contract = from.find(log.address);
  REQUIRE(contract != nullptr);
  REQUIRE(find_event(*contract, log.topic[0]) != nullptr);
  Decodings said;
  LogDecoder{from}.read(log, block_time, said);
  if (!said.malformed.empty()) return said.malformed.front();
  if (!said.events.empty()) return said.events.front();
  return {};
}

NameEvent event_of(const RegistryDescription& from, const Log& log) {
  const Decoded decoded = decode(from, log);
  if (const auto* bad = std::get_if<Malformed>(&decoded)) FAIL(bad->reason);
  REQUIRE(std::holds_alternative<NameEvent>(decoded));
  return std::get<NameEvent>(decoded);
}

Log registration(const std::string& label, const std::string& hash, std::uint64_t expires = 1'900'000'000) {
  return make_log(registry("ens"), controller2020, "NameRegistered", {hash, word_of(alice)},
                  word(96) + word(5) + word(expires) + tail(label));
}

std::string hash_of(std::string_view label) { return std::string{view(keccak256(label))}; }
std::string node_of(std::string_view name) { return std::string{view(namehash(name).bytes)}; }

std::string bytes_of(const std::string& address) {
  const Address octets = parse_address(address).value();
  return {octets.begin(), octets.end()};
}

Log new_uri(const std::string& name, const std::string& token) {
  return make_log(registry("uns-ethereum"), uns_registry, "NewURI", {token}, word(32) + tail(name));
}

}  // namespace

TEST_CASE("a controller's registration is a whole event") {
  const auto event = event_of(registry("ens"), registration("vitalik", hash_of("vitalik")));
  CHECK(event.key == namehash("vitalik.eth"));
  CHECK(event.label->bytes == "vitalik");
  CHECK(*event.place == Place{namehash("eth"), "eth", 2});
  CHECK(event.holder == alice_text);
  CHECK(event.status == NameStatus::active);
  CHECK(event.registered_at == block_time);
  CHECK(event.expires_at == Timestamp{std::chrono::seconds{1'900'000'000}});
  CHECK(event.evidence ==
        Evidence{"ethereum", 15'000'000, to_hex0x(view(keccak256("a transaction"))), block_time});
}

TEST_CASE("hostile labels pass through untouched") {
  for (const std::string& label :
       {"nul\0\0\0\0\0\0"s, "\0\0\0"s, "dotted.label.com"s, "..."s, "bad\xff\xfe"s, "\xed\xa0\x80"s, "UPPER"s,
        "\xe2\x80\xaegro.elgoog"s, std::string(300, 'l'), ""s}) {
    const auto event = event_of(registry("ens"), registration(label, hash_of(label)));
    CHECK(event.label->bytes == label);
    CHECK(event.place->depth == 2);
    CHECK(event.key == child_node(namehash("eth"), keccak256(label)));
  }
}

TEST_CASE("a log that fails its own hash is kept as found") {
  const Log log = registration("vitalik", hash_of("vitalik\0"s));
  const Decoded decoded = decode(registry("ens"), log);
  REQUIRE(std::holds_alternative<Malformed>(decoded));
  const auto& bad = std::get<Malformed>(decoded);
  CHECK(bad.where.starts_with("block 15000000, tx 0x"));
  CHECK(bad.where.ends_with(", log 7"));
  CHECK(bad.reason.find("hash") != std::string::npos);
  CHECK(bad.raw.find(to_hex("vitalik")) != std::string::npos);
  CHECK(bad.raw.starts_with(to_hex0x(view(log.topic[0])) + " " + to_hex0x(hash_of("vitalik\0"s))));
}

TEST_CASE("a log cut short is malformed, not a crash") {
  Log log = registration("vitalik", hash_of("vitalik"));
  log.data.resize(100);
  CHECK(std::holds_alternative<Malformed>(decode(registry("ens"), log)));
  log.topics_used = 2;
  CHECK(std::holds_alternative<Malformed>(decode(registry("ens"), log)));
}

TEST_CASE("an expiry beyond the calendar is its last second") {
  const auto event = event_of(registry("ens"), registration("a", hash_of("a"), ~0ULL));
  CHECK(to_rfc3339(*event.expires_at) == "9999-12-31T23:59:59Z");
}

TEST_CASE("the registrar knows names by hash, and whose they are") {
  const auto& ens = registry("ens");
  const auto named =
      make_log(ens, registrar, "NameRegistered", {hash_of("abc"), word_of(alice)}, word(1'900'000'000));
  const auto event = event_of(ens, named);
  CHECK(event.key == namehash("abc.eth"));
  CHECK_FALSE(event.label.has_value());
  CHECK(event.place->depth == 2);
  CHECK(event.holder == alice_text);

  const auto moved =
      make_log(ens, registrar, "Transfer", {word_of(nobody), word_of(alice), hash_of("abc")}, "");
  CHECK(event_of(ens, moved).holder == alice_text);
  CHECK_FALSE(event_of(ens, moved).registered_at.has_value());

  const auto burnt =
      make_log(ens, registrar, "Transfer", {word_of(alice), word_of(nobody), hash_of("abc")}, "");
  CHECK(event_of(ens, burnt).status == NameStatus::burnt);
  CHECK_FALSE(event_of(ens, burnt).holder.has_value());

  const auto renewed = make_log(ens, registrar, "NameRenewed", {hash_of("abc")}, word(1'950'000'000));
  CHECK(event_of(ens, renewed).expires_at == Timestamp{std::chrono::seconds{1'950'000'000}});
  CHECK_FALSE(event_of(ens, renewed).holder.has_value());
}

TEST_CASE("the wrapper is nobody's holder, and tells who is") {
  const auto& ens = registry("ens");
  const std::string wrapper_octets = evm_fakes::octets_of(wrapper);
  const auto into =
      make_log(ens, registrar, "Transfer", {word_of(alice), word_of(wrapper_octets), hash_of("abc")}, "");
  CHECK_FALSE(event_of(ens, into).holder.has_value());
  CHECK(event_of(ens, into).status == NameStatus::active);

  const auto single =
      make_log(ens, wrapper, "TransferSingle", {word_of(alice), word_of(nobody), word_of(alice)},
               node_of("abc.eth") + word(1));
  const auto event = event_of(ens, single);
  CHECK(event.key == namehash("abc.eth"));
  CHECK(event.holder == alice_text);
  CHECK_FALSE(event.place.has_value());

  const auto unwrapped =
      make_log(ens, wrapper, "TransferSingle", {word_of(alice), word_of(alice), word_of(nobody)},
               node_of("abc.eth") + word(1));
  CHECK(std::holds_alternative<std::monostate>(decode(ens, unwrapped)));

  const auto wrapped = make_log(ens, wrapper, "NameWrapped", {node_of("pay.abc.eth")},
                                word(128) + word_of(alice) + word(0) + word(0) + tail("\3pay\3abc\3eth\0"s));
  const auto subname = event_of(ens, wrapped);
  CHECK(subname.key == namehash("pay.abc.eth"));
  CHECK(subname.label->bytes == "pay");
  CHECK(*subname.place == Place{namehash("abc.eth"), "abc.eth", 3});
  CHECK_FALSE(subname.expires_at.has_value());
}

TEST_CASE("UNS names carry their whole name, checked against the token") {
  const auto& uns = registry("uns-ethereum");
  const auto name = event_of(uns, new_uri("brad.crypto", node_of("brad.crypto")));
  CHECK(name.label->bytes == "brad");
  CHECK(*name.place == Place{namehash("crypto"), "crypto", 2});
  CHECK(name.status == NameStatus::active);

  const auto deep = event_of(uns, new_uri("a.b.crypto", node_of("a.b.crypto")));
  CHECK(deep.label->bytes == "a");
  CHECK(*deep.place == Place{namehash("b.crypto"), "b.crypto", 3});

  const auto tld = event_of(uns, new_uri("crypto", node_of("crypto")));
  CHECK(*tld.place == Place{});
  CHECK(tld.key == namehash("crypto"));

  for (const std::string& wrong : {"brad.crypt0"s, ""s, "brad.crypto."s, "brad.crypto\0"s}) {
    CHECK(std::holds_alternative<Malformed>(decode(uns, new_uri(wrong, node_of("brad.crypto")))));
  }
}

TEST_CASE("UNS TLDs, burns and expiries") {
  const auto& uns = registry("uns-ethereum");
  const auto opened =
      make_log(uns, minting_manager, "NewTld", {node_of("wallet")}, word(32) + tail("wallet"));
  CHECK(event_of(uns, opened).place->depth == 1);
  CHECK(event_of(uns, opened).status == NameStatus::active);
  const auto removed = make_log(uns, minting_manager, "RemoveTld", {node_of("wallet")}, "");
  CHECK(event_of(uns, removed).status == NameStatus::revoked);
  const auto burnt =
      make_log(uns, uns_registry, "Transfer", {word_of(alice), word_of(nobody), node_of("a.x")}, "");
  CHECK(event_of(uns, burnt).status == NameStatus::burnt);
  const auto expiry = make_log(uns, uns_registry, "SetExpiry", {node_of("a.com")}, word(1'900'000'000));
  CHECK(event_of(uns, expiry).expires_at == Timestamp{std::chrono::seconds{1'900'000'000}});
  CHECK_FALSE(event_of(uns, expiry).status.has_value());
}

TEST_CASE("a name locked in a bridge keeps its holder and lives elsewhere") {
  const RegistryDescription& uns = registry("uns-ethereum");
  const std::string token = node_of("brad.crypto");
  const auto transfer = [&](const std::string& from, const std::string& to) {
    return event_of(uns, make_log(uns, uns_registry, "Transfer", {word_of(from), word_of(to), token}, ""));
  };
  const std::string predicate = bytes_of("0x932532aa4c0174b8453839a6e44ee09cc615f2b7");
  const std::string own = bytes_of(uns_registry);
  CHECK(transfer(alice, own).status == NameStatus::active);
  const NameEvent locked = transfer(own, predicate);
  CHECK(locked.status == NameStatus::unknown);
  CHECK_FALSE(locked.holder.has_value());
  const NameEvent back = transfer(predicate, alice);
  CHECK(back.status == NameStatus::active);
  CHECK(back.holder == alice_text);
}

TEST_CASE("a log without its fields is an error with the field's name") {
  evm_fakes::FakeLog log;
  log.address = controller2020;
  log.topics = {hash_of("topic")};
  const std::string whole = log.json();
  CHECK(parse_logs(parse_json("[" + whole + "]", "test").value()).has_value());
  for (const char* field :
       {"address", "topics", "data", "blockNumber", "logIndex", "blockHash", "transactionHash"}) {
    std::string spoilt = whole;
    spoilt.replace(spoilt.find('"' + std::string{field}), std::string{field}.size() + 2, "\"other\"");
    const auto parsed = parse_logs(parse_json("[" + spoilt + "]", "test").value());
    REQUIRE_FALSE(parsed.has_value());
    CHECK(parsed.error().message.find(field) != std::string::npos);
    CHECK(parsed.error().retry);
  }
  for (const char* answer : {"null", "{}", "[null]", "[{}]", "\"\""}) {
    CHECK_FALSE(parse_logs(parse_json(answer, "test").value()).has_value());
  }
}

TEST_CASE("quantities") {
  CHECK(parse_quantity("0x0") == 0U);
  CHECK(parse_quantity("0xffffffffffffffff") == ~0ULL);
  for (const char* text : {"", "0x", "12", "0xg", "0x10000000000000000", "0x-1", "0x 1", "-0x1"}) {
    CHECK_FALSE(parse_quantity(text).has_value());
  }
  CHECK(to_quantity(0) == "0x0");
  CHECK(to_quantity(9'380'410) == "0x8f223a");
}

TEST_CASE("real logs are read") {
  const char* data = std::getenv("SPLITROOT_DATA");
  const std::string folder = std::string{data == nullptr ? "" : data} + "/eth/";
  const auto read = [&](const std::string& name) {
    std::ifstream file{folder + name, std::ios::binary};
    return std::string{std::istreambuf_iterator<char>{file}, {}};
  };
  if (read("superwatcher_onchainalpha_logs.json").empty()) {
    MESSAGE("skipped: SPLITROOT_DATA names no folder with real logs");
    return;
  }
  const auto logs_of = [](const std::string& text) {
    const auto document = parse_json(text, "real").value();
    const auto* result = member(document, "result");
    return parse_logs(result != nullptr ? *result : document).value();
  };
  const auto alpha = logs_of(read("superwatcher_onchainalpha_logs.json"));
  REQUIRE(alpha.size() == 2);
  CHECK(event_of(registry("ens"), alpha[0]).key == namehash("onchainalpha.eth"));
  const auto named = event_of(registry("ens"), alpha[1]);
  CHECK(named.label->bytes == "onchainalpha");
  CHECK(named.holder == "0x8ad703901c3fcdecd20d2b9349f8183d0d14fddf");
  CHECK(named.evidence.block == 0xf1d1d6U);

  const auto renewals = logs_of(read("gskril-ens-data_bulk-renewal-logs.json"));
  REQUIRE(renewals.size() == 2);
  CHECK(event_of(registry("ens"), renewals[0]).label->bytes == "wenew");
  CHECK(renewals[0].block_time == 0x6aaab67bU);

  const auto brad = logs_of(read("ud-resolution_brad.crypto_NewURI.json"));
  CHECK(event_of(registry("uns-ethereum"), brad.at(0)).label->bytes == "brad");
}

namespace {

const std::string registry2020 = "0x00000000000c2e074ec69a0dfb2997ba6c7d2e1e";
const std::string registry2017 = "0x314159265dd8dbb310642f98f50c066173c1259b";
const std::string some_resolver = "0x00000000000000000000000000000000000000aa";

Log log_of(const std::string& address, std::string_view signature, const std::vector<std::string>& topics,
           std::string data) {
  Log log;
  log.address = parse_address(address).value();
  log.topic[0] = parse_signature(signature)->topic0;
  log.topics_used = 1;
  for (const std::string& topic : topics) log.topic[log.topics_used++] = hash_of_bytes(topic);
  log.data = std::move(data);
  log.block = 15'000'000;
  return log;
}

Log new_owner(const std::string& parent, std::string_view label, const std::string& owner = alice) {
  return log_of(registry2020, "NewOwner(bytes32 indexed node, bytes32 indexed label, address owner)",
                {node_of(parent), hash_of(label)}, word_of(owner));
}

std::string octets_of_address(const std::string& text) { return from_hex(text.substr(2)).value(); }

Decodings said_by(const std::vector<Log>& logs) {
  Decodings said;
  LogDecoder decoder{registry("ens")};
  for (const Log& log : logs) decoder.read(log, block_time, said);
  return said;
}

}  // namespace

TEST_CASE("a subname's place is known under a TLD of the file, else its parent alone") {
  const auto said =
      said_by({new_owner("eth", "alice"), new_owner("alice.eth", "shop"), new_owner("com", "x")});
  REQUIRE(said.events.size() == 3);
  CHECK(said.events[0].place == Place{namehash("eth"), "eth", 2});
  CHECK(said.events[0].detail.label_hash == keccak256("alice"));
  CHECK(said.events[0].detail.manager == alice_text);
  CHECK_FALSE(said.events[0].status.has_value());
  CHECK_FALSE(said.events[0].holder.has_value());
  CHECK(said.events[1].key == namehash("shop.alice.eth"));
  CHECK_FALSE(said.events[1].place.has_value());
  CHECK(said.events[1].parent == namehash("alice.eth"));
  CHECK(said.events[1].status == NameStatus::active);
  CHECK(said.events[2].parent == namehash("com"));
}

TEST_CASE("a subname given to nobody is burnt, a .eth name is its token's business") {
  const auto said = said_by({new_owner("alice.eth", "shop", nobody), new_owner("eth", "alice", nobody)});
  REQUIRE(said.events.size() == 2);
  CHECK(said.events[0].status == NameStatus::burnt);
  CHECK(said.events[0].detail.manager == "");
  CHECK_FALSE(said.events[1].status.has_value());
}

TEST_CASE("reverse records and TLDs of the DNS are passed over, with their resolver") {
  const auto resolver = [](const std::string& name) {
    return log_of(registry2020, "NewResolver(bytes32 indexed node, address resolver)", {node_of(name)},
                  word_of(alice));
  };
  const auto said = said_by({new_owner("addr.reverse", "a1"), resolver("a1.addr.reverse"),
                             new_owner("", "com"), new_owner("reverse", "addr"), resolver("alice.eth")});
  REQUIRE(said.events.size() == 1);
  CHECK(said.events[0].key == namehash("alice.eth"));
  CHECK(said.events[0].detail.resolver == alice_text);
}

TEST_CASE("the registry of 2017 is not heard once the next one stands") {
  Log log = new_owner("alice.eth", "shop");
  log.address = parse_address(registry2017).value();
  log.block = 9'380'379;
  CHECK(said_by({log}).events.size() == 1);
  log.block = 9'380'380;
  CHECK(said_by({log}).events.empty());
}

TEST_CASE("records come from any address, and nothing else does") {
  const auto addr = log_of(some_resolver, "AddrChanged(bytes32 indexed node, address a)",
                           {node_of("alice.eth")}, word_of(alice));
  const auto none = log_of(some_resolver, "AddrChanged(bytes32 indexed node, address a)",
                           {node_of("alice.eth")}, word_of(nobody));
  const auto coin =
      log_of(some_resolver, "AddressChanged(bytes32 indexed node, uint256 coinType, bytes newAddress)",
             {node_of("alice.eth")}, word(2147483658) + word(64) + tail("addr"));
  const auto dns = log_of(
      some_resolver, "DNSRecordChanged(bytes32 indexed node, bytes name, uint16 resource, bytes record)",
      {node_of("alice.eth")}, word(96) + word(16) + word(160) + tail("\5alice\3e.h\0"s) + tail("record"));
  const auto clears = log_of(some_resolver, "VersionChanged(bytes32 indexed node, uint64 newVersion)",
                             {node_of("alice.eth")}, word(2));
  Log foreign = new_owner("eth", "alice");
  foreign.address = parse_address(some_resolver).value();
  const auto said = said_by({addr, none, coin, dns, clears, foreign});
  CHECK(said.events.empty());
  REQUIRE(said.records.size() == 5);
  CHECK(said.records[0].type == "addr.60");
  CHECK(said.records[0].value == alice);
  CHECK(said.records[0].key == namehash("alice.eth"));
  CHECK(said.records[0].resolver == some_resolver);
  CHECK_FALSE(said.records[1].value.has_value());
  CHECK(said.records[2].type == "addr.2147483658");
  CHECK(said.records[2].value == "addr");
  CHECK(said.records[3].type.starts_with("dns.16.alice."));
  CHECK(said.records[3].value == "record");
  CHECK(said.records[4].clears);
}

TEST_CASE("a record whose type would not fit a database key is malformed") {
  std::string wire;
  for (int i = 0; i < 4; ++i) wire += static_cast<char>(200) + std::string(200, 'x');
  const auto said =
      said_by({log_of(some_resolver, "DNSRecordDeleted(bytes32 indexed node, bytes name, uint16 resource)",
                      {node_of("alice.eth")}, word(64) + word(1) + tail(wire + "\0"s))});
  CHECK(said.records.empty());
  CHECK(said.malformed.size() == 1);
}

TEST_CASE("a wrapped subname carries fuses, and its expiry where the parent has given up control") {
  const auto wrapped = [](const std::string& wire, std::string_view name, std::uint64_t fuses) {
    return log_of(
        wrapper, "NameWrapped(bytes32 indexed node, bytes name, address owner, uint32 fuses, uint64 expiry)",
        {node_of(name)}, word(128) + word_of(alice) + word(fuses) + word(1'900'000'000) + tail(wire));
  };
  const std::string sub = "\3pay\5alice\3eth\0"s;
  const auto said = said_by({wrapped(sub, "pay.alice.eth", 65537), wrapped(sub, "pay.alice.eth", 0),
                             wrapped("\5alice\3eth\0"s, "alice.eth", 65537)});
  REQUIRE(said.events.size() == 3);
  CHECK(said.events[0].expires_at == Timestamp{std::chrono::seconds{1'900'000'000}});
  CHECK(said.events[0].detail.fuses == 65537);
  CHECK(said.events[0].place == Place{namehash("alice.eth"), "alice.eth", 3});
  CHECK_FALSE(said.events[1].expires_at.has_value());
  CHECK_FALSE(said.events[2].expires_at.has_value());
}

TEST_CASE("an unwrapped name has no token, until the registrar says so") {
  const auto said = said_by({log_of(wrapper, "NameUnwrapped(bytes32 indexed node, address owner)",
                                    {node_of("alice.eth")}, word_of(alice))});
  REQUIRE(said.events.size() == 1);
  CHECK(said.events[0].holder == "");
  CHECK(said.events[0].detail.manager == alice_text);
  CHECK(said.events[0].detail.fuses == 0);
}

TEST_CASE("a batch of wrapped names moves one by one") {
  const auto batch = [](std::uint64_t length) {
    return log_of(
        wrapper,
        "TransferBatch(address indexed operator, address indexed from, address indexed to, uint256[] ids, "
        "uint256[] values)",
        {word_of(nobody), word_of(nobody), word_of(alice)},
        word(64) + word(160) + word(length) + node_of("a.eth") + node_of("b.eth") + word(2) + word(1) +
            word(1));
  };
  const auto said = said_by({batch(2)});
  REQUIRE(said.events.size() == 2);
  CHECK(said.events[0].key == namehash("a.eth"));
  CHECK(said.events[1].key == namehash("b.eth"));
  CHECK(said.events[1].holder == alice_text);
  CHECK(said_by({batch(1U << 30)}).malformed.size() == 1);
}

TEST_CASE("a controller removed is a notice") {
  const auto said =
      said_by({log_of(registrar, "ControllerRemoved(address indexed controller)", {word_of(alice)}, "")});
  REQUIRE(said.notices.size() == 1);
  CHECK(said.notices[0].text.ends_with("controller: controller " + alice_text));
  CHECK(said.events.empty());
}

TEST_CASE("contracts found on chain are read from their announcement on") {
  const auto described = parse_registry(R"toml(id = "demo"
title = "Demo"
namespace = "demo"
chain = "ethereum"
chain_id = 1
start_block = 0
[[contract]]
title = "Found"
follow = true
from_block = 0
[[contract.event]]
signature = "Named(bytes32 indexed node, bytes32 indexed label, string name)"
parent = "node"
labelhash = "label"
label = "name"
[[factory]]
title = "Maker"
address = "0x00000000000c2e074ec69a0dfb2997ba6c7d2e1e"
signature = "Made(address indexed made)"
contract = "made"
follow = "Found"
)toml",
                                        "demo.toml");
  REQUIRE(described.has_value());
  const auto named = [](const std::string& at) {
    return log_of(at, "Named(bytes32 indexed node, bytes32 indexed label, string name)",
                  {node_of("alice.eth"), hash_of("pay")}, word(32) + tail("pay"));
  };
  const auto made =
      log_of(registry2020, "Made(address indexed made)", {word_of(octets_of_address(some_resolver))}, "");
  LogDecoder decoder{*described};
  Decodings said;
  decoder.read(named(some_resolver), block_time, said);
  CHECK(said.events.empty());
  decoder.read(made, block_time, said);
  decoder.read(named(some_resolver), block_time, said);
  decoder.read(named(registrar), block_time, said);
  REQUIRE(said.events.size() == 1);
  CHECK(said.events[0].label->bytes == "pay");
  CHECK(said.events[0].parent == namehash("alice.eth"));
}
