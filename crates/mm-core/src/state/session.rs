//! Signed in or not, and what that means for what is known: an expired session keeps everything for the same person, signing
//! out or another person keeps nothing.

use crate::event::{NoticeKind, Place, SessionState};

use super::{Changes, Key, State};

impl State {
    /// The session's state changed.
    pub(super) fn session_changed(&mut self, session: &SessionState, changes: &mut Changes) {
        if self.session == *session {
            return;
        }
        if *session == SessionState::SignedOut {
            // A cold start without a session keeps the place asked for; leaving one does not lead the next person there.
            let place = match self.session {
                SessionState::Unknown => self.place.clone(),
                _ => Place::Start,
            };
            self.person_changed(changes);
            self.place = place;
        }
        self.session = session.clone();
        changes.insert(Key::Session);
    }

    /// Nothing of the person before stays: only what the server says to everybody, and that a newer client waits.
    pub(super) fn person_changed(&mut self, changes: &mut Changes) {
        self.notices.retain(|kind, _| *kind == NoticeKind::UpdateReady);
        *self = State {
            notices: std::mem::take(&mut self.notices),
            session: std::mem::take(&mut self.session),
            config: std::mem::take(&mut self.config),
            place: std::mem::take(&mut self.place),
            connection: self.connection,
            attention: self.attention,
            counters: std::mem::take(&mut self.counters),
            ..State::default()
        };
        self.threads_setting_followed(changes);
        changes.insert(Key::Everything);
    }
}
