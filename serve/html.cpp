#include "serve/html.hpp"

#include "core/display.hpp"

namespace splitroot::serve {
namespace {

std::string class_attribute(std::string_view a, std::string_view b) {
  if (a.empty() && b.empty()) return "";
  const std::string_view gap = a.empty() || b.empty() ? "" : " ";
  return " class=\"" + std::string{a} + std::string{gap} + std::string{b} + "\"";
}

std::string section_head(std::string_view id, std::string_view title) {
  const std::string name{id};
  return "<section aria-labelledby=\"" + name + "\">\n<h2 id=\"" + name + "\">" + html_text(title) +
         "</h2>\n";
}

}  // namespace

std::string bdi(std::string_view text) { return "<bdi>" + html_text(text) + "</bdi>"; }
std::string code(std::string_view text) { return "<code>" + html_text(text) + "</code>"; }

std::string html_date(std::optional<Timestamp> time) {
  if (!time) return "not known";
  return "<time datetime=\"" + to_rfc3339(*time) + "\">" + to_date(*time) + "</time>";
}

std::string badge(std::string_view classes, std::string_view text) {
  return "<span class=\"badge " + std::string{classes} + "\">" + html_text(text) + "</span>";
}

std::string term(std::string_view name, const std::string& html) {
  return "<dt>" + std::string{name} + "</dt><dd>" + html + "</dd>\n";
}

TableSection::TableSection(std::string_view id, std::string_view title, std::vector<Column> columns)
    : id_(id), title_(title), columns_(std::move(columns)) {}

void TableSection::row(std::vector<Cell> cells) {
  rows_ +=
      "<tr><th scope=\"row\"" + class_attribute(columns_[0].classes, cells[0].classes) + ">" + cells[0].html;
  rows_ += "</th>";
  for (std::size_t i = 1; i < cells.size(); ++i) rows_ += cell(cells[i], columns_[i]);
  rows_ += "</tr>\n";
}

std::string TableSection::cell(const Cell& cell, const Column& column) const {
  return "<td data-label=\"" + std::string{column.name} + "\"" +
         class_attribute(column.classes, cell.classes) + ">" + cell.html + "</td>";
}

std::string TableSection::html(std::string_view note) const {
  std::string out =
      section_head(id_, title_) + "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"";
  out += id_ + "\"><table>\n<thead><tr>";
  for (const Column& column : columns_) {
    out +=
        "<th scope=\"col\"" + class_attribute(column.classes, "") + ">" + std::string{column.name} + "</th>";
  }
  out += "</tr></thead>\n<tbody>\n" + rows_ + "</tbody></table></div>\n";
  return out + std::string{note} + "</section>\n";
}

std::string note_section(std::string_view id, std::string_view title, std::string_view text) {
  return section_head(id, title) + "<p>" + html_text(text) + "</p>\n</section>\n";
}

}  // namespace splitroot::serve
