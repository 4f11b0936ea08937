//! Roles and their permissions (`rest.md` 3.9), and what an administrator may change about them.

use serde_json::{json, Value};

use super::error::ApiError;
use super::events::{packed, to_all};
use super::http::{get, post, put, Outcome, Reply, Request, Route};
use super::id::{Id, Rng};
use super::World;

pub const ROUTES: &[Route] = &[
    post("/roles/names", by_names),
    get("/roles/name/{name}", by_name),
    get("/roles/{role_id}", one),
    put("/roles/{role_id}/patch", patch),
];

/// A role: its name, the key of its display name, whether schemes manage it, its permissions.
struct Role {
    name: &'static str,
    key: &'static str,
    scheme_managed: bool,
    permissions: &'static str,
}

const TABLE: &[Role] = &[
    Role {
        name: "system_user",
        key: "global_user",
        scheme_managed: true,
        permissions: "create_custom_group create_direct_channel create_emojis create_group_channel create_team \
                      delete_custom_group delete_emojis edit_custom_group join_public_teams list_public_teams \
                      manage_custom_group_members restore_custom_group view_members",
    },
    Role {
        name: "system_admin",
        key: "global_admin",
        scheme_managed: true,
        permissions: "add_bookmark_private_channel add_bookmark_public_channel add_reaction add_user_to_team \
                      bypass_incoming_webhook_channel_lock convert_private_channel_to_public \
                      convert_public_channel_to_private create_bot create_custom_group create_direct_channel \
                      create_emojis create_group_channel create_post create_post_ephemeral create_post_public \
                      create_private_channel create_public_channel create_team create_user_access_token \
                      delete_bookmark_private_channel delete_bookmark_public_channel delete_custom_group \
                      delete_emojis delete_others_posts delete_post delete_private_channel delete_public_channel \
                      demote_to_guest edit_bookmark_private_channel edit_bookmark_public_channel edit_custom_group \
                      edit_other_users edit_others_posts edit_post get_public_link import_team invite_guest \
                      invite_user join_public_channels join_public_teams list_public_teams list_team_channels \
                      manage_channel_access_rules manage_channel_roles manage_custom_group_members manage_oauth \
                      manage_others_incoming_webhooks manage_others_outgoing_webhooks manage_others_slash_commands \
                      manage_own_incoming_webhooks manage_own_outgoing_webhooks manage_own_slash_commands \
                      manage_private_channel_auto_translation manage_private_channel_banner \
                      manage_private_channel_members manage_private_channel_properties \
                      manage_public_channel_auto_translation manage_public_channel_banner \
                      manage_public_channel_members manage_public_channel_properties manage_roles manage_system \
                      manage_team manage_team_roles order_bookmark_private_channel order_bookmark_public_channel \
                      playbook_private_create playbook_private_manage_roles playbook_public_create \
                      playbook_public_manage_roles promote_guest read_channel read_channel_content \
                      read_other_users_teams read_private_channel_groups read_public_channel \
                      read_public_channel_groups read_user_access_token remove_others_reactions remove_reaction \
                      remove_user_from_team restore_custom_group revoke_user_access_token \
                      sysconsole_read_about_edition_and_license upload_file use_channel_mentions \
                      use_group_mentions view_members view_team",
    },
    Role {
        name: "system_user_access_token",
        key: "system_user_access_token",
        scheme_managed: false,
        permissions: "create_user_access_token read_user_access_token revoke_user_access_token",
    },
    Role {
        name: "team_user",
        key: "team_user",
        scheme_managed: true,
        permissions: "add_user_to_team create_private_channel create_public_channel invite_user \
                      join_public_channels list_team_channels playbook_private_create playbook_public_create \
                      read_public_channel view_team",
    },
    Role {
        name: "team_admin",
        key: "team_admin",
        scheme_managed: true,
        permissions: "add_bookmark_private_channel add_bookmark_public_channel add_reaction \
                      bypass_incoming_webhook_channel_lock convert_private_channel_to_public \
                      convert_public_channel_to_private create_post delete_bookmark_private_channel \
                      delete_bookmark_public_channel delete_others_posts delete_post edit_bookmark_private_channel \
                      edit_bookmark_public_channel import_team manage_channel_access_rules manage_channel_roles \
                      manage_others_incoming_webhooks manage_others_outgoing_webhooks manage_others_slash_commands \
                      manage_own_incoming_webhooks manage_own_outgoing_webhooks manage_own_slash_commands \
                      manage_private_channel_auto_translation manage_private_channel_banner \
                      manage_private_channel_members manage_public_channel_auto_translation \
                      manage_public_channel_banner manage_public_channel_members manage_team manage_team_roles \
                      order_bookmark_private_channel order_bookmark_public_channel playbook_private_manage_roles \
                      playbook_public_manage_roles read_private_channel_groups read_public_channel_groups \
                      remove_reaction remove_user_from_team upload_file use_channel_mentions use_group_mentions",
    },
    Role {
        name: "channel_user",
        key: "channel_user",
        scheme_managed: true,
        permissions: "add_bookmark_private_channel add_bookmark_public_channel add_reaction create_post \
                      delete_bookmark_private_channel delete_bookmark_public_channel delete_post \
                      delete_private_channel delete_public_channel edit_bookmark_private_channel \
                      edit_bookmark_public_channel edit_post get_public_link manage_private_channel_members \
                      manage_private_channel_properties manage_public_channel_members \
                      manage_public_channel_properties order_bookmark_private_channel \
                      order_bookmark_public_channel read_channel read_channel_content read_private_channel_groups \
                      read_public_channel_groups remove_reaction upload_file use_channel_mentions \
                      use_group_mentions",
    },
    Role {
        name: "channel_admin",
        key: "channel_admin",
        scheme_managed: true,
        permissions: "add_bookmark_private_channel add_bookmark_public_channel add_reaction create_post \
                      delete_bookmark_private_channel delete_bookmark_public_channel edit_bookmark_private_channel \
                      edit_bookmark_public_channel manage_channel_access_rules manage_channel_roles \
                      manage_private_channel_auto_translation manage_private_channel_banner \
                      manage_private_channel_members manage_public_channel_auto_translation \
                      manage_public_channel_banner manage_public_channel_members order_bookmark_private_channel \
                      order_bookmark_public_channel read_private_channel_groups read_public_channel_groups \
                      remove_reaction upload_file use_channel_mentions use_group_mentions",
    },
];

fn by_names(world: &mut World, r: &Request<'_>) -> Outcome {
    let names: Vec<String> = r.body("rolenames")?;
    if names.is_empty() {
        return Err(ApiError::invalid_body("rolenames"));
    }
    let found = TABLE
        .iter()
        .filter(|role| names.iter().any(|name| name.trim() == role.name));
    Ok(Reply::ok(
        &found.map(|role| world.role_view(role)).collect::<Vec<_>>(),
    ))
}

fn by_name(world: &mut World, r: &Request<'_>) -> Outcome {
    let role = TABLE
        .iter()
        .find(|role| role.name == r.text("name"))
        .ok_or_else(missing)?;
    Ok(Reply::ok(&world.role_view(role)))
}

fn one(world: &mut World, r: &Request<'_>) -> Outcome {
    let role = TABLE
        .iter()
        .find(|role| role_id(role) == r.id("role_id"))
        .ok_or_else(missing)?;
    Ok(Reply::ok(&world.role_view(role)))
}

fn missing() -> ApiError {
    ApiError::new(404, "app.role.get.app_error", "Unable to get role.")
}

fn patch(world: &mut World, r: &Request<'_>) -> Outcome {
    r.need_admin()?;
    let body: Value = r.object("role")?;
    let role = TABLE
        .iter()
        .find(|role| role_id(role) == r.id("role_id"))
        .ok_or_else(missing)?;
    if let Some(list) = body.get("permissions").and_then(Value::as_array) {
        let mut permissions: Vec<String> = list.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        permissions.sort();
        world
            .store
            .role_permissions
            .insert(role.name.to_owned(), permissions);
    }
    let view = world.role_view(role);
    world.emit("role_updated", json!({"role": packed(&view)}), to_all());
    Ok(Reply::ok(&view))
}

/// Roles have the same id in every world.
fn role_id(role: &Role) -> Id {
    let seed = role.name.bytes().fold(7u64, |sum, byte| {
        sum.wrapping_mul(131).wrapping_add(u64::from(byte))
    });
    Rng::new(seed).id()
}

impl World {
    fn role_view(&self, role: &Role) -> Value {
        let permissions: Vec<&str> = match self.store.role_permissions.get(role.name) {
            Some(changed) => changed.iter().map(String::as_str).collect(),
            None => role.permissions.split_whitespace().collect(),
        };
        json!({
            "id": role_id(role),
            "name": role.name,
            "display_name": format!("authentication.roles.{}.name", role.key),
            "description": format!("authentication.roles.{}.description", role.key),
            "create_at": 1_700_000_000_000_i64,
            "update_at": 1_700_000_000_000_i64,
            "delete_at": 0,
            "permissions": permissions,
            "scheme_managed": role.scheme_managed,
            "built_in": true,
            "scheme_id": null,
        })
    }
}
