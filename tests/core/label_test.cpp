#include "core/label.hpp"

#include <doctest/doctest.h>

#include "core/punycode.hpp"

using namespace splitroot;
using namespace std::string_literals;

TEST_CASE("class exact compares octets after lower-casing and Punycode decoding") {
  CHECK(canonical_label("MUSIC") == "music");
  CHECK(canonical_label("xn--4dbrk0ce") == "ישראל");
  CHECK(canonical_label("XN--4DBRK0CE") == canonical_label("ישראל"));
  CHECK(canonical_label("a\0b"s) == "a\0b"s);
  CHECK(canonical_label("Ü") == "Ü");  // only ASCII is lowered (RFC 4343)
}

TEST_CASE("what does not decode stands for itself") {
  CHECK(canonical_label("xn--e") == "xn--e");
  CHECK(canonical_label("xn--hulu") == "xn--hulu");
  CHECK_FALSE(punycode_decode(""));
  CHECK_FALSE(punycode_decode("99999999"));
  CHECK_FALSE(punycode_decode(std::string(300, 'a')));
}

TEST_CASE("RFC 3492, section 7.1") {
  CHECK(punycode_decode("egbpdaj6bu4bxfgehfvwxn") == "ليهمابتكلموشعربي؟");
  CHECK(punycode_decode("ihqwcrb4cv8a8dqg056pqjye") == "他们为什么不说中文");
  CHECK(punycode_decode("-> $1.00 <--") == "-> $1.00 <-");
}

TEST_CASE("a surrogate is no code point") {
  CHECK_FALSE(punycode_decode("ib9b"));
  CHECK(canonical_label("xn--ib9b") == "xn--ib9b");
}

TEST_CASE("strings become LDH, with a reason when they cannot") {
  CHECK(to_ldh("Music").value() == "music");
  CHECK(to_ldh(".com.").value() == "com");
  CHECK(to_ldh("ישראל").value() == "xn--4dbrk0ce");
  CHECK(to_ldh("MÜNCHEN").value() == "xn--mnchen-3ya");
  for (const std::string& bad : {""s, "a.b"s, "a b"s, "\xff"s, std::string(64, 'a'), "a\0b"s}) {
    INFO(bad);
    const auto refused = to_ldh(bad);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().fault == Fault::input);
    CHECK(refused.error().message.find("no TLD label") != std::string::npos);
  }
}

TEST_CASE("U-labels come back") {
  CHECK(to_unicode("xn--4dbrk0ce") == "ישראל");
  CHECK(to_unicode("music") == "music");
  CHECK(to_unicode("xn--e") == "xn--e");
}
