//! Which versions of the server's copy of a text somebody has heard of.

use std::fmt;

use crate::domain::Timestamp;

/// So many are remembered: of those before nobody asks any more.
const MOST: usize = 12;

/// Versions of which somebody knew what was in them, oldest first. Who told the newest one need not have known all before it: two devices that
/// tell at once overwrite each other unheard.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Versions(Vec<Timestamp>);

impl Versions {
    /// These are known as well. 0 is none.
    pub fn learn(&mut self, versions: impl IntoIterator<Item = Timestamp>) {
        // A dozen: sorting them all would cost the page more bytes than this does time.
        for version in versions.into_iter().filter(|version| version.0 > 0) {
            if let Err(at) = self.0.binary_search(&version) {
                self.0.insert(at, version);
            }
        }
        self.0.drain(..self.0.len().saturating_sub(MOST));
    }

    /// Whether this one is known, as far as one can say: so is what is older than all of them.
    pub fn knows(&self, version: Timestamp) -> bool {
        let oldest = self.0.first().copied().unwrap_or(Timestamp(1));
        version < oldest || self.0.contains(&version)
    }

    /// All that are remembered.
    pub fn iter(&self) -> impl Iterator<Item = Timestamp> + '_ {
        self.0.iter().copied()
    }

    /// Reads what `Display` has written, or a single number. What is none is left out.
    pub fn read(text: &str) -> Self {
        let mut read = Self::default();
        let numbers = text.split(|sign: char| !sign.is_ascii_digit());
        read.learn(numbers.filter_map(|number| number.parse().ok()).map(Timestamp));
        read
    }
}

/// A JSON list of numbers.
impl fmt::Display for Versions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sign = '[';
        for version in &self.0 {
            write!(f, "{sign}{}", version.0)?;
            sign = ',';
        }
        f.write_str(if self.0.is_empty() { "[]" } else { "]" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn versions(numbers: &[i64]) -> Versions {
        let mut versions = Versions::default();
        versions.learn(numbers.iter().copied().map(Timestamp));
        versions
    }

    #[test]
    fn who_knows_a_version_knows_those_it_has_heard_of_and_all_before_the_first() {
        let known = versions(&[30, 10, 30]);
        for (version, is_known) in [
            (0, true),
            (9, true),
            (10, true),
            (20, false),
            (30, true),
            (31, false),
        ] {
            assert_eq!(known.knows(Timestamp(version)), is_known, "{version}");
        }
        assert!(versions(&[]).knows(Timestamp(0)) && !versions(&[]).knows(Timestamp(1)));
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let known = versions(&(1..=40).collect::<Vec<i64>>());
        assert_eq!(known.iter().next(), Some(Timestamp(29)));
    }

    #[test]
    fn what_is_written_is_read_and_anything_else_is_too() {
        for numbers in [&[][..], &[7], &[7, 9]] {
            let known = versions(numbers);
            assert_eq!(Versions::read(&known.to_string()), known);
            serde_json::from_str::<Vec<i64>>(&known.to_string()).unwrap();
        }
        assert_eq!(Versions::read("7"), versions(&[7]));
        assert_eq!(
            Versions::read("{\"a\": [null, -0, 99999999999999999999]}"),
            versions(&[])
        );
    }
}
