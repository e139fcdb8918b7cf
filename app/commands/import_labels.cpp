#include <iostream>
#include <set>

#include "app/commands.hpp"
#include "app/input.hpp"
#include "app/pipeline.hpp"
#include "core/hex.hpp"

namespace splitroot::app {
namespace {

/// The longest label ever seen on a chain has 12,800 octets.
constexpr std::size_t longest_line = 65'536;
constexpr std::string_view hex_prefix = "hex:";

/// A label as a dictionary writes it: its octets, or `hex:` and their digits.
std::string label_of(std::string line) {
  if (!line.empty() && line.back() == '\r') line.pop_back();
  if (!line.starts_with(hex_prefix)) return line;
  auto octets = from_hex(std::string_view{line}.substr(hex_prefix.size()));
  return octets ? std::move(*octets) : line;
}

class Words {
 public:
  explicit Words(Input& input) : input_(input) {}

  Result<std::optional<std::string>> next() {
    std::string line;
    while (std::getline(input_.stream(), line)) {
      ++lines_;
      if (line.size() > longest_line) {
        return input_error(input_.name() + ":" + std::to_string(lines_) +
                           ": a line of more than 65,536 octets; a dictionary has one label a line");
      }
      std::string label = label_of(std::move(line));
      if (!label.empty()) return std::optional{std::move(label)};
      line.clear();
    }
    if (input_.stream().bad()) return input_error(input_.name() + ": reading failed; nothing was changed");
    return std::optional<std::string>{};
  }

  std::uint64_t lines() const { return lines_; }

 private:
  Input& input_;
  std::uint64_t lines_ = 0;
};

std::uint64_t still_unknown(Reader& reader) {
  std::uint64_t names = 0;
  std::set<std::string> namespaces;
  for (const SourcePosition& source : reader.sources()) {
    if (!source.ns.empty() && namespaces.insert(source.ns).second) names += source.unknown_labels;
  }
  return names;
}

}  // namespace

Result<int> execute(const Context& context, const ImportLabelsOptions& options) {
  auto input = Input::open(options.file);
  if (!input) return input.error();
  auto pipeline = Pipeline::open(context, "import", {});
  if (!pipeline) return pipeline.error();
  Words words{*input};
  const auto next = [&words] { return words.next(); };
  const auto counts = (*pipeline)->ingest().heal(next);
  if (!counts) return counts.error();
  if (context.quiet) return 0;
  std::cout << words.lines() << " lines, " << counts->names.changed << " names healed, "
            << still_unknown(*(*pipeline)->store().read()) << " still unknown\n";
  return 0;
}

}  // namespace splitroot::app
