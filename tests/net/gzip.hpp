#pragma once
#include <cstddef>
#include <string>

namespace splitroot::net::test {

/// `hello, gzip`, compressed.
std::string gzip_hello();

/// A gzip member that unpacks to `size` NULs and a bit more: 165 octets for each that is sent.
std::string gzip_bomb(std::size_t size);

}  // namespace splitroot::net::test
