#include "alerts/matcher.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "alerts/message.hpp"
#include "alerts/watch_index.hpp"
#include "core/label.hpp"

namespace splitroot::alerts {
namespace {

template <class Item>
bool allows(const std::vector<Item>& list, const Item& item) {
  return list.empty() || std::find(list.begin(), list.end(), item) != list.end();
}

std::optional<Topic> topic_of(const Change& change) {
  if (!message_type(change)) return std::nullopt;
  if (change.name) return Topic::name;
  // A name that was taken back since has nothing to show; its retraction has.
  if (change.kind == ChangeKind::name_seen || change.kind == ChangeKind::name_changed) return std::nullopt;
  if (change.collision) return Topic::collision;
  if (change.standing) return Topic::standing;
  return Topic::source;
}

bool severe_enough(const Rule& rule, const Change& change) {
  const Severity now = change.collision->finding.severity;
  switch (change.kind) {
    case ChangeKind::collision_closed:
      return change.severity_before.value_or(Severity::critical) >= rule.min_severity;
    case ChangeKind::collision_changed:
      return change.severity_before && *change.severity_before < rule.min_severity &&
             now >= rule.min_severity;
    default:
      return now >= rule.min_severity;
  }
}

bool passes(const Rule& rule, Topic topic, const Change& change) {
  if (topic == Topic::name) return allows(rule.namespaces, change.name->ns);
  if (topic != Topic::collision) return true;
  const Finding& finding = change.collision->finding;
  const bool in_namespace =
      allows(rule.namespaces, finding.ns) || allows(rule.namespaces, finding.against.ns);
  return in_namespace && allows(rule.classes, finding.cls) && allows(rule.levels, finding.level) &&
         severe_enough(rule, change);
}

std::string_view last_label(std::string_view name) { return name.substr(name.rfind('.') + 1); }

/// Only labels of depth 1 and 2 stand for a string; deeper ones are somebody's own affair.
constexpr int deepest_string = 2;

void look_up_name(const WatchIndex& index, const NameRecord& name, std::vector<Hit>& hits) {
  if (!name.place) return;
  if (name.label && name.place->depth <= deepest_string) index.find(canonical_label(name.label->bytes), hits);
  if (name.place->depth > 1) index.find_below(canonical_label(last_label(name.place->suffix)), hits);
}

void look_up_collision(const WatchIndex& index, const CollisionRecord& record, std::vector<Hit>& hits) {
  const std::string_view name = record.name_raw;
  index.find(canonical_label(record.finding.against.ldh), hits);
  if (record.finding.level == Level::tld) return index.find(canonical_label(name), hits);
  const auto dot = name.rfind('.');
  index.find(canonical_label(name.substr(0, dot)), hits);
  if (dot != std::string_view::npos) index.find_below(canonical_label(name.substr(dot + 1)), hits);
}

class Matcher final : public ChangeListener {
 public:
  explicit Matcher(RuleSet rules) : rules_(std::move(rules.rules)) {
    for (std::uint32_t rule = 0; rule < rules_.size(); ++rule) {
      for (const Topic topic : rules_[rule].on) index(topic).add(rule, rules_[rule].strings);
    }
  }

  bool wants_names() const override { return !index(Topic::name).empty(); }

  std::vector<OutboxItem> messages(std::span<const Change> changes) const override {
    std::vector<OutboxItem> out;
    std::vector<Hit> hits;
    for (const Change& change : changes) {
      const auto topic = topic_of(change);
      if (!topic || index(*topic).empty()) continue;
      hits.clear();
      look_up(*topic, change, hits);
      if (!hits.empty()) tell(*topic, change, hits, out);
    }
    return out;
  }

 private:
  const WatchIndex& index(Topic topic) const { return indexes_[static_cast<std::size_t>(topic)]; }
  WatchIndex& index(Topic topic) { return indexes_[static_cast<std::size_t>(topic)]; }

  void look_up(Topic topic, const Change& change, std::vector<Hit>& hits) const {
    const WatchIndex& watched = index(topic);
    switch (topic) {
      case Topic::source:
        return watched.all(hits);
      case Topic::name:
        look_up_name(watched, *change.name, hits);
        break;
      case Topic::collision:
        look_up_collision(watched, *change.collision, hits);
        break;
      case Topic::standing:
        watched.find(canonical_label(change.standing->ldh), hits);
        break;
    }
    watched.without_strings(hits);
  }

  /// Hits in the order of rules, then of their strings; the first of each rule speaks.
  void tell(Topic topic, const Change& change, std::vector<Hit>& hits, std::vector<OutboxItem>& out) const {
    std::sort(hits.begin(), hits.end());
    const auto same_rule = [](const Hit& a, const Hit& b) { return a.rule == b.rule; };
    hits.erase(std::unique(hits.begin(), hits.end(), same_rule), hits.end());
    std::string data;
    std::string identity;
    for (const Hit& hit : hits) {
      const Rule& rule = rules_[hit.rule];
      if (!passes(rule, topic, change)) continue;
      if (data.empty()) {
        data = change_data(change);
        identity = change_identity(change);
      }
      const auto matched =
          hit.string == Hit::no_string ? std::nullopt : std::optional{rule.strings[hit.string].text()};
      for (const std::string& target : rule.to) {
        out.push_back(make_message(change, identity, data, rule.name, target, matched));
      }
    }
  }

  std::vector<Rule> rules_;
  std::array<WatchIndex, topic_count> indexes_;
};

}  // namespace

std::unique_ptr<ChangeListener> make_matcher(RuleSet rules) {
  return std::make_unique<Matcher>(std::move(rules));
}

}  // namespace splitroot::alerts
