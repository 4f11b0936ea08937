//! Who is meant by a text (`rest.md` 5.7), and which hashtags and channels it names.

use std::collections::BTreeSet;

use serde_json::{json, Map, Value};

use super::id::Id;
use super::model::Channel;
use super::World;

/// Above this number of members `@channel` notifies nobody and keywords are not searched.
const MAX_NOTIFIED: usize = 1000;

/// Who is mentioned by a post.
#[derive(Debug, Clone, Default)]
pub struct Mentioned {
    /// Members of the channel, the author excluded.
    pub users: BTreeSet<Id>,
    /// People of the team who are not in the channel, by login name.
    pub outside: Vec<Id>,
}

impl World {
    /// Finds who is mentioned in a text posted by `author`.
    pub(super) fn mentioned(&self, channel: &Channel, author: Id, text: &str) -> Mentioned {
        let text = without_code(text);
        let mut found = Mentioned::default();
        for name in at_names(&text) {
            match name.to_lowercase().as_str() {
                "all" | "channel" => self.mention_all(channel, false, &mut found.users),
                "here" => self.mention_all(channel, true, &mut found.users),
                _ => self.mention_one(channel, &name, &mut found),
            }
        }
        self.mention_by_keys(channel, &text, &mut found.users);
        found.users.remove(&author);
        found
    }

    /// Is this one person mentioned? Cheap for texts that can mention nobody.
    pub(super) fn mentions_one(&self, channel: &Channel, author: Id, text: &str, user: Id) -> bool {
        let by_words = self.store.users.get(&user).is_some_and(|user| {
            let set =
                |name: &str, empty: &str| user.notify_props.get(name).is_some_and(|value| value != empty);
            set("mention_keys", "") || set("first_name", "false")
        });
        let possible = text.contains('@') || by_words;
        channel.kind.is_direct() || (possible && self.mentioned(channel, author, text).users.contains(&user))
    }

    /// The longest login name at the start of `name`, trailing punctuation peeled off.
    fn mention_one(&self, channel: &Channel, name: &str, found: &mut Mentioned) {
        let mut name = name;
        loop {
            if let Some(user) = self.store.user_named(name) {
                if self.store.member(channel.id, user.id).is_some() {
                    found.users.insert(user.id);
                } else if self.store.team_member(channel.team_id, user.id).is_some()
                    && !found.outside.contains(&user.id)
                {
                    found.outside.push(user.id);
                }
                return;
            }
            match name.strip_suffix(['.', '-', '_', ':']) {
                Some(shorter) => name = shorter,
                None => return,
            }
        }
    }

    fn mention_all(&self, channel: &Channel, only_online: bool, users: &mut BTreeSet<Id>) {
        if self.store.member_count(channel.id) >= MAX_NOTIFIED {
            return;
        }
        for member in self.store.members_of(channel.id) {
            let Some(user) = self.store.users.get(&member.user_id) else {
                continue;
            };
            let wants = user
                .notify_props
                .get("channel")
                .is_none_or(|value| value == "true")
                && member
                    .notify
                    .get("ignore_channel_mentions")
                    .is_none_or(|value| value != "on");
            let online = || {
                self.store
                    .statuses
                    .get(&user.id)
                    .is_some_and(|status| status.status == "online")
            };
            if wants && (!only_online || online()) {
                users.insert(user.id);
            }
        }
    }

    fn mention_by_keys(&self, channel: &Channel, text: &str, users: &mut BTreeSet<Id>) {
        if self.store.member_count(channel.id) >= MAX_NOTIFIED {
            return;
        }
        let words: BTreeSet<&str> = text
            .split(|c: char| !is_word(c))
            .filter(|word| !word.is_empty())
            .collect();
        let lower: BTreeSet<String> = words.iter().map(|word| word.to_lowercase()).collect();
        for member in self.store.members_of(channel.id) {
            let Some(user) = self.store.users.get(&member.user_id) else {
                continue;
            };
            let keys = user.notify_props.get("mention_keys").map_or("", String::as_str);
            let by_key = keys
                .split(',')
                .map(str::trim)
                .filter(|key| !key.is_empty())
                .any(|key| {
                    if key.is_ascii() {
                        lower.contains(&key.to_lowercase())
                    } else {
                        text.contains(key)
                    }
                });
            let by_name = user
                .notify_props
                .get("first_name")
                .is_some_and(|value| value == "true")
                && words.contains(user.first_name.as_str());
            if by_key || by_name {
                users.insert(user.id);
            }
        }
    }

    /// The `channel_mentions` prop: public channels of the team named with `~`.
    pub(super) fn channel_mentions(&self, team: Id, text: &str, with_team: bool) -> Option<Value> {
        let mut map = Map::new();
        let mut rest = text;
        while let Some(at) = rest.find('~') {
            rest = &rest[at + 1..];
            let end = rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c)))
                .unwrap_or(rest.len());
            let mut name = &rest[..end];
            while !name.is_empty() {
                if let Some(channel) = self
                    .store
                    .channel_named(team, name)
                    .filter(|c| c.kind.letter() == "O")
                {
                    let mut entry = json!({"display_name": channel.display_name});
                    if let (true, Some(object)) = (with_team, entry.as_object_mut()) {
                        object.insert("id".into(), json!(channel.id));
                        let team_name = self.store.teams.get(&team).map_or("", |t| t.name.as_str());
                        object.insert("team_name".into(), json!(team_name));
                    }
                    map.insert(channel.name.clone(), entry);
                    break;
                }
                match name.strip_suffix(['.', '-', '_']) {
                    Some(shorter) => name = shorter,
                    None => break,
                }
            }
        }
        (!map.is_empty()).then_some(Value::Object(map))
    }
}

/// The hashtags of a text, separated by spaces, repeated as often as they stand there.
pub fn hashtags(text: &str) -> String {
    let trim = |c: char| !(c.is_alphanumeric() || c == '#');
    let tag = |word: &str| {
        let word = word.trim_matches(trim);
        let body = word.strip_prefix('#')?;
        let fine = body.chars().next().is_some_and(char::is_alphabetic)
            && body.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
        fine.then(|| word.to_owned())
    };
    text.split_whitespace()
        .filter_map(tag)
        .collect::<Vec<_>>()
        .join(" ")
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || ":.-_@".contains(c)
}

/// The names after `@`.
fn at_names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for word in text.split(|c: char| !is_word(c)) {
        for part in word.split('@').skip(1) {
            let end = part
                .find(|c: char| !(c.is_ascii_alphanumeric() || ".-_".contains(c)))
                .unwrap_or(part.len());
            if end > 0 {
                names.push(part[..end].to_owned());
            }
        }
    }
    names
}

/// The text without code spans and fenced blocks: nobody is mentioned there.
fn without_code(text: &str) -> String {
    let mut out = String::new();
    let mut fenced = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            continue;
        }
        if fenced {
            continue;
        }
        let parts: Vec<&str> = line.split('`').collect();
        for (index, part) in parts.iter().enumerate() {
            let closed = index + 1 < parts.len();
            if index % 2 == 0 || !closed {
                out.push_str(part);
            } else {
                out.push(' ');
            }
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashtags_are_found_as_often_as_they_stand_there() {
        assert_eq!(
            hashtags("use `#decision` please. #decision (#api)"),
            "#decision #decision #api"
        );
        assert_eq!(hashtags("#1 and # and a#b 日本 #天気"), "#天気");
    }

    #[test]
    fn code_mentions_nobody() {
        assert_eq!(
            at_names(&without_code("`@a.b` hi @c.d.\n```\n@e\n```\n@f")),
            ["c.d.", "f"]
        );
    }
}
