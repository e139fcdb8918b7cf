#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace splitroot::serve {

/// Writes metrics, family by family: first what it is, then its samples. Names come without `splitroot_`, and
/// those of counters without `_total`.
class Exposition {
 public:
  /// Text format 0.0.4 of Prometheus, or OpenMetrics 1.0, which names a counter's family without `_total` and
  /// ends with a mark.
  enum class Format { prometheus, open_metrics };
  using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

  explicit Exposition(Format format) : format_(format) {}

  Exposition& gauge(std::string_view name, std::string_view help);
  Exposition& counter(std::string_view name, std::string_view help);
  /// A sample of the family named last. Label values are made safe to show and escaped.
  Exposition& sample(const Labels& labels, std::uint64_t value);

  std::string finish() &&;

 private:
  Exposition& family(std::string_view type, std::string_view help);

  Format format_;
  std::string name_;    ///< of the family
  std::string suffix_;  ///< of its samples
  std::string out_;
};

/// What a response in this format is announced as.
std::string_view content_type(Exposition::Format format);

/// The format that an Accept header asks for; Prometheus's own where it asks for neither.
Exposition::Format accepted_format(std::string_view accept);

}  // namespace splitroot::serve
