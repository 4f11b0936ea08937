//! Texts in composers, one record a place: kept shortly after the last key. A text that was sent or emptied is taken away at once; if the
//! server may still have it, a record without words (a tombstone) stays until the server has none.
use std::time::Duration;

use super::json::{quoted, Object};
use super::tabs::of_version;
use super::{Collection, Family, Record, RecordKey, Restored, Write};
use crate::domain::*;
use crate::event::{DraftMark, DraftPlace, Event};
use crate::mutant::{self, Mutant};
use crate::state::State;
use crate::wire::fields::Fields;
use crate::wire::model::{draft_extra, draft_place};
use crate::wire::nested::Unfit;

/// Version of the record. The first one had only place, text and local time.
const VERSION: i64 = 2;

/// A text is kept so long after its first key that is not kept yet: somebody who types without a pause loses no more than this.
const SOON: Duration = Duration::from_millis(250);

/// So long after a key the words of the tab in which it was pressed stand against what another tab tells.
const WRITING: Duration = Duration::from_secs(2);

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
    fn of(state: &State, place: DraftPlace) -> Option<Self> {
        let text = state.draft(place).to_owned();
        let mark = state.draft_mark(place).cloned().unwrap_or_default();
        (!text.is_empty() || mark.is_unsaid).then_some(Self { text, mark })
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
        // A text that was sent must not stand in the box again after a reload.
        let at = if state.draft(place).is_empty() {
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
            }
        }
        writes
    }

    /// What an earlier page left, but for places in which something was written since: what it left there can be brought back,
    /// and what was known of it counts.
    pub fn restored(&mut self, records: &[Record], skipped: &mut usize) -> Restored {
        let mut restored = Restored::default();
        for record in records {
            let Ok((place, mut kept)) = read(record) else {
                *skipped += 1;
                continue;
            };
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

    /// Another tab kept the text of a place, or took it away. Gives what is to be shown; nothing where the person is writing in this tab: its
    /// words stand, and are kept once more. So is whose words they are, if the other tab has them from the server.
    pub fn heard(
        &mut self,
        now: Now,
        is_watched: bool,
        name: &str,
        record: &Record,
    ) -> Result<Vec<Event>, Unfit> {
        let (place, kept) = if record.text.is_empty() {
            let place = place_of(name)?;
            self.kept.remove(&place);
            (place, None)
        } else {
            of_version(record, VERSION)?;
            let (place, mut kept) = read(record)?;
            kept.note_perhaps_said();
            let is_own = |known: Kept| known.mark.is_own && known.text == kept.text;
            if self.kept.insert(place, kept.clone()).is_some_and(is_own) && !kept.mark.is_own {
                kept.mark.is_own = true;
                self.changed.insert(place);
                self.due = self.due.or(Some(now.mono.after(SOON)));
            }
            (place, Some(kept))
        };
        let wrote = |(there, at)| there == place && now.mono.since(at) < WRITING;
        if self.typed.contains(&place) || (is_watched && self.edited.is_some_and(wrote)) {
            self.changed.insert(place);
            self.due = self.due.or(Some(now.mono.after(SOON)));
            return Ok(Vec::new());
        }
        Ok(match kept {
            Some(kept) => facts(place, kept),
            None => {
                let text = String::new();
                vec![Event::DraftChanged { place, text }]
            }
        })
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
    object.number("update_at", mark.at.0);
    object.number("base", mark.base.0);
    object.flag("is_there", mark.is_there);
    object.flag("is_own", mark.is_own);
    object.flag("is_unsaid", mark.is_unsaid);
    object.list("said", mark.said.iter().map(|text| quoted(text)));
    if !mark.extra.is_empty() {
        object.raw("extra", &mark.extra);
    }
    object.end()
}

/// A place and a text mean the same in all versions. What is not known of a text costs no more than that: it was written here, and is
/// still to be said.
fn read(record: &Record) -> Result<(DraftPlace, Kept), Unfit> {
    let fields = Fields::read(&record.text)?;
    let place = draft_place(&fields)?;
    let text = fields.loose("message").unwrap_or_default().into_owned();
    let mut mark = DraftMark {
        at: fields.time("update_at"),
        base: fields.time("base"),
        is_there: fields.flag("is_there"),
        is_own: fields.flag("is_own"),
        is_unsaid: fields.flag("is_unsaid"),
        said: fields
            .texts("said")
            .into_iter()
            .map(|text| text.into_owned())
            .collect(),
        extra: draft_extra(&Fields::any(fields.raw("extra"))),
    };
    let is_clear = fields.int("v") == VERSION && fields.fit().is_ok();
    if text.is_empty() && !(is_clear && mark.is_unsaid) {
        return Err(Unfit);
    }
    if !is_clear {
        mark = DraftMark {
            at: mark.at,
            is_own: true,
            is_unsaid: true,
            ..DraftMark::default()
        };
    }
    Ok((place, Kept { text, mark }))
}
