//! What the parser must be told about the world: people, channels, emoji, settings.
//!
//! Implemented by the view room over the reader's state and by tests over small tables. All
//! names are asked for in lower case.

/// Look-ups and settings for one parse.
pub trait TextContext {
    /// Whether a person with this user name is known.
    fn is_username(&self, name: &str) -> bool;

    /// Whether a user group that may be mentioned has this name.
    fn is_group(&self, name: &str) -> bool {
        let _ = name;
        false
    }

    /// The reader's user name.
    fn own_username(&self) -> &str;

    /// Words that call the reader, `@name` and `@channel` and the like among them.
    fn mention_keys(&self) -> &[MentionKey];

    /// Display name of the channel with this name, when it may be linked.
    fn channel(&self, name: &str) -> Option<&str>;

    /// The emoji with this short name.
    fn emoji(&self, name: &str) -> Option<EmojiImage<'_>>;

    /// The short name of an emoji character sequence.
    fn emoji_name(&self, unicode: &str) -> Option<&str>;

    /// Settings of server and reader.
    fn options(&self) -> &TextOptions;
}

/// How a known emoji is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmojiImage<'a> {
    /// By this character sequence.
    Unicode(&'a str),
    /// By an image of the server.
    Custom,
}

/// A word that calls the reader (`notify_props.mention_keys`, `rest.md` 5.8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MentionKey {
    /// The word, with its `@` when it has one.
    pub key: String,
    /// Whether only the exact case counts (the first name does).
    pub case: KeyCase,
}

/// Whether a mention key minds upper and lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeyCase {
    /// Any case matches.
    #[default]
    Ignored,
    /// Only the exact case matches.
    Exact,
}

/// Settings that change what a text means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextOptions {
    /// `EnableLatex` and `EnableInlineLatex` of the server.
    pub latex: Latex,
    /// `CustomUrlSchemes` of the server, in lower case.
    pub custom_url_schemes: Vec<String>,
    /// `MinimumHashtagLength` of the server, without the number sign.
    pub min_hashtag_length: usize,
    /// `render_emoticons_as_emoji` of the reader.
    pub emoticons: Emoticons,
}

/// Which formulas are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Latex {
    /// None: formulas are code or text.
    #[default]
    Off,
    /// Fenced blocks only.
    Blocks,
    /// Fenced blocks and `$…$`.
    BlocksAndInline,
}

/// Whether `:)` becomes an emoji.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Emoticons {
    /// Drawn as emoji.
    #[default]
    Drawn,
    /// Left as text.
    Text,
}

impl Default for TextOptions {
    fn default() -> Self {
        Self {
            latex: Latex::Off,
            custom_url_schemes: Vec::new(),
            min_hashtag_length: 3,
            emoticons: Emoticons::Drawn,
        }
    }
}
