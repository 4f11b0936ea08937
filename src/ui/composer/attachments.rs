//! Files for a message: chosen, dropped or pasted; how far each got; taken away again.

use leptos::html;
use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::domain::AttachmentId;
use mm_core::event::{Attached, DraftPlace, UploadPhase};
use mm_core::state::Key;
use wasm_bindgen::JsCast;
use web_sys::DragEvent;
use web_sys::Element;
use web_sys::Event;
use web_sys::FileList;
use web_sys::HtmlInputElement;

use crate::store::{memo, use_app, AppContext};
use crate::ui::common::{dom, icons, live, rows, sign, Icon, IconButton};
use crate::ui::i18n::{t, use_tr, Text};
use crate::ui::post::{failure_text, file_size};

/// Attaches all files of a list; gives whether there were any.
pub fn attach(app: AppContext, place: DraftPlace, files: Option<FileList>) -> bool {
    let count = files.as_ref().map_or(0, FileList::length);
    for file in (0..count).filter_map(|at| files.as_ref()?.get(at)) {
        let file = app.environment().hold(&file);
        app.dispatch(Action::AttachFile { place, file });
    }
    count > 0
}

/// Files that are dropped in the part of the page around a box are for it. Anywhere else they are left alone: by itself
/// a browser goes away to what is dropped.
pub fn take_dropped(node: NodeRef<html::Textarea>, take: impl Fn(Option<FileList>) -> bool + 'static) {
    dom::listen_last("dragover", |event: DragEvent| {
        if files_in(&event).is_some() {
            event.prevent_default();
        }
    });
    dom::listen_last("drop", move |event: DragEvent| {
        let Some(files) = files_in(&event) else { return };
        event.prevent_default();
        let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
        let around = node.get_untracked().and_then(|box_of_it| part_of(&box_of_it));
        if around.is_some() && around == target.and_then(|target| part_of(&target)) {
            take(Some(files));
        }
    });
}

/// The files that are dragged; while they are still in the air the list is empty. None for text, which goes where the browser puts it.
fn files_in(event: &DragEvent) -> Option<FileList> {
    let data = event.data_transfer()?;
    let has_files = data.types().includes(&"Files".into(), 0);
    data.files().filter(|_| has_files)
}

/// The part of the page with a box of its own: the channel, or the thread beside it.
fn part_of(element: &Element) -> Option<Element> {
    element.closest("main, aside").ok().flatten()
}

/// The button with the browser's own dialog behind it. `chooser` is the element that opens it.
#[component]
pub fn AttachButton(
    /// Where files are attached.
    place: DraftPlace,
    /// The element that opens the dialog.
    chooser: NodeRef<html::Input>,
    /// One cannot write here.
    #[prop(into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let app = use_app();
    let is_on = app.select(
        || vec![Key::Config],
        |state| state.config().is_on("EnableFileAttachments"),
    );
    let chosen = move |event: Event| {
        let input = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input {
            attach(app, place, input.files());
            // The same file may be chosen once more.
            input.set_value("");
        }
    };
    view! {
        <input type="file" multiple=true hidden=true tabindex="-1" node_ref=chooser on:change=chosen />
        {live(move || {
            is_on
                .get()
                .then(|| {
                    view! {
                        <IconButton
                            icon=icons::CLIP
                            label=Text::AttachFiles
                            on_press=move |()| choose(chooser)
                            disabled
                        />
                    }
                })
        })}
    }
    .into_any()
}

/// Opens the browser's dialog.
pub fn choose(chooser: NodeRef<html::Input>) {
    if let Some(input) = chooser.get_untracked() {
        input.click();
    }
}

/// The files in the composer of a place; nothing without any.
#[component]
pub fn Attachments(
    /// Where.
    place: DraftPlace,
) -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let attached = app.select(
        move || vec![Key::Attachments(place)],
        move |state| state.attached_to(place).cloned().collect::<Vec<Attached>>(),
    );
    let is_any = memo(move || attached.with(|list| !list.is_empty()));
    live(move || {
        is_any.get().then(|| {
            let items = rows(
                move || attached.get(),
                |file| file.file.id.to_string(),
                move |file| view! { <OneFile file attached /> }.into_any(),
            );
            view! {
                <ul class={"attached-files"} aria-label=t!(tr, Attachments)>
                    {items}
                </ul>
            }
            .into_any()
        })
    })
}

#[component]
fn OneFile(file: Attached, attached: Memo<Vec<Attached>>) -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let (id, name) = (file.file.id.clone(), file.file.name.clone());
    let phase = {
        let id = id.clone();
        memo(move || phase_of(&attached.get(), &id))
    };
    let failed = sign(move || matches!(phase.get(), Some(UploadPhase::Failed(_))));
    let size = file_size(file.file.size);
    let note = move || match phase.get() {
        Some(UploadPhase::Failed(reason)) => failure_text(tr, &reason),
        _ => size.clone(),
    };
    let remove = {
        let name = name.clone();
        Signal::derive(move || tr.with(Text::RemoveFile, &[("name", &name)]))
    };
    view! {
        <li class={"attached-file"} aria-label=name.clone() data-failed=failed>
            <Icon drawing=icons::FILE />
            <span class={"file-name"} dir="auto">
                {name.clone()}
            </span>
            <span class={"muted"}>{live(note)}</span>
            <progress
                max="100"
                aria-label=name.clone()
                prop:value=move || f64::from(percent(phase.get().as_ref()))
            ></progress>
            <button
                type="button"
                class="icon-button"
                aria-label=remove
                title=remove
                on:click=move |_| {
                    app.dispatch(Action::DetachFile {
                        id: id.clone(),
                    })
                }
            >
                <Icon drawing=icons::CLOSE />
            </button>
        </li>
    }
    .into_any()
}

fn phase_of(attached: &[Attached], id: &AttachmentId) -> Option<UploadPhase> {
    let found = attached.iter().find(|file| file.file.id == *id);
    found.map(|file| file.phase.clone())
}

fn percent(phase: Option<&UploadPhase>) -> u8 {
    match phase {
        Some(UploadPhase::Sending(percent)) => *percent,
        Some(UploadPhase::Done(_)) => 100,
        _ => 0,
    }
}
