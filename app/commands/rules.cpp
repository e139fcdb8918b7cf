#include <fstream>
#include <iostream>
#include <sstream>

#include "alerts/rules.hpp"
#include "app/commands.hpp"
#include "app/database.hpp"
#include "ingest/ingest.hpp"

namespace splitroot::app {

Result<int> execute(const Context& context, const RulesApplyOptions& options) {
  std::ifstream in{options.file, std::ios::binary};
  std::stringstream text;
  if (!in || std::filesystem::is_directory(options.file))
    return input_error(options.file + ": cannot be read");
  text << in.rdbuf();
  const auto rules = alerts::parse_rules(text.str(), options.file);
  if (!rules) return rules.error();
  auto url = database_url(context);
  if (!url) return url.error();
  if (auto migrated = db::migrate(*url); !migrated) return migrated.error();
  auto store = db::open_store(*url);
  if (!store) return store.error();
  const auto records = alerts::to_records(*rules);
  const auto replace = [&](UnitOfWork& work) { work.replace_rules(records); };
  if (auto stored = ingest::committed(**store, replace); !stored) return stored.error();
  if (!context.quiet) {
    std::cout << rules->rules.size() << " rules and " << rules->webhooks.size()
              << " webhooks in force; they speak of what becomes known from now on\n";
  }
  return 0;
}

Result<int> execute(const Context& context, const RulesListOptions& options) {
  auto store = open_for_reading(context);
  if (!store) return store.error();
  const auto rules = alerts::from_records((*store)->read()->rules());
  if (!rules) return rules.error();
  switch (options.format) {
    case Format::table:
      std::cout << alerts::rules_table(*rules);
      break;
    case Format::csv:
      std::cout << alerts::rules_csv(*rules);
      break;
    case Format::json:
    case Format::ndjson:
      std::cout << alerts::rules_json(*rules) << '\n';
      break;
  }
  return 0;
}

}  // namespace splitroot::app
