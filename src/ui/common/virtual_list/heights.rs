//! Heights of rows and their sums: where a row begins, which row lies at a height. Both take O(log n), and so does one
//! changed height (a Fenwick tree). In CSS pixels. Used by the model only; knows no rows, only places in a sequence.

/// Heights by place.
#[derive(Clone, Debug, Default)]
pub struct Heights {
    heights: Vec<f64>,
    /// `sums[i]`: sum of the `i & -i` heights that end at place `i - 1`; `sums[0]` is unused.
    sums: Vec<f64>,
}

impl Heights {
    /// Takes heights; what is not a height (negative, not a number) counts as 0.
    pub fn new(heights: impl IntoIterator<Item = f64>) -> Self {
        let heights: Vec<f64> = heights.into_iter().map(clean).collect();
        let mut sums = vec![0.0; heights.len() + 1];
        for (at, height) in heights.iter().enumerate() {
            let node = at + 1;
            sums[node] += height;
            let parent = node + lowest_bit(node);
            if parent < sums.len() {
                sums[parent] += sums[node];
            }
        }
        Self { heights, sums }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.heights.len()
    }

    /// Height at a place; 0 behind the end.
    pub fn get(&self, at: usize) -> f64 {
        self.heights.get(at).copied().unwrap_or(0.0)
    }

    /// Changes one; behind the end nothing happens.
    pub fn set(&mut self, at: usize, height: f64) {
        let height = clean(height);
        let Some(old) = self.heights.get_mut(at) else {
            return;
        };
        let change = height - *old;
        *old = height;
        let mut node = at + 1;
        while let Some(sum) = self.sums.get_mut(node) {
            *sum += change;
            node += lowest_bit(node);
        }
    }

    /// Where a place begins: the sum of all heights before it.
    pub fn top(&self, at: usize) -> f64 {
        let mut node = at.min(self.len());
        let mut sum = 0.0;
        while node > 0 {
            sum += self.sums[node];
            node -= lowest_bit(node);
        }
        sum
    }

    /// Sum of all.
    pub fn total(&self) -> f64 {
        self.top(self.len())
    }

    /// The place that covers a height: it begins there or above, and ends below. The last place for what is behind the
    /// end, 0 for what is above the first.
    pub fn at(&self, height: f64) -> usize {
        let mut node = 0;
        let mut left = height;
        let mut step = self.sums.len().next_power_of_two();
        while step > 0 {
            let next = node + step;
            if next < self.sums.len() && self.sums[next] <= left {
                node = next;
                left -= self.sums[next];
            }
            step /= 2;
        }
        node.min(self.len().saturating_sub(1))
    }
}

fn clean(height: f64) -> f64 {
    if height.is_finite() {
        height.max(0.0)
    } else {
        0.0
    }
}

fn lowest_bit(node: usize) -> usize {
    node & node.wrapping_neg()
}
