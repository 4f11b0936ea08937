//! The recordings of a real server, read from `fixtures/wire`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::shape::{Kinds, Shape};

/// The folder of the recordings.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/wire")
}

/// One recorded exchange.
#[derive(Debug, Clone)]
pub struct Exchange {
    pub status: u64,
    pub body: Value,
    pub headers: Vec<(String, String)>,
}

/// Everything recorded.
pub struct Recordings {
    /// By `area/operation`.
    pub rest: BTreeMap<String, Vec<Exchange>>,
    /// Frames by event.
    pub events: BTreeMap<String, Vec<Value>>,
    pub kinds: Kinds,
}

fn read_json(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    paths.sort();
    paths
}

fn exchange(value: &Value) -> Exchange {
    let pairs = value["response_headers"].as_array().into_iter().flatten();
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    Exchange {
        status: value["status"].as_u64().unwrap_or(0),
        body: value["response_body"].clone(),
        headers: pairs
            .map(|pair| (text(&pair[0]).to_lowercase(), text(&pair[1])))
            .collect(),
    }
}

impl Recordings {
    /// Reads them all.
    pub fn read() -> Recordings {
        let mut all = Recordings {
            rest: BTreeMap::new(),
            events: BTreeMap::new(),
            kinds: Kinds::default(),
        };
        for area in files(&folder().join("rest")) {
            for file in files(&area) {
                all.add(&file, &format!("{}/{}", stem(&area), stem(&file)));
            }
        }
        for file in files(&folder().join("cold_start")) {
            let name = stem(&file);
            if name != "order" {
                all.add(&file, &format!("cold_start/{name}"));
            }
        }
        for file in files(&folder().join("events")) {
            let text = fs::read_to_string(&file).expect("a readable recording");
            let frames: Vec<Value> = text
                .lines()
                .map(|line| serde_json::from_str(line).expect("a frame a line"))
                .collect();
            frames.iter().for_each(|frame| all.kinds.learn(&frame["data"]));
            all.events.insert(stem(&file), frames);
        }
        for file in files(&folder().join("sessions")) {
            all.add_session(&file);
        }
        all
    }

    /// Frames of whole sessions are samples of events too.
    fn add_session(&mut self, file: &Path) {
        let text = fs::read_to_string(file).expect("a readable recording");
        for line in text.lines() {
            let line: Value = serde_json::from_str(line).expect("a line of JSON");
            let frame = &line["frame"];
            if let Some(event) = frame["event"].as_str() {
                self.kinds.learn(&frame["data"]);
                self.events
                    .entry(event.to_owned())
                    .or_default()
                    .push(frame.clone());
            }
        }
    }

    fn add(&mut self, file: &Path, name: &str) {
        let value = read_json(file);
        let list: Vec<Exchange> = match &value {
            Value::Array(list) => list.iter().map(exchange).collect(),
            one => vec![exchange(one)],
        };
        list.iter().for_each(|exchange| self.kinds.learn(&exchange.body));
        self.rest.insert(name.to_owned(), list);
    }

    /// The common shape of the recorded bodies of an operation with that status; `None` if that status was not recorded.
    pub fn shape(&self, name: &str, status: u64) -> Option<Shape> {
        let with_status = self
            .rest
            .get(name)?
            .iter()
            .filter(|exchange| exchange.status == status);
        let mut shape = Shape::default();
        let mut any = false;
        for exchange in with_status {
            any = true;
            shape.learn("", &exchange.body);
        }
        any.then_some(shape)
    }
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .and_then(|name| name.to_str())
        .unwrap_or_default()
        .to_owned()
}
