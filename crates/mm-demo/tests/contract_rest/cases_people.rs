//! The questions: people, statuses, sessions, one-time codes.

use serde_json::{json, Value};

use crate::ours::{Ours, PASSWORD};

const NONE: Value = Value::Null;

/// People, statuses, sessions, one-time codes.
pub fn people(o: &mut Ours) {
    let login = |name: &str, password: &str| json!({"login_id": name, "password": password});
    o.ask(
        "users/login",
        "",
        "POST",
        "/users/login",
        login("liv.andersen@example.com", PASSWORD),
    );
    for body in [
        login("liv.andersen", "wrong"),
        login("nobody", PASSWORD),
        login("jun.okabe", PASSWORD),
        login("lamp-bot", PASSWORD),
        json!({"login_id": "liv.andersen", "password": 5}),
    ] {
        o.ask("users/login_error", "", "POST", "/users/login", body);
    }
    for _ in 0..10 {
        o.ask(
            "users/login_locked",
            "",
            "POST",
            "/users/login",
            login("isabel.duarte", "wrong"),
        );
    }
    o.ask(
        "users/login_mfa",
        "",
        "POST",
        "/users/login",
        login("mfa.user", PASSWORD),
    );
    let code = |code: String| json!({"login_id": "mfa.user", "password": PASSWORD, "token": code});
    o.ask(
        "users/login_mfa",
        "",
        "POST",
        "/users/login",
        code("000000".into()),
    );
    let right = o.world.one_time_code(o.now, "mfa.user").expect("a code");
    o.act("", "POST", "/users/login", code(right.clone()));
    o.ask("users/login_mfa", "", "POST", "/users/login", code(right));
    o.ask(
        "users/login_type",
        "",
        "POST",
        "/users/login/type",
        json!({"login_id": "liv.andersen"}),
    );
    o.ask(
        "users/password_reset_send",
        "",
        "POST",
        "/users/password/reset/send",
        json!({"email": "a@example.com"}),
    );
    for (operation, path) in [
        ("users/me", "/users/me"),
        ("users/get", "/users/{haruto}"),
        ("users/by_email", "/users/email/mei.kanda@example.com"),
        ("users/by_username", "/users/username/mei.kanda"),
        ("users/list", "/users?in_team={team:hotaru}&page=0&per_page=30"),
        ("users/list", "/users?in_channel={design}&sort=status"),
        ("users/autocomplete", "/users/autocomplete?name=har"),
        ("users/autocomplete", "/users/autocomplete?name=田"),
        (
            "users/autocomplete",
            "/users/autocomplete?name=&in_team={team:hotaru}&in_channel={design}",
        ),
        ("users/known", "/users/known"),
        ("users/stats", "/users/stats"),
        ("users/image", "/users/{mei}/image"),
        ("users/image_default", "/users/{mei}/image/default"),
        ("users/sessions", "/users/me/sessions"),
        ("users/status", "/users/{haruto}/status"),
        ("users/status_error", "/users/{nobody}/status"),
    ] {
        o.ask(operation, "liv", "GET", path, NONE);
    }
    for (operation, path, body) in [
        (
            "users/ids",
            "/users/ids",
            json!(["{haruto}", "{mei}", "{nobody}"]),
        ),
        ("users/ids", "/users/ids?since=1895500000000", json!(["{haruto}"])),
        (
            "users/usernames",
            "/users/usernames",
            json!(["haruto.mizuno", "lamp-bot", "nobody"]),
        ),
        (
            "users/group_channels",
            "/users/group_channels",
            json!(["{gm:liv}"]),
        ),
        ("users/search", "/users/search", json!({"term": "mizuno"})),
        ("users/search", "/users/search", json!({"term": ""})),
        (
            "users/statuses",
            "/users/status/ids",
            json!(["{haruto}", "{mei}"]),
        ),
        ("users/statuses_error", "/users/status/ids", json!(["bad"])),
        (
            "users/typing",
            "/users/me/typing",
            json!({"channel_id": "{engineering}", "parent_id": ""}),
        ),
    ] {
        o.ask(operation, "liv", "POST", path, body);
    }
    let status = |status: &str| json!({"user_id": "{liv}", "status": status, "dnd_end_time": 1_795_510_000});
    o.ask(
        "users/status_set",
        "liv",
        "PUT",
        "/users/{liv}/status",
        status("away"),
    );
    o.ask(
        "users/status_set",
        "liv",
        "PUT",
        "/users/{liv}/status",
        status("dnd"),
    );
    o.ask(
        "users/status_set",
        "liv",
        "PUT",
        "/users/{liv}/status",
        status("online"),
    );
    o.ask(
        "users/status_set_error",
        "liv",
        "PUT",
        "/users/{liv}/status",
        status("ooo"),
    );
    let at = "/users/me/status/custom";
    o.ask(
        "users/custom_status",
        "liv",
        "PUT",
        at,
        json!({"emoji": "house", "text": "Home office"}),
    );
    o.ask(
        "users/custom_status_error",
        "liv",
        "PUT",
        at,
        json!({"emoji": "", "text": ""}),
    );
    let late = json!({"emoji": "x", "text": "late", "duration": "date_and_time", "expires_at": "2020-01-01T00:00:00Z"});
    o.ask("users/custom_status_error", "liv", "PUT", at, late);
    o.ask("users/custom_status_clear", "liv", "DELETE", at, NONE);
    o.ask(
        "users/patch",
        "liv",
        "PUT",
        "/users/me/patch",
        json!({"nickname": "Livi", "position": "Head"}),
    );
    let new =
        |name: &str, email: &str| json!({"username": name, "email": email, "password": "Passw0rd!demo"});
    o.ask(
        "users/create",
        "",
        "POST",
        "/users",
        new("nina.berg", "nina.berg@example.com"),
    );
    o.keep("nina", "/id");
    o.ask(
        "users/create_error",
        "",
        "POST",
        "/users",
        new("nina2", "nina.berg@example.com"),
    );
    o.ask(
        "users/create_error",
        "",
        "POST",
        "/users",
        new("Bad Name", "x@example.com"),
    );
    o.ask(
        "users/active",
        "admin",
        "PUT",
        "/users/{nina}/active",
        json!({"active": false}),
    );
    o.ask(
        "users/active",
        "admin",
        "PUT",
        "/users/{nina}/active",
        json!({"active": true}),
    );
    o.ask(
        "users/roles",
        "admin",
        "PUT",
        "/users/{nina}/roles",
        json!({"roles": "system_user"}),
    );
    o.ask(
        "users/reset_failed_attempts",
        "admin",
        "POST",
        "/users/{nina}/reset_failed_attempts",
        NONE,
    );
    o.ask(
        "users/promote_demote",
        "admin",
        "POST",
        "/users/{nina}/demote",
        NONE,
    );
    o.ask(
        "users/token_create",
        "admin",
        "POST",
        "/users/me/tokens",
        json!({"description": "recorder"}),
    );
    o.keep("token", "/id");
    o.ask("users/tokens", "admin", "GET", "/users/me/tokens", NONE);
    o.ask(
        "users/token_revoke",
        "admin",
        "POST",
        "/users/tokens/revoke",
        json!({"token_id": "{token}"}),
    );
    o.ask(
        "users/token_create_error",
        "liv",
        "POST",
        "/users/me/tokens",
        json!({"description": "x"}),
    );
    o.act(
        "grace",
        "POST",
        "/users/{grace}/mfa/generate".replace("{grace}", "me").as_str(),
        NONE,
    );
    o.ask("mfa/generate", "grace", "POST", "/users/me/mfa/generate", NONE);
    let secret = o.last["secret"].as_str().unwrap_or_default().to_owned();
    o.ask(
        "mfa/activate_error",
        "grace",
        "PUT",
        "/users/me/mfa",
        json!({"activate": true, "code": "000000"}),
    );
    let code = mm_demo::world::World::code_of(&secret, o.now).expect("a code");
    let activate = json!({"activate": true, "code": code});
    o.ask("mfa/activate", "grace", "PUT", "/users/me/mfa", activate);
    o.ask(
        "mfa/deactivate",
        "grace",
        "PUT",
        "/users/me/mfa",
        json!({"activate": false}),
    );
    o.ask(
        "users/session_revoke_all",
        "tomas",
        "POST",
        "/users/me/sessions/revoke/all",
        NONE,
    );
    o.ask("users/me_error", "tomas", "GET", "/users/me", NONE);
    o.ask("users/me_error", "", "GET", "/users/me", NONE);
    o.ask_with(
        "users/me_error",
        &[],
        "GET",
        "/users/me?access_token=tsubamedemoaccesstoken2026",
        NONE,
    );
    let cookie = [("Cookie", "MMAUTHTOKEN=tsubamedemoaccesstoken2026")];
    let set = json!({"user_id": "{admin}", "status": "online"});
    o.ask_with("users/csrf", &cookie, "PUT", "/users/{admin}/status", set.clone());
    let xhr = [cookie[0], ("X-Requested-With", "XMLHttpRequest")];
    o.ask_with("users/csrf", &xhr, "PUT", "/users/{admin}/status", set);
    o.ask("users/sessions", "mei", "GET", "/users/me/sessions", NONE);
    o.keep("session", "/0/id");
    o.ask(
        "users/session_revoke",
        "mei",
        "POST",
        "/users/me/sessions/revoke",
        json!({"session_id": "{session}"}),
    );
    o.ask("users/logout", "grace", "POST", "/users/logout", NONE);
}
