//! A run that failed, made short: steps are left out as long as it still fails at the same place (delta debugging).

use std::fmt::Write;

use super::panics::Failure;
use super::script::{Played, Script};

/// Most runs played to make one short. Enough for ninety steps one by one, several times over.
const MOST_TRIES: usize = 1_000;

/// A longer line of the trace is cut.
const LINE: usize = 140;

/// Letters and digits in a row that are an id, and how many of them tell it.
const ID: (usize, usize) = (20, 6);

/// A run that was made short.
#[derive(Clone, Debug)]
pub struct Shrunk {
    /// The short run, played.
    pub played: Played,
    /// How many steps and words it had before.
    pub before: usize,
    /// How many runs were played for it.
    pub tries: usize,
}

/// A part of a run that can be left out.
#[derive(Clone, Copy)]
enum Part {
    Step(u32),
    Word(u32),
}

/// Makes the run of a script short that fails like this.
pub fn shrink(script: &Script, failure: &Failure) -> Shrunk {
    let steps = script.steps.iter().copied().map(Part::Step);
    let all: Vec<Part> = steps
        .chain(script.words.iter().copied().map(Part::Word))
        .collect();
    let mut tries = 0;
    let kept = smallest(all.clone(), |parts| {
        if tries == MOST_TRIES {
            return false;
        }
        tries += 1;
        let again = of_parts(script, parts).play().failure;
        again.is_some_and(|again| again.at == failure.at && what(&again) == what(failure))
    });
    Shrunk {
        played: of_parts(script, &kept).play(),
        before: all.len(),
        tries,
    }
}

/// What differed, of whom and where: many causes fail at that one line, and this keeps to one of them.
fn what(failure: &Failure) -> Option<&str> {
    failure.said.split_once(" differ (").map(|(what, _)| what)
}

fn of_parts(script: &Script, parts: &[Part]) -> Script {
    let (mut steps, mut words) = (Vec::new(), Vec::new());
    for part in parts {
        match part {
            Part::Step(place) => steps.push(*place),
            Part::Word(place) => words.push(*place),
        }
    }
    Script {
        steps,
        words,
        ..*script
    }
}

/// Leaves out what can be: first by halves, then by ever smaller pieces, at last one by one until no single one can be missed.
fn smallest<T: Clone>(mut list: Vec<T>, mut still_fails: impl FnMut(&[T]) -> bool) -> Vec<T> {
    let mut size = list.len();
    while size > 0 {
        let before = list.len();
        let mut at = 0;
        while at < list.len() {
            let behind = (at + size).min(list.len());
            let without = [&list[..at], &list[behind..]].concat();
            if still_fails(&without) {
                list = without;
            } else {
                at = behind;
            }
        }
        if size > 1 {
            size = size.div_ceil(2);
        } else if list.len() == before {
            break;
        }
    }
    list
}

impl Shrunk {
    /// As a test to be pasted into `tests/convergence`, with what happens as its comment.
    pub fn as_test(&self) -> String {
        let Script {
            seed,
            weather,
            steps,
            words,
        } = &self.played.script;
        let mut text = String::new();
        if let Some(failure) = &self.played.failure {
            for line in failure.said.lines() {
                let _ = writeln!(text, "// {}", brief(line));
            }
        }
        let _ = writeln!(text, "#[test]\nfn {}_{seed}() {{", weather.name());
        for line in self.played.trace.iter().skip(1) {
            let _ = writeln!(text, "    // {}", brief(line));
        }
        let _ = writeln!(
            text,
            "    replay({seed}, Weather::{weather:?}, &{steps:?}, &{words:?});\n}}"
        );
        text
    }
}

/// A line without what nobody reads: the rest of ids, and what is beyond its end.
fn brief(line: &str) -> String {
    let is_id = |word: &str| word.len() >= ID.0 && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let words = line.split_inclusive(|sign: char| !sign.is_ascii_alphanumeric());
    let mut text = String::new();
    for word in words {
        let bare = word.trim_end_matches(|sign: char| !sign.is_ascii_alphanumeric());
        if is_id(bare) {
            let _ = write!(text, "{}…{}", &bare[..ID.1], &word[bare.len()..]);
        } else {
            text.push_str(word);
        }
    }
    match text.char_indices().nth(LINE) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{brief, smallest, LINE};

    #[test]
    fn what_matters_is_left_wherever_it_stands() {
        for needed in [vec![], vec![0], vec![101], vec![3, 4], vec![0, 17, 50, 99, 101]] {
            let mut tries = 0;
            let kept = smallest((0..102).collect(), |list: &[i32]| {
                tries += 1;
                needed.iter().all(|one| list.contains(one))
            });
            assert_eq!(kept, needed);
            assert!(tries < 300, "{tries} tries");
        }
    }

    #[test]
    fn two_that_cancel_each_other_may_both_stay() {
        // Fails with both or with neither of the two, and needs the third.
        let kept = smallest((0..10).collect(), |list: &[i32]| {
            list.contains(&5) && list.contains(&2) == list.contains(&7)
        });
        assert!(kept == [5] || kept == [2, 5, 7], "{kept:?}");
    }

    #[test]
    fn lines_are_told_briefly() {
        let line = "   12 0 MarkUnread { post_id: PostId(tkxpr8sh4urajhk5s5ewqapx7y) } 日本";
        assert_eq!(
            brief(line),
            "   12 0 MarkUnread { post_id: PostId(tkxpr8…) } 日本"
        );
        assert_eq!(brief(&"ほ".repeat(400)).chars().count(), LINE + 1);
    }
}
