#include "collectors/icann/pipeline/round_2026.hpp"

#include "collectors/icann/pipeline/batch.hpp"

namespace splitroot::collectors {

Result<ApplicationBatch> parse_round_2026(std::string_view text, const std::string& origin_name,
                                          std::optional<Timestamp> as_of) {
  const pipeline::RoundList list{"icann-round-2026",
                                 "2026",
                                 {{"string", "a_label"}, {"application_id", "applicant", "standing"}},
                                 false};
  return pipeline::read_round(text, origin_name, list, as_of);
}

}  // namespace splitroot::collectors
