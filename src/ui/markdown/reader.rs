//! What the parser must know of the world, answered from the person's state.

use mm_core::domain::TeamId;
use mm_core::state::State;
use mm_core::text::{
    EmojiImage, EmojiTable, Emoticons, KeyCase, Latex, MentionKey, TextContext, TextOptions,
};

/// The signed-in person as a reader.
pub struct Reader<'a> {
    state: &'a State,
    emoji: Option<&'a EmojiTable>,
    team: Option<TeamId>,
    username: &'a str,
    keys: Vec<MentionKey>,
    options: TextOptions,
}

impl<'a> Reader<'a> {
    /// Gathers what is asked often.
    pub fn new(state: &'a State, emoji: Option<&'a EmojiTable>) -> Self {
        Self {
            state,
            emoji,
            team: state.open_team(),
            username: state.me_user().map_or("", |me| me.username.as_str()),
            keys: mention_keys(state),
            options: options(state),
        }
    }
}

fn key(text: impl Into<String>, case: KeyCase) -> MentionKey {
    MentionKey {
        key: text.into(),
        case,
    }
}

/// Words that call the person (`rest.md` 3.2).
fn mention_keys(state: &State) -> Vec<MentionKey> {
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
    if setting("channel") != "false" {
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
    let schemes = config.get("CustomUrlSchemes").unwrap_or_default();
    let emoticons = state.preference("display_settings", "render_emoticons_as_emoji");
    TextOptions {
        latex,
        custom_url_schemes: schemes
            .split(',')
            .map(|s| s.trim().to_lowercase())
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

impl TextContext for Reader<'_> {
    fn is_username(&self, name: &str) -> bool {
        self.state.user_named(name).is_some()
    }

    fn own_username(&self) -> &str {
        self.username
    }

    fn mention_keys(&self) -> &[MentionKey] {
        &self.keys
    }

    fn channel(&self, name: &str) -> Option<&str> {
        let id = self.state.channel_named(self.team, name)?;
        let channel = self.state.channel(id)?;
        (!channel.kind.is_message()).then_some(channel.display_name.as_str())
    }

    fn emoji(&self, name: &str) -> Option<EmojiImage<'_>> {
        match self.emoji.and_then(|table| table.characters(name)) {
            Some(glyph) => Some(EmojiImage::Unicode(glyph)),
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
