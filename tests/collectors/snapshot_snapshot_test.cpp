#include "collectors/snapshot/snapshot.hpp"

#include <algorithm>
#include <fstream>

#include "files_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

const std::filesystem::path bundled = std::filesystem::path{SPLITROOT_SOURCE_DIR} / "deploy" / "snapshot";

/// A file of a folder, held as the binary holds its own.
class HeldFile {
 public:
  explicit HeldFile(const std::filesystem::path& path) : name_(path.filename().string()) {
    std::ifstream in{path, std::ios::binary};
    REQUIRE(in.good());
    content_.assign(std::istreambuf_iterator<char>{in}, {});
  }
  EmbeddedFile file() const { return {name_, content_}; }

 private:
  std::string name_;
  std::string content_;
};

Result<StandingBatch> strings_of(const std::filesystem::path& dir, const std::string& source) {
  return snapshot_strings(HeldFile{dir / "strings" / (source + ".csv")}.file());
}

std::vector<SnapshotNames> bundled_names() {
  std::vector<SnapshotNames> all;
  for (const char* name : {"documented.csv", "uns-tlds.csv"}) {
    auto names = snapshot_names(HeldFile{bundled / "names" / name}.file());
    REQUIRE(good(names));
    std::move(names->begin(), names->end(), std::back_inserter(all));
  }
  return all;
}

const StandingEntry& entry(const StandingBatch& batch, const std::string& ldh) {
  const auto found = std::find_if(batch.entries.begin(), batch.entries.end(),
                                  [&](const auto& one) { return one.ldh == ldh; });
  REQUIRE(found != batch.entries.end());
  return *found;
}

const NamePatch* find(const std::vector<SnapshotNames>& all, const std::string& ns,
                      const std::string& label) {
  for (const auto& names : all) {
    for (const auto& patch : names.patches) {
      if (names.ns == ns && patch.state.label->bytes == label) return &patch;
    }
  }
  return nullptr;
}

const std::string names_header =
    "# as-of: 2024-01-22\nnamespace,level,name,registered_at,block,tx,status,detail\n";
const std::string twins_header = "namespace,name,against,state,reason,source,as_of\n";

void check_names(const std::string& row, const std::string& message) {
  const Folder folder;
  const auto path = folder.write("names/a.csv", names_header + row + "\n");
  check_error(snapshot_names(HeldFile{path}.file()), "a.csv" + message);
}

void check_twins(const std::string& row, const std::string& message) {
  const Folder folder;
  const auto path = folder.write("twins.csv", twins_header + row + "\n");
  check_error(snapshot_twins(HeldFile{path}.file()), "twins.csv" + message);
}

}  // namespace

TEST_CASE("the bundled lists of strings") {
  for (const std::string source : {"iana-root", "iana-special-use", "icann-gtlds", "icann-round-2012"}) {
    const auto batch = strings_of(bundled, source);
    REQUIRE(good(batch));
    CHECK(batch->source == source);
    CHECK(batch->origin == Origin::snapshot);
    CHECK(batch->reading.entries == batch->entries.size());
  }
}

TEST_CASE("what the bundled lists say") {
  const auto root = strings_of(bundled, "iana-root");
  REQUIRE(good(root));
  CHECK(root->as_of == parse_time("2026-01-05"));
  CHECK(root->reading.position == "2026010500");
  const auto delegated = std::count_if(root->entries.begin(), root->entries.end(),
                                       [](const auto& one) { return one.standing == Standing::delegated; });
  CHECK(delegated == 1438);
  CHECK(entry(*root, "abarth").standing == Standing::retired);

  const auto gtlds = strings_of(bundled, "icann-gtlds");
  REQUIRE(good(gtlds));
  CHECK(entry(*gtlds, "hotel").until == std::nullopt);
  CHECK(entry(*gtlds, "aaa").detail ==
        std::map<std::string, std::string>{{"operator", "American Automobile Association, Inc."},
                                           {"application", "1-1386-27446"}});
  CHECK(std::none_of(gtlds->entries.begin(), gtlds->entries.end(),
                     [](const auto& one) { return one.detail.contains("note"); }));

  const auto round = strings_of(bundled, "icann-round-2012");
  REQUIRE(good(round));
  const auto corp = std::count_if(round->entries.begin(), round->entries.end(), [](const auto& one) {
    return one.ldh == "corp" && one.standing == Standing::not_approved;
  });
  CHECK(corp == 1);
  const auto unknown = std::find_if(round->entries.begin(), round->entries.end(), [](const auto& one) {
    return one.detail.contains("outcome") && one.detail.at("outcome") == "unknown";
  });
  REQUIRE(unknown != round->entries.end());
  CHECK(unknown->standing == Standing::applied);
  CHECK(unknown->until == std::nullopt);
}

TEST_CASE("the bundled names") {
  const auto names = bundled_names();
  std::map<std::string, std::size_t> counts;
  for (const auto& group : names) {
    counts[group.ns] += group.patches.size();
    CHECK(std::is_sorted(group.patches.begin(), group.patches.end(),
                         [](const auto& a, const auto& b) { return a.state.key < b.state.key; }));
  }
  CHECK(counts == std::map<std::string, std::size_t>{{"ens", 3}, {"hns", 19}, {"uns", 43}});
  const NamePatch* music = find(names, "hns", "music");
  REQUIRE(music != nullptr);
  CHECK(music->state.key == handshake_key("music"));
  CHECK(music->state.place == Place{std::nullopt, "", 1});
  CHECK(music->state.status == NameStatus::unknown);
  CHECK(music->first == Evidence{"handshake", 13107, "", std::nullopt});
  CHECK(music->state.evidence == music->first);
  const NamePatch* wallet = find(names, "uns", "wallet");
  REQUIRE(wallet != nullptr);
  CHECK(wallet->state.key == namehash("wallet"));
  CHECK(wallet->first == Evidence{});
  REQUIRE(find(names, "ens", "box") != nullptr);
  CHECK(find(names, "ens", "box")->first.chain == "ethereum");
}

TEST_CASE("the bundled twins") {
  const auto twins = snapshot_twins(HeldFile{bundled / "twins.csv"}.file());
  REQUIRE(good(twins));
  REQUIRE(twins->size() == 3);
  CHECK((*twins)[0].ns == "ens");
  CHECK((*twins)[0].name == "art");
  CHECK((*twins)[0].against == "dns");
  CHECK((*twins)[0].state == State::twin);
  CHECK_FALSE((*twins)[0].reason.empty());
  CHECK((*twins)[0].as_of == parse_time("2023-03-20"));
  CHECK((*twins)[2].name == "*");
  CHECK((*twins)[2].state == State::unproven_twin);
}

TEST_CASE("a snapshot without a date") {
  const EmbeddedFile undated{"a.csv", "string,standing,since,until,detail\ncom,delegated,,,\n"};
  const EmbeddedFile nameless{"b.csv", "namespace,level,name,registered_at,block,tx,status,detail\n"};
  check_error(snapshot_names(nameless), "b.csv:1:1: no remark '# as-of: DATE'");
  check_error(snapshot_strings(undated), "a.csv:1:1: no remark '# as-of: DATE'");
}

TEST_CASE("wrong rows of names") {
  check_names("hns,sld,a,,,,unknown,", ":3:5: column 'level': 'sld' is not tld");
  check_names("hns,tld,a.b,,,,unknown,", ":3:9: column 'name': not one label");
  check_names("hns,tld,,,,,unknown,", ":3:9: column 'name': not one label");
  check_names(",tld,a,,,,unknown,", ":3:1: column 'namespace': no namespace");
  check_names("hns,tld,a,,12x,,unknown,", ":3:12: column 'block': '12x' is no number");
  check_names("hns,tld,a,2020,,,unknown,",
              ":3:11: column 'registered_at': '2020' is no date (2026-01-05) or time (2026-01-05T00:00:00Z)");
  check_names("hns,tld,a,,,,fine,", ":3:14: column 'status': 'fine' is none of " + word_list<NameStatus>());
}

TEST_CASE("wrong rows of twins") {
  check_twins("ens,box,dns,maybe,r,s,2024-01-01",
              ":2:13: column 'state': 'maybe' is none of " + word_list<State>());
  check_twins("ens,box,dns,twin,r,s,",
              ":2:22: column 'as_of': no date: a statement without one proves nothing");
  check_twins("ens,,dns,twin,r,s,2024-01-01", ":2:5: column 'name': empty");
}
