//! Small letters of capital ones, by rule instead of by the standard library's table, which is 11 kB of the page: Latin, Greek, Cyrillic,
//! Armenian, and what is written in full width. Letters of other scripts with two cases (Georgian capitals, Cherokee, Deseret, Coptic …) stay
//! as they are.

/// The small letter; of what has none, the same. One letter for one: of `İ` the dot is dropped.
pub fn small(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let code = u32::from(c);
    let is_odd = code % 2 == 1;
    let by: u32 = match code {
        0xC0..=0xD6 | 0xD8..=0xDE | 0x391..=0x3A1 | 0x3A3..=0x3AB | 0x410..=0x42F | 0xFF21..=0xFF3A => 32,
        // Capital and small letters stand side by side, the capital one at an even place …
        0x100..=0x12F
        | 0x132..=0x137
        | 0x14A..=0x177
        | 0x1A0..=0x1A5
        | 0x1DE..=0x1EF
        | 0x1F8..=0x21F
        | 0x222..=0x233
        | 0x246..=0x24F
        | 0x3D8..=0x3EF
        | 0x460..=0x481
        | 0x48A..=0x4BF
        | 0x4D0..=0x52F
        | 0x1E00..=0x1E95
        | 0x1EA0..=0x1EFF => u32::from(!is_odd),
        // … or at an odd one.
        0x139..=0x148 | 0x179..=0x17E | 0x1AF..=0x1B0 | 0x1CD..=0x1DC | 0x4C1..=0x4CE => u32::from(is_odd),
        0x130 => return 'i',
        0x178 => return 'ÿ',
        0x1E9E => return 'ß',
        0x386 => 38,
        0x388..=0x38A => 37,
        0x38C => 64,
        0x38E | 0x38F => 63,
        0x400..=0x40F => 80,
        0x531..=0x556 => 48,
        0x2160..=0x216F => 16,
        0x24B6..=0x24CF => 26,
        _ => 0,
    };
    char::from_u32(code + by).unwrap_or(c)
}

/// A text in small letters.
pub fn in_small_letters(text: &str) -> String {
    text.chars().map(small).collect()
}

#[cfg(test)]
mod tests {
    use super::small;

    /// Scripts whose capital letters stay as they are, and rare letters of the others.
    fn stays(code: u32) -> bool {
        matches!(code, 0x181..=0x19F | 0x1A6..=0x1AE | 0x1B1..=0x1CC | 0x1F1..=0x1F7 | 0x220 | 0x23A..=0x245 | 0x370..=0x37F
            | 0x3CF..=0x3D7 | 0x3F4..=0x3FF | 0x4C0 | 0x10A0..=0x10FF | 0x13A0..=0x13FF | 0x1C80..=0x1CBF | 0x1F00..=0x1FFF
            | 0x2126..=0x2132 | 0x2183 | 0x2C00..=0x2CFF | 0xA640..=0xA7FF | 0x1_0000..)
    }

    #[test]
    fn small_letters_are_those_of_the_standard_library() {
        for c in (0..=0x10_FFFF).filter_map(char::from_u32) {
            let mut wanted = c.to_lowercase();
            let is_covered = !stays(u32::from(c)) && c != 'İ';
            let wanted = wanted.next().filter(|_| is_covered).unwrap_or(small(c));
            assert_eq!(small(c), wanted, "of {c} (U+{:04X})", u32::from(c));
        }
    }

    #[test]
    fn what_has_no_small_letter_stays() {
        for c in "東京ひらがなカタカナ한국어عربى123🦢ßñ".chars() {
            assert_eq!(small(c), c);
        }
    }
}
