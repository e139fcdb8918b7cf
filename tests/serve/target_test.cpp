#include "serve/target.hpp"

#include <doctest/doctest.h>

#include "serve/collision_query.hpp"

using namespace splitroot;
using namespace splitroot::serve;

TEST_CASE("targets are taken apart and decoded") {
  const auto target = parse_target("/v1/strings/%E8%B3%BC%E7%89%A9?q=a+b%2Fc&empty=&flag");
  REQUIRE(target.has_value());
  CHECK(target->path == std::vector<std::string>{"v1", "strings", "購物"});
  CHECK(target->query ==
        std::vector<std::pair<std::string, std::string>>{{"q", "a b/c"}, {"empty", ""}, {"flag", ""}});
  CHECK(parse_target("/")->path.empty());
  CHECK(parse_target("http://host:8053/v1")->path == std::vector<std::string>{"v1"});
  CHECK(parse_target("http://host")->path.empty());
}

TEST_CASE("what cannot be decoded is refused") {
  for (const char* target : {"/%", "/%4", "/%zz", "/a%2Fb", "/a%2fb", "/%00", "/?q=%00", "/%ff", "/%C0%AF",
                             "/%ED%A0%80", "/?q=%E8%B3", "*", "", "v1"}) {
    CAPTURE(target);
    CHECK(parse_target(target).has_error());
  }
  CHECK(parse_target("/" + std::string(longest_target, 'a')).has_error());
}

TEST_CASE("queries of lists are closed") {
  const auto query = [](const std::string& text) {
    return parse_collision_query(*parse_target("/v1/collisions?" + text));
  };
  const auto good =
      query("namespace=hns,uns&namespace=ens&class=exact&level=tld&state=open,twin&since=2026-01-05&limit=7");
  REQUIRE(good.has_value());
  CHECK(good->filter.namespaces == std::vector<std::string>{"hns", "uns", "ens"});
  CHECK(good->filter.states == std::vector<State>{State::open, State::twin});
  CHECK(good->limit == 7);
  CHECK(good->filter.limit == 8);
  for (const char* bad : {"clas=exact", "class=exacts", "class=", "limit=0", "limit=1001", "limit=-1",
                          "limit=1&limit=2", "cursor=x", "since=yesterday", "namespace=%27", "string=a.b"}) {
    CAPTURE(bad);
    CHECK(query(bad).has_error());
  }
  CHECK(query("clas=exact").error().message.find("known are namespace, class") != std::string::npos);
}

TEST_CASE("the next page keeps the filters") {
  const auto target = parse_target("/v1/collisions?namespace=hns&cursor=old&since=2026-01-05T00%3A00%3A00Z");
  CHECK(next_page("/v1/collisions", *target, "new") ==
        "/v1/collisions?namespace=hns&since=2026-01-05T00%3A00%3A00Z&cursor=new");
}
