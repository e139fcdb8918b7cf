#include <doctest/doctest.h>

#include <iostream>

#include "collectors/handshake/fold.hpp"
#include "collectors/handshake/held_back.hpp"
#include "collectors/handshake/resource.hpp"
#include "core/json.hpp"
#include "tests/collectors/handshake_fixture.hpp"
#include "tests/collectors/handshake_nameinfo.hpp"
#include "tests/collectors/peer_script.hpp"

/// Against hsd itself, in a process of its own: tests/peers/hns_states.mjs. Runs where the lab does
/// (SPLITROOT_LAB).
using namespace handshake_fixture;
using handshake_nameinfo::number;
using handshake_nameinfo::state_in;

namespace {

using handshake::Regime;

/// Regtest's rules, with the heights that the script has chosen.
handshake::NameRules rules_of(const rapidjson::Value& told) {
  auto rules = handshake::network_by_name("regtest").value().names;
  rules.claim_period = static_cast<std::uint32_t>(number(told, "claimPeriod"));
  rules.lockup_end = static_cast<std::uint32_t>(number(told, "lockupEnd"));
  return rules;
}

/// A record of getnameresource as we write it.
std::string presented(const rapidjson::Value& record) {
  const auto text = [&](const char* field) { return std::string{string_member(record, field).value()}; };
  const auto type = text("type");
  if (type == "NS") return text("ns");
  if (type == "GLUE4" || type == "GLUE6") return text("ns") + " " + text("address");
  if (type == "SYNTH4" || type == "SYNTH6") return text("address");
  if (type == "DS")
    return std::to_string(number(record, "keyTag")) + " " + std::to_string(number(record, "algorithm")) +
           " " + std::to_string(number(record, "digestType")) + " " + text("digest");
  std::string out;
  for (const auto& one : member(record, "txt")->GetArray())
    out.append(out.empty() ? "\"" : " \"").append(text_of(one)).append("\"");
  return out;
}

std::vector<std::string> presented_records(const rapidjson::Value& resource) {
  std::vector<std::string> out;
  const auto* records = resource.IsObject() ? member(resource, "records") : nullptr;
  if (records == nullptr) return out;
  for (const auto& record : records->GetArray())
    out.push_back(std::string{string_member(record, "type").value()} + " " + presented(record));
  return out;
}

bool looks_up(const rapidjson::Value& resource) {
  const auto all = presented_records(resource);
  return std::any_of(all.begin(), all.end(), [](const auto& one) { return !one.starts_with("TXT"); });
}

/// Follows the node's chain block by block.
class Follower {
 public:
  explicit Follower(handshake::NameRules rules) : rules_(rules) {}

  void take(const std::string& raw, std::uint32_t height) {
    const auto block = handshake::parse_block(raw);
    REQUIRE_MESSAGE(block.has_value(), (block ? "" : block.error().message));
    handshake::Decoded decoded;
    handshake::decode_block(*block, height, from_unix(block->time).value(), decoded);
    CHECK(decoded.malformed.empty());
    for (const auto& touch : decoded.touches) covenants.insert(static_cast<int>(touch.action.type));
    for (const auto& touch : decoded.touches)
      if (touch.action.type == handshake::CovenantType::revoke || !touch.resource.empty())
        resources_[touch.key] = touch.resource;
    handshake::Folding folding;
    folding.rules = rules_;
    folding.address_prefix = "rs";
    folding.final_to = height > 20 ? height - 20 : 0;
    folding.is_final = false;
    handshake::fold({std::move(decoded.touches)}, states_, folding);
  }

  void compare(std::string_view name, std::uint64_t height, const rapidjson::Value& info,
               const rapidjson::Value& resource) {
    CAPTURE(name);
    CAPTURE(height);
    const auto key = handshake_key(name);
    const auto known = states_.find(key);
    if (known == states_.end()) {
      CHECK(info.IsNull());
      return;
    }
    const auto& state = known->second.latest();
    const bool lapsed = handshake::has_lapsed(state, height, rules_);
    REQUIRE(lapsed == info.IsNull());
    CHECK(handshake::decode_states(handshake::encode(known->second)).value() == known->second);
    if (lapsed) return;
    CHECK(text(handshake::phase_at(state, height, rules_)) == string_member(info, "state"));
    CHECK((state == state_in(info, looks_up(resource))));
    const auto records = handshake::parse_resource(resources_[key]);
    std::vector<std::string> ours;
    if (records)
      for (const auto& record : *records) ours.push_back(std::string{text(record.type)} + " " + record.value);
    CHECK(ours == presented_records(resource));
    note(info, state);
  }

  std::set<std::string> phases;
  std::set<int> covenants;
  std::set<std::string> met;  ///< what a scenario is there for, by what the node says

 private:
  void note(const rapidjson::Value& info, const handshake::NameState& state) {
    const std::string phase{string_member(info, "state").value()};
    phases.insert(phase);
    if (state.claimed == 0) return;
    std::string kind = state.weak ? "weak " : "strong ";
    kind += state.registered ? "registered " : "claimed ";
    met.insert(kind + (state.transfer != 0 ? "transferred" : phase));
  }

  handshake::NameRules rules_;
  handshake::StatesByName states_;
  std::map<NameKey, std::string> resources_;
};

/// What the node says of the names that nobody holds, against the regime of the next block.
Regime compare_held_back(const rapidjson::Value& told, std::uint64_t height,
                         const handshake::NameRules& rules) {
  CAPTURE(height);
  const auto& fork = *member(*member(told, "softforks"), "icannlockup");
  const bool active = string_member(fork, "status") == "active";
  const auto regime = handshake::regime_at(height + 1, active, rules).value();
  const auto says = [&](const char* kind, const char* field) {
    const auto* value = member(*member(*member(told, "start"), kind), field);
    return value != nullptr && value->GetBool();
  };
  for (const auto* kind : {"root", "popular", "unlocked"})
    CHECK(says(kind, "reserved") == (regime == Regime::reserve));
  CHECK(says("root", "locked") == (regime == Regime::lockup || regime == Regime::root_lockup));
  CHECK(says("popular", "locked") == (regime == Regime::lockup));
  CHECK_FALSE(says("unlocked", "locked"));
  return regime;
}

}  // namespace

TEST_CASE("lab: states and records equal hsd's after every block of every covenant scenario") {
  if (std::getenv("SPLITROOT_LAB") == nullptr) {
    std::printf("skipped: no lab; set SPLITROOT_LAB to that of tests/peers/lab up\n");
    return;
  }
  Lines lines{"node '" + peers_script("hns_states.mjs") + "'"};
  std::string line;
  REQUIRE(lines.next(line));
  const auto rules = rules_of(parse_json(line, "hns_states.mjs").value());
  Follower follower{rules};
  std::set<Regime> regimes;
  std::size_t compared = 0;
  while (lines.next(line)) {
    const auto told = parse_json(line, "hns_states.mjs").value();
    const auto height = static_cast<std::uint32_t>(number(told, "height"));
    follower.take(bytes(string_member(told, "block").value()), height);
    regimes.insert(compare_held_back(told, height, rules));
    for (const auto& name : member(told, "names")->GetObject()) {
      const auto* resource = member(*member(told, "resources"), name.name.GetString());
      follower.compare(text_of(name.name), height, name.value, *resource);
      ++compared;
    }
  }
  CHECK(lines.close() == 0);
  MESSAGE(compared << " states compared");
  CHECK(compared > 8'000);
  CHECK(follower.phases ==
        std::set<std::string>{"OPENING", "BIDDING", "REVEAL", "CLOSED", "REVOKED", "LOCKED"});
  CHECK(follower.covenants == std::set<int>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
  for (const auto* strength : {"weak ", "strong "})
    for (const auto* kind :
         {"claimed LOCKED", "claimed CLOSED", "registered CLOSED", "registered transferred"})
      CHECK_MESSAGE(follower.met.contains(std::string{strength} + kind), strength << kind);
  CHECK(follower.met.contains("weak registered REVOKED"));
  CHECK(regimes == std::set{Regime::reserve, Regime::none, Regime::lockup, Regime::root_lockup});
}
