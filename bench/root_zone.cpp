#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "collectors/iana/master_file.hpp"
#include "collectors/iana/root_zone.hpp"
#include "collectors/iana/zone_assembly.hpp"

// Reads a root zone once, as root_zone.sh measures it: `parse FILE` makes records of its text and no more,
// `verify FILE [ANCHORS]` is what an import does. Prints what came of it.

using namespace splitroot;
using namespace splitroot::collectors;

namespace {

std::string slurp(const char* path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

int failed(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  return 1;
}

int parse(const std::string& text) {
  MasterFile file{text};
  ZoneAssembly assembly;
  while (!file.at_end()) {
    auto record = file.next();
    if (!record) return failed(record.error().message);
    if (!*record) continue;
    if (auto added = assembly.add(std::move(*record), file.line()); !added)
      return failed(added.error().message);
  }
  std::printf("%zu records%s\n", assembly.records().size(), assembly.size_remark().c_str());
  return 0;
}

int verify(const std::string& text, const char* name, const char* anchor_file) {
  RootZoneRules rules;
  if (anchor_file != nullptr) {
    auto anchors = parse_trust_anchors(slurp(anchor_file), anchor_file);
    if (!anchors) return failed(anchors.error().message);
    rules.anchors = std::move(*anchors);
  }
  const auto zone = parse_root_zone(text, name, rules);
  if (!zone) return failed(zone.error().message);
  std::printf("%s\n", zone->verification_reason.c_str());
  return zone->verification == Verification::verified ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  const std::string what = count > 2 ? words[1] : "";
  if (what == "parse") return parse(slurp(words[2]));
  if (what == "verify") return verify(slurp(words[2]), words[2], count > 3 ? words[3] : nullptr);
  return failed("usage: bench_root_zone parse|verify FILE [ANCHORS]");
}
