#include "app/registries.hpp"

#include <algorithm>

namespace splitroot::app {
namespace {

using collectors::evm::RegistryDescription;

std::vector<RegistryDescription>& known() {
  static std::vector<RegistryDescription> all = collectors::evm::shipped_registries();
  return all;
}

/// What keeps a description from standing beside those before it; empty where nothing does.
std::string clash(const RegistryDescription& one, const std::vector<std::string>& taken) {
  const bool is_source = std::find(taken.begin(), taken.end(), one.id) != taken.end();
  if (is_source) return "id: '" + one.id + "' is a source of another kind";
  if (one.ns == "dns" || one.ns == "hns")
    return "namespace: '" + one.ns + "' is read by collectors of its own";
  for (const RegistryDescription& other : known()) {
    if (other.id == one.id) return "id: '" + one.id + "' is taken by " + other.title;
    if (other.ns == one.ns && other.home == one.home) {
      return "home: " + other.title + " has namespace '" + one.ns + "' and " +
             (one.home.empty() ? "no home either" : "the same home") + "; give this one a home of its own";
    }
  }
  return "";
}

}  // namespace

const std::vector<RegistryDescription>& registries() { return known(); }

Result<void> take_registries(const std::vector<std::string>& files, const std::vector<std::string>& taken) {
  std::string faults;
  const auto add = [&](const std::string& fault) { faults += (faults.empty() ? "" : "\n") + fault; };
  for (const std::string& file : files) {
    auto described = collectors::evm::load_registry(file);
    if (!described) {
      add(described.error().message);
    } else if (const std::string fault = clash(*described, taken); !fault.empty()) {
      add(file + ": " + fault);
    } else {
      known().push_back(std::move(*described));
    }
  }
  if (!faults.empty()) return input_error(faults);
  return {};
}

}  // namespace splitroot::app
