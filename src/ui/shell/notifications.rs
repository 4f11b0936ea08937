//! The region where errors are told (brief, S22): calm, beside the content, never over what one is doing.

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::event::{Notice, NoticeKind};
use mm_core::state::Key;

use crate::store::use_app;
use crate::ui::common::{icons, live, rows, Icon, IconButton, TextButton, Weight};
use crate::ui::i18n::{t, use_tr, Text};

/// The region; it exists always, so that readers hear what enters it.
#[component]
pub fn Notifications() -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let notices = app.select(
        || vec![Key::Notices],
        |state| state.notices().cloned().collect::<Vec<Notice>>(),
    );
    let told = rows(
        move || notices.get(),
        |n| format!("{} {}", n.kind as u8, n.detail.as_deref().unwrap_or_default()),
        |notice| view! { <OneNotice notice /> }.into_any(),
    );
    view! {
        <section class={"notifications"} aria-label=t!(tr, Notifications)>
            {told}
        </section>
    }
    .into_any()
}

#[component]
fn OneNotice(notice: Notice) -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let kind = notice.kind;
    let is_offer = kind == NoticeKind::UpdateReady;
    let reload = move || {
        let on_press = move |()| app.environment().take_update();
        view! { <TextButton label=Text::Reload on_press weight=Weight::Primary /> }
    };
    view! {
        <div class={"notice"} data-offer=is_offer.then_some("")>
            <Icon drawing=if is_offer { icons::REFRESH } else { icons::ALERT } />
            <div class={"notice-text"} role=if is_offer { "status" } else { "alert" }>
                <p>{live(move || tr.text(text_of(kind)))}</p>
                {notice
                    .detail
                    .map(|detail| {
                        view! {
                            <p class={"muted"} dir="auto">
                                {detail}
                            </p>
                        }
                    })}
            </div>
            {is_offer.then(reload)}
            <IconButton
                icon=icons::CLOSE
                label=Text::Dismiss
                on_press=move |()| app.dispatch(Action::DismissNotice { kind })
            />
        </div>
    }
    .into_any()
}

fn text_of(kind: NoticeKind) -> Text {
    match kind {
        NoticeKind::ConnectionFailed => Text::NoticeConnection,
        NoticeKind::LoadFailed => Text::NoticeLoad,
        NoticeKind::ActFailed => Text::NoticeAct,
        NoticeKind::PlaceNotFound => Text::NoticePlace,
        NoticeKind::NotMattermost => Text::NoticeNotMattermost,
        NoticeKind::ChannelLost => Text::NoticeChannelLost,
        NoticeKind::NotKept => Text::NoticeNotKept,
        NoticeKind::UpdateReady => Text::NoticeUpdateReady,
        NoticeKind::RolledBack => Text::NoticeRolledBack,
        NoticeKind::FileNotAttached => Text::NoticeFileNotAttached,
        NoticeKind::FileLeftOut => Text::NoticeFileLeftOut,
    }
}
