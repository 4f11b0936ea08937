//! The socket as values: what it did, what it shall do, and the signals of the browser that bear on it.

/// Which socket: every `SocketCommand::Open` has a higher number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SocketGeneration(pub u64);

/// What a socket did. The port sends `Closed` exactly once, after which nothing follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SocketEvent {
    /// The upgrade succeeded; nothing is proven yet.
    Opened {
        /// The session that the browser had when it asked for it, as far as scripts know.
        session: Option<SessionMark>,
    },
    /// A text frame.
    Text(String),
    /// A binary frame: never sent by a real server; counted.
    Binary,
    /// Closed or failed.
    Closed {
        /// Close code; 1006 when there was none.
        code: u16,
        /// A close handshake took place.
        was_clean: bool,
    },
}

/// Which session a browser has: its CSRF token (`rest.md 0.3`), in a form that tells nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionMark(u64);

impl SessionMark {
    /// That of a token: FNV-1a, 64 bits.
    pub fn of(csrf_token: &str) -> Self {
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        Self(csrf_token.bytes().fold(0xCBF2_9CE4_8422_2325, step))
    }
}

/// What to do with the socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SocketCommand {
    /// Open a new one; any older one is dropped first.
    Open {
        /// Its number.
        generation: SocketGeneration,
        /// Path and query below the API base, such as `/api/v4/websocket?connection_id=…&sequence_number=7`.
        path: String,
    },
    /// Send a text frame.
    Send(SocketGeneration, String),
    /// Close without a code (`websocket.md 1.9`).
    Close(SocketGeneration),
}

/// Signals of the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// `online`.
    Online,
    /// `offline`.
    Offline,
    /// The page became visible.
    Visible,
    /// The page was hidden.
    Hidden,
    /// The page may be about to be left: a reload, another address. It may also stay.
    Leaving,
    /// The window got focus.
    Focused,
    /// The window lost focus.
    Blurred,
}
