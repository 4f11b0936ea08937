//! Somebody else in the company, who acts over REST: for what needs a second person but not a second window.

use serde_json::{json, Value};

use crate::demo::Demo;
use crate::PASSWORD;

/// A signed-in person.
pub struct Person {
    base: String,
    token: String,
    /// Own id.
    pub id: String,
}

impl Person {
    /// Signs in.
    pub fn log_in(demo: &Demo, username: &str) -> Self {
        let base = demo.url("/api/v4");
        let mut answer = ureq::post(format!("{base}/users/login"))
            .send_json(json!({"login_id": username, "password": PASSWORD}))
            .expect("the person can sign in");
        let token = answer
            .headers()
            .get("token")
            .and_then(|t| t.to_str().ok())
            .expect("a token comes back")
            .to_owned();
        let me: Value = answer.body_mut().read_json().expect("the own account comes back");
        Self {
            base,
            token,
            id: text(&me, "id"),
        }
    }

    /// Any GET.
    pub fn get(&self, path: &str) -> Value {
        let call = ureq::get(format!("{}{path}", self.base))
            .header("Authorization", format!("Bearer {}", self.token));
        call.call()
            .expect("the server answers")
            .body_mut()
            .read_json()
            .expect("the answer is JSON")
    }

    /// Any POST.
    pub fn post(&self, path: &str, body: &Value) -> Value {
        let call = ureq::post(format!("{}{path}", self.base))
            .header("Authorization", format!("Bearer {}", self.token));
        call.send_json(body)
            .expect("the server takes it")
            .body_mut()
            .read_json()
            .expect("the answer is JSON")
    }

    /// Any PUT.
    pub fn put(&self, path: &str, body: &Value) -> Value {
        let call = ureq::put(format!("{}{path}", self.base))
            .header("Authorization", format!("Bearer {}", self.token));
        call.send_json(body)
            .expect("the server takes it")
            .body_mut()
            .read_json()
            .expect("the answer is JSON")
    }

    /// Any DELETE.
    pub fn delete(&self, path: &str) {
        let call = ureq::delete(format!("{}{path}", self.base))
            .header("Authorization", format!("Bearer {}", self.token));
        call.call().expect("the server takes it");
    }

    /// Id of a channel of the first team that has it.
    pub fn channel(&self, name: &str) -> String {
        let channels = self.get("/users/me/channels");
        let found = channels
            .as_array()
            .into_iter()
            .flatten()
            .find(|channel| channel["name"] == name);
        text(found.unwrap_or_else(|| panic!("no channel {name}")), "id")
    }

    /// Says something in a channel; gives the post's id.
    pub fn say(&self, channel_id: &str, message: &str) -> String {
        text(
            &self.post("/posts", &json!({"channel_id": channel_id, "message": message})),
            "id",
        )
    }

    /// Is seen typing.
    pub fn types(&self, channel_id: &str) {
        self.post("/users/me/typing", &json!({"channel_id": channel_id}));
    }

    /// Messages of a channel, newest first.
    pub fn messages(&self, channel_id: &str) -> Vec<String> {
        let mut messages = Vec::new();
        for number in 0.. {
            let page = self.get(&format!(
                "/channels/{channel_id}/posts?per_page=200&page={number}"
            ));
            let ids = page["order"].as_array().cloned().unwrap_or_default();
            let said = |id: &Value| page["posts"][id.as_str()?]["message"].as_str().map(str::to_owned);
            messages.extend(ids.iter().filter_map(said));
            if ids.len() < 200 {
                break;
            }
        }
        messages
    }
}

fn text(value: &Value, key: &str) -> String {
    value[key]
        .as_str()
        .unwrap_or_else(|| panic!("no {key} in {value}"))
        .to_owned()
}
