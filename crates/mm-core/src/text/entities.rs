//! Character references: escaping a text run the way the pipeline sees it, and reading it back.
//!
//! Mentions, hashtags and emoticons are searched in text whose special characters are already
//! references (`&lt;`, `&#39;`), because that is where the official client searches them.

use super::chars::{byte, cut, is_word, tail};

/// Appends `text` with special characters as references; references in it stay as they are.
pub(super) fn escape_into(text: &str, out: &mut String) {
    for (i, c) in text.char_indices() {
        match c {
            '&' if reference_end(text, i).is_none() => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
}

/// End of a reference `&name;`, `&#12;` at `i`, known or not.
fn reference_end(s: &str, i: usize) -> Option<usize> {
    let mut at = i + 1;
    if byte(s, at) == b'#' {
        at += 1;
    }
    let start = at;
    while is_word(s.as_bytes().get(at).map(|b| char::from(*b))) {
        at += 1;
    }
    (at > start && byte(s, at) == b';').then_some(at + 1)
}

/// The text with every known reference read.
pub(super) fn decode(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    let mut at = 0;
    while let Some(amp) = super::chars::find(s, at, "&") {
        out.push_str(cut(s, at, amp));
        let end = reference_end(s, amp);
        match end.and_then(|end| value(cut(s, amp + 1, end - 1))) {
            Some(c) => {
                out.push(c);
                at = end.unwrap_or(amp + 1);
            }
            None => {
                out.push('&');
                at = amp + 1;
            }
        }
    }
    out.push_str(tail(s, at));
    out
}

/// The character a reference (without `&` and `;`) stands for.
fn value(name: &str) -> Option<char> {
    if let Some(digits) = name.strip_prefix('#') {
        let number = match digits.strip_prefix(['x', 'X']) {
            Some(hex) => parse(hex, 16)?,
            None => parse(digits, 10)?,
        };
        let c = if number == 0 { None } else { char::from_u32(number) };
        return Some(c.unwrap_or('\u{fffd}'));
    }
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => named(name),
    }
}

/// A number in the radix; too large numbers saturate, other characters fail.
fn parse(digits: &str, radix: u32) -> Option<u32> {
    if digits.is_empty() {
        return None;
    }
    digits.chars().try_fold(0_u32, |sum, c| {
        c.to_digit(radix)
            .map(|digit| sum.saturating_mul(radix).saturating_add(digit))
    })
}

/// Names in the order of the characters U+00A0 to U+00FF.
const LATIN: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg \
plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute \
Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve \
Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc \
atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute \
ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

/// Other names of HTML 4 that are written by people, each with its character.
const OTHERS: &str = "OElig\u{152} oelig\u{153} Scaron\u{160} scaron\u{161} Yuml\u{178} fnof\u{192} \
circ\u{2c6} tilde\u{2dc} Alpha\u{391} Beta\u{392} Gamma\u{393} Delta\u{394} Epsilon\u{395} Zeta\u{396} \
Eta\u{397} Theta\u{398} Iota\u{399} Kappa\u{39a} Lambda\u{39b} Mu\u{39c} Nu\u{39d} Xi\u{39e} \
Omicron\u{39f} Pi\u{3a0} Rho\u{3a1} Sigma\u{3a3} Tau\u{3a4} Upsilon\u{3a5} Phi\u{3a6} Chi\u{3a7} \
Psi\u{3a8} Omega\u{3a9} alpha\u{3b1} beta\u{3b2} gamma\u{3b3} delta\u{3b4} epsilon\u{3b5} zeta\u{3b6} \
eta\u{3b7} theta\u{3b8} iota\u{3b9} kappa\u{3ba} lambda\u{3bb} mu\u{3bc} nu\u{3bd} xi\u{3be} \
omicron\u{3bf} pi\u{3c0} rho\u{3c1} sigmaf\u{3c2} sigma\u{3c3} tau\u{3c4} upsilon\u{3c5} phi\u{3c6} \
chi\u{3c7} psi\u{3c8} omega\u{3c9} ensp\u{2002} emsp\u{2003} thinsp\u{2009} zwnj\u{200c} zwj\u{200d} \
ndash\u{2013} mdash\u{2014} lsquo\u{2018} rsquo\u{2019} sbquo\u{201a} ldquo\u{201c} rdquo\u{201d} \
bdquo\u{201e} dagger\u{2020} Dagger\u{2021} bull\u{2022} hellip\u{2026} permil\u{2030} prime\u{2032} \
Prime\u{2033} lsaquo\u{2039} rsaquo\u{203a} oline\u{203e} frasl\u{2044} euro\u{20ac} image\u{2111} \
real\u{211c} trade\u{2122} larr\u{2190} uarr\u{2191} rarr\u{2192} darr\u{2193} harr\u{2194} lArr\u{21d0} \
uArr\u{21d1} rArr\u{21d2} dArr\u{21d3} hArr\u{21d4} forall\u{2200} part\u{2202} exist\u{2203} \
empty\u{2205} nabla\u{2207} isin\u{2208} notin\u{2209} ni\u{220b} prod\u{220f} sum\u{2211} minus\u{2212} \
radic\u{221a} prop\u{221d} infin\u{221e} ang\u{2220} and\u{2227} or\u{2228} cap\u{2229} cup\u{222a} \
int\u{222b} there4\u{2234} sim\u{223c} cong\u{2245} asymp\u{2248} ne\u{2260} equiv\u{2261} le\u{2264} \
ge\u{2265} sub\u{2282} sup\u{2283} nsub\u{2284} sube\u{2286} supe\u{2287} oplus\u{2295} otimes\u{2297} \
perp\u{22a5} sdot\u{22c5} loz\u{25ca} spades\u{2660} clubs\u{2663} hearts\u{2665} diams\u{2666} \
Tab\u{9} NewLine\u{a} colon: semi; comma, period. excl! num# dollar$ percnt% lpar( rpar) ast* plus+ sol/ \
equals= quest? commat@ lsqb[ bsol\\ rsqb] lowbar_ grave` lbrace{ vert| rbrace} check\u{2713} star\u{2606}";

fn named(name: &str) -> Option<char> {
    if let Some(at) = LATIN.split(' ').position(|entry| entry == name) {
        return u32::try_from(at).ok().and_then(|at| char::from_u32(0xa0 + at));
    }
    OTHERS.split(' ').find_map(|entry| {
        let c = entry.strip_prefix(name)?;
        let mut chars = c.chars();
        let first = chars.next().filter(|c| !c.is_ascii_alphanumeric())?;
        chars.next().is_none().then_some(first)
    })
}
