//! Edits and deletions that the server has not confirmed, one record a post.
//!
//! Unlike a message of one's own they may have been overtaken: by oneself elsewhere, or by another page of this browser. What is read is a
//! wish; the engine looks at the post before it says it again. Other tabs hear of them, and of those that the server refused.

use serde::Serialize;

use super::tabs::of_version;
use super::{Collection, Family, Record, RecordKey, Write};
use crate::domain::*;
use crate::wire::fields::Fields;
use crate::wire::nested::Unfit;

/// Version of the record.
const VERSION: i64 = 1;

/// How the wishes are named.
const EDIT: &str = "edit";
const DELETE: &str = "delete";
/// In their place, told and never kept: the server did not want it.
const REFUSED: &str = "refused";

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
        /// When the post had been edited last, or [`Wish::WHATEVER`]: if it was edited since, the wish is out of date.
        edit_at: Option<Timestamp>,
        /// One's own words that the post may have come to have since then: no edit of somebody else.
        over: Vec<String>,
    },
    /// That it goes.
    Delete,
}

impl Wish {
    /// Of an edit on top of what may be old: whatever the server has, this one replaces it.
    pub const WHATEVER: Timestamp = Timestamp(i64::MAX);
}

/// What another tab tells of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeardWish {
    /// This is wanted there.
    Wanted(KeptWish),
    /// It was refused there, and is taken back.
    Refused(PostId),
    /// Nothing is wanted any more: done, or refused.
    Gone(PostId),
}

/// What is kept of them.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    /// What the store has.
    kept: Table<PostId, String>,
    /// The server has said no: the other tabs hear it before they hear that the wish is gone.
    refused: Set<PostId>,
}

#[derive(Serialize)]
struct Shape<'a> {
    v: i64,
    post_id: &'a str,
    kind: &'a str,
    message: &'a str,
    edit_at: i64,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    over: &'a [String],
}

impl Edits {
    /// These are all that stand now.
    pub fn changed(&mut self, owner: UserId, wishes: &[KeptWish]) -> Vec<Write> {
        let mut writes = Vec::new();
        let refused = std::mem::take(&mut self.refused);
        let is_wanted = |id: &PostId| wishes.iter().any(|one| one.post_id == *id);
        for id in self.kept.keys().filter(|id| !is_wanted(id)) {
            let key = key(owner, *id);
            if refused.contains(id) {
                let text = shaped(*id, REFUSED, "", None, &[]).unwrap_or_default();
                let key = key.clone();
                writes.push(Write::Tell { key, text });
            }
            writes.push(Write::Delete(key));
        }
        self.kept.retain(|id, _| is_wanted(id));
        for KeptWish { post_id, wish } in wishes {
            let Some(text) = written(*post_id, wish) else {
                continue;
            };
            if self.kept.get(post_id) != Some(&text) {
                self.kept.insert(*post_id, text.clone());
                let key = key(owner, *post_id);
                writes.push(Write::Put { key, text });
            }
        }
        writes
    }

    /// The server has refused what was wanted of a post.
    pub fn refused(&mut self, post_id: PostId) {
        self.refused.insert(post_id);
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
                self.kept.insert(one.post_id, record.text.clone());
                found.push(one);
            }
        }
        found
    }

    /// Another tab wants this of a post, or nothing any more.
    pub fn heard(&mut self, name: &str, record: &Record) -> Result<HeardWish, Unfit> {
        let post_id = PostId::parse(name).map_err(|_| Unfit)?;
        if record.text.is_empty() {
            self.kept.remove(&post_id);
            return Ok(HeardWish::Gone(post_id));
        }
        of_version(record, VERSION)?;
        if Fields::read(&record.text)?.text("kind") == REFUSED {
            return Ok(HeardWish::Refused(post_id));
        }
        let one = read(record)?;
        self.kept.insert(one.post_id, record.text.clone());
        Ok(HeardWish::Wanted(one))
    }
}

fn key(owner: UserId, post_id: PostId) -> RecordKey {
    let family = Family::Edits;
    Collection { owner, family }.key(post_id.as_str())
}

fn written(post_id: PostId, wish: &Wish) -> Option<String> {
    match wish {
        Wish::Edit {
            message,
            edit_at,
            over,
        } => shaped(post_id, EDIT, message, *edit_at, over),
        Wish::Delete => shaped(post_id, DELETE, "", None, &[]),
    }
}

fn shaped(
    post_id: PostId,
    kind: &str,
    message: &str,
    edit_at: Option<Timestamp>,
    over: &[String],
) -> Option<String> {
    let shape = Shape {
        v: VERSION,
        post_id: post_id.as_str(),
        kind,
        message,
        edit_at: edit_at.unwrap_or_default().0,
        over,
    };
    serde_json::to_string(&shape).ok()
}

/// A wish that is not understood wholly is not carried out.
fn read(record: &Record) -> Result<KeptWish, Unfit> {
    let fields = Fields::read(&record.text)?;
    let message = fields.string("message");
    let edit_at = fields.moment("edit_at");
    let wish = match &*fields.text("kind") {
        EDIT if !message.trim().is_empty() => Wish::Edit {
            message,
            edit_at,
            over: fields
                .texts("over")
                .into_iter()
                .map(|text| text.into_owned())
                .collect(),
        },
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
