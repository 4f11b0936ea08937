//! What can be asked of the server, as values: made by `action` and by the rest of `sync`, turned into requests here.

use crate::domain::Secret;
use crate::domain::*;
use crate::event::{DraftPlace, Telling, Window};
use crate::rest::posts::{ThreadCursor, Threads};
use crate::rest::{self, HttpRequest};
use crate::state::State;

/// A question or an order to the server. Equal asks that only read are never under way twice.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // fields are named after what they hold
pub enum Ask {
    /// Who am I? Also proves or disproves the session.
    Me,
    Config,
    Preferences,
    Teams,
    TeamMembers,
    TeamsUnread,
    Team(TeamId),
    Channels,
    Members,
    Categories(TeamId),
    /// A channel by id, with one's membership.
    Channel(ChannelId),
    Member(ChannelId),
    ChannelByName {
        team_id: TeamId,
        name: String,
    },
    Join(ChannelId),
    Stats(ChannelId),
    /// Part of a channel's posts.
    Posts {
        channel_id: ChannelId,
        window: Window,
    },
    Post(PostId),
    PostInfo(PostId),
    Thread {
        root_id: PostId,
        after: Option<ThreadCursor>,
    },
    /// How many replied, who and when last: of a thread in which something was deleted.
    Replies(PostId),
    Users(Vec<UserId>),
    Username(String),
    Statuses(Vec<UserId>),
    GroupMembers(Vec<ChannelId>),
    Roles(Vec<String>),
    Emoji(Vec<String>),
    /// Texts not yet sent in a team, and in direct and group messages.
    Drafts(TeamId),
    /// `extra`: what else belongs to the draft, see [`crate::event::ServerDraft`].
    KeepDraft {
        place: DraftPlace,
        message: String,
        files: Vec<FileId>,
        telling: Telling,
        extra: String,
    },
    DropDraft(DraftPlace),
    LogIn {
        login_id: String,
        password: Secret,
        code: String,
    },
    LogOut,
    /// Who is behind this access token?
    TokenLogIn,
    View(ChannelId),
    ReadThread {
        team_id: TeamId,
        thread_id: PostId,
        at: Timestamp,
    },
    CreateDirect(UserId),
    Send(PendingPostId),
    Upload(AttachmentId),
    /// Looks whether a post whose answer was lost has arrived, before it is sent again.
    LookUp {
        pending: PendingPostId,
        channel_id: ChannelId,
        since: Timestamp,
    },
    /// `edit_at`: when the post had been edited last; who edited it since, elsewhere, is not overruled by a later try.
    Patch {
        post_id: PostId,
        message: String,
        edit_at: Option<Timestamp>,
        over: Vec<String>,
    },
    Delete(PostId),
    AddReaction(Reaction),
    RemoveReaction(Reaction),
    Pin {
        post_id: PostId,
        pinned: bool,
    },
    PutPreferences(Vec<Preference>),
    DeletePreferences(Vec<Preference>),
    PutCategory(Category),
    /// `viewed_at`: how far one had read; who read further since, elsewhere, has read it.
    SetUnread {
        post_id: PostId,
        channel_id: ChannelId,
        viewed_at: Timestamp,
    },
    SetPresence(Presence),
}

impl Ask {
    /// Under way at most once.
    pub fn is_single(&self) -> bool {
        self.reads() || self.is_renewed() || matches!(self, Ask::Upload(_))
    }

    /// Says "up to now": an equal one that is under way does not cover what happened since it left.
    pub fn is_renewed(&self) -> bool {
        matches!(
            self,
            Ask::View(_) | Ask::TeamsUnread | Ask::Replies(_) | Ask::Preferences
        )
    }

    /// May be repeated when its outcome is unknown.
    pub fn repeats(&self) -> bool {
        self.reads() || self.about().is_some() || matches!(self, Ask::ReadThread { .. } | Ask::Upload(_))
    }

    /// What an order is about that stands until the server has answered it, or another one about the same thing is given.
    pub fn about(&self) -> Option<String> {
        Some(match self {
            Ask::AddReaction(r) | Ask::RemoveReaction(r) => format!("{}/{}", r.post_id, r.emoji_name),
            Ask::Pin { post_id, .. } => format!("{post_id}/"),
            Ask::Patch { post_id, .. } | Ask::Delete(post_id) => format!("{post_id}//"),
            Ask::View(id) | Ask::SetUnread { channel_id: id, .. } => id.to_string(),
            _ => return None,
        })
    }

    /// Where the server has refused the other one, all is as this wants it, and nobody has to say it.
    pub fn takes_back(&self, other: &Ask) -> bool {
        match (self, other) {
            (Ask::RemoveReaction(_), Ask::AddReaction(_)) => self.about() == other.about(),
            (Ask::Pin { pinned, .. }, Ask::Pin { pinned: before, .. }) => {
                pinned != before && self.about() == other.about()
            }
            _ => false,
        }
    }

    /// The post that tells whether such an order is still to be said.
    pub fn wanted_post(&self) -> Option<PostId> {
        match self {
            Ask::AddReaction(r) | Ask::RemoveReaction(r) => Some(r.post_id),
            Ask::Pin { post_id, .. } => Some(*post_id),
            _ => self.edited_post(),
        }
    }

    /// The post whose words it changes, or takes away with the post.
    pub fn edited_post(&self) -> Option<PostId> {
        match self {
            Ask::Patch { post_id, .. } | Ask::Delete(post_id) => Some(*post_id),
            _ => None,
        }
    }

    /// Asked until somebody answers: without it the screen stays empty or wrong.
    pub fn endures(&self, state: &State) -> bool {
        match self {
            Ask::Posts { channel_id, .. } => state.open_channel() == Some(*channel_id),
            Ask::Thread { root_id, .. } => state.open_thread() == Some(*root_id),
            // Something about what is shown is not sure: an act of which nobody knows whether it was done, a deletion.
            Ask::Replies(post_id) | Ask::Post(post_id) => state.post(*post_id).is_some(),
            Ask::Upload(_) => true,
            // Of what one is in without it nothing is known or counted.
            Ask::Channel(_) | Ask::Member(_) | Ask::Team(_) => true,
            ask => ask.is_list() || ask.about().is_some(),
        }
    }

    /// A later try is true only if all that came meanwhile is known: it waits until events flow.
    pub fn waits_for_events(&self) -> bool {
        matches!(self, Ask::View(_) | Ask::SetUnread { .. })
    }

    /// Answered with posts, reactions and all.
    pub fn brings_posts(&self) -> bool {
        matches!(
            self,
            Ask::Posts { .. }
                | Ask::Post(_)
                | Ask::Thread { .. }
                | Ask::Replies(_)
                | Ask::LookUp { .. }
                | Ask::Send(_)
        )
    }

    /// Asked for at every start of a session.
    pub fn is_list(&self) -> bool {
        matches!(
            self,
            Ask::Me
                | Ask::Config
                | Ask::Preferences
                | Ask::Teams
                | Ask::TeamMembers
                | Ask::TeamsUnread
                | Ask::Channels
                | Ask::Members
                | Ask::Categories(_)
        )
    }

    /// Reading only: changes nothing on the server.
    pub fn reads(&self) -> bool {
        !matches!(
            self,
            Ask::Join(_)
                | Ask::LogIn { .. }
                | Ask::LogOut
                | Ask::TokenLogIn
                | Ask::View(_)
                | Ask::ReadThread { .. }
                | Ask::CreateDirect(_)
                | Ask::Send(_)
                | Ask::Upload(_)
                | Ask::Patch { .. }
                | Ask::Delete(_)
                | Ask::AddReaction(_)
                | Ask::RemoveReaction(_)
                | Ask::Pin { .. }
                | Ask::PutPreferences(_)
                | Ask::DeletePreferences(_)
                | Ask::PutCategory(_)
                | Ask::SetUnread { .. }
                | Ask::SetPresence(_)
                | Ask::KeepDraft { .. }
                | Ask::DropDraft(_)
        )
    }

    /// The place whose text it keeps or drops.
    pub fn draft_place(&self) -> Option<DraftPlace> {
        match self {
            Ask::KeepDraft { place, .. } | Ask::DropDraft(place) => Some(*place),
            _ => None,
        }
    }

    /// The request; `None` when the state no longer holds what it is about (signed out meanwhile, item discarded).
    pub fn request(&self, state: &State) -> Option<HttpRequest> {
        // Who it is, and who comes, may be somebody else.
        let is_anybodys = matches!(self, Ask::Me | Ask::LogIn { .. } | Ask::TokenLogIn | Ask::Config);
        let of = state.me().filter(|_| !is_anybodys);
        self.asked(state).map(|request| HttpRequest { of, ..request })
    }

    fn asked(&self, state: &State) -> Option<HttpRequest> {
        let me = state.me();
        Some(match self {
            Ask::Me | Ask::TokenLogIn => rest::users::me(),
            Ask::Config => rest::config::client_config(),
            Ask::Preferences => rest::preferences::mine(),
            Ask::Teams => rest::teams::mine(),
            Ask::TeamMembers => rest::teams::my_members(),
            Ask::TeamsUnread => rest::teams::unread(),
            Ask::Team(id) => rest::teams::by_id(*id),
            Ask::Channels => rest::channels::mine(),
            Ask::Members => rest::channels::my_members(),
            Ask::Categories(team) => rest::categories::of_team(*team),
            Ask::Channel(id) => rest::channels::by_id(*id),
            Ask::Member(id) => rest::channels::my_member(*id),
            Ask::ChannelByName { team_id, name } => rest::channels::by_name(*team_id, name),
            Ask::Join(id) => rest::channels::join(*id, me?),
            Ask::Stats(id) => rest::channels::stats(*id),
            Ask::Posts { channel_id, window } => rest::posts::window(*channel_id, *window, threads(state)),
            Ask::Post(id) => rest::posts::by_id(*id),
            Ask::PostInfo(id) => rest::posts::info(*id),
            Ask::Thread { root_id, after } => rest::posts::thread(*root_id, *after, threads(state)),
            Ask::Replies(root_id) => rest::posts::replies(*root_id, threads(state)),
            Ask::Users(ids) => rest::users::by_ids(ids, None),
            Ask::Username(name) => rest::users::by_usernames(std::slice::from_ref(name)),
            Ask::Statuses(ids) => rest::users::statuses(ids),
            Ask::GroupMembers(ids) => rest::users::group_channels(ids),
            Ask::Roles(names) => rest::roles::by_names(names),
            Ask::Emoji(names) => rest::emoji::by_names(names),
            Ask::Drafts(team) => rest::drafts::of_team(*team),
            _ => return self.order(state, me),
        })
    }

    /// The request of an ask that changes something.
    fn order(&self, state: &State, me: Option<UserId>) -> Option<HttpRequest> {
        Some(match self {
            Ask::LogIn {
                login_id,
                password,
                code,
            } => rest::login::log_in(login_id, password.reveal(), code),
            Ask::LogOut => rest::login::log_out(),
            // A later try must not read what came meanwhile and was not seen, nor what was marked as unread.
            Ask::View(id) if state.has_unseen(*id) || state.is_manually_unread(*id) => return None,
            Ask::View(id) => rest::channels::view(Some(*id), None),
            Ask::ReadThread {
                team_id,
                thread_id,
                at,
            } => rest::threads::read_up_to(*team_id, *thread_id, *at),
            Ask::CreateDirect(other) => rest::channels::create_direct(me?, *other),
            Ask::Send(pending) => {
                let post = &state.outgoing(pending)?.post;
                rest::posts::create(post, &state.uploaded(post))
            }
            Ask::Upload(id) => {
                let attached = state.attachment(id)?;
                rest::files::upload(attached.place.channel_id, &attached.file)
            }
            Ask::LookUp {
                channel_id, since, ..
            } => {
                let window = Window::Since {
                    at: *since,
                    truncated: false,
                };
                // Replies stand in no channel when threads are collapsed; here they are wanted too.
                rest::posts::window(*channel_id, window, Threads::Inline)
            }
            Ask::Patch { post_id, message, .. } => rest::posts::patch(*post_id, message),
            Ask::Delete(id) => rest::posts::delete(*id),
            Ask::AddReaction(r) => rest::reactions::add(me?, r.post_id, &r.emoji_name),
            Ask::RemoveReaction(r) => rest::reactions::remove(r.post_id, &r.emoji_name),
            Ask::Pin { post_id, pinned } => rest::posts::pin(*post_id, *pinned),
            Ask::PutPreferences(list) => rest::preferences::put(me?, list),
            Ask::DeletePreferences(list) => rest::preferences::delete(me?, list),
            Ask::PutCategory(category) => {
                rest::categories::put(me?, category.team_id, std::slice::from_ref(category))
            }
            Ask::SetUnread {
                channel_id,
                viewed_at,
                ..
            } if state.member(*channel_id)?.last_viewed_at > *viewed_at => return None,
            Ask::SetUnread { post_id, .. } => rest::posts::set_unread(*post_id),
            Ask::SetPresence(presence) => rest::users::set_status(me?, *presence),
            Ask::KeepDraft {
                place,
                message,
                files,
                telling,
                extra,
            } => rest::drafts::keep(me?, *place, message, files, telling, extra),
            Ask::DropDraft(place) => rest::drafts::delete(*place),
            _ => return None,
        })
    }
}

fn threads(state: &State) -> Threads {
    if state.is_collapsed_threads() {
        Threads::Collapsed
    } else {
        Threads::Inline
    }
}
