//! A page that is loaded anew, with what the local store kept of the one before.

use mm_core::action::Action;
use mm_core::cache::StoreFault;
use mm_core::connection::Wake;
use mm_core::domain::ChannelId;
use mm_core::event::{DraftPlace, NoticeKind};
use mm_core::rest::{HttpAnswer, HttpReply};
use mm_core::state::OutgoingPhase;

use super::Page;
use crate::ports::memory::MemoryPort;
use crate::ports::Report;

/// What is asked for when a post is looked for.
const LOOK_UP: &str = "since=";

impl Page {
    pub(super) fn say(&self, text: &str) {
        let number = self.outside().asked.borrow().len();
        self.runtime.act(Action::SendPost {
            channel_id: channel(),
            root_id: None,
            message: text.to_owned(),
            nonce: format!("{text}-{number:016x}"),
        });
        self.answer_store();
    }

    pub(super) fn write(&self, text: &str) {
        let place = DraftPlace {
            channel_id: channel(),
            root_id: None,
        };
        let text = text.to_owned();
        self.runtime.act(Action::ChangeDraft { place, text });
    }

    pub(super) fn draft(&self) -> String {
        let place = DraftPlace {
            channel_id: channel(),
            root_id: None,
        };
        self.runtime
            .store
            .with(|engine| engine.state().draft(place).to_owned())
    }

    fn answer_store(&self) {
        self.outside().store.report(&*self.runtime);
    }

    /// Another page finds what this one kept; what was under way is cut off.
    fn reload(self) -> Self {
        let page = Self::open_with(self.outside().store.next_page());
        page.answer_store();
        page
    }

    /// How often something was asked whose address ends or begins so.
    fn asked(&self, part: &str) -> usize {
        let asked = self.outside().asked.borrow();
        asked.iter().filter(|(_, path)| path.contains(part)).count()
    }

    pub(super) fn sends(&self) -> usize {
        let asked = self.outside().asked.borrow();
        asked.iter().filter(|(_, path)| path == "/api/v4/posts").count()
    }

    pub(super) fn outbox(&self) -> Vec<(String, OutgoingPhase)> {
        self.runtime.store.with(|engine| {
            let outbox = engine.state().outbox().iter();
            outbox
                .map(|item| (item.post.message.clone(), item.phase.clone()))
                .collect()
        })
    }

    fn is_told(&self) -> bool {
        self.runtime.store.with(|engine| {
            let mut notices = engine.state().notices();
            notices.any(|notice| notice.kind == NoticeKind::NotKept)
        })
    }
}

fn channel() -> ChannelId {
    ChannelId::parse(&"c".repeat(26)).expect("an id")
}

#[test]
fn a_page_that_is_loaded_anew_looks_for_what_was_cut_off_and_sends_what_is_not_there() {
    let page = Page::in_a_channel();
    page.say("under way");
    page.say("waits");
    assert_eq!(page.sends(), 1);
    let page = page.reload();
    let texts: Vec<String> = page.outbox().into_iter().map(|(text, _)| text).collect();
    assert_eq!(texts, ["under way", "waits"]);
    assert_eq!((page.sends(), page.asked(LOOK_UP)), (0, 1));
    page.answer(LOOK_UP, r#"{"order": [], "posts": {}}"#);
    assert_eq!(page.sends(), 1);
}

#[test]
fn a_failed_message_is_there_after_a_reload_and_stays_until_it_is_thrown_away() {
    let page = Page::in_a_channel();
    page.say("too long");
    let id = page
        .outside()
        .asked
        .borrow()
        .iter()
        .find(|(_, path)| path == "/api/v4/posts")
        .map(|(id, _)| *id);
    let refusal = HttpAnswer {
        status: 400,
        content_type: "application/json".to_owned(),
        body: r#"{"id": "x", "message": "Too long.", "status_code": 400}"#.to_owned(),
        ..HttpAnswer::default()
    };
    page.runtime
        .replied(id.expect("sent"), HttpReply::Answer(refusal));
    let page = page.reload();
    let outbox = page.outbox();
    assert!(
        matches!(&outbox[..], [(text, OutgoingPhase::Failed(_))] if text == "too long"),
        "{outbox:?}"
    );
    assert_eq!((page.sends(), page.asked(LOOK_UP)), (0, 0));
    let pending = page
        .runtime
        .store
        .with(|engine| engine.state().outbox()[0].post.pending.clone());
    page.runtime.act(Action::DiscardPost { pending });
    assert!(page.reload().outbox().is_empty());
}

#[test]
fn a_text_is_kept_when_the_page_is_hidden_and_gone_when_it_was_sent() {
    let page = Page::in_a_channel();
    page.write("half a sen");
    page.runtime.woke(Wake::Hidden);
    let page = page.reload().with_a_channel();
    assert_eq!(page.draft(), "half a sen");
    page.say("half a sentence");
    page.write("");
    let page = page.reload();
    assert_eq!(page.draft(), "");
    assert_eq!(page.outbox().len(), 1);
}

#[test]
fn a_store_that_is_refused_is_told_once_and_costs_nothing_else() {
    let store = MemoryPort::default();
    store.break_with(Some(StoreFault::Refused));
    let page = Page::open_with(store).with_a_channel();
    assert!(page.is_told());
    page.runtime.act(Action::DismissNotice {
        kind: NoticeKind::NotKept,
    });
    page.say("all the same");
    assert!(!page.is_told());
    assert_eq!((page.sends(), page.outbox().len()), (1, 1));
}

#[test]
fn a_store_that_becomes_full_keeps_what_it_has_and_loses_what_is_taken_away() {
    let page = Page::in_a_channel();
    page.write("kept");
    page.runtime.woke(Wake::Hidden);
    page.answer_store();
    page.outside().store.break_with(Some(StoreFault::Failed));
    page.say("not kept");
    assert!(page.is_told());
    page.outside().store.break_with(None);
    page.write("");
    assert_eq!(page.outside().store.count(), 0);
}
