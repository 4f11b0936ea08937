//! One-time codes (RFC 6238, SHA-1, 30 s, six digits) and switching them on and off (`rest.md` 1.1).

use hmac::{Hmac, Mac};
use serde_json::{json, Value};
use sha1::Sha1;

use super::error::ApiError;
use super::http::{post, put, Outcome, Reply, Request, Route};
use super::id::Id;
use super::World;

pub const ROUTES: &[Route] = &[
    post("/users/{user_id}/mfa/generate", generate),
    put("/users/{user_id}/mfa", set_active),
];

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

fn generate(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let secret: String = (0..32)
        .map(|_| char::from(ALPHABET[world.rng.below(32)]))
        .collect();
    if let Some(account) = world.store.users.get_mut(&user) {
        account.mfa_secret = secret.clone();
    }
    // Drawing the picture of the code is left to the client; the official one accepts an empty one.
    Ok(Reply::ok(&json!({"secret": secret, "qr_code": ""})).header("Cache-Control", "no-cache"))
}

fn set_active(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let body: Value = r.object("activate")?;
    let active = body
        .get("activate")
        .and_then(Value::as_bool)
        .ok_or_else(|| ApiError::invalid_body("activate"))?;
    let account = world.store.users.get_mut(&user).ok_or_else(ApiError::no_user)?;
    if active {
        let code = body.get("code").and_then(Value::as_str).unwrap_or("");
        if !matches(&account.mfa_secret, code, r.now) {
            return Err(ApiError::new(
                401,
                "mfa.activate.bad_token.app_error",
                "Invalid MFA token.",
            ));
        }
    } else {
        account.mfa_secret.clear();
    }
    account.mfa_active = active;
    account.update_at = r.now;
    Ok(Reply::done())
}

impl World {
    /// The present one-time code of somebody who has them switched on (for tests and for trying it out).
    pub fn one_time_code(&self, now: i64, username: &str) -> Option<String> {
        let user = self.store.user_named(username).filter(|user| user.mfa_active)?;
        code_at(&user.mfa_secret, now.div_euclid(30_000))
    }

    /// The code of a secret in base 32 at a time; `None` for a secret that is none.
    pub fn code_of(secret: &str, now: i64) -> Option<String> {
        code_at(secret, now.div_euclid(30_000))
    }

    /// Checks the code of somebody who has one-time codes; an accepted code is not accepted again.
    pub(super) fn check_code(&mut self, now: i64, user: Id, code: &str) -> Result<(), ApiError> {
        let bad = |id: &str| ApiError::new(401, id, "Invalid MFA token.");
        if code.is_empty() {
            return Err(bad("mfa.validate_token.authenticate.app_error"));
        }
        let Some(account) = self.store.users.get_mut(&user) else {
            return Err(ApiError::no_user());
        };
        if account.mfa_used != code && matches(&account.mfa_secret, code, now) {
            account.mfa_used = code.to_owned();
            return Ok(());
        }
        self.count_failure(user);
        Err(bad("api.user.check_user_mfa.bad_code.app_error"))
    }
}

/// Is this the code of the present half minute, or of the one before or after?
fn matches(secret: &str, code: &str, now: i64) -> bool {
    let step = now.div_euclid(30_000);
    (step - 1..=step + 1).any(|counter| code_at(secret, counter).as_deref() == Some(code))
}

fn code_at(secret: &str, counter: i64) -> Option<String> {
    let mut mac = Hmac::<Sha1>::new_from_slice(&decode(secret)?).ok()?;
    mac.update(&counter.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest.last()? & 0x0f);
    let word: [u8; 4] = digest.get(offset..offset + 4)?.try_into().ok()?;
    Some(format!(
        "{:06}",
        (u32::from_be_bytes(word) & 0x7fff_ffff) % 1_000_000
    ))
}

fn decode(secret: &str) -> Option<Vec<u8>> {
    let (mut bits, mut count, mut out) = (0u32, 0, Vec::new());
    for letter in secret.bytes() {
        let value = ALPHABET.iter().position(|other| *other == letter)? as u32;
        bits = bits << 5 | value;
        count += 5;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count & 0xff) as u8);
        }
    }
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B: the secret "12345678901234567890" in base 32, last six of eight digits.
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        assert_eq!(code_at(secret, 1).as_deref(), Some("287082"));
        assert_eq!(code_at(secret, 37_037_036).as_deref(), Some("081804"));
        assert!(matches(secret, "287082", 89_000));
        assert!(!matches(secret, "287082", 150_000));
    }
}
