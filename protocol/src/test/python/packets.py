"""The frames of docs/PROTOCOL.md, written from that page alone: python3, no packages.

A packet is its name and a dict of its fields. Ids and counters are int, texts str or None, lists list, nonces and proofs
bytes, an event is (name, fields).
"""

import struct

MAGIC = 0x89
MAX_PAYLOAD = 1 << 20

STRUCTS = {
    "Position": "shard:u8 epoch:u64 index:u64",
    "OwnedLog": "log:u8 term:u64",
    "LiveSession": "session:u64 userID:u64 loginID:text loginExpiresAt:u64 loginIssuedAt:u64",
    "Change": "changeSeq:u64 updatedAt:u64 event:event",
    "SessionAddress": "userID:u64 node:u64 loop:u16 session:u64",
}

SESSION_TICKET = (
    "request:u64 session:u64 userID:u64 ticketID:text ticketTerm:u64 ticketIssuedAt:u64 ticketExpiresAt:u64 loginID:text"
    " loginIssuedAt:u64 loginExpiresAt:u64"
)
NAMED = "request:u64 userID:u64 conversationID:u64 authority:u8 name:text"
NAMED_MESSAGE = "request:u64 userID:u64 conversationID:u64 messageID:u64 authority:u8 name:text"

PACKETS = {
    "Connect": (1, SESSION_TICKET),
    "Disconnect": (2, "session:u64 userID:u64"),
    "Ping": (3, "nonce:u64 positions:Position*"),
    "Pong": (4, "nonce:u64"),
    "SendMessage": (5, NAMED + " clientNamed:flag content:text metadata:text?"),
    "Message": (
        6,
        "conversationID:u64 seq:u64 messageID:u64 authorID:u64 createdAt:u64 content:text metadata:text?"
        " clientMessageID:text?",
    ),
    "UpdateMessage": (7, NAMED_MESSAGE + " clientNamed:flag content:text metadata:text? ifChangeSeq:u64"),
    "MessageUpdated": (8, "conversationID:u64 seq:u64 messageID:u64 updatedAt:u64 content:text metadata:text?"),
    "DeleteMessage": (9, NAMED_MESSAGE + " clientNamed:flag ifChangeSeq:u64"),
    "MessageDeleted": (10, "conversationID:u64 seq:u64 messageID:u64 authorID:u64"),
    "Failure": (11, "request:u64 code:u8 message:text target:text?"),
    "Typing": (12, "request:u64 session:u64 userID:u64 conversationID:u64 isTyping:flag"),
    "TypingEvent": (13, "conversationID:u64 userID:u64 isTyping:flag"),
    "Presence": (14, "userID:u64 isOnline:flag"),
    "AddedToConversation": (15, "conversationID:u64 seq:u64 epoch:u64"),
    "RemovedFromConversation": (16, "conversationID:u64 seq:u64"),
    "Challenge": (17, "major:u8 minor:u8 nonce:bytes16"),
    "Hello": (18, "major:u8 minor:u8 role:u8 node:u64 loop:u16 engineLoop:u16 nonce:bytes16 proof:bytes32"),
    "Welcome": (
        19,
        "major:u8 minor:u8 node:u64 loop:u16 loops:u16 proof:bytes32 logs:OwnedLog* positions:Position*",
    ),
    "Register": (20, "sessions:LiveSession* positions:Position* last:flag"),
    "Registered": (21, "positions:Position*"),
    "Redeemed": (22, "request:u64"),
    "Attached": (23, "session:u64"),
    "Ack": (24, "request:u64 conversationID:u64 messageID:u64 seq:u64 time:u64 repeated:flag deleted:flag"),
    "AudienceDefine": (25, "audience:u32 conversationID:u64 sessions:u64*"),
    "AudienceAdd": (26, "audience:u32 sessions:u64*"),
    "AudienceRemove": (27, "audience:u32 sessions:u64*"),
    "AudienceDrop": (28, "audience:u32"),
    "Deliver": (29, "audience:u32 shard:u8 index:u64 exceptUser:u64 event:event"),
    "Direct": (30, "sessions:u64* shard:u8 index:u64 event:event"),
    "Resume": (31, "request:u64 userID:u64 conversationID:u64 authority:u8 seq:u64 epoch:u64 limit:u16"),
    "Changes": (32, "request:u64 conversationID:u64 epoch:u64 seq:u64 more:flag items:Change*"),
    "Reset": (33, "request:u64 conversationID:u64 reason:u8"),
    "Lagging": (34, "shard:u8 conversationID:u64 users:u64*"),
    "AddMembers": (35, NAMED + " members:u64*"),
    "RemoveMember": (36, NAMED + " member:u64"),
    "MemberAdded": (37, "conversationID:u64 seq:u64 userID:u64"),
    "MemberRemoved": (38, "conversationID:u64 seq:u64 userID:u64"),
    "MarkRead": (39, "request:u64 session:u64 userID:u64 conversationID:u64 seq:u64"),
    "ReadMarker": (40, "conversationID:u64 userID:u64 seq:u64"),
    "EndSession": (41, "session:u64 code:u16 reason:text"),
    "RefreshSession": (42, SESSION_TICKET),
    "RevokeLogins": (43, "request:u64 userID:u64 loginID:text? issuedBefore:u64 keptUntil:u64"),
    "Announce": (44, "request:u64 userID:u64 conversationID:u64"),
    "Barrier": (45, "request:u64 userID:u64 conversationID:u64 onShard:u8 waitMillis:u64"),
    "BarrierPassed": (46, "request:u64 seq:u64 epoch:u64 readSeq:u64"),
    "QueryPresence": (47, "request:u64 userID:u64 onShard:u8 users:u64*"),
    "PresenceState": (48, "request:u64 online:u64*"),
    "Drain": (49, "withinMillis:u64"),
    "NotOwner": (50, "request:u64 log:u8 hint:text term:u64"),
    "SendPresence": (51, "session:u64 userID:u64"),
    "UserUpdated": (52, "userID:u64 displayName:text displayImage:text?"),
    "AnnounceProfile": (53, "request:u64 userID:u64 displayName:text displayImage:text?"),
    "UpdateConversation": (54, NAMED + " clientNamed:flag groupName:text? metadata:text?"),
    "ConversationUpdated": (55, "conversationID:u64 seq:u64 userID:u64 groupName:text metadata:text?"),
    "Subscribe": (64, "conversationID:u64 load:u64 userShard:u8 users:u64*"),
    "Subscribed": (65, "conversationID:u64 load:u64 userShard:u8 users:u64* addresses:SessionAddress*"),
    "Unsubscribe": (66, "conversationID:u64 userShard:u8 users:u64* removed:flag"),
    "JoinAudience": (67, "conversationID:u64 address:SessionAddress returning:flag"),
    "JoinedAudience": (68, "conversationID:u64 address:SessionAddress"),
    "LeaveAudience": (69, "conversationID:u64 address:SessionAddress"),
    "PresenceChanged": (70, "userID:u64 isOnline:flag userShard:u8 peers:u64*"),
    "PresenceProbe": (71, "address:SessionAddress userShard:u8 peers:u64*"),
    "PresenceAnswer": (72, "address:SessionAddress online:u64*"),
    "ProfileChanged": (73, "userID:u64 displayName:text displayImage:text? userShard:u8 users:u64*"),
}

NAMES = {opcode: name for name, (opcode, _) in PACKETS.items()}
INTEGERS = {"u8": ">B", "u16": ">H", "u32": ">I", "u64": ">Q", "flag": ">?"}


def encode(name, fields):
    """The frame of a packet, as bytes."""
    payload = _write_fields(PACKETS[name][1], fields)
    assert len(payload) <= MAX_PAYLOAD
    return struct.pack(">BBI", MAGIC, PACKETS[name][0], len(payload)) + payload


def decode(frame):
    """(name, fields, bytes used) of the frame at the beginning, or None where it is not whole yet."""
    if len(frame) < 6:
        return None
    magic, opcode, length = struct.unpack_from(">BBI", frame)
    if magic != MAGIC or opcode not in NAMES or length > MAX_PAYLOAD:
        raise ValueError("no frame: magic %#x, opcode %d, length %d" % (magic, opcode, length))
    if len(frame) < 6 + length:
        return None
    name, fields = _read_body(opcode, frame[6 : 6 + length])
    return name, fields, 6 + length


def _write_fields(layout, fields):
    parts = [field.split(":") for field in layout.split()]
    if set(fields) != {name for name, _ in parts}:
        raise ValueError("fields must be %s" % layout)
    return b"".join(_write(kind, fields[name]) for name, kind in parts)


def _write(kind, value):
    if kind in INTEGERS:
        return struct.pack(INTEGERS[kind], value)
    if kind.endswith("*"):
        return struct.pack(">H", len(value)) + b"".join(_write(kind[:-1], entry) for entry in value)
    if kind.endswith("?"):
        return b"\0" if value is None else b"\1" + _write(kind[:-1], value)
    if kind == "text":
        encoded = value.encode("utf-8")
        return struct.pack(">H", len(encoded)) + encoded
    if kind == "event":
        payload = _write_fields(PACKETS[value[0]][1], value[1])
        return struct.pack(">BI", PACKETS[value[0]][0], len(payload)) + payload
    if kind in STRUCTS:
        return _write_fields(STRUCTS[kind], value)
    assert kind in ("bytes16", "bytes32") and len(value) == int(kind[5:])
    return value


def _read_body(opcode, payload):
    name = NAMES[opcode]
    fields, end = _read_fields(PACKETS[name][1], payload, 0)
    if end != len(payload):
        raise ValueError("%s: payload longer than its fields" % name)
    return name, fields


def _read_fields(layout, data, at):
    fields = {}
    for field in layout.split():
        name, kind = field.split(":")
        fields[name], at = _read(kind, data, at)
    return fields, at


def _read(kind, data, at):
    if kind in INTEGERS:
        return struct.unpack_from(INTEGERS[kind], data, at)[0], at + struct.calcsize(INTEGERS[kind])
    if kind.endswith("*"):
        count, at = _read("u16", data, at)
        entries = []
        for _ in range(count):
            entry, at = _read(kind[:-1], data, at)
            entries.append(entry)
        return entries, at
    if kind.endswith("?"):
        present, at = _read("flag", data, at)
        return _read(kind[:-1], data, at) if present else (None, at)
    if kind == "event":
        opcode, at = _read("u8", data, at)
        length, at = _read("u32", data, at)
        return _read_body(opcode, _slice(data, at, length)), at + length
    if kind in STRUCTS:
        return _read_fields(STRUCTS[kind], data, at)
    if kind == "text":
        length, at = _read("u16", data, at)
        return _slice(data, at, length).decode("utf-8"), at + length
    length = int(kind[5:])
    return _slice(data, at, length), at + length


def _slice(data, at, length):
    if at + length > len(data):
        raise ValueError("payload too short")
    return bytes(data[at : at + length])
