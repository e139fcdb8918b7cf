#include "core/time.hpp"

#include <doctest/doctest.h>

using namespace splitroot;

TEST_CASE("RFC 3339 there and back") {
  CHECK(to_rfc3339(parse_time("2026-01-05").value()) == "2026-01-05T00:00:00Z");
  CHECK(to_rfc3339(parse_time("2026-01-05T12:53:59.867+02:00").value()) == "2026-01-05T10:53:59Z");
  CHECK(to_rfc3339(parse_time("1969-12-31T23:59:59Z").value()) == "1969-12-31T23:59:59Z");
}

TEST_CASE("what is no time is refused") {
  for (const char* bad : {"", "2026", "2026-13-01", "2026-02-30", "2026-01-05T25:00:00Z",
                          "2026-01-05T10:00:00", "2026/01/05", "0000-06-01", "0001-01-01T00:00:00+01:00",
                          "9999-12-31T23:59:59-01:00", "2026-01-05T10:00:00+0x:00", "yesterday...."}) {
    INFO(bad);
    CHECK_FALSE(parse_time(bad));
  }
}

TEST_CASE("times on chain that leave the calendar are no times") {
  CHECK_FALSE(from_unix(0));
  CHECK_FALSE(from_unix(0xffffffffffffffffU));
  CHECK(to_rfc3339(*from_unix(1580745078)) == "2020-02-03T15:51:18Z");
}
