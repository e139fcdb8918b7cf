#include "laboratory.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "samples.hpp"

namespace splitroot::ingest::test {
namespace {

/// What must be equal, as text.
const std::vector<std::pair<std::string, std::string>> tables{
    {"name", "SELECT (to_jsonb(n) - 'state')::text FROM name n ORDER BY namespace, key, home"},
    {"state",
     "SELECT concat_ws('|', namespace, encode(key, 'hex'), home, encode(state, 'hex')) FROM name WHERE state "
     "IS "
     "NOT NULL ORDER BY namespace, key, home"},
    {"resolver_record",
     "SELECT r::text FROM resolver_record r ORDER BY namespace, key, home, resolver, type"},
    {"malformed",
     "SELECT concat_ws('|', source, location, reason, raw, block) FROM malformed ORDER BY source, digest"},
    {"source_position",
     "SELECT concat_ws('|', source, range_from, fetched, verified, verified_hash, as_of) FROM "
     "source_position ORDER BY "
     "source, range_from"},
    {"source", "SELECT concat_ws('|', source, final_to, names_added) FROM source ORDER BY source"},
    {"collision",
     "SELECT (to_jsonb(c) - 'version' - 'recorded_from')::text FROM collision c WHERE recorded_to IS NULL "
     "ORDER BY id"},
    {"provisional_block", "SELECT b::text FROM provisional_block b ORDER BY source, block"}};

/// What must not be there.
const std::vector<std::string> contradictions{
    "SELECT * FROM name_base b WHERE NOT EXISTS (SELECT FROM provisional_patch p WHERE (p.namespace, p.key, "
    "p.home) = "
    "(b.namespace, b.key, b.home))",
    "SELECT * FROM provisional_patch p WHERE NOT EXISTS (SELECT FROM name_base b WHERE (p.namespace, p.key, "
    "p.home) = "
    "(b.namespace, b.key, b.home))",
    "SELECT * FROM provisional_patch p WHERE NOT EXISTS (SELECT FROM provisional_block b WHERE b.source = "
    "p.source AND "
    "b.block = p.block)",
    "SELECT * FROM provisional_block b JOIN source s USING (source) WHERE b.block <= s.final_to",
    "SELECT * FROM provisional_record r WHERE NOT EXISTS (SELECT FROM provisional_block b WHERE b.source = "
    "r.source AND "
    "b.block = r.block)"};

}  // namespace

namespace {

/// A row's beginning, and its text from where it differs from the other's.
std::string excerpt(const std::string& row, const std::string& other) {
  constexpr std::size_t begins = 110;
  const auto differs = static_cast<std::size_t>(
      std::mismatch(row.begin(), row.end(), other.begin(), other.end()).first - row.begin());
  if (differs < begins) return row.substr(0, 2 * begins);
  return row.substr(0, begins) + " … " + row.substr(differs - 40, begins);
}

}  // namespace

std::string difference(const Dump& as_it_came, const Dump& read_once) {
  for (const auto& [table, query] : tables) {
    const auto rows_of = [&](const Dump& dump) {
      const auto found = dump.find(table);
      return found == dump.end() ? std::vector<std::string>{} : found->second;
    };
    const auto left = rows_of(as_it_came);
    const auto right = rows_of(read_once);
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
      const std::string one = i < left.size() ? left[i] : "nothing";
      const std::string other = i < right.size() ? right[i] : "nothing";
      if (one != other)
        return table + ":\n  as it came  " + excerpt(one, other) + "\n  read once   " + excerpt(other, one);
    }
  }
  return "";
}

Laboratory::Laboratory() : url_(db::fresh_schema()), session_(db::session_at(url_)) {
  session_.script("ALTER DATABASE " + url_.substr(url_.rfind('/') + 1) + " SET synchronous_commit = off");
  store_ = db::open(url_);
  restart();
  REQUIRE(ingest_->take(reading_of("strings", 0, {"music", "beta", "eth"})).has_value());
}

void Laboratory::restart() {
  ingest_.reset();
  ingest_ = std::make_unique<Ingest>(*store_, Bench::settings(), nullptr);
}

void Laboratory::take(NameBatch batch) {
  const auto taken = ingest_->take(std::move(batch));
  REQUIRE_MESSAGE(taken.has_value(), (taken ? "" : taken.error().message));
}

void Laboratory::empty() {
  for (const char* table : {"name", "name_base", "provisional_patch", "provisional_block",
                            "provisional_record", "resolver_record", "malformed", "source_position", "source",
                            "collision", "change", "name_retracted"}) {
    session_.script(std::string{"DELETE FROM "} + table);
  }
}

Dump Laboratory::dump() {
  Dump out;
  for (const auto& [table, query] : tables) {
    const db::Rows rows = session_.run(query);
    for (int i = 0; i < rows.size(); ++i) out[table].push_back(rows[i].octets(0));
  }
  return out;
}

std::size_t Laboratory::contradicted() {
  std::size_t rows = 0;
  for (const std::string& query : contradictions)
    rows += static_cast<std::size_t>(session_.run(query).size());
  return rows;
}

}  // namespace splitroot::ingest::test
