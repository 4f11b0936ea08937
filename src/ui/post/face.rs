//! What a message shows, as one value: it is drawn from this alone, so that a row costs one memo and one effect, however much
//! stands in it.

use std::sync::Arc;

use leptos::prelude::*;
use mm_core::domain::{Attachment, PendingPostId, PostId, PostKind, SystemKind, Timestamp, UserId};
use mm_core::event::FailureReason;
use mm_core::state::{Key, State};
use mm_core::text::{Document, EmojiTable};
use mm_core::view::{self, PostView, ReactionView, Row, RowKey};

use super::source::ListOf;
use crate::ui::handles::Handles;
use crate::ui::markdown;

/// So many people are named beside a reaction.
const NAMED: usize = 20;

/// So many of those who replied are shown.
const FACES: usize = 3;

/// What a message row tells, whether confirmed or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The server's id, once there is one.
    pub post_id: Option<PostId>,
    /// Own pending id, until there is one.
    pub pending: Option<PendingPostId>,
    /// Author.
    pub user_id: UserId,
    /// When.
    pub at: Timestamp,
    /// Under the name of the message above.
    pub grouped: bool,
    /// Only a placeholder is left.
    pub deleted: bool,
    /// Why it was not sent.
    pub failed: Option<FailureReason>,
    /// Text of a message on its way.
    pub own_text: Option<Arc<str>>,
    /// Its files.
    pub own_files: Vec<Attachment>,
    /// The box to edit it stands in the place of its text.
    pub editing: bool,
}

impl Shown {
    /// Reads a row; other rows than messages give none.
    pub fn of(row: &Row) -> Option<Shown> {
        match row {
            Row::Post(row) => Some(Shown {
                post_id: Some(row.id),
                pending: None,
                user_id: row.user_id,
                at: row.create_at,
                grouped: row.grouped,
                deleted: row.deleted,
                failed: None,
                own_text: None,
                own_files: Vec::new(),
                editing: false,
            }),
            Row::Pending(row) => Some(Shown {
                post_id: None,
                pending: Some(row.pending.clone()),
                user_id: row.user_id,
                at: row.at,
                grouped: row.grouped,
                deleted: false,
                failed: row.failed.clone(),
                own_text: Some(row.message.clone()),
                own_files: row.files.clone(),
                editing: false,
            }),
            _ => None,
        }
    }
}

/// What the row of a key tells, found again whenever the rows change.
///
/// A row that is about to leave keeps what it told. A message that has stood under its own name keeps it while it is drawn: older
/// ones that arrive above it must not move its text.
pub fn shown(h: Handles, key: RowKey, rows: Memo<Arc<Vec<Row>>>, list: ListOf) -> Memo<Option<Shown>> {
    Memo::new(move |before: Option<&Option<Shown>>| {
        let before = before.and_then(Option::as_ref);
        let found = rows.with(|rows| rows.iter().find(|row| row.key() == key).and_then(Shown::of));
        let mut shown = found.or_else(|| before.cloned())?;
        shown.grouped &= before.is_none_or(|before| before.grouped);
        let edited = h.local.editing.get();
        shown.editing = shown.post_id.is_some() && edited == shown.post_id.map(|id| (list.root(), id));
        Some(shown)
    })
}

/// All that is drawn of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Face {
    /// What its row tells.
    pub shown: Shown,
    /// The post, once confirmed and while it is there.
    pub view: Option<PostView>,
    /// Name of the author; empty if there is none.
    pub author: String,
    /// Version of the author's picture, if the author is known.
    pub picture: Option<Timestamp>,
    /// The text, read as this person reads it.
    pub document: Arc<Document>,
    /// Who reacted, in words, by reaction.
    pub reactors: Vec<String>,
    /// The last few who replied, with the versions of their pictures.
    pub repliers: Vec<(UserId, Option<Timestamp>)>,
}

impl Face {
    /// Reads it from the state.
    fn of(state: &State, shown: Shown, emoji: Option<&EmojiTable>) -> Face {
        let view = shown.post_id.and_then(|id| view::post(state, id));
        let post = view.as_ref().map(|view| &*view.post);
        let text = shown.own_text.as_deref();
        let text = text
            .or(post.map(|post| post.message.as_str()))
            .unwrap_or_default();
        let document = Arc::new(markdown::read(state, post, emoji, text));
        let given = view.as_ref().map(|view| view.author_name.clone());
        let author = given.filter(|name| !name.is_empty());
        Face {
            author: author.unwrap_or_else(|| view::display_name(state, shown.user_id)),
            picture: picture_of(state, shown.user_id),
            reactors: Vec::new(),
            repliers: Vec::new(),
            document,
            view,
            shown,
        }
    }

    /// Others whose names or pictures are drawn.
    fn others(&self) -> Vec<Key> {
        let reactions = self.view.iter().flat_map(|view| &view.reactions);
        let reactors = reactions.flat_map(|reaction| reaction.users.iter().take(NAMED));
        reactors
            .chain(self.newest_repliers())
            .map(|id| Key::User(*id))
            .collect()
    }

    fn newest_repliers(&self) -> impl Iterator<Item = &UserId> {
        let thread = self.view.as_ref().and_then(|view| view.thread.as_ref());
        thread
            .into_iter()
            .flat_map(|thread| thread.participants.iter().rev().take(FACES))
    }

    /// Adds what is known of the others.
    fn with_others(mut self, state: &State) -> Face {
        let reactions = self.view.iter().flat_map(|view| &view.reactions);
        self.reactors = reactions.map(|reaction| names(state, reaction)).collect();
        self.repliers = self
            .newest_repliers()
            .map(|id| (*id, picture_of(state, *id)))
            .collect();
        self
    }

    /// What happened, in a message of the system.
    pub fn system(&self) -> Option<&SystemKind> {
        match &self.view.as_ref()?.post.kind {
            PostKind::System(kind) => Some(kind),
            _ => None,
        }
    }

    /// Whether the table of emoji is needed to draw it.
    pub fn wants_emoji(&self) -> bool {
        let has_signs = |text: &str| text.contains([':', ';', '<']);
        let view = self.view.as_ref();
        words(&self.shown, view).is_some_and(has_signs) || view.is_some_and(|view| !view.reactions.is_empty())
    }
}

/// The text as it was written: one's own until the server has it.
fn words<'a>(shown: &'a Shown, view: Option<&'a PostView>) -> Option<&'a str> {
    let own = shown.own_text.as_deref();
    own.or(view.map(|view| view.post.message.as_str()))
}

fn picture_of(state: &State, id: UserId) -> Option<Timestamp> {
    state.user(id).map(|user| user.last_picture_update)
}

fn names(state: &State, reaction: &ReactionView) -> String {
    let people = reaction.users.iter().take(NAMED);
    let names = people.map(|id| view::display_name(state, *id));
    names
        .filter(|name| !name.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// What a message shows, followed by the keys it depends on. While it is edited it stands still: what is told of it meanwhile is
/// drawn when the box closes, so that nothing moves or takes away what somebody is writing.
pub fn face(h: Handles, shown: Memo<Option<Shown>>) -> Memo<Option<Arc<Face>>> {
    Memo::new(move |before: Option<&Option<Arc<Face>>>| {
        let shown = shown.get()?;
        let before = before.and_then(Option::as_ref);
        if let Some(before) = before.filter(|before| shown.editing && before.shown.editing) {
            return Some(before.clone());
        }
        let mut keys = vec![
            Key::User(shown.user_id),
            Key::Preferences,
            Key::Config,
            Key::Emoji,
        ];
        if let Some(id) = shown.post_id {
            keys.extend([Key::Post(id), Key::Thread(id)]);
        }
        let table = h.emoji.table();
        let face = h.app.read(keys, |state| Face::of(state, shown, table.as_deref()));
        let others = face.others();
        let face = if others.is_empty() {
            face
        } else {
            h.app.read(others, |state| face.with_others(state))
        };
        Some(Arc::new(face))
    })
}
