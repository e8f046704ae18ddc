"""A small gateway in python3, after docs/PROTOCOL.md: does the handshake, attaches one session, sends a message, prints what arrives.

  client.py --port 7100 --secret-file data/link.secret --ticket JWT [--host 127.0.0.1] [--seconds 10] [--messages 1]
            [--conversation 42 --text hello [--name my-name]]

The ticket is what GET /ws/token answers; its claims are read, not verified. Prints one JSON object per line for each packet
about the session and exits with 0 after the wanted number of messages was delivered, else with 1.
"""

import argparse
import base64
import hashlib
import hmac
import json
import os
import select
import socket
import struct
import sys
import time
import uuid

import packets

MAJOR, MINOR, GATEWAY, USER, LOOP, SESSION = 1, 0, 1, 1, 0, 1


def shard(identifier):
    return (identifier * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF) >> 58


class Link:
    """One authenticated connection to one event loop of the engine."""

    def __init__(self, address, secret, node, engine_loop):
        self.socket = socket.create_connection(address, 10)
        self.bytes = b""
        self.audiences = {}
        challenge = self.expect("Challenge")
        if challenge["major"] != MAJOR:
            raise SystemExit("the engine speaks protocol major %d" % challenge["major"])
        nonce = os.urandom(16)
        said = struct.pack(">BBBQHH", MAJOR, MINOR, GATEWAY, node, LOOP, engine_loop)
        proof = hmac.digest(secret, b"rtg1-client" + challenge["nonce"] + nonce + said, hashlib.sha256)
        self.send("Hello", major=MAJOR, minor=MINOR, role=GATEWAY, node=node, loop=LOOP, engineLoop=engine_loop,
                  nonce=nonce, proof=proof)
        self.welcome = welcome = self.expect("Welcome")
        said = struct.pack(">BQHH", welcome["minor"], welcome["node"], welcome["loop"], welcome["loops"])
        proof = hmac.digest(secret, b"rtg1-server" + nonce + challenge["nonce"] + said, hashlib.sha256)
        if not hmac.compare_digest(proof, welcome["proof"]):
            raise SystemExit("the engine does not know the secret")
        self.send("Register", sessions=[], positions=[], last=True)
        self.expect("Registered")

    def send(self, name, /, **fields):
        self.socket.sendall(packets.encode(name, fields))

    def fill(self):
        more = self.socket.recv(65536)
        if not more:
            raise SystemExit("the engine closed the link")
        self.bytes += more

    def next(self):
        """The next packet that is here already, or None; answers pings by itself."""
        while (decoded := packets.decode(self.bytes)) is not None:
            name, fields, used = decoded
            self.bytes = self.bytes[used:]
            if name == "Ping":
                self.send("Pong", nonce=fields["nonce"])
            elif name == "Failure" and fields["request"] == 0:
                raise SystemExit("the engine closes the link: " + fields["message"])
            else:
                return name, fields
        return None

    def expect(self, wanted):
        while True:
            packet = self.next()
            if packet is None:
                self.fill()
                continue
            name, fields = packet
            if name == wanted:
                return fields
            if name == "Failure":
                raise SystemExit("%s instead of %s" % (fields, wanted))

    def receive_event(self, name, fields):
        """The event for our session in a packet, or None; keeps the audiences of this link."""
        audience = fields.get("audience")
        sessions = set(fields.get("sessions", ()))
        if name == "AudienceDefine":
            self.audiences[audience] = sessions
        elif name == "AudienceAdd":
            self.audiences[audience] |= sessions
        elif name == "AudienceRemove":
            self.audiences[audience] -= sessions
        elif name == "AudienceDrop":
            self.audiences.pop(audience, None)
        elif name == "Direct":
            return fields["event"] if SESSION in sessions else None
        elif name == "Deliver":
            return fields["event"] if SESSION in self.audiences[audience] else None
        return None


class Engine:
    """A link to each loop of one engine, and which of them leads to which log."""

    def __init__(self, address, secret):
        node = int.from_bytes(os.urandom(8), "big") >> 1 or 1
        first = Link(address, secret, node, 0)
        self.links = [first] + [Link(address, secret, node, i) for i in range(1, first.welcome["loops"])]

    def link(self, identifier):
        log = shard(identifier) // 8
        return next(link for link in self.links if log in [owned["log"] for owned in link.welcome["logs"]])

    def packets(self, seconds):
        """What comes on any link for so long, in order within each link."""
        deadline = time.monotonic() + seconds
        by_socket = {link.socket: link for link in self.links}
        while (left := deadline - time.monotonic()) > 0:
            for link in self.links:
                while (packet := link.next()) is not None:
                    yield (link, *packet)
            for ready in select.select(list(by_socket), [], [], left)[0]:
                by_socket[ready].fill()


def claims(ticket):
    part = ticket.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def show(name, fields):
    print(json.dumps({"packet": name, **fields}, ensure_ascii=False), flush=True)


def main(arguments):
    secret = open(arguments.secret_file, "rb").read().rstrip()
    ticket = claims(arguments.ticket)
    user = int(ticket["sub"])
    engine = Engine((arguments.host, arguments.port), secret)
    engine.link(user).send(
        "Connect", request=1, session=SESSION, userID=user, ticketID=ticket["jti"], ticketTerm=ticket["term"],
        ticketIssuedAt=ticket["iatms"], ticketExpiresAt=ticket["exp"] * 1000, loginID=ticket["lid"],
        loginIssuedAt=ticket["liatms"], loginExpiresAt=ticket["lexp"] * 1000)
    attached, messages = False, 0
    for link, name, fields in engine.packets(arguments.seconds):
        event = link.receive_event(name, fields)
        if event is not None and attached:
            show(event[0], event[1])
            messages += event[0] == "Message"
        elif name in ("Redeemed", "Attached", "Ack", "Failure", "EndSession"):
            show(name, fields)
        if name == "Attached" and fields["session"] == SESSION:
            attached = True
            if arguments.text is not None:
                conversation = arguments.conversation
                engine.link(conversation).send(
                    "SendMessage", request=2, userID=user, conversationID=conversation, authority=USER,
                    name=arguments.name, clientNamed=True, content=arguments.text, metadata=None)
        if messages >= arguments.messages or name in ("EndSession", "Failure"):
            break
    engine.link(user).send("Disconnect", session=SESSION, userID=user)
    return 0 if messages >= arguments.messages else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--secret-file", required=True)
    parser.add_argument("--ticket", required=True)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--messages", type=int, default=1)
    parser.add_argument("--conversation", type=int)
    parser.add_argument("--text")
    parser.add_argument("--name", default=str(uuid.uuid4()))
    options = parser.parse_args()
    if (options.text is None) != (options.conversation is None):
        parser.error("--conversation and --text go together")
    sys.exit(main(options))
