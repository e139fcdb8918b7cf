#include "db/record_rows.hpp"

namespace splitroot::db {

std::vector<HeldRecord> records(Session& session, const std::string& ns, const NameKey& key) {
  const Rows rows = session.run(R"(
      SELECT home, resolver, type, value, chain, block, tx, block_time FROM resolver_record
      WHERE namespace = $1 AND key = $2 AND value IS NOT NULL ORDER BY home, resolver, type)",
                                Params{}.text(ns).bytes(view(key.bytes)));
  std::vector<HeldRecord> out;
  for (int i = 0; i < rows.size(); ++i) {
    const Row row = rows[i];
    out.push_back({row.text(0),
                   row.text(1),
                   row.text(2),
                   row.octets(3),
                   {row.text(4), row.maybe_count(5), row.text(6), row.maybe_time(7)}});
  }
  return out;
}

}  // namespace splitroot::db
