//! The questions: opening the company, posting, threads, reading.

use serde_json::{json, Value};

use crate::ours::{Ours, PASSWORD};

const NONE: Value = Value::Null;

/// Everything that is asked to open the company, in the order of the official client.
pub fn cold_start(o: &mut Ours) {
    let xhr = [("X-Requested-With", "XMLHttpRequest")];
    o.ask_with(
        "cold_start/01_config_anonymous",
        &xhr,
        "GET",
        "/config/client?format=old",
        NONE,
    );
    o.ask_with(
        "cold_start/02_license",
        &xhr,
        "GET",
        "/license/client?format=old",
        NONE,
    );
    let login = json!({"login_id": "liv.andersen", "password": PASSWORD});
    o.ask_with("cold_start/03_login", &xhr, "POST", "/users/login", login);
    let get = [
        ("04_config", "/config/client?format=old"),
        ("05_license", "/license/client?format=old"),
        ("06_me", "/users/me"),
        ("07_preferences", "/users/me/preferences"),
        ("08_teams", "/users/me/teams"),
        ("09_team_members", "/users/me/teams/members"),
        (
            "10_teams_unread",
            "/users/me/teams/unread?include_collapsed_threads=true",
        ),
        ("11_limits", "/limits/server"),
        ("12_plugins", "/plugins/webapp"),
        ("13_memberships", "/users/me/channel_members?page=-1"),
        ("14_channels", "/users/me/channels"),
        (
            "15_categories",
            "/users/me/teams/{team:hotaru}/channels/categories",
        ),
        ("22_channel_stats", "/channels/{engineering}/stats"),
        ("23_bookmarks", "/channels/{engineering}/bookmarks"),
        ("24_drafts", "/users/me/teams/{team:hotaru}/drafts"),
        (
            "25_scheduled",
            "/posts/scheduled/team/{team:hotaru}?includeDirectChannels=true",
        ),
        (
            "26_threads_totals",
            "/users/me/teams/{team:hotaru}/threads?totalsOnly=true",
        ),
        (
            "27_threads",
            "/users/me/teams/{team:hotaru}/threads?extended=false&deleted=false&unread=false&per_page=25",
        ),
        ("28_emoji", "/emoji?page=0&per_page=100&sort=name"),
        ("29_pinned", "/channels/{engineering}/pinned"),
        ("30_saved", "/users/me/posts/flagged?team_id={team:hotaru}"),
        ("31_commands", "/teams/{team:hotaru}/commands/autocomplete"),
    ];
    for (name, path) in get {
        o.ask(&format!("cold_start/{name}"), "liv", "GET", path, NONE);
    }
    let roles = json!([
        "channel_admin",
        "channel_user",
        "system_user",
        "team_admin",
        "team_user"
    ]);
    let view =
        json!({"channel_id": "{engineering}", "prev_channel_id": "", "collapsed_threads_supported": true});
    for (name, path, body) in [
        ("16_roles", "/roles/names", roles),
        ("18_users", "/users/ids", json!(["{liv}", "{haruto}", "{mei}"])),
        (
            "19_statuses",
            "/users/status/ids",
            json!(["{liv}", "{haruto}", "{mei}"]),
        ),
        ("20_gm_profiles", "/users/group_channels", json!(["{gm:liv}"])),
        ("21_view", "/channels/members/me/view", view),
    ] {
        o.ask(&format!("cold_start/{name}"), "liv", "POST", path, body);
    }
    // The recording was made with nothing unread in the channel, hence after the view.
    let window =
        "/users/me/channels/{engineering}/posts/unread?limit_before=30&limit_after=30&skipFetchThreads=false\
                  &collapsedThreads=true&collapsedThreadsExtended=false";
    o.ask("cold_start/17_posts_unread", "liv", "GET", window, NONE);
}

/// Posting and changing posts.
pub fn posts(o: &mut Ours) {
    let post = |channel: &str, message: &str| json!({"channel_id": channel, "message": message});
    let text = "Good morning! @haruto.mizuno see ~design and #decision";
    o.ask(
        "posts/create",
        "liv",
        "POST",
        "/posts",
        post("{engineering}", text),
    );
    o.keep("root", "/id");
    let reply =
        json!({"channel_id": "{engineering}", "root_id": "{root}", "message": "@liv.andersen 返信です"});
    o.ask("posts/create", "haruto", "POST", "/posts", reply);
    o.keep("reply", "/id");
    o.ask(
        "posts/create",
        "liv",
        "POST",
        "/posts",
        post("{dm:liv}", "in private"),
    );
    o.ask(
        "posts/create",
        "liv",
        "POST",
        "/posts",
        post("{gm:liv}", "in a group"),
    );
    let important = json!({"channel_id": "{town-square}", "message": "@channel lunch",
        "metadata": {"priority": {"priority": "important"}}});
    o.act("admin", "POST", "/posts", important);
    o.act(
        "liv",
        "POST",
        "/posts",
        post("{design}", "Hello @tomas.novak, please join"),
    );
    for (body, user) in [
        (json!({"channel_id": "{nobody}", "message": "x"}), "liv"),
        (json!({"message": "x"}), "liv"),
        (
            json!({"channel_id": "{engineering}", "message": "x", "root_id": "{nobody}"}),
            "liv",
        ),
        (
            json!({"channel_id": "{engineering}", "message": "x", "root_id": "{reply}"}),
            "liv",
        ),
        (
            json!({"channel_id": "{design}", "message": "x", "root_id": "{root}"}),
            "liv",
        ),
        (json!({"channel_id": "{leads}", "message": "x"}), "mei"),
        (
            json!({"channel_id": "{engineering}", "message": "x", "type": "burn_on_read"}),
            "liv",
        ),
        (
            json!({"channel_id": "{engineering}", "message": "x",
                "metadata": {"priority": {"priority": "urgent", "requested_ack": true}}}),
            "liv",
        ),
    ] {
        o.ask("posts/create_error", user, "POST", "/posts", body);
    }
    let keyed = json!({"channel_id": "{design}", "message": "once", "pending_post_id": "{liv}:1"});
    o.ask("posts/dedup", "liv", "POST", "/posts", keyed.clone());
    o.ask("posts/dedup", "liv", "POST", "/posts", keyed);
    o.ask(
        "posts/patch",
        "liv",
        "PUT",
        "/posts/{root}/patch",
        json!({"message": "Good morning! (edited) ~design"}),
    );
    o.ask(
        "posts/patch_error",
        "haruto",
        "PUT",
        "/posts/{root}/patch",
        json!({"message": "x"}),
    );
    o.ask(
        "posts/edit_history",
        "liv",
        "GET",
        "/posts/{root}/edit_history",
        NONE,
    );
    o.ask("posts/pin", "haruto", "POST", "/posts/{root}/pin", NONE);
    o.ask(
        "posts/pinned",
        "liv",
        "GET",
        "/channels/{engineering}/pinned",
        NONE,
    );
    o.ask("posts/unpin", "haruto", "POST", "/posts/{root}/unpin", NONE);
    let reaction = |name: &str| json!({"user_id": "{liv}", "post_id": "{root}", "emoji_name": name});
    o.ask("reactions/add", "liv", "POST", "/reactions", reaction("+1"));
    o.act("liv", "POST", "/reactions", reaction("hotaru"));
    o.ask(
        "reactions/error",
        "liv",
        "POST",
        "/reactions",
        reaction("no_such_emoji_x"),
    );
    o.ask("posts/reactions", "liv", "GET", "/posts/{root}/reactions", NONE);
    o.ask(
        "posts/reactions_bulk",
        "liv",
        "POST",
        "/posts/ids/reactions",
        json!(["{root}", "{reply}"]),
    );
    o.ask(
        "reactions/remove",
        "liv",
        "DELETE",
        "/users/me/posts/{root}/reactions/+1",
        NONE,
    );
    o.ask("posts/delete_error", "mei", "DELETE", "/posts/{root}", NONE);
    o.act(
        "haruto",
        "POST",
        "/posts",
        json!({"channel_id": "{engineering}", "message": "gone soon"}),
    );
    o.keep("gone", "/id");
    let reply =
        json!({"channel_id": "{engineering}", "root_id": "{root}", "message": "@liv.andersen gone too"});
    o.act("haruto", "POST", "/posts", reply);
    o.keep("gone_reply", "/id");
    o.ask("posts/delete", "haruto", "DELETE", "/posts/{gone_reply}", NONE);
    o.ask("posts/delete", "haruto", "DELETE", "/posts/{gone}", NONE);
    o.ask("posts/get_error", "liv", "GET", "/posts/{gone}", NONE);
    let ephemeral =
        json!({"user_id": "{liv}", "post": {"channel_id": "{town-square}", "message": "only you"}});
    o.ask("posts/ephemeral", "admin", "POST", "/posts/ephemeral", ephemeral);
    let remind = json!({"target_time": 1_795_600_000});
    o.ask(
        "posts/reminder",
        "liv",
        "POST",
        "/users/me/posts/{root}/reminder",
        remind,
    );
    o.ask(
        "posts/ack_error",
        "liv",
        "POST",
        "/users/me/posts/{root}/ack",
        NONE,
    );
    let later = json!({"channel_id": "{design}", "message": "later", "scheduled_at": 1_795_600_000_000_i64});
    o.ask("posts/schedule_error", "liv", "POST", "/posts/schedule", later);
    o.ask(
        "posts/scheduled",
        "liv",
        "GET",
        "/posts/scheduled/team/{team:hotaru}",
        NONE,
    );
}

/// Threads.
pub fn threads(o: &mut Ours) {
    let at = "/users/me/teams/{team:hotaru}/threads";
    for query in [
        "",
        "?totalsOnly=true",
        "?unread=true&per_page=2",
        "?extended=true&per_page=1",
        "?excludeDirect=true",
    ] {
        o.ask("threads/list", "liv", "GET", &format!("{at}{query}"), NONE);
    }
    o.ask(
        "threads/before",
        "liv",
        "GET",
        &format!("{at}?before={{root}}&per_page=2"),
        NONE,
    );
    o.keep("older", "/threads/1/id");
    o.ask(
        "threads/after",
        "liv",
        "GET",
        &format!("{at}?after={{older}}&per_page=2"),
        NONE,
    );
    o.ask("threads/one", "liv", "GET", &format!("{at}/{{root}}"), NONE);
    o.ask(
        "threads/one",
        "liv",
        "GET",
        &format!("{at}/{{root}}?extended=true"),
        NONE,
    );
    o.ask("threads/error", "liv", "GET", &format!("{at}/{{nobody}}"), NONE);
    o.ask(
        "threads/error",
        "liv",
        "GET",
        &format!("{at}?totalsOnly=true&threadsOnly=true"),
        NONE,
    );
    o.ask(
        "threads/read",
        "liv",
        "PUT",
        &format!("{at}/{{root}}/read/1795500000000"),
        NONE,
    );
    o.ask(
        "threads/set_unread",
        "liv",
        "POST",
        &format!("{at}/{{root}}/set_unread/{{reply}}"),
        NONE,
    );
    o.ask(
        "threads/unfollow",
        "liv",
        "DELETE",
        &format!("{at}/{{root}}/following"),
        NONE,
    );
    o.ask(
        "threads/follow",
        "liv",
        "PUT",
        &format!("{at}/{{root}}/following"),
        NONE,
    );
    o.ask("threads/read_all", "liv", "PUT", &format!("{at}/read"), NONE);
    let thread = "/posts/{root}/thread";
    o.ask("posts/thread", "liv", "GET", thread, NONE);
    o.ask(
        "posts/thread",
        "liv",
        "GET",
        &format!("{thread}?collapsedThreads=true&collapsedThreadsExtended=true"),
        NONE,
    );
    let paged = format!("{thread}?perPage=2&direction=down&collapsedThreads=true");
    o.ask("posts/thread_paged", "liv", "GET", &paged, NONE);
    o.ask(
        "posts/thread_error",
        "liv",
        "GET",
        &format!("{thread}?perPage=201"),
        NONE,
    );
    o.ask(
        "posts/thread_error",
        "liv",
        "GET",
        &format!("{thread}?fromPost={{root}}"),
        NONE,
    );
}

/// Reading posts and marking as read.
pub fn reading(o: &mut Ours) {
    let at = "/channels/{engineering}/posts";
    for query in [
        "?page=0&per_page=10",
        "?page=0&per_page=5&collapsedThreads=true&skipFetchThreads=true",
        "?page=1&per_page=4&skipFetchThreads=true",
    ] {
        o.ask("posts/page", "liv", "GET", &format!("{at}{query}"), NONE);
    }
    o.ask("posts/page", "liv", "GET", "/channels/{releases}/posts", NONE);
    o.ask(
        "posts/clamped",
        "liv",
        "GET",
        &format!("{at}?per_page=1000&skipFetchThreads=true"),
        NONE,
    );
    o.ask(
        "posts/after",
        "liv",
        "GET",
        &format!("{at}?after={{older}}&per_page=3"),
        NONE,
    );
    o.ask(
        "posts/before",
        "liv",
        "GET",
        &format!("{at}?before={{root}}&per_page=3"),
        NONE,
    );
    o.ask(
        "posts/since",
        "liv",
        "GET",
        &format!("{at}?since=1795500000000"),
        NONE,
    );
    o.ask("posts/get", "liv", "GET", "/posts/{root}", NONE);
    o.ask(
        "posts/ids",
        "liv",
        "POST",
        "/posts/ids",
        json!(["{root}", "{reply}"]),
    );
    o.ask("posts/info", "liv", "GET", "/posts/{root}/info", NONE);
    let unread = "/users/me/channels/{support}/posts/unread?limit_before=3&limit_after";
    o.ask(
        "posts/unread",
        "liv",
        "GET",
        &format!("{unread}=3&collapsedThreads=true&skipFetchThreads=true"),
        NONE,
    );
    o.ask("posts/unread_error", "liv", "GET", &format!("{unread}=0"), NONE);
    o.ask(
        "channels/unread",
        "liv",
        "GET",
        "/users/me/channels/{support}/unread",
        NONE,
    );
    let set = json!({"collapsed_threads_supported": true});
    o.ask(
        "posts/set_unread",
        "liv",
        "POST",
        "/users/me/posts/{reply}/set_unread",
        set,
    );
    let view = |channel: &str| json!({"channel_id": channel, "prev_channel_id": "", "collapsed_threads_supported": true});
    o.ask(
        "channels/view",
        "liv",
        "POST",
        "/channels/members/me/view",
        view("{engineering}"),
    );
    o.ask(
        "channels/view",
        "liv",
        "POST",
        "/channels/members/me/view",
        view(""),
    );
    o.ask(
        "channels/view_error",
        "liv",
        "POST",
        "/channels/members/me/view",
        json!({"channel_id": "bad"}),
    );
    o.ask(
        "channels/mark_read",
        "liv",
        "POST",
        "/channels/members/me/mark_read",
        json!(["{support}", "{design}"]),
    );
    let saved = json!([{"user_id": "{liv}", "category": "flagged_post", "name": "{root}", "value": "true"}]);
    o.act("liv", "PUT", "/users/me/preferences", saved);
    o.ask(
        "posts/flagged",
        "liv",
        "GET",
        "/users/me/posts/flagged?page=0&per_page=10",
        NONE,
    );
    for (operation, path, terms) in [
        ("search/posts", "/teams/{team:hotaru}/posts/search", "lantern"),
        (
            "search/posts",
            "/teams/{team:hotaru}/posts/search",
            "from:haruto.mizuno in:engineering",
        ),
        ("search/posts", "/teams/{team:hotaru}/posts/search", "#decision"),
        ("search/all_teams", "/posts/search", "soup"),
        ("search/posts_error", "/teams/{team:hotaru}/posts/search", ""),
        ("search/files", "/teams/{team:hotaru}/files/search", "ext:png"),
    ] {
        o.ask(
            operation,
            "liv",
            "POST",
            path,
            json!({"terms": terms, "time_zone_offset": 32400}),
        );
    }
    let second = json!({"terms": "lantern", "page": 1, "per_page": 5});
    o.ask(
        "search/posts_page1",
        "liv",
        "POST",
        "/teams/{team:hotaru}/posts/search",
        second,
    );
}
