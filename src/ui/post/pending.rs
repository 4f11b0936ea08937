//! A message on its way, or one that failed: the reason in words, two ways on.

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::event::FailureReason;

use super::message::Shown;
use crate::store::{memo, use_app};
use crate::ui::common::{Icon, TextButton};
use crate::ui::i18n::{t, use_tr, Text, Tr};

/// Nothing once confirmed.
#[component]
pub fn PendingState(
    /// The message.
    shown: Memo<Option<Shown>>,
) -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let pending = memo(move || shown.with(|s| s.as_ref().and_then(|s| s.pending.clone())));
    let failed = memo(move || shown.with(|s| s.as_ref().and_then(|s| s.failed.clone())));
    move || {
        let pending = pending.get()?;
        let (again, away) = (pending.clone(), pending);
        Some(match failed.get() {
            None => view! { <OnItsWay /> }.into_any(),
            Some(reason) => view! {
                <div class={"failed"}>
                    <Icon name="alert" />
                    <span role="status" aria-label=t!(tr, FailedToSend)>
                        {t!(tr, FailedToSend)}
                    </span>
                    <span class={"muted"} dir="auto">
                        {move || reason_text(tr, &reason)}
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
            .into_any(),
        })
    }
}

/// The sign of a text that the server has not confirmed.
#[component]
pub fn OnItsWay() -> impl IntoView {
    let tr = use_tr();
    view! {
        <span class={"sending"} role="status" aria-label=t!(tr, Sending)>
            <Icon name="clock" />
            <span class={"visually-hidden"}>{t!(tr, Sending)}</span>
        </span>
    }
    .into_any()
}

fn reason_text(tr: Tr, reason: &FailureReason) -> String {
    match reason {
        FailureReason::Refused { message } => message.clone(),
        FailureReason::Unreachable => tr.text(Text::FailedUnreachable).into(),
        FailureReason::SignedOut => tr.text(Text::FailedSignedOut).into(),
    }
}
