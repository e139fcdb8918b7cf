// HTML: the page of IANA's root zone database.
#include "collectors/files/html_text.hpp"
#include "collectors/iana/root_db.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace splitroot;
using namespace splitroot::collectors;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr Timestamp day{std::chrono::days{20000}};
  const std::string page = "<" + std::string{fuzz::text_of(data, size)};
  fuzz::expect_list(parse_root_db(page, "page.html", day, {true}), "page.html:");
  if (!is_valid_utf8(page) || page.find('\0') != page.npos) return 0;
  const std::string text = text_of_html(page);
  fuzz::expect(is_valid_utf8(text) && text.find('\0') == text.npos, "text in UTF-8, without NUL");
  fuzz::expect(text.size() <= page.size(), "no more text than page");
  return 0;
}
