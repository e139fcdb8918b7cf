#include <doctest/doctest.h>
#include <rapidjson/schema.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "collectors/evm/description.hpp"
#include "collectors/evm/toml_tree.hpp"
#include "core/hex.hpp"
#include "core/json.hpp"
#include "core/label.hpp"

using namespace splitroot;
using namespace splitroot::collectors::evm;

namespace {

const std::string sources = SPLITROOT_SOURCE_DIR;

std::string read_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  REQUIRE_MESSAGE(file, path);
  return {std::istreambuf_iterator<char>{file}, {}};
}

rapidjson::Value to_json(const TomlNode& node, rapidjson::Document::AllocatorType& allocator) {
  rapidjson::Value out;
  if (const auto* text = std::get_if<std::string>(&node.value)) out.SetString(text->c_str(), allocator);
  if (const auto* number = std::get_if<std::int64_t>(&node.value)) out.SetInt64(*number);
  if (const auto* flag = std::get_if<bool>(&node.value)) out.SetBool(*flag);
  if (const auto* list = std::get_if<TomlList>(&node.value)) {
    out.SetArray();
    for (const TomlNode& item : *list) out.PushBack(to_json(item, allocator), allocator);
  }
  if (const auto* map = std::get_if<TomlMap>(&node.value)) {
    out.SetObject();
    for (const auto& [key, value] : *map) {
      out.AddMember(rapidjson::Value{key.c_str(), allocator}, to_json(value, allocator), allocator);
    }
  }
  return out;
}

bool meets_schema(const std::string& toml) {
  rapidjson::Document schema;
  schema.Parse(read_file(sources + "/schemas/json/registry.schema.json").c_str());
  REQUIRE_FALSE(schema.HasParseError());
  const rapidjson::SchemaDocument document{schema};
  rapidjson::SchemaValidator validator{document};
  rapidjson::Document json;
  json.CopyFrom(to_json(std::get<TomlNode>(parse_toml(toml)), json.GetAllocator()), json.GetAllocator());
  return json.Accept(validator);
}

const std::string minimal = R"toml(id = "demo"
title = "Demo"
namespace = "demo"
chain = "ethereum"
chain_id = 1
start_block = 5
[[contract]]
title = "Registrar"
address = "0x57f1887a8bf19b14fc0df6fd9b2acc9af147ea85"
from_block = 5
[[contract.event]]
signature = "Minted(bytes32 indexed node, string name, address owner, uint64 until)"
node = "node"
)toml";

const std::string any_address = R"toml([[contract]]
title = "Anyone"
any_address = true
from_block = 5
[[contract.event]]
signature = "Said(bytes32 indexed node)"
node = "node"
)toml";

const std::string followed = R"toml([[contract]]
title = "Found"
follow = true
from_block = 5
[[contract.event]]
signature = "Said(bytes32 indexed node)"
node = "node"
)toml";

const std::string factory = R"toml([[factory]]
title = "Maker"
address = "0x00000000000c2e074ec69a0dfb2997ba6c7d2e1e"
signature = "Made(address indexed made)"
contract = "made"
follow = "Found"
)toml";

std::string message_of(const std::string& toml) {
  const auto parsed = parse_registry(toml, "demo.toml");
  return parsed ? "" : parsed.error().message;
}

}  // namespace

TEST_CASE("the shipped descriptions are read") {
  std::set<std::string> ids;
  for (const RegistryDescription& registry : shipped_registries()) ids.insert(registry.id);
  for (const char* id : {"ens", "uns-ethereum", "uns-polygon", "uns-base", "uns-sonic"})
    CHECK(ids.contains(id));
}

TEST_CASE("ens is described as it stands on the main network") {
  const auto ens = load_registry(sources + "/schemas/registries/ens.toml").value();
  CHECK(ens.ns == "ens");
  CHECK(ens.chain == "ethereum");
  CHECK(ens.chain_id == 1);
  CHECK(ens.tlds == std::vector<std::string>{"eth"});
  CHECK(ens.lapse.grace == std::chrono::days{90});
  CHECK(ens.lapse.premium == std::chrono::days{21});
  for (const std::string& url : ens.endpoints) CHECK(url.starts_with("https://"));
  const Contract* registrar = ens.find(*parse_address("0x57f1887a8bf19b14fc0df6fd9b2acc9af147ea85"));
  REQUIRE(registrar != nullptr);
  CHECK(registrar->from_block == 9380410);
  const auto transfer = parse_signature("T(address a)");
  CHECK(find_event(*registrar, transfer->topic0) == nullptr);
}

TEST_CASE("descriptions agree with the published addresses") {
  // Controllers of Basenames that the table does not list; the description names their sources.
  const std::set<std::string> unpublished{"0xd3e6775ed9b7dc12b205c8e608dc3767b9e5efda",
                                          "0xa7d2607c6bd39ae9521e514026cbb078405ab322"};
  const char* data = std::getenv("SPLITROOT_DATA");
  std::ifstream file{std::string{data == nullptr ? "" : data} + "/eth/addresses.tsv"};
  if (!file) {
    MESSAGE("skipped: SPLITROOT_DATA names no folder with eth/addresses.tsv");
    return;
  }
  std::map<std::pair<std::uint64_t, Address>, std::string> published;
  for (std::string line; std::getline(file, line);) {
    std::vector<std::string> fields;
    std::istringstream columns{line};
    for (std::string field; std::getline(columns, field, '\t');) fields.push_back(field);
    REQUIRE(fields.size() >= 4);
    const auto address = parse_address(lower_ascii(fields[2]));
    REQUIRE_MESSAGE(address.has_value(), fields[1]);
    if (!parse_address(fields[2])) MESSAGE(fields[1], ": ", fields[2], " fails its checksum");
    published[{std::stoull(fields[0]), *address}] = fields[3];
  }
  for (const RegistryDescription& registry : shipped_registries()) {
    for (const Contract& contract : registry.contracts) {
      if (contract.where != Contract::Where::here) continue;
      CAPTURE(contract.title);
      if (unpublished.contains(to_text(contract.address))) continue;
      const auto found = published.find({registry.chain_id, contract.address});
      REQUIRE(found != published.end());
      const bool known = found->second.find_first_not_of("0123456789") == std::string::npos;
      if (known) CHECK(found->second == std::to_string(contract.from_block));
      if (!known) CHECK(contract.from_block == registry.start_block);
    }
  }
}

TEST_CASE("the topics of ens are the published ones") {
  const char* data = std::getenv("SPLITROOT_DATA");
  std::ifstream file{std::string{data == nullptr ? "" : data} + "/eth/topics.tsv"};
  if (!file) {
    MESSAGE("skipped: SPLITROOT_DATA names no folder with eth/topics.tsv");
    return;
  }
  std::set<std::string> published;
  for (std::string line; std::getline(file, line);) {
    std::istringstream columns{line};
    std::string contract;
    std::string topic;
    std::getline(columns, contract, '\t');
    std::getline(columns, topic, '\t');
    published.insert(topic);
  }
  const auto ens = load_registry(sources + "/schemas/registries/ens.toml").value();
  for (const Contract& contract : ens.contracts) {
    for (const EventRule& rule : contract.events) {
      CAPTURE(contract.title);
      CAPTURE(rule.signature.name);
      CHECK(published.contains(to_hex0x(view(rule.signature.topic0))));
    }
  }
}

TEST_CASE("the shipped descriptions meet their schema, and the schema refuses what the reader refuses") {
  std::size_t files = 0;
  for (const auto& file : std::filesystem::directory_iterator{sources + "/schemas/registries"}) {
    CHECK_MESSAGE(meets_schema(read_file(file.path())), file.path().string());
    ++files;
  }
  CHECK(files == shipped_registries().size());
  CHECK(meets_schema(minimal));
  CHECK_FALSE(meets_schema("colour = 'red'\n" + minimal));
  CHECK_FALSE(meets_schema(minimal + "owner_zero = 'gone'\n"));
  CHECK_FALSE(meets_schema(minimal + "registers = 'yes'\n"));
}

TEST_CASE("the registries of one namespace are told apart by their homes") {
  std::map<std::string, std::set<std::string>> homes;
  std::map<std::string, std::size_t> registries;
  for (const RegistryDescription& registry : shipped_registries()) {
    homes[registry.ns].insert(registry.home);
    ++registries[registry.ns];
  }
  for (const auto& [ns, count] : registries) CHECK_MESSAGE(homes[ns].size() == count, ns);
  CHECK(homes["uns"] == std::set<std::string>{"ethereum", "polygon", "base", "sonic"});
}

TEST_CASE("a minimal description is enough") {
  const auto registry = parse_registry(minimal, "demo.toml");
  REQUIRE(registry.has_value());
  CHECK(registry->lapse.grace.count() == 0);
  CHECK(registry->contracts[0].events[0].node == 0);
}

TEST_CASE("all that is wrong is said at once, each with its line") {
  const std::string message = message_of(R"toml(id = "Demo"
title = 7
colour = "red"
namespace = "demo"
chain = "ethereum"
chain_id = -1
endpoints = ["ftp://x", 3]
start_block = 5
custodians = ["0x12"]
[lapse]
grace = 9
[[contract]]
title = "Registrar"
address = "0x57F1887a8bf19b14fc0df6fd9b2acc9af147ea85"
from_block = 4
[[contract.event]]
signature = "Minted(bytes32 indexed node, string name, address owner, uint64 until"
[[contract.event]]
signature = "Minted(bytes32 indexed node, string indexed name, address owner, uint64 until)"
node = "nodes"
name = "name"
owner = "until"
status = "alive"
registers = 1
)toml");
  for (const char* line :
       {"demo.toml:1:", "demo.toml:2:", "demo.toml:3:", "demo.toml:6:", "demo.toml:7:", "demo.toml:9:",
        "demo.toml:11:", "demo.toml:14:", "demo.toml:15:", "demo.toml:17:", "demo.toml:20:", "demo.toml:21:",
        "demo.toml:22:", "demo.toml:23:", "demo.toml:24:"}) {
    CHECK_MESSAGE(message.find(line) != std::string::npos, line, " is missing in\n", message);
  }
  CHECK(message.find("colour: unknown key; known here: bridges, chain, chain_id, contract") !=
        std::string::npos);
}

TEST_CASE("single faults are told apart") {
  CHECK(message_of("id = \n").find("demo.toml:1:") == 0);
  CHECK(message_of("title = \"x\"\n").find("contract: is missing") != std::string::npos);
  CHECK(message_of(minimal + "label = \"name\"\n").find("need 'under'") != std::string::npos);
  CHECK(message_of(minimal + "parent = \"node\"\n").find("of use with label") != std::string::npos);
  CHECK(message_of(minimal + "record_value = \"name\"\n").find("record: is missing") != std::string::npos);
  CHECK(message_of(minimal + "record_key = \"name\"\n").find("needs the registry's record_keys") !=
        std::string::npos);
  CHECK(message_of(minimal + "record = \"a\"\nclears_records = true\n").find("stands alone") !=
        std::string::npos);
  CHECK(message_of(minimal + "notice = \"gone\"\n").find("node: has no meaning beside notice") !=
        std::string::npos);
  CHECK(message_of(minimal + "expires_at = \"soon\"\n").find("is no time such as") != std::string::npos);
  CHECK(message_of("quiet_days = 0\n" + minimal).find("from 1 to 36500") != std::string::npos);
  CHECK(message_of(minimal + "under = \"x\"\n").find("of use with label") != std::string::npos);
  CHECK(message_of(minimal + "owner_zero = \"burnt\"\n").find("needs an owner") != std::string::npos);
  CHECK(message_of("home = \"Main net\"\n" + minimal).find("only a-z") != std::string::npos);
  CHECK(message_of("bridges = [\"0x12\"]\n" + minimal).find("bridges: '0x12' is no address") !=
        std::string::npos);
  CHECK(message_of(minimal + "owner = \"name\"\n").find("must be a address") != std::string::npos);
  CHECK(
      message_of(minimal + "[[contract.event]]\nsignature = \"A(uint256 a)\"\n").find("say which argument") !=
      std::string::npos);
  const auto second = minimal.substr(minimal.find("[[contract]]"));
  CHECK(message_of(minimal + second).find("another contract has the same address") != std::string::npos);
  CHECK(message_of(minimal + any_address).find("may tell of records only") != std::string::npos);
  CHECK(message_of(minimal + followed).find("no factory announces the contract 'Found'") !=
        std::string::npos);
  CHECK(message_of(minimal + followed + factory).empty());
  CHECK(meets_schema(minimal + followed + factory));
  CHECK(message_of(minimal + factory).find("no contract is called 'Found'") != std::string::npos);
  const auto event = minimal.substr(minimal.find("[[contract.event]]"));
  CHECK(message_of(minimal + event).find("the same topic") != std::string::npos);
  CHECK_FALSE(load_registry("/nonexistent/registry.toml").has_value());
}
