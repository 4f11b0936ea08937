//! Putting finished pieces into the cache: one set-up at a time, never half a piece.
//!
//! Called by the other files of `setup`; knows folders, not tools.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use crate::outcome::{Doing, Outcome};

/// Held while the cache is being changed; the system drops it even if we are killed.
pub struct Guard(#[allow(dead_code)] File);

/// Waits until no other set-up works in `cache`.
pub fn lock(cache: &Path) -> Outcome<Guard> {
    fs::create_dir_all(cache).doing(format_args!("making {}", cache.display()))?;
    let file = File::create(cache.join("lock")).doing("opening the cache's lock")?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            println!("Another cargo xtask is setting this machine up; waiting for it …");
            file.lock().doing("waiting for the other set-up")?;
        }
        Err(TryLockError::Error(error)) => return Err(error).doing("locking the cache"),
    }
    Ok(Guard(file))
}

/// Builds a folder with `fill` beside `place` and renames it into place when complete.
pub fn put(place: &Path, fill: impl FnOnce(&Path) -> Outcome) -> Outcome {
    let building = building(place);
    if building.exists() {
        fs::remove_dir_all(&building).doing("clearing an interrupted set-up")?;
    }
    fs::create_dir_all(&building).doing(format_args!("making {}", building.display()))?;
    fill(&building)?;
    if place.exists() {
        fs::remove_dir_all(place).doing(format_args!("replacing {}", place.display()))?;
    }
    fs::rename(&building, place).doing(format_args!("finishing {}", place.display()))
}

fn building(place: &Path) -> PathBuf {
    let mut name = place.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    place.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::put;
    use crate::outcome::Failure;
    use std::fs;

    #[test]
    fn an_interrupted_piece_is_not_taken_for_a_finished_one() {
        let base = std::env::temp_dir().join(format!("tsubame-place-{}", std::process::id()));
        let place = base.join("tool-1.0.0");
        let cut = put(&place, |dir| {
            fs::write(dir.join("half"), "x")?;
            Err(Failure::new("cut"))
        });
        assert!(cut.is_err() && !place.exists());
        put(&place, |dir| Ok(fs::write(dir.join("whole"), "x")?)).unwrap();
        assert!(place.join("whole").exists() && !place.join("half").exists());
        fs::remove_dir_all(base).unwrap();
    }
}
