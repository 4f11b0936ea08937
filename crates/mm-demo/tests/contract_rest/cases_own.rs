//! The questions: categories, preferences, drafts.

use serde_json::{json, Value};

use crate::ours::Ours;

const NONE: Value = Value::Null;

/// Categories, preferences, drafts.
pub fn own_things(o: &mut Ours) {
    let at = "/users/me/teams/{team:hotaru}/channels/categories";
    let built_in = "favorites_{liv}_{team:hotaru}";
    o.ask("categories/get", "liv", "GET", at, NONE);
    o.ask("categories/order", "liv", "GET", &format!("{at}/order"), NONE);
    let order = o.last.clone();
    o.ask("categories/one", "liv", "GET", &format!("{at}/{built_in}"), NONE);
    let new = json!({"user_id": "{liv}", "team_id": "{team:hotaru}", "display_name": "読む", "type": "custom",
        "channel_ids": ["{design}"]});
    o.ask("categories/create", "liv", "POST", at, new);
    o.keep("category", "/id");
    let mut changed = o.last.clone();
    changed["muted"] = json!(true);
    o.ask(
        "categories/update_one",
        "liv",
        "PUT",
        &format!("{at}/{{category}}"),
        changed.clone(),
    );
    let favorites = json!({"id": built_in, "user_id": "{liv}", "team_id": "{team:hotaru}", "sort_order": 0,
        "sorting": "", "type": "favorites", "display_name": "Favorites", "muted": false, "collapsed": false,
        "channel_ids": ["{design}", "{engineering}"]});
    changed["channel_ids"] = json!([]);
    o.ask("categories/update", "liv", "PUT", at, json!([favorites, changed]));
    o.ask(
        "categories/order_error",
        "liv",
        "PUT",
        &format!("{at}/order"),
        json!([built_in]),
    );
    let mut all = order.as_array().cloned().unwrap_or_default();
    all.push(json!("{category}"));
    o.ask(
        "categories/order_put",
        "liv",
        "PUT",
        &format!("{at}/order"),
        Value::Array(all),
    );
    o.ask(
        "categories/delete_error",
        "liv",
        "DELETE",
        &format!("{at}/{built_in}"),
        NONE,
    );
    o.ask(
        "categories/delete",
        "liv",
        "DELETE",
        &format!("{at}/{{category}}"),
        NONE,
    );
    let one = |user: &str, name: &str| json!({"user_id": user, "category": "display_settings", "name": name, "value": "x"});
    let at = "/users/me/preferences";
    o.ask(
        "preferences/put",
        "liv",
        "PUT",
        at,
        json!([one("{liv}", "name_format")]),
    );
    o.ask(
        "preferences/put_error",
        "liv",
        "PUT",
        at,
        json!([one("{haruto}", "name_format")]),
    );
    let many: Vec<Value> = (0..101).map(|n| one("{liv}", &n.to_string())).collect();
    o.ask("preferences/put_error", "liv", "PUT", at, json!(many));
    o.ask("preferences/all", "liv", "GET", at, NONE);
    o.ask(
        "preferences/category",
        "liv",
        "GET",
        &format!("{at}/display_settings"),
        NONE,
    );
    o.ask(
        "preferences/one",
        "liv",
        "GET",
        &format!("{at}/display_settings/name/name_format"),
        NONE,
    );
    o.ask("preferences/error", "liv", "GET", &format!("{at}/nothing"), NONE);
    o.ask(
        "preferences/delete",
        "liv",
        "POST",
        &format!("{at}/delete"),
        json!([one("{liv}", "name_format")]),
    );
    let draft = |root: &str, message: &str| json!({"user_id": "{liv}", "channel_id": "{engineering}", "root_id": root, "message": message});
    o.ask("drafts/upsert", "liv", "POST", "/drafts", draft("", "first"));
    o.ask("drafts/upsert", "liv", "POST", "/drafts", draft("", ""));
    o.ask(
        "drafts/upsert",
        "liv",
        "POST",
        "/drafts",
        draft("{root}", "in the thread"),
    );
    o.ask(
        "drafts/list",
        "liv",
        "GET",
        "/users/me/teams/{team:hotaru}/drafts",
        NONE,
    );
    o.ask(
        "drafts/delete_thread",
        "liv",
        "DELETE",
        "/users/me/channels/{engineering}/drafts/{root}",
        NONE,
    );
    o.ask(
        "drafts/delete",
        "liv",
        "DELETE",
        "/users/me/channels/{engineering}/drafts",
        NONE,
    );
}
