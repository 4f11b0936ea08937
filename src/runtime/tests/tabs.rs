//! Two pages of one browser: what one keeps, the other one hears.

use mm_core::action::Action;
use mm_core::event::SessionState;

use super::Page;
use crate::ports::Report;

impl Page {
    /// Another tab of the same browser, in the same channel.
    fn beside(&self) -> Self {
        let page = Self::open_with(self.outside().store.next_page()).with_a_channel();
        page.hear();
        self.hear();
        page
    }

    /// The tasks come in which the store answers and other tabs are heard.
    fn hear(&self) {
        self.outside().store.report(&*self.runtime);
    }

    fn session(&self) -> SessionState {
        self.runtime.store.with(|engine| engine.state().session().clone())
    }
}

#[test]
fn what_is_written_and_sent_in_one_tab_is_so_in_the_other() {
    let one = Page::in_a_channel();
    let other = one.beside();
    one.write("half a sen");
    one.runtime.woke(mm_core::connection::Wake::Hidden);
    other.hear();
    assert_eq!(other.draft(), "half a sen");
    one.say("half a sentence");
    one.write("");
    other.hear();
    assert_eq!(other.draft(), "");
    assert_eq!(other.outbox().len(), 1);
    assert_eq!(other.sends(), 0, "it is the other tab's to send");
    one.hear();
    assert_eq!(one.outbox().len(), 1, "nothing comes back");
}

#[test]
fn who_logs_out_in_one_tab_has_logged_out_in_the_other() {
    let one = Page::in_a_channel();
    let other = one.beside();
    one.runtime.act(Action::LogOut);
    assert_eq!(other.session(), SessionState::SignedIn, "not heard yet");
    other.hear();
    assert_eq!(other.session(), SessionState::SignedOut);
    other.hear();
    one.hear();
    assert_eq!(one.outside().store.count(), 0);
}

#[test]
fn what_is_told_goes_through_the_one_queue() {
    let page = Page::open();
    let told = mm_core::cache::told(&[mm_core::cache::Write::Wipe]);
    page.runtime.heard(told);
    assert_eq!(page.session(), SessionState::SignedOut);
}
