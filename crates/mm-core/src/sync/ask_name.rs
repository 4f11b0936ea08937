//! What an ask is called, for diagnostics: the kind of question, never whom or what it is about.

use super::Ask;

impl Ask {
    /// Its name.
    pub fn name(&self) -> &'static str {
        match self {
            Ask::Me => "Me",
            Ask::Config => "Config",
            Ask::Preferences => "Preferences",
            Ask::Teams => "Teams",
            Ask::TeamMembers => "TeamMembers",
            Ask::TeamsUnread => "TeamsUnread",
            Ask::Team(_) => "Team",
            Ask::Channels => "Channels",
            Ask::Members => "Members",
            Ask::Categories(_) => "Categories",
            Ask::Channel(_) => "Channel",
            Ask::Member(_) => "Member",
            Ask::ChannelByName { .. } => "ChannelByName",
            Ask::Join(_) => "Join",
            Ask::Stats(_) => "Stats",
            Ask::Posts { .. } => "Posts",
            Ask::Post(_) => "Post",
            Ask::PostInfo(_) => "PostInfo",
            Ask::Thread { .. } => "Thread",
            Ask::Users(_) => "Users",
            Ask::Username(_) => "Username",
            Ask::Statuses(_) => "Statuses",
            Ask::GroupMembers(_) => "GroupMembers",
            Ask::Roles(_) => "Roles",
            Ask::Emoji(_) => "Emoji",
            Ask::Drafts(_) => "Drafts",
            Ask::KeepDraft { .. } => "KeepDraft",
            Ask::DropDraft(_) => "DropDraft",
            Ask::LogIn { .. } => "LogIn",
            Ask::LogOut => "LogOut",
            Ask::TokenLogIn => "TokenLogIn",
            Ask::View(_) => "View",
            Ask::Replies(_) => "Replies",
            Ask::ReadThread { .. } => "ReadThread",
            Ask::CreateDirect(_) => "CreateDirect",
            Ask::Send(_) => "Send",
            Ask::Upload(_) => "Upload",
            Ask::LookUp { .. } => "LookUp",
            Ask::Patch { .. } => "Patch",
            Ask::Delete(_) => "Delete",
            Ask::AddReaction(_) => "AddReaction",
            Ask::RemoveReaction(_) => "RemoveReaction",
            Ask::Pin { .. } => "Pin",
            Ask::PutPreferences(_) => "PutPreferences",
            Ask::DeletePreferences(_) => "DeletePreferences",
            Ask::PutCategory(_) => "PutCategory",
            Ask::SetUnread { .. } => "SetUnread",
            Ask::SetPresence(_) => "SetPresence",
        }
    }
}
