#include <doctest/doctest.h>

#include "db/migrations.hpp"
#include "samples.hpp"
#include "test_server.hpp"

// Migration 0004 makes one record of what a Handshake resource held in several.

namespace splitroot {

std::span<const EmbeddedFile> migration_files();

}  // namespace splitroot

namespace splitroot::db {

TEST_CASE("records of Handshake resources become one a name, those of others stay") {
  const std::string url = fresh_database();
  REQUIRE(migrate_with(url, migration_files().first(3)).has_value());
  Session session = session_at(url);
  session.script(R"(
    INSERT INTO resolver_record (namespace, key, type, value, chain, block, tx) VALUES
      ('hns', '\x01', '', NULL, 'handshake', 7, 'aa'),
      ('hns', '\x01', 'dns.NS', E'ns1.a.\nns2.a.', 'handshake', 7, 'aa'),
      ('hns', '\x01', 'dns.GLUE4', 'ns1.a. 192.0.2.1', 'handshake', 7, 'aa'),
      ('hns', '\x02', '', NULL, 'handshake', 9, 'bb'),
      ('ens', '\x01', '', NULL, 'ethereum', 5, '0xcc'),
      ('ens', '\x01', 'addr.60', '\x0a', 'ethereum', 6, '0xcc');
    INSERT INTO provisional_record (source, block, position, namespace, key, type, value, clears, chain, tx) VALUES
      ('hns', 20, 1, 'hns', '\x01', '', NULL, true, 'handshake', 'dd'),
      ('hns', 20, 2, 'hns', '\x01', 'dns.NS', 'old.', false, 'handshake', 'dd'),
      ('hns', 20, 3, 'hns', '\x02', '', NULL, true, 'handshake', 'ee'),
      ('hns', 20, 4, 'hns', '\x01', '', NULL, true, 'handshake', 'ff'),
      ('hns', 20, 5, 'hns', '\x01', 'dns.NS', 'new.', false, 'handshake', 'ff'),
      ('ens', 30, 1, 'ens', '\x01', '', NULL, true, 'ethereum', '0xdd'))");
  REQUIRE(migrate(url).has_value());
  const auto rows_of = [&](const std::string& query) {
    std::vector<std::string> out;
    const Rows rows = session.run(query);
    for (int i = 0; i < rows.size(); ++i) out.push_back(rows[i].text(0));
    return out;
  };
  CHECK(rows_of("SELECT concat_ws('|', namespace, encode(key, 'hex'), type, convert_from(value, 'UTF8'), "
                "block, tx) "
                "FROM resolver_record WHERE namespace = 'hns' ORDER BY key") ==
        std::vector<std::string>{"hns|01|dns|GLUE4 ns1.a. 192.0.2.1\nNS ns1.a.\nNS ns2.a.|7|aa",
                                 "hns|02|dns|9|bb"});
  CHECK(rows_of("SELECT concat_ws('|', source, block, encode(key, 'hex'), type, convert_from(value, 'UTF8'), "
                "clears, "
                "tx) FROM provisional_record ORDER BY source, position") ==
        std::vector<std::string>{"ens|30|01||t|0xdd", "hns|20|02|dns|f|ee", "hns|20|01|dns|NS new.|f|ff"});
  CHECK(rows_of("SELECT type FROM resolver_record WHERE namespace = 'ens' ORDER BY type") ==
        std::vector<std::string>{"", "addr.60"});
}

}  // namespace splitroot::db
