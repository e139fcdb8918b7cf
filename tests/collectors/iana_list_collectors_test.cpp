#include "collectors/iana/list_collectors.hpp"

#include "files_support.hpp"
#include "tests/net/fake_server.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;
using namespace splitroot::net::test;

namespace {

using Make = std::unique_ptr<Collector> (*)(net::HttpClient&, ListSettings);

/// One list: who reads it, a good text, and whether the text dates itself.
struct List {
  const char* source;
  Make make;
  std::string text;
  bool is_dated;
};

const List lists[] = {
    {"iana-tlds-alpha", make_tlds_alpha_collector, "# Version 2023080300\nAAA\n", true},
    {"iana-root-db", make_root_db_collector, "a_label,display,type,manager\naaa,.aaa,generic,A\n", false},
    {"iana-special-use", make_special_use_collector, "Name,Reference\nalt.,[RFC9476]\n", false}};

Result<void> pass(const List& list, const std::string& url, RecordingSink& sink) {
  boost::asio::io_context context;
  net::HttpClient http{context.get_executor()};
  ListSettings settings;
  settings.urls = {url};
  settings.accept_small = true;
  const auto collector = list.make(http, settings);
  CHECK(collector->source() == list.source);
  return collectors::test::run(context, collector->pass(sink));
}

}  // namespace

TEST_CASE("IANA's lists from a server: of now where they do not date themselves") {
  for (const List& list : lists) {
    CAPTURE(list.source);
    FakeServer server{[&list](const Received&) { return reply(200, list.text); }};
    RecordingSink sink;
    const Timestamp before = now();
    REQUIRE(good(pass(list, server.url(), sink)));
    REQUIRE(sink.batches.size() == 1);
    const StandingBatch& batch = sink.batches[0];
    CHECK(batch.source == list.source);
    CHECK(batch.origin == Origin::live);
    CHECK(batch.entries.size() == 1);
    if (list.is_dated) {
      CHECK(batch.as_of == parse_time("2023-08-03"));
    } else {
      CHECK(batch.as_of >= before);
      CHECK(batch.as_of <= now());
    }
  }
}

TEST_CASE("IANA's lists from a file URL: nobody was asked, so that only a remark dates what has no date") {
  const Folder folder;
  for (const List& list : lists) {
    CAPTURE(list.source);
    RecordingSink sink;
    const std::string url = "file://" + folder.write(list.source, list.text).string();
    const auto undated = pass(list, url, sink);
    CHECK(undated.has_value() == list.is_dated);
    if (!list.is_dated) {
      CHECK(undated.error().message.find("nothing in this list says of when it is") != std::string::npos);
      folder.write(list.source, "# as-of: 2020-05-15\n" + list.text);
      REQUIRE(good(pass(list, url, sink)));
      CHECK(sink.batches[0].as_of == parse_time("2020-05-15"));
    }
    REQUIRE(sink.batches.size() == 1);
    CHECK(sink.batches[0].origin == Origin::file);
  }
}

TEST_CASE("IANA's lists: what is no list is told with its URL") {
  for (const List& list : lists) {
    FakeServer server{[](const Received&) { return reply(200, "<html>Be right back</html>\n"); }};
    RecordingSink sink;
    const auto result = pass(list, server.url(), sink);
    REQUIRE(result.has_error());
    CHECK(result.error().fault == Fault::source);
    CHECK(result.error().message.starts_with(std::string{list.source} +
                                             ": no good list from any URL: " + net::shown_url(server.url())));
    CHECK(sink.batches.empty());
  }
}
