//! What the text room asks of the world when it reads a post: names, channels, emoji, the words that call the reader.

use crate::domain::*;
use crate::state::State;
use crate::text::{EmojiImage, EmojiTable, Emoticons, KeyCase, Latex, MentionKey, TextContext, TextOptions};

/// Look-ups for one text. Made per text: what is asked often is gathered once.
#[derive(Clone, Debug)]
pub struct TextReader<'a> {
    state: &'a State,
    post: Option<&'a Post>,
    emoji: Option<&'a EmojiTable>,
    keys: Vec<MentionKey>,
    options: TextOptions,
}

/// How the signed-in person reads a post's text (`rest.md 5.7, 5.8`); without a post: a header, a draft. Without a table, emoji
/// of the standard stay short names until it is there.
pub fn text_context<'a>(
    state: &'a State,
    post: Option<&'a Post>,
    emoji: Option<&'a EmojiTable>,
) -> TextReader<'a> {
    TextReader {
        state,
        post,
        emoji,
        keys: mention_keys(state, post),
        options: options(state),
    }
}

impl TextContext for TextReader<'_> {
    fn is_username(&self, name: &str) -> bool {
        self.state.user_named(name).is_some()
    }

    fn own_username(&self) -> &str {
        self.state.me_user().map_or("", |me| me.username.as_str())
    }

    fn mention_keys(&self) -> &[MentionKey] {
        &self.keys
    }

    /// The post says which channels it may link to; a text of ours may link to the channels we know.
    fn channel(&self, name: &str) -> Option<&str> {
        let told = self.post.and_then(|post| post.props.channel_mentions.get(name));
        if let Some(display_name) = told {
            return Some(display_name);
        }
        let team = self
            .post
            .and_then(|post| self.state.channel(post.channel_id)?.team_id);
        let id = self.state.channel_named(team.or(self.state.open_team()), name)?;
        let channel = self.state.channel(id)?;
        (!channel.kind.is_message() && channel.name == name).then_some(channel.display_name.as_str())
    }

    fn emoji(&self, name: &str) -> Option<EmojiImage<'_>> {
        match self.emoji.and_then(|table| table.characters(name)) {
            Some(characters) => Some(EmojiImage::Unicode(characters)),
            None => self.state.custom_emoji(name).map(|_| EmojiImage::Custom),
        }
    }

    fn emoji_name(&self, unicode: &str) -> Option<&str> {
        self.emoji?.name(unicode)
    }

    fn options(&self) -> &TextOptions {
        &self.options
    }
}

fn key(text: impl Into<String>, case: KeyCase) -> MentionKey {
    MentionKey {
        key: text.into(),
        case,
    }
}

/// Words that call the reader (`rest.md 3.2, 5.7`).
fn mention_keys(state: &State, post: Option<&Post>) -> Vec<MentionKey> {
    let Some(me) = state.me_user() else {
        return Vec::new();
    };
    let setting = |name: &str| me.notify_props.get(name).map_or("", String::as_str);
    let mut keys = vec![key(format!("@{}", me.username), KeyCase::Ignored)];
    let own = setting("mention_keys").split(',').map(str::trim);
    keys.extend(own.filter(|k| !k.is_empty()).map(|k| key(k, KeyCase::Ignored)));
    if setting("first_name") == "true" && !me.first_name.is_empty() {
        keys.push(key(me.first_name.clone(), KeyCase::Exact));
    }
    let called_all = post.is_none_or(|post| !post.props.mention_highlight_disabled);
    if called_all && setting("channel") != "false" {
        keys.extend(["@channel", "@all", "@here"].map(|k| key(k, KeyCase::Ignored)));
    }
    keys
}

fn options(state: &State) -> TextOptions {
    let config = state.config();
    let latex = match (config.is_on("EnableLatex"), config.is_on("EnableInlineLatex")) {
        (true, true) => Latex::BlocksAndInline,
        (true, false) => Latex::Blocks,
        (false, _) => Latex::Off,
    };
    let schemes = config.get("CustomUrlSchemes").unwrap_or_default().split(',');
    let emoticons = state.preference("display_settings", "render_emoticons_as_emoji");
    TextOptions {
        latex,
        custom_url_schemes: schemes
            .map(|s| s.trim().to_ascii_lowercase())
            .filter(|s| !s.is_empty())
            .collect(),
        min_hashtag_length: usize::try_from(config.number("MinimumHashtagLength", 3)).unwrap_or(3),
        emoticons: if emoticons == Some("false") {
            Emoticons::Text
        } else {
            Emoticons::Drawn
        },
    }
}
