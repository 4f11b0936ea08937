//! Does the page show what the server has? No message lost, doubled, or in the wrong place, the counts and the chip right.

use serde_json::Value;
use tsubame_e2e::Person;

/// What the page shows: the end of the open channel, the chip, what waits in the channels. Messages that were deleted are left out.
pub const SHOWN: &str = "
const log = document.querySelector('main [role=log]');
log.scrollTop = 1e9;
const jump = [...document.querySelectorAll('main button')].find(b => b.getAttribute('aria-label') === 'Jump to latest');
if (jump) jump.click();
const rows = [...log.querySelectorAll('article')].filter(row => row.dataset.state !== 'deleted').map(row => {
  const words = row.querySelector('.words')?.cloneNode(true);
  words?.querySelectorAll('.edited').forEach(mark => mark.remove());
  return { id: row.dataset.postId ?? null, state: row.dataset.state, words: words?.textContent.trim() ?? '' };
});
const status = name => document.querySelector(`[role=status][aria-label=\"${name}\"]`)?.textContent.trim();
const entries = [...document.querySelectorAll('a.entry')].map(entry => entry.getAttribute('aria-label'));
return { rows, chip: status('Connection'), age: status('Freshness'), entries };";

/// Compares what the page shows with the newest posts of the open channel and with what waits in each.
pub fn compare(shown: &Value, kept: &[Value], waiting: &[(String, String)]) -> Result<(), String> {
    if shown["chip"] != "Connected" || shown["age"] != "Up to date" {
        return Err(format!("chip {}, {}", shown["chip"], shown["age"]));
    }
    let rows = shown["rows"].as_array().cloned().unwrap_or_default();
    if rows.is_empty() || rows.len() > kept.len() {
        return Err(format!("{} rows of {} posts", rows.len(), kept.len()));
    }
    for (row, post) in rows.iter().zip(&kept[kept.len() - rows.len()..]) {
        // A post without marks reads as it was written.
        let message = post["message"].as_str().unwrap_or_default();
        let is_plain = post["type"] == "" && message.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ');
        let reads_alike = !is_plain || row["words"] == post["message"];
        if row["id"] != post["id"] || row["state"] != "sent" || !reads_alike {
            return Err(format!("the page shows {row}, the server has {post}"));
        }
    }
    compare_entries(&shown["entries"], waiting)
}

/// The channels of the team, by what their links in the sidebar are called.
fn compare_entries(entries: &Value, waiting: &[(String, String)]) -> Result<(), String> {
    let mut known = 0;
    for entry in entries.as_array().into_iter().flatten().filter_map(Value::as_str) {
        let name = entry.split(", ").next().unwrap_or_default();
        let Some((_, expected)) = waiting.iter().find(|(channel, _)| channel == name) else {
            continue;
        };
        if expected != entry {
            return Err(format!(
                "the page says {entry:?}, the server would say {expected:?}"
            ));
        }
        known += 1;
    }
    if known < 2 {
        return Err(format!("hardly a channel in the sidebar: {entries}"));
    }
    Ok(())
}

/// The newest posts of a channel that are no replies, oldest first.
pub fn posts(person: &Person, channel: &str) -> Vec<Value> {
    let page = person.get(&format!("/channels/{channel}/posts?per_page=200"));
    let ids = page["order"].as_array().cloned().unwrap_or_default();
    let posts = ids.iter().rev().filter_map(|id| page["posts"].get(id.as_str()?));
    posts.filter(|post| post["root_id"] == "").cloned().collect()
}

/// Names of the team's channels, and how a link to each is called by what waits in it for this person.
pub fn waiting(person: &Person) -> Vec<(String, String)> {
    let teams = person.get("/users/me/teams");
    let mut teams = teams.as_array().into_iter().flatten();
    let team = teams
        .find(|team| team["name"] == "hotaru")
        .map(|team| team["id"].clone());
    let team = team.as_ref().and_then(Value::as_str).unwrap_or_default();
    let channels = person.get(&format!("/users/me/teams/{team}/channels"));
    let members = person.get(&format!("/users/me/teams/{team}/channels/members"));
    let of_channel = |id: &Value| {
        let mut members = members.as_array().into_iter().flatten();
        members.find(|member| member["channel_id"] == *id).cloned()
    };
    let called = |channel: &Value| {
        let name = channel["display_name"]
            .as_str()
            .filter(|name| !name.is_empty())?
            .to_owned();
        let member = of_channel(&channel["id"])?;
        let is_plain = channel["type"] != "D"
            && channel["delete_at"] == 0
            && member["notify_props"]["mark_unread"] == "all";
        let unread = channel["total_msg_count_root"].as_i64() > member["msg_count_root"].as_i64();
        let link = match (unread, member["mention_count_root"].as_i64().unwrap_or_default()) {
            (false, 0) => name.clone(),
            (true, 0) => format!("{name}, unread"),
            (false, 1) => format!("{name}, 1 mention"),
            (true, 1) => format!("{name}, unread, 1 mention"),
            (false, many) => format!("{name}, {many} mentions"),
            (true, many) => format!("{name}, unread, {many} mentions"),
        };
        is_plain.then_some((name, link))
    };
    channels
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(called)
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{json, Value};

    use super::compare;

    fn row(id: &str, words: &str) -> Value {
        json!({"id": id, "state": "sent", "words": words})
    }

    fn said_about(rows: &[Value], entries: [&str; 2]) -> Result<(), String> {
        let kept = [("a", "one"), ("b", "two"), ("c", "three")];
        let kept = kept.map(|(id, message)| json!({"id": id, "message": message, "type": ""}));
        let waiting = [("Leads", "Leads, unread"), ("Firmware", "Firmware")];
        let waiting = waiting.map(|(name, link)| (name.to_owned(), link.to_owned()));
        let shown = json!({"rows": rows, "chip": "Connected", "age": "Up to date", "entries": entries});
        compare(&shown, &kept, &waiting)
    }

    #[test]
    fn what_is_lost_doubled_elsewhere_or_changed_is_seen() {
        let (a, b, c) = (row("a", "one"), row("b", "two"), row("c", "three"));
        let right = ["Leads, unread", "Firmware"];
        let about =
            |rows: &[&Value]| said_about(&rows.iter().map(|row| (*row).clone()).collect::<Vec<_>>(), right);
        assert_eq!(about(&[&a, &b, &c]), Ok(()));
        assert_eq!(about(&[&b, &c]), Ok(()), "what is further up is not in the page");
        for wrong in [
            vec![&a, &b],
            vec![&a, &c],
            vec![&b, &c, &c],
            vec![&b, &a, &c],
            vec![],
            vec![&a, &b, &row("c", "another")],
            vec![
                &a,
                &b,
                &c,
                &json!({"id": null, "state": "sending", "words": "mine"}),
            ],
            vec![&b, &c, &json!({"id": null, "state": "failed", "words": "mine"})],
        ] {
            assert!(about(&wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_wrong_count_is_seen() {
        let rows = [row("c", "three")];
        assert!(said_about(&rows, ["Leads, unread, 1 mention", "Firmware"]).is_err());
        assert!(said_about(&rows, ["Leads", "Firmware"]).is_err());
        assert!(said_about(&rows, ["Leads, unread", "Firmware, unread"]).is_err());
    }
}
