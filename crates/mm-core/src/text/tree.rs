//! The document tree a message becomes, and its plain text.
//!
//! Built by [`super::parse`], drawn by the app's renderer as nodes (never as HTML text). Every
//! string in it is inert: raw HTML of the source is [`Inline::Text`]. The tree holds what was
//! written; how a person or an emoji is shown is the renderer's part.

use super::links::Href;

/// One message as a tree.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
    /// The message is emoji alone and is drawn large.
    pub jumbo: bool,
}

/// A block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph. A newline inside its texts is shown as a line break.
    Paragraph(Vec<Inline>),
    /// Text of a tight list item: as a paragraph, but without its spacing.
    Plain(Vec<Inline>),
    /// A heading of level 1 to 6.
    Heading {
        /// 1 to 6.
        level: u8,
        /// What it says.
        content: Vec<Inline>,
    },
    /// A block quote.
    Quote(Vec<Block>),
    /// A list.
    List(List),
    /// A code block.
    Code {
        /// Known language of the fence; `None` is shown without a label.
        language: Option<super::languages::Language>,
        /// The code, without the last newline.
        text: String,
    },
    /// A LaTeX block: the formula.
    Latex(String),
    /// A table.
    Table(Table),
    /// A horizontal rule.
    Rule,
}

/// A list, ordered when `start` is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Number of the first item of an ordered list (at most 2³¹, as browsers count).
    pub start: Option<u32>,
    /// Items in order.
    pub items: Vec<ListItem>,
}

/// A list item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListItem {
    /// A task item: whether its box is ticked.
    pub task: Option<bool>,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A table. Rows may be shorter or longer than the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Header cells.
    pub header: Vec<Cell>,
    /// Body rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A table cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Alignment of its column, when the table names one.
    pub align: Option<Align>,
    /// What it says.
    pub content: Vec<Inline>,
}

/// Alignment of a table column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// `:--`
    Left,
    /// `:-:`
    Center,
    /// `--:`
    Right,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Inert text.
    Text(String),
    /// `*emphasis*`
    Emphasis(Vec<Inline>),
    /// `**strong**`
    Strong(Vec<Inline>),
    /// `~~deleted~~`
    Deleted(Vec<Inline>),
    /// `` `code` ``
    Code(String),
    /// A forced line break (two spaces before a newline).
    LineBreak,
    /// A link that passed [`super::links::safe_href`].
    Link {
        /// Where it goes.
        href: Href,
        /// Its title.
        title: Option<String>,
        /// What it shows; holds no further link, channel or hashtag.
        content: Vec<Inline>,
    },
    /// An image.
    Image(Image),
    /// `@name` of a known person or group.
    Mention(Mention),
    /// Words that call the reader: own mention keys, `@all`, `@channel`, `@here`.
    Highlight(Vec<Inline>),
    /// `~name` of a known channel.
    Channel {
        /// The channel's name in lower case.
        name: String,
        /// Its display name.
        display_name: String,
    },
    /// `#tag`, with the number sign.
    Hashtag(String),
    /// An emoji that is known.
    Emoji(Emoji),
    /// An inline formula.
    Latex(String),
}

/// An image in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Address; `None` when it is not safe, shown as a broken picture.
    pub src: Option<String>,
    /// Text shown instead of it.
    pub alt: String,
    /// Its title.
    pub title: Option<String>,
    /// Width in CSS pixels, from `=WxH`.
    pub width: Option<u32>,
    /// Height in CSS pixels.
    pub height: Option<u32>,
}

/// A mention of a known person or group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The name in lower case, as the server knows it.
    pub name: String,
    /// Who is meant.
    pub target: MentionTarget,
}

/// Who a mention names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MentionTarget {
    /// The reader.
    Own,
    /// Another person.
    User,
    /// A user group.
    Group,
}

/// An emoji.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emoji {
    /// Short name in lower case; `None` for a character no short name is known for.
    pub name: Option<String>,
    /// How it is drawn.
    pub glyph: Glyph,
    /// What was typed.
    pub typed: String,
}

/// What an emoji is drawn with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Glyph {
    /// A character sequence.
    Unicode(String),
    /// The server's image for a custom emoji of that name.
    Custom,
}
