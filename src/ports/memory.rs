//! A local store in memory, shared by the pages of a browser: what one page kept, the next one finds, and the others hear.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use mm_core::cache::{told, Collection, Record, StoreFault, Write};
use mm_core::testing::MemoryStore;

use super::Report;

/// An answer that was not given yet.
enum Answer {
    Kept(Result<(), StoreFault>),
    Restored(Collection),
    Heard(Vec<Record>),
}

type Answers = Rc<RefCell<VecDeque<Answer>>>;

/// A page's way to the store. Answers wait for [`MemoryPort::report`], as those of a browser wait for its next task.
#[derive(Clone)]
pub struct MemoryPort {
    store: Rc<RefCell<MemoryStore>>,
    answers: Answers,
    /// Of every page.
    pages: Rc<RefCell<Vec<Answers>>>,
}

impl Default for MemoryPort {
    fn default() -> Self {
        let answers = Answers::default();
        Self {
            store: Rc::default(),
            pages: Rc::new(RefCell::new(vec![answers.clone()])),
            answers,
        }
    }
}

impl MemoryPort {
    /// Another page of the same browser, or the same one loaded anew: answers to the former page are lost.
    pub fn next_page(&self) -> Self {
        let next = Self {
            answers: Rc::default(),
            ..self.clone()
        };
        self.pages.borrow_mut().push(next.answers.clone());
        next
    }

    /// From now on the store does nothing and says why; `None` mends it.
    pub fn break_with(&self, fault: Option<StoreFault>) {
        self.store.borrow_mut().fault = fault;
    }

    /// How many records hold words of the person.
    pub fn count(&self) -> usize {
        self.store.borrow().own_words().len()
    }

    /// Carries out a batch.
    pub fn keep(&self, writes: &[Write]) {
        let outcome = self.store.borrow_mut().write(writes);
        self.answers.borrow_mut().push_back(Answer::Kept(outcome));
        let others = self.pages.borrow();
        for other in others.iter().filter(|page| !Rc::ptr_eq(page, &self.answers)) {
            other.borrow_mut().push_back(Answer::Heard(told(writes)));
        }
    }

    /// Reads a collection.
    pub fn restore(&self, collection: Collection) {
        self.answers.borrow_mut().push_back(Answer::Restored(collection));
    }

    /// Gives all answers.
    pub fn report(&self, to: &impl Report) {
        loop {
            let next = self.answers.borrow_mut().pop_front();
            match next {
                Some(Answer::Kept(outcome)) => to.kept(outcome),
                Some(Answer::Heard(records)) => to.heard(records),
                Some(Answer::Restored(collection)) => {
                    let records = self.store.borrow().read(collection);
                    to.restored(collection, records);
                }
                None => return,
            }
        }
    }
}
