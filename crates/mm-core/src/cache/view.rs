//! What is needed to draw the last view without the server: oneself, settings, teams, the sidebar, people, and the newest posts of the
//! channels that were visited last and of those that are unread.
//!
//! Written in small portions some time after it changed, and only what differs from what the store has. Read as a whole: it is one
//! view, and its parts mean little without each other.
use std::time::Duration;

use super::{view_records, Collection, Family, Record, RecordKey, Write};
use crate::domain::*;
use crate::event::KeptView;
use crate::state::{Key, State};

/// What changed is written so long after the first change that is not written yet.
const QUIET: Duration = Duration::from_millis(1_500);
/// The same for posts of a channel that is not open, once some are kept: each of them writes its newest posts anew, and the server has them
/// as well.
const OUT_OF_SIGHT: Duration = Duration::from_secs(30);
/// Between two portions: a frame is never held up by all of them.
const PAUSE: Duration = Duration::from_millis(50);
/// How much is written at once; the posts of a channel weigh as much as [`POSTS_WEIGH`] other records.
const PORTION: usize = 64;
const POSTS_WEIGH: usize = 16;
/// Channels whose posts are kept: those that were opened last.
const MOST_CHANNELS: usize = 50;
/// Besides, so many that are unread, mentions first, then the newest. With the bound of a record's posts this bounds what the store holds of
/// posts: a hundred times half a megabyte, whatever is in them.
const MOST_UNREAD: usize = 50;
/// People that are kept; beyond that only those who are needed.
const MOST_PEOPLE: usize = 1_000;

/// Families that make up the view.
pub(super) const FAMILIES: [Family; 4] = [Family::View, Family::People, Family::Channels, Family::Posts];

/// A record of the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Item {
    Me,
    Config,
    Preferences,
    Emoji,
    Teams,
    Categories(TeamId),
    Posts(ChannelId),
    Channel(ChannelId),
    Person(UserId),
}

/// What becomes of a record.
pub(super) enum Fate {
    /// It is written so.
    Is(String),
    /// It goes.
    Gone,
    /// It stays as it was: nothing better is known.
    Stays,
}

/// What is kept of the view.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// What the store has, by a mark of its text.
    kept: Map<Item, u64>,
    /// Changed since they were kept.
    changed: Set<Item>,
    due: Option<Monotonic>,
    /// Changed as well, with more time.
    resting: Set<Item>,
    rest_ends: Option<Monotonic>,
    /// Channels in which something is shown that the server has not confirmed, and that no mark tells from what it has: what
    /// is kept of their posts stays as it was meanwhile.
    pub(super) unsure: Set<ChannelId>,
    /// Records that were read, until all families are.
    read: Vec<Record>,
    families: usize,
}

impl View {
    /// Something changed that may have to be kept.
    pub fn note(&mut self, now: Now, state: &State, key: &Key) {
        match key {
            Key::Session => self.change(now, Item::Me),
            Key::Config => self.change(now, Item::Config),
            Key::Preferences => self.change(now, Item::Preferences),
            Key::Emoji => self.change(now, Item::Emoji),
            Key::Teams => self.change(now, Item::Teams),
            Key::Sidebar => {
                let known = state.categories.keys().copied().map(Item::Categories);
                let kept = self.kept.keys().copied();
                let kept = kept.filter(|item| matches!(item, Item::Categories(_)));
                for item in set_of(known.chain(kept)) {
                    self.change(now, item);
                }
            }
            Key::User(id) => {
                self.change(now, Item::Person(*id));
                if state.me() == Some(*id) {
                    self.change(now, Item::Me);
                }
            }
            Key::Channel(id) | Key::Unread(id) => {
                self.change(now, Item::Channel(*id));
                // What was read and let go may be unread again, with posts that are still here.
                let comes_back = || *key == Key::Unread(*id) && !self.kept.contains_key(&Item::Posts(*id));
                if state.channel(*id).is_none() || comes_back() {
                    self.change(now, Item::Posts(*id));
                }
            }
            Key::Timeline(id) => {
                self.change(now, Item::Channel(*id));
                self.change_posts(now, state, *id);
            }
            Key::Post(id) => {
                if let Some(post) = state.post(*id) {
                    self.change_posts(now, state, post.channel_id);
                }
            }
            _ => {}
        }
    }

    fn change_posts(&mut self, now: Now, state: &State, channel_id: ChannelId) {
        let item = Item::Posts(channel_id);
        if state.open_channel() == Some(channel_id) || !self.kept.contains_key(&item) {
            self.change(now, item);
        } else {
            self.resting.insert(item);
            self.rest_ends = self.rest_ends.or(Some(now.mono.after(OUT_OF_SIGHT)));
        }
    }

    fn change(&mut self, now: Now, item: Item) {
        self.changed.insert(item);
        self.due = self.due.or(Some(now.mono.after(QUIET)));
    }

    /// When the next portion is to be written.
    pub fn due(&self) -> Option<Monotonic> {
        self.due.into_iter().chain(self.rest_ends).min()
    }

    /// Writes the next portion, if it is due.
    pub fn keep_due(&mut self, owner: UserId, now: Now, state: &State) -> Vec<Write> {
        if self.rest_ends.is_some_and(|end| end <= now.mono) {
            self.end_rest();
            self.due = self.due.or(Some(now.mono));
        }
        if self.due.is_none_or(|due| due > now.mono) {
            return Vec::new();
        }
        self.keep(owner, now, state, PORTION)
    }

    /// Writes all that changed: the page may not come back.
    pub fn keep_all(&mut self, owner: UserId, now: Now, state: &State) -> Vec<Write> {
        // Until when it is of now.
        self.changed.insert(Item::Me);
        self.end_rest();
        self.keep(owner, now, state, usize::MAX)
    }

    /// Writes the posts of these channels, whatever else waits.
    pub fn keep_posts(
        &mut self,
        owner: UserId,
        now: Now,
        state: &State,
        channels: &Set<ChannelId>,
    ) -> Vec<Write> {
        let items = set_of(channels.iter().map(|id| Item::Posts(*id)));
        let wait = |item: &Item| !items.contains(item);
        self.resting.retain(wait);
        self.changed.retain(wait);
        let (mut later, due) = (std::mem::replace(&mut self.changed, items), self.due);
        let writes = self.keep(owner, now, state, usize::MAX);
        self.changed.append(&mut later);
        self.due = due.or(self.due);
        writes
    }

    fn end_rest(&mut self) {
        self.changed.append(&mut self.resting);
        self.rest_ends = None;
    }

    fn keep(&mut self, owner: UserId, now: Now, state: &State, most: usize) -> Vec<Write> {
        let (mut writes, mut weight, mut put_off) = (Vec::new(), 0_usize, Set::new());
        let channels = self.wanted(state);
        while weight < most {
            let Some(item) = self.changed.pop_first() else {
                break;
            };
            if matches!(item, Item::Posts(id) if self.unsure.contains(&id)) {
                put_off.insert(item);
                continue;
            }
            let fate = match item {
                Item::Posts(id) if !channels.contains(&id) => Fate::Gone,
                _ => view_records::written(item, now, state),
            };
            let write = match fate {
                Fate::Is(text) => self.put(owner, item, text),
                Fate::Gone => self.delete(owner, item),
                Fate::Stays => None,
            };
            let weighs = match item {
                Item::Posts(_) => POSTS_WEIGH,
                _ => 1,
            };
            weight = weight.saturating_add(weighs);
            writes.extend(write);
        }
        self.bound(owner, state, &channels, &mut writes);
        self.due = match (self.changed.is_empty(), put_off.is_empty()) {
            (false, _) => Some(now.mono.after(PAUSE)),
            (true, false) => Some(now.mono.after(QUIET)),
            (true, true) => None,
        };
        self.changed.append(&mut put_off);
        writes
    }

    fn put(&mut self, owner: UserId, item: Item, text: String) -> Option<Write> {
        let mark = mark(&text);
        let known = self.kept.insert(item, mark);
        let key = key(owner, item);
        (known != Some(mark)).then_some(Write::Put { key, text })
    }

    fn delete(&mut self, owner: UserId, item: Item) -> Option<Write> {
        self.kept.remove(&item)?;
        Some(Write::Delete(key(owner, item)))
    }

    /// Channels whose posts are to be kept, of those that are in the store or in memory: those that were opened last, and unread ones.
    fn wanted(&self, state: &State) -> Set<ChannelId> {
        let kept = self.kept.keys().filter_map(|item| match item {
            Item::Posts(id) => Some(*id),
            _ => None,
        });
        let known = set_of(state.timelines.keys().copied().chain(kept));
        let visited = known.iter().filter_map(|id| Some((*state.opened.get(id)?, *id)));
        let mut wanted = newest(visited, MOST_CHANNELS);
        let others = known.iter().filter(|id| !wanted.contains(id));
        let unread = others.filter_map(|id| Some((state.unread_rank(*id)?, *id)));
        let unread = newest(unread, MOST_UNREAD);
        wanted.extend(unread);
        wanted
    }

    /// Takes away what is too much: the posts of channels that are neither visited lately nor unread, people who are not needed.
    fn bound(&mut self, owner: UserId, state: &State, channels: &Set<ChannelId>, writes: &mut Vec<Write>) {
        let mut people = Vec::new();
        let mut gone = Vec::new();
        for item in self.kept.keys() {
            match item {
                Item::Posts(id) if !channels.contains(id) => gone.push(*item),
                Item::Person(id) => people.push(*id),
                _ => {}
            }
        }
        for item in gone {
            writes.extend(self.delete(owner, item));
        }
        if people.len() > MOST_PEOPLE {
            let needed = needed(state);
            for id in people.into_iter().filter(|id| !needed.contains(id)) {
                writes.extend(self.delete(owner, Item::Person(id)));
            }
        }
    }

    /// Records of one of the families were read. With the last one the view, if there is one.
    pub fn restored(
        &mut self,
        owner: UserId,
        now: Now,
        records: Vec<Record>,
        skipped: &mut usize,
    ) -> Option<Box<KeptView>> {
        self.read.extend(records);
        self.families += 1;
        if self.families < FAMILIES.len() {
            return None;
        }
        let mut view = KeptView::default();
        for record in std::mem::take(&mut self.read) {
            let Some(item) = view_records::read(&record, &mut view) else {
                *skipped += 1;
                continue;
            };
            self.kept.insert(item, mark(&record.text));
            // Compared with what the server says, once: of what is gone by then nothing else may tell.
            self.change(now, item);
        }
        sort_by_key(&mut view.timelines, |timeline| timeline.opened);
        let is_mine = view.me.as_ref().is_some_and(|me| me.id == owner);
        is_mine.then(|| Box::new(view))
    }
}

/// The channels of the greatest ranks.
fn newest<R: Ord + Copy>(ranked: impl Iterator<Item = (R, ChannelId)>, most: usize) -> Set<ChannelId> {
    let mut ranked: Vec<(R, ChannelId)> = ranked.collect();
    sort_by_key(&mut ranked, |place| *place);
    set_of(ranked.into_iter().rev().take(most).map(|(_, id)| id))
}

/// Who is seen in what is kept: oneself, people of direct messages, authors.
fn needed(state: &State) -> Set<UserId> {
    let me = state.me();
    let teammates = state.channels().filter_map(|channel| channel.teammate(me?));
    let authors = state.posts.values().map(|post| post.user_id);
    set_of(me.into_iter().chain(teammates).chain(authors))
}

/// Tells texts apart without holding them (FNV-1a, of eight bytes at a time: every change writes a channel's posts anew).
fn mark(text: &str) -> u64 {
    let step = |mark: u64, word: u64| (mark ^ word).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(29);
    let word = |bytes: &[u8]| bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let words = words.iter().map(|word| u64::from_le_bytes(*word));
    words
        .chain([word(rest), text.len() as u64])
        .fold(0xcbf2_9ce4_8422_2325, step)
}

fn key(owner: UserId, item: Item) -> RecordKey {
    let family = match item {
        Item::Posts(_) => Family::Posts,
        Item::Channel(_) => Family::Channels,
        Item::Person(_) => Family::People,
        _ => Family::View,
    };
    Collection { owner, family }.key(item.name())
}

impl Item {
    /// Its name in its family.
    pub fn name(self) -> String {
        match self {
            Item::Me => "me".to_owned(),
            Item::Config => "config".to_owned(),
            Item::Preferences => "preferences".to_owned(),
            Item::Emoji => "emoji".to_owned(),
            Item::Teams => "teams".to_owned(),
            Item::Categories(id) => format!("categories/{id}"),
            Item::Posts(id) | Item::Channel(id) => id.to_string(),
            Item::Person(id) => id.to_string(),
        }
    }
}
