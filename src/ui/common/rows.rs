//! A list by key that never moves what stays: the framework's own takes elements out and puts them back when several come before
//! them, and with that the focus, the selection and the pointer's place in them are gone. Given one newcomer at a time it leaves the
//! others where they are (seen by the end-to-end scenario of a focused message).
use std::sync::Arc;

use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::reactive_graph::OwnedView;
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::keyed::{keyed, Keyed};
use leptos::tachys::view::{Position, PositionState, Render, RenderHtml};
use mm_core::domain::{set_of, Set};

/// Makes the view of the row at a place; called once for as long as its key stays.
type Make = Arc<dyn Fn(usize) -> AnyView + Send + Sync>;
/// Key and place.
type Item = (String, usize);
type Each = Box<dyn Fn(usize, Item) -> (fn(usize), OwnedView<AnyView>) + Send>;
type Framework = Keyed<Item, Vec<Item>, String, fn(&Item) -> String, Each, fn(usize), OwnedView<AnyView>>;

/// Rows by key. Keys are text, whatever the rows are: the framework's list exists once in the module, not once a kind of row.
pub struct Rows {
    keys: Vec<String>,
    make: Make,
    owner: Option<Owner>,
}

/// The rows of a list that changes. Call it where the list lives: rows end with their key or with that owner.
pub fn rows<T: Clone + Send + Sync + 'static>(
    items: impl Fn() -> Vec<T> + Send + 'static,
    key: fn(&T) -> String,
    make: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> Box<dyn Fn() -> Rows + Send> {
    let (make, owner) = (Arc::new(make), Owner::current());
    Box::new(move || {
        let (items, make) = (items(), make.clone());
        let keys = items.iter().map(key).collect();
        let row = move |at: usize| {
            let item = items.get(at).cloned();
            item.map_or_else(|| ().into_any(), |item| make(item))
        };
        Rows {
            keys,
            make: Arc::new(row),
            owner: owner.clone(),
        }
    })
}

fn key_of(item: &Item) -> String {
    item.0.clone()
}

fn at_place(_: usize) {}

impl Rows {
    /// The framework's list of these keys, all of which are ours.
    fn framework(&self, keys: Vec<String>) -> Framework {
        let (make, owner) = (self.make.clone(), self.owner.clone());
        let each: Each = Box::new(move |_, (_, at)| {
            let owner = owner
                .as_ref()
                .map_or_else(Owner::new, |owner| owner.with(Owner::new));
            let view = owner.with(|| make(at));
            (at_place as fn(usize), OwnedView::new_with_owner(view, owner))
        });
        // Steps keep the order, so one walk finds all places.
        let mut places = self.keys.iter().enumerate();
        let item = |key: String| {
            let at = places.by_ref().find(|(_, own)| **own == key)?.0;
            Some((key, at))
        };
        let items = keys.into_iter().filter_map(item).collect();
        keyed(items, key_of as fn(&Item) -> String, each)
    }
}

/// The lists that lead from one to another: without what leaves, then with one newcomer more each time.
pub fn steps<K: Ord + Clone>(from: &[K], to: &[K]) -> Vec<Vec<K>> {
    let stays: Set<&K> = set_of(to);
    let mut there: Set<&K> = set_of(from.iter().filter(|key| stays.contains(key)));
    let mut steps = Vec::new();
    if there.is_empty() || there.len() == to.len() {
        return vec![to.to_vec()];
    }
    let list = |there: &Set<&K>| to.iter().filter(|key| there.contains(key)).cloned().collect();
    if there.len() < from.len() {
        steps.push(list(&there));
    }
    // Those behind the last that stays are put at the end, which moves nothing: all at once.
    let last = to.iter().rposition(|key| there.contains(key)).unwrap_or_default();
    for key in &to[..last] {
        if there.insert(key) {
            steps.push(list(&there));
        }
    }
    if there.len() < to.len() {
        steps.push(to.to_vec());
    }
    steps
}

/// What is in the page.
pub struct RowsState {
    keys: Vec<String>,
    state: <Framework as Render>::State,
}

impl Render for Rows {
    type State = RowsState;

    fn build(self) -> Self::State {
        RowsState {
            state: self.framework(self.keys.clone()).build(),
            keys: self.keys,
        }
    }

    fn rebuild(self, state: &mut Self::State) {
        for step in steps(&state.keys, &self.keys) {
            self.framework(step).rebuild(&mut state.state);
        }
        state.keys = self.keys;
    }
}

impl Mountable for RowsState {
    fn unmount(&mut self) {
        self.state.unmount();
    }

    fn mount(
        &mut self,
        parent: &leptos::tachys::renderer::types::Element,
        marker: Option<&leptos::tachys::renderer::types::Node>,
    ) {
        self.state.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.state.insert_before_this(child)
    }

    fn elements(&self) -> Vec<leptos::tachys::renderer::types::Element> {
        self.state.elements()
    }
}

impl AddAnyAttr for Rows {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self::Output<NewAttr> {
        self
    }
}

impl RenderHtml for Rows {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.framework(self.keys.clone())
            .to_html_with_buf(buf, position, escape, mark_branches, extra_attrs);
    }

    /// Pages come without rows: nothing is hydrated.
    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Self::State {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::steps;

    #[test]
    fn who_stays_is_led_by_one_newcomer_at_a_time() {
        assert_eq!(
            steps(&[3, 4, 5], &[1, 2, 3, 4]),
            [vec![3, 4], vec![1, 3, 4], vec![1, 2, 3, 4]]
        );
        assert_eq!(steps(&[1, 2], &[1, 2, 3, 4]), [vec![1, 2, 3, 4]]);
        assert_eq!(steps(&[1, 4], &[1, 2, 3, 4]), [vec![1, 2, 4], vec![1, 2, 3, 4]]);
    }

    #[test]
    fn another_list_comes_at_once() {
        assert_eq!(steps(&[1, 2], &[3, 4]), [vec![3, 4]]);
        assert_eq!(steps(&[], &[3, 4]), [vec![3, 4]]);
        assert_eq!(steps(&[1, 2], &[]), [Vec::<i32>::new()]);
    }
}
