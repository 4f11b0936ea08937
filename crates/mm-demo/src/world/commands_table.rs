//! The built-in slash commands as auto-completion lists them: trigger, description, hint, display name.

/// One line of the list.
pub struct Listed {
    pub trigger: &'static str,
    pub description: &'static str,
    pub hint: &'static str,
    pub display_name: &'static str,
}

const fn listed(
    trigger: &'static str,
    description: &'static str,
    hint: &'static str,
    display_name: &'static str,
) -> Listed {
    Listed {
        trigger,
        description,
        hint,
        display_name,
    }
}

/// Every built-in command that is offered.
pub const TABLE: &[Listed] = &[
    listed("away", "Set your status away", "", "away"),
    listed("code", "Display text as a code block", "[text]", "code"),
    listed(
        "collapse",
        "Turn on auto-collapsing of image previews",
        "",
        "collapse",
    ),
    listed(
        "dnd",
        "Do not disturb disables desktop and mobile push notifications.",
        "",
        "dnd",
    ),
    listed(
        "echo",
        "Echo back text from your account",
        "'message' [delay in seconds]",
        "echo",
    ),
    listed(
        "expand",
        "Turn off auto-collapsing of image previews",
        "",
        "expand",
    ),
    listed(
        "groupmsg",
        "Sends a Group Message to the specified users",
        "@[username1],@[username2] 'message'",
        "message",
    ),
    listed("header", "Edit the channel header", "[text]", "header"),
    listed("help", "Show Mattermost help message", "", "help"),
    listed(
        "invite",
        "Invite a user to a channel",
        "@[username]... ~[channel]...",
        "invite",
    ),
    listed("join", "Join the open channel", "~[channel]", "join"),
    listed("kick", "Remove a member from the channel", "@[username]", "kick"),
    listed("leave", "Leave the current channel", "", "leave"),
    listed("logout", "Logout of Mattermost", "", "logout"),
    listed("me", "Do an action", "[message]", "me"),
    listed(
        "msg",
        "Send Direct Message to a user",
        "@[username] 'message'",
        "message",
    ),
    listed(
        "mute",
        "Turns off desktop, email and push notifications for the current channel or the [channel] specified.",
        "~[channel]",
        "mute",
    ),
    listed("offline", "Set your status offline", "", "offline"),
    listed("online", "Set your status online", "", "online"),
    listed("open", "Join the open channel", "~[channel]", "open"),
    listed("purpose", "Edit the channel purpose", "[text]", "purpose"),
    listed(
        "remove",
        "Remove a member from the channel",
        "@[username]",
        "remove",
    ),
    listed("rename", "Rename the channel", "[text]", "rename"),
    listed("search", "Search text in messages", "[text]", "search"),
    listed("settings", "Open the Settings dialog", "", "settings"),
    listed(
        "shortcuts",
        "Displays a list of keyboard shortcuts",
        "",
        "shortcuts",
    ),
    listed("shrug", "Adds ¯\\_(ツ)_/¯ to your message", "[message]", "shrug"),
    listed(
        "status",
        "Set or clear your status",
        "[:emoji_name:] [status_message] or clear",
        "status",
    ),
];
