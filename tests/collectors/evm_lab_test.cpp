#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

#include "collectors/evm/collector.hpp"
#include "collectors/evm/toml_tree.hpp"
#include "core/json.hpp"
#include "evm_fakes.hpp"

// Compares what the collectors read from a real node with what its contracts say (tests/peers/lab).

using namespace splitroot;
using namespace splitroot::collectors;

namespace {

std::string lab_folder() {
  const char* folder = std::getenv("SPLITROOT_LAB");
  return folder == nullptr ? "" : folder;
}

std::string read_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::string endpoint_of(const std::string& source) {
  const auto tree = evm::parse_toml(read_file(lab_folder() + "/lab.toml"));
  const auto& root = std::get<evm::TomlMap>(std::get<evm::TomlNode>(tree).value);
  const auto& sources = std::get<evm::TomlMap>(root.at("source").value);
  const auto& settings = std::get<evm::TomlMap>(sources.at(source).value);
  return std::get<std::string>(std::get<evm::TomlList>(settings.at("endpoints").value).at(0).value);
}

RegistryDescription described(std::string_view id) {
  for (RegistryDescription& each : shipped_registries()) {
    if (each.id == id) return each;
  }
  throw std::runtime_error("not described");
}

/// What a registry's logs add up to.
struct Said {
  std::vector<NameEvent> events;
  std::vector<RecordEvent> records;
  std::vector<SourceNotice> notices;
};

/// Everything the lab's node tells about one registry.
Said collect_all(const std::string& id, std::uint64_t window, std::size_t largest_body = 16U << 20) {
  boost::asio::io_context io;
  net::HttpClient http{io.get_executor()};
  net::RpcEndpoint endpoint;
  endpoint.url = endpoint_of(id);
  endpoint.requests_per_second = 0;
  endpoint.largest_body = largest_body;
  const auto rpc = net::make_rpc_client(http, endpoint);
  EvmSettings settings;
  settings.from = 0;
  settings.window = window;
  const auto collector = make_evm_collector(described(id), {rpc.get()}, settings);
  evm_fakes::MemorySink sink;
  std::string failure = "it did not end";
  boost::asio::co_spawn(io, collector->pass(sink), [&](std::exception_ptr thrown, Result<void> result) {
    failure = thrown ? "it threw" : result ? "" : result.error().message;
  });
  io.run();
  REQUIRE_MESSAGE(failure.empty(), failure);
  Said said;
  said.events = sink.events();
  for (const NameBatch& batch : sink.batches) {
    CHECK(batch.malformed.empty());
    said.records.insert(said.records.end(), batch.records.begin(), batch.records.end());
    said.notices.insert(said.notices.end(), batch.notices.begin(), batch.notices.end());
  }
  return said;
}

std::vector<NameEvent> collect(const std::string& id, std::uint64_t window) {
  return collect_all(id, window).events;
}

/// What is known of a name: the sum of its events, and the last of them that registered it by name.
struct Known {
  NamePatch sum;
  Evidence registered;
};

std::map<std::string, Known> by_node(std::vector<NameEvent> events) {
  std::map<std::string, Known> names;
  for (const NameEvent& event : events) {
    if (event.registered_at && event.label)
      names[to_hex0x(view(event.key.bytes))].registered = event.evidence;
  }
  for (NamePatch& patch : collapse(std::move(events))) {
    names[to_hex0x(view(patch.state.key.bytes))].sum = std::move(patch);
  }
  return names;
}

std::string text_or_empty(const rapidjson::Value& object, const char* name) {
  return std::string{string_member(object, name).value_or("")};
}

void check_expiry(const NameEvent& state, const rapidjson::Value& entry) {
  const auto expires = uint_member(entry, "expiresAt");
  CHECK(state.expires_at.has_value() == expires.has_value());
  if (expires && state.expires_at) CHECK(to_unix(*state.expires_at) == static_cast<std::int64_t>(*expires));
}

void check_holder(const NameEvent& state, const rapidjson::Value& entry) {
  if (const auto* burned = member(entry, "burned"); burned != nullptr && burned->IsTrue()) {
    CHECK(state.status == NameStatus::burnt);
    return;
  }
  const auto* locked = member(entry, "locked");
  CHECK(state.status == (locked != nullptr && locked->IsTrue() ? NameStatus::unknown : NameStatus::active));
  const std::string now = text_or_empty(entry, "holder");
  const std::string holder = now.empty() ? text_or_empty(entry, "lastHolder") : now;
  if (!holder.empty()) CHECK(state.holder.value_or("") == holder);
}

/// A name that came over a bridge is spelled by its other home alone.
bool is_spelled(const rapidjson::Value& entry) {
  const auto* spelled = member(entry, "spelled");
  return spelled == nullptr || spelled->IsTrue();
}

void check_spelling(const Known& known, const rapidjson::Value& entry) {
  const NameEvent& state = known.sum.state;
  CHECK(state.label.has_value() == is_spelled(entry));
  if (!is_spelled(entry)) return;
  REQUIRE(state.place.has_value());
  CHECK(to_hex(state.label->bytes) == text_or_empty(entry, "labelHex"));
  CHECK(to_hex(full_name(*state.label, *state.place)) == text_or_empty(entry, "nameHex"));
  CHECK(known.registered.block == uint_member(entry, "registeredBlock"));
  CHECK(known.registered.tx == text_or_empty(entry, "registeredTx"));
}

void check_name(const Known& known, const rapidjson::Value& entry) {
  const NameEvent& state = known.sum.state;
  check_spelling(known, entry);
  check_expiry(state, entry);
  check_holder(state, entry);
  CHECK(state.evidence.block.value_or(~0ULL) <= uint_member(entry, "lastBlock").value_or(0));
}

/// Compares all names of a namespace, or of one of its homes; returns how many there are.
std::size_t check_names(const std::map<std::string, Known>& names, const std::string& ns,
                        const std::string& home = "") {
  const auto manifest = parse_json(read_file(lab_folder() + "/manifest.json"), "manifest").value();
  std::size_t compared = 0;
  for (const rapidjson::Value& entry : manifest["names"].GetArray()) {
    if (text_or_empty(entry, "namespace") != ns || text_or_empty(entry, "home") != home) continue;
    const std::string node = text_or_empty(entry, "node");
    CAPTURE(node);
    const auto found = names.find(node);
    REQUIRE(found != names.end());
    check_name(found->second, entry);
    ++compared;
  }
  return compared;
}

/// Compares the TLDs of one home; returns how many there are.
std::size_t check_tlds(const std::map<std::string, Known>& names, const std::string& home) {
  const auto manifest = parse_json(read_file(lab_folder() + "/manifest.json"), "manifest").value();
  std::size_t compared = 0;
  for (const rapidjson::Value& entry : manifest["tlds"].GetArray()) {
    if (text_or_empty(entry, "home") != home) continue;
    const auto& state = names.at(text_or_empty(entry, "node")).sum.state;
    CHECK(state.label->bytes == text_or_empty(entry, "tld"));
    CHECK(state.place->depth == 1);
    const bool removed = uint_member(entry, "removedBlock").has_value();
    CHECK(state.status == (removed ? NameStatus::revoked : NameStatus::active));
    ++compared;
  }
  return compared;
}

rapidjson::Document manifest() {
  return parse_json(read_file(lab_folder() + "/manifest.json"), "manifest").value();
}

std::string hex_of(const NameKey& key) { return to_hex0x(view(key.bytes)); }

/// The token's holder, else the registry's owner.
std::string holder_of(const NameEvent& state) {
  const std::string holder = state.holder.value_or("");
  return holder.empty() ? state.detail.manager.value_or("") : holder;
}

/// A name that no controller sold: below a .eth name, or of the DNS.
void check_subname(const NameEvent& state, const rapidjson::Value& entry) {
  CHECK(holder_of(state) == text_or_empty(entry, "holder"));
  CHECK(state.status == (holder_of(state).empty() ? NameStatus::burnt : NameStatus::active));
  CHECK(state.label.has_value() == is_spelled(entry));
  if (state.label) CHECK(state.label->bytes == text_or_empty(entry, "word"));
  CHECK(to_hex0x(view(*state.detail.label_hash)) == text_or_empty(entry, "labelHash"));
  const auto parent = state.place ? state.place->parent : state.parent;
  CHECK(hex_of(parent.value()) == text_or_empty(entry, "parent"));
  CHECK(state.detail.fuses.value_or(0) == uint_member(entry, "fuses"));
  if (uint_member(entry, "expiresAt")) check_expiry(state, entry);
}

using RecordKey = std::tuple<std::string, std::string, std::string>;

/// What is left of the records, by node, resolver and type.
std::map<RecordKey, std::string> standing_records(const std::vector<RecordEvent>& events) {
  std::map<RecordKey, std::string> records;
  for (const RecordEvent& event : events) {
    if (event.clears) {
      std::erase_if(records, [&](const auto& each) {
        return std::get<0>(each.first) == hex_of(event.key) && std::get<1>(each.first) == event.resolver;
      });
      continue;
    }
    const RecordKey key{hex_of(event.key), event.resolver, event.type};
    if (event.value) records[key] = *event.value;
    if (!event.value) records.erase(key);
  }
  return records;
}

/// Compares the records of all names of one home, where a contract answers for them; returns how many there
/// are.
std::size_t check_own_records(const std::map<std::string, Known>& names,
                              const std::vector<RecordEvent>& events, const std::string& home) {
  const auto kept = standing_records(events);
  const auto told = manifest();
  std::size_t compared = 0;
  for (const rapidjson::Value& entry : told["names"].GetArray()) {
    const auto* wanted = member(entry, "records");
    if (text_or_empty(entry, "home") != home || wanted == nullptr || !wanted->IsObject()) continue;
    const std::string node = text_or_empty(entry, "node");
    CAPTURE(node);
    const RecordKey first{node, names.at(node).sum.state.detail.resolver.value_or("none"), ""};
    std::size_t found = 0;
    for (auto each = kept.lower_bound(first); each != kept.end(); ++each, ++found) {
      const auto& [of, resolver, type] = each->first;
      if (of != node || resolver != std::get<1>(first)) break;
      CHECK(text_or_empty(*wanted, type.c_str()) == each->second);
    }
    CHECK(found == wanted->MemberCount());
    compared += found;
  }
  return compared;
}

bool no_lab() {
  if (!lab_folder().empty()) return false;
  MESSAGE("skipped: SPLITROOT_LAB names no lab (tests/peers/lab up DIR)");
  return true;
}

}  // namespace

TEST_CASE("every ENS name of a real node is read as its contracts know it") {
  if (no_lab()) return;
  const auto names = by_node(collect("ens", 2'000));
  CHECK(check_names(names, "ens") > 40);
  CHECK(names.at(to_hex0x(view(namehash("eth").bytes))).sum.state.place->depth == 1);
}

TEST_CASE("subnames, names of the DNS and auctioned names are read as registry and wrapper know them") {
  if (no_lab()) return;
  const auto names = by_node(collect("ens", 2'000));
  const auto told = manifest();
  std::set<std::string> unspelled;
  for (const rapidjson::Value& node : told["auctioned"].GetArray()) {
    unspelled.emplace(text_of(node));
    CHECK(names.at(std::string{text_of(node)}).sum.state.place->depth == 2);
  }
  std::size_t compared = 0;
  for (const rapidjson::Value& entry : told["subnames"].GetArray()) {
    const std::string node = text_or_empty(entry, "node");
    CAPTURE(node);
    REQUIRE(names.contains(node));
    check_subname(names.at(node).sum.state, entry);
    if (!is_spelled(entry)) unspelled.insert(node);
    ++compared;
  }
  CHECK(compared >= 9);
  CHECK(unspelled.size() >= 5);
  for (const auto& [node, known] : names)
    CHECK(unspelled.contains(node) != known.sum.state.label.has_value());
}

TEST_CASE("records are those the resolver answers with, and notices tell of controllers") {
  if (no_lab()) return;
  const auto said = collect_all("ens", 2'000);
  const auto records = standing_records(said.records);
  std::size_t held = 0;
  const auto told = manifest();
  for (const rapidjson::Value& entry : told["records"].GetArray()) {
    const RecordKey key{text_or_empty(entry, "node"), text_or_empty(entry, "resolver"),
                        text_or_empty(entry, "type")};
    CAPTURE(std::get<0>(key));
    CAPTURE(std::get<2>(key));
    const auto found = records.find(key);
    const std::string value = found == records.end() ? "" : to_hex(found->second);
    CHECK(value == text_or_empty(entry, "valueHex"));
    held += value.empty() ? 0 : 1;
  }
  CHECK(held >= 5);
  CHECK(said.notices.size() >= 4);
}

TEST_CASE("every UNS name and TLD of each chain is read as that chain's contracts know it") {
  if (no_lab()) return;
  struct Chain {
    std::string home;
    std::size_t names;
    std::size_t tlds;
    std::size_t records;
  };
  for (const Chain& least :
       {Chain{"ethereum", 40, 20, 40}, {"polygon", 30, 5, 20}, {"base", 12, 3, 8}, {"sonic", 8, 2, 5}}) {
    CAPTURE(least.home);
    const auto said = collect_all("uns-" + least.home, 2'000);
    const auto names = by_node(said.events);
    CHECK(check_own_records(names, said.records, least.home) >= least.records);
    for (const RecordEvent& event : said.records) {
      CHECK_FALSE((event.type.starts_with("whois") || event.type.starts_with("social")));
    }
    CHECK(check_names(names, "uns", least.home) >= least.names);
    CHECK(check_tlds(names, least.home) >= least.tlds);
  }
}

TEST_CASE("every Basename is read as the registrar knows it, from the description alone") {
  if (no_lab()) return;
  const auto names = by_node(collect("basenames", 2'000));
  const auto ens = by_node(collect("ens", 2'000));
  CHECK(check_names(names, "ens", "base") > 20);
  for (const auto& [node, known] : names) {
    CHECK(known.sum.state.place->depth == 3);
    CHECK(known.sum.state.place->suffix == "base.eth");
    CHECK_FALSE(ens.contains(node));
  }
}

TEST_CASE("small windows read the same from a real node as large ones") {
  if (no_lab()) return;
  const auto large = collect("ens", 2'000);
  const auto small = collect("ens", 7);
  REQUIRE(large.size() == small.size());
  for (std::size_t i = 0; i < large.size(); ++i) {
    CHECK(large[i].key == small[i].key);
    CHECK(large[i].evidence == small[i].evidence);
  }
}

TEST_CASE("lab: windows and batches whose answers are too large for us are asked for in parts") {
  if (no_lab()) return;
  const auto places = [](const Said& said) {
    std::vector<std::pair<std::string, Evidence>> out;
    for (const NameEvent& event : said.events)
      out.emplace_back(to_hex0x(view(event.key.bytes)), event.evidence);
    return out;
  };
  const auto whole = places(collect_all("ens", 100'000));
  REQUIRE(whole.size() > 500);
  CHECK(places(collect_all("ens", 100'000, 256U << 10)) == whole);
}
