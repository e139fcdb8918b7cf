#include <chrono>
#include <sstream>

#include "collectors/files/name_file.hpp"
#include "core/hex.hpp"
#include "files_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

struct Read {
  std::vector<NamePatch> patches;
  std::string error;
};

Read read(const std::string& text, NameFileFormat format, const std::string& ns) {
  std::istringstream in{text};
  auto reader = make_name_file_reader(in, "names", format, ns);
  if (!reader) return {{}, reader.error().message};
  Read out;
  for (;;) {
    auto next = (*reader)->next();
    if (!next) {
      CHECK(next.error().fault == Fault::input);
      return {std::move(out.patches), next.error().message};
    }
    if (!*next) return out;
    out.patches.push_back(std::move(**next));
  }
}

Read list(const std::string& text, const std::string& ns = "ens") {
  return read(text, NameFileFormat::list, ns);
}
Read csv(const std::string& text, const std::string& ns = "ens") {
  return read(text, NameFileFormat::csv, ns);
}
Read ndjson(const std::string& text, const std::string& ns = "ens") {
  return read(text, NameFileFormat::ndjson, ns);
}

std::vector<std::string> names(const Read& read) {
  std::vector<std::string> out;
  for (const auto& patch : read.patches) out.push_back(full_name(*patch.state.label, *patch.state.place));
  return out;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a list of dotted names: key, label and place") {
  const Read read = list("eth\nnick.eth\nsub.nick.eth\n");
  CHECK(read.error.empty());
  REQUIRE(read.patches.size() == 3);
  const NameEvent& tld = read.patches[0].state;
  CHECK(tld.key == namehash("eth"));
  CHECK(tld.label->bytes == "eth");
  CHECK(tld.place == Place{std::nullopt, "", 1});
  const NameEvent& nick = read.patches[1].state;
  CHECK(to_hex(view(nick.key.bytes)) == "05a67c0ee82964c4f7394cdd47fee7f4d9503a23c09c38341779ea012afe6e00");
  CHECK(nick.label->bytes == "nick");
  CHECK(nick.place == Place{namehash("eth"), "eth", 2});
  const NameEvent& sub = read.patches[2].state;
  CHECK(sub.key == namehash("sub.nick.eth"));
  CHECK(sub.place == Place{namehash("nick.eth"), "nick.eth", 3});
  CHECK_FALSE(nick.status.has_value());
  CHECK(nick.evidence == Evidence{"ethereum", std::nullopt, "", std::nullopt});
  CHECK(read.patches[1].first == nick.evidence);
}

TEST_CASE("a list of Handshake names") {
  const Read read = list("music\nxn--e\n", "hns");
  REQUIRE(read.patches.size() == 2);
  CHECK(read.patches[0].state.key == handshake_key("music"));
  CHECK(read.patches[0].state.place == Place{std::nullopt, "", 1});
  CHECK(read.patches[0].first.chain == "handshake");
  CHECK(list("good\na.b\n", "hns").error == "names:2:2: a dot: a Handshake name is one label");
}

TEST_CASE("octets of a list stay as they are") {
  const std::string hostile = std::string{"a\0b", 3} + ".eth";
  const Read read = list("\xff\xfe.eth\n" + hostile + "\n Spaced .eth \n=1+1.eth\n\xe2\x80\x8b.eth");
  CHECK(read.error.empty());
  CHECK(names(read) == Names{"\xff\xfe.eth", hostile, " Spaced .eth ", "=1+1.eth", "\xe2\x80\x8b.eth"});
  CHECK(read.patches[1].state.key == namehash(hostile));
}

TEST_CASE("line ends: LF, CRLF, none at the last; blank lines and a byte order mark are passed over") {
  CHECK(names(list("\xef\xbb\xbf"
                   "a.eth\r\n\r\n\nb.eth\nc.eth")) == Names{"a.eth", "b.eth", "c.eth"});
  CHECK(names(list("a\rb.eth\n")) == Names{"a\rb.eth"});
  CHECK(names(list("")).empty());
  CHECK(names(list("\n\n")).empty());
}

TEST_CASE("lines across block borders") {
  std::string text;
  Names expected;
  for (int i = 0; i < 20'000; ++i) {
    expected.push_back(std::string(static_cast<std::size_t>(i % 37 + 1), 'x') + std::to_string(i) + ".eth");
    text += expected.back() + (i % 3 == 0 ? "\r\n" : "\n");
  }
  CHECK(names(list(text)) == expected);
}

TEST_CASE("wrong lines of a list") {
  CHECK(list("a.eth\n.eth\n").error == "names:2:1: an empty label before the dot");
  CHECK(list("a..eth\n").error == "names:1:3: an empty label");
  CHECK(list("\n\na.eth.\n").error == "names:3:6: an empty label after the dot");
  CHECK(list("ok.eth\n" + std::string((1 << 20) + 10, 'a')).error == "names:2:1: a line of more than 1 MiB");
  CHECK(list("ok.eth\n" + std::string((1 << 22), 'a')).error == "names:2:1: a line of more than 1 MiB");
}

TEST_CASE("a CSV with all columns, in any order") {
  const Read read =
      csv("block,NAME,tx,holder,expires_at,registered_at\n"
          "9380471,nick.eth,0xab,0xb8c2,2030-01-02T03:04:05Z,2020-02-05\n"
          ",\"a,\"\"b\".eth\",,,,\n",
          "ens");
  // A quote inside an unquoted continuation is an error, so the second row is refused.
  CHECK(read.error == "names:3:9: text after the closing quote of a field");
  REQUIRE(read.patches.size() == 1);
  const NameEvent& nick = read.patches[0].state;
  CHECK(nick.holder == "0xb8c2");
  CHECK(nick.registered_at == parse_time("2020-02-05"));
  CHECK(nick.expires_at == parse_time("2030-01-02T03:04:05Z"));
  CHECK(nick.evidence == Evidence{"ethereum", 9380471, "0xab", std::nullopt});
  CHECK(read.patches[0].first == nick.evidence);
}

TEST_CASE("a CSV with names alone, raw octets among them") {
  const Read read = csv("name\n\"a,\"\"\nb.eth\"\n\xff.eth\n#x.eth\n");
  CHECK(read.error.empty());
  CHECK(names(read) == Names{"a,\"\nb.eth", "\xff.eth", "#x.eth"});
  CHECK_FALSE(read.patches[0].state.holder.has_value());
}

TEST_CASE("wrong CSV") {
  const std::string header = "name,holder,registered_at,expires_at,block,tx\n";
  CHECK(csv("tld\nmusic\n", "hns").error == "names:1:1: no header with the columns name; found: tld");
  CHECK(csv("").error == "names:1:1: no header with the columns name; found: an empty file");
  CHECK(csv(header + "a..eth,,,,,\n").error == "names:2:1: column 'name': an empty label");
  CHECK(csv(header + ",,,,,\n").error == "names:2:1: column 'name': an empty name");
  CHECK(csv(header + "a.eth,,yesterday,,,\n").error ==
        "names:2:8: column 'registered_at': 'yesterday' is no date (2026-01-05) or time "
        "(2026-01-05T00:00:00Z)");
  CHECK(
      csv(header + "a.eth,,,1580860800,,\n").error ==
      "names:2:9: column 'expires_at': '1580860800' is no date (2026-01-05) or time (2026-01-05T00:00:00Z)");
  CHECK(csv(header + "a.eth,,,,-1,\n").error == "names:2:10: column 'block': '-1' is no number");
  CHECK(csv(header + "a.eth,\xff,,,,\n").error == "names:2:7: column 'holder': '\\xFF' is no UTF-8 text");
  CHECK(csv(header + "a.eth,,,,\n").error == "names:2:1: 5 fields where the header has 6");
  CHECK(csv(header + "\"a.eth").error == "names:2:1: a quoted field is never closed");
}

TEST_CASE("NDJSON") {
  const Read read = ndjson(
      R"({"name":"nick.eth","holder":"0xb8c2","registered_at":"2020-02-05","expires_at":null,"block":9380471,"tx":"0xab"})"
      "\n\n"
      R"({"nameHex":"61ff00622e657468","other":[1]})"
      "\r\n"
      R"({"name":"a\u0000b.eth"})");
  CHECK(read.error.empty());
  CHECK(names(read) == Names{"nick.eth", std::string{"a\xff\0b.eth", 8}, std::string{"a\0b.eth", 7}});
  const NameEvent& nick = read.patches[0].state;
  CHECK(nick.holder == "0xb8c2");
  CHECK(nick.registered_at == parse_time("2020-02-05"));
  CHECK(nick.expires_at == std::nullopt);
  CHECK(nick.evidence == Evidence{"ethereum", 9380471, "0xab", std::nullopt});
}

TEST_CASE("wrong NDJSON") {
  CHECK(ndjson("{\"name\":\"a.eth\"}\n{\"name\":\n")
            .error.starts_with("names:2: not the JSON expected, at octet 8: "));
  CHECK(ndjson("[]\n").error == "names:1:1: not a JSON object");
  CHECK(ndjson("{}\n").error == "names:1:1: 'name' is missing, and so is 'nameHex'");
  CHECK(ndjson("{\"name\":1}\n").error == "names:1:1: 'name' is no string");
  CHECK(ndjson("{\"nameHex\":\"6\"}\n").error == "names:1:1: 'nameHex' is no hex");
  CHECK(ndjson("{\"name\":\"a.eth\",\"nameHex\":\"62\"}\n").error ==
        "names:1:1: 'nameHex' is not the hex of 'name'");
  CHECK(ndjson("{\"name\":\"a..b\"}\n").error == "names:1:1: 'name' has at octet 3 an empty label");
  CHECK(ndjson("{\"name\":\"a\",\"block\":-1}\n").error == "names:1:1: 'block' is no whole number");
  CHECK(ndjson("{\"name\":\"a\",\"block\":\"1\"}\n").error == "names:1:1: 'block' is no whole number");
  CHECK(ndjson("{\"name\":\"a\",\"holder\":\"\\u0000\"}\n").error == "names:1:1: 'holder' holds a NUL");
  CHECK(ndjson("{\"name\":\"a\",\"expires_at\":\"x\"}\n").error ==
        "names:1:1: 'expires_at' is no date (2026-01-05) or time (2026-01-05T00:00:00Z)");
  CHECK_FALSE(ndjson("{\"name\":\"\xff\"}\n").error.empty());
}

TEST_CASE("other namespaces have no chain of their own") {
  const Read read = list("x.wallet\n", "uns");
  REQUIRE(read.patches.size() == 1);
  CHECK(read.patches[0].first == Evidence{});
  CHECK(read.patches[0].state.key == namehash("x.wallet"));
}

TEST_CASE("formats by word") {
  CHECK(parse_name_file_format("list") == NameFileFormat::list);
  CHECK(parse_name_file_format("csv") == NameFileFormat::csv);
  CHECK(parse_name_file_format("ndjson") == NameFileFormat::ndjson);
  CHECK(parse_name_file_format("xml") == std::nullopt);
}

TEST_CASE("a real list of Handshake names") {
  const auto path = real_data("hns/Collided-BNS-TLDs.txt");
  if (!path) return;
  const Read read = list(slurp(*path), "hns");
  CHECK(read.error.empty());
  CHECK(read.patches.size() == 6973);
}
