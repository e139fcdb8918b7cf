#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/vocabulary.hpp"

namespace splitroot::collectors::pipeline {

/// What the files of schemas/pipeline say, which are in the binary. A file that does not hold what it should
/// is a bug and throws std::logic_error at first use.

/// By which names a list may call its columns.
class Aliases {
 public:
  struct Match {
    std::string_view field;  ///< `application_id`; lives as long as the program
    std::size_t rank;        ///< of several columns of one field the one with the least speaks
  };

  /// schemas/pipeline/columns.csv and deadline_columns.csv.
  static const Aliases& of_rounds();
  static const Aliases& of_deadlines();

  /// The field that a normalized name means; nullopt: none of ours.
  std::optional<Match> find(std::string_view name) const;

  const std::string& file() const { return file_; }

 private:
  explicit Aliases(std::string file);

  std::string file_;
  std::map<std::string, std::pair<std::string, std::size_t>, std::less<>> fields_;
};

/// What a status word says. A word that is known without a standing is not for a list of applications to say.
struct StatusWord {
  std::optional<Standing> standing;
};

/// schemas/pipeline/statuses.csv; nullopt: nobody knows the (normalized) word.
std::optional<StatusWord> find_status(std::string_view word);

/// schemas/pipeline/personal.csv.
struct PersonalRules {
  std::vector<std::string> columns;      ///< runs of words of a name, with `*` for any characters
  std::vector<std::string> exact;        ///< whole names
  std::vector<std::string> phone_words;  ///< make a number after them a phone's
  bool emails = false;                   ///< look for them in values
  bool phones = false;
};
const PersonalRules& personal_rules();

}  // namespace splitroot::collectors::pipeline
