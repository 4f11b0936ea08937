//! A message on its way, or one that failed: the reason in words, two ways on.

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::domain::PendingPostId;
use mm_core::event::FailureReason;

use super::face::Shown;
use crate::ui::common::{icons, Icon, TextButton};
use crate::ui::handles::Handles;
use crate::ui::i18n::{t, use_tr, Text, Tr};

/// Nothing once confirmed.
pub fn pending_state(h: Handles, shown: &Shown) -> Option<AnyView> {
    let pending = shown.pending.clone()?;
    Some(match &shown.failed {
        None => view! { <OnItsWay /> }.into_any(),
        Some(reason) => failed(h, pending, reason),
    })
}

fn failed(h: Handles, pending: PendingPostId, reason: &FailureReason) -> AnyView {
    let (again, away) = (pending.clone(), pending);
    let app = h.app;
    view! {
        <div class={"failed"}>
            <Icon drawing=icons::ALERT />
            <span role="status" aria-label=h.tr.text(Text::FailedToSend)>
                {h.tr.text(Text::FailedToSend)}
            </span>
            <span class={"muted"} dir="auto">
                {failure_text(h.tr, reason)}
            </span>
            <TextButton
                label=Text::TryAgain
                on_press=move |()| {
                    app.dispatch(Action::RetryPost {
                        pending: again.clone(),
                    })
                }
            />
            <TextButton
                label=Text::Discard
                on_press=move |()| {
                    app.dispatch(Action::DiscardPost {
                        pending: away.clone(),
                    })
                }
            />
        </div>
    }
    .into_any()
}

/// The sign of a text that the server has not confirmed.
#[component]
pub fn OnItsWay() -> impl IntoView {
    let tr = use_tr();
    view! {
        <span class={"sending"} role="status" aria-label=t!(tr, Sending)>
            <Icon drawing=icons::CLOCK />
            <span class={"visually-hidden"}>{t!(tr, Sending)}</span>
        </span>
    }
    .into_any()
}

/// Why something was not sent, in words.
pub fn failure_text(tr: Tr, reason: &FailureReason) -> String {
    match reason {
        FailureReason::Refused { message } => message.clone(),
        FailureReason::Unreachable => tr.text(Text::FailedUnreachable).into(),
        FailureReason::SignedOut => tr.text(Text::FailedSignedOut).into(),
        FailureReason::FileGone => tr.text(Text::FailedFileGone).into(),
    }
}
