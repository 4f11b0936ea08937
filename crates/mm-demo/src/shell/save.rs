//! `--data FILE`: the world's data survives a restart of the program.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::world::World;

use super::Shared;

/// How often changes are saved.
const PERIOD: Duration = Duration::from_secs(5);

/// Reads a saved world; `None` when there is no such file yet.
pub fn load(file: &Path) -> io::Result<Option<World>> {
    let text = match fs::read(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let unusable = |why: String| {
        let message = format!(
            "{} cannot be used ({why}); move it away to start anew",
            file.display()
        );
        io::Error::new(io::ErrorKind::InvalidData, message)
    };
    World::restore(&text).map(Some).map_err(unusable)
}

/// Saves changes every few seconds, until dropped.
pub async fn keep_saving(shared: Arc<Shared>, file: PathBuf) {
    loop {
        tokio::time::sleep(PERIOD).await;
        if !shared.take_change() {
            continue;
        }
        let (shared, file) = (Arc::clone(&shared), file.clone());
        let saved = tokio::task::spawn_blocking(move || save(&shared, &file)).await;
        if let Ok(Err(error)) = saved {
            eprintln!("The data could not be saved: {error}");
        }
    }
}

/// Saves now. The old file is replaced as a whole or not at all.
pub fn save(shared: &Shared, file: &Path) -> io::Result<()> {
    let snapshot = shared.peek(|server| server.world().snapshot())?;
    let mut beside = file.as_os_str().to_owned();
    beside.push(".new");
    let mut new = File::create(&beside)?;
    new.write_all(&snapshot)?;
    new.sync_all()?;
    fs::rename(&beside, file)
}
