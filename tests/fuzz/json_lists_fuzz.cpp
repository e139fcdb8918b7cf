// JSON: ICANN's lists of gTLDs and of DNS Magnitude.
#include "collectors/icann/gtlds_json.hpp"
#include "collectors/icann/magnitude.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace splitroot;
using namespace splitroot::collectors;

namespace {

constexpr const char* name = "list.json";

void read_magnitude(std::string_view text) {
  const auto batch = parse_magnitude(text, name, std::nullopt);
  if (!batch) return fuzz::expect_error(batch.error(), name);
  std::size_t ranked = 0;
  for (const LeakageEntry& entry : batch->entries) {
    fuzz::expect(!entry.label.empty() && is_valid_utf8(entry.label), "a label");
    fuzz::expect(!entry.rank || *entry.rank >= 1, "a rank from 1");
    ranked += entry.magnitude.has_value();
  }
  fuzz::expect(ranked <= batch->entries.size(), "no more ranks than labels");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  fuzz::expect_list(parse_gtlds_json(text, name, std::nullopt), name);
  fuzz::expect_list(parse_gtlds_any(text, name, std::nullopt), name);
  read_magnitude(text);
  return 0;
}
