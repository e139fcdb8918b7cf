#include "serve/page_frame.hpp"

#include <algorithm>
#include <span>
#include <stdexcept>

#include "core/display.hpp"
#include "core/embedded.hpp"

namespace splitroot {
std::span<const EmbeddedFile> web_files();
}  // namespace splitroot

namespace splitroot::serve {
namespace {

std::string_view template_text() {
  const auto files = web_files();
  const auto found =
      std::find_if(files.begin(), files.end(), [](const auto& file) { return file.name == "index.html"; });
  if (found == files.end()) throw std::logic_error("index.html is not in the binary");
  return found->content;
}

}  // namespace

/// Values are not looked through again, so one that holds `{{…}}` stays as it is.
std::string framed(std::string_view title, std::string_view query, std::string_view main) {
  std::string out;
  std::string_view rest = template_text();
  for (auto open = rest.find("{{"); open != rest.npos; open = rest.find("{{")) {
    out += rest.substr(0, open);
    const auto close = rest.find("}}", open);
    const auto slot = rest.substr(open + 2, close - open - 2);
    if (slot == "title") out += html_text(title);
    if (slot == "query") out += html_text(query);
    if (slot == "main") out += main;
    rest.remove_prefix(close + 2);
  }
  return out += rest;
}

}  // namespace splitroot::serve
