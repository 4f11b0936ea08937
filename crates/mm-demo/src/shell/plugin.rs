//! A web-app plugin's files under `/static/plugins/<id>/`, exactly as a stock Mattermost server gives them out.
//!
//! Every file in the folder of the plugin's bundle is public; the bundle itself only under a name with its hash. No
//! Content-Security-Policy, cached for a year except `remote_entry.js`, gzip on the fly for scripts, styles and
//! WebAssembly, nothing for paths that end in `/`, no fallback page.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path as UrlPath, State};
use axum::http::{header, HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::Router;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use flate2::Compression;
use serde_json::Value;

const CACHED: &str = "max-age=31556926, public";
const REVALIDATED: &str = "no-cache";
/// The one name that is not cached.
const REMOTE_ENTRY: &str = "remote_entry.js";

/// A plugin, read into memory.
#[derive(Debug)]
pub struct Plugin {
    id: String,
    /// By path relative to the folder of the bundle.
    files: BTreeMap<String, Vec<u8>>,
}

impl Plugin {
    /// Reads a plugin from its folder (the one with `plugin.json`) or from its archive (`.tar.gz`).
    pub fn load(path: &Path) -> io::Result<Plugin> {
        let mut files = BTreeMap::new();
        if path.is_dir() {
            read_folder(path, path, &mut files)?;
        } else {
            read_archive(path, &mut files)?;
        }
        Plugin::from_files(files)
    }

    /// The plugin's id, the folder below `/static/plugins/`.
    pub fn id(&self) -> &str {
        &self.id
    }

    fn from_files(all: BTreeMap<String, Vec<u8>>) -> io::Result<Plugin> {
        let manifest_path = all
            .keys()
            .find(|path| *path == "plugin.json" || path.ends_with("/plugin.json"))
            .ok_or_else(|| invalid("there is no plugin.json"))?;
        let manifest: Value = serde_json::from_slice(&all[manifest_path])?;
        let text = |pointer: &str| manifest.pointer(pointer).and_then(Value::as_str);
        let id = text("/id")
            .ok_or_else(|| invalid("plugin.json has no id"))?
            .to_owned();
        let bundle = text("/webapp/bundle_path").ok_or_else(|| invalid("plugin.json has no webapp"))?;
        let root = manifest_path.trim_end_matches("plugin.json");
        let folder = match bundle.rsplit_once('/') {
            Some((folder, _)) => format!("{root}{folder}/"),
            None => root.to_owned(),
        };
        let bundle = format!("{root}{bundle}");
        let files = all
            .iter()
            .filter_map(|(path, content)| {
                let name = path.strip_prefix(&folder)?;
                let shown = if *path == bundle {
                    bundle_name(&id, content)
                } else {
                    name.to_owned()
                };
                Some((shown, content.clone()))
            })
            .collect();
        Ok(Plugin { id, files })
    }
}

/// Routes for everything below `/static/plugins/`.
pub fn router(plugin: Plugin) -> Router {
    Router::new()
        .route("/static/plugins/{*path}", get(file))
        .with_state(Arc::new(plugin))
}

async fn file(
    State(plugin): State<Arc<Plugin>>,
    UrlPath(path): UrlPath<String>,
    asked: HeaderMap,
) -> Response {
    let name = path
        .strip_prefix(plugin.id.as_str())
        .and_then(|rest| rest.strip_prefix('/'));
    let Some(name) = name else { return missing() };
    if name == "index.html" || name.ends_with("/index.html") {
        let to_folder = [(header::LOCATION, "./")];
        return (StatusCode::MOVED_PERMANENTLY, to_folder).into_response();
    }
    match plugin.files.get(name) {
        Some(content) => found(name, content, &asked),
        None => missing(),
    }
}

fn found(name: &str, content: &[u8], asked: &HeaderMap) -> Response {
    let file_name = name.rsplit('/').next().unwrap_or(name);
    let cache = if file_name == REMOTE_ENTRY {
        REVALIDATED
    } else {
        CACHED
    };
    let kind = content_type(name);
    let squeezed = (is_squeezed(name) && takes_gzip(asked))
        .then(|| gzip(content))
        .flatten();
    let encoded = squeezed.is_some();
    let mut response = Response::new(Body::from(squeezed.unwrap_or_else(|| content.to_vec())));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if encoded {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

fn missing() -> Response {
    let headers = [
        (header::CACHE_CONTROL, REVALIDATED),
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
    ];
    (StatusCode::NOT_FOUND, headers, "404 page not found\n").into_response()
}

fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn is_squeezed(name: &str) -> bool {
    matches!(extension(name), "js" | "css" | "wasm")
}

fn takes_gzip(asked: &HeaderMap) -> bool {
    let accepted = asked
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok());
    accepted.is_some_and(|list| list.split(',').any(|coding| coding.trim().starts_with("gzip")))
}

fn gzip(content: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).ok()?;
    encoder.finish().ok()
}

fn content_type(name: &str) -> &'static str {
    match extension(name) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webmanifest" => "application/manifest+json",
        "mp3" => "audio/mpeg",
        "woff2" => "font/woff2",
        "txt" | "md" | "ftl" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The server renames the bundle on enabling: id and 64-bit FNV-1a hash of the content.
fn bundle_name(id: &str, content: &[u8]) -> String {
    let hash = content.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{id}_{hash:016x}_bundle.js")
}

fn read_folder(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read_folder(root, &path, files)?;
        } else if let Some(name) = path.strip_prefix(root).ok().and_then(url_path) {
            files.insert(name, std::fs::read(&path)?);
        }
    }
    Ok(())
}

fn read_archive(path: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    let mut archive = tar::Archive::new(GzDecoder::new(std::fs::File::open(path)?));
    for entry in archive.entries()? {
        let mut entry = entry?;
        let path: PathBuf = entry.path()?.into_owned();
        let is_file = entry.header().entry_type().is_file();
        if let Some(name) = url_path(&path).filter(|_| is_file) {
            let mut content = Vec::new();
            entry.read_to_end(&mut content)?;
            files.insert(name, content);
        }
    }
    Ok(())
}

/// A relative path with `/`; `None` when it is not plainly relative or not text.
fn url_path(path: &Path) -> Option<String> {
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::CurDir => {}
            _ => return None,
        }
    }
    Some(parts.join("/"))
}

fn invalid(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("not a plugin: {why}"))
}
