//! Reads what was said from a small script, and plays it into the world.
//!
//! ```text
//! # hotaru/engineering                     where what follows was said
//! -20 09:12 haruto.mizuno | text           20 days ago at that time (UTC); `\n` is a line break
//! ~45 liv.andersen | text                  45 minutes ago
//!   > +7 grace.mensah | reply              a reply 7 minutes later
//!   + tada mei.kanda grace.mensah          reactions to the last post
//!   * image ridge.png 640x400              a file of the next post
//!   ^                                      the last post is pinned
//!   = new text                             the last post was edited
//! -12 10:00 kaito.fujii join               a system message
//! ```

use serde_json::json;

use super::company::Places;
use super::person;
use crate::world::id::Id;
use crate::world::model::Post;
use crate::world::pictures;
use crate::world::posting::Delivery;
use crate::world::time::{DAY, HOUR, MINUTE};
use crate::world::World;

/// One thing that happened.
#[derive(Debug, Clone)]
pub struct Entry {
    pub at: i64,
    pub place: String,
    pub author: String,
    pub what: What,
    /// The number of the root in its script, for replies.
    pub root: Option<usize>,
    /// Its own number, unique in its script.
    pub number: usize,
    /// Which script it is from.
    pub script: usize,
    pub files: Vec<String>,
    pub reactions: Vec<(String, Vec<String>)>,
    pub pinned: bool,
    pub edited: Option<String>,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum What {
    Said(String),
    Joined,
    SetHeader(String),
    /// Title and text of an attachment.
    Card(String, String),
}

/// Reads a script. Lines that make no sense are left out.
pub fn read(script: &'static str, now: i64) -> Vec<Entry> {
    let mut reader = Reader {
        now,
        script: script.as_ptr() as usize,
        place: String::new(),
        files: Vec::new(),
        entries: Vec::new(),
        root: None,
    };
    for line in script.lines() {
        reader.line(line);
    }
    reader.entries
}

struct Reader {
    now: i64,
    script: usize,
    place: String,
    files: Vec<String>,
    entries: Vec<Entry>,
    root: Option<usize>,
}

impl Reader {
    fn line(&mut self, line: &str) -> Option<()> {
        let line = line.trim();
        match line.chars().next()? {
            '#' => {
                self.place = line[1..].trim().to_owned();
                self.root = None;
            }
            '*' => self.files.push(line[1..].trim().to_owned()),
            '^' => self.entries.last_mut()?.pinned = true,
            '=' => self.entries.last_mut()?.edited = Some(unescape(line[1..].trim())),
            '+' => {
                let mut words = line[1..].split_whitespace();
                let name = words.next()?.to_owned();
                self.entries
                    .last_mut()?
                    .reactions
                    .push((name, words.map(str::to_owned).collect()));
            }
            '>' => {
                let (minutes, rest) = line[1..].trim().strip_prefix('+')?.split_once(' ')?;
                let at = self.entries.last()?.at + minutes.parse::<i64>().ok()? * MINUTE;
                let root = self.root;
                self.add(at, rest, root)?;
            }
            '~' => {
                let (minutes, rest) = line[1..].split_once(' ')?;
                let at = self.now - minutes.parse::<i64>().ok()? * MINUTE;
                self.root = Some(self.entries.len());
                self.add(at, rest, None)?;
            }
            '-' => {
                let (days, rest) = line[1..].split_once(' ')?;
                let (clock, rest) = rest.trim().split_once(' ')?;
                let (hour, minute) = clock.split_once(':')?;
                let midnight = self.now - self.now.rem_euclid(DAY) - days.parse::<i64>().ok()? * DAY;
                let at = midnight + hour.parse::<i64>().ok()? * HOUR + minute.parse::<i64>().ok()? * MINUTE;
                self.root = Some(self.entries.len());
                self.add(at, rest, None)?;
            }
            _ => {}
        }
        Some(())
    }

    fn add(&mut self, at: i64, rest: &str, root: Option<usize>) -> Option<()> {
        let (author, what) = match rest.split_once('|') {
            Some((author, text)) => (author.trim(), What::Said(unescape(text.trim()))),
            None => {
                let (author, verb) = rest.trim().split_once(' ')?;
                let what = match verb.split_once(": ") {
                    Some(("header", text)) => What::SetHeader(text.to_owned()),
                    Some(("card", text)) => {
                        let (title, text) = text.split_once("//")?;
                        What::Card(title.trim().to_owned(), unescape(text.trim()))
                    }
                    _ => What::Joined,
                };
                (author, what)
            }
        };
        self.entries.push(Entry {
            at: at.min(self.now - MINUTE),
            place: self.place.clone(),
            author: author.to_owned(),
            what,
            root,
            number: self.entries.len(),
            script: self.script,
            files: std::mem::take(&mut self.files),
            reactions: Vec::new(),
            pinned: false,
            edited: None,
        });
        Some(())
    }
}

fn unescape(text: &str) -> String {
    text.replace("\\n", "\n")
}

/// Plays entries into the world, oldest first.
pub struct Player<'a> {
    world: &'a mut World,
    places: &'a mut Places,
}

impl<'a> Player<'a> {
    /// A player; direct channels are made when they are first spoken in and added to `places`.
    pub fn new(world: &'a mut World, places: &'a mut Places) -> Player<'a> {
        Player { world, places }
    }

    /// Plays them. Roots are kept in `places` under a name of their own, so that replies of a later part find them.
    pub fn play(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            let Some(channel) = self.channel(&entry) else {
                continue;
            };
            let author = person(self.world, &entry.author);
            let root = entry
                .root
                .map(|number| self.places.get(&root_key(entry.script, number)).copied());
            if author.is_none() || root == Some(None) {
                continue;
            }
            let root = root.flatten().unwrap_or(Id::NONE);
            let id = self.play_one(&entry, channel, author, root);
            self.places.insert(root_key(entry.script, entry.number), id);
        }
    }

    fn channel(&mut self, entry: &Entry) -> Option<Id> {
        if let Some(id) = self.places.get(&entry.place) {
            return Some(*id);
        }
        let names = entry.place.strip_prefix("dm:")?;
        let users: Vec<Id> = names.split(',').map(|name| person(self.world, name)).collect();
        let id = match users[..] {
            [one] => self.world.direct_channel(entry.at, one, one),
            [one, other] => self.world.direct_channel(entry.at, one, other),
            _ => self.world.group_channel(entry.at, &users),
        };
        self.places.insert(entry.place.clone(), id);
        Some(id)
    }

    fn play_one(&mut self, entry: &Entry, channel: Id, author: Id, root: Id) -> Id {
        let world = &mut *self.world;
        let mut post = Post {
            channel_id: channel,
            user_id: author,
            root_id: root,
            ..Post::default()
        };
        match &entry.what {
            What::Joined => {
                world.post_join(entry.at, channel, author);
                return Id::NONE;
            }
            What::SetHeader(header) => {
                set_header(world, entry, channel, author, header);
                return Id::NONE;
            }
            What::Said(text) => {
                post.message.clone_from(text);
                post.by_person = true;
            }
            What::Card(title, text) => {
                post.kind = "slack_attachment".into();
                post.props
                    .insert("attachments".into(), json!([card(title, text)]));
            }
        }
        let is_bot = world.store.users.get(&author).is_some_and(|user| user.is_bot);
        if is_bot {
            post.props.insert("from_bot".into(), "true".into());
        }
        for file in &entry.files {
            post.file_ids.push(add_file(world, entry, channel, author, file));
        }
        post.file_ids.sort();
        let how = Delivery {
            pending: String::new(),
            set_online: false,
            views_channel: !is_bot,
        };
        let id = world.publish(entry.at, post, how);
        self.after(entry, channel, id);
        id
    }

    fn after(&mut self, entry: &Entry, channel: Id, id: Id) {
        let world = &mut *self.world;
        let mut at = entry.at;
        for (emoji, names) in &entry.reactions {
            for name in names {
                at += MINUTE;
                let user = person(world, name);
                if !user.is_none() {
                    let _ = world.react(at, channel, id, user, emoji);
                }
            }
        }
        if let Some(text) = &entry.edited {
            let now = at + 2 * MINUTE;
            world.store.change_post(id, now, |post| {
                post.message.clone_from(text);
                post.edit_at = now;
            });
        }
        if entry.pinned {
            world
                .store
                .change_post(id, at + 3 * MINUTE, |post| post.is_pinned = true);
        }
    }
}

fn set_header(world: &mut World, entry: &Entry, channel: Id, author: Id, header: &str) {
    let Some(place) = world.store.channels.get_mut(&channel) else {
        return;
    };
    let old = std::mem::replace(&mut place.header, header.to_owned());
    place.update_at = entry.at;
    let message = format!("{} updated the channel header to: {header}", entry.author);
    let props = json!({"username": entry.author, "old_header": old, "new_header": header});
    world.post_system(entry.at, channel, author, "system_header_change", &message, props);
}

fn card(title: &str, text: &str) -> serde_json::Value {
    json!({
        "id": 0, "fallback": title, "color": "#2E7D6B", "pretext": "", "author_name": "", "author_link": "",
        "author_icon": "", "title": title, "title_link": "", "text": text, "fields": null, "image_url": "",
        "thumb_url": "", "footer": "", "footer_icon": "", "ts": null
    })
}

fn root_key(script: usize, number: usize) -> String {
    format!("post {script}:{number}")
}

/// `image NAME WxH` is drawn, `text NAME words…` is written.
fn add_file(world: &mut World, entry: &Entry, channel: Id, author: Id, line: &str) -> Id {
    let mut words = line.splitn(3, ' ');
    let kind = words.next().unwrap_or("");
    let name = words.next().unwrap_or("file");
    let rest = words.next().unwrap_or("");
    if kind != "image" {
        return world
            .add_file(entry.at, channel, author, name, unescape(rest).into_bytes())
            .id;
    }
    let (width, height) = rest.split_once('x').unwrap_or(("320", "200"));
    let (width, height) = (width.parse().unwrap_or(320), height.parse().unwrap_or(200));
    let seed = name.bytes().fold(5u64, |sum, byte| {
        sum.wrapping_mul(167).wrapping_add(u64::from(byte))
    });
    let preview = pictures::landscape_mini(width, height, seed);
    world
        .add_picture(
            entry.at,
            channel,
            author,
            name,
            pictures::landscape(width, height, seed),
            preview,
        )
        .id
}
