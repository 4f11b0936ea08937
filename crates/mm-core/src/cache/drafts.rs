//! Texts in composers, one record a place: kept shortly after the last key. A text that was sent or emptied is taken away at once, and leaves a
//! record without words (a tombstone): the server may still have the text, and another device may have one that was typed before, and tells
//! it late. The other tabs hear of what is gone in any case: which of two changes is the later one its turn says.
use std::time::Duration;

use super::json::{ids, quoted, Object};
use super::{Collection, Family, Record, RecordKey, Restored, Write};
use crate::domain::*;
use crate::event::{DraftMark, DraftPlace, Event, HeardDraft, IsWriting, Turn, Versions};
use crate::mutant::{self, Mutant};
use crate::state::State;
use crate::wire::fields::Fields;
use crate::wire::model::{draft_extra, draft_place};
use crate::wire::nested::Unfit;

/// Version of the record. The first one had only place, text and local time, the second one no turn, the third one files only as a part of
/// what is carried along.
const VERSION: i64 = 4;

/// The oldest version of which everything is understood.
const CLEAR_SINCE: i64 = 2;

/// A text is kept so long after its first key that is not kept yet: somebody who types without a pause loses no more than this.
const SOON: Duration = Duration::from_millis(250);

/// So long after a key the words of the tab in which it was pressed stand against what another tab tells.
const WRITING: Duration = Duration::from_secs(2);

/// A tombstone of which the server knows is of use for so long, in milliseconds: each message that is sent leaves one in its place.
const TOMBSTONE_TIME: i64 = 7 * 24 * 3_600_000;

/// What is kept of the drafts.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    kept: Table<DraftPlace, Kept>,
    /// Changed since they were kept.
    changed: Set<DraftPlace>,
    /// Written in by the person in this tab since then.
    typed: Set<DraftPlace>,
    /// Where the person wrote last in this tab, and when.
    edited: Option<(DraftPlace, Monotonic)>,
    due: Option<Monotonic>,
}

/// What the store has of a place.
#[derive(Clone, Debug, Default, PartialEq)]
struct Kept {
    text: String,
    mark: DraftMark,
}

impl Kept {
    fn now(state: &State, place: DraftPlace) -> Self {
        let text = state.draft(place).to_owned();
        let mark = state.draft_mark(place).cloned().unwrap_or_default();
        Self { text, mark }
    }

    /// What is to be kept of a place. Of what was told before a box was emptied the time tells.
    fn of(state: &State, place: DraftPlace) -> Option<Self> {
        let mut kept = Self::now(state, place);
        if kept.is_settled() {
            kept.mark.said.clear();
        }
        Some(kept).filter(|kept| !kept.is_gone())
    }

    /// There is nothing to keep.
    fn is_gone(&self) -> bool {
        self.is_settled() && !self.mark.is_own
    }

    /// There are no words, and the server knows that.
    fn is_settled(&self) -> bool {
        self.text.is_empty() && !self.mark.is_unsaid
    }

    /// It was emptied long ago.
    fn is_outlived(&self, now: Timestamp) -> bool {
        self.is_settled() && now.0.saturating_sub(self.mark.at.0) > TOMBSTONE_TIME
    }

    /// Another page tells the server of this text, and perhaps just does.
    fn note_perhaps_said(&mut self) {
        let Self { text, mark } = self;
        if mark.is_unsaid && !text.is_empty() && !mark.said.contains(text) {
            mark.said.push(text.clone());
        }
    }
}

impl Drafts {
    /// A key was pressed in a composer.
    pub fn typed(&mut self, now: Monotonic, place: DraftPlace) {
        self.edited = Some((place, now));
        self.typed.insert(place);
    }

    /// The text of a place as it was kept last.
    pub fn kept_text(&self, place: DraftPlace) -> Option<&str> {
        self.kept.get(&place).map(|kept| kept.text.as_str())
    }

    /// The text of a place, or what is known of it, changed.
    pub fn changed(&mut self, now: Monotonic, state: &State, place: DraftPlace) {
        if self.kept.get(&place) == Kept::of(state, place).as_ref() {
            // Also the echo of what was just restored, and a text that was emptied before it was kept.
            self.changed.remove(&place);
            self.typed.remove(&place);
            self.due = self.due.filter(|_| !self.changed.is_empty());
            return;
        }
        self.changed.insert(place);
        // A text that was sent must not stand in the box again after a reload, nor a file that was taken away. The other tabs hear of that
        // together with the file's own record.
        let gone = state.draft_mark(place).map_or(&[][..], |mark| &mark.gone);
        let kept_gone = self.kept.get(&place).map_or(&[][..], |kept| &kept.mark.gone);
        let at = if state.draft(place).is_empty() || gone != kept_gone {
            now
        } else {
            now.after(SOON)
        };
        self.due = Some(self.due.map_or(at, |due| due.min(at)));
    }

    /// When the changed ones are to be kept.
    pub fn due(&self) -> Option<Monotonic> {
        self.due
    }

    /// Whether they are to be kept now.
    pub fn is_due(&self, now: Monotonic) -> bool {
        self.due.is_some_and(|due| due <= now)
    }

    /// Keeps what changed.
    pub fn keep(&mut self, owner: UserId, state: &State) -> Vec<Write> {
        self.due = None;
        self.typed.clear();
        let mut writes = Vec::new();
        for place in std::mem::take(&mut self.changed) {
            let kept = Kept::of(state, place);
            let key = key(owner, place);
            if kept.as_ref().is_none_or(|kept| kept.text.is_empty()) {
                // Also before a tombstone: a store that takes nothing more takes words away all the same.
                writes.push(Write::Delete(key.clone()));
                self.kept.remove(&place);
            }
            if let Some(kept) = kept {
                let text = written(place, &kept);
                writes.push(Write::Put { key, text });
                self.kept.insert(place, kept);
            } else {
                let text = written(place, &Kept::now(state, place));
                writes.push(Write::Tell { key, text });
            }
        }
        writes
    }

    /// What stands in a place is kept, and told, once more.
    pub fn keep_again(&mut self, now: Monotonic, place: DraftPlace) {
        self.changed.insert(place);
        self.due = self.due.or(Some(now.after(SOON)));
    }

    /// What an earlier page left, but for places in which something was written since: what it left there can be brought back,
    /// and what was known of it counts.
    pub fn restored(&mut self, now: Timestamp, records: &[Record], skipped: &mut usize) -> Restored {
        let mut restored = Restored::default();
        for record in records {
            let Ok((place, mut kept)) = read(record) else {
                *skipped += 1;
                continue;
            };
            if kept.is_outlived(now) {
                self.changed.insert(place);
                continue;
            }
            // The server was told, perhaps, in the moment in which the page went.
            kept.note_perhaps_said();
            let is_newer = self.changed.contains(&place) || self.kept.contains_key(&place);
            if is_newer && !mutant::is(Mutant::OldDraftWins) {
                let Kept { text, mark } = kept;
                let is_same = self.kept.get(&place).is_some_and(|known| known.text == text);
                let mark = Box::new(mark);
                restored.events.push(Event::DraftMarked { place, mark });
                if !is_same && !text.is_empty() {
                    restored.events.push(Event::TextCleared(text));
                }
                continue;
            }
            self.kept.insert(place, kept.clone());
            restored.events.extend(facts(place, kept));
        }
        restored
    }

    /// Another tab kept the text of a place, or took it away: the store has that now. Its words are own ones if they are own ones here.
    pub fn heard(
        &mut self,
        now: Monotonic,
        is_watched: bool,
        name: &str,
        record: &Record,
    ) -> Result<HeardDraft, Unfit> {
        let (place, mut kept) = if record.text.is_empty() {
            (place_of(name)?, Kept::default())
        } else {
            parsed(record)?.understood()?
        };
        kept.note_perhaps_said();
        let before = self.kept.remove(&place);
        if !kept.is_gone() {
            let was_own = before.is_some_and(|known| known.mark.is_own && known.text == kept.text);
            self.kept.insert(place, kept.clone());
            if was_own && !kept.mark.is_own {
                kept.mark.is_own = true;
                self.keep_again(now, place);
            }
        }
        let Kept { text, mark } = kept;
        let is_writing = self.is_writing(now, is_watched, place);
        Ok(HeardDraft {
            place,
            text,
            mark,
            is_writing,
        })
    }

    fn is_writing(&self, now: Monotonic, is_watched: bool, place: DraftPlace) -> IsWriting {
        let wrote = |(there, at)| there == place && now.since(at) < WRITING;
        match self.edited.is_some_and(wrote) {
            true if is_watched => IsWriting::Now,
            _ if self.typed.contains(&place) => IsWriting::Unkept,
            _ => IsWriting::No,
        }
    }
}

fn facts(place: DraftPlace, kept: Kept) -> Vec<Event> {
    let Kept { text, mark } = kept;
    let mark = Box::new(mark);
    vec![
        Event::DraftMarked { place, mark },
        Event::DraftChanged { place, text },
    ]
}

fn place_of(name: &str) -> Result<DraftPlace, Unfit> {
    let (channel, root) = name.split_once('/').unwrap_or((name, ""));
    Ok(DraftPlace {
        channel_id: ChannelId::parse(channel).map_err(|_| Unfit)?,
        root_id: PostId::parse(root).ok(),
    })
}

fn key(owner: UserId, place: DraftPlace) -> RecordKey {
    let family = Family::Drafts;
    let name = match place.root_id {
        Some(root) => format!("{}/{root}", place.channel_id),
        None => place.channel_id.to_string(),
    };
    Collection { owner, family }.key(name)
}

fn written(place: DraftPlace, kept: &Kept) -> String {
    let Kept { text, mark } = kept;
    let mut object = Object::new();
    object.number("v", VERSION);
    object.text("channel_id", place.channel_id.as_str());
    object.text("root_id", place.root_id.as_ref().map_or("", |id| id.as_str()));
    object.text("message", text);
    object.number("turn", mark.turn.0);
    object.number("update_at", mark.at.0);
    object.number("base", mark.base.0);
    object.raw("known", &mark.known.to_string());
    object.flag("is_there", mark.is_there);
    object.flag("is_own", mark.is_own);
    object.flag("is_unsaid", mark.is_unsaid);
    object.list("said", mark.said.iter().map(|text| quoted(text)));
    if !mark.extra.is_empty() {
        object.raw("extra", &mark.extra);
    }
    object.raw("files", &ids(mark.files.iter().map(FileId::as_str)));
    object.raw("gone", &ids(mark.gone.iter().map(FileId::as_str)));
    object.end()
}

/// A record as it was read.
struct Parsed {
    place: DraftPlace,
    kept: Kept,
    /// All of it is understood.
    is_clear: bool,
}

impl Parsed {
    fn understood(self) -> Result<(DraftPlace, Kept), Unfit> {
        self.is_clear.then_some((self.place, self.kept)).ok_or(Unfit)
    }
}

/// A place and a text mean the same in all versions. What is not known of a text costs no more than that: it was written here, and is
/// still to be said.
fn read(record: &Record) -> Result<(DraftPlace, Kept), Unfit> {
    let Parsed {
        place,
        mut kept,
        is_clear,
    } = parsed(record)?;
    if kept.text.is_empty() && !(is_clear && (kept.mark.is_unsaid || kept.mark.is_own)) {
        return Err(Unfit);
    }
    if !is_clear {
        kept.mark = DraftMark {
            at: kept.mark.at,
            is_own: true,
            is_unsaid: true,
            ..DraftMark::default()
        };
    }
    Ok((place, kept))
}

fn parsed(record: &Record) -> Result<Parsed, Unfit> {
    let fields = Fields::read(&record.text)?;
    let place = draft_place(&fields)?;
    let text = fields.loose("message").unwrap_or_default().into_owned();
    let extra = Fields::any(fields.raw("extra"));
    let mut files: Vec<FileId> = fields.ids("files");
    files.extend(extra.ids::<FileId>("file_ids"));
    let mark = DraftMark {
        turn: Turn(fields.int("turn").max(0)),
        at: fields.time("update_at"),
        base: fields.time("base"),
        known: Versions::read(fields.raw("known").map_or("", |raw| raw.get())),
        is_there: fields.flag("is_there"),
        is_own: fields.flag("is_own"),
        is_unsaid: fields.flag("is_unsaid"),
        said: fields
            .texts("said")
            .into_iter()
            .map(|text| text.into_owned())
            .collect(),
        extra: draft_extra(&extra),
        files,
        gone: fields.ids("gone"),
    };
    let is_known = (CLEAR_SINCE..=VERSION).contains(&fields.int("v"));
    Ok(Parsed {
        place,
        kept: Kept { text, mark },
        is_clear: is_known && fields.fit().is_ok(),
    })
}
