#include "correlate/reserved_list_text.hpp"

#include <doctest/doctest.h>

using namespace splitroot;
using namespace splitroot::correlate;

namespace {

std::string labels(std::string_view text) {
  const auto set = parse_reserved_list(text, "list.txt");
  REQUIRE_MESSAGE(set.has_value(), set.error().message);
  std::string out;
  for (const auto& [canonical, label] : set->labels) out += (out.empty() ? "" : " ") + label.ldh;
  return out + (set->duplicates > 0 ? " +" + std::to_string(set->duplicates) : "");
}

void check_error(std::string_view text, const std::string& message) {
  const auto set = parse_reserved_list(text, "list.txt");
  REQUIRE_MESSAGE(!set.has_value(), "expected: " << message);
  CHECK(set.error().fault == Fault::input);
  CHECK(set.error().message == message);
}

}  // namespace

TEST_CASE("reserved list text: one label a line") {
  CHECK(labels("com\nnet\norg\n") == "com net org");
  CHECK(labels("com") == "com");
  CHECK(labels("com\r\nnet\r\n") == "com net");
  CHECK(labels("\xef\xbb\xbf"
               "com\nnet") == "com net");
  CHECK(labels("# ours, \"of\" 2026\n\n  .COM \n\tnet. # the second\nорг\n") == "com net xn--c1avg");
  CHECK(labels("com\nCOM\nxn--c1avg\nорг\n") == "com xn--c1avg +2");
}

TEST_CASE("reserved list text: CSV by its header") {
  CHECK(labels("label\ncom\nnet\n") == "com net");
  CHECK(labels("tld\ncom\n") == "com");
  CHECK(labels("rank, TLD ,why\n1,com,\"ours, all\"\n2,.net,\"two\nlines\"\n") == "com net");
  CHECK(labels("\xef\xbb\xbf\"name\",\"why\"\r\n\"com\",\"x\"\r\n") == "com");
  CHECK(labels("string,label\nnot me,com\n") == "com");
  CHECK(labels("# a \"remark, unclosed\nlabel,why\n# another \"one\ncom,x\n\nnet,y") == "com net");
  CHECK(labels("name,why\nname,x\n") == "name");
}

TEST_CASE("reserved list text: the title is the origin, and no date is made up") {
  const auto set = parse_reserved_list("com\n", "ours.csv");
  REQUIRE(set.has_value());
  CHECK(set->title == "ours.csv");
  CHECK(set->as_of == std::nullopt);
  CHECK(set->labels.begin()->second.kind == ReservedKind::listed);
}

TEST_CASE("reserved list text: what is wrong, with line and column") {
  check_error("com\nco.uk\n",
              "list.txt:2:1: 'co.uk' is no TLD label: it has a dot inside; a string is one label");
  check_error("com\n\n  a!b\n",
              "list.txt:3:3: 'a!b' is no TLD label: only letters, digits and hyphens make a label");
  check_error(
      "com net\n",
      "list.txt:1:4: more than one label on a line; a CSV begins with a header that has a column label, "
      "name, tld or string");
  check_error(
      "com,net\n",
      "list.txt:1:4: more than one label on a line; a CSV begins with a header that has a column label, "
      "name, tld or string");
  check_error("com\n\xff\xfe\n", "list.txt:2:1: '\\xFF\\xFE' is no TLD label: it is not UTF-8");
  check_error(std::string(64, 'q') + "\n",
              "list.txt:1:1: '" + std::string(64, 'q') + "' is no TLD label: it has more than 63 octets");
  check_error("", "list.txt:1:1: no label in it");
  check_error("# nothing\n\n", "list.txt:1:1: no label in it");
  check_error("label,why\n", "list.txt:1:1: no label in it");
  check_error(".\n", "list.txt:1:1: '' is no TLD label: it is empty");
}

TEST_CASE("reserved list text: what is wrong in a CSV, with line and column") {
  check_error(
      "why,label\nx,co.uk\n",
      "list.txt:2:3: column 'label': 'co.uk' is no TLD label: it has a dot inside; a string is one label");
  check_error("why,label\nx,\n", "list.txt:2:3: column 'label': '' is no TLD label: it is empty");
  check_error("# one\nwhy,label\nx,com,y\n", "list.txt:3:1: 3 fields where the header has 2");
  check_error("why,label\n\"x,com\n", "list.txt:2:1: a quoted field is never closed");
}

TEST_CASE("reserved list text: a first line `name` may be a header or the TLD") {
  check_error(
      "\n# ours\nname\ncom\n",
      "list.txt:3:1: the first line 'name' may be a header or the TLD; head the column 'label', or let "
      "another label come first");
  CHECK(labels("com\nname\n") == "com name");
}

TEST_CASE("reserved list text: a list longer than any known") {
  std::string text;
  for (std::size_t i = 0; i <= most_reserved_labels; ++i) text += "l" + std::to_string(i) + "\n";
  check_error(text, "list.txt:1000001:1: more than 1000000 labels; is this a reserved list?");
}
