// Lists of gTLD rounds and of ICANN's dates, in whatever layout: the importers answer with a value.
#include "collectors/icann/pipeline/deadlines.hpp"
#include "collectors/icann/pipeline/round_2012.hpp"
#include "collectors/icann/pipeline/round_2026.hpp"
#include "collectors/icann/pipeline/standings.hpp"
#include "collectors/icann/pipeline/summary.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace splitroot;
using namespace splitroot::collectors;

namespace {

constexpr const char* name = "round.csv";
constexpr Timestamp day{std::chrono::days{20500}};

void look_at(Result<ApplicationBatch> batch) {
  if (!batch) return fuzz::expect_error(batch.error(), name);
  for (const auto& [ldh, entries] : contention_by_string(*batch))
    fuzz::expect(entries.size() > 1, "a contention set of several");
  (void)unknown_statuses(*batch);
  for (const ApplicationEntry& entry : batch->entries) {
    fuzz::expect(entry.standing != Standing::delegated, "no delegation on an applicant's word");
    for (const auto& [key, value] : entry.detail) fuzz::expect(is_valid_utf8(value), "UTF-8 in the detail");
  }
  fuzz::expect_list(round_standings(std::move(*batch)), name);
}

void look_at_dates(const Result<std::vector<Deadline>>& deadlines) {
  if (!deadlines) return fuzz::expect_error(deadlines.error(), name);
  for (std::size_t i = 1; i < deadlines->size(); ++i)
    fuzz::expect((*deadlines)[i - 1].at <= (*deadlines)[i].at, "dates in their order");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  look_at(parse_round_2012(text, name, std::nullopt));
  look_at(parse_round_2026(text, name, std::nullopt));
  look_at(parse_round_2026(text, name, day));
  look_at_dates(parse_deadlines(text, name, day));
  return 0;
}
