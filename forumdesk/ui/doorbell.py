"""A second launch rings, and the window that is open already comes forward instead of another one."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT_MS = 500


def name_of(home: Path) -> str:
    """What the bell of this person's ForumDesk is called."""
    return "forumdesk-" + hashlib.blake2b(str(home).encode("utf-8", "replace"), digest_size=8).hexdigest()


def ring(home: Path, path: str) -> bool:
    """Ask the window that is open to come forward, and to open a file where one is named; False where there is none."""
    socket = QLocalSocket()
    socket.connectToServer(name_of(home))
    if not socket.waitForConnected(WAIT_MS):
        return False
    socket.write(path.encode("utf-8") + b"\n")
    heard = socket.waitForBytesWritten(WAIT_MS) and socket.waitForReadyRead(WAIT_MS)
    socket.disconnectFromServer()
    return heard


class Doorbell(QObject):
    """Hears a second launch."""

    rung = Signal(str)  #: path of a file to open, or empty

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(name_of(home))  # a window that was killed could not take its bell away
        self.hangs = self._server.listen(name_of(home))
        self._server.newConnection.connect(self._greet)

    @Slot()
    def _greet(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.disconnected.connect(socket.deleteLater)
        if socket.canReadLine() or socket.waitForReadyRead(WAIT_MS):
            path = bytes(socket.readLine().data()).decode("utf-8", "replace").strip()
            socket.write(b"coming\n")
            socket.flush()
            self.rung.emit(path)

    def close(self) -> None:
        """Take the bell away."""
        self._server.close()
