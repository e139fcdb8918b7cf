// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

// Stand-ins for contracts of ENS whose compiled form no package brings, over the real registry and registrar. They
// emit the events of the real ones in their order. Written for the lab: no prices, no commitments, no proofs.

interface Registry {
    function setSubnodeOwner(bytes32 node, bytes32 label, address owner) external returns (bytes32);
}

interface Registrar {
    function register(uint256 id, address owner, uint256 duration) external returns (uint256);
    function renew(uint256 id, uint256 duration) external returns (uint256);
}

contract EnsController2025 {
    event NameRegistered(string label, bytes32 indexed labelhash, address indexed owner, uint256 baseCost, uint256 premium, uint256 expires, bytes32 referrer);
    event NameRenewed(string label, bytes32 indexed labelhash, uint256 cost, uint256 expires, bytes32 referrer);

    Registrar immutable registrar;

    constructor(Registrar registrar_) {
        registrar = registrar_;
    }

    function register(string calldata label, address owner, uint256 duration) external {
        bytes32 hash = keccak256(bytes(label));
        uint256 expires = registrar.register(uint256(hash), owner, duration);
        emit NameRegistered(label, hash, owner, 1, 0, expires, bytes32(0));
    }

    function renew(string calldata label, uint256 duration) external {
        bytes32 hash = keccak256(bytes(label));
        emit NameRenewed(label, hash, 1, registrar.renew(uint256(hash), duration), bytes32(0));
    }
}

// The holder of a DNS name takes the same name here; `wire` is the name in DNS wire format, of two labels.
contract EnsDnsRegistrar2021 {
    event Claim(bytes32 indexed node, address indexed owner, bytes dnsname);

    Registry immutable registry;

    constructor(Registry registry_) {
        registry = registry_;
    }

    function claim(bytes calldata wire, bytes32 parent, bytes32 label, address owner) external {
        registry.setSubnodeOwner(parent, label, owner);
        emit Claim(keccak256(abi.encodePacked(parent, label)), owner, wire);
    }
}

contract EnsDnsRegistrar2024 {
    event Claim(bytes32 indexed node, address indexed owner, bytes dnsname, uint32 inception);

    Registry immutable registry;

    constructor(Registry registry_) {
        registry = registry_;
    }

    function claim(bytes calldata wire, bytes32 parent, bytes32 label, address owner) external {
        registry.setSubnodeOwner(parent, label, owner);
        emit Claim(keccak256(abi.encodePacked(parent, label)), owner, wire, uint32(block.timestamp));
    }
}
