//! What one wants of the server besides words: reactions, pins, what is read and what is not; and of words that are there: that they are others,
//! or gone (`edits`). The last wish about each thing is said, one at a time, and stands until the server has answered: over lost connections,
//! and over the page.
//!
//! After a failure it is not simply repeated. A post is asked for first; reading waits until all that came meanwhile is known.

use super::Engine;
use crate::cache::{KeptWish, Order, OrderKind, Wish};
use crate::domain::*;
use crate::event::Event;
use crate::rest::ApiError;
use crate::state::State;
use crate::sync::{self, Ask};

/// So many own edits of a post that nobody has confirmed are told from somebody else's.
const MOST_OVER: usize = 8;

/// What is wanted and not confirmed.
#[derive(Clone, Debug, Default)]
pub(super) struct Orders {
    /// By what it is about.
    wanted: Vec<(String, Ask)>,
    /// It differs from what is kept.
    changed: bool,
    /// Read from the store before it was known whose they are.
    early: Vec<Order>,
}

impl Orders {
    /// This is wanted now, whatever was before.
    fn put(&mut self, about: String, ask: &mut Ask) {
        let before = self.wanted.iter_mut().find(|(known, _)| *known == about);
        let Some((_, known)) = before else {
            self.wanted.push((about, ask.clone()));
            self.changed = true;
            return;
        };
        if let (Ask::RemoveReaction(r), Ask::AddReaction(_)) = (&mut *ask, &*known) {
            // The server may have added it at a time that is not known here.
            r.create_at = Timestamp(0);
        }
        put_over(ask, known);
        if known != ask {
            *known = ask.clone();
            self.changed = true;
        }
    }

    /// The server had the words that are wanted at that time.
    pub fn base_known(&mut self, post: &Post) {
        for (_, ask) in &mut self.wanted {
            match ask {
                Ask::Patch {
                    post_id,
                    message,
                    edit_at,
                    ..
                } if *post_id == post.id && *message == post.message && *edit_at == Some(Wish::WHATEVER) => {
                    *edit_at = post.edit_at;
                    self.changed = true;
                }
                _ => {}
            }
        }
    }

    /// Another page, which may be another tab, wants this now: it is kept as that page kept it.
    pub fn adopt(&mut self, ask: Ask) {
        let Some(about) = ask.about() else { return };
        self.wanted.retain(|(known, _)| *known != about);
        self.wanted.push((about, ask));
        self.changed = true;
    }

    /// It is to be kept once more: another tab has taken it from the store.
    pub fn keep_again(&mut self) {
        self.changed = true;
    }

    /// It was said, or makes no sense any more.
    pub fn ended(&mut self, ask: &Ask) {
        let before = self.wanted.len();
        self.wanted.retain(|(_, wanted)| wanted != ask);
        self.changed |= self.wanted.len() != before;
    }

    /// What is wanted instead of this by now.
    pub fn newer_than(&self, ask: &Ask) -> Option<Ask> {
        let about = ask.about()?;
        let (_, wanted) = self.wanted.iter().find(|(known, _)| *known == about)?;
        (wanted != ask).then(|| wanted.clone())
    }

    /// How a post is wanted: with other words, or gone.
    pub fn edit_of(&self, post_id: PostId) -> Option<&Ask> {
        let mut wanted = self.wanted.iter().map(|(_, ask)| ask);
        wanted.find(|ask| ask.edited_post() == Some(post_id))
    }

    /// Posts on which something is shown as if the server had it.
    pub fn unsure_posts(&self) -> impl Iterator<Item = PostId> + '_ {
        let unsure = |(_, ask): &(String, Ask)| ask.wanted_post().filter(|_| ask.edited_post().is_none());
        self.wanted.iter().filter_map(unsure)
    }

    /// Posts of which something is wanted.
    pub fn posts(&self) -> impl Iterator<Item = PostId> + '_ {
        self.wanted.iter().filter_map(|(_, ask)| ask.wanted_post())
    }
}

/// What is wanted was made on top of what was wanted before, and of what that was made on top of. Of that the server may come to have the words
/// at any time.
fn put_over(ask: &mut Ask, known: &Ask) {
    let (
        Ask::Patch {
            message,
            edit_at,
            over,
            ..
        },
        Ask::Patch {
            message: before,
            edit_at: since,
            over: own,
            ..
        },
    ) = (ask, known)
    else {
        return;
    };
    (*edit_at, *over) = (*since, own.clone());
    if message != before {
        over.push(before.clone());
    }
    if over.len() > MOST_OVER {
        (*edit_at, *over) = (Some(Wish::WHATEVER), Vec::new());
    }
}

impl Engine {
    /// Notes an order. Says whether it can go out: one at a time about a thing, so that the last one said is the last one heard.
    pub(super) fn may_say(&mut self, ask: &mut Ask) -> bool {
        let Some(about) = ask.about() else { return true };
        self.edit_of_kept(ask);
        self.orders.put(about.clone(), ask);
        if self.edits.is_mine(ask) {
            self.orders.keep_again();
        }
        let is_same_thing = |other: &Ask| other.about().as_ref() == Some(&about);
        self.requests
            .drop_waiting(|other| other != ask && is_same_thing(other));
        // What is to go does not wait for an edit of it.
        let outdoes = |other: &Ask| matches!((&*ask, other), (Ask::Delete(_), Ask::Patch { .. }));
        let mut flights = self.requests.flights().map(|(_, flight)| &flight.ask);
        flights
            .find(|other| is_same_thing(other) && !outdoes(other))
            .is_none_or(|other| other == ask && ask.is_renewed())
    }

    /// An edit of what the store showed: another tab may have kept it from before one's own last edit, which then would seem to be somebody's.
    fn edit_of_kept(&self, ask: &mut Ask) {
        if let Ask::Patch { post_id, edit_at, .. } = ask {
            let channel = self.state.post(*post_id).map(|post| post.channel_id);
            if channel.is_some_and(|id| self.state.is_kept(id)) {
                *edit_at = Some(Wish::WHATEVER);
            }
        }
    }

    /// The server has done what it was asked. Something else may be wanted by now.
    pub(super) fn order_done(&mut self, now: Now, ask: &Ask) {
        match self.orders.newer_than(ask) {
            Some(newer) => self.say_newer(now, ask, newer),
            None if self.requests.has(ask) => {}
            None => self.orders.ended(ask),
        }
    }

    /// Is an order waiting for what this asks?
    pub(super) fn is_wanted(&self, ask: &Ask) -> bool {
        matches!(ask, Ask::Post(id) if self.orders.posts().any(|wanted| wanted == *id))
    }

    /// A post was asked for: what is wanted of it is said again, unless it is so already or something newer contradicts.
    pub(super) fn ordered_post_seen(
        &mut self,
        now: Now,
        post_id: PostId,
        outcome: Result<Option<&Post>, &ApiError>,
        tries: u32,
    ) {
        for (_, ask) in self.orders.wanted.clone() {
            // What is under way about the same thing is answered first: the post may have been looked at before it.
            let is_same_thing = |other: &Ask| ask.about().is_some() && other.about() == ask.about();
            if ask.wanted_post() != Some(post_id) || self.requests.any(is_same_thing) {
                continue;
            }
            if self.edit_seen(now, &ask, outcome.is_ok()) {
                continue;
            }
            match outcome {
                Ok(post) if post.is_none_or(|post| stands(post, &ask)) => self.ask(now, ask, tries),
                Ok(_) => self.orders.ended(&ask),
                Err(error) => self.order_refused(now, &ask, error),
            }
        }
    }

    /// The server does not want it: it is taken back, and told.
    pub(super) fn order_refused(&mut self, now: Now, ask: &Ask, error: &ApiError) {
        self.orders.ended(ask);
        let plan = sync::refused(&self.state, ask, error);
        let tells = plan
            .events
            .iter()
            .any(|event| matches!(event, Event::NoticeRaised(_)));
        if let Some(post_id) = ask.edited_post().filter(|_| tells) {
            self.cache.wish_refused(post_id);
        }
        self.run(now, plan);
    }

    /// An answer brought posts as the server has them: what is wanted and cannot be said yet is shown again.
    pub(super) fn show_orders(&mut self, now: Now) {
        let waits = |(_, ask): &&(String, Ask)| !self.requests.any(|other| other == ask);
        let waiting = self.orders.wanted.iter().filter(waits);
        let events: Vec<Event> = waiting.filter_map(|(_, ask)| shown(&self.state, ask)).collect();
        for event in events {
            self.apply(now, event);
        }
    }

    /// What stands is kept. Orders are not while those of an earlier page are not known to be this person's: they would go from the store.
    pub(super) fn keep_orders(&mut self) {
        if !self.orders.changed {
            return;
        }
        let is_to_be_kept =
            |(_, ask): &(String, Ask)| wish(ask).filter(|one| !self.edits.is_over(one.post_id));
        let wishes: Vec<KeptWish> = self.orders.wanted.iter().filter_map(is_to_be_kept).collect();
        self.cache.wished(&wishes);
        if self.orders.early.is_empty() && !self.cache.holds_orders() {
            self.orders.changed = false;
            let wanted = self.orders.wanted.iter();
            let orders: Vec<Order> = wanted
                .filter_map(|(about, ask)| kept(&self.state, about, ask))
                .collect();
            self.cache.ordered(&orders);
        }
    }

    /// What an earlier page wanted is shown, and said as soon as the server has told how things are.
    pub(super) fn orders_restored(&mut self, now: Now, orders: Vec<Order>) {
        self.orders.early.extend(orders);
        if self.state.me().is_none() {
            return;
        }
        for order in std::mem::take(&mut self.orders.early) {
            let Some(mut ask) = wanted(&self.state, &order) else {
                continue;
            };
            let event = match ask {
                Ask::View(channel_id) => Some(Event::ViewKept {
                    channel_id,
                    at: order.at,
                    from: order.from,
                }),
                // Where one had read to is known already; the rest as if it was marked now.
                Ask::SetUnread { post_id, .. } => {
                    let again = crate::action::Action::MarkUnread { post_id };
                    crate::action::decide(&self.state, now, again).events.pop()
                }
                _ => shown(&self.state, &ask),
            };
            self.orders.put(order.about, &mut ask);
            if let Some(event) = event {
                self.apply(now, event);
            }
            match ask.wanted_post() {
                Some(post_id) => self.ask(now, Ask::Post(post_id), 0),
                None => self.requests.hold(ask),
            }
        }
    }
}

/// Is this still to be said, by the server's own copy of the post? What is shown may be newer, and holds the wish already.
fn stands(post: &Post, ask: &Ask) -> bool {
    let known = |r: &Reaction| {
        let mut reactions = post.reactions.iter().flatten();
        let found = reactions.find(|k| k.user_id == r.user_id && k.emoji_name == r.emoji_name);
        found.map(|known| known.create_at)
    };
    match ask {
        Ask::AddReaction(r) => known(r).is_none(),
        // Added since, elsewhere: that stands.
        Ask::RemoveReaction(r) => known(r).is_some_and(|at| at <= r.create_at || r.create_at.0 == 0),
        Ask::Pin { pinned, .. } => post.is_pinned != *pinned,
        _ => true,
    }
}

/// How an order shows before it is carried out.
fn shown(state: &State, ask: &Ask) -> Option<Event> {
    let channel_id = state.post(ask.wanted_post()?).map(|post| post.channel_id);
    Some(match ask.clone() {
        Ask::AddReaction(reaction) => Event::ReactionAdded { reaction, channel_id },
        Ask::RemoveReaction(reaction) => Event::ReactionRemoved { reaction, channel_id },
        Ask::Pin { post_id, pinned } => Event::PostPinned { post_id, pinned },
        _ => return None,
    })
}

fn kept(state: &State, about: &str, ask: &Ask) -> Option<Order> {
    let mut order = Order {
        about: about.to_owned(),
        kind: OrderKind::ViewChannel,
        post_id: ask.wanted_post(),
        channel_id: None,
        emoji_name: String::new(),
        at: Timestamp(0),
        from: Timestamp(0),
    };
    match ask {
        Ask::AddReaction(r) | Ask::RemoveReaction(r) => {
            order.kind = match ask {
                Ask::AddReaction(_) => OrderKind::AddReaction,
                _ => OrderKind::RemoveReaction,
            };
            order.emoji_name.clone_from(&r.emoji_name);
            order.at = r.create_at;
        }
        Ask::Pin { pinned: true, .. } => order.kind = OrderKind::Pin,
        Ask::Pin { .. } => order.kind = OrderKind::Unpin,
        Ask::SetUnread {
            post_id,
            channel_id,
            viewed_at,
        } => {
            order.kind = OrderKind::MarkUnread;
            order.post_id = Some(*post_id);
            order.channel_id = Some(*channel_id);
            order.at = *viewed_at;
        }
        Ask::View(id) => {
            order.channel_id = Some(*id);
            order.at = state.viewed_until(*id)?;
            order.from = state.heard_view(*id).unwrap_or_default();
        }
        _ => return None,
    }
    Some(order)
}

fn wish(ask: &Ask) -> Option<KeptWish> {
    let wish = match ask.clone() {
        Ask::Patch {
            message,
            edit_at,
            over,
            ..
        } => Wish::Edit {
            message,
            edit_at,
            over,
        },
        _ => Wish::Delete,
    };
    let post_id = ask.edited_post()?;
    Some(KeptWish { post_id, wish })
}

fn wanted(state: &State, order: &Order) -> Option<Ask> {
    let reaction = || {
        Some(Reaction {
            user_id: state.me()?,
            post_id: order.post_id?,
            emoji_name: order.emoji_name.clone(),
            create_at: order.at,
        })
    };
    let pin = |pinned| {
        Some(Ask::Pin {
            post_id: order.post_id?,
            pinned,
        })
    };
    match order.kind {
        OrderKind::AddReaction => reaction().map(Ask::AddReaction),
        OrderKind::RemoveReaction => reaction().map(Ask::RemoveReaction),
        OrderKind::Pin => pin(true),
        OrderKind::Unpin => pin(false),
        OrderKind::ViewChannel => order.channel_id.map(Ask::View),
        OrderKind::MarkUnread => Some(Ask::SetUnread {
            post_id: order.post_id?,
            channel_id: order.channel_id?,
            viewed_at: order.at,
        }),
    }
}
