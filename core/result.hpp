#pragma once
#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

namespace splitroot {

/// What went wrong, by who can mend it. Decides the exit status of a command.
enum class Fault {
  usage,     ///< command line or configuration
  input,     ///< a file or a value handed to us is wrong
  source,    ///< a source of names or strings is down or answers nonsense
  database,  ///< PostgreSQL is down, too old, or refuses
  lock,      ///< another writer is at work
  disk,      ///< no room, no rights
  internal,  ///< a bug
};

/// An expected failure, as a value. `message` says what, where and what to do; it holds no secrets.
struct Error {
  Fault fault = Fault::internal;
  std::string message;
  bool retry = false;  ///< the same call may well succeed later
};

/// 0 done, 1 findings, 2 usage or input, 3 unavailable, 4 partial, 70 bug (README.md, Commands).
int exit_status(Fault fault);

template <class T>
using Result = boost::system::result<T, Error>;

/// The throwing form of Error: used where a unit of work must unwind, and turned into a Result at its edge.
class Failure : public std::runtime_error {
 public:
  explicit Failure(Error error) : std::runtime_error(error.message), error_(std::move(error)) {}
  const Error& error() const { return error_; }

 private:
  Error error_;
};

[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);

inline Error input_error(std::string message) { return {Fault::input, std::move(message), false}; }
inline Error usage_error(std::string message) { return {Fault::usage, std::move(message), false}; }
inline Error source_error(std::string message, bool retry = false) {
  return {Fault::source, std::move(message), retry};
}

}  // namespace splitroot
