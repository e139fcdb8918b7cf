#include "collectors/iana/zone_name.hpp"

#include <ldns/ldns.h>

#include <array>
#include <cstdlib>
#include <memory>

namespace splitroot::collectors {
namespace {

constexpr std::size_t longest_label = 63;
constexpr std::size_t most_labels = 128;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

/// The labels of a name from the left. A name that is none ends them.
class Labels {
 public:
  explicit Labels(std::string_view wire) : rest_(wire) {}
  bool next(std::string_view& label) {
    if (rest_.empty()) return false;
    const std::size_t length = static_cast<unsigned char>(rest_.front());
    if (length == 0 || length > longest_label || length >= rest_.size()) return false;
    label = rest_.substr(1, length);
    rest_.remove_prefix(length + 1);
    return true;
  }
  /// What stands after the last label read.
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

/// A label whose octets keep their order when it is followed by an octet below all of them: 0 ends a label,
/// so 0 and 1 are written as two.
void append_key(std::string& key, std::string_view label) {
  for (const char octet : label) {
    if (octet == '\0' || octet == '\1') key += '\1';
    key += octet == '\0' || octet == '\1' ? static_cast<char>(octet + 1) : lower(octet);
  }
  key += '\0';
}

void append_shown(std::string& out, unsigned char octet) {
  constexpr std::string_view special = ".;()\\";
  if (special.find(static_cast<char>(octet)) != std::string_view::npos) {
    (out += '\\') += static_cast<char>(octet);
  } else if (octet > ' ' && octet < 0x7f) {
    out += static_cast<char>(octet);
  } else {
    (out += '\\') += static_cast<char>('0' + octet / 100);
    (out += static_cast<char>('0' + octet / 10 % 10)) += static_cast<char>('0' + octet % 10);
  }
}

}  // namespace

std::size_t name_size(std::string_view wire) {
  Labels labels{wire};
  for (std::string_view label; labels.next(label);) {
  }
  if (labels.rest().empty() || labels.rest().front() != '\0') return 0;
  return wire.size() - labels.rest().size() + 1;
}

std::string order_key(std::string_view wire) {
  std::array<std::string_view, most_labels> labels;
  std::size_t count = 0;
  Labels all{wire};
  while (count < most_labels && all.next(labels[count])) ++count;
  std::string key;
  key.reserve(wire.size());
  while (count > 0) append_key(key, labels[--count]);
  return key;
}

int signed_labels(std::string_view wire) {
  Labels labels{wire};
  int count = 0;
  for (std::string_view label; labels.next(label);) {
    if (count > 0 || label != "*") ++count;
  }
  return count;
}

std::string host_name(std::string_view wire) {
  std::string out;
  Labels labels{wire};
  for (std::string_view label; labels.next(label);) {
    if (!out.empty()) out += '.';
    for (const char octet : label) append_shown(out, static_cast<unsigned char>(octet));
  }
  return out.empty() ? "." : out;
}

std::string shown_name(std::string_view wire) {
  std::string out = host_name(wire);
  return out == "." ? out : out + '.';
}

std::string type_name(std::uint16_t type) {
  const std::unique_ptr<char, decltype(&std::free)> text{ldns_rr_type2str(static_cast<ldns_rr_type>(type)),
                                                         &std::free};
  return text ? text.get() : "TYPE" + std::to_string(type);
}

}  // namespace splitroot::collectors
