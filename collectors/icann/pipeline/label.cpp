#include "collectors/icann/pipeline/label.hpp"

#include <algorithm>

#include "core/display.hpp"
#include "core/label.hpp"

namespace splitroot::collectors::pipeline {
namespace {

/// Separators that stand in ASCII lists, and those of Arabic and CJK text.
std::string with_one_separator(std::string_view list) {
  std::string out{list};
  for (const std::string_view separator :
       {"\u060c", "\u061b", "\u3001", "\uff0c", "\uff1b", "\u3000", "\u00a0"}) {
    for (auto at = out.find(separator); at != std::string::npos; at = out.find(separator, at))
      out.replace(at, separator.size(), ",");
  }
  std::replace_if(
      out.begin(), out.end(),
      [](char c) { return std::string_view{";|/ \t\r\n"}.find(c) != std::string_view::npos; }, ',');
  return out;
}

}  // namespace

Result<std::string> applied_label(std::string_view label) {
  auto ldh = to_ldh(label);
  if (!ldh || !ldh->starts_with("xn--")) return ldh;
  const std::string unicode = to_unicode(*ldh);
  const auto again = to_ldh(unicode);
  if (unicode != *ldh && again && *again == *ldh) return ldh;
  return input_error("'" + display_text(label) + "' is no A-label: it has no U-label that gives it back");
}

Result<std::vector<std::string>> applied_labels(std::string_view list) {
  const std::string parted = with_one_separator(list);
  std::vector<std::string> labels;
  for (std::size_t at = 0; at < parted.size();) {
    const std::size_t end = std::min(parted.find(',', at), parted.size());
    const std::string_view piece = std::string_view{parted}.substr(at, end - at);
    at = end + 1;
    if (piece.empty()) continue;
    auto label = applied_label(piece);
    if (!label) return label.error();
    if (std::find(labels.begin(), labels.end(), *label) == labels.end()) labels.push_back(std::move(*label));
  }
  return labels;
}

}  // namespace splitroot::collectors::pipeline
