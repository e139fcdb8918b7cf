// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

// Stand-ins for Basenames (*.base.eth on Base), whose compiled contracts no package brings. They emit the events of
// the real ones in their order, and keep holders and expiries as those do. Written for the lab: no prices, no
// commitments, no resolver.

contract BaseRegistrar {
    event ControllerAdded(address indexed controller);
    event ControllerRemoved(address indexed controller);
    event NameRegistered(uint256 indexed id, address indexed owner, uint256 expires);
    event NameRegisteredWithRecord(uint256 indexed id, address indexed owner, uint256 expires, address resolver, uint64 ttl);
    event NameRenewed(uint256 indexed id, uint256 expires);
    event Transfer(address indexed from, address indexed to, uint256 indexed tokenId);

    uint256 constant GRACE = 90 days;

    mapping(uint256 => uint256) public nameExpires;
    mapping(uint256 => address) holders;
    mapping(address => bool) public controllers;

    modifier onlyController() {
        require(controllers[msg.sender], "only a controller");
        _;
    }

    function addController(address controller) external {
        controllers[controller] = true;
        emit ControllerAdded(controller);
    }

    function removeController(address controller) external {
        controllers[controller] = false;
        emit ControllerRemoved(controller);
    }

    function ownerOf(uint256 id) public view returns (address) {
        require(nameExpires[id] > block.timestamp, "expired");
        return holders[id];
    }

    function register(uint256 id, address owner, uint256 duration) external onlyController returns (uint256 expires) {
        expires = take(id, owner, duration);
        emit NameRegistered(id, owner, expires);
    }

    function registerWithRecord(uint256 id, address owner, uint256 duration, address resolver, uint64 ttl)
        external
        onlyController
        returns (uint256 expires)
    {
        expires = take(id, owner, duration);
        emit NameRegisteredWithRecord(id, owner, expires, resolver, ttl);
    }

    function renew(uint256 id, uint256 duration) external onlyController returns (uint256) {
        require(nameExpires[id] + GRACE >= block.timestamp, "released");
        nameExpires[id] += duration;
        emit NameRenewed(id, nameExpires[id]);
        return nameExpires[id];
    }

    function transferFrom(address from, address to, uint256 id) external {
        require(ownerOf(id) == from && msg.sender == from, "not the holder");
        holders[id] = to;
        emit Transfer(from, to, id);
    }

    // A lapsed name is burned first, as in the real registrar.
    function take(uint256 id, address owner, uint256 duration) private returns (uint256 expires) {
        require(nameExpires[id] + GRACE < block.timestamp, "taken");
        expires = block.timestamp + duration;
        nameExpires[id] = expires;
        if (holders[id] != address(0)) emit Transfer(holders[id], address(0), id);
        holders[id] = owner;
        emit Transfer(address(0), owner, id);
    }
}

contract RegistrarController {
    event NameRegistered(string name, bytes32 indexed label, address indexed owner, uint256 expires);
    event NameRenewed(string name, bytes32 indexed label, uint256 expires);

    BaseRegistrar immutable registrar;

    constructor(BaseRegistrar registrar_) {
        registrar = registrar_;
    }

    function register(string calldata name, address owner, uint256 duration, bool withRecord) external {
        bytes32 label = keccak256(bytes(name));
        uint256 expires = withRecord
            ? registrar.registerWithRecord(uint256(label), owner, duration, address(this), 0)
            : registrar.register(uint256(label), owner, duration);
        emit NameRegistered(name, label, owner, expires);
    }

    function renew(string calldata name, uint256 duration) external {
        bytes32 label = keccak256(bytes(name));
        emit NameRenewed(name, label, registrar.renew(uint256(label), duration));
    }
}
