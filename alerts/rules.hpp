#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/ports/store.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "core/vocabulary.hpp"

namespace splitroot::alerts {

/// What a rule may watch (`on`).
enum class Topic { name, collision, standing, source };
inline constexpr std::size_t topic_count = 4;

/// One entry of `strings`: a TLD-level string, or (`*.wallet`) the names below it.
struct WatchedString {
  std::string ldh;        ///< lower-case LDH, an A-label where not ASCII, without `*.`
  std::string canonical;  ///< what labels are compared with (core canonical_label)
  bool below = false;

  /// As stored and as `matched` of a message says it: `wallet`, `*.wallet`.
  std::string text() const { return (below ? "*." : "") + ldh; }
  bool operator==(const WatchedString&) const = default;
};

/// A `[[rule]]`. An empty list filters nothing; `on` and `to` are never empty.
struct Rule {
  std::string name;  ///< unique; fit to be shown
  std::vector<Topic> on;
  std::vector<WatchedString> strings;
  std::vector<std::string> namespaces;
  std::vector<Class> classes;
  std::vector<Level> levels;
  Severity min_severity = Severity::info;
  std::vector<std::string> to;  ///< `webhook:NAME`
};

/// A `[[webhook]]`: exactly one of `secret` and `secret_file` is set.
struct Webhook {
  std::string name;         ///< unique; fit to be shown
  std::string url;          ///< http or https; its path may hold a key, so show only net::shown_url
  Secret secret;            ///< `whsec_…`, as it came
  std::string secret_file;  ///< absolute path, read at each delivery
};

struct RuleSet {
  std::vector<Rule> rules;
  std::vector<Webhook> webhooks;
};

/// A file of `[[rule]]` and `[[webhook]]` tables (docs/alerts.md). Error (input) holds everything that is
/// wrong, one `origin:line: what` a line, and never a secret. A relative `secret_file` is taken from the
/// folder of `origin`, which is the file's path.
Result<RuleSet> parse_rules(std::string_view toml, std::string_view origin);

/// As stored: `rule:NAME` and `webhook:NAME`, each with its table as JSON. A webhook's record holds its
/// secret if the file did.
std::vector<RuleRecord> to_records(const RuleSet& set);

/// The inverse of to_records. Error (input) when what is stored does not add up to valid rules.
Result<RuleSet> from_records(std::span<const RuleRecord> records);

/// `rules list`: aligned columns for a terminal; a JSON document `{"rules":[…],"webhooks":[…]}` without a
/// line break; CSV of the rules. None shows a secret or more of a URL than scheme, host and port.
std::string rules_table(const RuleSet& set);
std::string rules_json(const RuleSet& set);
std::string rules_csv(const RuleSet& set);

}  // namespace splitroot::alerts
