//! Who logs out, and who signs in at that browser afterwards: the same person, or somebody else.

use mm_core::action::Action;
use mm_core::domain::UserId;
use mm_core::event::SessionState;

use super::acts::Run;
use super::mixed::PASSWORD;
use crate::ClientId;

impl Run {
    /// Somebody logs out. What they had not sent goes with them, in all tabs; what they had said is theirs for ever.
    pub fn leave(&mut self, who: ClientId) {
        let signs_in = |page: ClientId| *self.state(page).session() == SessionState::SigningIn;
        // Nobody signs in in one tab and leaves in another at once: who is it then?
        if self.state(who).me().is_none() || self.of_browser(who).any(signs_in) {
            return;
        }
        self.note(who, "logs out".to_owned());
        self.occurred("LogOut".to_owned());
        self.excuse_what_goes(who);
        self.pair.act(who, Action::LogOut);
        // What is typed in another tab before it has heard goes too: nobody is so quick.
        let span = self.dice.weighted(&[(2, 5), (2, 30), (2, 700), (1, 9_000)]);
        self.pair.run_for(span);
        let names: Vec<&'static str> = self.names.values().copied().collect();
        let next = self.dice.of(&names).filter(|_| self.dice.percent(60));
        if let Some(name) = next {
            for page in self.of_browser(who).collect::<Vec<_>>() {
                self.names.insert(page, name);
            }
        }
        if let (Some(name), true) = (self.names.get(&who).copied(), self.dice.percent(70)) {
            self.note(who, format!("{name} signs in"));
            self.pair.log_in(who, name, PASSWORD);
        }
    }

    fn excuse_what_goes(&mut self, who: ClientId) {
        let pages: Vec<ClientId> = self.of_browser(who).collect();
        let me = self.person(who);
        let world = self.pair.server.world();
        for said in self.said.iter_mut().filter(|said| pages.contains(&said.by)) {
            said.excused |= world.written(&said.word).is_empty();
        }
        self.typed
            .retain(|(page, _), _| !pages.contains(&ClientId(*page)));
        for page in pages {
            self.wishes.excuse(page, me);
            self.excuse_files_by(page);
        }
    }

    /// Whoever is signed in is who signed in last, and nothing of anybody else is left.
    pub fn check_person(&self, who: ClientId) {
        let me = self.person(who);
        assert_eq!(self.state(who).me(), me, "{who:?}: who is it?");
        if self.unkept.contains(&who.0) {
            return;
        }
        let is_mine = |key: &String| me.is_some_and(|me| key.starts_with(me.as_str()));
        let store = self.pair.client(who).store.borrow();
        let left = store.records.keys().find(|key| !is_mine(key));
        assert_eq!(left, None, "{who:?}: of somebody else");
    }

    /// What was said was said by whom it was typed.
    pub fn check_authors(&self) {
        let world = self.pair.server.world();
        let authors = world.authors_since(crate::pair::DAY_ONE);
        for said in &self.said {
            let author = authors.get(said.word.as_str()).copied();
            let expected = said.author.as_ref().map(UserId::as_str);
            assert!(author.is_none() || author == expected, "{said:?} is {author:?}'s");
        }
    }
}
