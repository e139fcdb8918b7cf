#include <doctest/doctest.h>

#include "serve/page_frame.hpp"
#include "serve/pages.hpp"
#include "tests/serve/fake_store.hpp"

using namespace splitroot;
using namespace splitroot::serve;

namespace {

Response search(const std::string& query, const std::shared_ptr<FakeData>& data = sample_data()) {
  const auto store = make_fake_store(data);
  const auto reader = store->read();
  return search_answer(*reader, query, now());
}

bool holds_text(const Response& page, std::string_view text) {
  return page.body.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("a page says what is found, since when, on what evidence and how far was read") {
  const Response page = search(" music ");
  CHECK(page.status == 200);
  for (const char* text :
       {"1 critical", "block 13,107", "2021-10-15", "tld exact × delegated", "not visible", "iana-root",
        "no node answers", "bundled with splitroot", "DotMusic Limited", "value=\"music\"",
        "not an ICANN name-collision assessment; a registration is not evidence of leakage"}) {
    CAPTURE(text);
    CHECK(holds_text(page, text));
  }
}

TEST_CASE("nothing hostile reaches the page as markup") {
  const Response page = search("music");
  CHECK(!holds_text(page, "<script>"));
  CHECK(!holds_text(page, "\xe2\x80\xae"));
  CHECK(holds_text(page, "&lt;script&gt;\\u{202E}\\xFF"));
  const Response wrong = search("\"><img src=x onerror=alert(1)>");
  CHECK(wrong.status == 400);
  CHECK(!holds_text(wrong, "<img"));
  CHECK(holds_text(wrong, "&lt;img"));
}

TEST_CASE("a template's value is not a template") {
  const std::string page = framed("{{main}}", "{{title}}", "<p>{{query}}</p>");
  CHECK(page.find("<title>{{main}}</title>") != std::string::npos);
  CHECK(page.find("value=\"{{title}}\"") != std::string::npos);
  CHECK(page.find("<p>{{query}}</p>") != std::string::npos);
}

TEST_CASE("an empty answer is no clean bill") {
  const auto data = std::make_shared<FakeData>();
  const Response page = search("nowhere", data);
  CHECK(page.status == 200);
  CHECK(holds_text(page, "Nothing that has been read so far"));
  CHECK(holds_text(page, "No source has been read yet"));
}

TEST_CASE("the page loads nothing but its own files and runs no inline code") {
  const std::string home = home_page();
  for (const char* text : {" style=", "<style", "onclick", "http://", "https://"}) {
    CAPTURE(text);
    CHECK(home.find(text) == std::string::npos);
  }
  CHECK(home.find("/?q=music") != std::string::npos);
}

TEST_CASE("the summary says who holds the string") {
  CHECK(holds_text(search("music"), "In the DNS: delegated since 2021-10-15. Handshake hands it out too."));
  CHECK(holds_text(search("wallet"),
                   "No standing in the DNS is known. Handshake and Unstoppable hand it out."));
  CHECK(holds_text(search("box"), "ENS carries it as a twin."));
}
