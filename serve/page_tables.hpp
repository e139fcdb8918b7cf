#pragma once
#include <string>

#include "serve/dossier.hpp"

namespace splitroot::serve {

// The tables of a dossier's page, each a whole section or nothing.

std::string standing_section(const Dossier& dossier);
/// Names right under an alternative TLD that carry the string as their label.
std::string labels_section(const Dossier& dossier);
std::string exposure_section(const Dossier& dossier);
std::string leakage_section(const Dossier& dossier);
std::string coverage_section(const Dossier& dossier);

/// When both sides of a finding stood.
std::string both_since(const Finding& finding);

}  // namespace splitroot::serve
