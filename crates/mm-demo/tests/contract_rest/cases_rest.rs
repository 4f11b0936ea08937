//! The questions: teams, commands, roles, the server itself, errors, entity tags.

use serde_json::{json, Value};

use crate::ours::Ours;

const NONE: Value = Value::Null;

/// Teams.
pub fn teams(o: &mut Ours) {
    for (operation, path) in [
        ("teams/of_user", "/users/me/teams"),
        ("teams/members_of_user", "/users/me/teams/members"),
        ("teams/unread", "/users/me/teams/unread"),
        ("teams/unread_one", "/users/me/teams/{team:hotaru}/unread"),
        ("teams/list", "/teams?page=0&per_page=10"),
        ("teams/get", "/teams/{team:hotaru}"),
        ("teams/by_name", "/teams/name/hotaru"),
        ("teams/exists", "/teams/name/nothing/exists"),
        ("teams/stats", "/teams/{team:hotaru}/stats"),
        ("teams/members", "/teams/{team:hotaru}/members?page=0&per_page=3"),
        ("teams/invite_info", "/teams/invite/{invite:hotaru}"),
    ] {
        o.ask(operation, "liv", "GET", path, NONE);
    }
    o.ask(
        "teams/members_ids",
        "liv",
        "POST",
        "/teams/{team:hotaru}/members/ids",
        json!(["{haruto}", "{mei}"]),
    );
    o.ask(
        "teams/patch",
        "admin",
        "PUT",
        "/teams/{team:hotaru}/patch",
        json!({"description": "夜道"}),
    );
    let new =
        json!({"name": "picnic", "display_name": "Picnic 遠足", "type": "O", "allow_open_invite": true});
    o.ask("teams/create", "admin", "POST", "/teams", new);
    o.keep("picnic", "/id");
    let add = json!({"team_id": "{picnic}", "user_id": "{liv}"});
    o.ask(
        "teams/member_add",
        "admin",
        "POST",
        "/teams/{picnic}/members",
        add.clone(),
    );
    o.ask(
        "teams/member_add",
        "admin",
        "POST",
        "/teams/{picnic}/members",
        add,
    );
    let roles = json!({"scheme_admin": true, "scheme_user": true});
    o.ask(
        "teams/member_roles",
        "admin",
        "PUT",
        "/teams/{picnic}/members/{liv}/schemeRoles",
        roles,
    );
    o.ask(
        "teams/member_remove",
        "admin",
        "DELETE",
        "/teams/{picnic}/members/{liv}",
        NONE,
    );
    o.ask(
        "teams/join_by_invite",
        "haruto",
        "POST",
        "/teams/members/invite?invite_id={invite:field}",
        NONE,
    );
    o.ask("teams/archive", "admin", "DELETE", "/teams/{picnic}", NONE);
    o.ask("teams/restore", "admin", "POST", "/teams/{picnic}/restore", NONE);
}

/// Commands, roles, the server itself, errors, entity tags.
pub fn the_rest(o: &mut Ours) {
    let run = |line: &str| json!({"command": line, "channel_id": "{off-topic}", "team_id": "{team:hotaru}"});
    for line in [
        "/shrug nothing",
        "/me waves",
        "/code x = 1",
        "/away",
        "/msg @haruto.mizuno こんにちは",
        "/collapse",
        "/mute",
    ] {
        o.ask("commands/execute", "liv", "POST", "/commands/execute", run(line));
    }
    o.ask(
        "commands/execute_error",
        "liv",
        "POST",
        "/commands/execute",
        run("/nosuchcommand"),
    );
    o.ask(
        "commands/execute_error",
        "liv",
        "POST",
        "/commands/execute",
        run("hello"),
    );
    let user_role = "channel_user";
    o.ask("roles/names", "liv", "POST", "/roles/names", json!([user_role]));
    o.keep("role", "/0/id");
    let permissions = o.last[0]["permissions"].clone();
    o.ask(
        "roles/patch",
        "admin",
        "PUT",
        "/roles/{role}/patch",
        json!({"permissions": permissions}),
    );
    for (operation, user, path) in [
        (
            "commands/autocomplete",
            "liv",
            "/teams/{team:hotaru}/commands/autocomplete",
        ),
        (
            "commands/suggestions",
            "liv",
            "/teams/{team:hotaru}/commands/autocomplete_suggestions?user_input=/sh",
        ),
        ("config/client", "liv", "/config/client?format=old"),
        ("config/client_anonymous", "", "/config/client?format=old"),
        ("license/client", "", "/license/client?format=old"),
        ("license/client", "", "/license/client"),
        ("limits/server", "liv", "/limits/server"),
        ("system/ping", "", "/system/ping"),
        ("system/ping", "", "/system/ping?get_server_status=true"),
        ("system/timezones", "liv", "/system/timezones"),
        ("system/notices", "liv", "/system/notices/{team:hotaru}"),
        ("plugins/webapp", "liv", "/plugins/webapp"),
        ("plugins/statuses", "admin", "/plugins/statuses"),
        ("bots/list", "liv", "/bots"),
        ("bots/list", "admin", "/bots"),
        (
            "redirect/location",
            "liv",
            "/redirect_location?url=https://example.com/x",
        ),
        ("image/proxy", "liv", "/image?url=https://example.com/x.png"),
        ("errors/bad_id", "liv", "/users/notanid"),
        ("errors/bad_id", "liv", "/channels/xxxxx"),
        ("errors/bad_id", "liv", "/users/me/teams/zz/channels"),
        ("errors/missing", "liv", "/users/{nobody}"),
        ("errors/missing", "liv", "/channels/{nobody}"),
        ("errors/not_found", "liv", "/no/such/route"),
        ("errors/license", "liv", "/users/me/groups"),
        ("errors/license", "liv", "/custom_profile_attributes/fields"),
        ("errors/license", "liv", "/terms_of_service"),
    ] {
        o.ask(operation, user, "GET", path, NONE);
    }
    o.ask("license/remove", "admin", "DELETE", "/license", NONE);
    o.ask("errors/method", "liv", "PATCH", "/users/me", json!({}));
    o.ask("errors/forbidden", "haruto", "DELETE", "/users/{liv}", NONE);
    o.ask("errors/license", "liv", "POST", "/posts/{nobody}/move", json!({}));
    o.ask_raw(
        "errors/bad_json",
        "liv",
        "/posts",
        "application/json",
        b"{\"a\":".to_vec(),
    );
    o.ask("errors/bad_json", "liv", "POST", "/posts", json!([]));
    o.ask(
        "errors/too_large",
        "liv",
        "POST",
        "/posts",
        json!({"message": "x".repeat(301_000)}),
    );
    o.ask(
        "errors/too_long_url",
        "liv",
        "GET",
        &format!("/users/autocomplete?name={}", "a".repeat(2100)),
        NONE,
    );
    let auth = ("Authorization", "Bearer tsubamedemoaccesstoken2026");
    for path in [
        "/users/{haruto}",
        "/channels/{engineering}/posts",
        "/users/me/teams/{team:hotaru}/channels",
    ] {
        let filled = o.fill(path);
        let call = mm_demo::call::Call::new(mm_demo::call::Method::Get, &format!("/api/v4{filled}"));
        let answer = o.world.http(o.now, &call.with_header(auth.0, auth.1));
        let etag = answer.header("etag").expect("an entity tag").to_owned();
        o.ask("etag/first", "liv", "GET", path, NONE);
        o.ask_with(
            "etag/not_modified",
            &[auth, ("If-None-Match", &etag)],
            "GET",
            path,
            NONE,
        );
    }
}
