//! The questions: channels and memberships.

use serde_json::{json, Value};

use crate::ours::Ours;

const NONE: Value = Value::Null;

/// Channels and memberships.
pub fn channels(o: &mut Ours) {
    let team = "/teams/{team:hotaru}/channels";
    for (operation, path) in [
        ("channels/of_user", "/users/me/channels"),
        (
            "channels/of_team_for_user",
            "/users/me/teams/{team:hotaru}/channels",
        ),
        ("channels/get", "/channels/{engineering}"),
        ("channels/get", "/channels/{support}"),
        ("channels/stats", "/channels/{engineering}/stats"),
        ("channels/timezones", "/channels/{engineering}/timezones"),
        ("channels/common_teams", "/channels/{gm:liv}/common_teams"),
        ("channels/by_name", "/teams/{team:hotaru}/channels/name/design"),
        ("channels/by_names", "/teams/name/hotaru/channels/name/releases"),
        (
            "channels/public",
            "/teams/{team:hotaru}/channels?page=0&per_page=4",
        ),
        ("channels/archived", "/teams/{team:hotaru}/channels/deleted"),
        (
            "channels/autocomplete",
            "/teams/{team:hotaru}/channels/autocomplete?name=s",
        ),
        (
            "channels/search_autocomplete",
            "/teams/{team:hotaru}/channels/search_autocomplete?name=haruto",
        ),
        (
            "channels/members",
            "/channels/{engineering}/members?page=0&per_page=3",
        ),
        ("channels/member", "/channels/{engineering}/members/{haruto}"),
        ("channels/member", "/channels/{engineering}/members/me"),
        (
            "channels/memberships_all",
            "/users/me/channel_members?page=0&per_page=2",
        ),
        ("channels/memberships_ndjson", "/users/me/channel_members?page=-1"),
        (
            "channels/memberships_team",
            "/users/me/teams/{team:hotaru}/channels/members",
        ),
    ] {
        o.ask(operation, "liv", "GET", path, NONE);
    }
    for (operation, path, body) in [
        (
            "channels/ids",
            format!("{team}/ids"),
            json!(["{engineering}", "{design}"]),
        ),
        (
            "channels/search",
            format!("{team}/search"),
            json!({"term": "eng"}),
        ),
        (
            "channels/search_group",
            "/channels/group/search".into(),
            json!({"term": "grace"}),
        ),
        (
            "channels/member_count",
            "/channels/stats/member_count".into(),
            json!(["{engineering}", "{design}"]),
        ),
        (
            "channels/members_ids",
            "/channels/{engineering}/members/ids".into(),
            json!(["{haruto}", "{mei}"]),
        ),
        (
            "channels/direct",
            "/channels/direct".into(),
            json!(["{liv}", "{tomas}"]),
        ),
        (
            "channels/direct",
            "/channels/direct".into(),
            json!(["{liv}", "{haruto}"]),
        ),
        (
            "channels/group",
            "/channels/group".into(),
            json!(["{liv}", "{tomas}", "{grace}"]),
        ),
    ] {
        o.ask(operation, "liv", "POST", &path, body);
    }
    o.keep("group", "/id");
    o.ask(
        "channels/group_error",
        "liv",
        "POST",
        "/channels/group",
        json!(["{liv}"]),
    );
    let new = |name: &str, kind: &str| json!({"team_id": "{team:hotaru}", "name": name, "display_name": "Demo", "type": kind});
    o.ask(
        "channels/create",
        "liv",
        "POST",
        "/channels",
        new("demo-secret", "P"),
    );
    o.keep("secret", "/id");
    o.ask(
        "channels/create",
        "liv",
        "POST",
        "/channels",
        new("demo-day", "O"),
    );
    o.keep("new", "/id");
    o.ask(
        "channels/create_error",
        "liv",
        "POST",
        "/channels",
        new("demo-day", "O"),
    );
    o.ask(
        "channels/create_error",
        "liv",
        "POST",
        "/channels",
        new("Bad Name!", "O"),
    );
    let add = |user: &str| json!({"user_id": user});
    o.ask(
        "channels/member_add",
        "liv",
        "POST",
        "/channels/{new}/members",
        add("{haruto}"),
    );
    o.ask(
        "channels/member_add",
        "mei",
        "POST",
        "/channels/{new}/members",
        add("{mei}"),
    );
    o.ask(
        "channels/member_add",
        "mei",
        "POST",
        "/channels/{new}/members",
        add("{mei}"),
    );
    o.ask(
        "channels/member_add_error",
        "mei",
        "POST",
        "/channels/{secret}/members",
        add("{mei}"),
    );
    let patch = json!({"header": "**Friday** ~design", "purpose": "準備", "display_name": "Demo Day!"});
    o.ask("channels/patch", "liv", "PUT", "/channels/{new}/patch", patch);
    let admin = json!({"scheme_admin": true, "scheme_user": true});
    o.ask(
        "channels/scheme_roles",
        "liv",
        "PUT",
        "/channels/{new}/members/{haruto}/schemeRoles",
        admin,
    );
    let props = "/channels/{new}/members/me/notify_props";
    o.ask(
        "channels/notify_props",
        "liv",
        "PUT",
        props,
        json!({"mark_unread": "mention"}),
    );
    o.ask(
        "channels/privacy",
        "admin",
        "PUT",
        "/channels/{new}/privacy",
        json!({"privacy": "P"}),
    );
    o.ask(
        "channels/privacy",
        "admin",
        "PUT",
        "/channels/{new}/privacy",
        json!({"privacy": "O"}),
    );
    o.ask(
        "channels/member_remove",
        "liv",
        "DELETE",
        "/channels/{new}/members/{haruto}",
        NONE,
    );
    o.ask(
        "channels/member_remove",
        "mei",
        "DELETE",
        "/channels/{new}/members/me",
        NONE,
    );
    o.ask(
        "channels/member_remove",
        "liv",
        "DELETE",
        "/channels/{dm:liv}/members/me",
        NONE,
    );
    for channel in ["{new}", "{secret}"] {
        o.ask(
            "channels/archive",
            "liv",
            "DELETE",
            &format!("/channels/{channel}"),
            NONE,
        );
        o.ask(
            "channels/restore",
            "admin",
            "POST",
            &format!("/channels/{channel}/restore"),
            NONE,
        );
    }
    let convert = json!({"channel_id": "{group}", "team_id": "{team:hotaru}", "name": "former", "display_name": "Former"});
    o.ask(
        "channels/to_private",
        "liv",
        "POST",
        "/channels/{group}/convert_to_channel",
        convert,
    );
}
