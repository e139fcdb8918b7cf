#include "app/cli.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

#include "app/version.hpp"
#include "core/display.hpp"

namespace splitroot::app {
namespace {

/// Reads one word of a closed list, or ends with a usage error that names the list.
template <class Word>
Word word_or_throw(const std::string& option, const std::string& given) {
  if (const auto word = parse_word<Word>(given)) return *word;
  throw CLI::ValidationError(option, "'" + given + "' is not one of: " + word_list<Word>());
}

template <class Word>
void add_words(CLI::App& app, const std::string& option, std::vector<Word>& into, const std::string& help) {
  app.add_option_function<std::vector<std::string>>(
         option,
         [&into, option](const std::vector<std::string>& given) {
           for (const auto& one : given) into.push_back(word_or_throw<Word>(option, one));
         },
         help)
      ->delimiter(',');
}

template <class Word>
void add_word(CLI::App& app, const std::string& option, std::optional<Word>& into, const std::string& help) {
  app.add_option_function<std::string>(
      option, [&into, option](const std::string& given) { into = word_or_throw<Word>(option, given); }, help);
}

void add_time(CLI::App& app, const std::string& option, std::optional<Timestamp>& into,
              const std::string& help) {
  app.add_option_function<std::string>(
      option,
      [&into, option](const std::string& given) {
        into = parse_time(given);
        if (!into)
          throw CLI::ValidationError(option, "'" + given + "' is no date (2026-01-05) or RFC 3339 time");
      },
      help);
}

/// The two axes of time.
template <class Options>
void add_moment(CLI::App& app, Options& into) {
  add_time(app, "--as-of", into.as_of, "as it was then");
  add_time(app, "--known-at", into.known_at,
           "as it was known then (and was so then, unless --as-of says otherwise)");
}

void add_format(CLI::App& app, Format& into) {
  app.add_option_function<std::string>(
      "--format",
      [&into](const std::string& given) {
        const auto found = serve::parse_format(given);
        if (!found)
          throw CLI::ValidationError("--format", "'" + given + "' is not one of: table, json, ndjson, csv");
        into = *found;
      },
      "table, json, ndjson or csv");
}

/// One parser of one command line: the options it fills live as long as it does.
class Parser {
 public:
  Parser() {
    app_.require_subcommand(1);
    app_.set_version_flag("--version", std::string{"splitroot "} + version);
    app_.add_option("--config", invocation_.flags.file, "configuration file (else splitroot.toml)");
    app_.add_option("--database", invocation_.flags.database, "PostgreSQL URL (else a private server)");
    app_.add_option("--data-dir", invocation_.flags.data_dir, "where the private server and its log live");
    app_.add_option("--log-format", invocation_.flags.log_format, "text or json");
    app_.add_flag("-q,--quiet", invocation_.quiet, "say only what went wrong");
    app_.add_flag("-v,--verbose", invocation_.verbose, "say more");
    app_.fallthrough();
    app_.footer(
        "Exit status: 0 done, 1 findings (--fail-on), 2 usage or input, 3 unavailable, 4 partial, 70 bug.");
    add_main_commands();
    add_import();
    add_queries();
    add_pipeline();
    add_lint();
    add_rules();
    add_operations();
  }

  Parsed parse(int argc, const char* const* argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      if (const auto unknown = unknown_command(); !unknown.empty() && app_.get_subcommands().empty()) {
        std::cerr << "splitroot: unknown command '" << display_text(unknown) << "'; see splitroot --help\n";
        return {std::nullopt, 2};
      }
      const bool asked_for = error.get_exit_code() == 0;
      const int status = app_.exit(error, std::cout, std::cerr);
      return {std::nullopt, asked_for ? status : 2};
    }
    return {std::move(invocation_), 0};
  }

 private:
  /// The first word the parser could make nothing of; empty for none.
  std::string unknown_command() {
    for (const std::string& word : app_.remaining()) {
      if (!word.starts_with('-')) return word;
    }
    return "";
  }

  /// A subcommand that yields `options` when it is the one given.
  template <class Options>
  CLI::App* add(CLI::App& parent, const std::string& name, const std::string& help, Options& options) {
    auto* sub = parent.add_subcommand(name, help);
    sub->final_callback([this, &options] { invocation_.command = options; });
    return sub;
  }

  void add_main_commands() {
    auto* run = add(app_, "run", "the main job: collect, correlate, alert, serve; keeps following", run_);
    run->add_flag("--once", run_.once, "one pass, a summary, and the end");
    run->add_flag("--no-serve", run_.no_serve, "no HTTP");
    run->add_option("--listen", invocation_.flags.listen, "ADDRESS:PORT of the API and the page");
    auto* collect = add(app_, "collect", "read one source, or all", collect_);
    collect->add_option("SOURCE", collect_.sources, "source ids; none: all (see `splitroot sources`)");
    collect->add_flag("--once", collect_.once, "one pass, then end");
    collect->add_option("--from", collect_.from, "first block (0: all history)");
    collect->add_option("--to", collect_.to, "last block");
    collect->add_flag("--accept-shrink", collect_.accept_shrink, "believe a list that has shrunk");
    auto* correlate = add(app_, "correlate", "decide what is pending, or everything anew", correlate_);
    correlate->add_flag("--full", correlate_.full, "every name against every string");
  }

  void add_import() {
    auto* import = app_.add_subcommand("import", "names, labels or strings from files");
    import->require_subcommand(1);
    auto* names = add(*import, "names", "names of one namespace", import_names_);
    names->add_option("--namespace", import_names_.ns, "namespace id")->required();
    names->add_option("--declare", import_names_.title, "title of a new namespace");
    names->add_option("--format", import_names_.format, "list, csv or ndjson")
        ->check(CLI::IsMember({"list", "csv", "ndjson"}));
    names->add_option("FILE", import_names_.file, "file, or - for standard input")->required();
    auto* strings = add(*import, "strings", "a DNS-side list in its source's own format", import_strings_);
    strings
        ->add_option("--source", import_strings_.source,
                     "iana-root, iana-tlds-alpha, iana-root-db, iana-special-use, icann-gtlds, "
                     "icann-round-2012, icann-round-2026, icann-magnitude or strings")
        ->required();
    add_time(*strings, "--as-of", import_strings_.as_of, "date of the list");
    strings->add_flag("--accept-shrink", import_strings_.accept_shrink, "believe a list that has shrunk");
    strings->add_option("FILE", import_strings_.file, "file, or - for standard input")->required();
    auto* deadlines = add(*import, "deadlines", "ICANN's dates of a round", import_deadlines_);
    add_time(*deadlines, "--as-of", import_deadlines_.as_of, "date of the list");
    deadlines->add_option("FILE", import_deadlines_.file, "CSV or JSON, or - for standard input")->required();
    add_label_import(*import);
  }

  void add_label_import(CLI::App& import) {
    auto* labels =
        add(import, "labels", "a dictionary that spells names known by hash alone", import_labels_);
    labels
        ->add_option("FILE", import_labels_.file, "one label a line (octets: hex:…), or - for standard input")
        ->required();
  }

  void add_queries() {
    auto* check = add(app_, "check", "all that collides with a string", check_);
    check->add_option("STRING", check_.strings, "A- or U-labels")->required();
    add_word(*check, "--fail-on", check_.fail_on, "exit 1 on an open finding of at least this severity");
    add_moment(*check, check_);
    add_format(*check, check_.format);
    auto* collisions = add(app_, "collisions", "the list of findings", collisions_);
    auto& filter = collisions_.filter;
    collisions->add_option("--namespace", filter.namespaces, "only these namespaces")->delimiter(',');
    add_words(*collisions, "--class", filter.classes, "only these classes");
    add_words(*collisions, "--level", filter.levels, "only these levels");
    add_words(*collisions, "--standing", filter.standings, "only against strings of these standings");
    add_words(*collisions, "--state", filter.states, "only these states (default: all but closed)");
    filter.with_closed = false;
    add_time(*collisions, "--since", filter.since, "recorded at or after");
    add_moment(*collisions, collisions_);
    add_format(*collisions, collisions_.format);
    auto* names = add(app_, "names", "the names themselves", names_);
    names->add_option("--namespace", names_.ns, "namespace id")->required();
    names->add_option("--under", names_.under, "only names directly under this name");
    add_word(*names, "--status", names_.status, "only names of this status");
    add_time(*names, "--since", names_.since, "last seen at or after");
    add_time(*names, "--as-of", names_.as_of, "as far as is known of that day");
    add_format(*names, names_.format);
    auto* sources =
        add(app_, "sources", "how far each source has been read, and how it fares (-v: all of it)", sources_);
    sources->add_flag("--discrepancies", sources_.discrepancies, "answers kept that contradict each other");
    add_format(*sources, sources_.format);
  }

  void add_pipeline() {
    auto* pipeline = add(app_, "pipeline", "the strings of a gTLD round, and ICANN's dates", pipeline_);
    pipeline->add_option("--round", pipeline_.round, "only this one, such as 2026");
    pipeline->add_flag("--deadlines", pipeline_.deadlines, "list ICANN's dates instead, as imported");
    add_format(*pipeline, pipeline_.format);
  }

  void add_lint() {
    auto* lint = app_.add_subcommand("lint", "what a list is wrong about");
    lint->require_subcommand(1);
    auto* reserved =
        add(*lint, "reserved", "a reserved list against the root and the pipeline", lint_reserved_);
    reserved->add_option("--namespace", lint_reserved_.list, "hns, or a file: a label a line, or CSV")
        ->required();
    add_moment(*reserved, lint_reserved_);
    add_word(*reserved, "--fail-on", lint_reserved_.fail_on,
             "exit 1 when the list lacks one of at least this severity");
    add_format(*reserved, lint_reserved_.format);
  }

  void add_rules() {
    auto* rules = app_.add_subcommand("rules", "alert rules");
    rules->require_subcommand(1);
    auto* apply = add(*rules, "apply", "put a rule file in force, in place of the last one", rules_apply_);
    apply->add_option("FILE", rules_apply_.file, "TOML with [[rule]] and [[webhook]]")->required();
    add_format(*add(*rules, "list", "the rules in force", rules_list_), rules_list_.format);
  }

  void add_operations() {
    auto* db = app_.add_subcommand("db", "the database");
    db->require_subcommand(1);
    using Action = DatabaseOptions::Action;
    add(*db, "start", "start the private server", start_);
    add(*db, "stop", "stop the private server", stop_);
    add(*db, "url", "print a URL for psql", url_);
    add(*db, "migrate", "bring the schema up to date", migrate_);
    start_.action = Action::start;
    stop_.action = Action::stop;
    url_.action = Action::url;
    migrate_.action = Action::migrate;
    add(app_, "doctor", "look for what is wrong, and say what to do", doctor_);
    add(app_, "check-config", "read the configuration and show what is in force", check_config_);
  }

  CLI::App app_{"splitroot: the monitor of namespace collision and fragmentation", "splitroot"};
  Invocation invocation_;
  RunOptions run_;
  CollectOptions collect_;
  ImportNamesOptions import_names_;
  ImportStringsOptions import_strings_;
  ImportDeadlinesOptions import_deadlines_;
  ImportLabelsOptions import_labels_;
  CorrelateOptions correlate_;
  CheckOptions check_;
  CollisionsOptions collisions_;
  NamesOptions names_;
  SourcesOptions sources_;
  LintReservedOptions lint_reserved_;
  PipelineOptions pipeline_;
  RulesApplyOptions rules_apply_;
  RulesListOptions rules_list_;
  DatabaseOptions start_, stop_, url_, migrate_;
  DoctorOptions doctor_;
  CheckConfigOptions check_config_;
};

}  // namespace

Parsed parse_command_line(int argc, const char* const* argv) { return Parser{}.parse(argc, argv); }

}  // namespace splitroot::app
