//! Edits and deletions that the server has not confirmed, one record a post.
//!
//! Unlike a message of one's own they may have been overtaken: by oneself elsewhere, or by another page of this browser. What is read is a
//! wish; the engine looks at the post before it says it again.

use serde::Serialize;

use super::{Collection, Family, Record, RecordKey, Write};
use crate::domain::*;
use crate::state::State;
use crate::wire::fields::Fields;
use crate::wire::nested::Unfit;

/// Version of the record.
const VERSION: i64 = 1;

/// How the wishes are named.
const EDIT: &str = "edit";
const DELETE: &str = "delete";

/// What somebody wanted of a post when the page went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptWish {
    /// The post.
    pub post_id: PostId,
    /// What was wanted.
    pub wish: Wish,
}

/// What is wanted of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Another text.
    Edit {
        /// The text.
        message: String,
        /// When the post had been edited last: if it was edited since, the wish is out of date.
        edit_at: Option<Timestamp>,
    },
    /// That it goes.
    Delete,
}

/// What is kept of them.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    kept: Table<PostId, Wish>,
}

#[derive(Serialize)]
struct Shape<'a> {
    v: i64,
    post_id: &'a str,
    kind: &'a str,
    message: &'a str,
    edit_at: i64,
}

impl Edits {
    /// Something about a post changed.
    pub fn changed(&mut self, owner: UserId, state: &State, post_id: PostId) -> Option<Write> {
        let known = self.kept.get(&post_id);
        let edit = state.pending_edit(post_id);
        let deletes = state.pending_deletes.contains(&post_id);
        let is_kept = match known {
            None => edit.is_none() && !deletes,
            Some(Wish::Delete) => deletes,
            Some(Wish::Edit { message, .. }) => !deletes && edit == Some(message),
        };
        if is_kept {
            return None;
        }
        let wish = if deletes {
            Wish::Delete
        } else if let Some(message) = edit {
            // Of a second edit on top of the first the time stays: the first may not be confirmed yet.
            let before = known.and_then(|wish| match wish {
                Wish::Edit { edit_at, .. } => Some(*edit_at),
                Wish::Delete => None,
            });
            Wish::Edit {
                message: message.to_owned(),
                edit_at: before.unwrap_or_else(|| state.post(post_id)?.edit_at),
            }
        } else {
            self.kept.remove(&post_id);
            return Some(Write::Delete(key(owner, post_id)));
        };
        let text = written(post_id, &wish)?;
        self.kept.insert(post_id, wish);
        let key = key(owner, post_id);
        Some(Write::Put { key, text })
    }

    /// What an earlier page left, but for posts about which something is wanted since.
    pub fn restored(&mut self, records: &[Record], skipped: &mut usize) -> Vec<KeptWish> {
        let mut found = Vec::new();
        for record in records {
            let Ok(one) = read(record) else {
                *skipped += 1;
                continue;
            };
            if !self.kept.contains_key(&one.post_id) {
                self.kept.insert(one.post_id, one.wish.clone());
                found.push(one);
            }
        }
        found
    }
}

fn key(owner: UserId, post_id: PostId) -> RecordKey {
    let family = Family::Edits;
    Collection { owner, family }.key(post_id.as_str())
}

fn written(post_id: PostId, wish: &Wish) -> Option<String> {
    let (kind, message, edit_at) = match wish {
        Wish::Edit { message, edit_at } => (EDIT, message.as_str(), *edit_at),
        Wish::Delete => (DELETE, "", None),
    };
    let shape = Shape {
        v: VERSION,
        post_id: post_id.as_str(),
        kind,
        message,
        edit_at: edit_at.unwrap_or_default().0,
    };
    serde_json::to_string(&shape).ok()
}

/// A wish that is not understood wholly is not carried out.
fn read(record: &Record) -> Result<KeptWish, Unfit> {
    let fields = Fields::read(&record.text)?;
    let message = fields.string("message");
    let edit_at = fields.moment("edit_at");
    let wish = match &*fields.text("kind") {
        EDIT if !message.trim().is_empty() => Wish::Edit { message, edit_at },
        DELETE => Wish::Delete,
        _ => return Err(Unfit),
    };
    if fields.int("v") != VERSION {
        return Err(Unfit);
    }
    let post_id = fields.id("post_id")?;
    fields.fit()?;
    Ok(KeptWish { post_id, wish })
}
