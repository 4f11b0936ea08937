//! Wires the rooms: the only place that knows all of them.
//!
//! [`Engine::handle`] takes one input at a time and runs it to its end: facts are applied, what follows from them is asked, what is
//! due is done. One file a direction: `acts` (what the person does), `socket` (frames in), `replies` (answers in), `session` (signing in and
//! out), `keeping` (the local store), `tabs` (other tabs of the browser), `orders` (wishes that wait for an answer), `edits` (those about
//! words), `drafts`, `drafts_said`, `drafts_told`, `drafts_heard` and `drafts_files` (texts in composers, the server's and other tabs', and
//! their files), `polling` (when only the socket is blocked), `ahead` (unread channels before they are opened), `uploads` (files), `typing`;
//! `lanes` holds what frames told in a burst, by the sizes in [`pace`].

mod acts;
mod ahead;
mod claims;
mod diagnostics;
mod drafts;
mod drafts_files;
mod drafts_heard;
mod drafts_said;
mod drafts_told;
mod edits;
mod io;
mod keeping;
mod lanes;
mod orders;
pub mod pace;
mod polling;
mod replies;
mod session;
mod settle;
mod socket;
mod tabs;
#[cfg(test)]
mod tests;
mod typing;
mod uploads;

pub use diagnostics::{Diagnostics, Recent};
pub use io::*;

use std::sync::Arc;
use std::time::Duration;

use crate::cache::Cache;
use crate::connection::{Connection, Jitter, Phase};
use crate::domain::*;
use crate::event::*;
use crate::mutant::{self, Mutant};
use crate::state::{Changes, State};
use crate::sync::{self, Ask, People, Plan, Requests, Resync, Sending, Told};

use settle::loading;

/// Between two questions of which the second replaces the first.
const RENEWED_AFTER: Duration = Duration::from_secs(1);

/// The engine: one writer, fed with inputs, answering with changes and effects.
#[derive(Clone, Debug, Default)]
pub struct Engine {
    state: State,
    connection: Connection,
    requests: Requests,
    sending: Sending,
    claims: claims::Claims,
    people: People,
    cache: Cache,
    edits: edits::Edits,
    orders: orders::Orders,
    drafts: drafts::Drafts,
    polling: polling::Polling,
    ahead: ahead::Ahead,
    typing: typing::Typing,
    uploads: uploads::Uploads,
    jitter: Jitter,
    /// Token of a token session; `None` with cookies.
    token: Option<Secret>,
    /// Who signs in waits for the answer to the log-out.
    waiting_log_in: Option<crate::action::Action>,
    settling: settle::Settling,
    /// What frames told and is not applied yet.
    lanes: lanes::Lanes,
    /// Events that came one after the other.
    crowd: socket::Crowd,
    resync: Option<Resync>,
    /// What frames told that answers on their way may lack.
    told: Told,
    /// The session had ended in the middle of work: what happened until the next sign-in is not known.
    missed: bool,
    diagnostics: Diagnostics,
    /// When the socket last said anything, by the local clock.
    heard: Option<Timestamp>,
    /// Version the server last named in an answer: another one means that its configuration changed.
    version_id: Option<String>,
    out: Output,
}

impl Engine {
    /// An engine that knows nothing yet. `seed` drives jitter, and tells tabs apart.
    pub fn new(seed: u64) -> Self {
        Self {
            connection: Connection::new(seed),
            jitter: Jitter::new(seed ^ 1),
            claims: claims::Claims::of_tab(seed),
            ..Self::default()
        }
    }

    /// Takes an input, changes the state, says what to redraw and what to do.
    pub fn handle(&mut self, now: Now, input: Input) -> Output {
        let orders = self.connection.noticed(now);
        self.obey(now, orders);
        self.sending.noticed(now);
        match input {
            Input::Act(action) => self.act(now, action),
            Input::Socket(generation, event) => {
                self.socket(now, generation, event);
                self.drain_all(now);
            }
            Input::SocketInBurst(generation, event) => self.socket(now, generation, event),
            Input::Drain => self.drain(now),
            Input::Progress(id, percent) => self.progressed(now, id, percent),
            Input::Reply(id, reply) => self.reply(now, id, &reply),
            Input::Kept(outcome) => self.kept(now, outcome),
            Input::Restored(collection, records) => self.restored(now, collection, records),
            Input::Heard(records) => self.heard(now, records),
            Input::Woke(wake) => self.woke(now, wake),
            Input::Deadline => self.deadline(now),
        }
        self.settle(now);
        self.show_connection(now);
        self.mind_polling(now);
        self.mind_uploads(now);
        self.mind_drafts(now);
        self.mind_edits(now);
        self.mind_ahead(now);
        self.keep(now);
        std::mem::take(&mut self.out)
    }

    /// When to call `handle` with [`Input::Deadline`]; asked after every `handle`.
    pub fn next_wakeup(&self) -> Option<Monotonic> {
        let signed_in = *self.state.session() == SessionState::SignedIn;
        let waits = [
            self.connection.next_wakeup(),
            self.requests.next_wakeup(),
            self.people.next_wakeup().filter(|_| signed_in),
            self.sending.next_wakeup().filter(|_| signed_in),
            self.edits
                .next_wakeup()
                .filter(|_| signed_in && !self.cache.is_reading()),
            self.typing.next_expiry(&self.state),
            self.cache.next_wakeup(),
            self.polling.due,
            self.drafts.wake,
            self.ahead.due,
        ];
        waits.into_iter().flatten().min()
    }

    /// How many frames wait for [`Input::Drain`].
    pub fn waiting(&self) -> usize {
        self.lanes.len()
    }

    /// What is known, for projections.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Applies the facts of a plan, then asks its questions.
    fn run(&mut self, now: Now, plan: Plan) {
        for event in plan.events {
            self.apply(now, event);
        }
        for ask in plan.asks {
            self.ask(now, ask, 0);
        }
    }

    /// The one door to the state: applies a fact and runs what follows from it.
    fn apply(&mut self, now: Now, event: Event) {
        self.apply_shared(now, &event);
    }

    /// The same of one that may be needed again.
    fn apply_shared(&mut self, now: Now, event: &Event) {
        match event {
            Event::DraftTold(draft) => return self.draft_told(now, draft),
            Event::DraftGone { place, update_at } => return self.draft_gone(now, *place, Some(*update_at)),
            Event::MemberRemoved { channel_id, user_id } if self.state.me() == Some(*user_id) => {
                // What is said from now on until one is back nobody tells: a page of before does not lead up to what is told then. Who is
                // back begins anew: how far one had read counts no more.
                let is_old =
                    |ask: &Ask| matches!(ask, Ask::Channel(id) | Ask::Member(id) if id == channel_id);
                let of_thread = |root| self.state.post(root).map(|post| post.channel_id);
                let is_thread = |ask: &Ask| matches!(ask, Ask::Thread { root_id, .. } if of_thread(*root_id) == Some(*channel_id));
                self.requests
                    .recall(|ask| is_old(ask) || is_thread(ask) || ahead::is_of(ask, *channel_id));
                self.drafts.due_again(now.mono);
            }
            Event::MemberAdded { user_id, .. } if self.state.me() == Some(*user_id) => {
                self.drafts.due_again(now.mono);
            }
            _ => {}
        }
        self.settling.note(&self.state, event);
        let before = self.state.place().clone();
        let open = self.state.open_channel();
        let changes = self.state.apply(event);
        self.out.changes.merge(changes);
        if *self.state.place() != before {
            self.place_moved(&before);
        } else if open.is_some() && self.state.open_channel().is_none() {
            self.channel_lost(now);
        }
        self.follow_files(now, event);
        self.follow_sent(now, event);
        let plan = sync::follow(&self.state, event);
        self.run(now, plan);
    }

    /// A frame told this: answers on their way may be older.
    fn tell(&mut self, now: Now, event: Event) {
        let event = Arc::new(event);
        self.told.note(&event, &self.requests);
        if let Event::PostEdited(post) = &*event {
            self.edit_told(post);
        }
        self.apply_told(now, &event);
    }

    fn apply_told(&mut self, now: Now, event: &Event) {
        match event {
            Event::ChannelsViewed { times } => {
                // A frame that is older than the list would read what came between them.
                let mut times = times.clone();
                times.retain(|id, at| !self.state.is_view_counted(*id, *at));
                self.apply(now, Event::ChannelsViewed { times });
            }
            _ => self.apply_shared(now, event),
        }
    }

    /// Asks, unless the same is being asked already.
    fn ask(&mut self, now: Now, mut ask: Ask, tries: u32) {
        if !self.may_say(&mut ask) {
            return;
        }
        if ask.is_single() && self.requests.has(&ask) {
            // The answer on its way may be older than the wish: what must not be missed is asked once more after it.
            if ask.is_renewed() && !self.requests.waits(&ask) {
                self.requests.again(ask, now.mono.after(RENEWED_AFTER), 0);
            }
            return;
        }
        let Some(mut request) = ask.request(&self.state) else {
            self.orders.ended(&ask);
            return self.run(now, sync::unasked(&ask));
        };
        request.connection_id = self.connection.id().filter(|_| !ask.reads());
        if let Some((channel_id, loading)) = loading(&self.state, &ask) {
            self.apply(now, Event::LoadingChanged { channel_id, loading });
        }
        if let (true, Ask::Send(pending)) = (mutant::is(Mutant::PendingIdPerTry), &ask) {
            let anew = format!("{}{}", pending.as_str(), self.requests.last().0);
            request.body = request.body.map(|body| body.replace(pending.as_str(), &anew));
        }
        self.upload_begins(now, &ask);
        self.claim(&ask);
        let id = self.requests.depart(ask, now, tries);
        self.out.effects.push(Effect::Http(id, request));
    }

    fn deadline(&mut self, now: Now) {
        let orders = self.connection.deadline(now);
        self.obey(now, orders);
        self.ask_due(now);
        self.poll(now);
        self.expire_typing(now);
        self.cache.deadline(now, &self.state);
        self.hear_early(now);
    }

    fn ask_due(&mut self, now: Now) {
        for (ask, tries) in self.requests.take_due(now.mono) {
            if ask.waits_for_events() && !self.is_up_to_date() {
                self.requests.hold(ask);
                continue;
            }
            if matches!(ask, Ask::Send(_)) {
                // That it has arrived may have been told, and wait for a paint. If not, whether it is sent again or looked for first depends on
                // how late it is now: `settle` decides anew.
                self.drain_all(now);
            } else {
                self.ask(now, ask, tries);
            }
        }
    }

    /// The chip shows what the machine is.
    fn show_connection(&mut self, now: Now) {
        self.diagnostics.note_phase(self.connection.phase(), now);
        let status = self.connection.status();
        if status != self.state.connection() {
            self.apply(now, Event::ConnectionChanged(status));
        }
        if self.connection.phase() == Phase::Live && self.has_notice(NoticeKind::ConnectionFailed) {
            self.apply(now, Event::NoticeCleared(NoticeKind::ConnectionFailed));
        }
        self.show_age(now);
        if self.requests.holds() && self.is_up_to_date() {
            self.requests.release(now.mono);
        }
    }

    /// What is shown is of now while events flow and nothing missed is still being asked for; else of when the socket last
    /// spoke.
    fn show_age(&mut self, now: Now) {
        match (self.is_current() && !self.owes(), self.state.outdated_since()) {
            (true, Some(_)) => self.apply(now, Event::CaughtUp),
            (false, None) if self.state.me().is_some() => {
                let since = self.heard.unwrap_or(now.wall);
                self.apply(now, Event::Outdated { since });
            }
            _ => {}
        }
    }

    /// All that has happened up to a moment ago is known and applied.
    fn is_up_to_date(&self) -> bool {
        self.is_current() && self.connection.is_answered() && self.waiting() == 0
    }

    /// Events flow, and nothing missed is still being asked for.
    fn is_current(&self) -> bool {
        self.connection.phase() == Phase::Live && self.resync.is_none()
    }

    /// A question about what is shown has failed, and is asked again.
    fn owes(&self) -> bool {
        self.requests.any_failed(|ask| match ask {
            Ask::Posts { .. } | Ask::Thread { .. } => ask.endures(&self.state),
            ask => ask.is_list(),
        })
    }

    fn has_notice(&self, kind: NoticeKind) -> bool {
        self.state.notices().any(|notice| notice.kind == kind)
    }
}

impl Output {
    /// Whether nothing is to be redrawn or done.
    pub fn is_empty(&self) -> bool {
        self.changes == Changes::none() && self.effects.is_empty()
    }
}
