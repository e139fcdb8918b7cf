#include "core/finding.hpp"

#include "core/hash.hpp"
#include "core/hex.hpp"

namespace splitroot {

std::string finding_id(const Finding& finding) {
  std::string identity = finding.ns;
  identity += '\0';
  identity += view(finding.key.bytes);
  identity += finding.against.ns;
  identity += '\0';
  identity += finding.against.ldh;
  identity += '\0';
  identity += text(finding.cls);
  constexpr std::size_t id_octets = 16;
  return to_hex(view(sha256(identity)).substr(0, id_octets));
}

}  // namespace splitroot
