#include "collectors/icann/pipeline/rules.hpp"

#include <span>
#include <sstream>
#include <stdexcept>

#include "collectors/icann/pipeline/words.hpp"
#include "core/csv.hpp"
#include "core/embedded.hpp"

namespace splitroot {
std::span<const EmbeddedFile> pipeline_files();
}

namespace splitroot::collectors::pipeline {
namespace {

[[noreturn]] void fail(const std::string& file, const std::string& why) {
  throw std::logic_error{"schemas/pipeline/" + file + ": " + why};
}

std::string content_of(const std::string& name) {
  for (const EmbeddedFile& file : pipeline_files()) {
    if (file.name == name) return std::string{file.content};
  }
  fail(name, "is not in the binary");
}

/// Calls `take(first, second)` for each row of an embedded file of two columns.
template <class Take>
void each_row(const std::string& file, const char* first, const char* second, Take take) {
  std::istringstream in{content_of(file)};
  auto table = CsvTable::open(in, file, {first, second});
  if (!table) fail(file, table.error().message);
  for (;;) {
    const auto more = table->next();
    if (!more) fail(file, more.error().message);
    if (!*more) return;
    take(std::string{(*table)[first]}, std::string{(*table)[second]});
  }
}

/// Only the root says that a string is delegated.
bool is_for_applications(Standing standing) {
  return standing != Standing::delegated && standing != Standing::in_root_unclassified;
}

using Statuses = std::map<std::string, StatusWord, std::less<>>;

Statuses read_statuses() {
  const std::string file = "statuses.csv";
  Statuses statuses;
  each_row(file, "status", "standing", [&](const std::string& word, const std::string& standing_text) {
    const auto standing = parse_word<Standing>(standing_text);
    if (!standing_text.empty() && (!standing || !is_for_applications(*standing)))
      fail(file, "'" + standing_text + "' is no standing of an application");
    if (word != normalized(word) || !statuses.emplace(word, StatusWord{standing}).second)
      fail(file, "'" + word + "' stands twice, or not as it is compared");
  });
  return statuses;
}

PersonalRules read_personal() {
  const std::string file = "personal.csv";
  PersonalRules rules;
  each_row(file, "kind", "pattern", [&](const std::string& kind, const std::string& pattern) {
    if (kind == "column") return rules.columns.push_back(pattern);
    if (kind == "exact") return rules.exact.push_back(pattern);
    if (kind == "phone-word") return rules.phone_words.push_back(pattern);
    if (kind == "value" && pattern == "email") return void(rules.emails = true);
    if (kind == "value" && pattern == "phone") return void(rules.phones = true);
    fail(file, "'" + kind + "," + pattern + "' is no rule");
  });
  return rules;
}

}  // namespace

Aliases::Aliases(std::string file) : file_("schemas/pipeline/" + file) {
  each_row(file, "field", "alias", [&](std::string field, const std::string& alias) {
    const bool is_good = alias == normalized(alias) && !alias.empty();
    if (!is_good || !fields_.try_emplace(alias, std::move(field), fields_.size()).second)
      fail(file, "'" + alias + "' stands twice, or not as it is compared");
  });
}

const Aliases& Aliases::of_rounds() {
  static const Aliases aliases{"columns.csv"};
  return aliases;
}

const Aliases& Aliases::of_deadlines() {
  static const Aliases aliases{"deadline_columns.csv"};
  return aliases;
}

std::optional<Aliases::Match> Aliases::find(std::string_view name) const {
  const auto found = fields_.find(name);
  if (found == fields_.end()) return std::nullopt;
  return Match{found->second.first, found->second.second};
}

std::optional<StatusWord> find_status(std::string_view word) {
  static const Statuses statuses = read_statuses();
  const auto found = statuses.find(word);
  if (found == statuses.end()) return std::nullopt;
  return found->second;
}

const PersonalRules& personal_rules() {
  static const PersonalRules rules = read_personal();
  return rules;
}

}  // namespace splitroot::collectors::pipeline
