//! From an answer to what follows: facts, and sometimes the next question.

use super::{Ask, Plan};
use crate::domain::*;
use crate::event::{ConnectionStatus, Event, Scope, SessionState};
use crate::rest::login::LogInOutcome;
use crate::rest::{self, ApiError, HttpAnswer};
use crate::state::State;

/// Reads the answer to a question.
pub fn read(state: &State, ask: &Ask, answer: &HttpAnswer) -> Result<Plan, ApiError> {
    Ok(match ask {
        Ask::Me | Ask::TokenLogIn => signed_in(rest::users::read_me(answer)?),
        Ask::LogIn { .. } => logged_in(rest::login::read_log_in(answer)?),
        Ask::Config => rest::config::read_client_config(answer)?.into(),
        Ask::Preferences => rest::preferences::read_mine(answer)?.into(),
        Ask::Teams => rest::teams::read_mine(answer)?.into(),
        Ask::TeamMembers => rest::teams::read_my_members(answer)?.into(),
        Ask::TeamsUnread => rest::teams::read_unread(answer)?.into(),
        Ask::Team(_) => rest::teams::read_team(answer)?.into(),
        Ask::Channels => rest::channels::read_mine(answer)?.into(),
        Ask::Members => rest::channels::read_my_members(answer)?.into(),
        Ask::Categories(team) => rest::categories::read_of_team(answer, *team)?.into(),
        Ask::Channel(_) | Ask::CreateDirect(_) => channel(state, rest::channels::read_channel(answer)?),
        Ask::ChannelByName { .. } => found_by_name(state, rest::channels::read_channel(answer)?),
        Ask::Member(_) | Ask::Join(_) => member(rest::channels::read_member(answer)?),
        Ask::Stats(_) => rest::channels::read_stats(answer)?.into(),
        Ask::Posts { channel_id, window } => rest::posts::read_window(answer, *channel_id, *window)?.into(),
        Ask::Post(_) | Ask::Send(_) | Ask::Patch { .. } => own_post(ask, rest::posts::read_post(answer)?),
        Ask::PostInfo(post) => permalink(*post, &rest::posts::read_info(answer)?),
        Ask::Thread { root_id, after } => {
            thread(*root_id, rest::posts::read_thread(answer, *root_id, *after)?)
        }
        Ask::Replies(root_id) => replies(*root_id, rest::posts::read_thread(answer, *root_id, None)?),
        Ask::LookUp {
            pending,
            channel_id,
            since,
        } => {
            let window = crate::event::Window::Since {
                at: *since,
                truncated: false,
            };
            looked_up(pending, rest::posts::read_window(answer, *channel_id, window)?)
        }
        _ => return read_more(state, ask, answer),
    })
}

fn read_more(state: &State, ask: &Ask, answer: &HttpAnswer) -> Result<Plan, ApiError> {
    Ok(match ask {
        Ask::Users(_) | Ask::Username(_) => rest::users::read_users(answer)?.into(),
        Ask::Statuses(_) => rest::users::read_statuses(answer)?.into(),
        Ask::SetPresence(_) => rest::users::read_status(answer)?.into(),
        Ask::GroupMembers(_) => rest::users::read_group_channels(answer)?.into(),
        Ask::Roles(_) => rest::roles::read_roles(answer)?.into(),
        Ask::Emoji(_) => rest::emoji::read_emoji(answer)?.into(),
        Ask::Upload(id) => {
            let file_id = rest::files::read_upload(answer)?;
            let id = id.clone();
            Event::FileUploaded { id, file_id }.into()
        }
        Ask::View(_) => {
            let mut viewed = rest::channels::read_view(answer)?;
            if let Event::ChannelsViewed { times } = &mut viewed {
                // What was said in that very millisecond the server's word on the membership knows better.
                times.retain(|id, at| !state.is_view_counted(*id, *at));
            }
            viewed.into()
        }
        Ask::ReadThread {
            team_id, thread_id, ..
        } => {
            let plan = Plan::from(rest::threads::read_one(answer, *team_id)?);
            let is_told = state
                .thread(*thread_id)
                .is_none_or(|known| known.unread_replies == 0);
            // Nobody told of it so far: totals that came meanwhile may know of it.
            let asks = if is_told {
                Vec::new()
            } else {
                vec![Ask::TeamsUnread]
            };
            Plan { asks, ..plan }
        }
        Ask::SetUnread { .. } => set_unread(state, rest::posts::read_set_unread(answer)?),
        Ask::AddReaction(_) => {
            // It is shown already, and the event that tells of it stands in its order: a late answer would undo what was taken back
            // since. While it is shown its time is the server's from now on: who takes it back means this very one.
            let reaction = rest::reactions::read_add(answer)?;
            let post = state.post(reaction.post_id);
            let channel_id = post.map(|post| post.channel_id);
            let is_same = |r: &Reaction| r.user_id == reaction.user_id && r.emoji_name == reaction.emoji_name;
            if post
                .iter()
                .flat_map(|post| post.reactions.iter().flatten())
                .any(is_same)
            {
                Event::ReactionAdded { reaction, channel_id }.into()
            } else {
                Plan::default()
            }
        }
        Ask::Delete(id) => {
            rest::read_done(answer)?;
            state.post(*id).map_or_else(Plan::default, |post| deleted(post))
        }
        _ => {
            rest::read_done(answer)?;
            Plan::default()
        }
    })
}

/// The counters carry no time: while events come, the one that tells of them stands in its order, and a late answer would undo
/// what was read since.
fn set_unread(state: &State, marked: Event) -> Plan {
    match state.connection() {
        ConnectionStatus::Connected => Plan::default(),
        _ => marked.into(),
    }
}

fn signed_in(me: Event) -> Plan {
    vec![me, Event::SessionChanged(SessionState::SignedIn)].into()
}

fn logged_in(outcome: LogInOutcome) -> Plan {
    match outcome {
        LogInOutcome::SignedIn(user) => signed_in(Event::MeLoaded(user)),
        LogInOutcome::CodeWanted { message } => refused(message, true),
        LogInOutcome::Refused { message } => refused(message, false),
    }
}

fn refused(message: String, asks_code: bool) -> Plan {
    let message = crate::event::LoginError::Server(message);
    Event::SessionChanged(SessionState::Refused { message, asks_code }).into()
}

fn channel(state: &State, channel: Channel) -> Plan {
    let id = channel.id;
    let plan = Plan::event(Event::ChannelsLoaded {
        channels: vec![channel],
        scope: Scope::Some,
    });
    if state.member(id).is_some() {
        plan
    } else {
        plan.and_ask(Ask::Member(id))
    }
}

/// A public channel that is opened by its address is joined, as the official client does; a membership is asked for in any case.
fn found_by_name(state: &State, found: Channel) -> Plan {
    let joins =
        found.kind == ChannelKind::Public && found.delete_at.is_none() && state.member(found.id).is_none();
    if !joins {
        return channel(state, found);
    }
    let id = found.id;
    Plan::both(
        Event::ChannelsLoaded {
            channels: vec![found],
            scope: Scope::Some,
        },
        Ask::Join(id),
    )
}

fn member(member: ChannelMember) -> Plan {
    Event::MembersLoaded {
        members: vec![member],
        scope: Scope::Some,
    }
    .into()
}

fn own_post(ask: &Ask, mut post: Post) -> Plan {
    let mut events = Vec::new();
    if let Ask::Patch { post_id, message, .. } = ask {
        let (post_id, message) = (*post_id, message.clone());
        events.push(Event::PostEditConfirmed { post_id, message });
        // The text is what was asked for. Of reactions a late answer knows less than what was told since.
        post.reactions = None;
    }
    events.insert(0, Event::PostsReceived(vec![post]));
    events.into()
}

fn permalink(post: PostId, info: &rest::posts::PostInfo) -> Plan {
    let mut plan = Plan::ask(Ask::Post(post));
    if !info.has_joined_channel {
        plan = plan.and_ask(Ask::Channel(info.channel_id));
    }
    plan
}

fn thread(root_id: PostId, page: rest::posts::ThreadPage) -> Plan {
    let plan = Plan::from(page.events);
    match page.next {
        Some(after) => plan.and_ask(Ask::Thread {
            root_id,
            after: Some(after),
        }),
        None => plan,
    }
}

/// Only what the root says of its thread: the replies are not wanted.
fn replies(root_id: PostId, page: rest::posts::ThreadPage) -> Plan {
    let root_only = |event| match event {
        Event::ThreadLoaded { mut posts, .. } => {
            posts.retain(|post| post.id == root_id);
            Event::ThreadLoaded {
                root_id,
                posts,
                after: None,
                complete: false,
            }
        }
        event => event,
    };
    page.events
        .into_iter()
        .map(root_only)
        .collect::<Vec<Event>>()
        .into()
}

/// Posts found while looking for one's own: replies may be among them. When so much was said that the
/// answer is cut off, "not found" proves nothing: it is the person who may send it again.
fn looked_up(pending: &PendingPostId, events: Vec<Event>) -> Plan {
    let (mut posts, mut gone, mut cut_off) = (Vec::new(), Vec::new(), false);
    for event in events {
        if let Event::PostsLoaded(page) = event {
            cut_off |= matches!(page.window, crate::event::Window::Since { truncated: true, .. });
            for post in page.posts.into_iter().chain(page.extra) {
                match post.delete_at {
                    None => posts.push(post),
                    Some(_) => gone.extend(deleted(&post).events),
                }
            }
        }
    }
    let mut events = vec![Event::PostsFound(posts)];
    events.append(&mut gone);
    if cut_off {
        events.push(Event::PostSendFailed {
            pending: pending.clone(),
            reason: crate::event::FailureReason::Unreachable,
        });
    }
    events.into()
}

fn deleted(post: &Post) -> Plan {
    Event::PostDeleted {
        post_id: post.id,
        channel_id: post.channel_id,
        root_id: post.root_id,
    }
    .into()
}
