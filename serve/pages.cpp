#include "serve/pages.hpp"

#include "core/display.hpp"
#include "serve/page_frame.hpp"

namespace splitroot::serve {
namespace {

constexpr std::string_view home = R"(<h1>Where the name space splits</h1>
<p class="lead">Blockchain registries hand out names that the DNS root also holds, or is about to. splitroot reads
these registries, compares every name with the root zone and the new-gTLD pipeline, and keeps what collides,
with its history and its evidence.</p>
<p>Enter a top-level string above, as an A-label or in its own script: what stands against it, how severe that is, since
when, and how far each source has been read.</p>
<h2>Try one</h2>
<ul class="examples">
<li><a href="/?q=music"><b>.music</b>A Handshake name that later became a TLD of the root</a></li>
<li><a href="/?q=wallet"><b>.wallet</b>Not in the root, yet sold by two systems</a></li>
<li><a href="/?q=box"><b>.box</b>In the DNS and on ENS, the same on purpose</a></li>
</ul>
<h2>How to read an answer</h2>
<dl>
<dt>Severity</dt><dd>From critical (a delegated TLD that another system also hands out) down to info. Each finding says how it
came about.</dd>
<dt>Twin</dt><dd>Both sides are the same holder, by design or by proof. Not a conflict.</dd>
<dt>Not visible</dt><dd>Names that exist but cannot be counted, such as those below a Handshake name. Never shown as zero.</dd>
<dt>Read so far</dt><dd>An answer is as good as its sources: each has a position and an age.</dd>
</dl>)";

}  // namespace

std::string home_page() { return framed("splitroot: where the name space splits", "", home); }

std::string error_page(std::string_view query, std::string_view title, std::string_view detail) {
  std::string main =
      "<h1>" + html_text(title) + "</h1>\n<p class=\"lead\" role=\"alert\">" + html_text(detail) + "</p>\n";
  main +=
      "<p>A string is one label, such as <a href=\"/?q=music\">music</a> or <a "
      "href=\"/?q=%E8%B3%BC%E7%89%A9\">購物</a>, "
      "without dots inside.</p>";
  return framed(std::string{title} + " - splitroot", query, main);
}

Response search_answer(Reader& reader, const std::string& query, Timestamp at) {
  const auto first = query.find_first_not_of(' ');
  const auto trimmed = query.substr(first, query.find_last_not_of(' ') - first + 1);
  const auto dossier = make_dossier(reader, trimmed, at);
  if (!dossier) return html_response(400, error_page(query, "That cannot be a TLD", dossier.error().message));
  return html_response(200, dossier_page(*dossier));
}

}  // namespace splitroot::serve
