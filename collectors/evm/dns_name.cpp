#include "collectors/evm/dns_name.hpp"

#include <vector>

namespace splitroot::collectors::evm {
namespace {

std::optional<std::vector<std::string_view>> split(std::string_view wire) {
  std::vector<std::string_view> labels;
  while (!wire.empty()) {
    const std::size_t length = static_cast<unsigned char>(wire.front());
    wire.remove_prefix(1);
    if (length == 0) break;
    if (length > wire.size()) return std::nullopt;
    labels.push_back(wire.substr(0, length));
    wire.remove_prefix(length);
    if (wire.empty()) return std::nullopt;
  }
  if (labels.empty() || !wire.empty()) return std::nullopt;
  return labels;
}

}  // namespace

std::optional<DnsName> parse_dns_name(std::string_view wire) {
  const auto labels = split(wire);
  if (!labels) return std::nullopt;
  DnsName name;
  name.label = labels->front();
  name.depth = static_cast<int>(labels->size());
  for (std::size_t i = labels->size() - 1; i > 0; --i)
    name.parent = child_node(name.parent, keccak256((*labels)[i]));
  for (std::size_t i = 1; i < labels->size(); ++i) {
    if (i > 1) name.suffix += '.';
    name.suffix += (*labels)[i];
  }
  return name;
}

}  // namespace splitroot::collectors::evm
