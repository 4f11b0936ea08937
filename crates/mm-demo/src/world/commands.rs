//! Slash commands (`rest.md` 4.14): the list, and the few that this server carries out.

use serde::Deserialize;
use serde_json::{json, Value};

use super::commands_table::TABLE;
use super::error::ApiError;
use super::events::{packed, to_user};
use super::http::{get, post, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::{Post, Preference};
use super::posting::Delivery;
use super::World;

pub const ROUTES: &[Route] = &[
    get("/teams/{team_id}/commands/autocomplete", list),
    get("/teams/{team_id}/commands/autocomplete_suggestions", suggestions),
    post("/commands/execute", execute),
];

fn list(world: &mut World, r: &Request<'_>) -> Outcome {
    world.need_team_member(r.id("team_id"), r)?;
    let view = |command: &super::commands_table::Listed| {
        json!({
            "id": "", "token": "", "create_at": 0, "update_at": 0, "delete_at": 0, "creator_id": "", "team_id": "",
            "trigger": command.trigger, "method": "", "username": "", "icon_url": "", "auto_complete": true,
            "auto_complete_desc": command.description, "auto_complete_hint": command.hint,
            "display_name": command.display_name, "description": "", "url": "", "plugin_id": ""
        })
    };
    Ok(Reply::ok(&TABLE.iter().map(view).collect::<Vec<_>>()))
}

fn suggestions(world: &mut World, r: &Request<'_>) -> Outcome {
    world.need_team_member(r.id("team_id"), r)?;
    let input = r.call.query("user_input").unwrap_or("").trim_start_matches('/');
    let view = |command: &super::commands_table::Listed| {
        json!({
            "Complete": command.trigger, "Suggestion": command.trigger, "Hint": command.hint,
            "Description": command.description, "IconData": ""
        })
    };
    let found = TABLE.iter().filter(|command| command.trigger.starts_with(input));
    Ok(Reply::ok(&found.map(view).collect::<Vec<_>>()))
}

#[derive(Deserialize)]
struct Execution {
    command: String,
    channel_id: String,
    #[serde(default)]
    team_id: String,
    #[serde(default)]
    root_id: String,
}

/// Where a command was given.
struct Place {
    channel: Id,
    team: Id,
    root: Id,
    user: Id,
    now: i64,
}

fn execute(world: &mut World, r: &Request<'_>) -> Outcome {
    let body: Execution = r.object("command")?;
    let Some(line) = body
        .command
        .strip_prefix('/')
        .filter(|line| !line.trim().is_empty())
    else {
        let id = "api.command.execute_command.start.app_error";
        return Err(ApiError::new(400, id, "No command trigger found."));
    };
    let channel = Id::parse(&body.channel_id).ok_or_else(|| ApiError::invalid_body("channel_id"))?;
    if !world.may_post(channel, r) {
        return Err(ApiError::forbidden());
    }
    let place = Place {
        channel,
        team: Id::parse(&body.team_id).unwrap_or(Id::NONE),
        root: Id::parse(&body.root_id).unwrap_or(Id::NONE),
        user: r.me(),
        now: r.now,
    };
    let (trigger, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let answer = world.run_command(&place, &trigger.to_lowercase(), rest.trim());
    answer.map(|answer| Reply::ok(&answer)).ok_or_else(|| {
        let message = format!(
            "Command with a trigger of '{trigger}' not found. To send a message beginning with \"/\", try adding an \
             empty space at the beginning of the message."
        );
        ApiError::new(404, "api.command.execute_command.not_found.app_error", &message)
    })
}

/// The answer of a command in the wire's shape.
fn response(kind: &str, text: &str, post_type: &str, goto: &str, raw: bool) -> Value {
    json!({
        "response_type": kind, "text": text, "username": "", "channel_id": "", "icon_url": "", "type": post_type,
        "props": null, "goto_location": goto, "trigger_id": "", "skip_slack_parsing": raw, "attachments": null,
        "extra_responses": null
    })
}

impl World {
    /// Carries out a command; `None` if there is none of that name.
    fn run_command(&mut self, place: &Place, trigger: &str, rest: &str) -> Option<Value> {
        Some(match trigger {
            "me" => self.say(place, &format!("*{rest}*"), "me", false),
            "shrug" => {
                let shrug = "¯\\\\\\_(ツ)\\_/¯";
                let text = if rest.is_empty() {
                    shrug.to_owned()
                } else {
                    format!("{rest} {shrug}")
                };
                self.say(place, &text, "", false)
            }
            "echo" => self.say(place, rest.trim_matches(['"', '\'']), "", false),
            "code" => {
                let text = rest
                    .lines()
                    .map(|line| format!("    {line}"))
                    .collect::<Vec<_>>()
                    .join("\n");
                self.say(place, &text, "", true)
            }
            "away" | "online" | "offline" | "dnd" => self.change_status(place, trigger),
            "mute" => self.toggle_mute(place),
            "collapse" | "expand" => self.collapse_images(place, trigger == "collapse"),
            "msg" => return self.message_somebody(place, rest),
            "help" => self.whisper(
                place,
                "This is the demo server of Tsubame. Try /me, /shrug, /away or /msg.",
            ),
            "join" | "open" => return self.join_by_command(place, rest),
            "logout" | "leave" | "search" | "settings" | "shortcuts" => self.whisper(
                place,
                &format!("The {trigger} command is not supported on your device."),
            ),
            _ => return None,
        })
    }

    /// Posts something in the person's name.
    fn say(&mut self, place: &Place, text: &str, kind: &str, raw: bool) -> Value {
        let post = Post {
            channel_id: place.channel,
            root_id: place.root,
            user_id: place.user,
            message: text.to_owned(),
            kind: kind.to_owned(),
            ..Post::default()
        };
        self.publish(place.now, post, Delivery::by_server());
        response("in_channel", text, kind, "", raw)
    }

    /// Says something that only the person sees.
    fn whisper(&mut self, place: &Place, text: &str) -> Value {
        self.tell(place.now, place.user, place.channel, text);
        response("ephemeral", text, "", "", false)
    }

    fn change_status(&mut self, place: &Place, status: &str) -> Value {
        self.set_status(place.now, place.user, status, true);
        match status {
            "dnd" => self.whisper(
                place,
                "Do Not Disturb is enabled. You will not receive desktop or mobile push notifications until Do Not \
                 Disturb is turned off.",
            ),
            _ => self.whisper(place, &format!("You are now {status}")),
        }
    }

    fn toggle_mute(&mut self, place: &Place) -> Value {
        let name = self
            .store
            .channels
            .get(&place.channel)
            .map_or(String::new(), |c| c.display_name.clone());
        let Some(member) = self.store.members.get_mut(&(place.channel, place.user)) else {
            return self.whisper(place, "You are not in this channel.");
        };
        let mute = !member.is_muted();
        member.notify.insert(
            "mark_unread".into(),
            if mute { "mention".into() } else { "all".into() },
        );
        member.touched(place.now);
        self.tell_membership(place.channel, place.user);
        match mute {
            true => self.whisper(
                place,
                &format!("You will not receive notifications for {name} until channel mute is turned off."),
            ),
            false => self.whisper(place, &format!("{name} is no longer muted.")),
        }
    }

    fn collapse_images(&mut self, place: &Place, collapse: bool) -> Value {
        let preference = Preference {
            user_id: place.user,
            category: "display_settings".into(),
            name: "collapse_previews".into(),
            value: collapse.to_string(),
        };
        let key = (place.user, preference.category.clone(), preference.name.clone());
        self.store.preferences.insert(key, preference.value.clone());
        self.emit(
            "preference_changed",
            json!({"preference": packed(&preference)}),
            to_user(place.user),
        );
        let how = if collapse { "collapse" } else { "expand" };
        self.whisper(place, &format!("Image links now {how} by default"))
    }

    fn message_somebody(&mut self, place: &Place, rest: &str) -> Option<Value> {
        let (name, text) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let Some(other) = self
            .store
            .user_named(name.trim_start_matches('@'))
            .map(|user| user.id)
        else {
            return Some(self.whisper(place, &format!("We couldn't find the user: {name}")));
        };
        let channel = self.direct_channel(place.now, place.user, other);
        if !text.trim().is_empty() {
            let target = Place {
                channel,
                team: place.team,
                root: Id::NONE,
                user: place.user,
                now: place.now,
            };
            self.say(&target, text.trim(), "", false);
        }
        let team = self
            .store
            .teams
            .get(&place.team)
            .map_or("", |team| team.name.as_str());
        let name = self
            .store
            .channels
            .get(&channel)
            .map_or("", |channel| channel.name.as_str());
        Some(response(
            "ephemeral",
            "",
            "",
            &format!("/{team}/channels/{name}"),
            false,
        ))
    }

    fn join_by_command(&mut self, place: &Place, rest: &str) -> Option<Value> {
        let name = rest.trim_start_matches('~');
        let channel = self
            .store
            .channel_named(place.team, name)
            .filter(|c| c.kind.letter() == "O")
            .map(|c| c.id);
        let joined = channel.and_then(|id| self.add_member(place.now, id, place.user, place.user).ok());
        if joined.is_none() {
            return Some(self.whisper(place, "Could not find the channel."));
        }
        let team = self
            .store
            .teams
            .get(&place.team)
            .map_or("", |team| team.name.as_str());
        Some(response(
            "ephemeral",
            "",
            "",
            &format!("/{team}/channels/{name}"),
            false,
        ))
    }
}
