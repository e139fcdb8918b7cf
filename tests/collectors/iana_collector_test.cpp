#include "collectors/iana/collector.hpp"

#include "files_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

std::string zone(const std::string& serial) {
  return ". 86400 IN SOA a. b. " + serial + " 1800 900 604800 86400\ncom. 172800 IN NS a.\n";
}

struct Bench {
  boost::asio::io_context context;
  net::HttpClient http{context.get_executor()};
  RecordingSink sink;
  Folder folder;

  std::string url(const std::string& name) const { return "file://" + (folder.path() / name).string(); }

  Result<void> pass(std::vector<std::string> urls) {
    ListSettings settings;
    settings.urls = std::move(urls);
    settings.accept_small = true;
    const auto collector = make_root_collector(http, settings);
    CHECK(collector->source() == "iana-root");
    CHECK(collector->interval() == std::chrono::hours{1});
    return run(context, collector->pass(sink));
  }
};

}  // namespace

TEST_CASE("the first good root zone is handed on") {
  Bench bench;
  bench.folder.write("page", "<html>\n");
  bench.folder.write("one", zone("2026010500"));
  bench.folder.write("two", zone("2026010600"));
  REQUIRE(good(bench.pass({bench.url("absent"), bench.url("page"), bench.url("one"), bench.url("two")})));
  REQUIRE(bench.sink.batches.size() == 1);
  CHECK(bench.sink.batches[0].reading.position == "2026010500");
  CHECK(bench.sink.batches[0].origin == Origin::file);
}

TEST_CASE("no good root zone: every URL's reason is told") {
  Bench bench;
  bench.folder.write("page", "<html>\n");
  const auto result = bench.pass({bench.url("page"), "axfr://:53", "ftp://example.com/root.zone"});
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().fault == Fault::source);
  CHECK_FALSE(result.error().retry);
  const std::string& text = result.error().message;
  CHECK(text.starts_with("iana-root: no good list from any URL: " + bench.url("page") +
                         ":1:1: an HTML or XML page, not a zone file; 'axfr://:53': no host"));
  CHECK(text.find("ftp://example.com") != std::string::npos);
  CHECK(bench.sink.batches.empty());
  CHECK_FALSE(bench.pass({}).has_value());
}

TEST_CASE(
    "a list the sink does not believe sends the collector to the next URL; its other errors end the pass") {
  Bench bench;
  bench.folder.write("one", zone("2026010500"));
  bench.folder.write("two", zone("2026010600"));
  bench.sink.refusals = 1;
  bench.sink.refusal = source_error("older than the last one");
  REQUIRE(good(bench.pass({bench.url("one"), bench.url("two")})));
  REQUIRE(bench.sink.batches.size() == 1);
  CHECK(bench.sink.batches[0].reading.position == "2026010600");

  bench.sink.refusals = 1;
  bench.sink.refusal = Error{Fault::database, "no database", true};
  const auto result = bench.pass({bench.url("one"), bench.url("two")});
  check_error(result, "no database");
  CHECK(result.error().fault == Fault::database);
  CHECK(bench.sink.batches.size() == 1);
}
