#include "collectors/iana/root_db_page.hpp"

#include <algorithm>

#include "collectors/files/html_text.hpp"
#include "collectors/files/list_reading.hpp"
#include "core/label.hpp"
#include "core/utf8.hpp"

namespace splitroot::collectors {
namespace {

constexpr std::size_t cells_of_a_row = 3;
constexpr std::string_view link_start = "/domains/root/db/";
constexpr std::string_view link_end = ".html";

/// The page with comments blanked out, so that places stay; nullopt when one is not closed.
std::optional<std::string> without_comments(std::string_view page) {
  std::string out{page};
  for (auto start = out.find("<!--"); start != std::string::npos; start = out.find("<!--", start)) {
    const auto end = out.find("-->", start);
    if (end == std::string::npos) return std::nullopt;
    std::replace_if(
        out.begin() + static_cast<std::ptrdiff_t>(start), out.begin() + static_cast<std::ptrdiff_t>(end + 3),
        [](char c) { return c != '\n'; }, ' ');
  }
  return out;
}

/// Walks the elements of one kind, in order.
class Elements {
 public:
  /// `lower` is the text in lower case: names of tags have either.
  Elements(std::string_view lower, std::string name)
      : lower_(lower), open_("<" + name), close_("</" + name + ">") {}

  /// Moves to the next element; false at the end, and when the next one has no end.
  bool next() {
    do {
      start_ = lower_.find(open_, end_);
      if (start_ == std::string_view::npos) return false;
      end_ = start_ + open_.size();
    } while (!ends_name(end_));
    const auto inner = lower_.find('>', end_);
    const auto close = inner == std::string_view::npos ? inner : lower_.find(close_, inner);
    unclosed_ = close == std::string_view::npos;
    if (unclosed_) return false;
    inner_ = inner + 1;
    size_ = close - inner_;
    end_ = close + close_.size();
    return true;
  }

  std::size_t start() const { return start_; }
  std::size_t inner() const { return inner_; }
  std::size_t size() const { return size_; }
  bool unclosed() const { return unclosed_; }

 private:
  /// `<tr` begins `<track` as well.
  bool ends_name(std::size_t at) const {
    return at < lower_.size() && (lower_[at] == '>' || lower_[at] == ' ' || lower_[at] == '\n' ||
                                  lower_[at] == '\t' || lower_[at] == '\r');
  }

  std::string_view lower_;
  std::string open_;
  std::string close_;
  std::size_t start_ = 0;
  std::size_t inner_ = 0;
  std::size_t size_ = 0;
  std::size_t end_ = 0;
  bool unclosed_ = false;
};

/// LABEL of the cell's link, empty when it has none.
std::string label_of_link(std::string_view cell) {
  const auto start = cell.find(link_start);
  if (start == std::string_view::npos) return {};
  const std::string_view rest = cell.substr(start + link_start.size());
  const std::string_view target = rest.substr(0, rest.find_first_of("\"' >"));
  if (!target.ends_with(link_end)) return {};
  return std::string{target.substr(0, target.size() - link_end.size())};
}

/// The row made of the cells in `html`; an error is a bare reason. nullopt: it has no cells (a heading).
Result<std::optional<RootDbRow>> read_row(std::string_view html, std::string_view lower) {
  using Row = std::optional<RootDbRow>;
  std::vector<std::string_view> cells;
  Elements elements{lower, "td"};
  while (elements.next()) cells.push_back(html.substr(elements.inner(), elements.size()));
  if (elements.unclosed()) return input_error("a cell that is not closed");
  if (cells.empty()) return Row{};
  if (cells.size() != cells_of_a_row) {
    return input_error("a row of " + std::to_string(cells.size()) +
                       " cells, where domain, type and manager are three");
  }
  RootDbRow row;
  row.a_label = label_of_link(cells[0]);
  if (row.a_label.empty()) return input_error("a row without a link to /domains/root/db/LABEL.html");
  row.display = text_of_html(cells[0]);
  row.type = text_of_html(cells[1]);
  row.manager = text_of_html(cells[2]);
  return Row{std::move(row)};
}

/// Lines of a text, told for places that only go forward.
class LineCounter {
 public:
  explicit LineCounter(std::string_view text) : text_(text) {}

  std::size_t line_at(std::size_t place) {
    const std::string_view passed = text_.substr(counted_, place - counted_);
    line_ += static_cast<std::size_t>(std::count(passed.begin(), passed.end(), '\n'));
    counted_ += passed.size();
    return line_;
  }

 private:
  std::string_view text_;
  std::size_t line_ = 1;
  std::size_t counted_ = 0;
};

/// The rows of a page without comments.
Result<std::vector<RootDbRow>> read_rows(std::string_view html, std::string_view origin_name) {
  const std::string lower = lower_ascii(html);
  std::vector<RootDbRow> rows;
  LineCounter lines{html};
  std::size_t end = 0;
  Elements elements{lower, "tr"};
  while (elements.next()) {
    const std::size_t line = lines.line_at(elements.start());
    end = elements.inner() + elements.size();
    const std::string_view inner = html.substr(elements.inner(), elements.size());
    auto row = read_row(inner, std::string_view{lower}.substr(elements.inner(), elements.size()));
    if (!row) return error_at_line(origin_name, line, row.error().message);
    if (!*row) continue;
    (*row)->line = line;
    rows.push_back(std::move(**row));
  }
  const std::size_t last = lines.line_at(std::min(elements.start(), html.size()));
  if (elements.unclosed())
    return error_at_line(origin_name, last, "a row that is not closed: the page was cut off");
  if (!rows.empty() && lower.find("</table>", end) == std::string::npos)
    return error_at_line(origin_name, last, "the table is not closed: the page was cut off");
  return rows;
}

}  // namespace

Result<std::vector<RootDbRow>> root_db_rows(std::string_view page, std::string_view origin_name) {
  if (!is_valid_utf8(page) || page.find('\0') != std::string_view::npos)
    return error_at_line(origin_name, 1, "a page that is no UTF-8 text");
  const auto html = without_comments(page);
  if (!html) return error_at_line(origin_name, 1, "a comment that is not closed: the page was cut off");
  return read_rows(*html, origin_name);
}

}  // namespace splitroot::collectors
