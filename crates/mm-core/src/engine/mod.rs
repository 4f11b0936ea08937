//! Wires the rooms: the only place that knows all of them.
//!
//! [`Engine::handle`] takes one input at a time and runs it to its end: facts are applied, what follows from them is asked, what is
//! due is done. One file a direction: `socket` (frames in), `replies` (answers in), `session` (signing in and out), `typing`.

mod diagnostics;
mod io;
mod replies;
mod session;
mod socket;
#[cfg(test)]
mod tests;
mod typing;

pub use diagnostics::{Diagnostics, Recent};
pub use io::*;

use std::collections::BTreeSet;

use crate::action::{decide, Action};
use crate::connection::{Connection, Jitter, Phase};
use crate::domain::*;
use crate::event::*;
use crate::state::{Changes, State};
use crate::sync::{self, Ask, People, Plan, Requests, Resync, Sending};

/// The engine: one writer, fed with inputs, answering with changes and effects.
#[derive(Debug, Default)]
pub struct Engine {
    state: State,
    connection: Connection,
    requests: Requests,
    sending: Sending,
    people: People,
    typing: typing::Typing,
    jitter: Jitter,
    /// Token of a token session; `None` with cookies.
    token: Option<Secret>,
    /// Lists that have arrived whole since signing in.
    lists: BTreeSet<List>,
    /// What was already asked for the place that is open.
    settled: Vec<Ask>,
    resync: Option<Resync>,
    /// The session had ended in the middle of work: what happened until the next sign-in is not known.
    missed: bool,
    diagnostics: Diagnostics,
    /// Version the server last named in an answer: another one means that its configuration changed.
    version_id: Option<String>,
    out: Output,
}

/// The lists without which no place means anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum List {
    Teams,
    Channels,
    Members,
}

impl Engine {
    /// An engine that knows nothing yet. `seed` drives jitter only.
    pub fn new(seed: u64) -> Self {
        Self {
            connection: Connection::new(seed),
            jitter: Jitter::new(seed ^ 1),
            ..Self::default()
        }
    }

    /// Takes an input, changes the state, says what to redraw and what to do.
    pub fn handle(&mut self, now: Now, input: Input) -> Output {
        let orders = self.connection.noticed(now);
        self.obey(now, orders);
        match input {
            Input::Act(action) => self.act(now, action),
            Input::Socket(generation, event) => self.socket(now, generation, event),
            Input::Reply(id, reply) => self.reply(now, id, &reply),
            Input::Woke(wake) => self.woke(now, wake),
            Input::Deadline => self.deadline(now),
        }
        self.settle(now);
        self.show_connection(now);
        std::mem::take(&mut self.out)
    }

    /// When to call `handle` with [`Input::Deadline`]; asked after every `handle`.
    pub fn next_wakeup(&self) -> Option<Monotonic> {
        let signed_in = *self.state.session() == SessionState::SignedIn;
        let waits = [
            self.connection.next_wakeup(),
            self.requests.next_wakeup(),
            self.people.next_wakeup().filter(|_| signed_in),
            self.typing.next_expiry(&self.state),
        ];
        waits.into_iter().flatten().min()
    }

    /// What is known, for projections.
    pub fn state(&self) -> &State {
        &self.state
    }

    fn act(&mut self, now: Now, action: Action) {
        match action {
            Action::Start {
                place,
                maybe_signed_in,
            } => {
                let plan = sync::start(place, maybe_signed_in);
                self.run(now, plan);
            }
            Action::LogIn {
                login_id,
                password,
                code,
            } => self.log_in(now, login_id, password, code),
            Action::LogInWithToken { token } => self.log_in_with_token(now, token),
            Action::LogOut => self.log_out(now),
            Action::Typing { place } => self.tell_typing(now, place),
            Action::SeePeople { user_ids } => self.people.see(&user_ids),
            Action::ReconnectNow => {
                self.requests.hurry(now.mono);
                let orders = self.connection.reconnect_now(now);
                self.obey(now, orders);
                self.ask_due(now);
            }
            Action::ResetLocalData => self.reset(now),
            action => {
                let plan = decide(&self.state, now, action);
                self.run(now, plan);
            }
        }
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
        self.note_list(&event);
        let before = self.state.place().clone();
        let changes = self.state.apply(&event);
        self.out.changes.merge(changes);
        if *self.state.place() != before {
            self.place_moved(before);
        }
        let plan = sync::follow(&self.state, &event);
        self.run(now, plan);
    }

    fn note_list(&mut self, event: &Event) {
        let list = match event {
            Event::TeamsLoaded {
                scope: Scope::All, ..
            } => List::Teams,
            Event::ChannelsLoaded {
                scope: Scope::All, ..
            } => List::Channels,
            Event::MembersLoaded {
                scope: Scope::All, ..
            } => List::Members,
            _ => return,
        };
        self.lists.insert(list);
    }

    /// The address bar follows. A place that was only a wish is replaced, so that "back" does not lead to it.
    fn place_moved(&mut self, before: Place) {
        self.settled.clear();
        let history = match before {
            Place::Start | Place::Team { .. } => History::Replace,
            _ => History::Push,
        };
        self.out
            .effects
            .push(Effect::Navigate(self.state.place().clone(), history));
    }

    /// Asks, unless the same is being asked already.
    fn ask(&mut self, now: Now, ask: Ask, tries: u32) {
        if ask.reads() && self.requests.has(&ask) {
            return;
        }
        let Some(mut request) = ask.request(&self.state) else {
            return;
        };
        request.connection_id = self.connection.id().filter(|_| !ask.reads());
        if let Some((channel_id, loading)) = loading(&self.state, &ask) {
            self.apply(now, Event::LoadingChanged { channel_id, loading });
        }
        let id = self.requests.depart(ask, now.mono, tries);
        self.out.effects.push(Effect::Http(id, request));
    }

    /// After every input: the place gets what it needs, people are asked for, posts whose turn it is go out.
    fn settle(&mut self, now: Now) {
        if *self.state.session() != SessionState::SignedIn {
            return;
        }
        if self.lists.len() == 3 {
            self.settle_place(now);
            for ask in self.people.asks(&self.state, now.mono) {
                self.ask(now, ask, 0);
            }
        }
        let plan = self.sending.next(&self.state, &self.requests, now.mono);
        self.run(now, plan);
    }

    fn settle_place(&mut self, now: Now) {
        // A start leads to a team's channel in one step; nothing leads further.
        for _ in 0..3 {
            let before = self.state.place().clone();
            let plan = sync::settle(&self.state);
            let asks: Vec<Ask> = plan
                .asks
                .into_iter()
                .filter(|ask| !self.settled.contains(ask))
                .collect();
            self.settled.extend(asks.iter().cloned());
            self.run(
                now,
                Plan {
                    events: plan.events,
                    asks,
                },
            );
            if *self.state.place() == before {
                return;
            }
        }
    }

    fn deadline(&mut self, now: Now) {
        let orders = self.connection.deadline(now);
        self.obey(now, orders);
        self.ask_due(now);
        self.expire_typing(now);
    }

    fn ask_due(&mut self, now: Now) {
        for (ask, tries) in self.requests.take_due(now.mono) {
            self.ask(now, ask, tries);
        }
    }

    /// The chip shows what the machine is.
    fn show_connection(&mut self, now: Now) {
        let status = self.connection.status();
        if status != self.state.connection() {
            self.apply(now, Event::ConnectionChanged(status));
        }
        if self.connection.phase() == Phase::Live && self.has_notice(NoticeKind::ConnectionFailed) {
            self.apply(now, Event::NoticeCleared(NoticeKind::ConnectionFailed));
        }
    }

    fn has_notice(&self, kind: NoticeKind) -> bool {
        self.state.notices().any(|notice| notice.kind == kind)
    }
}

/// Which loading of which channel a question is.
fn loading(state: &State, ask: &Ask) -> Option<(ChannelId, Loading)> {
    let Ask::Posts { channel_id, window } = ask else {
        return None;
    };
    let loading = match window {
        Window::Before(_) => Loading::Older,
        Window::After(_) => Loading::Newer,
        // What is already on the screen stays; only the very first page is waited for.
        _ if state.needs_posts(*channel_id) && state.since_anchor(*channel_id).is_none() => Loading::First,
        _ => return None,
    };
    Some((*channel_id, loading))
}

impl Output {
    /// Whether nothing is to be redrawn or done.
    pub fn is_empty(&self) -> bool {
        self.changes == Changes::none() && self.effects.is_empty()
    }
}
