// Metrics in both formats, checked by the formats' own rules.
#include "serve/metrics.hpp"

#include <doctest/doctest.h>

#include <regex>
#include <set>
#include <sstream>

#include "tests/serve/fake_store.hpp"

using namespace splitroot;
using namespace splitroot::serve;
using Style = Exposition::Format;

namespace {

std::string rendered(Style format, bool with_database = true) {
  const auto data = sample_data();
  Metrics metrics{[](Exposition& out) { out.counter("extra", "Seven.").sample({{"source", "a\nb"}}, 7); }};
  metrics.count_request("/v1/sources", 200);
  if (!with_database) return metrics.render(nullptr, now(), format);
  const auto reader = make_fake_store(data)->read();
  return metrics.render(reader.get(), now(), format);
}

struct Family {
  std::string name;
  std::string type;
};

/// Holds each line to the grammar; families come once, each with its help, type and own samples only.
void check_format(const std::string& text, Style format) {
  const std::regex comment{R"(# (HELP|TYPE) (splitroot_[a-z][a-z0-9_]*) (.+))"};
  const std::regex sample{
      R"((splitroot_[a-z][a-z0-9_]*)(\{[a-z]+="(?:[^"\\]|\\.)*"(?:,[a-z]+="(?:[^"\\]|\\.)*")*\})? \d+)"};
  std::set<std::string> families, samples;
  Family family;
  bool ended = false;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) {
    CAPTURE(line);
    std::smatch part;
    CHECK_FALSE(ended);
    if (line == "# EOF") {
      ended = true;
    } else if (std::regex_match(line, part, comment) && part[1] == "HELP") {
      CHECK(families.insert(part[2]).second);
      family = {part[2], ""};
    } else if (std::regex_match(line, part, comment)) {
      CHECK(part[2] == family.name);
      family.type = part[3];
      CHECK((family.type == "gauge" || family.type == "counter"));
    } else if (std::regex_match(line, part, sample)) {
      const bool total = family.type == "counter" && format == Style::open_metrics;
      CHECK(part[1] == (total ? family.name + "_total" : family.name));
      CHECK((family.type == "counter") == part[1].str().ends_with("_total"));
      CHECK(samples.insert(line.substr(0, line.rfind(' '))).second);
    } else {
      FAIL_CHECK("neither a comment nor a sample");
    }
  }
  CHECK(ended == (format == Style::open_metrics));
}

}  // namespace

TEST_CASE("every line holds to its format") {
  for (const Style format : {Style::prometheus, Style::open_metrics}) {
    check_format(rendered(format), format);
    check_format(rendered(format, false), format);
  }
}

TEST_CASE("a source's figures") {
  const std::string text = rendered(Style::prometheus);
  for (const char* line :
       {"splitroot_source_head_block{source=\"ens\"} 24166264\n",
        "splitroot_source_verified_block{source=\"ens\"} 24166200\n",
        "splitroot_source_final_block{source=\"ens\"} 24166136\n",
        "splitroot_source_fetched_block{source=\"ens\"} 24166400\n",
        "splitroot_source_lag_blocks{source=\"ens\"} 64\n",
        "splitroot_source_lag_seconds{source=\"ens\"} 768\n", "splitroot_source_ranges{source=\"ens\"} 2\n",
        "splitroot_source_unknown_labels{source=\"ens\"} 41210\n",
        "splitroot_source_discrepancies{source=\"ens\"} 1\n",
        "splitroot_source_events_total{source=\"ens\"} 120000\n",
        "splitroot_source_rows{source=\"ens\"} 3512345\n", "splitroot_source_malformed{source=\"ens\"} 0\n",
        "splitroot_endpoint_up{source=\"ens\",endpoint=\"https://two.example\"} 0\n",
        "splitroot_endpoint_requests_total{source=\"ens\",endpoint=\"https://one.example\"} 1234\n",
        "splitroot_endpoint_failures_total{source=\"ens\",endpoint=\"https://one.example\"} 3\n",
        "splitroot_endpoint_window_blocks{source=\"ens\",endpoint=\"https://one.example\"} 2000\n",
        "splitroot_extra_total{source=\"a b\"} 7\n"}) {
    CAPTURE(line);
    CHECK(text.find(line) != std::string::npos);
  }
  CHECK(text.find("splitroot_source_head_block{source=\"iana-root\"}") == std::string::npos);
  CHECK(text.find("splitroot_source_position{source=\"icann-gtlds\"}") == std::string::npos);
}

TEST_CASE("OpenMetrics for whom asks for it") {
  CHECK(accepted_format("") == Style::prometheus);
  CHECK(accepted_format("text/plain") == Style::prometheus);
  CHECK(accepted_format("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5") ==
        Style::open_metrics);
  CHECK(content_type(Style::open_metrics).starts_with("application/openmetrics-text"));
}
