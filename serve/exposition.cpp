#include "serve/exposition.hpp"

#include "core/display.hpp"

namespace splitroot::serve {
namespace {

std::string label_value(std::string_view value) {
  std::string out;
  for (const char c : terminal_text(value)) {
    if (c == '\\' || c == '"') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

}  // namespace

Exposition& Exposition::family(std::string_view type, std::string_view help) {
  const std::string named = format_ == Format::prometheus ? name_ + suffix_ : name_;
  out_.append("# HELP ").append(named).append(" ").append(help).append("\n");
  out_.append("# TYPE ").append(named).append(" ").append(type).append("\n");
  return *this;
}

Exposition& Exposition::gauge(std::string_view name, std::string_view help) {
  name_ = "splitroot_" + std::string{name};
  suffix_.clear();
  return family("gauge", help);
}

Exposition& Exposition::counter(std::string_view name, std::string_view help) {
  name_ = "splitroot_" + std::string{name};
  suffix_ = "_total";
  return family("counter", help);
}

Exposition& Exposition::sample(const Labels& labels, std::uint64_t value) {
  out_.append(name_).append(suffix_);
  char before = '{';
  for (const auto& [name, text] : labels) {
    out_ += before;
    out_.append(name).append("=\"").append(label_value(text)).append("\"");
    before = ',';
  }
  if (!labels.empty()) out_ += '}';
  out_.append(" ").append(std::to_string(value)).append("\n");
  return *this;
}

std::string Exposition::finish() && {
  if (format_ == Format::open_metrics) out_ += "# EOF\n";
  return std::move(out_);
}

std::string_view content_type(Exposition::Format format) {
  return format == Exposition::Format::open_metrics
             ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
             : "text/plain; version=0.0.4; charset=utf-8";
}

Exposition::Format accepted_format(std::string_view accept) {
  return accept.find("application/openmetrics-text") != accept.npos ? Exposition::Format::open_metrics
                                                                    : Exposition::Format::prometheus;
}

}  // namespace splitroot::serve
