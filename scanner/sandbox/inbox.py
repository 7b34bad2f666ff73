"""What a worker has sent, taken without ever waiting for it: one that stops in the middle of a message stops nobody.

The framing is that of :mod:`multiprocessing.connection`, whose own way of reading waits for the rest of a message.
"""

from __future__ import annotations

import os
import socket
import struct
import sys
from multiprocessing.connection import Connection

LONGEST = 1 << 30
"""Bytes of one message above which a worker is no longer listened to."""
BLOCK = 1 << 20
_SHORT, _LONG = struct.Struct("!i"), struct.Struct("!Q")
SEND_SECONDS = 10.0
"""How long a worker may leave a batch of tasks unread."""


class Inbox:
    """The supervisor's end of one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._read = bytearray()
        self._socket: socket.socket | None = None
        if sys.platform != "win32":  # there it is a named pipe
            self._socket = socket.socket(fileno=os.dup(connection.fileno()))
            seconds, rest = divmod(SEND_SECONDS, 1)
            bound = struct.pack("@ll", int(seconds), int(rest * 1e6))
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, bound)

    def messages(self) -> list[bytes]:
        """The whole messages that have come; ends before the next one that is not whole yet.

        :raises EOFError: where nothing more can come and nothing has.
        :raises OSError: where the connection broke, or a message is too long.
        """
        if self._socket is None:
            return [self._connection.recv_bytes(LONGEST)] if self._connection.poll() else []
        ended = not self._fill(self._socket)
        found = []
        while (end := self._end()) is not None:
            start, stop = end
            found.append(bytes(memoryview(self._read)[start:stop]))
            del self._read[:stop]
        if ended and not found:
            raise EOFError
        return found

    def close(self) -> None:
        """Let go of the connection."""
        if self._socket is not None:
            self._socket.close()
        self._connection.close()

    def _fill(self, ours: socket.socket) -> bool:
        """Read what there is, at most some megabytes; False where the worker's end is closed."""
        for _ in range(16):
            try:
                block = ours.recv(BLOCK, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return True
            if not block:
                return False
            self._read += block
        return True

    def _end(self) -> tuple[int, int] | None:
        """(start, end) of the first message, None where it is not whole."""
        start = _SHORT.size
        if len(self._read) < start:
            return None
        (size,) = _SHORT.unpack_from(self._read)
        if size == -1:
            if len(self._read) < start + _LONG.size:
                return None
            (size,) = _LONG.unpack_from(self._read, start)
            start += _LONG.size
        if not 0 <= size <= LONGEST:
            raise OSError("a message of a worker is too long")
        return None if len(self._read) < start + size else (start, start + size)
