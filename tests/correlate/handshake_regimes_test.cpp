#include "correlate/handshake_regimes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <sstream>

#include "core/label.hpp"
#include "correlate/reserved_list_text.hpp"

using namespace splitroot;
using namespace splitroot::correlate;

namespace {

const Timestamp today = parse_time("2026-11-23").value();

const Regime& regime(std::string_view id) {
  const auto& all = handshake_regimes();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == id; });
  REQUIRE_MESSAGE(found != all.end(), id);
  return *found;
}

StandingRecord standing(std::string ldh, Standing word, std::optional<Timestamp> until = {}) {
  return {std::move(ldh), word, "test", {}, until, {}, today};
}

std::vector<ReservedFinding> good(const Result<std::vector<ReservedFinding>>& result) {
  REQUIRE_MESSAGE(result.has_value(), result.error().message);
  return *result;
}

/// What a regime says of one string, when nothing but it and `com` is known.
std::string meaning(std::string_view id, const std::vector<StandingRecord>& standings,
                    const std::string& ldh) {
  for (const auto& one : good(lint(regime(id), standings, today))) {
    if (one.ldh == ldh) return one.meaning;
  }
  return {};
}

std::size_t count(const ReservedSet& set, ReservedKind kind) {
  return static_cast<std::size_t>(std::count_if(set.labels.begin(), set.labels.end(),
                                                [&](const auto& one) { return one.second.kind == kind; }));
}

std::optional<std::string> zone(const std::string& serial) {
  const char* const folder = std::getenv("SPLITROOT_DATA");
  const auto path = std::filesystem::path{folder == nullptr ? "" : folder} / "iana/root-zone" /
                    ("root.zone." + serial + ".zst");
  if (folder == nullptr || !std::filesystem::exists(path)) {
    MESSAGE("skipped: SPLITROOT_DATA does not hold the root zone " << serial);
    return std::nullopt;
  }
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe{popen(("zstd -dc '" + path.string() + "'").c_str(), "r"),
                                                   pclose};
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 65536> chunk{};
  for (std::size_t read; (read = std::fread(chunk.data(), 1, chunk.size(), pipe.get())) > 0;)
    text.append(chunk.data(), read);
  return text;
}

/// Owners of one label that have NS records.
std::set<std::string> tlds(const std::string& zone_text) {
  std::set<std::string> out;
  std::istringstream lines{zone_text};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields{line};
    std::string owner, ttl, cls, type;
    fields >> owner >> ttl >> cls >> type;
    if (type != "NS" || owner.size() < 2 || owner.find('.') != owner.size() - 1) continue;
    out.insert(lower_ascii(owner.substr(0, owner.size() - 1)));
  }
  return out;
}

/// The root of 2026 as it came from that of 2020: those gone ended somewhere between.
std::vector<StandingRecord> history(const std::set<std::string>& before, const std::set<std::string>& after) {
  std::vector<StandingRecord> out;
  for (const std::string& tld : after) {
    out.push_back(standing(tld, Standing::delegated));
    if (!before.contains(tld)) out.back().since = parse_time("2020-02-02");
  }
  for (const std::string& tld : before) {
    if (!after.contains(tld)) out.push_back(standing(tld, Standing::delegated, parse_time("2026-01-05")));
  }
  return out;
}

std::vector<std::string> labels(const std::vector<ReservedFinding>& findings, Drift drift) {
  std::vector<std::string> out;
  for (const auto& one : findings) {
    if (one.drift == drift) out.push_back(one.ldh);
  }
  return out;
}

using Labels = std::vector<std::string>;

/// How many gone TLDs this is said of.
std::ptrdiff_t gone_of(const std::vector<ReservedFinding>& findings, std::string_view ending) {
  return std::count_if(findings.begin(), findings.end(), [&](const auto& one) {
    return one.drift == Drift::gone && one.meaning.ends_with(ending);
  });
}

}  // namespace

TEST_CASE("handshake regimes: what is shipped") {
  CHECK(handshake_regimes().size() == 4);
  const Regime& reserve = regime("hns-reserve-2020");
  CHECK(count(reserve.reserved, ReservedKind::root) == 1516);
  CHECK(count(reserve.reserved, ReservedKind::custom) == 24);
  CHECK(reserve.reserved.labels.size() + reserve.reserved.unlisted == 90043);
  CHECK(reserve.from_height == 0);
  CHECK(reserve.until_height == 210240);
  CHECK(!reserve.needs_soft_fork);

  const Regime& lockup = regime("hns-lockup-2023");
  CHECK(count(lockup.reserved, ReservedKind::root) == 1456);
  CHECK(count(lockup.reserved, ReservedKind::popular) == 10074);
  CHECK(count(lockup.reserved, ReservedKind::custom) == 24);
  // 62 root labels of 2020 are locked up for good no more; 13 of them are as popular names.
  CHECK(count(lockup.released, ReservedKind::root) == 49);
  CHECK(lockup.reserved.find("intel")->kind == ReservedKind::popular);
  CHECK(lockup.reserved.find("intel")->tld);
  CHECK(!lockup.reserved.find("bluehost")->tld);
  CHECK(lockup.from_height == 210240);
  CHECK(lockup.until_height == 420480);
  CHECK(lockup.needs_soft_fork);

  const Regime& roots = regime("hns-lockup-roots");
  CHECK(roots.reserved.labels.size() == 1456);
  CHECK(roots.from_height == 420480);
  CHECK(roots.until_height == std::nullopt);
  CHECK(regime("hns-fallback-2020").reserved.labels.size() == 1516);
  CHECK(to_date(reserve.reserved.as_of.value()) == "2020-02-01");
  for (const Regime& one : handshake_regimes()) CHECK(one.reserved.title == one.title);
}

TEST_CASE("handshake regimes: what each says of a string") {
  const std::vector<StandingRecord> standings{
      standing("com", Standing::delegated),    standing("music", Standing::delegated),
      standing("desi", Standing::delegated),   standing("amazon", Standing::delegated),
      standing("hotel", Standing::contracted), standing("merck", Standing::contracted)};
  CHECK(meaning("hns-reserve-2020", standings, "com").empty());
  CHECK(meaning("hns-reserve-2020", standings, "desi").empty());
  CHECK(meaning("hns-reserve-2020", standings, "amazon").empty());  // a popular name
  CHECK(meaning("hns-reserve-2020", standings, "merck").empty());
  CHECK(meaning("hns-reserve-2020", standings, "music") ==
        "delegated in the root, not in the reserve of 2020: anyone could open it by auction (unless it is "
        "one of 78382 "
        "names not held here)");
  CHECK(meaning("hns-lockup-2023", standings, "music") ==
        "delegated in the root, not in the lock-up: anyone can open it by auction");
  CHECK(meaning("hns-lockup-2023", standings, "desi") ==
        "delegated in the root, reserved in 2020 and not locked up: anyone can open it by auction since "
        "height 210,240");
  CHECK(meaning("hns-lockup-2023", standings, "merck") ==
        "contracted, reserved in 2020 and not locked up: anyone can open it by auction since height 210,240");
  CHECK(meaning("hns-lockup-2023", standings, "hotel") ==
        "contracted, not in the lock-up: anyone can open it by auction");
  CHECK(meaning("hns-lockup-2023", standings, "amazon").empty());
  CHECK(meaning("hns-fallback-2020", standings, "amazon") ==
        "delegated in the root, not on the list: resolvers do not ask the DNS root for it, so that only the "
        "chain "
        "answers, if anything");
}

TEST_CASE("handshake regimes: of a TLD that is gone, whether it is locked or can be opened") {
  const std::vector<StandingRecord> standings{
      standing("com", Standing::delegated), standing("abarth", Standing::delegated, parse_time("2023-06-01")),
      standing("boots", Standing::delegated, parse_time("2019-06-01"))};
  CHECK(meaning("hns-reserve-2020", standings, "abarth") ==
        "no longer in the root since 2023-06-01, still in the reserve: only a DNSSEC proof of the TLD itself "
        "could claim "
        "it, and there is none any more");
  CHECK(meaning("hns-lockup-2023", standings, "abarth") ==
        "no longer in the root since 2023-06-01, reserved in 2020 and not locked up: anyone can open it by "
        "auction since "
        "height 210,240");
  CHECK(meaning("hns-lockup-2023", standings, "net") ==
        "no longer in the root, locked up for good: nobody can open it");
  CHECK(meaning("hns-fallback-2020", standings, "abarth") ==
        "no longer in the root since 2023-06-01, still on the list: where the chain has nothing, resolvers "
        "ask the DNS "
        "root, which no longer has it");
  CHECK(meaning("hns-lockup-2023", standings, "intel") ==
        "no longer in the root, locked up until height 420,480: nobody can open it before");
  CHECK(meaning("hns-lockup-roots", standings, "intel") ==
        "no longer in the root, held back once and no longer: anyone can open it by auction");
  // A popular name of the lock-up that some day was a TLD, and is free once only root labels are locked.
  std::vector<StandingRecord> popular{standing("com", Standing::delegated),
                                      standing("bluehost", Standing::delegated, parse_time("2026-06-01"))};
  CHECK(meaning("hns-lockup-2023", popular, "bluehost") ==
        "no longer in the root since 2026-06-01, locked up until height 420,480: nobody can open it before");
  CHECK(
      meaning("hns-lockup-roots", popular, "bluehost") ==
      "no longer in the root since 2026-06-01, held back once and no longer: anyone can open it by auction");
  popular.back().until = std::nullopt;
  CHECK(meaning("hns-lockup-2023", popular, "bluehost").empty());
  CHECK(meaning("hns-lockup-roots", popular, "bluehost") ==
        "delegated in the root, held back once and no longer: anyone can open it by auction");
}

TEST_CASE("handshake regimes: broken files") {
  const EmbeddedFile lockup{"hns-2023-lockup.csv", "# as-of: 2023-08-10\nlabel,kind,target\ncom,root,\n"};
  const auto message = [&](std::string_view content) {
    const std::array files{EmbeddedFile{"hns-2020.csv", content}, lockup};
    const auto read = read_handshake_regimes(files);
    return read ? std::string{"read"} : read.error().message;
  };
  const std::string head = "# as-of: 2020-02-01\nlabel,kind,target\n";
  CHECK(message(head + "com,root,\n") == "read");
  CHECK(message(head + "Com,root,\n") ==
        "hns-2020.csv:3:1: column 'label': the label is spelled 'com' in the DNS");
  CHECK(message(head + "com,tld,\n") ==
        "hns-2020.csv:3:5: column 'kind': is not one of root, popular, custom");
  CHECK(message(head + "com,root,\ncom,root,\n") == "hns-2020.csv:4:1: column 'label': stands twice");
  CHECK(message("label,kind,target\ncom,root,\n") ==
        "hns-2020.csv:2:1: column 'label': the file has no remark `as-of` with a date");
  CHECK(message("label,target\ncom,\n") ==
        "hns-2020.csv:1:1: no header with the columns label, kind, target; found: label, target");
  const auto none = read_handshake_regimes(std::span{&lockup, 1});
  REQUIRE(!none.has_value());
  CHECK(none.error().message == "hns-2020.csv: no such data file is compiled in");
}

TEST_CASE("handshake regimes: real roots of 2020 and 2026") {
  const auto first = zone("2020020102");
  const auto last = zone("2026010500");
  if (!first || !last) return;
  const auto before = tlds(*first);
  const auto after = tlds(*last);
  REQUIRE(before.size() == 1516);
  REQUIRE(after.size() == 1438);
  const auto standings = history(before, after);

  const auto reserve = good(lint(regime("hns-reserve-2020"), standings, today));
  CHECK(labels(reserve, Drift::missing) ==
        Labels{"kids", "music", "xn--4dbrk0ce", "xn--cckwcxetd", "xn--jlq480n2rg"});
  CHECK(labels(reserve, Drift::gone).size() == 85);

  const auto lockup = good(lint(regime("hns-lockup-2023"), standings, today));
  CHECK(labels(lockup, Drift::missing) ==
        Labels{"desi", "kids", "music", "xn--4dbrk0ce", "xn--cckwcxetd", "xn--jlq480n2rg"});
  CHECK(labels(lockup, Drift::gone).size() == 85);
  // 24 for good, 13 as popular names; 61 are free of the lock-up of root labels, 48 of them today.
  CHECK(gone_of(lockup, "locked up for good: nobody can open it") == 24);
  CHECK(gone_of(lockup, "locked up until height 420,480: nobody can open it before") == 13);
  CHECK(gone_of(lockup, "anyone can open it by auction since height 210,240") == 48);
  CHECK(std::count_if(lockup.begin(), lockup.end(), [](const auto& one) { return one.held; }) == 37);

  const auto roots = good(lint(regime("hns-lockup-roots"), standings, today));
  CHECK(labels(roots, Drift::missing) == labels(lockup, Drift::missing));
  CHECK(gone_of(roots, "locked up for good: nobody can open it") == 24);
  CHECK(gone_of(roots, "anyone can open it by auction") == 61);

  CHECK(labels(good(lint(regime("hns-fallback-2020"), standings, today)), Drift::missing) ==
        Labels{"amazon", "kids", "music", "spa", "xn--4dbrk0ce", "xn--cckwcxetd", "xn--jlq480n2rg"});
}

TEST_CASE("handshake regimes: a list of seven TLDs lacks all others of the real root") {
  const auto last = zone("2026010500");
  if (!last) return;
  const auto seven = parse_reserved_list("com\nnet\norg\nio\nxyz\neth\napp\n", "seven.txt");
  REQUIRE(seven.has_value());
  std::vector<StandingRecord> standings;
  for (const std::string& tld : tlds(*last)) standings.push_back(standing(tld, Standing::delegated));
  const auto missing = labels(good(lint(*seven, standings, today)), Drift::missing);
  CHECK(missing.size() == 1438 - 6);
  CHECK(std::find(missing.begin(), missing.end(), "sh") != missing.end());
  CHECK(std::find(missing.begin(), missing.end(), "com") == missing.end());
}
