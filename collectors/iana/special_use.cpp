#include "collectors/iana/special_use.hpp"

#include <sstream>

#include "collectors/files/csv_fields.hpp"
#include "collectors/files/list_reading.hpp"
#include "collectors/files/tld_label.hpp"
#include "core/display.hpp"

namespace splitroot::collectors {
namespace {

constexpr std::size_t longest_name = 253;

struct Name {
  std::vector<std::string> labels;
  std::string remark;
};

/// The remark in `(DEPRECATED)`; an error is a bare reason.
Result<std::string> parse_remark(std::string_view text) {
  const bool enclosed = text.size() > 2 && text.starts_with('(') && text.ends_with(')');
  if (!enclosed) return input_error("'" + display_text(text) + "' is no remark in parentheses");
  return std::string{text.substr(1, text.size() - 2)};
}

/// A domain name in presentation form, with or without its last dot; an error is a bare reason.
Result<std::vector<std::string>> parse_labels(std::string_view text) {
  if (text.ends_with('.')) text.remove_suffix(1);
  if (text.size() > longest_name) return input_error("a name of more than 253 octets");
  std::vector<std::string> labels;
  for (;;) {
    const std::string_view label = text.substr(0, text.find('.'));
    auto ldh = to_tld(label);
    if (!ldh) return ldh.error();
    labels.push_back(std::move(*ldh));
    if (label.size() == text.size()) return labels;
    text.remove_prefix(label.size() + 1);
  }
}

Result<Name> parse_name(std::string_view text) {
  Name name;
  const std::string_view domain = text.substr(0, text.find(' '));
  const auto remark = text.find_first_not_of(' ', domain.size());
  if (remark != std::string_view::npos) {
    auto parsed = parse_remark(text.substr(remark));
    if (!parsed) return parsed.error();
    name.remark = std::move(*parsed);
  }
  auto labels = parse_labels(domain);
  if (!labels) return labels.error();
  name.labels = std::move(*labels);
  return name;
}

std::string joined(const std::vector<std::string>& labels) {
  std::string out;
  for (const std::string& label : labels) out += (out.empty() ? "" : ".") + label;
  return out;
}

/// Reads the current record into `names`.
Result<void> read_row(const CsvTable& table, FirstLines& first, SpecialUseNames& names) {
  const auto text = text_field(table, "name");
  if (!text) return text.error();
  auto name = parse_name(*text);
  if (!name) return table.error("name", name.error().message);
  if (auto added = first.add(joined(name->labels), table.line()); !added) {
    return table.error("name", added.error().message);
  }
  auto reference = text_field(table, "reference");
  if (!reference) return reference.error();
  if (name->labels.size() > 1) {
    ++names.below;
    return {};
  }
  StandingEntry& entry = names.tlds.emplace_back();
  entry.ldh = std::move(name->labels.front());
  entry.standing = Standing::special_use;
  if (!reference->empty()) entry.detail["reference"] = std::move(*reference);
  if (!name->remark.empty()) entry.detail["remark"] = std::move(name->remark);
  return {};
}

}  // namespace

Result<SpecialUseNames> read_special_use(CsvTable& table) {
  SpecialUseNames names;
  FirstLines first;
  for (;;) {
    const auto more = table.next();
    if (!more) return more.error();
    if (!*more) return names;
    if (auto read = read_row(table, first, names); !read) return read.error();
  }
}

Result<StandingBatch> parse_special_use(std::string_view text, std::string origin_name,
                                        std::optional<Timestamp> as_of) {
  std::istringstream in{std::string{text}};
  auto table = CsvTable::open(in, origin_name, {"name", "reference"});
  if (!table) return table.error();
  if (auto cut = cut_off(text, origin_name)) return std::move(*cut);
  const auto date = told_date(*table, origin_name, as_of);
  if (!date) return date.error();
  auto names = read_special_use(*table);
  if (!names) return names.error();
  if (names->tlds.empty()) {
    return error_at_line(origin_name, table->line(),
                         names->below == 0 ? "a header and no row: the file was cut off"
                                           : "no TLD among its names: not the whole registry");
  }
  return file_batch("iana-special-use", *date, to_date(*date), text, std::move(names->tlds));
}

}  // namespace splitroot::collectors
