//! Files, in hail and sleet: attached to messages or left in a composer, taken away again. Each is on the server once, or still in sight of who
//! attached it.

use std::rc::Rc;

use mm_core::action::Action;
use mm_core::domain::*;
use mm_core::event::{DraftPlace, UploadPhase};

use super::acts::Run;
use crate::pair::DAY_ONE;
use crate::ClientId;

/// A message has files with this chance, in percent.
const WITH_FILES: usize = 35;

/// A file that somebody attached. Its name says which.
#[derive(Clone, Debug)]
pub struct AttachedFile {
    name: String,
    by: ClientId,
    place: DraftPlace,
    /// Messages that took it along, by their place among all that was said.
    taken: Vec<usize>,
    /// Taken away, thrown away with its message, or possibly lost because nothing could be kept.
    excused: bool,
}

impl AttachedFile {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Run {
    /// Before a message is sent: it may get files.
    pub fn maybe_attach(&mut self, by: ClientId, place: DraftPlace) {
        if !self.weather.has_files() {
            return;
        }
        if self.dice.percent(WITH_FILES) {
            for _ in 0..=self.dice.below(2) {
                self.attach(by, place);
            }
        }
        let taken: Vec<String> = self
            .state(by)
            .attached_to(place)
            .map(|file| file.file.name.clone())
            .collect();
        if !taken.is_empty() {
            self.file_moved(by, place);
        }
        for file in self.files.iter_mut().filter(|file| taken.contains(&file.name)) {
            file.taken.push(self.said.len());
        }
    }

    fn attach(&mut self, by: ClientId, place: DraftPlace) {
        let name = format!("f{}.bin", self.files.len());
        self.note(by, format!("Attach {name} {place:?}"));
        self.occurred("Attach".to_owned());
        self.file_moved(by, place);
        let id = self.pair.attach(by, place, &name);
        // The composer is full: it was not taken.
        if self.state(by).attachment(&id).is_some() {
            self.files.push(AttachedFile {
                name,
                by,
                place,
                taken: Vec::new(),
                excused: false,
            });
        }
    }

    /// Besides, a file is left in the composer, or taken away from it.
    pub fn files_change(&mut self, who: ClientId) {
        let Some(open) = self.state(who).open_channel() else {
            return;
        };
        let place = DraftPlace {
            channel_id: open,
            root_id: self.state(who).open_thread().filter(|_| self.dice.percent(30)),
        };
        if self.dice.percent(70) {
            return self.attach(who, place);
        }
        let here: Vec<Attachment> = self
            .state(who)
            .attached_to(place)
            .map(|file| file.file.clone())
            .collect();
        let Some(at) = (!here.is_empty()).then(|| self.dice.below(here.len())) else {
            return;
        };
        self.excuse_files(|file| file.name == here[at].name);
        self.file_moved(who, place);
        let action = Action::DetachFile {
            id: here[at].id.clone(),
        };
        self.note(who, format!("{action:?}"));
        self.occurred("Detach".to_owned());
        self.pair.act(who, action);
    }

    /// The files of a place are others on this page: it tells their text once more.
    fn file_moved(&mut self, who: ClientId, place: DraftPlace) {
        let now = self.pair.now();
        self.filed.insert((who.0, place), now);
        self.texts_crossed_by_files(who, place);
    }

    /// A message is thrown away or deleted with its files.
    pub fn excuse_files_of(&mut self, files: &[Attachment]) {
        self.excuse_files(|file| files.iter().any(|gone| gone.name == file.name));
    }

    /// What this page attached, or alone has by now, may be lost.
    pub fn excuse_files_by(&mut self, who: ClientId) {
        let here = self.state(who).attachments().iter();
        let here: Vec<String> = here.map(|attached| attached.file.name.clone()).collect();
        self.excuse_files(|file| file.by == who || here.contains(&file.name));
    }

    /// What stood in a place in which two pages of its author fight about the words may go with one of them.
    pub fn excuse_files_at(&mut self, who: ClientId, place: DraftPlace) {
        let names = &self.names;
        for file in self.files.iter_mut().filter(|file| file.place == place) {
            file.excused |= names.get(&file.by) == names.get(&who);
        }
    }

    pub fn excuse_files(&mut self, which: impl Fn(&AttachedFile) -> bool) {
        for file in self.files.iter_mut().filter(|file| which(file)) {
            file.excused = true;
        }
    }

    /// The pages of a browser: they share its store.
    pub fn of_browser(&self, page: ClientId) -> impl Iterator<Item = ClientId> + '_ {
        let store = &self.pair.client(page).store;
        let pages = self.people.iter().copied();
        pages.filter(|page| Rc::ptr_eq(store, &self.pair.client(*page).store))
    }

    /// Each file is with one message, or still in a composer or with a message that failed; none is under way.
    pub fn check_files(&self) {
        let on_server = self.pair.server.world().files_since(DAY_ONE);
        let is_gone = |at: &usize| {
            let said = &self.said[*at];
            said.deleted || said.excused || said.root.is_some_and(|root| self.deleted.contains(&root))
        };
        // With a root go the files of its thread's composer; the words can be brought back.
        let is_buried = |file: &AttachedFile| {
            file.place
                .root_id
                .is_some_and(|root| self.deleted.contains(&root))
        };
        let expected =
            |file: &&AttachedFile| !file.excused && !is_buried(file) && !file.taken.iter().any(is_gone);
        for file in self.files.iter().filter(expected) {
            let times = on_server.get(file.name.as_str()).copied().unwrap_or_default();
            let has = |page: ClientId| {
                let mut here = self.state(page).attachments().iter();
                here.any(|attached| attached.file.name == file.name)
            };
            // With its text it has come to their other devices, and may be left on one of them.
            let me = self.names.get(&file.by);
            let theirs = self.people.iter().filter(|page| self.names.get(page) == me);
            let in_sight = theirs.filter(|page| has(**page)).count();
            assert!(times + in_sight >= 1, "{file:?} is lost");
            // Two pages of one person that send in the same moment may both take it along.
            assert!(
                times <= file.taken.len().max(1),
                "{file:?} is there {times} times"
            );
        }
        for who in self.people.iter().filter(|who| !self.unkept.contains(&who.0)) {
            // What another tab attached is that tab's to send, and stands here as long as it cannot.
            let own = format!("-of-{}", who.0);
            let attachments = self.state(*who).attachments().iter();
            for attached in attachments.filter(|attached| attached.file.id.as_str().ends_with(&own)) {
                assert!(
                    matches!(attached.phase, UploadPhase::Done(_) | UploadPhase::Failed(_)),
                    "{who:?}: {attached:?} neither goes nor fails"
                );
            }
        }
    }
}
