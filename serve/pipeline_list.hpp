#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/deadline.hpp"
#include "core/ports/store.hpp"
#include "serve/list_writer.hpp"

namespace splitroot::serve {

/// A string of a round, with all that is told of it.
struct PipelineRow {
  std::string ldh;
  std::string round;
  StandingRecord strongest;                  ///< of all sources; where none holds, how its applications ended
  bool is_outcome_unknown = false;           ///< applied for, and no source says what became of it
  std::vector<StandingRecord> applications;  ///< of the round: that hold, or are known to have ended; by application
  std::size_t contenders = 0;                ///< applications still in the race: more than one contend
  std::vector<std::size_t> findings;         ///< open overlaps, by severity (index of Severity)
  std::optional<Deadline> next;              ///< the round's, or the string's own
};

/// The strings of a round, by string; of an empty `round`, of all rounds. Time grows with the standings on
/// record and with the open findings of these strings.
std::vector<PipelineRow> pipeline_rows(Reader& reader, std::string_view round, Timestamp at);

/// JSON as schemas/json/pipeline.schema.json has it.
Layout<PipelineRow> pipeline_layout();

/// JSON as schemas/json/deadlines.schema.json has it.
Layout<Deadline> deadline_layout();

}  // namespace splitroot::serve
