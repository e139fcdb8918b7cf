#include "collectors/icann/pipeline/round_2012.hpp"

#include "collectors/icann/pipeline/batch.hpp"

namespace splitroot::collectors {

Result<ApplicationBatch> parse_round_2012(std::string_view text, const std::string& origin_name,
                                          std::optional<Timestamp> as_of) {
  const pipeline::RoundList list{
      "icann-round-2012", "2012", {{"string"}, {"a_label"}, {"applicant"}, {"application_id"}}, true};
  return pipeline::read_round(text, origin_name, list, as_of);
}

}  // namespace splitroot::collectors
