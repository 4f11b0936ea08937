//! What people do.

use std::collections::{BTreeMap, BTreeSet};

use mm_core::action::Action;
use mm_core::connection::Wake;
use mm_core::domain::*;
use mm_core::event::{DraftPlace, NoticeKind};
use mm_core::rest::HttpRequest;
use mm_core::state::{OutgoingPhase, State};
use mm_core::view::{self, FixedZone, Row};

use super::beginning::{ALICE, BOB};
use super::dice::Dice;
use super::faults::Weather;
use super::habits::{Habits, ACTS};
use super::mixed::Mix;
use super::more_acts::{Typed, MORE_ACTS};
use crate::{ClientId, Pair};

/// A message somebody said, by a word that no other one has.
#[derive(Clone, Debug)]
pub struct Said {
    pub word: String,
    pub by: ClientId,
    /// Whom the page took its user for: who signed in in another tab may not be known to it yet.
    pub author: Option<UserId>,
    pub channel_id: ChannelId,
    pub root: Option<PostId>,
    pub deleted: bool,
    /// Thrown away after it had failed, or possibly lost because nothing could be kept.
    pub excused: bool,
}

/// One run.
pub struct Run {
    pub pair: Pair,
    pub dice: Dice,
    pub people: Vec<ClientId>,
    /// Who signed in on which page.
    pub names: BTreeMap<ClientId, &'static str>,
    pub channels: Vec<ChannelId>,
    pub said: Vec<Said>,
    pub files: Vec<super::files::AttachedFile>,
    /// Where files were attached, taken away or sent last, on which page and when.
    pub filed: BTreeMap<(usize, DraftPlace), i64>,
    pub deleted: Vec<PostId>,
    /// Whose posts failed once: their order may differ.
    pub failed: Vec<ClientId>,
    pub trace: Vec<String>,
    pub weather: Weather,
    /// Of so many texts people choose what they type. Of few the same ones come again, here and elsewhere.
    pub texts: usize,
    /// What people are used to.
    pub habits: Habits,
    /// How often what was done and went wrong, by name.
    pub occurred: BTreeMap<String, u32>,
    /// What goes wrong in this very run, where that is chosen.
    pub mix: Mix,
    /// Texts in composers, by page.
    pub typed: BTreeMap<(usize, DraftPlace), Typed>,
    /// Pages whose store has failed.
    pub unkept: BTreeSet<usize>,
    /// Pages of browsers whose store fails, and where a tab was loaded anew since: it knows no more what the others wait for.
    pub forgetful: BTreeSet<usize>,
    /// Channels in which somebody marked something as unread.
    pub marked: BTreeSet<ChannelId>,
    /// Who was removed from a channel while nobody was signed in who could bring them back.
    pub out: Vec<HttpRequest>,
    pub wishes: super::wishes::Wishes,
    /// How much had come to a page when it was last looked at.
    pub checked: BTreeMap<ClientId, u64>,
}

#[derive(Clone, Copy, Debug)]
pub enum Act {
    Say,
    Mention,
    Reply,
    Edit,
    Delete,
    React,
    Unreact,
    Switch,
    Read,
    ScrollUp,
    MarkUnread,
    Type,
    OpenThread,
    CloseThread,
    Look,
    LookAway,
    Retry,
    Pin,
    // Only in mixed weather, see `more_acts`.
    Draft,
    Discard,
    Save,
    Collapse,
    MarkRead,
    Permalink,
    FillGap,
    Latest,
    GoTo,
    TooLong,
    Elsewhere,
}

const CHANGES: &[(usize, Act)] = &[
    (3, Act::Edit),
    (1, Act::Delete),
    (4, Act::React),
    (3, Act::Unreact),
    (1, Act::Pin),
];

/// What people do, by name.
pub fn names(weather: Weather) -> Vec<String> {
    let more = if weather.is_mixed() { MORE_ACTS } else { &[] };
    let acts = ACTS.iter().chain(more).map(|(_, act)| format!("{act:?}"));
    let files = ["Attach", "Detach"].map(str::to_owned).into_iter();
    acts.chain(files.filter(|_| weather.has_files())).collect()
}

impl Run {
    pub fn step(&mut self) {
        let Some(who) = self.dice.of(&self.people.clone()) else {
            return;
        };
        if self.habits.leaves > 0 && self.dice.percent(self.habits.leaves) {
            self.leave(who);
        } else if self.dice.percent(self.habits.faults) {
            self.fault(who);
        } else if self.weather.has_files() && self.dice.percent(self.habits.files) {
            self.files_change(who);
        } else {
            let act = match self.weather.is_mixed() && self.dice.percent(self.habits.more) {
                true => self.dice.weighted(&self.habits.more_acts),
                false => self.dice.weighted(&self.habits.acts),
            };
            self.act(who, act);
        }
        let span = self
            .dice
            .weighted(&[(6, 0), (6, 40), (5, 400), (4, 2_500), (1, 9_000)]);
        self.pair.run_for(self.habits.wait(span));
        self.note_failed();
    }

    pub fn note(&mut self, who: ClientId, what: String) {
        let at = self.pair.now() % 86_400_000;
        self.trace.push(format!("{at:>8} {} {what}", who.0));
    }

    pub fn occurred(&mut self, what: String) {
        *self.occurred.entry(what).or_default() += 1;
    }

    /// The channels of a run that somebody is in. Direct messages are between the first two.
    pub fn channels_of(&self, who: ClientId) -> Vec<ChannelId> {
        let is_in_all = self
            .names
            .get(&who)
            .is_none_or(|name| [ALICE, BOB].contains(name));
        let shared = if is_in_all { self.channels.len() } else { 2 };
        self.channels.iter().copied().take(shared).collect()
    }

    pub fn state(&self, who: ClientId) -> &State {
        self.pair.client(who).engine.state()
    }

    pub fn act(&mut self, who: ClientId, act: Act) {
        let Some(action) = self.action(who, act) else {
            return;
        };
        self.note(who, format!("{action:?}"));
        self.occurred(format!("{act:?}"));
        self.act_noted(who, action);
    }

    /// Somebody says something, wherever they are.
    pub fn speak(&mut self, who: ClientId) {
        self.act(who, Act::Say);
    }

    /// Somebody changes something that is there already.
    pub fn change(&mut self, who: ClientId) {
        let act = self.dice.weighted(CHANGES);
        self.act(who, act);
    }

    /// A post that two people see, if they look at the same channel.
    pub fn seen_by_both(&mut self, one: ClientId, other: ClientId) -> Option<PostId> {
        let open = self.state(one).open_channel()?;
        let theirs = self.posts(other, open, Whose::Anybodys);
        let mut both = self.posts(one, open, Whose::Anybodys);
        both.retain(|id| theirs.contains(id));
        self.dice.of(&both)
    }

    /// The act as an action, if it can be done now.
    fn action(&mut self, who: ClientId, act: Act) -> Option<Action> {
        // Before that nothing is shown to act upon.
        self.state(who).me()?;
        let open = self.state(who).open_channel()?;
        match act {
            Act::Say => Some(self.say(who, open, None, "")),
            Act::Mention => Some(self.say(who, open, None, &format!("@{ALICE} @{BOB} "))),
            Act::Reply => self.reply(who, open),
            Act::Edit => self.edit(who, open),
            Act::Delete => {
                let mine = self.posts(who, open, Whose::Mine);
                let post_id = self.dice.of(&mine)?;
                let post = self.state(who).post(post_id)?;
                let (message, files) = (post.message.clone(), post.files.clone());
                self.excuse_files(|file| files.iter().any(|gone| gone.name == file.name()));
                for said in &mut self.said {
                    said.deleted |= message.split(' ').any(|word| word == said.word);
                }
                self.deleted.push(post_id);
                Some(Action::DeletePost { post_id })
            }
            Act::React | Act::Unreact => self.react(who, open, act),
            Act::Switch => {
                let channel_id = self.dice.of(&self.channels_of(who))?;
                Some(Action::OpenChannel { channel_id })
            }
            Act::Read => Some(Action::ViewChannel { channel_id: open }),
            Act::ScrollUp => Some(Action::LoadOlder { channel_id: open }),
            Act::MarkUnread => {
                let posts = self.posts(who, open, Whose::Anybodys);
                self.marked.insert(open);
                Some(Action::MarkUnread {
                    post_id: self.dice.of(&posts)?,
                })
            }
            Act::Type => Some(Action::Typing {
                place: DraftPlace {
                    channel_id: open,
                    root_id: None,
                },
            }),
            Act::OpenThread => {
                let posts = self.posts(who, open, Whose::Anybodys);
                Some(Action::OpenThread {
                    root_id: Some(self.dice.of(&posts)?),
                })
            }
            Act::CloseThread => Some(Action::OpenThread { root_id: None }),
            Act::Look | Act::LookAway => {
                let wake = if matches!(act, Act::Look) {
                    Wake::Focused
                } else {
                    Wake::Blurred
                };
                self.note(who, format!("{wake:?}"));
                self.occurred(format!("{act:?}"));
                self.pair.wake(who, wake);
                None
            }
            Act::Retry => {
                let failed =
                    |item: &&mm_core::state::OutgoingItem| matches!(item.phase, OutgoingPhase::Failed(_));
                let item = self.state(who).outbox().iter().find(failed)?;
                Some(Action::RetryPost {
                    pending: item.post.pending.clone(),
                })
            }
            Act::Pin => {
                let posts = self.posts(who, open, Whose::Anybodys);
                Some(Action::PinPost {
                    post_id: self.dice.of(&posts)?,
                    pinned: self.dice.percent(60),
                })
            }
            act => self.more_action(who, open, act),
        }
    }

    pub fn say(
        &mut self,
        by: ClientId,
        channel_id: ChannelId,
        root_id: Option<PostId>,
        before: &str,
    ) -> Action {
        self.maybe_attach(by, DraftPlace { channel_id, root_id });
        let number = self.said.len();
        let word = format!("w{number}.");
        self.said.push(Said {
            word: word.clone(),
            by,
            author: self.state(by).me().or_else(|| self.person(by)),
            channel_id,
            root: root_id,
            deleted: false,
            excused: false,
        });
        Action::SendPost {
            channel_id,
            root_id,
            message: format!("{before}{word}"),
            nonce: format!("{number:032x}"),
        }
    }

    fn reply(&mut self, who: ClientId, open: ChannelId) -> Option<Action> {
        let roots = self.posts(who, open, Whose::Anybodys);
        let in_panel = self.state(who).open_thread().filter(|_| self.dice.percent(70));
        let root = in_panel.or_else(|| self.dice.of(&roots))?;
        let channel_id = self.state(who).post(root)?.channel_id;
        Some(self.say(who, channel_id, Some(root), ""))
    }

    fn edit(&mut self, who: ClientId, open: ChannelId) -> Option<Action> {
        let mine = self.posts(who, open, Whose::Mine);
        let post_id = self.dice.of(&mine)?;
        let message = self.state(who).post(post_id)?.message.clone();
        let word = message.split(" edit").next().unwrap_or_default().to_owned();
        Some(Action::EditPost {
            post_id,
            message: format!("{word} edit {}", self.dice.below(self.texts)),
        })
    }

    fn react(&mut self, who: ClientId, open: ChannelId, act: Act) -> Option<Action> {
        let posts = self.posts(who, open, Whose::Anybodys);
        let post_id = self.dice.of(&posts)?;
        let emoji_name = self.dice.of(self.habits.emoji())?.to_owned();
        Some(match act {
            Act::React => Action::AddReaction { post_id, emoji_name },
            _ => Action::RemoveReaction { post_id, emoji_name },
        })
    }

    /// Newest posts in sight, of the run itself where one changes them.
    pub fn posts(&self, who: ClientId, channel: ChannelId, whose: Whose) -> Vec<PostId> {
        let state = self.state(who);
        let rows = view::rows_window(state, channel, &FixedZone(0), 14);
        let mut ids: Vec<PostId> = rows
            .iter()
            .filter_map(|row| match row {
                Row::Post(row) if !row.deleted => Some(row.id),
                _ => None,
            })
            .filter(|id| state.post(*id).is_some_and(|p| p.kind == PostKind::Normal))
            .filter(|id| whose == Whose::Anybodys || self.is_mine(state, *id))
            .collect();
        ids.drain(..ids.len().saturating_sub(self.habits.near));
        if let (Some(root), Whose::Mine) = (state.open_thread(), whose) {
            ids.extend(
                view::thread_rows(state, root, &FixedZone(0))
                    .iter()
                    .filter_map(|row| match row {
                        Row::Post(row) if !row.deleted && self.is_mine(state, row.id) => Some(row.id),
                        _ => None,
                    }),
            );
        }
        ids
    }

    fn is_mine(&self, state: &State, id: PostId) -> bool {
        let of_the_run = |post: &Post| self.said.iter().any(|said| post.message.contains(&said.word));
        state
            .post(id)
            .is_some_and(|post| state.me() == Some(post.user_id) && of_the_run(post))
    }

    fn note_failed(&mut self) {
        for who in self.people.clone() {
            if !self.pair.client(who).failed.is_empty() && !self.failed.contains(&who) {
                self.failed.push(who);
                self.occurred("(a message failed)".to_owned());
            }
            for kind in [NoticeKind::ActFailed, NoticeKind::LoadFailed] {
                if self.state(who).notices().any(|notice| notice.kind == kind) {
                    self.note(who, format!("is told {kind:?}"));
                    self.occurred(format!("(told {kind:?})"));
                    self.pair.act(who, Action::DismissNotice { kind });
                }
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Mine,
    Anybodys,
}
