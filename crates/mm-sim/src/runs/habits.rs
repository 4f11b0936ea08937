//! What people of a run are used to, and how slow their links are. Usually all do everything now and then; in a peculiar run they do some
//! things often and others never, upon many posts or the newest one alone, and a way through the network may take nearly a second.

use super::acts::Act;
use super::dice::Dice;
use super::more_acts::MORE_ACTS;

/// Runs of seeds from here on are peculiar: that of such a seed plus three is the peculiar one of seed three.
pub const PECULIAR: u64 = 1 << 32;

/// Runs of seeds from here on are peculiar too, and people log out in them: whoever signs in next at that browser may be somebody else.
pub const LEAVING: u64 = 2 * PECULIAR;

/// What people do, by weight.
pub const ACTS: &[(usize, Act)] = &[
    (20, Act::Say),
    (3, Act::Mention),
    (8, Act::Reply),
    (6, Act::Edit),
    (4, Act::Delete),
    (7, Act::React),
    (4, Act::Unreact),
    (9, Act::Switch),
    (9, Act::Read),
    (4, Act::ScrollUp),
    (3, Act::MarkUnread),
    (3, Act::Type),
    (5, Act::OpenThread),
    (2, Act::CloseThread),
    (2, Act::Look),
    (2, Act::LookAway),
    (2, Act::Retry),
    (2, Act::Pin),
];

/// The newest posts in sight that people act upon.
const IN_SIGHT: usize = 14;

/// Each act is so much more frequent than usual.
const FACTORS: [usize; 6] = [0, 0, 1, 1, 3, 8];

/// Something is said in every run.
const SAID_AT_LEAST: usize = 5;

/// How long people wait between two steps.
#[derive(Clone, Copy, Debug)]
enum Pace {
    Usual,
    Quick,
    Hasty,
    Slow,
}

/// What people are used to.
#[derive(Debug)]
pub struct Habits {
    /// What they do, by weight.
    pub acts: Vec<(usize, Act)>,
    /// What they do besides in mixed weather.
    pub more_acts: Vec<(usize, Act)>,
    /// They act upon so many of the newest posts.
    pub near: usize,
    /// In percent of the steps something goes wrong.
    pub faults: usize,
    /// In percent of the others a file is attached or taken away, where people have files.
    pub files: usize,
    /// In percent of what is left something of `more_acts` is done.
    pub more: usize,
    /// They choose among so few texts, if they do.
    pub texts: Option<usize>,
    /// In percent of the steps somebody logs out.
    pub leaves: usize,
    pace: Pace,
}

impl Habits {
    /// Those of a seed.
    pub fn of(seed: u64) -> Self {
        if seed < PECULIAR {
            return Self::usual();
        }
        let mut dice = Dice::new((seed % PECULIAR) ^ 0x5555_0000_0000);
        let mut acts = peculiar(ACTS, &mut dice);
        let more_acts = peculiar(MORE_ACTS, &mut dice);
        acts[0].0 += SAID_AT_LEAST;
        Self {
            acts,
            more_acts,
            faults: [3, 12, 25][dice.below(3)],
            files: [2, 6, 25][dice.below(3)],
            more: [20, 20, 70][dice.below(3)],
            pace: [Pace::Usual, Pace::Quick, Pace::Hasty, Pace::Slow][dice.below(4)],
            texts: dice.percent(50).then_some(2),
            near: [1, 2, 4, IN_SIGHT][dice.below(4)],
            leaves: if seed < LEAVING { 0 } else { [2, 6][dice.below(2)] },
        }
    }

    fn usual() -> Self {
        Self {
            acts: ACTS.to_vec(),
            more_acts: MORE_ACTS.to_vec(),
            near: IN_SIGHT,
            faults: 12,
            files: 6,
            more: 20,
            texts: None,
            leaves: 0,
            pace: Pace::Usual,
        }
    }

    /// They know more reactions than one.
    pub fn emoji(&self) -> &'static [&'static str] {
        let all = &["+1", "heart", "tada"];
        if self.near < IN_SIGHT {
            &all[..1]
        } else {
            all
        }
    }

    /// Until the next step, where it would usually be this many milliseconds.
    pub fn wait(&self, span: i64) -> i64 {
        match self.pace {
            Pace::Usual => span,
            Pace::Quick => span / 8,
            Pace::Hasty => span.min(40),
            Pace::Slow => span * 3,
        }
    }
}

fn peculiar(table: &[(usize, Act)], dice: &mut Dice) -> Vec<(usize, Act)> {
    let often = |(weight, act): &(usize, Act)| (weight * FACTORS[dice.below(FACTORS.len())], *act);
    let mut often: Vec<(usize, Act)> = table.iter().map(often).collect();
    if often.iter().all(|(weight, _)| *weight == 0) {
        often[0].0 = 1;
    }
    often
}

/// One way through the network of a run, in milliseconds, where it would usually take this long.
pub fn latency(seed: u64, usual: i64) -> i64 {
    if seed < PECULIAR {
        return usual;
    }
    [1, 120, 300, 900][Dice::new((seed % PECULIAR) ^ 0x7777_0000_0000).below(4)]
}
