#include "tests/serve/fake_store.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/display.hpp"
#include "core/label.hpp"

namespace splitroot::serve {
namespace {

template <class T>
bool accepts(const std::vector<T>& list, const T& value) {
  return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
}

bool passes(const Reader::CollisionFilter& filter, const CollisionRecord& record) {
  const Finding& finding = record.finding;
  if (!accepts(filter.namespaces, finding.ns) || !accepts(filter.classes, finding.cls)) return false;
  if (!accepts(filter.levels, finding.level) || !accepts(filter.states, finding.state)) return false;
  if (filter.states.empty() && !filter.with_closed && finding.state == State::closed) return false;
  if (!filter.standings.empty() &&
      !(finding.against.standing && accepts(filter.standings, *finding.against.standing)))
    return false;
  if (filter.since && record.recorded_at < *filter.since) return false;
  if (filter.against_ldh && finding.against.ldh != *filter.against_ldh) return false;
  if (filter.id && record.id != *filter.id) return false;
  return record.id > filter.after;
}

[[noreturn]] void unused() { throw std::logic_error("the pages do not need this"); }

class FakeReader final : public Reader {
 public:
  explicit FakeReader(std::shared_ptr<FakeData> data) : data_(std::move(data)) { check(); }

  std::vector<NameRecord> names_by_key(const std::string& ns, std::span<const NameKey> keys) override {
    return pick([&](const NameRecord& name) {
      return name.ns == ns && std::find(keys.begin(), keys.end(), name.key) != keys.end();
    });
  }
  std::vector<NameRecord> names_by_hash(std::span<const std::uint64_t> hashes) override {
    return pick([&](const NameRecord& name) {
      if (!name.label || !name.place || name.place->depth > 2) return false;
      const auto hash = canonical_hash(canonical_label(name.label->bytes));
      return std::find(hashes.begin(), hashes.end(), hash) != hashes.end();
    });
  }
  std::vector<HeldRecord> records(const std::string&, const NameKey&) override { unused(); }
  Exposure exposure(const std::string& ns, const NameKey& tld, Timestamp) override {
    check();
    return data_->exposure.ns == ns && data_->exposure.tld == tld ? data_->exposure : Exposure{ns, tld, 0, 0};
  }
  std::vector<StandingRecord> standings(const std::optional<std::string>& ldh,
                                        std::optional<Timestamp>) override {
    check();
    std::vector<StandingRecord> out;
    for (const auto& standing : data_->standings) {
      if (!ldh || standing.ldh == *ldh) out.push_back(standing);
    }
    return out;
  }
  void visit_collisions(const CollisionFilter& filter,
                        const std::function<void(CollisionRecord)>& visit) override {
    check();
    std::size_t count = 0;
    for (const auto& record : data_->collisions) {
      if (!passes(filter, record)) continue;
      if (filter.limit != 0 && count++ == filter.limit) return;
      visit(record);
    }
  }
  std::vector<SourcePosition> sources() override {
    check();
    return data_->sources;
  }
  std::vector<Discrepancy> discrepancies(const std::string& source, std::size_t most) override {
    check();
    std::vector<Discrepancy> out;
    for (const auto& one : data_->discrepancies) {
      if (out.size() < most && (source.empty() || one.source == source)) out.push_back(one);
    }
    return out;
  }
  Delivered delivery_counts() override { return data_->delivered; }

  std::vector<NameRecord> other_tlds(const std::string& ns, std::span<const std::uint64_t> hashes) override {
    auto names = names_by_hash(hashes);
    std::erase_if(names, [&](const NameRecord& name) {
      return name.ns == ns || !name.place || name.place->depth != 1;
    });
    return names;
  }
  std::optional<std::set<std::uint64_t>> hashes_of_other_tlds(const std::string&, std::size_t) override {
    unused();
  }
  void visit_labels_of(
      const std::string&, std::span<const NameKey>,
      const std::function<void(const NameKey&, std::string_view label, int depth)>&) override {
    unused();
  }
  void visit_names(const NameFilter&, const std::function<void(NameRecord)>&) override { unused(); }
  void visit_labels(
      const std::function<void(std::string_view, const NameKey&, std::string_view, int)>&) override {
    unused();
  }
  std::vector<StandingRecord> standings_of_source(const std::string&) override { unused(); }
  std::vector<Observation> observations(const std::string&) override { unused(); }
  std::vector<Sighting> sightings(const std::string&) override { unused(); }
  std::vector<CollisionRecord> collisions_of(const std::string&, std::span<const NameKey>) override {
    unused();
  }
  std::vector<std::pair<std::string, NameKey>> ripe_names(Timestamp) override { unused(); }
  ChainPosition position(const std::string&) override { unused(); }
  std::vector<NameKey> unspelled(const std::string&, const NameKey&, std::size_t) override { unused(); }
  std::optional<LeakageReading> leakage(const std::string& label, Timestamp) override {
    check();
    auto reading = data_->leakage;
    if (reading && reading->entry && reading->entry->label != label) reading->entry.reset();
    return reading;
  }
  std::vector<Deadline> deadlines() override {
    check();
    return data_->deadlines;
  }
  std::vector<RuleRecord> rules() override { unused(); }
  void visit_changes(std::uint64_t, const std::function<void(Change)>&) override { unused(); }

 private:
  void check() const {
    if (data_->down) throw Failure({Fault::database, "PostgreSQL is gone", true});
  }
  template <class Predicate>
  std::vector<NameRecord> pick(Predicate wanted) {
    check();
    std::vector<NameRecord> out;
    std::copy_if(data_->names.begin(), data_->names.end(), std::back_inserter(out), wanted);
    return out;
  }

  std::shared_ptr<FakeData> data_;
};

class FakeStore final : public Store {
 public:
  explicit FakeStore(std::shared_ptr<FakeData> data) : data_(std::move(data)) { ++data_->opened; }
  std::unique_ptr<UnitOfWork> begin() override { unused(); }
  std::unique_ptr<Reader> read() override { return std::make_unique<FakeReader>(data_); }

 private:
  std::shared_ptr<FakeData> data_;
};

SourcePosition make_source(const std::string& source, const std::string& position,
                           std::optional<Timestamp> as_of) {
  SourcePosition out;
  out.source = source;
  out.position = position;
  out.as_of = as_of;
  out.final = !position.empty();
  out.rows = 1438;
  return out;
}

std::vector<SourcePosition> sample_sources() {
  std::vector<SourcePosition> out;
  SourcePosition ens = make_source("ens", "24166200", now() - std::chrono::minutes{13});
  ens.from = 9380410;
  ens.hash = "0x5f01";
  ens.rows = 3512345;
  ens.unknown_labels = 41210;
  ens.kind = "chain";
  ens.ns = "ens";
  ens.final = false;
  ens.final_to = 24166136;
  ens.ranges = {{3327417, 3400000, 3400000, "0x01aa"}, {9380410, 24166400, 24166200, "0x5f01"}};
  ens.fetched = 24166400;
  ens.head = BlockMark{24166264, "0x6a02", *ens.as_of + std::chrono::seconds{768}};
  ens.endpoints = {
      {"https://one.example", true, "", 1234, 3, 2000, 24166264},
      {"https://two.example", false, "HTTP 429 \"slow\\down\" \x1b[31m", 77, 70, 0, std::nullopt}};
  ens.discrepancies = 1;
  ens.activity = {120000, day("2020-02-11"), *ens.as_of, *ens.as_of - std::chrono::minutes{2}};
  out.push_back(ens);
  SourcePosition hns = make_source("hns", "311840", now() - std::chrono::hours{55});
  hns.from = 0;
  hns.hash = "00ab";
  hns.kind = "chain";
  hns.ranges = {{0, 311840, 311840, "00ab"}};
  hns.trouble = "no node answers (3 attempts since 09:12)";
  out.push_back(hns);
  out.push_back(make_source("iana-root", "2026010500", now() - std::chrono::hours{7}));
  SourcePosition bundled = make_source("icann-gtlds", "2026-01-05", day("2026-01-05"));
  bundled.origin = Origin::snapshot;
  out.push_back(bundled);
  out.push_back(make_source("uns-polygon", "", std::nullopt));
  return out;
}

void add_music(FakeData& data) {
  data.standings.push_back(
      make_standing("music", Standing::contracted, "icann-gtlds", day("2021-05-06"), day("2021-10-15")));
  data.standings.push_back(
      make_standing("music", Standing::delegated, "iana-root", day("2021-10-15"), std::nullopt));
  data.standings[0].detail = {{"operator", "DotMusic Limited"}, {"application", "1-1115-14110"}};
  NameRecord music = make_tld("hns", "music");
  music.first = {"handshake", 13107, "6f7e2a5b8c1d4e90a1b2c3d4e5f60718293a4b5c6d7e8f90112233445566778a",
                 day("2020-05-04")};
  data.names.push_back(music);
  data.collisions.push_back(make_collision(music, "music", Standing::delegated, Severity::critical));
  for (const char* parent : {"eth", "wallet"}) {
    const NameRecord name = make_name(parent == std::string{"eth"} ? "ens" : "uns", "music", parent);
    data.names.push_back(name);
    data.collisions.push_back(make_collision(name, "music", Standing::delegated, Severity::low));
  }
  const NameRecord hostile = make_name("ens", std::string{"music\0<script>\xe2\x80\xae\xff", 18}, "eth");
  data.names.push_back(hostile);
  data.collisions.push_back(make_collision(hostile, "music", Standing::delegated, Severity::low));
}

void add_wallet(FakeData& data) {
  NameRecord handshake = make_tld("hns", "wallet");
  handshake.origin = Origin::snapshot;
  handshake.status = NameStatus::unknown;
  const NameRecord unstoppable = make_tld("uns", "wallet");
  CollisionRecord pair = make_collision(handshake, "wallet", Standing::delegated, Severity::medium);
  pair.finding.cls = Class::cross_alt;
  pair.finding.against = {"uns", "wallet", std::nullopt};
  pair.finding.verified_live = false;
  pair.finding.basis = {"cross-alt exact"};
  pair.id = finding_id(pair.finding);
  data.collisions.push_back(pair);
  data.exposure = {"uns", unstoppable.key, 204117, 204001};
  data.names.push_back(handshake);
  data.names.push_back(unstoppable);
}

void add_box(FakeData& data) {
  data.standings.push_back(
      make_standing("box", Standing::delegated, "iana-root", day("2016-11-11"), std::nullopt));
  NameRecord box = make_tld("ens", "box");
  box.origin = Origin::snapshot;
  CollisionRecord twin = make_collision(box, "box", Standing::delegated, Severity::info);
  twin.finding.state = State::twin;
  twin.finding.reason = "custom ENS registrar of the TLD's own registry: one registration covers DNS and ENS";
  twin.finding.basis = {"twin"};
  data.collisions.push_back(twin);
  data.names.push_back(box);
}

}  // namespace

StandingRecord make_standing(const std::string& ldh, Standing standing, const std::string& source,
                             std::optional<Timestamp> since, std::optional<Timestamp> until) {
  StandingRecord out;
  out.ldh = ldh;
  out.standing = standing;
  out.source = source;
  out.since = since;
  out.until = until;
  out.recorded_at = day("2026-01-06");
  return out;
}

std::unique_ptr<Store> make_fake_store(std::shared_ptr<FakeData> data) {
  return std::make_unique<FakeStore>(std::move(data));
}

Timestamp day(const char* date) { return parse_time(date).value(); }

NameRecord make_tld(const std::string& ns, const std::string& label) {
  NameRecord name;
  name.ns = ns;
  name.key = ns == "hns" ? handshake_key(label) : namehash(label);
  name.label = RawLabel{label};
  name.place = Place{};
  name.status = NameStatus::active;
  name.as_of = day("2026-01-05");
  return name;
}

NameRecord make_name(const std::string& ns, const std::string& label, const std::string& parent) {
  NameRecord name = make_tld(ns, label);
  name.key = namehash(label + "." + parent);
  name.place = Place{namehash(parent), parent, 2};
  name.holder = "0x1f9090aae28b8a3dceadf281b0f12828e676c326";
  name.registered_at = day("2022-03-01");
  name.expires_at = day("2027-03-01");
  name.first = {"ethereum", 14297000, "0x11c2", day("2022-03-01")};
  name.last = {"ethereum", 24000000, "0x22d3", day("2025-12-12")};
  return name;
}

CollisionRecord make_collision(const NameRecord& name, const std::string& ldh, Standing standing,
                               Severity severity) {
  CollisionRecord record;
  Finding& finding = record.finding;
  finding.ns = name.ns;
  finding.key = name.key;
  finding.against = {"dns", ldh, standing};
  finding.level = name.place->depth == 1 ? Level::tld : Level::label;
  finding.severity = severity;
  finding.basis = {std::string{text(finding.level)} + " exact × " + std::string{text(standing)}};
  finding.status = name.status;
  finding.verified_live = name.origin == Origin::live;
  finding.as_of = name.as_of;
  finding.valid_from = day("2021-10-15");
  record.name = display_name(name);
  record.name_raw = full_name(*name.label, *name.place);
  record.evidence = name.first;
  record.recorded_at = day("2026-01-06");
  record.id = finding_id(finding);
  return record;
}

std::shared_ptr<FakeData> sample_data() {
  auto data = std::make_shared<FakeData>();
  data->sources = sample_sources();
  data->discrepancies = {{"ens", 100, 120, "receipts-root",
                          "the logs of block 107 do not hash to its receiptsRoot", "https://two.example",
                          std::string(1000, '[') + "\x1b\xff", "https://one.example", "[]",
                          day("2026-01-05")}};
  add_music(*data);
  add_wallet(*data);
  add_box(*data);
  std::sort(data->collisions.begin(), data->collisions.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  return data;
}

}  // namespace splitroot::serve
