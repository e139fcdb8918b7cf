#include "collectors/evm/description.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <span>

#include "core/embedded.hpp"

namespace splitroot {
std::span<const EmbeddedFile> registry_files();
}

namespace splitroot::collectors::evm {

const Contract* RegistryDescription::find(const Address& address) const {
  const auto found = std::find_if(contracts.begin(), contracts.end(),
                                  [&](const Contract& contract) { return contract.address == address; });
  return found == contracts.end() ? nullptr : &*found;
}

const EventRule* find_event(const Contract& contract, const Hash256& topic0) {
  const auto found = std::find_if(contract.events.begin(), contract.events.end(),
                                  [&](const EventRule& rule) { return rule.signature.topic0 == topic0; });
  return found == contract.events.end() ? nullptr : &*found;
}

Place place_under(std::string_view parent) {
  const auto labels = 1 + std::count(parent.begin(), parent.end(), '.');
  return {namehash(parent), std::string{parent}, static_cast<int>(labels) + 1};
}

std::vector<RegistryDescription> shipped_registries() {
  std::vector<RegistryDescription> registries;
  for (const EmbeddedFile& file : registry_files()) {
    auto parsed = parse_registry(file.content, file.name);
    if (!parsed) throw Failure(Error{Fault::internal, parsed.error().message, false});
    registries.push_back(std::move(*parsed));
  }
  return registries;
}

Result<RegistryDescription> load_registry(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file) return input_error(path + ": cannot be read; give the path of a registry description");
  const std::string content{std::istreambuf_iterator<char>{file}, {}};
  if (file.bad()) return input_error(path + ": reading failed");
  return parse_registry(content, path);
}

}  // namespace splitroot::collectors::evm
