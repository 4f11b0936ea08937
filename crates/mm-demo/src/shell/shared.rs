//! The server behind a lock, the real clock, and who has to be woken after each call.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::Notify;

use crate::hub::SocketId;
use crate::lively::Lively;
use crate::server::Server;

/// Time of day in milliseconds since 1970.
pub fn unix_millis() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_millis() as i64)
}

/// State of all handlers.
#[derive(Debug)]
pub struct Shared {
    server: Mutex<Server>,
    writers: Mutex<BTreeMap<SocketId, Arc<Notify>>>,
    rescheduled: Notify,
    changed: AtomicBool,
}

impl Shared {
    /// Puts a server behind the lock.
    pub fn new(server: Server) -> Shared {
        Shared {
            server: Mutex::new(server),
            writers: Mutex::new(BTreeMap::new()),
            rescheduled: Notify::new(),
            changed: AtomicBool::new(false),
        }
    }

    /// Does something with the server at the present time, then wakes the writers of sockets that have output.
    pub fn with<R>(&self, act: impl FnOnce(&mut Server, i64) -> R) -> R {
        let (result, ready) = {
            let mut server = lock(&self.server);
            let result = act(&mut server, unix_millis());
            (result, server.take_ready())
        };
        let writers = lock(&self.writers);
        for id in ready {
            if let Some(writer) = writers.get(&id) {
                writer.notify_one();
            }
        }
        self.rescheduled.notify_one();
        result
    }

    /// Looks at the server without waking anybody.
    pub fn peek<R>(&self, look: impl FnOnce(&mut Server) -> R) -> R {
        look(&mut lock(&self.server))
    }

    /// Something may have changed that is worth saving.
    pub fn note_change(&self) {
        self.changed.store(true, Ordering::Relaxed);
    }

    /// Whether something may have changed since this was last asked.
    pub fn take_change(&self) -> bool {
        self.changed.swap(false, Ordering::Relaxed)
    }

    /// The bell of a socket's writer; it rings once at the start.
    pub fn add_writer(&self, id: SocketId) -> Arc<Notify> {
        let bell = Arc::new(Notify::new());
        bell.notify_one();
        lock(&self.writers).insert(id, Arc::clone(&bell));
        bell
    }

    /// The socket is gone.
    pub fn remove_writer(&self, id: SocketId) {
        lock(&self.writers).remove(&id);
    }
}

/// Calls `tick` whenever something is due.
pub async fn keep_ticking(shared: Arc<Shared>) {
    loop {
        let due = shared.peek(|server| server.next_wakeup());
        let wait = due.map_or(Duration::from_secs(3600), |at| {
            Duration::from_millis(u64::try_from(at - unix_millis()).unwrap_or(0))
        });
        tokio::select! {
            () = tokio::time::sleep(wait) => shared.with(|server, now| server.tick(now)),
            () = shared.rescheduled.notified() => {}
        }
    }
}

/// Lets colleagues live.
pub async fn keep_lively(shared: Arc<Shared>, mut lively: Lively) {
    loop {
        let wait = u64::try_from(lively.next_wakeup() - unix_millis()).unwrap_or(0);
        tokio::time::sleep(Duration::from_millis(wait)).await;
        shared.with(|server, now| lively.act(server, now));
        shared.note_change();
    }
}

/// A lock that a panicking handler held is still usable: the demo server goes on.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
