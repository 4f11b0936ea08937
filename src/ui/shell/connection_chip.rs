//! The connection chip (brief, S23): icon, text and colour, and the way to cut a wait short.

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::domain::Monotonic;
use mm_core::event::ConnectionStatus;
use mm_core::state::Key;

use super::Freshness;
use crate::store::{effect, memo, use_app};
use crate::ui::common::{dom, icons, live, sign, Drawing, Icon, TextButton};
use crate::ui::i18n::{t, use_tr, Text, Tr};

/// After this many failures in a row the chip says "Offline" (brief, S15).
const CALM_AFTER: u32 = 5;

/// What the chip shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chip {
    /// Live.
    Connected,
    /// Opening or proving.
    Connecting,
    /// The next try comes by itself, in so many seconds.
    Waiting(i64),
    /// Tried often, or nothing to connect with.
    Offline,
}

impl Chip {
    /// The chip for a status, at a moment of the engine's clock.
    pub fn of(status: ConnectionStatus, now: Monotonic) -> Chip {
        match status {
            ConnectionStatus::Connected => Chip::Connected,
            ConnectionStatus::Connecting => Chip::Connecting,
            ConnectionStatus::Idle => Chip::Offline,
            ConnectionStatus::Waiting { failures, .. } if failures >= CALM_AFTER => Chip::Offline,
            ConnectionStatus::Waiting { until, .. } => {
                let millis = until.0.saturating_sub(now.0);
                Chip::Waiting(i64::try_from(millis.div_ceil(1000)).unwrap_or(i64::MAX).max(1))
            }
        }
    }

    fn text(self, tr: Tr) -> String {
        match self {
            Chip::Connected => tr.text(Text::Connected).into(),
            Chip::Connecting => tr.text(Text::Connecting).into(),
            Chip::Waiting(seconds) => tr.counted(Text::ReconnectingIn, seconds, &[]),
            Chip::Offline => tr.text(Text::Offline).into(),
        }
    }

    fn icon(self) -> Drawing {
        match self {
            Chip::Connected => icons::LINK,
            Chip::Connecting | Chip::Waiting(_) => icons::REFRESH,
            Chip::Offline => icons::UNLINK,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Chip::Connected => "connected",
            Chip::Connecting => "connecting",
            Chip::Waiting(_) => "waiting",
            Chip::Offline => "offline",
        }
    }
}

/// The chip in the header.
#[component]
pub fn ConnectionChip() -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let status = app.select(|| vec![Key::Connection], |state| state.connection());
    let polled = app.select(|| vec![Key::Connection], |state| state.is_polled());
    let now = RwSignal::new(app.environment().mono());
    effect(move || {
        if matches!(status.get(), ConnectionStatus::Waiting { .. }) {
            now.set(app.environment().mono());
            dom::every(250, move || now.set(app.environment().mono()));
        }
    });
    let chip = memo(move || Chip::of(status.get(), now.get()));
    let away = memo(move || matches!(chip.get(), Chip::Waiting(_) | Chip::Offline));
    view! {
        <div class={"connection"} data-state=sign(move || chip.get().word())>
            <div class={"freshness"} data-old={""}>
                {live(move || if polled.get() { tr.text(Text::Polled) } else { "" })}
            </div>
            <Freshness />
            // Seconds that pass are shown, but not read out one by one.
            <div
                class={"chip"}
                role="status"
                aria-live=sign(move || matches!(chip.get(), Chip::Waiting(_)).then_some("off"))
                aria-label=t!(tr, Connection)
                title=t!(tr, Connection)
            >
                {live(move || view! { <Icon drawing=chip.get().icon() /> })}
                <span class={"chip-text"}>{live(move || chip.get().text(tr))}</span>
            </div>
            <Show when=move || away.get()>
                <TextButton label=Text::ReconnectNow on_press=move |()| app.dispatch(Action::ReconnectNow) />
            </Show>
        </div>
    }
    .into_any()
}
