//! Chance from a seed.

/// Each roll moves the dice by this much, so that they can be put where they were after any number of rolls.
const ROLL: u64 = 0x9E37_79B9_7F4A_7C15;

pub struct Dice {
    start: u64,
    rolls: u32,
}

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self {
            start: seed.wrapping_mul(ROLL) ^ 0xD1B5_4A32_D192_ED03,
            rolls: 0,
        }
    }

    /// How often they were rolled.
    pub fn rolls(&self) -> u32 {
        self.rolls
    }

    /// As they were after so many rolls: what follows then comes out as it did.
    pub fn put_at(&mut self, rolls: u32) {
        self.rolls = rolls;
    }

    fn next(&mut self) -> u64 {
        self.rolls = self.rolls.wrapping_add(1);
        let mut x = self.start.wrapping_add(ROLL.wrapping_mul(u64::from(self.rolls)));
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ (x >> 31)
    }

    /// Less than `most`.
    pub fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }

    pub fn of<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        (!from.is_empty()).then(|| from[self.below(from.len())])
    }

    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// One of several, by weight.
    pub fn weighted<T: Copy>(&mut self, table: &[(usize, T)]) -> T {
        let mut at = self.below(table.iter().map(|(weight, _)| weight).sum());
        for (weight, one) in table {
            if at < *weight {
                return *one;
            }
            at -= weight;
        }
        table[0].1
    }
}
