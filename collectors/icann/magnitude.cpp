#include "collectors/icann/magnitude.hpp"

#include <algorithm>

#include "collectors/icann/magnitude_rows.hpp"
#include "core/hash.hpp"
#include "core/hex.hpp"

namespace splitroot::collectors {

Result<void> check_magnitude(double magnitude) {
  constexpr double greatest = 10;
  if (magnitude >= 0 && magnitude <= greatest) return {};
  return input_error("no magnitude from 0 to 10");
}

void rank_by_magnitude(std::vector<LeakageEntry>& entries) {
  std::vector<LeakageEntry*> order;
  for (LeakageEntry& entry : entries) {
    entry.rank.reset();
    if (entry.magnitude) order.push_back(&entry);
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const auto* a, const auto* b) { return *a->magnitude > *b->magnitude; });
  std::uint64_t rank = 0;
  for (LeakageEntry* entry : order) entry->rank = ++rank;
}

Result<LeakageBatch> parse_magnitude(std::string_view text, std::string origin_name,
                                     std::optional<Timestamp> as_of) {
  constexpr std::string_view blanks_and_mark = " \t\r\n\xef\xbb\xbf";
  const auto start = text.find_first_not_of(blanks_and_mark);
  const bool is_json = start != std::string_view::npos && (text[start] == '{' || text[start] == '[');
  auto rows = is_json ? read_magnitude_json(text.substr(start), origin_name, as_of)
                      : read_magnitude_csv(text, origin_name, as_of);
  if (!rows) return rows.error();
  LeakageBatch batch;
  batch.source = "icann-magnitude";
  batch.as_of = rows->as_of;
  batch.origin = Origin::file;
  batch.reading.position = to_date(rows->as_of);
  batch.reading.digest = to_hex(view(sha256(text)));
  batch.reading.entries = rows->entries.size();
  batch.entries = std::move(rows->entries);
  return batch;
}

}  // namespace splitroot::collectors
