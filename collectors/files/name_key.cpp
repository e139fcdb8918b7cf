#include "collectors/files/name_key.hpp"

#include <algorithm>

namespace splitroot::collectors {
namespace {

constexpr std::string_view handshake_namespace = "hns";

}  // namespace

std::string chain_of(std::string_view ns) {
  if (ns == handshake_namespace) return "handshake";
  return ns == "ens" ? "ethereum" : "";
}

NameKey key_of(std::string_view ns, std::string_view name) {
  return ns == handshake_namespace ? handshake_key(name) : namehash(name);
}

NameMaker::NameMaker(std::string ns)
    : ns_(std::move(ns)), chain_(chain_of(ns_)), one_label_(ns_ == handshake_namespace) {}

std::optional<NameFlaw> NameMaker::flaw(std::string_view name) const {
  if (name.empty()) return NameFlaw{0, "an empty name"};
  const auto dot = name.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  if (one_label_) return NameFlaw{dot, "a dot: a Handshake name is one label"};
  if (name.front() == '.') return NameFlaw{0, "an empty label before the dot"};
  if (const auto two = name.find(".."); two != std::string_view::npos)
    return NameFlaw{two + 1, "an empty label"};
  if (name.back() == '.') return NameFlaw{name.size() - 1, "an empty label after the dot"};
  return std::nullopt;
}

NameEvent NameMaker::make(std::string_view name) {
  NameEvent event;
  event.evidence.chain = chain_;
  const auto dot = name.find('.');
  const std::string_view label = name.substr(0, dot);
  event.label = RawLabel{std::string{label}};
  if (dot == std::string_view::npos) {
    event.key = key_of(ns_, name);
    event.place = Place{std::nullopt, {}, 1};
    return event;
  }
  const std::string_view suffix = name.substr(dot + 1);
  if (suffix != suffix_) {
    suffix_ = suffix;
    suffix_key_ = namehash(suffix);
  }
  event.key = child_node(suffix_key_, keccak256(label));
  const auto dots = std::count(name.begin(), name.end(), '.');
  event.place = Place{suffix_key_, suffix_, static_cast<int>(dots) + 1};
  return event;
}

}  // namespace splitroot::collectors
