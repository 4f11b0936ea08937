//! The profile of a person: who they are, whether they are there, and the way to write to them.

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::domain::UserId;
use mm_core::state::Key;
use mm_core::view::{self, AuthorTag, ProfileView};

use crate::store::{effect, memo, use_app, use_local, Overlay};
use crate::ui::common::{
    dom, icons, live, sign, Avatar, Dialog, IconButton, Name, PresenceMark, TextButton, Weight,
};
use crate::ui::i18n::{t, use_tr, Text};

/// How often the local time is read again.
const EVERY_MS: i32 = 10_000;

/// The name of somebody, which opens their profile. Where names are many, only those where `reachable` are on the way of
/// the Tab key.
#[component]
pub fn PersonButton(
    /// Who.
    user_id: UserId,
    /// Name as shown.
    name: String,
    /// Whether the Tab key stops here.
    #[prop(into)]
    reachable: Signal<bool>,
) -> impl IntoView {
    let local = use_local();
    let open = move || local.overlay.set(Some(Overlay::Profile(user_id)));
    view! {
        // Not a `button`: browsers leave the text of those out when messages are copied.
        <span
            class={"author"}
            dir="auto"
            role={"button"}
            aria-haspopup={"dialog"}
            tabindex=sign(move || if reachable.get() { "0" } else { "-1" })
            on:click=move |_| open()
            on:keydown=move |event| {
                if matches!(event.key().as_str(), "Enter" | " ") {
                    event.prevent_default();
                    open();
                }
            }
        >
            {name}
        </span>
    }
    .into_any()
}

/// The dialog.
#[component]
pub fn Profile(
    /// Who.
    user_id: UserId,
) -> impl IntoView {
    let (app, local, tr) = (use_app(), use_local(), use_tr());
    let close = Callback::new(move |()| local.overlay.set(None));
    let person = app.select(
        move || vec![Key::User(user_id), Key::Preferences, Key::Config],
        move |state| view::profile(state, user_id),
    );
    let name = Signal::derive(move || {
        let name = person.with(|p| p.as_ref().map(|p| p.display_name.clone()));
        name.unwrap_or_else(|| tr.text(Text::Someone).to_owned())
    });
    let write = move |()| {
        close.run(());
        app.dispatch(Action::OpenDirect { user_id });
    };
    let may_write = memo(move || person.with(|p| p.as_ref().is_some_and(|p| !p.is_deactivated)));
    view! {
        <Dialog label=Name::Words(name) class="dialog narrow" on_close=close>
            <header class={"dialog-header"}>
                <h2 class={"dialog-title"} dir="auto">
                    {live(move || name.get())}
                </h2>
                <IconButton icon=icons::CLOSE label=Text::Close on_press=close />
            </header>
            <div class={"profile"}>
                <Avatar user_id class="avatar large" />
                <div class={"profile-facts"}>
                    <Facts user_id person />
                </div>
            </div>
            <Show when=move || may_write.get()>
                <div class={"buttons"}>
                    <TextButton label=Text::ProfileMessage weight=Weight::Primary on_press=write />
                </div>
            </Show>
        </Dialog>
    }
    .into_any()
}

/// What is known, a line each.
#[component]
fn Facts(user_id: UserId, person: Memo<Option<ProfileView>>) -> impl IntoView {
    let tr = use_tr();
    let line = move |read: fn(&ProfileView) -> &str| {
        let text = person.with(|p| p.as_ref().map(|p| read(p).to_owned()));
        text.filter(|text| !text.is_empty()).map(|text| {
            view! { <p dir="auto">{text}</p> }
        })
    };
    let username = move || person.with(|p| p.as_ref().map(|p| format!("@{}", p.username)));
    let tag = move || {
        let tag = person.with(|p| p.as_ref().and_then(|p| p.tag))?;
        let text = match tag {
            AuthorTag::Bot | AuthorTag::Webhook => Text::TagBot,
            AuthorTag::Guest => Text::TagGuest,
        };
        Some(view! { <span class={"tag"}>{tr.follow(text)}</span> })
    };
    let note = move || {
        let text = match person.with(|p| p.as_ref().map(|p| p.is_deactivated)) {
            Some(true) => Text::ProfileDeactivated,
            Some(false) => return None,
            None => Text::ProfileUnknown,
        };
        Some(view! { <p class={"muted"}>{tr.follow(text)}</p> })
    };
    view! {
        {live(move || line(|p| &p.full_name))}
        <p class={"profile-name"}>
            <PresenceMark user_id />
            <span>{username}</span>
            {tag}
        </p>
        {live(move || line(|p| &p.position))}
        <LocalTime person />
        {note}
    }
    .into_any()
}

/// What the clock says where they are.
#[component]
fn LocalTime(person: Memo<Option<ProfileView>>) -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let now = RwSignal::new(app.now_wall());
    effect(move || dom::every(EVERY_MS, move || now.set(app.now_wall())));
    let time = memo(move || {
        let zone = person.with(|p| p.as_ref().map(|p| p.timezone.clone()))?;
        let zone = Some(zone).filter(|zone| !zone.is_empty())?;
        tr.time_in(&zone, now.get())
    });
    move || {
        time.get().map(|time| {
            view! { <p class={"muted"}>{t!(tr, ProfileTime, time = time)}</p> }
        })
    }
}
