#include "core/display.hpp"

#include <doctest/doctest.h>

using namespace splitroot;
using namespace std::string_literals;

TEST_CASE("what acts on a screen is escaped, what stands on it is kept") {
  CHECK(display_text("music") == "music");
  CHECK(display_text("müsic 音楽 👍") == "müsic 音楽 👍");
  CHECK(display_text("a\0b"s) == "a\\u{0000}b");
  CHECK(display_text("a\x1b[31mb") == "a\\u{001B}[31mb");
  CHECK(display_text("\xe2\x80\xae"
                     "evil") == "\\u{202E}evil");
  CHECK(display_text("a\xe2\x80\x8d") == "a\\u{200D}");
  CHECK(display_text("back\\slash") == "back\\\\slash");
}

TEST_CASE("octets that are no UTF-8 are shown as octets") {
  CHECK(display_text("\xff\xfe") == "\\xFF\\xFE");
  CHECK(display_text("\xc0\xaf") == "\\xC0\\xAF");
  CHECK(display_text("\xed\xa0\x80") == "\\xED\\xA0\\x80");
  CHECK(display_text("\xe2\x80") == "\\xE2\\x80");
}

TEST_CASE("a dot inside a label is not taken for a separator") { CHECK(display_label("a.b") == "a\\.b"); }

TEST_CASE("the terminal keeps lines, nothing else that moves the cursor") {
  CHECK(terminal_text("one\ntwo\r\x1b[2J") == "one\ntwo\\u{000D}\\u{001B}[2J");
}

TEST_CASE("HTML and CSV neutralise markup and formulas") {
  CHECK(html_text("<script>\"&'") == "&lt;script&gt;&quot;&amp;&#39;");
  CHECK(csv_field("plain") == "plain");
  CHECK(csv_field("a,\"b\"") == "\"a,\"\"b\"\"\"");
  CHECK(csv_field("=cmd()") == "'=cmd()");
  CHECK(csv_field("@x,y") == "\"'@x,y\"");
}
