//! State of this tab only: language, theme and density of this device, what is laid over the page. Kept apart from the
//! engine, which knows nothing of screens.

use leptos::prelude::*;
use mm_core::domain::{PostId, UserId};
use mm_core::event::DraftPlace;

use super::AppContext;

/// Languages the interface is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Japanese.
    Ja,
}

impl Language {
    /// All of them, in the order of the setting.
    pub const ALL: [Language; 2] = [Language::En, Language::Ja];

    /// Language tag for `lang` and `Intl`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Ja => "ja",
        }
    }

    /// The language in its own words.
    pub fn own_name(self) -> &'static str {
        match self {
            Language::En => "English",
            Language::Ja => "日本語",
        }
    }

    /// The language of a tag such as `ja-JP`, if there is one.
    pub fn from_tag(tag: &str) -> Option<Language> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|l| l.tag().eq_ignore_ascii_case(primary))
    }

    /// The first of the wished languages that we have.
    pub fn best_of<'a>(tags: impl IntoIterator<Item = &'a str>) -> Language {
        tags.into_iter().find_map(Self::from_tag).unwrap_or_default()
    }
}

macro_rules! device_setting {
    ($(#[$doc:meta])* $name:ident, $default:ident, $($(#[$vdoc:meta])* $variant:ident = $word:literal),+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// All values, in the order of the setting.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// Word it is kept under and set as on the page.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// Reads a kept word; anything else is the default.
            pub fn from_word(word: Option<&str>) -> $name {
                match word { $(Some($word) => $name::$variant,)+ _ => $name::$default }
            }
        }
    };
}

device_setting!(
    /// Light or dark.
    Theme, System,
    /// As the system.
    System = "system",
    /// Light.
    Light = "light",
    /// Dark.
    Dark = "dark"
);

device_setting!(
    /// How close messages stand.
    Density, Comfortable,
    /// With pictures.
    Comfortable = "comfortable",
    /// One line a message, without pictures.
    Compact = "compact"
);

/// What is laid over the page; at most one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// Quick switcher.
    Switcher,
    /// Settings.
    Settings,
    /// Confirmation of deleting this post.
    DeletePost(PostId),
    /// Choosing a reaction to this post.
    React(PostId),
    /// Choosing an emoji for the text written here.
    Emoji(DraftPlace),
    /// Bringing back a text that was cleared, to here.
    Cleared(DraftPlace),
    /// Profile of this person.
    Profile(UserId),
    /// Channel list on a narrow screen.
    Drawer,
}

/// The handle, given by context.
#[derive(Clone, Copy)]
pub struct LocalState {
    /// Language of the interface.
    pub language: RwSignal<Language>,
    /// Light or dark.
    pub theme: RwSignal<Theme>,
    /// How close messages stand.
    pub density: RwSignal<Density>,
    /// What is laid over the page.
    pub overlay: RwSignal<Option<Overlay>>,
    /// The post whose text is being edited in place, and in which thread's list (`None`: the channel's).
    pub editing: RwSignal<Option<(Option<PostId>, PostId)>>,
    /// Text of that edit so far: it outlives its row, which is taken away when scrolled far enough.
    pub edited_text: StoredValue<Option<(PostId, String)>>,
}

impl LocalState {
    /// Reads what this device has kept; call it under the root owner.
    pub fn new(app: AppContext) -> Self {
        let environment = app.environment();
        let language = match environment
            .setting("language")
            .as_deref()
            .and_then(Language::from_tag)
        {
            Some(chosen) => chosen,
            None => Language::best_of(environment.languages().iter().map(String::as_str)),
        };
        Self {
            language: RwSignal::new(language),
            theme: RwSignal::new(Theme::from_word(environment.setting("theme").as_deref())),
            density: RwSignal::new(Density::from_word(environment.setting("density").as_deref())),
            overlay: RwSignal::new(None),
            editing: RwSignal::new(None),
            edited_text: StoredValue::new(None),
        }
    }
}

/// The handle, from anywhere below the root.
pub fn use_local() -> LocalState {
    expect_context::<LocalState>()
}
