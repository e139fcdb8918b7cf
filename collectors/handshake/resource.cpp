#include "collectors/handshake/resource.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "collectors/handshake/byte_reader.hpp"
#include "core/hex.hpp"

namespace splitroot::collectors::handshake {
namespace {

/// Appends octets as RFC 1035 presents them (section 5.1): `\X` for those of `special`, `\DDD` where not
/// printable.
void append_presented(std::string& out, std::string_view octets, std::string_view special) {
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet < 0x20 || octet > 0x7e) {
      out += fmt::format("\\{:03}", octet);
    } else {
      if (special.find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
}

/// Reads the names of one resource, which point into one another (bns `encoding.js`, `readName`).
class NameReader {
 public:
  explicit NameReader(std::string_view resource) : resource_(resource) {}

  struct Name {
    std::string text;      ///< with its final dot
    std::size_t size = 0;  ///< octets up to its end or its first pointer
  };

  std::optional<Name> at(std::size_t start) const {
    Name name;
    std::size_t length = 0;
    std::size_t at = start;
    for (int pointers = 0; at < resource_.size();) {
      const std::size_t lead = octet(at);
      if (lead == 0) return finished(std::move(name), at + 1 - start);
      if (lead < 0x40) {
        length += lead + 1;
        if (length > longest_name || at + 1 + lead > resource_.size()) return std::nullopt;
        append_presented(name.text, resource_.substr(at + 1, lead), ".();@\"\\ ");
        name.text += '.';
        at += lead + 1;
      } else {
        if (lead < 0xc0 || at + 1 >= resource_.size() || ++pointers > most_pointers) return std::nullopt;
        if (name.size == 0) name.size = at + 2 - start;
        at = (lead & 0x3f) << 8 | octet(at + 1);
      }
    }
    return std::nullopt;
  }

 private:
  static constexpr std::size_t longest_name = 255;
  static constexpr int most_pointers = 10;

  static Name finished(Name name, std::size_t size) {
    if (name.size == 0) name.size = size;
    if (name.text.empty()) name.text += '.';
    return name;
  }

  std::size_t octet(std::size_t at) const { return static_cast<unsigned char>(resource_[at]); }

  std::string_view resource_;
};

std::string address(std::string_view octets) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(octets.size() == 4 ? AF_INET : AF_INET6, octets.data(), text.data(), text.size());
  return text.data();
}

class Parser {
 public:
  explicit Parser(std::string_view resource) : names_(resource), in_(resource) {}

  Result<std::vector<ResourceRecord>> records() {
    const auto version = in_.u8();
    if (in_.failed() || version != 0) return error("unknown version");
    std::vector<ResourceRecord> found;
    while (in_.left() != 0) {
      const auto type = in_.u8();
      if (type > static_cast<std::uint8_t>(RecordType::txt)) break;
      auto value = read(static_cast<RecordType>(type));
      if (!value || in_.failed()) return error("record cut short or malformed");
      found.push_back({static_cast<RecordType>(type), std::move(*value)});
    }
    return found;
  }

 private:
  /// The value, in whose place stands nonsense when the reader has failed; nullopt: a name that is none.
  std::optional<std::string> read(RecordType type) {
    switch (type) {
      case RecordType::ds:
        return ds();
      case RecordType::ns:
        return name();
      case RecordType::glue4:
        return glue(4);
      case RecordType::glue6:
        return glue(16);
      case RecordType::synth4:
        return address_of(4);
      case RecordType::synth6:
        return address_of(16);
      case RecordType::txt:
        return texts();
    }
    return std::nullopt;
  }

  std::string ds() {
    const auto high = in_.u8();
    const auto low = in_.u8();
    const auto algorithm = in_.u8();
    const auto digest_type = in_.u8();
    const auto digest = in_.take(in_.u8());
    return fmt::format("{} {} {} {}", high << 8 | low, algorithm, digest_type, to_hex(digest));
  }

  std::optional<std::string> name() {
    auto found = names_.at(in_.offset());
    if (!found) return std::nullopt;
    in_.take(found->size);
    return std::move(found->text);
  }

  std::optional<std::string> address_of(std::size_t size) {
    const auto octets = in_.take(size);
    if (in_.failed()) return std::nullopt;
    return address(octets);
  }

  std::optional<std::string> glue(std::size_t size) {
    auto server = name();
    const auto where = address_of(size);
    if (!server || !where) return std::nullopt;
    return fmt::format("{} {}", *server, *where);
  }

  std::string texts() {
    std::string out;
    const auto count = in_.u8();
    for (int i = 0; i < count; ++i) {
      out += i == 0 ? "\"" : " \"";
      append_presented(out, in_.take(in_.u8()), "\"\\");
      out += '"';
    }
    return out;
  }

  Error error(std::string_view what) const {
    return source_error(fmt::format("resource, octet {}: {}", in_.offset(), what));
  }

  NameReader names_;
  ByteReader in_;
};

}  // namespace

std::string_view text(RecordType type) {
  constexpr std::array<std::string_view, 7> words{"DS", "NS", "GLUE4", "GLUE6", "SYNTH4", "SYNTH6", "TXT"};
  return words[static_cast<std::size_t>(type)];
}

Result<std::vector<ResourceRecord>> parse_resource(std::string_view resource) {
  return Parser{resource}.records();
}

bool resolves(const std::vector<ResourceRecord>& records) {
  return std::ranges::any_of(records, [](const auto& record) { return record.type != RecordType::txt; });
}

}  // namespace splitroot::collectors::handshake
