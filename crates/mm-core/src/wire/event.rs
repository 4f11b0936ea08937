//! Name + payload → events: the catalogue of everything a server of this version can send (`websocket.md 6`).
//!
//! Called by `connection` once a frame's number is accepted. `docs/events.md` is the same table in words; a test keeps both equal.

use super::fields::Fields;
use super::frame::EventFrame;
use super::nested::Unfit;
use super::payload::{channels, posts, preferences, system, teams, threads, users};
use crate::domain::Monotonic;
use crate::event::Event;

/// Longest name kept of an event we do not know.
const MAX_NAME: usize = 64;

/// Events, or that the payload cannot be read: the event is counted as broken, the stream goes on.
pub(super) type Decoded = Result<Vec<Event>, Unfit>;

/// What is done with an event of a known name.
#[derive(Clone, Copy)]
pub(super) enum Handling {
    /// Becomes events; the payload is the table.
    Read(fn(&EventFrame<'_>, &Fields<'_>) -> Decoded),
    /// Becomes an event that carries when it was received.
    Timed(fn(&EventFrame<'_>, &Fields<'_>, Monotonic) -> Decoded),
    /// Becomes an event whatever the payload holds.
    Bare(fn(&EventFrame<'_>) -> Decoded),
    /// Known and not needed; why.
    NotNeeded(&'static str),
}

use Handling::{Bare, NotNeeded, Read, Timed};

const LICENCE: &str = "needs a licence";
const FLAG_OFF: &str = "behind a feature flag that is off";
const PLUGIN: &str = "sent by plugin code; this client runs no plugins";
const ADMIN: &str = "for the administrator's console";

/// Every event name of the server's catalogue, sorted.
#[rustfmt::skip] // one line a name: it is a table
pub(super) const CATALOGUE: &[(&str, Handling)] = &[
    ("added_to_team", Read(teams::added_to_team)),
    ("burn_on_read_all_revealed", NotNeeded(LICENCE)),
    ("channel_bookmark_created", NotNeeded(LICENCE)),
    ("channel_bookmark_deleted", NotNeeded(LICENCE)),
    ("channel_bookmark_sorted", NotNeeded(LICENCE)),
    ("channel_bookmark_updated", NotNeeded(LICENCE)),
    ("channel_converted", Read(channels::announced)),
    ("channel_created", Read(channels::announced)),
    ("channel_deleted", Read(channels::channel_deleted)),
    ("channel_member_updated", Read(channels::channel_member_updated)),
    ("channel_restored", Read(channels::channel_restored)),
    ("channel_scheme_updated", Read(channels::announced)),
    ("channel_updated", Read(channels::channel_updated)),
    ("cloud_subscription_changed", NotNeeded(LICENCE)),
    ("config_changed", Read(system::config_changed)),
    ("content_flagging_report_value_updated", NotNeeded(LICENCE)),
    ("custom_profile_attributes_field_created", NotNeeded(LICENCE)),
    ("custom_profile_attributes_field_deleted", NotNeeded(LICENCE)),
    ("custom_profile_attributes_field_updated", NotNeeded(LICENCE)),
    ("custom_profile_attributes_values_updated", NotNeeded(LICENCE)),
    ("delete_team", Read(teams::delete_team)),
    ("direct_added", Read(channels::announced)),
    ("draft_created", Read(preferences::draft_kept)),
    ("draft_deleted", Read(preferences::draft_deleted)),
    ("draft_updated", Read(preferences::draft_kept)),
    ("emoji_added", Read(system::emoji_added)),
    ("ephemeral_message", Read(posts::ephemeral_message)),
    ("file_download_rejected", NotNeeded(PLUGIN)),
    ("first_admin_visit_marketplace_status_received", NotNeeded(ADMIN)),
    ("group_added", Read(channels::announced)),
    ("group_member_add", NotNeeded(LICENCE)),
    ("group_member_deleted", NotNeeded(LICENCE)),
    ("guests_deactivated", NotNeeded(LICENCE)),
    ("hello", Read(system::hello)),
    ("hosted_customer_signup_progress_updated", NotNeeded(LICENCE)),
    ("leave_team", Read(teams::leave_team)),
    ("license_changed", Bare(system::license_changed)),
    ("memberrole_updated", Read(teams::memberrole_updated)),
    ("multiple_channels_viewed", Read(channels::multiple_channels_viewed)),
    ("new_user", NotNeeded("profiles are fetched when they are seen")),
    ("open_dialog", NotNeeded("interactive dialogs are not offered")),
    ("persistent_notification_triggered", NotNeeded(LICENCE)),
    ("plugin_disabled", NotNeeded(PLUGIN)),
    ("plugin_enabled", NotNeeded(PLUGIN)),
    ("plugin_statuses_changed", NotNeeded(ADMIN)),
    ("post_acknowledgement_added", NotNeeded(LICENCE)),
    ("post_acknowledgement_removed", NotNeeded(LICENCE)),
    ("post_burned", NotNeeded(LICENCE)),
    ("post_deleted", Read(posts::post_deleted)),
    ("post_edited", Read(posts::post_edited)),
    ("post_revealed", NotNeeded(LICENCE)),
    ("post_translation_updated", NotNeeded(LICENCE)),
    ("post_unread", Read(posts::post_unread)),
    ("posted", Read(posts::posted)),
    ("preference_changed", Read(preferences::preference_changed)),
    ("preferences_changed", Read(preferences::preferences_changed)),
    ("preferences_deleted", Read(preferences::preferences_deleted)),
    ("property_field_created", NotNeeded(FLAG_OFF)),
    ("property_field_deleted", NotNeeded(FLAG_OFF)),
    ("property_field_updated", NotNeeded(FLAG_OFF)),
    ("property_values_updated", NotNeeded(FLAG_OFF)),
    ("reaction_added", Read(posts::reaction_added)),
    ("reaction_removed", Read(posts::reaction_removed)),
    ("recap_updated", NotNeeded(FLAG_OFF)),
    ("received_group", NotNeeded(LICENCE)),
    ("received_group_associated_to_channel", NotNeeded(LICENCE)),
    ("received_group_associated_to_team", NotNeeded(LICENCE)),
    ("received_group_not_associated_to_channel", NotNeeded(LICENCE)),
    ("received_group_not_associated_to_team", NotNeeded(LICENCE)),
    ("restore_team", Read(teams::restore_team)),
    ("role_updated", Read(system::role_updated)),
    ("scheduled_post_created", NotNeeded(LICENCE)),
    ("scheduled_post_deleted", NotNeeded(LICENCE)),
    ("scheduled_post_updated", NotNeeded(LICENCE)),
    ("show_toast", NotNeeded(PLUGIN)),
    ("sidebar_category_created", Bare(preferences::categories_outdated)),
    ("sidebar_category_deleted", Bare(preferences::categories_outdated)),
    ("sidebar_category_order_updated", Read(preferences::category_order_updated)),
    ("sidebar_category_updated", Bare(preferences::categories_outdated)),
    ("status_change", Read(users::status_change)),
    ("thread_follow_changed", Read(threads::thread_follow_changed)),
    ("thread_read_changed", Read(threads::thread_read_changed)),
    ("thread_updated", Read(threads::thread_updated)),
    ("typing", Timed(users::typing)),
    ("update_team", Read(teams::update_team)),
    ("update_team_scheme", Read(teams::update_team)),
    ("user_activation_status_change", NotNeeded("says nobody's name; profiles are refreshed when seen")),
    ("user_added", Read(channels::user_added)),
    ("user_removed", Read(channels::user_removed)),
    ("user_role_updated", Read(users::user_role_updated)),
    ("user_updated", Read(users::user_updated)),
    ("view_created", NotNeeded(FLAG_OFF)),
    ("view_deleted", NotNeeded(FLAG_OFF)),
    ("view_sorted", NotNeeded(FLAG_OFF)),
    ("view_updated", NotNeeded(FLAG_OFF)),
];

/// What an event means, mostly one fact, sometimes several. `at` is when the frame was received.
///
/// Never empty: an unknown name gives [`Event::Unknown`], a payload that cannot be read [`Event::Broken`] with the channel it was
/// sent to, where the envelope says one.
pub fn decode(frame: &EventFrame<'_>, at: Monotonic) -> Vec<Event> {
    let found = CATALOGUE.binary_search_by_key(&frame.name.as_ref(), |(name, _)| name);
    let Some((name, handling)) = found.ok().and_then(|index| CATALOGUE.get(index)) else {
        return vec![Event::Unknown(frame.name.chars().take(MAX_NAME).collect())];
    };
    let decoded = match handling {
        Read(read) => payload(frame, |data| read(frame, data)),
        Timed(read) => payload(frame, |data| read(frame, data, at)),
        Bare(read) => read(frame),
        NotNeeded(_) => Ok(vec![Event::NotNeeded(name)]),
    };
    decoded.unwrap_or_else(|Unfit| {
        vec![Event::Broken {
            event: (*name).to_owned(),
            channel_id: frame.broadcast.channel_id,
        }]
    })
}

/// Reads the payload; absent or null data is an empty object (`websocket.md 3.1`).
fn payload(frame: &EventFrame<'_>, read: impl FnOnce(&Fields<'_>) -> Decoded) -> Decoded {
    let data = match frame.data {
        Some(raw) => Fields::read(raw.get())?,
        None => Fields::default(),
    };
    let events = read(&data);
    data.fit()?;
    events
}

/// Why an event of this name is not used; empty for one that is, and for one that is not known.
pub fn why_not_needed(name: &str) -> &'static str {
    let found = CATALOGUE.binary_search_by_key(&name, |(known, _)| known);
    match found.ok().and_then(|index| CATALOGUE.get(index)) {
        Some((_, NotNeeded(why))) => why,
        _ => "",
    }
}
