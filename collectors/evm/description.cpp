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

namespace {

template <class T, class Matches>
const T* find_in(const std::vector<T>& all, const Matches& matches) {
  const auto found = std::find_if(all.begin(), all.end(), matches);
  return found == all.end() ? nullptr : &*found;
}

bool matches(std::string_view pattern, std::string_view key) {
  if (!pattern.ends_with('*')) return pattern == key;
  return key.starts_with(pattern.substr(0, pattern.size() - 1));
}

}  // namespace

const Contract* RegistryDescription::find(const Address& address) const {
  return find_in(contracts, [&](const Contract& contract) {
    return contract.where == Contract::Where::here && contract.address == address;
  });
}

const Contract* RegistryDescription::find(std::string_view contract_title) const {
  return find_in(contracts, [&](const Contract& contract) { return contract.title == contract_title; });
}

const Factory* RegistryDescription::factory(const Address& address, const Hash256& topic0) const {
  return find_in(factories, [&](const Factory& each) {
    return each.address == address && each.signature.topic0 == topic0;
  });
}

bool RegistryDescription::keeps(std::string_view record_key) const {
  return std::any_of(record_keys.begin(), record_keys.end(),
                     [&](const std::string& pattern) { return matches(pattern, record_key); });
}

const EventRule* find_event(const Contract& contract, const Hash256& topic0) {
  return find_in(contract.events, [&](const EventRule& rule) { return rule.signature.topic0 == topic0; });
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
