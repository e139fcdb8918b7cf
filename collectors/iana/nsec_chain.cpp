#include "collectors/iana/nsec_chain.hpp"

#include <ldns/ldns.h>

#include <algorithm>

#include "collectors/iana/zone_name.hpp"

namespace splitroot::collectors {
namespace {

using Types = std::vector<std::uint16_t>;
using Fault = std::optional<ZoneFault>;

/// The types of a bitmap (RFC 4034, section 4.1.2), ascending; nullopt when it is none.
std::optional<Types> bitmap_types(std::string_view bitmap) {
  constexpr std::size_t longest_window = 32;
  Types types;
  int last = -1;
  while (!bitmap.empty()) {
    if (bitmap.size() < 3) return std::nullopt;
    const int window = static_cast<unsigned char>(bitmap[0]);
    const std::size_t length = static_cast<unsigned char>(bitmap[1]);
    if (window <= last || length == 0 || length > longest_window || bitmap.size() < length + 2)
      return std::nullopt;
    for (std::size_t bit = 0; bit < length * 8; ++bit) {
      if ((static_cast<unsigned char>(bitmap[2 + bit / 8]) & (0x80U >> bit % 8)) != 0) {
        types.push_back(static_cast<std::uint16_t>(static_cast<std::size_t>(window) * 256 + bit));
      }
    }
    last = window;
    bitmap.remove_prefix(length + 2);
  }
  return types;
}

/// The types a bitmap has to name: at a cut, those that the parent speaks for.
Types owned_types(const ZoneOwner& owner) {
  Types types;
  owner.for_each_set([&](std::uint16_t type, Records) {
    const bool of_the_parent = type == LDNS_RR_TYPE_NS || type == LDNS_RR_TYPE_DS ||
                               type == LDNS_RR_TYPE_NSEC || type == LDNS_RR_TYPE_RRSIG;
    if (owner.authority == Authority::zone || of_the_parent) types.push_back(type);
  });
  return types;
}

std::string only_in(const Types& these, const Types& others) {
  std::string out;
  for (const std::uint16_t type : these) {
    if (!std::binary_search(others.begin(), others.end(), type))
      out += (out.empty() ? "" : ", ") + type_name(type);
  }
  return out;
}

Fault check_bitmap(const ZoneOwner& owner, const CanonicalRecord& nsec, std::string_view bitmap) {
  const auto said = bitmap_types(bitmap);
  if (!said) return ZoneFault{owner.shown() + " NSEC: its type bitmap is malformed", nsec.line};
  const Types held = owned_types(owner);
  if (*said == held) return std::nullopt;
  const std::string missing = only_in(*said, held);
  const std::string extra = only_in(held, *said);
  std::string reason = owner.shown() + " NSEC: ";
  if (!missing.empty()) reason += "it names " + missing + ", which is missing here";
  if (!extra.empty())
    reason += (missing.empty() ? "" : "; ") + ("it does not name " + extra + ", which is here");
  return ZoneFault{reason, nsec.line};
}

Fault check_owner(const ZoneOwner& owner, const ZoneOwner& next) {
  const Records set = owner.of(LDNS_RR_TYPE_NSEC);
  if (set.empty()) return ZoneFault{owner.shown() + " NSEC: missing", owner.records.front().line};
  if (set.size() > 1) return ZoneFault{owner.shown() + " NSEC: more than one", set[1].line};
  const std::string_view data = set.front().data();
  const std::size_t size = name_size(data);
  if (size == 0) return ZoneFault{owner.shown() + " NSEC: malformed", set.front().line};
  if (order_key(data.substr(0, size)) != next.key()) {
    return ZoneFault{owner.shown() + " NSEC: it leads to " + shown_name(data.substr(0, size)) +
                         ", where the next owner here is " + next.shown() + ": the NSEC chain is broken",
                     set.front().line};
  }
  return check_bitmap(owner, set.front(), data.substr(size));
}

}  // namespace

std::optional<ZoneFault> check_nsec_chain(const CanonicalZone& zone) {
  const ZoneOwner* last = nullptr;
  for (const ZoneOwner& owner : zone.owners()) {
    if (owner.authority == Authority::below_cut) {
      const Records set = owner.of(LDNS_RR_TYPE_NSEC);
      if (!set.empty()) return ZoneFault{owner.shown() + " NSEC: below a delegation", set.front().line};
      continue;
    }
    if (last != nullptr) {
      if (auto fault = check_owner(*last, owner)) return fault;
    }
    last = &owner;
  }
  return check_owner(*last, zone.apex());
}

}  // namespace splitroot::collectors
