#pragma once
#include <sys/socket.h>

#include <string>

namespace splitroot::net {

/// True for an address of the public Internet: not loopback, private, shared (CGNAT), link-local, unique
/// local, unspecified, multicast, reserved or for documentation (RFC 6890 and the IANA special-purpose
/// registries); an IPv4 address inside an IPv6 one (mapped, compatible, NAT64, 6to4) is judged as itself.
/// False for every family but IPv4 and IPv6.
bool is_public_address(const sockaddr& address);

/// The same for an address as text; false when it is none.
bool is_public_address(const std::string& address);

}  // namespace splitroot::net
