//! The summary of replies under a root message; opens the thread.

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::domain::{PostId, Timestamp, UserId};
use mm_core::view::{PostView, ThreadSummary};

use super::face::Face;
use crate::ui::common::{icons, picture, Icon};
use crate::ui::handles::Handles;
use crate::ui::i18n::Text;

/// Nothing without replies.
pub fn replies(h: Handles, face: &Face, view: &PostView) -> Option<AnyView> {
    Some(summary(h, face, view.post.id, view.thread.as_ref()?))
}

fn summary(h: Handles, face: &Face, root: PostId, thread: &ThreadSummary) -> AnyView {
    let one = |(id, version): &(UserId, Option<Timestamp>)| {
        h.people.see(*id);
        picture(h.app, *id, *version, "avatar tiny")
    };
    let people: Vec<AnyView> = face.repliers.iter().map(one).collect();
    let last = thread.last_reply_at;
    let last = last.map(|at| h.tr.with(Text::LastReply, &[("time", &h.tr.moment(at))]));
    let open = move |_| h.app.dispatch(Action::OpenThread { root_id: Some(root) });
    view! {
        <button
            type="button"
            class={"replies"}
            title=last
            data-unread=(thread.unread_replies > 0).then_some("")
            on:click=open
        >
            <Icon drawing=icons::REPLY />
            <span class={"replies-people"} aria-hidden={"true"}>
                {people}
            </span>
            <span>{h.tr.counted(Text::Replies, thread.reply_count, &[])}</span>
        </button>
    }
    .into_any()
}
