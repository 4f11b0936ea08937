//! What the client is doing, in names, numbers and sizes: never a word of a message.

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::connection::Phase;
use mm_core::engine::{Diagnostics as Record, Engine};
use mm_core::event::Place;
use mm_core::view;

use crate::store::{effect, memo, use_app, AppContext};
use crate::ui::common::{dom, TextButton, Weight};
use crate::ui::i18n::{t, use_tr, Text, Tr};
use crate::ui::shell::ConnectionChip;

/// How often the figures are read again.
const EVERY_MS: i32 = 1000;

/// Rows of a table, cell by cell.
type Rows = Vec<Vec<String>>;

/// The page.
#[component]
pub fn Diagnostics() -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    view! {
        <main class={"page"}>
            <h1>{t!(tr, Diagnostics)}</h1>
            <div class={"page-bar"}>
                <a class={"button"} href=app.href(&Place::Start)>
                    {t!(tr, BackToChannels)}
                </a>
                <TextButton
                    label=Text::ResetLocalData
                    weight=Weight::Danger
                    on_press=move |()| app.dispatch(Action::ResetLocalData)
                />
                <ConnectionChip />
            </div>
            <p class={"muted"}>{t!(tr, ResetHint)}</p>
            <p>{t!(tr, DiagVersion)} " " {env!("CARGO_PKG_VERSION")}</p>
            <Tables />
        </main>
    }
    .into_any()
}

/// All figures, read anew every second.
#[component]
fn Tables() -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let tick = RwSignal::new(0_u32);
    effect(move || dom::every(EVERY_MS, move || tick.update(|t| *t = t.wrapping_add(1))));
    let record = memo(move || {
        tick.track();
        app.peek_engine(|engine| engine.diagnostics().clone())
    });
    let read = move |rows: fn(AppContext, Tr, &Engine) -> Rows| {
        memo(move || {
            tick.track();
            app.peek_engine(|engine| rows(app, tr, engine))
        })
    };
    let told = move |rows: fn(Tr, &Record) -> Rows| memo(move || record.with(|r| rows(tr, r)));
    view! {
        <div class={"figures-grid"}>
            <Figures
                caption=Text::DiagWhy
                heads=&[Text::MemChannels, Text::WhyPosts, Text::WhyMentions, Text::WhyReplies]
                rows=read(unread)
            />
            <Figures caption=Text::DiagConnection heads=&[Text::DiagKind, Text::DiagValue] rows=told(link) />
            <Figures
                caption=Text::DiagFlights
                heads=&[Text::DiagNumber, Text::DiagKind, Text::DiagSeconds]
                rows=read(flights)
            />
            <Figures caption=Text::DiagMemory heads=&[Text::DiagKind, Text::DiagCount] rows=read(memory) />
            <Figures caption=Text::DiagPhases heads=&[Text::DiagTime, Text::DiagPhase] rows=told(phases) />
            <Figures caption=Text::DiagEvents heads=&[Text::DiagKind, Text::DiagCount] rows=read(counters) />
            <Figures
                caption=Text::DiagFrames
                heads=&[Text::DiagTime, Text::DiagKind, Text::DiagNumber, Text::DiagBytes]
                rows=told(frames)
            />
        </div>
    }
    .into_any()
}

/// One table.
#[component]
fn Figures(caption: Text, heads: &'static [Text], rows: Memo<Rows>) -> impl IntoView {
    let tr = use_tr();
    let heads = heads
        .iter()
        .map(|head| view! { <th scope="col">{tr.follow(*head)}</th> })
        .collect_view();
    let row = |cells: Vec<String>| {
        let cells = cells.into_iter().map(|cell| view! { <td>{cell}</td> });
        view! { <tr>{cells.collect_view()}</tr> }
    };
    let body = move || {
        let mut rows = rows.get();
        if rows.is_empty() {
            rows.push(vec![tr.text(Text::DiagNone).to_owned()]);
        }
        rows.into_iter().map(row).collect_view()
    };
    view! {
        <table class={"figures"}>
            <caption>{tr.follow(caption)}</caption>
            <thead>
                <tr>{heads}</tr>
            </thead>
            <tbody>{body}</tbody>
        </table>
    }
    .into_any()
}

fn unread(_: AppContext, tr: Tr, engine: &Engine) -> Rows {
    let row = |why: view::WhyUnread| {
        let remark = |is_so: bool, text| if is_so { tr.text(text) } else { "" };
        vec![
            why.channel,
            format!("{} − {} = {}", why.total, why.read, why.total - why.read),
            why.mentions.to_string(),
            why.replies.to_string(),
            remark(why.muted, Text::WhyMuted).to_owned(),
            remark(why.marked_unread, Text::WhyMarked).to_owned(),
        ]
    };
    view::why_unread(engine.state()).into_iter().map(row).collect()
}

fn link(tr: Tr, record: &Record) -> Rows {
    let row = |name: Text, value: String| vec![tr.text(name).to_owned(), value];
    let close = record.last_close.map(|code| code.to_string());
    vec![
        row(Text::LinkResumes, record.resumes.to_string()),
        row(Text::LinkLosses, record.losses.to_string()),
        row(Text::LinkDuplicates, record.duplicates.to_string()),
        row(
            Text::LinkClose,
            close.unwrap_or_else(|| tr.text(Text::DiagNone).to_owned()),
        ),
    ]
}

/// Newest first.
fn phases(tr: Tr, record: &Record) -> Rows {
    let phases = record.phases.iter().rev();
    phases
        .map(|(at, phase)| vec![tr.clock(*at), tr.text(phase_text(*phase)).to_owned()])
        .collect()
}

fn phase_text(phase: Phase) -> Text {
    match phase {
        Phase::Idle => Text::PhaseIdle,
        Phase::Connecting => Text::PhaseConnecting,
        Phase::Proving => Text::PhaseProving,
        Phase::Live => Text::PhaseLive,
        Phase::Waiting => Text::PhaseWaiting,
    }
}

/// Newest first.
fn frames(tr: Tr, record: &Record) -> Rows {
    let frames = record.recent.iter().rev();
    frames
        .map(|frame| {
            let number = frame.seq.map(|seq| seq.to_string()).unwrap_or_default();
            vec![
                tr.clock(frame.at),
                frame.name.clone(),
                number,
                frame.size.to_string(),
            ]
        })
        .collect()
}

fn flights(app: AppContext, _: Tr, engine: &Engine) -> Rows {
    let now = app.environment().mono();
    let flights = engine.flights().into_iter();
    flights
        .map(|(id, name, since)| {
            vec![
                id.0.to_string(),
                name.to_owned(),
                now.since(since).as_secs().to_string(),
            ]
        })
        .collect()
}

fn counters(_: AppContext, _: Tr, engine: &Engine) -> Rows {
    let counters = engine.state().counters().iter();
    counters
        .map(|(name, count)| vec![name.clone(), count.to_string()])
        .collect()
}

fn memory(app: AppContext, tr: Tr, engine: &Engine) -> Rows {
    let held = engine.state().memory();
    let figures = [
        (Text::MemPosts, held.posts),
        (Text::MemTombstones, held.tombstones),
        (Text::MemTimelines, held.timelines),
        (Text::MemChannels, held.channels),
        (Text::MemUsers, held.users),
        (Text::MemOutbox, held.outbox),
        (Text::MemDrafts, held.drafts),
    ];
    let page = app
        .environment()
        .memory()
        .map(|bytes| (Text::MemPage, bytes / 1024));
    let stops = (Text::MemStops, app.environment().stops());
    let figures = figures.into_iter().chain(page).chain([stops]);
    figures
        .map(|(name, count)| vec![tr.text(name).to_owned(), count.to_string()])
        .collect()
}
