#include "net/url.hpp"

#include <doctest/doctest.h>

#include "net/http.hpp"

using namespace splitroot::net;

TEST_CASE("what is shown of a URL has no user, path or query") {
  CHECK(shown_url("https://rpc.example/v3/0123456789abcdef?key=secret") == "https://rpc.example");
  CHECK(shown_url("HTTP://user:pass@host.example:8545/x") == "http://host.example:8545");
  CHECK(shown_url("http://[::1]:8545/") == "http://[::1]:8545");
  CHECK(shown_url("http://[::1]") == "http://[::1]");
  CHECK(shown_url("https://host.example?key=secret") == "https://host.example");
  CHECK(shown_url("https://host.example#secret") == "https://host.example");
  CHECK(shown_url("http://user:pa/ss@host.example/") == "http://user");
  CHECK(shown_url("http://host.example:80801234567/") == "http://host.example");
  CHECK(shown_url("file:///var/lib/root.zone") == "file:///var/lib/root.zone");
  CHECK(shown_url("secret") == "(not a URL)");
  CHECK(shown_url("") == "(not a URL)");
  CHECK(shown_url("http://a\x1b[31m.example/").find('\x1b') == std::string::npos);
}

TEST_CASE("a URL that names this machine is told from one that names another") {
  for (const char* here :
       {"http://127.0.0.1:8545", "http://127.9.9.9/x", "https://localhost", "http://LOCALHOST:1/",
        "http://node.localhost:8545/key", "http://[::1]:8545", "http://user:pass@localhost"}) {
    CAPTURE(here);
    CHECK(is_on_this_machine(here));
  }
  for (const char* elsewhere : {"http://128.0.0.1", "http://10.0.0.1:8545", "http://localhost@host.example",
                                "http://127.0.0.1.host.example", "http://localhost.example", "http://[::2]",
                                "http://notlocalhost", "localhost", ""}) {
    CAPTURE(elsewhere);
    CHECK_FALSE(is_on_this_machine(elsewhere));
  }
}

TEST_CASE("percent escapes are decoded, broken ones refused") {
  CHECK(percent_decoded("/a%20b%2Fc") == "/a b/c");
  CHECK(percent_decoded("%00")->size() == 1);
  CHECK_FALSE(percent_decoded("%4"));
  CHECK_FALSE(percent_decoded("%zz"));
  CHECK_FALSE(percent_decoded("a%"));
}

TEST_CASE("a server's words are stripped of the URL's own secrets") {
  const auto secrets =
      url_secrets("https://someuser1:longpassword@rpc.example/v3/0123456789abcdef?apikey=fedcba98&x=1");
  CHECK(redacted("bad key 0123456789abcdef, fedcba98 of someuser1 with longpassword in /v3/", secrets) ==
        "bad key […], […] of […] with […] in /v3/");
  CHECK(url_secrets("nothing").empty());
  CHECK(redacted("twice twice", {"twice", ""}) == "[…] […]");
}
