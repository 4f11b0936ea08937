//! Searching posts and files (`rest.md` 4.9), as the SQL engine does it: whole words, first page only.

use serde::Deserialize;
use serde_json::json;

use super::error::ApiError;
use super::http::{post, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::{Channel, Post, PostList};
use super::time::{parse_day, DAY};
use super::World;

pub const ROUTES: &[Route] = &[
    post("/teams/{team_id}/posts/search", posts),
    post("/posts/search", posts),
    post("/teams/{team_id}/files/search", files),
    post("/files/search", files),
];

const MAX_HITS: usize = 100;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct SearchParameter {
    terms: String,
    is_or_search: bool,
    time_zone_offset: i64,
    page: usize,
    include_deleted_channels: bool,
}

/// What is looked for.
#[derive(Debug, Default)]
struct Terms {
    words: Vec<String>,
    phrases: Vec<String>,
    tags: Vec<String>,
    without: Vec<String>,
    from: Vec<String>,
    not_from: Vec<String>,
    inside: Vec<String>,
    extensions: Vec<String>,
    after: Option<i64>,
    before: Option<i64>,
    any: bool,
}

impl Terms {
    fn of(body: &SearchParameter) -> Terms {
        let mut terms = Terms {
            any: body.is_or_search,
            ..Terms::default()
        };
        let mut text = String::new();
        for (index, piece) in body.terms.split('"').enumerate() {
            match index % 2 {
                0 => text.push_str(piece),
                _ if !piece.trim().is_empty() => terms.phrases.push(piece.to_lowercase()),
                _ => {}
            }
            text.push(' ');
        }
        let mut words = text.split_whitespace().peekable();
        while let Some(word) = words.next() {
            let flag = word.split_once(':').filter(|(name, _)| is_flag(name));
            let Some((name, value)) = flag else {
                terms.add_word(word);
                continue;
            };
            let value = match value.is_empty() {
                true => words.next().unwrap_or(""),
                false => value,
            };
            terms.add_flag(name, value, body.time_zone_offset * 1000);
        }
        terms
    }

    fn add_word(&mut self, word: &str) {
        let word = word.to_lowercase();
        match word.strip_prefix('-') {
            Some(rest) if !rest.is_empty() => self.without.push(rest.to_owned()),
            _ if word.starts_with('#') && word.len() > 1 => self.tags.push(word),
            _ => self.words.push(word),
        }
    }

    fn add_flag(&mut self, name: &str, value: &str, offset: i64) {
        let bare = value.trim_start_matches('@').to_lowercase();
        let day = || parse_day(value).map(|start| start - offset);
        match name {
            "from" => self.from.push(bare),
            "-from" => self.not_from.push(bare),
            "in" | "channel" => self.inside.push(value.to_lowercase()),
            "ext" => self.extensions.push(bare),
            "after" => self.after = day().map(|start| start + DAY),
            "before" => self.before = day(),
            "on" => (self.after, self.before) = (day(), day().map(|start| start + DAY)),
            _ => {}
        }
    }

    fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty() && self.tags.is_empty()
    }

    /// Does the text hold what is looked for?
    fn text_fits(&self, text: &str, tags: &str) -> bool {
        let text = text.to_lowercase();
        let runs: Vec<&str> = text.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
        let word = |term: &String| match term.strip_suffix('*') {
            Some(prefix) => runs.iter().any(|run| run.starts_with(prefix)),
            None => {
                let parts: Vec<&str> = term.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
                parts
                    .iter()
                    .filter(|p| !p.is_empty())
                    .all(|part| runs.contains(part))
            }
        };
        let tagged: Vec<String> = tags.split(' ').map(str::to_lowercase).collect();
        let mut hits = self.words.iter().map(word).collect::<Vec<_>>();
        hits.extend(self.phrases.iter().map(|phrase| text.contains(phrase.as_str())));
        hits.extend(self.tags.iter().map(|tag| tagged.contains(tag)));
        let positive = self.is_empty()
            || if self.any {
                hits.contains(&true)
            } else {
                !hits.contains(&false)
            };
        positive && !self.without.iter().any(word)
    }

    fn time_fits(&self, time: i64) -> bool {
        self.after.is_none_or(|after| time >= after) && self.before.is_none_or(|before| time < before)
    }
}

fn is_flag(name: &str) -> bool {
    matches!(
        name.trim_start_matches('-'),
        "from" | "in" | "channel" | "before" | "after" | "on" | "ext"
    )
}

fn posts(world: &mut World, r: &Request<'_>) -> Outcome {
    let body = parameters(r)?;
    let terms = Terms::of(&body);
    let mut found: Vec<&Post> = Vec::new();
    if body.page == 0 {
        for channel in world.searched_channels(r, &body, &terms)? {
            let ids = world.store.log(channel).all.iter().rev();
            let hits = ids
                .filter_map(|(_, id)| world.store.posts.get(id))
                .filter(|post| {
                    !post.is_system()
                        && terms.time_fits(post.create_at)
                        && world.author_fits(&terms, post.user_id)
                        && terms.text_fits(&post.message, &post.hashtags)
                });
            found.extend(hits.take(MAX_HITS));
        }
    }
    found.sort_by_key(|post| std::cmp::Reverse((post.create_at, post.id)));
    found.truncate(MAX_HITS);
    let list: PostList = world.list_of(&found, r);
    let mut answer = serde_json::to_value(&list).unwrap_or_default();
    answer["matches"] = json!(null);
    Ok(Reply::ok(&answer).header("Cache-Control", "no-cache, no-store, must-revalidate"))
}

fn files(world: &mut World, r: &Request<'_>) -> Outcome {
    let body = parameters(r)?;
    let terms = Terms::of(&body);
    let mut found = Vec::new();
    if body.page == 0 {
        let channels = world.searched_channels(r, &body, &terms)?;
        found.extend(world.store.files.values().map(|file| &file.info).filter(|info| {
            !info.post_id.is_none()
                && info.delete_at == 0
                && channels.contains(&info.channel_id)
                && terms.time_fits(info.create_at)
                && world.author_fits(&terms, info.user_id)
                && (terms.extensions.is_empty() || terms.extensions.contains(&info.extension))
                && terms.text_fits(&info.name, "")
        }));
    }
    found.sort_by_key(|info| std::cmp::Reverse((info.create_at, info.id)));
    found.truncate(MAX_HITS);
    let order: Vec<Id> = found.iter().map(|info| info.id).collect();
    let infos: std::collections::BTreeMap<Id, _> = found.into_iter().map(|info| (info.id, info)).collect();
    let answer = json!({
        "order": order, "file_infos": infos, "next_file_info_id": "", "prev_file_info_id": "",
        "first_inaccessible_file_time": 0
    });
    Ok(Reply::ok(&answer).header("Cache-Control", "no-cache, no-store, must-revalidate"))
}

fn parameters(r: &Request<'_>) -> Result<SearchParameter, ApiError> {
    let body: SearchParameter = r.object("terms")?;
    match body.terms.trim().is_empty() {
        true => Err(ApiError::invalid_body("terms")),
        false => Ok(body),
    }
}

impl World {
    /// Own channels in which to look.
    fn searched_channels(
        &self,
        r: &Request<'_>,
        body: &SearchParameter,
        terms: &Terms,
    ) -> Result<Vec<Id>, ApiError> {
        let team = Id::parse(r.text("team_id"));
        if let Some(team) = team {
            self.need_team_member(team, r)?;
        }
        let own = self.store.channels_of(r.me());
        let kept = own.filter(|channel| {
            (channel.delete_at == 0 || body.include_deleted_channels)
                && team.is_none_or(|team| channel.team_id == team || channel.team_id.is_none())
                && (terms.inside.is_empty() || terms.inside.iter().any(|name| self.is_called(channel, name)))
        });
        Ok(kept.map(|channel| channel.id).collect())
    }

    /// By its name, or by `@user` for a direct message.
    fn is_called(&self, channel: &Channel, name: &str) -> bool {
        match name
            .strip_prefix('@')
            .and_then(|user| self.store.user_named(user))
        {
            Some(user) => {
                channel.kind == super::model::ChannelKind::Direct
                    && channel.name.split("__").any(|part| part == user.id.as_str())
            }
            None => channel.name == name || channel.id.as_str() == name,
        }
    }

    fn author_fits(&self, terms: &Terms, user: Id) -> bool {
        let name = self.store.username(user);
        (terms.from.is_empty() || terms.from.iter().any(|wanted| wanted == name))
            && !terms.not_from.iter().any(|unwanted| unwanted == name)
    }
}
