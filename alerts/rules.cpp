#include "alerts/rules.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "alerts/rule_fields.hpp"
#include "alerts/topic.hpp"
#include "alerts/url.hpp"
#include "alerts/webhook.hpp"
#include "core/display.hpp"
#include "core/label.hpp"

namespace splitroot::alerts {
namespace {

constexpr std::string_view webhook_prefix = "webhook:";
constexpr std::size_t longest_name = 200;

bool fit_to_be_shown(std::string_view name) {
  return !name.empty() && name.size() <= longest_name && display_text(name) == name;
}

bool is_namespace_id(std::string_view id) {
  return !id.empty() && id.size() <= longest_name &&
         id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

std::string checked_name(Fields& fields, std::set<std::string>& taken) {
  fields.required("name", "give it a name of its own");
  std::string name = fields.text("name");
  if (!fields.has("name")) return name;
  if (!fit_to_be_shown(name)) {
    fields.complain_of("name",
                       " must be 1 to 200 octets without control characters, invisibles or backslashes");
  } else if (!taken.insert(name).second) {
    fields.complain_of("name", " " + in_quotes(name) + " is taken already; names are unique");
  }
  return name;
}

std::vector<WatchedString> watched_strings(Fields& fields) {
  std::vector<WatchedString> out;
  for (const ListedText& item : fields.list("strings")) {
    const bool below = item.text.starts_with("*.");
    const auto ldh = to_ldh(std::string_view{item.text}.substr(below ? 2 : 0));
    if (!ldh) {
      fields.complain(item.line, "strings: " + ldh.error().message);
      continue;
    }
    WatchedString string{*ldh, canonical_label(*ldh), below};
    if (std::find(out.begin(), out.end(), string) == out.end()) out.push_back(std::move(string));
  }
  return out;
}

std::vector<std::string> namespaces(Fields& fields) {
  std::vector<std::string> out;
  for (const ListedText& item : fields.list("namespaces")) {
    if (is_namespace_id(item.text)) {
      out.push_back(item.text);
    } else {
      fields.complain(item.line, "namespaces: " + in_quotes(item.text) +
                                     " is no namespace; they are lower-case ids such as ens, uns, hns");
    }
  }
  return out;
}

Severity least_severity(Fields& fields) {
  if (!fields.has("min_severity")) return Severity::info;
  const std::string word = fields.text("min_severity");
  const auto severity = parse_word<Severity>(word);
  if (!severity && !word.empty()) {
    fields.complain_of("min_severity",
                       ": unknown word " + in_quotes(word) + "; allowed: " + word_list<Severity>());
  }
  return severity.value_or(Severity::info);
}

std::vector<std::string> targets(Fields& fields, const std::set<std::string>& webhooks) {
  std::vector<std::string> out;
  for (const ListedText& item : fields.list("to")) {
    const std::string_view target = item.text;
    if (!target.starts_with(webhook_prefix)) {
      fields.complain(item.line, "to: " + in_quotes(target) + " is no target; write webhook:NAME");
    } else if (!webhooks.contains(std::string{target.substr(webhook_prefix.size())})) {
      std::string known;
      for (const auto& name : webhooks) known += (known.empty() ? "" : ", ") + in_quotes(name);
      fields.complain(item.line, "to: there is no [[webhook]] named " +
                                     in_quotes(target.substr(webhook_prefix.size())) +
                                     (known.empty() ? "; the file has none" : "; there are: " + known));
    } else if (std::find(out.begin(), out.end(), target) == out.end()) {
      out.emplace_back(target);
    }
  }
  return out;
}

Rule build_rule(const FileTable& table, std::set<std::string>& names, const std::set<std::string>& webhooks,
                Complaints& complaints) {
  Fields fields{table, complaints};
  fields.only({"name", "on", "strings", "namespaces", "classes", "levels", "min_severity", "to"});
  Rule rule;
  rule.name = checked_name(fields, names);
  fields.required("on", "say what to watch: " + topic_list());
  rule.on = fields.words<Topic>("on", parse_topic, topic_list());
  rule.strings = watched_strings(fields);
  rule.namespaces = namespaces(fields);
  rule.classes = fields.words<Class>("classes", parse_word<Class>, word_list<Class>());
  rule.levels = fields.words<Level>("levels", parse_word<Level>, word_list<Level>());
  rule.min_severity = least_severity(fields);
  fields.required("to", "say whom to tell: webhook:NAME");
  rule.to = targets(fields, webhooks);
  for (const std::string_view key : {"on", "to"}) {
    const FieldValue* field = table.find(key);
    const auto* list = field == nullptr ? nullptr : std::get_if<std::vector<ListedText>>(&field->value);
    if (list != nullptr && list->empty())
      fields.complain_of(key, " is empty: this rule could never tell anyone");
  }
  return rule;
}

/// A path as the daemon will find it, whatever folder it runs in.
std::string absolute_path(const std::string& path, const std::string& origin) {
  const std::filesystem::path folder = std::filesystem::absolute(origin).parent_path();
  return (folder / path).lexically_normal().string();
}

void read_secret(Fields& fields, Webhook& webhook, const std::string& origin) {
  const bool here = fields.has("secret");
  if (here == fields.has("secret_file")) {
    return fields.complain(fields.line("secret"),
                           here ? "[[webhook]] has both secret and secret_file; keep one"
                                : "[[webhook]] has no secret; give secret_file (or secret)");
  }
  if (!here) {
    const std::string path = fields.text("secret_file");
    if (path.empty() || display_text(path) != path)
      return fields.complain_of("secret_file", " is no usable path");
    webhook.secret_file = absolute_path(path, origin);
    return;
  }
  webhook.secret = Secret{fields.text("secret")};
  if (webhook.secret.empty()) return fields.complain_of("secret", " is empty or no string");
  if (const auto key = decode_secret(webhook.secret.reveal()); !key) {
    fields.complain_of("secret", ": " + key.error().message);
  }
}

Webhook build_webhook(const FileTable& table, std::set<std::string>& names, Complaints& complaints) {
  Fields fields{table, complaints};
  fields.only({"name", "url", "secret", "secret_file"});
  Webhook webhook;
  webhook.name = checked_name(fields, names);
  fields.required("url", "give the http or https address to POST to");
  webhook.url = fields.text("url");
  if (fields.has("url")) {
    if (const auto why = url_trouble(webhook.url)) fields.complain_of("url", " " + *why);
  }
  read_secret(fields, webhook, complaints.origin());
  return webhook;
}

}  // namespace

RuleSet build_rules(const std::vector<FileTable>& tables, Complaints& complaints) {
  RuleSet set;
  std::set<std::string> webhooks;
  std::set<std::string> rules;
  for (const FileTable& table : tables) {
    if (table.kind == "webhook") set.webhooks.push_back(build_webhook(table, webhooks, complaints));
  }
  for (const FileTable& table : tables) {
    if (table.kind == "rule") set.rules.push_back(build_rule(table, rules, webhooks, complaints));
  }
  return set;
}

Result<RuleSet> parse_rules(std::string_view toml, std::string_view origin) {
  Complaints complaints{std::string{origin}};
  const auto tables = read_tables(toml, complaints);
  RuleSet set = build_rules(tables, complaints);
  if (!complaints.empty()) return complaints.error();
  return set;
}

}  // namespace splitroot::alerts
