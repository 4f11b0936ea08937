//! Ordered maps and sets in chunks: sorted lists of at most [`MOST`] entries, in order.
//!
//! A tree of the standard library is compiled anew for every size of key and value, seven kilobytes each: together a tenth of what
//! a person downloads. A chunk is found and searched by halves, and to insert or remove moves the few entries behind the place; that is as quick
//! as a tree (`docs/performance.md`) and a fifth of the code. The names are the standard library's.

use std::borrow::Borrow;
use std::fmt;
use std::ops::{Bound, RangeBounds};

/// Entries of a chunk: more are two chunks.
const MOST: usize = 64;

/// Values by key, in the order of the keys.
#[derive(Clone)]
pub struct Map<K, V> {
    /// None is empty.
    chunks: Vec<Vec<(K, V)>>,
}

/// A place: which chunk, which entry of it. Behind the last entry of a chunk stands the first of the next one.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Place {
    chunk: usize,
    entry: usize,
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self { chunks: Vec::new() }
    }
}

impl<K, V> Map<K, V> {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many entries.
    pub fn len(&self) -> usize {
        self.chunks.iter().map(Vec::len).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// Forgets all entries.
    pub fn clear(&mut self) {
        self.chunks.clear();
    }

    /// Keys and values, in order.
    pub fn iter(&self) -> Iter<'_, K, V> {
        Iter {
            chunks: &self.chunks,
            front: Place { chunk: 0, entry: 0 },
            back: self.end(),
        }
    }

    /// Keys, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    /// Values, in the order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// Values, to change.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.chunks.iter_mut().flatten().map(|(_, value)| value)
    }

    /// The entry of the smallest key.
    pub fn first_key_value(&self) -> Option<(&K, &V)> {
        self.iter().next()
    }

    /// The entry of the largest key.
    pub fn last_key_value(&self) -> Option<(&K, &V)> {
        self.iter().next_back()
    }

    /// Takes the entry of the smallest key.
    pub fn pop_first(&mut self) -> Option<(K, V)> {
        (!self.is_empty()).then(|| self.take(Place { chunk: 0, entry: 0 }))
    }

    /// Keeps what `keeps` wants.
    pub fn retain(&mut self, mut keeps: impl FnMut(&K, &mut V) -> bool) {
        for chunk in &mut self.chunks {
            chunk.retain_mut(|(key, value)| keeps(key, value));
        }
        self.chunks.retain(|chunk| !chunk.is_empty());
    }

    fn end(&self) -> Place {
        Place {
            chunk: self.chunks.len(),
            entry: 0,
        }
    }

    /// The entry at a place that was found.
    fn take(&mut self, at: Place) -> (K, V) {
        let chunk = &mut self.chunks[at.chunk];
        let entry = chunk.remove(at.entry);
        if chunk.is_empty() {
            self.chunks.remove(at.chunk);
        }
        entry
    }
}

impl<K: Ord, V> Map<K, V> {
    /// Where a key stands, or where it would.
    fn find<Q: Ord + ?Sized>(&self, key: &Q) -> Result<Place, Place>
    where
        K: Borrow<Q>,
    {
        let begins_before =
            |chunk: &Vec<(K, V)>| chunk.first().is_some_and(|(first, _)| first.borrow() <= key);
        let chunk = self.chunks.partition_point(begins_before).saturating_sub(1);
        let Some(entries) = self.chunks.get(chunk) else {
            return Err(Place { chunk, entry: 0 });
        };
        match entries.binary_search_by(|(known, _)| known.borrow().cmp(key)) {
            Ok(entry) => Ok(Place { chunk, entry }),
            Err(entry) => Err(Place { chunk, entry }),
        }
    }

    /// The value of a key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let at = self.find(key).ok()?;
        let (_, value) = self.chunks.get(at.chunk)?.get(at.entry)?;
        Some(value)
    }

    /// The value of a key, to change.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let at = self.find(key).ok()?;
        let (_, value) = self.chunks.get_mut(at.chunk)?.get_mut(at.entry)?;
        Some(value)
    }

    /// Whether a key is there.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.find(key).is_ok()
    }

    /// Sets the value of a key; gives the one it replaces.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.find(&key) {
            Ok(at) => Some(std::mem::replace(&mut self.chunks[at.chunk][at.entry].1, value)),
            Err(at) => {
                self.put(at, (key, value));
                None
            }
        }
    }

    /// Takes the value of a key out.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let at = self.find(key).ok()?;
        Some(self.take(at).1)
    }

    /// The value of a key, to change; of a key that is new: what is made for it.
    pub fn entry_or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let at = match self.find(&key) {
            Ok(at) => at,
            Err(at) => self.put(at, (key, make())),
        };
        &mut self.chunks[at.chunk][at.entry].1
    }

    /// Adds all of another map, which is empty afterwards.
    pub fn append(&mut self, other: &mut Self) {
        for (key, value) in std::mem::take(other) {
            self.insert(key, value);
        }
    }

    /// The entries whose keys lie in a range, in order.
    pub fn range(&self, range: impl RangeBounds<K>) -> Iter<'_, K, V> {
        let from = match range.start_bound() {
            Bound::Unbounded => Place { chunk: 0, entry: 0 },
            Bound::Included(key) => self.border(key, false),
            Bound::Excluded(key) => self.border(key, true),
        };
        let to = match range.end_bound() {
            Bound::Unbounded => self.end(),
            Bound::Included(key) => self.border(key, true),
            Bound::Excluded(key) => self.border(key, false),
        };
        Iter {
            chunks: &self.chunks,
            front: from,
            // A range that ends before it begins is empty.
            back: if (to.chunk, to.entry) < (from.chunk, from.entry) {
                from
            } else {
                to
            },
        }
    }

    /// The place before a key, or behind it.
    fn border(&self, key: &K, behind: bool) -> Place {
        let mut at = match self.find(key) {
            Ok(at) => Place {
                entry: at.entry + usize::from(behind),
                ..at
            },
            Err(at) => at,
        };
        if self
            .chunks
            .get(at.chunk)
            .is_some_and(|chunk| at.entry >= chunk.len())
        {
            at = Place {
                chunk: at.chunk + 1,
                entry: 0,
            };
        }
        at
    }

    /// Puts an entry where it belongs; gives where it stands.
    fn put(&mut self, at: Place, entry: (K, V)) -> Place {
        let Some(chunk) = self.chunks.get_mut(at.chunk) else {
            self.chunks.push(vec![entry]);
            return at;
        };
        chunk.insert(at.entry, entry);
        if chunk.len() <= MOST {
            return at;
        }
        // What grows at its end, as posts do, leaves full chunks behind.
        let half = if at.entry == MOST { MOST } else { MOST / 2 };
        let behind = chunk.split_off(half);
        self.chunks.insert(at.chunk + 1, behind);
        if at.entry < half {
            return at;
        }
        Place {
            chunk: at.chunk + 1,
            entry: at.entry - half,
        }
    }
}

/// Entries in order, from both ends.
pub struct Iter<'a, K, V> {
    chunks: &'a [Vec<(K, V)>],
    /// The next one.
    front: Place,
    /// Behind the last one.
    back: Place,
}

impl<K, V> Clone for Iter<'_, K, V> {
    fn clone(&self) -> Self {
        Self { ..*self }
    }
}

impl<'a, K, V> Iterator for Iter<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        if self.front == self.back {
            return None;
        }
        let chunk = self.chunks.get(self.front.chunk)?;
        let (key, value) = chunk.get(self.front.entry)?;
        self.front.entry += 1;
        if self.front.entry == chunk.len() {
            self.front = Place {
                chunk: self.front.chunk + 1,
                entry: 0,
            };
        }
        Some((key, value))
    }
}

impl<K, V> DoubleEndedIterator for Iter<'_, K, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        if self.front == self.back {
            return None;
        }
        if self.back.entry == 0 {
            self.back.chunk = self.back.chunk.checked_sub(1)?;
            self.back.entry = self.chunks.get(self.back.chunk)?.len();
        }
        self.back.entry -= 1;
        let (key, value) = self.chunks.get(self.back.chunk)?.get(self.back.entry)?;
        Some((key, value))
    }
}

impl<K: PartialEq, V: PartialEq> PartialEq for Map<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<K: Eq, V: Eq> Eq for Map<K, V> {}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Map<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
    /// The last of equal keys counts.
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut map = Self::default();
        map.extend(pairs);
        map
    }
}

impl<K: Ord, V, const N: usize> From<[(K, V); N]> for Map<K, V> {
    fn from(pairs: [(K, V); N]) -> Self {
        pairs.into_iter().collect()
    }
}

impl<K: Ord, V> Extend<(K, V)> for Map<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, pairs: I) {
        for (key, value) in pairs {
            self.insert(key, value);
        }
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = std::iter::Flatten<std::vec::IntoIter<Vec<(K, V)>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.chunks.into_iter().flatten()
    }
}

impl<'a, K, V> IntoIterator for &'a Map<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Iter<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
