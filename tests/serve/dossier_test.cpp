#include "serve/dossier.hpp"

#include <doctest/doctest.h>

#include "core/label.hpp"
#include "serve/coverage.hpp"
#include "serve/render.hpp"
#include "tests/serve/fake_store.hpp"

using namespace splitroot;
using namespace splitroot::serve;

namespace {

Result<Dossier> dossier_of(const std::shared_ptr<FakeData>& data, std::string_view input) {
  const auto store = make_fake_store(data);
  const auto reader = store->read();
  return make_dossier(*reader, input, now());
}

}  // namespace

TEST_CASE("a string is found by A-label, U-label, case and outer dots") {
  const auto data = sample_data();
  for (const char* input : {"music", "MUSIC", ".music", "music."}) {
    const auto dossier = dossier_of(data, input);
    REQUIRE(dossier.has_value());
    CHECK(dossier->input == input);
    CHECK(dossier->ldh == "music");
    CHECK(dossier->collisions.size() == 4);
    CHECK(dossier->collisions.front().finding.severity == Severity::critical);
  }
  const auto shop = dossier_of(data, "購物");
  REQUIRE(shop.has_value());
  CHECK(shop->ldh == "xn--g2xv08c");
  CHECK(shop->unicode == "購物");
}

TEST_CASE("what is no label is refused with the reason") {
  const auto data = sample_data();
  for (const std::string& input : {std::string{""}, std::string{"a.b"}, std::string{"\xff"},
                                   std::string(64, 'a'), std::string{"a b"}, std::string{"<script>"}}) {
    const auto dossier = dossier_of(data, input);
    REQUIRE(dossier.has_error());
    CHECK(dossier.error().fault == Fault::input);
  }
}

TEST_CASE("the strongest standing that still holds comes first") {
  const auto dossier = dossier_of(sample_data(), "music");
  REQUIRE(dossier.has_value());
  REQUIRE(dossier->standings.size() == 2);
  CHECK(dossier->standings[0].standing == Standing::delegated);
  CHECK(dossier->standings[1].until.has_value());
}

TEST_CASE("why a string may be no gTLD is told, unless it is one") {
  const auto data = sample_data();
  const auto dossier = dossier_of(data, "eth");
  REQUIRE(dossier.has_value());
  REQUIRE(dossier->standings.size() == 1);
  CHECK(dossier->standings[0].standing == Standing::blocked);
  CHECK(dossier->standings[0].source == "guidebook");
  CHECK(dossier->standings[0].detail.at("reason") == "ISO 3166-1 alpha-3 code of Ethiopia");
  CHECK(check_text(*dossier).find("alpha-3 code of Ethiopia") != std::string::npos);
  // COM is the code of Comoros.
  data->standings.push_back(
      make_standing("com", Standing::delegated, "iana-root", std::nullopt, std::nullopt));
  CHECK(dossier_of(data, "com")->standings.size() == 1);
}

TEST_CASE("of another day only what had begun is told, and what may have been stands apart") {
  const auto data = sample_data();
  StandingRecord between =
      make_standing("music", Standing::applied, "list", parse_time("2026-01-05"), std::nullopt);
  between.since_after = parse_time("2020-02-01");
  data->standings.push_back(between);
  const auto store = make_fake_store(data);
  const auto reader = store->read();
  const auto on = [&](const char* date) {
    return make_dossier(*reader, "music", {now(), parse_time(date)}, {}).value();
  };
  const Dossier early = on("2021-06-01");
  REQUIRE(early.standings.size() == 1);
  CHECK(early.standings[0].standing == Standing::contracted);
  REQUIRE(early.between.size() == 1);
  CHECK(early.between[0].standing == Standing::applied);
  CHECK(check_text(early).find("Not known for 2021-06-01") != std::string::npos);
  const Dossier late = on("2026-01-06");
  CHECK(late.between.empty());
  CHECK(late.standings.size() == 3);
  CHECK(on("2019-01-01").standings.empty());
}

TEST_CASE("exposure is never a false zero") {
  const auto wallet = dossier_of(sample_data(), "wallet");
  REQUIRE(wallet.has_value());
  REQUIRE(wallet->exposure.size() == 2);
  const StringExposure& handshake = wallet->exposure[0];
  CHECK(handshake.ns == "hns");
  CHECK(handshake.observable == Observable::none);
  CHECK(!handshake.direct_children);
  CHECK(!handshake.active);
  const StringExposure& unstoppable = wallet->exposure[1];
  CHECK(unstoppable.direct_children == 204117);
  CHECK(unstoppable.active == 204001);
  CHECK(!unstoppable.descendants);
  CHECK(!unstoppable.total);
  CHECK(unstoppable.observable == Observable::partial);

  const auto box = dossier_of(sample_data(), "box");
  REQUIRE(box.has_value());
  REQUIRE(box->exposure.size() == 1);
  CHECK_MESSAGE(!box->exposure[0].direct_children, "known from a report, with nothing read under it");
  CHECK(box->exposure[0].observable == Observable::none);
}

TEST_CASE("a finding between two other systems is found under the other TLD's own spelling") {
  const auto data = std::make_shared<FakeData>();
  const NameRecord encoded = make_tld("hns", "xn--g2xv08c");
  const NameRecord spelled = make_tld("uns", "購物");
  data->names = {encoded, spelled};
  CollisionRecord pair = make_collision(encoded, "購物", Standing::delegated, Severity::medium);
  pair.finding.cls = Class::cross_alt;
  pair.finding.against = {"uns", "購物", std::nullopt};
  data->collisions = {pair};
  for (const char* input : {"購物", "xn--g2xv08c"}) {
    const auto dossier = dossier_of(data, input);
    REQUIRE(dossier.has_value());
    CHECK(dossier->collisions.size() == 1);
    CHECK(dossier->exposure.size() == 2);
  }
}

TEST_CASE("a hash is no proof: labels are compared") {
  const auto data = std::make_shared<FakeData>();
  NameRecord second_level = make_name("ens", "music", "eth");
  data->names = {second_level};
  const auto dossier = dossier_of(data, "music");
  REQUIRE(dossier.has_value());
  CHECK(dossier->exposure.empty());
}

TEST_CASE("staleness") {
  const Timestamp at = day("2026-02-01");
  using namespace std::chrono_literals;
  SourcePosition chain;
  chain.from = 1;
  SourcePosition list;
  CHECK(is_stale(chain, at));
  CHECK(age_text(age(chain, at)) == "never read");
  chain.as_of = list.as_of = at - 24h;
  CHECK(!is_stale(chain, at));
  chain.as_of = list.as_of = at - 25h;
  CHECK(is_stale(chain, at));
  CHECK(!is_stale(list, at));
  list.as_of = at - 49h;
  CHECK(is_stale(list, at));
  SUBCASE("a list read anew and found unchanged is fresh") {
    list.checked_at = at - 1h;
    CHECK(!is_stale(list, at));
    list.trouble = "smaller than yesterday's";
    CHECK(is_stale(list, at));
    list.trouble.clear();
    list.origin = Origin::file;
    CHECK(is_stale(list, at));
  }
  SUBCASE("a chain that stands still is not") {
    chain.checked_at = at;
    CHECK(is_stale(chain, at));
  }
  SUBCASE("what is bundled is always") {
    list.as_of = at;
    list.origin = Origin::snapshot;
    CHECK(is_stale(list, at));
  }
  CHECK(age_text(40s) == "40 s");
  CHECK(age_text(3h) == "3 h");
  CHECK(age_text(80h) == "3 d");
}
