#include "collectors/handshake/resource.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collectors/handshake/byte_reader.hpp"

namespace splitroot::collectors::handshake {
namespace {

/// Reads the names of one resource, which point into one another (bns `encoding.js`, `readName`).
class NameChecker {
 public:
  explicit NameChecker(std::string_view resource) : resource_(resource) {}

  /// Octets of the name at `start` up to its end or its first pointer; 0 when it is none.
  std::size_t size_at(std::size_t start) const {
    std::size_t at = start;
    std::size_t end = 0;
    std::size_t length = 0;
    for (int pointers = 0; at < resource_.size();) {
      const std::size_t lead = octet(at);
      if (lead == 0) return end != 0 ? end - start : at + 1 - start;
      if (lead < 0x40) {
        length += lead + 1;
        at += lead + 1;
        if (length > longest_name) return 0;
      } else {
        if (lead < 0xc0 || at + 1 >= resource_.size() || ++pointers > most_pointers) return 0;
        if (end == 0) end = at + 2;
        at = (lead & 0x3f) << 8 | octet(at + 1);
      }
    }
    return 0;
  }

 private:
  static constexpr std::size_t longest_name = 255;
  static constexpr int most_pointers = 10;

  std::size_t octet(std::size_t at) const { return static_cast<unsigned char>(resource_[at]); }

  std::string_view resource_;
};

class Parser {
 public:
  explicit Parser(std::string_view resource) : names_(resource), in_(resource) {}

  Result<std::vector<RecordType>> records() {
    const auto version = in_.u8();
    if (in_.failed() || version != 0) return error("unknown version");
    std::vector<RecordType> found;
    while (in_.left() != 0) {
      const auto type = in_.u8();
      if (type > static_cast<std::uint8_t>(RecordType::txt)) break;
      found.push_back(static_cast<RecordType>(type));
      if (!skip(found.back())) return error("record cut short or malformed");
    }
    return found;
  }

 private:
  bool skip(RecordType type) {
    switch (type) {
      case RecordType::ds:
        in_.take(4);
        in_.take(in_.u8());
        break;
      case RecordType::ns:
        return skip_name();
      case RecordType::glue4:
        return skip_name() && skip_octets(4);
      case RecordType::glue6:
        return skip_name() && skip_octets(16);
      case RecordType::synth4:
        return skip_octets(4);
      case RecordType::synth6:
        return skip_octets(16);
      case RecordType::txt:
        skip_texts();
        break;
    }
    return !in_.failed();
  }

  bool skip_octets(std::size_t size) {
    in_.take(size);
    return !in_.failed();
  }

  bool skip_name() {
    const std::size_t size = names_.size_at(in_.offset());
    return size != 0 && skip_octets(size);
  }

  void skip_texts() {
    const auto texts = in_.u8();
    for (int i = 0; i < texts; ++i) in_.take(in_.u8());
  }

  Error error(std::string_view what) const {
    return source_error(fmt::format("resource, octet {}: {}", in_.offset(), what));
  }

  NameChecker names_;
  ByteReader in_;
};

}  // namespace

Result<std::vector<RecordType>> parse_resource(std::string_view resource) {
  return Parser{resource}.records();
}

bool resolves(const std::vector<RecordType>& records) {
  return std::ranges::any_of(records, [](RecordType type) { return type != RecordType::txt; });
}

}  // namespace splitroot::collectors::handshake
