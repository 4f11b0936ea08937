//! One trigger per key that something on the screen depends on. Publishing wakes exactly those; a cell lives as long as
//! something tracks it.
use mm_core::domain::Map;
use std::sync::{Arc, Mutex, PoisonError};

use leptos::prelude::{on_cleanup, ArcTrigger, Notify, Track};
use mm_core::state::{Changes, Key};

/// The cells of one store.
#[derive(Clone, Default)]
pub struct Cells {
    map: Arc<Mutex<Map<Key, Cell>>>,
}

struct Cell {
    trigger: ArcTrigger,
    users: usize,
}

impl Cells {
    /// Subscribes the running memo or effect to a key, until it runs again or is dropped.
    pub fn track(&self, key: Key) {
        let trigger = {
            let mut map = self.map.lock().unwrap_or_else(PoisonError::into_inner);
            let cell = map.entry_or_insert_with(key.clone(), || Cell {
                trigger: ArcTrigger::new(),
                users: 0,
            });
            cell.users += 1;
            cell.trigger.clone()
        };
        trigger.track();
        let cells = self.clone();
        on_cleanup(move || cells.release(&key));
    }

    fn release(&self, key: &Key) {
        let mut map = self.map.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cell) = map.get_mut(key) {
            cell.users = cell.users.saturating_sub(1);
            if cell.users == 0 {
                map.remove(key);
            }
        }
    }

    /// Wakes what depends on the changed keys; on `Everything`, all.
    pub fn wake(&self, changes: &Changes) {
        let due: Vec<ArcTrigger> = {
            let map = self.map.lock().unwrap_or_else(PoisonError::into_inner);
            if changes.contains(&Key::Everything) {
                map.values().map(|cell| cell.trigger.clone()).collect()
            } else {
                changes
                    .0
                    .iter()
                    .filter_map(|key| map.get(key))
                    .map(|cell| cell.trigger.clone())
                    .collect()
            }
        };
        // Outside the lock: a synchronous subscriber may track again.
        for trigger in due {
            trigger.notify();
        }
    }

    /// How many keys are in use, for diagnostics and leak tests.
    pub fn len(&self) -> usize {
        self.map.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Whether nothing is tracked.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
