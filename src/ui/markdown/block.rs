//! Blocks: paragraphs, lists, quotes, code, tables. Built with the framework's builders, so that no constant template arises.

use leptos::html;
use leptos::prelude::*;
use mm_core::text::{Align, Block, Cell, Language, List, ListItem, Table};

use super::inline::inlines;
use crate::ui::common::{dom, icons, Icon};
use crate::ui::i18n::{use_tr, Text};

/// Blocks in order.
pub fn blocks(blocks: &[Block]) -> Vec<AnyView> {
    blocks.iter().map(block).collect()
}

fn block(block: &Block) -> AnyView {
    match block {
        Block::Paragraph(content) => html::p().child(inlines(content)).into_any(),
        Block::Plain(content) => inlines(content).into_any(),
        Block::Heading { level, content } => heading(*level, inlines(content)),
        Block::Quote(inner) => html::blockquote().child(blocks(inner)).into_any(),
        Block::List(inner) => list(inner),
        Block::Code { language, text } => code(*language, text),
        Block::Latex(text) => code(None, text),
        Block::Table(inner) => table(inner),
        Block::Rule => html::hr().attr("class", "rule").into_any(),
    }
}

/// A heading in a message is not one of the page: it keeps its level for readers below the page's own.
fn heading(level: u8, content: Vec<AnyView>) -> AnyView {
    html::div()
        .attr("class", format!("heading heading-{level}"))
        .attr("role", "heading")
        .attr("aria-level", (level + 2).min(6).to_string())
        .child(content)
        .into_any()
}

fn list(list: &List) -> AnyView {
    let items: Vec<AnyView> = list.items.iter().map(item).collect();
    match list.start {
        Some(start) => html::ol()
            .attr("start", start.to_string())
            .child(items)
            .into_any(),
        None => html::ul().attr("class", "bullets").child(items).into_any(),
    }
}

fn item(item: &ListItem) -> AnyView {
    let content = blocks(&item.blocks);
    match item.task {
        None => html::li().child(content).into_any(),
        Some(done) => html::li()
            .attr("class", "task")
            .child((task_box(done), content))
            .into_any(),
    }
}

fn task_box(done: bool) -> AnyView {
    let tr = use_tr();
    let (icon, name) = if done {
        (icons::TASK_DONE, Text::TaskDone)
    } else {
        (icons::TASK_OPEN, Text::TaskOpen)
    };
    html::span()
        .attr("class", "task-box")
        .attr("role", "img")
        .attr("aria-label", tr.follow(name))
        .child(view! { <Icon drawing=icon /> })
        .into_any()
}

fn code(language: Option<Language>, text: &str) -> AnyView {
    let tr = use_tr();
    let copied = text.to_owned();
    let name = tr.follow(Text::CodeCopy);
    view! {
        <div class={"code-block"}>
            {language.map(|l| html::span().attr("class", "code-language").child(l.label))}
            <button
                type="button"
                class={"icon-button code-copy"}
                aria-label=name
                title=name
                on:click=move |_| dom::copy(&copied)
            >
                <Icon drawing=icons::COPY />
            </button> <pre tabindex={"0"}>
                <code translate={"no"}>{text.to_owned()}</code>
            </pre>
        </div>
    }
    .into_any()
}

fn table(table: &Table) -> AnyView {
    let head: Vec<AnyView> = table.header.iter().map(|c| cell(c, true)).collect();
    let rows: Vec<AnyView> = table
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<AnyView> = row.iter().map(|c| cell(c, false)).collect();
            html::tr().child(cells).into_any()
        })
        .collect();
    let inner = html::table().child((
        html::thead().child(html::tr().child(head)),
        html::tbody().child(rows),
    ));
    html::div()
        .attr("class", "table-scroll")
        .attr("tabindex", "0")
        .child(inner)
        .into_any()
}

fn cell(cell: &Cell, is_head: bool) -> AnyView {
    let align = cell.align.map(|a| match a {
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    });
    let content = inlines(&cell.content);
    if is_head {
        html::th().attr("data-align", align).child(content).into_any()
    } else {
        html::td().attr("data-align", align).child(content).into_any()
    }
}
