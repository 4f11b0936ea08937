//! What must hold always, and at rest.

use std::collections::{BTreeMap, BTreeSet};

use mm_core::action::Action;
use mm_core::domain::*;
use mm_core::event::{Attached, ConnectionStatus, DraftPlace};
use mm_core::state::{OutgoingPhase, State};
use mm_core::view::{self, FixedZone, Row};

use super::acts::Run;
use crate::pair::{UnderWay, DAY_ONE};
use crate::ClientId;

/// How many of the newest rows are compared: as many as a page that was just loaded has at least.
const NEWEST: usize = 40;

/// So many sockets may be opened after all is healed: the first tries may still meet what went wrong before.
const MOST_SOCKETS: u32 = 4;

impl Run {
    /// What must hold after every step. A page to which nothing came since it was looked at last is as it was.
    pub fn check_always(&mut self) {
        for who in self.people.clone() {
            let handled = self.pair.client(who).handled;
            if self.checked.insert(who, handled) != Some(handled) {
                self.check_rows(who);
                self.check_own_read(who);
            }
        }
    }

    /// No row stands twice, a message never beside its own echo, and the order is the server's.
    fn check_rows(&self, who: ClientId) {
        let state = self.state(who);
        let Some(channel) = state.open_channel() else {
            return;
        };
        let rows = view::rows(state, channel, &FixedZone(0));
        let mut keys: Vec<_> = rows.iter().map(Row::key).collect();
        keys.sort_unstable();
        let twice = keys.windows(2).find(|keys| keys[0] == keys[1]);
        let rows_of = |keys: &[_]| -> Vec<&Row> { rows.iter().filter(|row| row.key() == keys[0]).collect() };
        assert!(
            twice.is_none(),
            "{who:?}: a row stands twice: {:?}",
            twice.map(rows_of)
        );
        let posts = || {
            rows.iter().filter_map(|row| match row {
                Row::Post(row) => Some(row),
                _ => None,
            })
        };
        let orders = posts().map(|row| PostOrder {
            create_at: row.create_at,
            id: row.id,
        });
        assert!(orders.is_sorted(), "{who:?}: out of order");
        for item in state
            .outbox()
            .iter()
            .filter(|item| item.post.channel_id == channel)
        {
            let mut shown = posts()
                .filter(|row| !row.deleted)
                .filter_map(|row| state.post(row.id));
            let confirmed = shown.any(|post| post.message.starts_with(&item.post.message));
            assert!(!confirmed, "{who:?}: {} beside its echo", item.post.message);
        }
    }

    /// Whoever writes has read what was before: own words never count as unread.
    fn check_own_read(&self, who: ClientId) {
        let state = self.state(who);
        let engine = &self.pair.client(who).engine;
        // A list knows already what frames tell that wait for a paint or that the server holds back, and while lists are asked for once more
        // the page says so.
        let is_held_back = |id: UserId| self.pair.server.holds_back(id.as_str());
        let flows = state.connection() == ConnectionStatus::Connected
            && !state.me().is_some_and(is_held_back)
            && state.outdated_since().is_none()
            && engine.waiting() == 0;
        // What it is not sure of it asks for.
        let is_asking = || engine.flights().iter().any(|(_, name, _)| *name == "Member");
        let unmarked = self
            .channels
            .iter()
            .filter(|id| flows && !self.marked.contains(id));
        for id in unmarked {
            let newest = state.channel(*id).map(|channel| channel.last_root_post_at);
            let is_last_word = |order: &PostOrder| {
                let post = state.post(order.id);
                Some(order.create_at) == newest && post.is_some_and(|p| state.me() == Some(p.user_id))
            };
            if state
                .timeline(*id)
                .is_some_and(|t| t.orders().next_back().is_some_and(is_last_word))
            {
                let unread = state.unread_counts(*id).messages;
                assert!(unread == 0 || is_asking(), "{who:?}: own words unread: {unread}");
            }
        }
    }

    pub fn check_at_rest(&mut self) {
        for who in self.people.clone() {
            assert_eq!(self.pair.connection(who), ConnectionStatus::Connected, "{who:?}");
            assert!(!self.pair.client(who).engine.is_resyncing(), "{who:?}");
            assert_eq!(self.pair.client(who).engine.waiting(), 0, "{who:?}");
            let opened = self.pair.client(who).sockets_opened;
            assert!(
                opened <= MOST_SOCKETS,
                "{who:?} opened {opened} sockets since all is healed"
            );
            self.check_person(who);
            self.check_beside_fresh(who);
        }
        self.check_authors();
        self.check_typed();
        self.check_edits();
        self.check_said();
        self.check_files();
    }

    /// A page that was just loaded in the same browser shows the same.
    fn check_beside_fresh(&mut self, who: ClientId) {
        let fresh = self.pair.fresh(who);
        self.check_counts(who, fresh);
        self.check_drafts(who, fresh);
        // Which team is open is the page's own business.
        let teams = |run: &Run, one: ClientId| {
            let entries = view::teams(run.state(one)).into_iter();
            entries
                .map(|team| (team.name, team.unread, team.mentions))
                .collect::<Vec<_>>()
        };
        assert_same(who, "teams", &teams(self, who), &teams(self, fresh));
        for channel_id in self.channels_of(who) {
            self.open_latest([who, fresh], channel_id);
            let (mine, anew) = (self.shown_in(who, channel_id), self.shown_in(fresh, channel_id));
            let newest = mine.len().min(anew.len()).min(NEWEST);
            assert!(newest >= 1, "{who:?} has nothing of {channel_id}");
            assert_same(
                who,
                "rows",
                &mine[mine.len() - newest..].to_vec(),
                &anew[anew.len() - newest..].to_vec(),
            );
            let sidebar = |run: &Run, one: ClientId| {
                let state = run.state(one);
                state.open_team().map(|team| view::sidebar(state, team))
            };
            assert_same(who, "sidebar", &sidebar(self, who), &sidebar(self, fresh));
            self.check_threads(who, fresh, channel_id);
        }
        self.check_wishes(who, fresh);
        // It would be told of everything that comes after.
        self.pair.kill(fresh, UnderWay::IsLost);
    }

    /// What was read here was read on the server, and nothing else.
    fn check_counts(&self, who: ClientId, fresh: ClientId) {
        let (mine, anew) = (self.state(who), self.state(fresh));
        for channel in anew.channels() {
            let counts = |state: &State| {
                let read = state.member(channel.id).map(|m| m.msg_count_root);
                let total = state.channel(channel.id).map(|c| c.total_msg_count_root);
                (state.unread_counts(channel.id), read, total)
            };
            assert_same(
                who,
                &format!("counts of {}", channel.name),
                &counts(mine),
                &counts(anew),
            );
        }
    }

    /// The server and this page have the same texts in composers, as far as both pages have asked for them: they do so for a team when it is
    /// opened. What the server did not take stays here, and so does the text in a thread whose root is deleted.
    fn check_drafts(&self, who: ClientId, fresh: ClientId) {
        let (mine, anew) = (self.state(who), self.state(fresh));
        let is_known = |place: &DraftPlace| {
            let team = anew.channel(place.channel_id).map(|channel| channel.team_id);
            let is_asked = |team| team == anew.open_team() && team == mine.open_team();
            let is_open = team.is_some_and(|team| team.is_none() || is_asked(team));
            is_open && !place.root_id.is_some_and(|root| self.deleted.contains(&root)) && !self.crossed(place)
        };
        for (place, text) in anew.drafts().iter().filter(|(place, _)| is_known(place)) {
            assert_same(who, "texts that came", &mine.draft(*place), &text.as_str());
        }
        for (place, text) in mine.drafts().iter().filter(|(place, _)| is_known(place)) {
            let mark = mine.draft_mark(*place).cloned().unwrap_or_default();
            assert!(!mark.is_unsaid, "{who:?}: {text} in {place:?} was never told");
            if mark.is_there {
                assert_same(who, "texts that went", &text.as_str(), &anew.draft(*place));
                if self.unkept.contains(&who.0) && self.habits.leaves > 0 {
                    // What a store that failed did not let go with the log-out is there again for who comes back.
                    continue;
                }
                let mut files = uploaded(mine, *place);
                if self.habits.leaves > 0 {
                    // Who logged out may not have told that it went, and the server's copy of the text names it for ever.
                    let world = self.pair.server.world();
                    files.retain(|file| !world.is_in_post(file.as_str()));
                }
                if self.unkept.contains(&who.0) {
                    // A page that was loaded anew may not know that they were sent, and cannot learn it any more.
                    let world = self.pair.server.world();
                    files.retain(|file| !world.is_in_deleted(file.as_str()));
                }
                assert_same(who, "files of a text", &files, &uploaded(anew, *place));
            }
        }
    }

    fn check_threads(&mut self, who: ClientId, fresh: ClientId, channel_id: ChannelId) {
        let state = self.state(fresh);
        let rows = view::rows_window(state, channel_id, &FixedZone(0), 20);
        let roots: Vec<PostId> = rows
            .iter()
            .filter_map(|row| match row {
                Row::Post(row) if state.post(row.id).is_some_and(|p| p.reply_count > 0) => Some(row.id),
                _ => None,
            })
            .collect();
        for root in roots {
            for one in [who, fresh] {
                self.pair.act(one, Action::OpenThread { root_id: Some(root) });
            }
            self.pair.settle();
            let replies = |run: &Run, one: ClientId| {
                let state = run.state(one);
                described(state, &view::thread_rows(state, root, &FixedZone(0)))
            };
            assert_same(who, "replies", &replies(self, who), &replies(self, fresh));
        }
        for one in [who, fresh] {
            self.pair.act(one, Action::OpenThread { root_id: None });
        }
    }

    /// Pages open a channel and jump to its latest messages.
    fn open_latest(&mut self, pages: [ClientId; 2], channel_id: ChannelId) {
        for one in pages {
            self.pair.act(one, Action::OpenChannel { channel_id });
        }
        self.pair.settle();
        // Of the newest posts nothing may be left but the place of one that was deleted, with a hole before it.
        let has_end = |run: &Run, one| {
            let timeline = run.state(one).timeline(channel_id);
            timeline.is_some_and(|t| t.reached_end) && !run.shown_in(one, channel_id).is_empty()
        };
        let behind = pages.into_iter().filter(|one| !has_end(self, *one));
        for one in behind.collect::<Vec<_>>() {
            self.pair.act(one, Action::LoadLatest { channel_id });
            self.pair.settle();
        }
    }

    /// What the open channel shows behind the last hole.
    fn shown_in(&self, who: ClientId, channel_id: ChannelId) -> Vec<String> {
        let state = self.state(who);
        let rows = view::rows(state, channel_id, &FixedZone(0));
        let hole = rows.iter().rposition(|row| matches!(row, Row::Gap { .. }));
        described(state, &rows[hole.map_or(0, |at| at + 1)..])
    }

    /// Each message is on the server once, or failed once before its author's eyes; in the order of the key presses.
    fn check_said(&mut self) {
        let mut last: BTreeMap<(usize, ChannelId), (i64, String)> = BTreeMap::new();
        let written = self.pair.server.world().written_since(DAY_ONE);
        for said in &self.said {
            let is_it = |message: &str| message.split(' ').any(|word| word == said.word);
            let on_server = written.get(said.word.as_str()).map_or(&[][..], Vec::as_slice);
            let items = self
                .state(said.by)
                .outbox()
                .iter()
                .filter(|item| is_it(&item.post.message));
            let phases: Vec<_> = items.map(|item| item.phase.clone()).collect();
            assert!(
                phases
                    .iter()
                    .all(|phase| matches!(phase, OutgoingPhase::Failed(_))),
                "{said:?} neither goes nor fails: {phases:?}"
            );
            let found = on_server.len() + phases.len();
            // A deleted message, or one in a deleted thread, has no words on the server any more.
            let gone =
                said.deleted || said.excused || said.root.is_some_and(|root| self.deleted.contains(&root));
            assert!(
                found == 1 || (found == 0 && gone),
                "{said:?}: on the server {on_server:?}, failed {phases:?}"
            );
            // One that was deleted before its own tab knew that it had arrived is said again, out of its order
            // (docs/adr/0013-local-store.md). Of one that could not be kept only another tab may know, and says it when its page has said
            // others, or when others wait of which that tab, loaded anew, does not know.
            let is_forgotten = self.forgetful.contains(&said.by.0);
            if let (Some(at), false, false) = (
                on_server.first(),
                said.root.is_some() || said.deleted || said.excused || is_forgotten,
                self.has_failed(said.by, is_it),
            ) {
                let place = (said.by.0, said.channel_id);
                if let Some((before, word)) = last.insert(place, (*at, said.word.clone())) {
                    assert!(before <= *at, "{word} was said before {}", said.word);
                }
            }
        }
    }

    /// Whether a message failed before its author's eyes, in whichever tab: another one that cannot read its files from the store shows it
    /// so, and says what comes after it.
    fn has_failed(&self, by: ClientId, is_it: impl Fn(&str) -> bool) -> bool {
        let mut pages = self.of_browser(by);
        pages.any(|page| self.pair.client(page).failed.iter().any(|message| is_it(message)))
    }
}

// Where a check stands in the code tells one kind of failure from another.
#[track_caller]
fn assert_same<T: std::fmt::Debug + PartialEq>(who: ClientId, what: &str, mine: &T, anew: &T) {
    if mine == anew {
        return;
    }
    let (mine, anew) = (format!("{mine:#?}"), format!("{anew:#?}"));
    let only = |name: &str, here: &str, there: &str| -> Vec<String> {
        let there: BTreeSet<&str> = there.lines().collect();
        let only = here.lines().filter(|line| !there.contains(line)).take(4);
        only.map(|line| format!("  {name} {}", line.trim())).collect()
    };
    let differ = [only("mine ", &mine, &anew), only("fresh", &anew, &mine)].concat();
    panic!(
        "{who:?}: {what} differ ({} and {} lines)\n{}",
        mine.lines().count(),
        anew.lines().count(),
        differ.join("\n")
    );
}

/// The files in a composer that the server has. The others are this page's only.
fn uploaded(state: &State, place: DraftPlace) -> BTreeSet<FileId> {
    state.attached_to(place).filter_map(Attached::uploaded).collect()
}

/// What stands in a row beside its text: all that is the server's. Echoes and places of deleted posts are the page's own.
fn described(state: &State, rows: &[Row]) -> Vec<String> {
    rows.iter()
        .filter_map(|row| match row {
            Row::Post(row) if !row.deleted => view::post(state, row.id),
            _ => None,
        })
        // What only this page was told is its own as well.
        .filter(|shown| shown.post.kind != PostKind::Ephemeral)
        .map(|shown| {
            let mut reactions: Vec<String> = shown
                .reactions
                .iter()
                .map(|reaction| {
                    let mut users = reaction.users.clone();
                    users.sort();
                    format!("{} {users:?}", reaction.emoji_name)
                })
                .collect();
            reactions.sort();
            let thread = shown.thread.map(|thread| {
                let mut people = thread.participants;
                people.sort();
                format!("{} {:?} {people:?}", thread.reply_count, thread.last_reply_at)
            });
            let post = &shown.post;
            let files: Vec<&str> = post.files.iter().map(|file| file.name.as_str()).collect();
            format!(
                "{} | {} | edited {:?} | pinned {} | saved {} | pending {} | {reactions:?} | {thread:?} | {files:?}",
                post.id, post.message, post.edit_at, post.is_pinned, shown.is_saved, shown.edit_pending
            )
        })
        .collect()
}
