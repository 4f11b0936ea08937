//! What is offered while somebody writes: people for `@`, channels for `~`, emoji for `:`. The text box keeps the focus and
//! tells readers which option is marked.

use leptos::html;
use leptos::prelude::*;
use mm_core::state::Key;
use mm_core::view::{self, Kind, Suggestion, Word};
use web_sys::KeyboardEvent;

use super::draft::place_of;
use super::insert::{replace, selection};
use crate::store::{memo, use_app, AppContext};
use crate::ui::common::text_box::{Controls, Writing};
use crate::ui::common::{icons, sign, Avatar, Icon};
use crate::ui::emoji::{use_emoji, Emoji};
use crate::ui::i18n::{t, use_tr, Text};
use crate::ui::post::ListOf;
use crate::ui::shell::channel_icon;

/// As many as fit without scrolling.
const LIMIT: usize = 7;

/// The suggestions of one composer.
#[derive(Clone, Copy)]
pub struct Suggesting {
    app: AppContext,
    emoji: Emoji,
    list: ListOf,
    node: NodeRef<html::Textarea>,
    word: RwSignal<Option<Word>>,
    found: Memo<Vec<Suggestion>>,
    marked: RwSignal<usize>,
}

impl Suggesting {
    /// For the text box of a composer.
    pub fn new(list: ListOf, node: NodeRef<html::Textarea>) -> Self {
        let (app, emoji) = (use_app(), use_emoji());
        let word = RwSignal::new(None::<Word>);
        let found = app.select(
            || vec![Key::Sidebar, Key::Emoji],
            move |state| {
                word.with(|word| match word {
                    Some(word) => view::suggest(state, emoji.table().as_deref(), word, LIMIT),
                    None => Vec::new(),
                })
            },
        );
        Self {
            app,
            emoji,
            list,
            node,
            word,
            found,
            marked: RwSignal::new(0),
        }
    }

    /// What the text box tells readers.
    pub fn controls(self) -> Controls {
        let Self {
            list, found, marked, ..
        } = self;
        Controls {
            list: Signal::derive(move || found.with(|f| !f.is_empty()).then(|| list_id(list))),
            active: Signal::derive(move || {
                found
                    .with(|f| !f.is_empty())
                    .then(|| option_id(list, marked.get()))
            }),
        }
    }

    /// The text changed, or somebody began to choose characters, or left.
    pub fn on_writing(self, writing: Writing) {
        match writing {
            Writing::Settled => self.look(),
            Writing::Composing | Writing::Left => self.close(),
        }
    }

    /// A key in the text box; whether it was for the list.
    pub fn on_key(self, event: &KeyboardEvent) -> bool {
        let count = self.found.with_untracked(Vec::len);
        let modified = event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key();
        if count == 0 || modified {
            return false;
        }
        let marked = self.marked.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => self.marked.set((marked + 1) % count),
            "ArrowUp" => self.marked.set((marked + count - 1) % count),
            // Written out already: then it is the message that Enter sends.
            "Enter" if self.is_written(marked) => {
                self.close();
                return false;
            }
            "Enter" | "Tab" => self.choose(marked),
            "Escape" => {
                self.close();
                event.stop_propagation();
            }
            // The caret leaves the word.
            "ArrowLeft" | "ArrowRight" | "Home" | "End" => {
                self.close();
                return false;
            }
            _ => return false,
        }
        event.prevent_default();
        true
    }

    /// Offers nothing until the text changes.
    pub fn close(self) {
        // Also called when the composer is being taken away.
        if self.word.try_with_untracked(Option::is_some) == Some(true) {
            self.word.set(None);
        }
    }

    fn is_written(self, at: usize) -> bool {
        self.word.with_untracked(|word| {
            let found = self.found.read_untracked();
            let offer = found.get(at);
            word.as_ref()
                .zip(offer)
                .is_some_and(|(word, offer)| offer.is(word))
        })
    }

    fn look(self) {
        let word = self.node.get_untracked().and_then(|element| {
            let selected = selection(&element);
            let text = element.value();
            let caret = selected.is_empty().then_some(selected.end)?;
            view::word_at(text.get(..caret)?)
        });
        if word.as_ref().is_some_and(|word| word.kind == Kind::Emoji) {
            self.emoji.want();
        }
        if self.word.with_untracked(|old| *old != word) {
            self.marked.set(0);
            self.word.set(word);
        }
    }

    fn choose(self, at: usize) {
        let chosen = self
            .found
            .with_untracked(|found| found.get(at).map(Suggestion::text));
        let word = self.word.get_untracked();
        if let (Some(piece), Some(word), Some(element)) = (chosen, word, self.node.get_untracked()) {
            let caret = selection(&element).end;
            replace(self.app, place_of(self.list), &element, word.start..caret, &piece);
        }
        self.close();
    }
}

/// The list above the text box; nothing while nothing is offered.
#[component]
pub fn SuggestionList(
    /// Of this composer.
    suggesting: Suggesting,
) -> impl IntoView {
    let tr = use_tr();
    let Suggesting { found, list, .. } = suggesting;
    let open = memo(move || found.with(|f| !f.is_empty()));
    let options = move || {
        let found = found.get().into_iter().enumerate();
        found
            .map(|(at, suggestion)| view! { <Offer at suggestion suggesting /> })
            .collect_view()
    };
    // A press on an option leaves the focus in the text box.
    view! {
        <Show when=move || open.get()>
            <div
                class={"suggestions"}
                role="listbox"
                id=list_id(list)
                aria-label=t!(tr, Suggestions)
                // The text box keeps the focus.
                on:pointerdown=|event| event.prevent_default()
                on:mousedown=|event| event.prevent_default()
            >
                {options}
            </div>
        </Show>
    }
    .into_any()
}

#[component]
fn Offer(at: usize, suggestion: Suggestion, suggesting: Suggesting) -> impl IntoView {
    let marked = suggesting.marked;
    view! {
        <div
            class={"option"}
            role="option"
            id=option_id(suggesting.list, at)
            aria-selected=sign(move || (marked.get() == at).to_string())
            on:pointermove=move |_| {
                if marked.get_untracked() != at {
                    marked.set(at);
                }
            }
            on:click=move |_| suggesting.choose(at)
        >
            {face(suggestion)}
        </div>
    }
    .into_any()
}

fn face(suggestion: Suggestion) -> AnyView {
    let (app, tr) = (use_app(), use_tr());
    match suggestion {
        Suggestion::Person {
            user_id,
            username,
            display_name,
        } => {
            let other = (display_name != username).then_some(display_name);
            let picture = view! { <Avatar user_id class="avatar tiny" /> }.into_any();
            named(picture, format!("@{username}"), other)
        }
        Suggestion::Group(word) => {
            let text = if word == "here" {
                Text::MentionHere
            } else {
                Text::MentionEveryone
            };
            let picture = view! { <Icon drawing=icons::PEOPLE /> }.into_any();
            named(picture, format!("@{word}"), Some(tr.text(text).to_owned()))
        }
        Suggestion::Channel {
            name,
            display_name,
            kind,
        } => {
            let picture = view! { <Icon drawing=channel_icon(kind, false) /> }.into_any();
            named(picture, display_name, Some(format!("~{name}")))
        }
        Suggestion::Emoji { name, characters } => {
            let picture = view! {
                <span class={"emoji"} aria-hidden={"true"}>
                    {characters}
                </span>
            };
            named(picture.into_any(), format!(":{name}:"), None)
        }
        Suggestion::CustomEmoji { name, id } => {
            let src = app.api_url(&format!("/api/v4/emoji/{id}/image"));
            let picture = view! { <img class={"emoji custom"} src=src alt="" /> };
            named(picture.into_any(), format!(":{name}:"), None)
        }
    }
}

fn named(picture: AnyView, name: String, detail: Option<String>) -> AnyView {
    view! {
        {picture}
        <span class={"option-name"} dir="auto">
            {name}
        </span>
        {detail
            .map(|detail| {
                view! {
                    <span class={"muted"} dir="auto">
                        {detail}
                    </span>
                }
            })}
    }
    .into_any()
}

fn list_id(list: ListOf) -> String {
    format!("suggestions-{}", super::write::word_of(list))
}

fn option_id(list: ListOf, at: usize) -> String {
    format!("suggestion-{}-{at}", super::write::word_of(list))
}

#[cfg(test)]
mod tests;
