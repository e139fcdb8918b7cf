#pragma once
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string_view>

#include "collectors/iana/zone_record.hpp"

struct ldns_struct_rdf;

namespace splitroot::collectors {

/// The records of master file text (RFC 1035, section 5), one after another. Keeps ldns's state between them:
/// origin and last owner, which `$ORIGIN` and blanks refer to. `$INCLUDE` is refused.
class MasterFile {
 public:
  /// `text` is not empty and lives as long.
  explicit MasterFile(std::string_view text);

  /// The next record; null between records and at the end. An error is a bare reason.
  Result<RecordPtr> next();

  bool at_end() const { return std::feof(file_.get()) != 0; }

  /// Of the record last read, from 1.
  int line() const { return line_; }

 private:
  bool is_blank(long start) const;

  struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  struct NameDeleter {
    void operator()(ldns_struct_rdf* name) const;
  };

  std::string_view text_;
  std::unique_ptr<std::FILE, Closer> file_;
  std::unique_ptr<ldns_struct_rdf, NameDeleter> origin_;
  std::unique_ptr<ldns_struct_rdf, NameDeleter> previous_;
  std::uint32_t ttl_;
  int line_ = 0;
};

}  // namespace splitroot::collectors
