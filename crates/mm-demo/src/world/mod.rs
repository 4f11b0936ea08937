//! The pure brain of the demo server: data model, seed company and every REST handler.
//!
//! The shell calls it with the time of day (`now`, milliseconds since 1970) and sends what it answers. It knows no
//! clock, no socket and no file: the same seed and the same calls give the same answers.

use std::collections::{BTreeMap, BTreeSet};

use crate::outgoing::Outgoing;

mod border;
mod categories;
mod channels;
mod channels_change;
mod channels_create;
mod channels_find;
mod commands;
mod commands_table;
mod config;
mod drafts;
mod emoji;
mod error;
mod events;
mod favorites;
mod files;
mod files_upload;
mod http;
mod id;
mod licensed;
mod login;
mod members;
mod mentions;
mod mfa;
mod model;
mod multipart;
mod options;
mod pictures;
mod posting;
mod posts;
mod posts_change;
mod posts_page;
mod posts_read;
mod preferences;
mod reactions;
mod roles;
mod search;
mod seed;
mod sessions;
mod snapshot;
mod status;
mod store;
mod system;
mod team_members;
mod teams;
mod teams_unread;
mod threads;
mod threads_read;
mod time;
mod unread;
mod uploads;
mod users;
mod users_change;
mod users_find;
mod views;

pub use error::ApiError;
pub use options::{AccountHint, SessionInfo, Size, WorldOptions};

use id::{Id, Rng};
use store::Store;

/// Every route, by area.
static ROUTES: &[&[http::Route]] = &[
    categories::ROUTES,
    channels::ROUTES,
    channels_change::ROUTES,
    channels_create::ROUTES,
    channels_find::ROUTES,
    commands::ROUTES,
    drafts::ROUTES,
    emoji::ROUTES,
    files::ROUTES,
    files_upload::ROUTES,
    licensed::ROUTES,
    login::ROUTES,
    members::ROUTES,
    mfa::ROUTES,
    posts::ROUTES,
    posts_change::ROUTES,
    posts_page::ROUTES,
    posts_read::ROUTES,
    preferences::ROUTES,
    reactions::ROUTES,
    roles::ROUTES,
    search::ROUTES,
    sessions::ROUTES,
    status::ROUTES,
    system::ROUTES,
    teams::ROUTES,
    team_members::ROUTES,
    teams_unread::ROUTES,
    threads::ROUTES,
    threads_read::ROUTES,
    unread::ROUTES,
    uploads::ROUTES,
    users::ROUTES,
    users_change::ROUTES,
    users_find::ROUTES,
];

/// Everything the demo server knows.
#[derive(Debug, Clone)]
pub struct World {
    store: Store,
    rng: Rng,
    outgoing: Vec<Outgoing>,
    /// `pending_post_id` to the post made for it and when.
    pending: BTreeMap<String, (i64, Id)>,
    /// Client configuration that differs from the table in [`config`].
    config_changes: BTreeMap<String, String>,
    config_hash: String,
}

impl World {
    /// A freshly generated world whose history ends shortly before `now`.
    pub fn new(options: WorldOptions, now: i64) -> World {
        let mut world = World::empty(Store::default(), Rng::new(options.seed));
        seed::fill(&mut world, options, now);
        world.outgoing.clear();
        // Ids and tokens of the running server are not those of another run at another time.
        world.rng = Rng::new(options.seed ^ now as u64);
        world
    }

    fn empty(store: Store, rng: Rng) -> World {
        let mut world = World {
            store,
            rng,
            outgoing: Vec::new(),
            pending: BTreeMap::new(),
            config_changes: BTreeMap::new(),
            config_hash: String::new(),
        };
        world.config_hash = world.hash_config();
        world
    }

    /// The events caused since this was last called, in order.
    pub fn take_outgoing(&mut self) -> Vec<Outgoing> {
        std::mem::take(&mut self.outgoing)
    }

    /// When messages with this word among theirs were written, former versions left out: for tests that count.
    pub fn written(&self, word: &str) -> Vec<i64> {
        self.written_since(0).remove(word).unwrap_or_default()
    }

    /// The same of every word of the messages written since then.
    pub fn written_since(&self, since: i64) -> BTreeMap<&str, Vec<i64>> {
        let mut written: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        let posts = self.store.posts.values();
        for post in posts.filter(|post| post.create_at >= since && post.original_id.is_none()) {
            for word in post.message.split(' ').collect::<BTreeSet<_>>() {
                written.entry(word).or_default().push(post.create_at);
            }
        }
        written
    }

    /// Who wrote each word of the messages written since then: an account's id.
    pub fn authors_since(&self, since: i64) -> BTreeMap<&str, &str> {
        let posts = self.store.posts.values();
        let since = posts.filter(|post| post.create_at >= since && post.original_id.is_none());
        since
            .flat_map(|post| post.message.split(' ').map(|word| (word, post.user_id.as_str())))
            .collect()
    }

    /// What a message says, if it is not deleted.
    pub fn message(&self, id: &str) -> Option<&str> {
        let post = self.store.posts.get(&Id::parse(id)?)?;
        (post.delete_at == 0).then_some(post.message.as_str())
    }

    /// Whether a message took a file along that is deleted by now.
    pub fn is_in_deleted(&self, file: &str) -> bool {
        self.post_with(file).is_some_and(|post| post.delete_at != 0)
    }

    /// Whether a file went with a post.
    pub fn is_in_post(&self, file: &str) -> bool {
        self.post_with(file).is_some()
    }

    fn post_with(&self, file: &str) -> Option<&model::Post> {
        let file = Id::parse(file).and_then(|id| self.store.files.get(&id));
        file.and_then(|file| self.store.posts.get(&file.info.post_id))
    }

    /// How many of the messages written since then have a file of that name.
    pub fn files_since(&self, since: i64) -> BTreeMap<&str, usize> {
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        let posts = self.store.posts.values();
        let is_there = |post: &&model::Post| {
            post.create_at >= since && post.original_id.is_none() && post.delete_at == 0
        };
        for id in posts.filter(is_there).flat_map(|post| &post.file_ids) {
            if let Some(file) = self.store.files.get(id) {
                *times.entry(file.info.name.as_str()).or_default() += 1;
            }
        }
        times
    }

    /// Everything, as JSON that [`World::restore`] understands. Written at once: as a tree of values, a large world would not fit.
    pub fn snapshot(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(&snapshot::Saved {
            format: snapshot::FORMAT,
            rng: &self.rng,
            store: &self.store,
            config: &self.config_changes,
        })
    }

    /// A world from a snapshot; the error says what could not be read.
    pub fn restore(text: &[u8]) -> Result<World, String> {
        let format: snapshot::Format = serde_json::from_slice(text).map_err(|error| error.to_string())?;
        if format.format != snapshot::FORMAT {
            return Err(format!("this is no data of format {}", snapshot::FORMAT));
        }
        let snapshot::Loaded {
            rng,
            mut store,
            config,
        } = serde_json::from_slice(text).map_err(|error| error.to_string())?;
        store.reindex();
        let mut world = World::empty(store, rng);
        world.config_changes = config;
        world.config_hash = world.hash_config();
        Ok(world)
    }
}
