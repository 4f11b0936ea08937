//! What the client is doing, in figures: never a word of a message.

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::event::Place;
use mm_core::state::{Key, State};

use crate::store::use_app;
use crate::ui::common::{dom, TextButton, Weight};
use crate::ui::i18n::{t, use_tr, Text};
use crate::ui::shell::{ConnectionChip, Notifications};

/// How often the figures are read again.
const EVERY_MS: i32 = 1000;

/// The page.
#[component]
pub fn Diagnostics() -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let tick = RwSignal::new(0_u32);
    Effect::new(move |_| dom::every(EVERY_MS, move || tick.update(|t| *t = t.wrapping_add(1))));
    let counters = Memo::new(move |_| {
        tick.track();
        app.peek(|state| state.counters().clone())
    });
    let memory = app.select(|| vec![Key::Everything], memory_words);
    let memory = Memo::new(move |_| {
        tick.track();
        memory.track();
        app.peek(memory_words)
    });
    view! {
        <main class={"page"}>
            <h1>{t!(tr, Diagnostics)}</h1>
            <p>
                <a class={"button"} href=app.href(&Place::Start)>
                    {t!(tr, BackToChannels)}
                </a>
            </p>
            <ConnectionChip />
            <h2>{t!(tr, DiagVersion)}</h2>
            <p>{env!("CARGO_PKG_VERSION")}</p>
            <h2>{t!(tr, DiagMemory)}</h2>
            <p class={"figures"}>{move || memory.get()}</p>
            <h2>{t!(tr, DiagEvents)}</h2>
            <table class={"figures"}>
                <thead>
                    <tr>
                        <th scope="col">{t!(tr, DiagKind)}</th>
                        <th scope="col">{t!(tr, DiagCount)}</th>
                    </tr>
                </thead>
                <tbody>
                    {move || {
                        counters
                            .get()
                            .iter()
                            .map(|(name, count)| {
                                let (name, count) = (name.clone(), *count);
                                view! {
                                    <tr>
                                        <td>{name}</td>
                                        <td>{count}</td>
                                    </tr>
                                }
                            })
                            .collect_view()
                    }}
                </tbody>
            </table>
            <h2>{t!(tr, ResetLocalData)}</h2>
            <p class={"muted"}>{t!(tr, ResetHint)}</p>
            <TextButton
                label=Text::ResetLocalData
                weight=Weight::Danger
                on_press=move |()| app.dispatch(Action::ResetLocalData)
            />
        </main>
        <Notifications />
    }
    .into_any()
}

/// How much is held, by kind.
fn memory_words(state: &State) -> String {
    format!("{:?}", state.memory())
}
