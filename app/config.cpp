#include "app/config.hpp"

#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>

#include "collectors/evm/cross_check.hpp"
#include "core/label.hpp"

namespace splitroot::app {
namespace {

namespace fs = std::filesystem;

/// Errors of one loading, gathered so that all are shown at once.
class Problems {
 public:
  void add(const std::string& where, const std::string& what) { add(where + ": " + what); }
  void add(const std::string& what) { text_ += (text_.empty() ? "" : "\n") + what; }
  bool any() const { return !text_.empty(); }
  Error error() const { return usage_error(text_); }

 private:
  std::string text_;
};

/// A value as it was given, and where.
struct Given {
  const toml::node& node;
  std::string where;
  Problems& problems;

  template <class T>
  std::optional<T> as(const char* wanted) const {
    auto value = node.value_exact<T>();
    if (!value) problems.add(where, std::string{"should be "} + wanted);
    return value;
  }
};

std::optional<std::vector<std::string>> text_list(const Given& given) {
  const auto* array = given.node.as_array();
  std::vector<std::string> out;
  if (array != nullptr) {
    for (const auto& item : *array) {
      if (const auto text = item.value_exact<std::string>()) out.push_back(*text);
    }
  }
  if (array != nullptr && out.size() == array->size()) return out;
  given.problems.add(given.where, "should be a list of texts");
  return std::nullopt;
}

std::optional<std::uint64_t> natural(const Given& given) {
  const auto value = given.as<std::int64_t>("a whole number");
  if (!value) return std::nullopt;
  if (*value < 0) given.problems.add(given.where, "should not be negative");
  return static_cast<std::uint64_t>(std::max<std::int64_t>(*value, 0));
}

/// A number of `unit`s, up to a century: more is a slip of the hand.
std::optional<std::chrono::seconds> duration(const Given& given,
                                             std::chrono::seconds unit = std::chrono::seconds{1}) {
  constexpr std::chrono::seconds longest = std::chrono::days{36'525};
  const auto value = natural(given);
  if (!value) return std::nullopt;
  if (*value <= static_cast<std::uint64_t>(longest / unit)) return unit * static_cast<std::int64_t>(*value);
  given.problems.add(given.where, "should be a century at most");
  return std::nullopt;
}

std::optional<Secret> secret_from_file(const std::string& path, const std::string& where,
                                       Problems& problems) {
  std::ifstream in{path};
  std::string line;
  if (!std::getline(in, line)) {
    problems.add(where, "cannot read a secret from " + path);
    return std::nullopt;
  }
  return Secret{line};
}

/// One setting: its key, what it means to the reader, and how it is taken. The table below is all there is.
template <class Target>
struct Setting {
  const char* key;
  std::function<void(const Given&, Target&)> take;
};

void take_cross_check(const Given& given, SourceConfig& source) {
  const auto word = given.as<std::string>("a text");
  if (!word) return;
  if (!collectors::evm::parse_cross_check(*word)) {
    return given.problems.add(given.where, "should be second-endpoint, receipts-root, bloom or none");
  }
  source.cross_check = word;
}

const std::vector<Setting<SourceConfig>>& source_settings() {
  static const std::vector<Setting<SourceConfig>> settings{
      {"enabled",
       [](const Given& g, SourceConfig& s) { s.enabled = g.as<bool>("true or false").value_or(true); }},
      {"endpoints",
       [](const Given& g, SourceConfig& s) {
         if (auto v = text_list(g)) s.endpoints = *v;
       }},
      {"urls",
       [](const Given& g, SourceConfig& s) {
         if (auto v = text_list(g)) s.urls = *v;
       }},
      {"from", [](const Given& g, SourceConfig& s) { s.from = natural(g); }},
      {"poll_seconds",
       [](const Given& g, SourceConfig& s) {
         if (const auto v = natural(g)) s.poll = std::chrono::seconds{std::max<std::uint64_t>(*v, 1)};
       }},
      {"requests_per_second",
       [](const Given& g, SourceConfig& s) {
         const auto value = g.node.value<double>();
         if (!value || *value <= 0) return g.problems.add(g.where, "should be a number above zero");
         s.requests_per_second = value;
       }},
      {"timeout_seconds",
       [](const Given& g, SourceConfig& s) {
         if (const auto v = natural(g)) s.timeout = std::chrono::seconds{std::max<std::uint64_t>(*v, 1)};
       }},
      {"in_flight",
       [](const Given& g, SourceConfig& s) {
         const auto value = natural(g);
         if (value && (*value < 1 || *value > 64)) return g.problems.add(g.where, "should be from 1 to 64");
         s.in_flight = value;
       }},
      {"cross-check", take_cross_check},
      {"cross_check", take_cross_check},
      {"provisional",
       [](const Given& g, SourceConfig& s) { s.provisional = g.as<bool>("true or false").value_or(true); }},
      {"confirmations", [](const Given& g, SourceConfig& s) { s.confirmations = natural(g); }},
      {"silent_seconds", [](const Given& g, SourceConfig& s) { s.watch.silent = duration(g); }},
      {"behind_seconds", [](const Given& g, SourceConfig& s) { s.watch.behind = duration(g); }},
      {"empty_seconds", [](const Given& g, SourceConfig& s) { s.watch.empty = duration(g); }},
      {"quiet_days",
       [](const Given& g, SourceConfig& s) { s.watch.quiet = duration(g, std::chrono::days{1}); }},
      {"network", [](const Given& g, SourceConfig& s) { s.network = g.as<std::string>("a text"); }},
      {"trust_anchors",
       [](const Given& g, SourceConfig& s) { s.trust_anchors = g.as<std::string>("a path").value_or(""); }},
      {"tsig_name", [](const Given& g, SourceConfig& s) { s.tsig_name = g.as<std::string>("a name").value_or(""); }},
      {"tsig_algorithm",
       [](const Given& g, SourceConfig& s) {
         if (auto v = g.as<std::string>("a text")) s.tsig_algorithm = *v;
       }},
      {"tsig_secret",
       [](const Given& g, SourceConfig& s) {
         if (auto v = g.as<std::string>("a text")) s.tsig_secret = Secret{*v};
       }},
      {"tsig_secret_file",
       [](const Given& g, SourceConfig& s) {
         const auto path = g.as<std::string>("a path");
         if (!path) return;
         if (auto secret = secret_from_file(*path, g.where, g.problems)) s.tsig_secret = *secret;
       }},
      {"api_key",
       [](const Given& g, SourceConfig& s) {
         if (auto v = g.as<std::string>("a text")) s.api_key = Secret{*v};
       }},
      {"api_key_file",
       [](const Given& g, SourceConfig& s) {
         const auto path = g.as<std::string>("a path");
         if (!path) return;
         if (auto secret = secret_from_file(*path, g.where, g.problems)) s.api_key = *secret;
       }},
  };
  return settings;
}

const std::vector<Setting<Config>>& top_settings() {
  static const std::vector<Setting<Config>> settings{
      {"database",
       [](const Given& g, Config& c) {
         if (auto v = g.as<std::string>("a URL")) c.database = Secret{*v};
       }},
      {"database_file",
       [](const Given& g, Config& c) {
         const auto path = g.as<std::string>("a path");
         if (!path) return;
         if (auto secret = secret_from_file(*path, g.where, g.problems)) c.database = *secret;
       }},
      {"data_dir",
       [](const Given& g, Config& c) {
         if (auto v = g.as<std::string>("a path")) c.data_dir = *v;
       }},
      {"listen",
       [](const Given& g, Config& c) {
         if (auto v = g.as<std::string>("ADDRESS:PORT")) c.listen = *v;
       }},
      {"log_format",
       [](const Given& g, Config& c) {
         if (auto v = g.as<std::string>("text or json")) c.log_format = *v;
       }},
      {"registries",
       [](const Given& g, Config& c) {
         if (auto v = text_list(g)) c.registries = *v;
       }},
  };
  return settings;
}

const std::vector<Setting<Config>>& alert_settings() {
  static const std::vector<Setting<Config>> settings{
      {"allow_private_addresses",
       [](const Given& g, Config& c) {
         c.allow_private_addresses = g.as<bool>("true or false").value_or(false);
       }},
  };
  return settings;
}

template <class Target>
std::string keys_of(const std::vector<Setting<Target>>& settings) {
  std::string out;
  for (const auto& setting : settings) out += (out.empty() ? "" : ", ") + std::string{setting.key};
  return out;
}

template <class Target>
void take_table(const toml::table& table, const std::string& origin, const std::string& prefix,
                const std::vector<Setting<Target>>& settings, Target& target, Problems& problems) {
  for (const auto& [key, node] : table) {
    if (node.is_table() && prefix.empty()) continue;
    const std::string_view name = key.str();
    std::string where = origin + ":" + std::to_string(node.source().begin.line) + ": ";
    where.append(prefix).append(name);
    const auto found =
        std::find_if(settings.begin(), settings.end(), [name](const auto& s) { return name == s.key; });
    if (found == settings.end()) {
      problems.add(where, "unknown key; known here: " + keys_of(settings));
      continue;
    }
    found->take(Given{node, where, problems}, target);
  }
}

/// `known` has no value where a registry could not be read: then no source can be called unknown.
void take_sources(const toml::table& sources, const std::string& origin,
                  const std::optional<std::vector<std::string>>& known, Config& config, Problems& problems) {
  for (const auto& [name, node] : sources) {
    const std::string where =
        origin + ":" + std::to_string(node.source().begin.line) + ": source." + std::string{name.str()};
    if (known && std::find(known->begin(), known->end(), name.str()) == known->end()) {
      std::string list;
      for (const auto& id : *known) list += (list.empty() ? "" : ", ") + id;
      problems.add(where, "unknown source; known: " + list);
    } else if (!node.is_table()) {
      problems.add(where, "should be a table");
    } else {
      const std::string prefix = "source." + std::string{name.str()} + ".";
      take_table(*node.as_table(), origin, prefix, source_settings(), config.sources[std::string{name.str()}],
                 problems);
    }
  }
}

std::optional<toml::table> parse_file(const std::string& path, Problems& problems) {
  try {
    return toml::parse_file(path);
  } catch (const toml::parse_error& error) {
    const auto& at = error.source().begin;
    problems.add(path + ":" + std::to_string(at.line) + ":" + std::to_string(at.column),
                 std::string{error.description()});
    return std::nullopt;
  }
}

/// Paths of further registries are relative to the configuration that names them.
std::optional<std::vector<std::string>> take_registries(const std::string& path, const SourcesOf& sources_of,
                                                        Config& config, Problems& problems) {
  for (std::string& file : config.registries) file = (fs::path{path}.parent_path() / file).string();
  auto known = sources_of(config.registries);
  if (known) return std::move(*known);
  problems.add(known.error().message);
  return std::nullopt;
}

void take_file(const std::string& path, const SourcesOf& sources_of, Config& config, Problems& problems) {
  const auto parsed = parse_file(path, problems);
  if (!parsed) return;
  const toml::table& root = *parsed;
  take_table(root, path, "", top_settings(), config, problems);
  const auto known = take_registries(path, sources_of, config, problems);
  for (const auto& [key, node] : root) {
    const auto* table = node.as_table();
    if (table == nullptr) continue;
    if (key.str() == "source") {
      take_sources(*table, path, known, config, problems);
    } else if (key.str() == "alerts") {
      take_table(*table, path, "alerts.", alert_settings(), config, problems);
    } else {
      problems.add(path + ":" + std::to_string(node.source().begin.line) + ": " + std::string{key.str()},
                   "unknown table; known: source, alerts");
    }
  }
}

std::string environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? "" : value;
}

void take_environment(Config& config, Problems& problems) {
  if (auto v = environment("SPLITROOT_DATABASE"); !v.empty()) config.database = Secret{v};
  if (auto v = environment("SPLITROOT_DATABASE_FILE"); !v.empty()) {
    if (auto secret = secret_from_file(v, "SPLITROOT_DATABASE_FILE", problems)) config.database = *secret;
  }
  if (auto v = environment("SPLITROOT_DATA_DIR"); !v.empty()) config.data_dir = v;
  if (auto v = environment("SPLITROOT_LISTEN"); !v.empty()) config.listen = v;
  if (auto v = environment("SPLITROOT_LOG_FORMAT"); !v.empty()) config.log_format = v;
}

void take_flags(const ConfigFlags& flags, Config& config) {
  if (!flags.database.empty()) config.database = Secret{flags.database};
  if (!flags.data_dir.empty()) config.data_dir = flags.data_dir;
  if (!flags.listen.empty()) config.listen = flags.listen;
  if (!flags.log_format.empty()) config.log_format = flags.log_format;
}

fs::path default_data_dir() {
  if (geteuid() == 0) return "/var/lib/splitroot";
  if (const auto base = environment("XDG_DATA_HOME"); !base.empty()) return fs::path{base} / "splitroot";
  return fs::path{environment("HOME")} / ".local/share/splitroot";
}

std::string file_of(const ConfigFlags& flags) {
  if (!flags.file.empty()) return flags.file;
  if (auto named = environment("SPLITROOT_CONFIG"); !named.empty()) return named;
  for (const char* usual : {"splitroot.toml", "/etc/splitroot/splitroot.toml"}) {
    if (fs::exists(usual)) return usual;
  }
  return {};
}

}  // namespace

const SourceConfig& Config::source(const std::string& name) const {
  static const SourceConfig defaults;
  const auto found = sources.find(name);
  return found == sources.end() ? defaults : found->second;
}

Result<Config> load_config(const ConfigFlags& flags, const SourcesOf& sources_of) {
  Config config;
  Problems problems;
  config.data_dir = default_data_dir();
  if (const std::string file = file_of(flags); !file.empty()) {
    config.file = file;
    if (fs::is_regular_file(file)) {
      take_file(file, sources_of, config, problems);
    } else {
      problems.add(file, "no such configuration file");
    }
  }
  take_environment(config, problems);
  take_flags(flags, config);
  if (config.log_format != "text" && config.log_format != "json") {
    problems.add("log_format", "should be text or json, not '" + config.log_format + "'");
  }
  if (config.data_dir.empty()) problems.add("data_dir", "is empty");
  if (problems.any()) return problems.error();
  config.data_dir = fs::absolute(config.data_dir);
  return config;
}

}  // namespace splitroot::app
