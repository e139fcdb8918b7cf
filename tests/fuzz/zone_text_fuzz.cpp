// Master file text: parse_root_zone.
#include <set>

#include "collectors/iana/root_zone.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace splitroot;
using namespace splitroot::collectors;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto zone = parse_root_zone(fuzz::text_of(data, size), "root.zone", {true});
  if (!zone) {
    fuzz::expect_error(zone.error(), "root.zone:");
    return 0;
  }
  std::set<std::string> seen;
  for (const Delegation& tld : zone->tlds) {
    fuzz::expect(!tld.ns.empty(), "a delegation with servers");
    fuzz::expect(fuzz::is_showable(tld.tld), "a label");
    fuzz::expect(seen.insert(tld.tld).second, "each TLD once");
  }
  fuzz::expect(zone->tlds.empty() || *seen.begin() == zone->tlds.front().tld, "TLDs in order");
  fuzz::expect_list(root_batch(*zone, std::string(64, '0'), Origin::file, std::nullopt), "root.zone");
  return 0;
}
