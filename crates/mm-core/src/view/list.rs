//! Rows of a message list: day lines, the "New messages" line, grouping, gaps, posts on their way. Used for channels and
//! threads; says nothing of a post but its place (`view::post` tells the rest).

use crate::domain::*;
use crate::event::Outgoing;
use crate::state::{Chunk, OutgoingItem, OutgoingPhase, State};

use super::{LocalDay, PendingRow, PostRow, Row, Zone};

/// Posts of one author within this time stand under one name. Milliseconds.
const GROUP_SPAN: i64 = 5 * 60 * 1000;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// All rows of a channel that are loaded, oldest first.
pub fn rows(state: &State, id: ChannelId, zone: &dyn Zone) -> Vec<Row> {
    rows_window(state, id, zone, usize::MAX)
}

/// Rows of the newest `limit_from_end` posts of a channel. What is loaded above them is not told; a gap or the start is, once
/// the window reaches it.
pub fn rows_window(state: &State, id: ChannelId, zone: &dyn Zone, limit_from_end: usize) -> Vec<Row> {
    let mut items = newest_items(state, id, limit_from_end);
    items.reverse();
    let line = new_line(state, id, &items);
    let mut builder = Builder::new(state, zone, line);
    for item in items {
        builder.item(item);
    }
    for pending in pending_in_channel(state, id) {
        builder.pending(pending);
    }
    builder.rows
}

/// Rows of a thread: its root, then its replies. A gap stands before the replies while not all are loaded.
pub fn thread_rows(state: &State, root: PostId, zone: &dyn Zone) -> Vec<Row> {
    let mut builder = Builder::new(state, zone, None);
    if let Some(item) = root_item(state, root) {
        builder.item(item);
    }
    let none = Set::new();
    let replies = state.replies.get(&root).unwrap_or(&none);
    if !state.is_thread_complete(root) && !state.is_deleted(root) {
        builder.item(Item::Gap(replies.first().map(|o| o.id)));
    }
    for order in replies {
        if let Some(item) = item_of(state, order) {
            builder.item(item);
        }
    }
    for item in state.outbox.iter().filter(|i| i.post.root_id == Some(root)) {
        builder.pending(item);
    }
    builder.rows
}

fn root_item(state: &State, root: PostId) -> Option<Item<'_>> {
    let known = state.posts.get(&root).map(|p| p.order());
    item_of(state, &known.or_else(|| state.tombstones.get(&root)?.order)?)
}

#[derive(Clone, Copy)]
enum Item<'a> {
    Start,
    Gap(Option<PostId>),
    Post(&'a Post),
    Deleted(PostOrder, UserId),
}

/// What a channel shows, newest first, up to a number of posts.
fn newest_items(state: &State, id: ChannelId, limit: usize) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    let Some(timeline) = state.timelines.get(&id) else {
        return items;
    };
    if !timeline.reached_end {
        items.push(Item::Gap(None));
    }
    let hides_joins = state.preference("advanced_settings", "join_leave") == Some("false");
    let mut left = limit;
    for (at, chunk) in timeline.chunks.iter().enumerate().rev() {
        for order in chunk.posts.iter().rev() {
            let Some(item) = item_of(state, order) else {
                continue;
            };
            if !belongs(state, &item) || (hides_joins && is_foreign_joining(state, &item)) {
                continue;
            }
            if left == 0 {
                return items;
            }
            left -= 1;
            items.push(item);
        }
        if at > 0 || !timeline.reached_start {
            items.push(Item::Gap(gap_before(state, chunk)));
        }
    }
    if timeline.reached_start {
        items.push(Item::Start);
    }
    items
}

fn item_of<'a>(state: &'a State, order: &PostOrder) -> Option<Item<'a>> {
    if let Some(post) = state.posts.get(&order.id) {
        if state.pending_deletes.contains(&order.id) {
            return Some(Item::Deleted(*order, post.user_id));
        }
        return Some(Item::Post(post));
    }
    let author = state.tombstones.get(&order.id)?.user_id?;
    Some(Item::Deleted(*order, author))
}

fn belongs(state: &State, item: &Item<'_>) -> bool {
    match item {
        Item::Post(post) => state.belongs_in_channel(post),
        _ => true,
    }
}

/// The first post after a gap that the server knows: requests are made beside it.
fn gap_before(state: &State, chunk: &Chunk) -> Option<PostId> {
    let on_server = |o: &&PostOrder| {
        state
            .posts
            .get(&o.id)
            .is_some_and(|p| p.kind != PostKind::Ephemeral)
    };
    chunk
        .posts
        .iter()
        .find(on_server)
        .or(chunk.posts.first())
        .map(|o| o.id)
}

/// Joining and leaving of others, which one may hide (`rest.md 5.5`); what names oneself is always shown.
fn is_foreign_joining(state: &State, item: &Item<'_>) -> bool {
    use SystemKind::*;
    let Item::Post(post) = item else { return false };
    let PostKind::System(kind) = &post.kind else {
        return false;
    };
    let my_name = state.me_user().map(|u| u.username.as_str());
    let names_me = |names: &[&String]| names.iter().any(|n| Some(n.as_str()) == my_name);
    match kind {
        JoinChannel { username }
        | LeaveChannel { username }
        | JoinTeam { username }
        | LeaveTeam { username } => !names_me(&[username]),
        AddToChannel { username, added } | AddToTeam { username, added } => !names_me(&[username, added]),
        RemoveFromChannel { removed } => !names_me(&[removed]),
        RemoveFromTeam { username } => !names_me(&[username]),
        _ => false,
    }
}

/// Time after which the line stands, unless its place is above the window.
fn new_line(state: &State, id: ChannelId, items: &[Item<'_>]) -> Option<Timestamp> {
    let line = state.new_lines.get(&id)?.at;
    let first = items.iter().find_map(|item| match item {
        Item::Post(post) => Some(post.order()),
        Item::Deleted(order, _) => Some(*order),
        Item::Gap(_) | Item::Start => None,
    })?;
    let after_line = PostOrder {
        create_at: Timestamp(line.0.saturating_add(1)),
        id: PostId::MIN,
    };
    if after_line >= first {
        return Some(line);
    }
    let chunks = &state.timelines.get(&id)?.chunks;
    let mut above = chunks.iter().flat_map(|c| c.posts.range(after_line..first));
    let is_foreign = |o: &PostOrder| state.posts.get(&o.id).is_some_and(|p| !state.is_own(p));
    if above.any(is_foreign) {
        None
    } else {
        Some(line)
    }
}

fn pending_in_channel(state: &State, id: ChannelId) -> impl Iterator<Item = &OutgoingItem> {
    let collapsed = state.is_collapsed_threads();
    let fits = move |o: &Outgoing| o.channel_id == id && (o.root_id.is_none() || !collapsed);
    state.outbox.iter().filter(move |i| fits(&i.post))
}

/// What the next row is grouped with.
struct Previous {
    user_id: UserId,
    at: Timestamp,
    thread: Option<PostId>,
}

struct Builder<'a> {
    state: &'a State,
    zone: &'a dyn Zone,
    line: Option<Timestamp>,
    day: Option<LocalDay>,
    previous: Option<Previous>,
    rows: Vec<Row>,
}

impl<'a> Builder<'a> {
    fn new(state: &'a State, zone: &'a dyn Zone, line: Option<Timestamp>) -> Self {
        Self {
            state,
            zone,
            line,
            day: None,
            previous: None,
            rows: Vec::new(),
        }
    }

    fn item(&mut self, item: Item<'_>) {
        match item {
            Item::Start => self.rows.push(Row::Start),
            Item::Gap(before) => {
                self.previous = None;
                self.rows.push(Row::Gap { before });
            }
            Item::Post(post) => self.post(post),
            Item::Deleted(order, user_id) => {
                self.day_line(order.create_at);
                self.previous = None;
                self.rows.push(Row::Post(PostRow {
                    id: order.id,
                    user_id,
                    own_key: None,
                    create_at: order.create_at,
                    grouped: false,
                    deleted: true,
                }));
            }
        }
    }

    fn post(&mut self, post: &Post) {
        self.day_line(post.create_at);
        if self.line.is_some_and(|line| post.create_at > line) && !self.state.is_own(post) {
            self.line = None;
            self.previous = None;
            self.rows.push(Row::NewMessages);
        }
        let is_words = matches!(post.kind, PostKind::Normal | PostKind::Me) && !post.props.from_webhook;
        let grouped = is_words && self.groups(post.user_id, post.create_at, post.root_id);
        self.previous = is_words.then_some(Previous {
            user_id: post.user_id,
            at: post.create_at,
            thread: Some(post.thread_id()),
        });
        let own_key = post
            .pending_post_id
            .as_ref()
            .filter(|key| self.state.sent.contains(*key));
        self.rows.push(Row::Post(PostRow {
            id: post.id,
            user_id: post.user_id,
            own_key: own_key.cloned(),
            create_at: post.create_at,
            grouped,
            deleted: false,
        }));
    }

    fn pending(&mut self, item: &OutgoingItem) {
        let Some(me) = self.state.me else { return };
        let outgoing = &item.post;
        let grouped = self.groups(me, outgoing.at, outgoing.root_id);
        self.previous = Some(Previous {
            user_id: me,
            at: outgoing.at,
            thread: outgoing.root_id,
        });
        self.rows.push(Row::Pending(PendingRow {
            pending: outgoing.pending.clone(),
            user_id: me,
            message: outgoing.message.as_str().into(),
            files: outgoing.files.clone(),
            at: outgoing.at,
            grouped,
            failed: match &item.phase {
                OutgoingPhase::Failed(reason) => Some(reason.clone()),
                OutgoingPhase::Queued | OutgoingPhase::Sending => None,
            },
        }));
    }

    fn groups(&self, user_id: UserId, at: Timestamp, root: Option<PostId>) -> bool {
        let Some(previous) = &self.previous else {
            return false;
        };
        let apart = at.0.saturating_sub(previous.at.0);
        // The local clock of a post on its way may be off against the server's.
        let close = apart.saturating_abs() <= GROUP_SPAN;
        previous.user_id == user_id && close && (root.is_none() || root == previous.thread)
    }

    fn day_line(&mut self, at: Timestamp) {
        let minutes = i64::from(self.zone.offset_minutes(at));
        let local = at.0.saturating_add(minutes * 60_000);
        let day = LocalDay(i32::try_from(local.div_euclid(DAY)).unwrap_or_default());
        if self.day != Some(day) {
            self.day = Some(day);
            self.previous = None;
            self.rows.push(Row::Day(day));
        }
    }
}
