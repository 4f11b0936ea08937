//! The client as a web-app plugin of a stock Mattermost server.
//!
//! The server copies the folder of the bundle (`webapp/dist`) beneath `/static/plugins/<id>/` and answers
//! for every file with a year of caching, except for one named `remote_entry.js`. So every other file
//! that changes between versions must be named by its content; this is checked here.

use std::fs;
use std::path::{Path, PathBuf};

use crate::outcome::{Doing, Failure, Outcome};
use crate::repo::Repo;
use crate::web::{self, compress, fingerprint, html, shell};

/// The plugin's id: its folder on the server.
pub const ID: &str = "app.tsubame.client";

/// Oldest server the client is tested against.
const MIN_SERVER_VERSION: &str = "11.0.0";

/// Files that keep their names: the page, the names of the current version, the official client's entry, and the worker, which browsers
/// fetch past their cache.
const STABLE: [&str; 4] = ["app.html", "main.js", "remote_entry.js", shell::WORKER];

/// Makes the unpacked plugin and its archive beneath `into` from the page in `site`.
pub fn make(repo: &Repo, site: &Path, into: &Path) -> Outcome<(PathBuf, PathBuf)> {
    let version = env!("CARGO_PKG_VERSION");
    let folder = into.join(ID);
    let files = folder.join("webapp/dist");
    fs::create_dir_all(&files).doing("making the plugin's folder")?;
    fs::write(folder.join("plugin.json"), manifest(version)).doing("writing plugin.json")?;
    copy_page(site, &files)?;
    for name in ["app.html", "main.js"] {
        fs::copy(repo.root.join("plugin").join(name), files.join(name)).doing(name)?;
    }
    let template = fs::read_to_string(repo.root.join("plugin/remote_entry.js")).doing("remote_entry.js")?;
    let page = fs::read_to_string(site.join("index.html")).doing("reading the built page")?;
    fs::write(files.join("remote_entry.js"), entry(&template, &page)?)?;
    let kept = shell::Shell {
        page: "app.html",
        entry: "remote_entry.js",
        routes: false,
    };
    shell::write(&files, &web::worker(repo)?, &kept)?;
    all_named_by_content(&files)?;
    let archive = into.join(format!("{ID}-{version}.tar.gz"));
    fs::write(&archive, packed(into, &folder)?).doing("writing the archive")?;
    Ok((folder, archive))
}

fn manifest(version: &str) -> String {
    let manifest = serde_json::json!({
        "id": ID,
        "name": "Tsubame",
        "description": "A small, fast client, opened from the main menu or a channel's header.",
        "version": version,
        "min_server_version": MIN_SERVER_VERSION,
        "webapp": { "bundle_path": "webapp/dist/main.js" },
    });
    format!("{manifest:#}\n")
}

/// Everything but the page itself, which `app.html` stands for, and the copies no such server sends.
fn copy_page(site: &Path, files: &Path) -> Outcome {
    for file in fingerprint::files(site)? {
        let name = file.strip_prefix(site).unwrap_or(&file);
        if name != Path::new("index.html") && !compress::is_copy(&file) {
            let place = files.join(name);
            fs::create_dir_all(place.parent().unwrap_or(files))?;
            fs::copy(&file, &place).doing(place.display())?;
        }
    }
    Ok(())
}

/// `remote_entry.js` with the names of this version's files.
fn entry(template: &str, page: &str) -> Outcome<String> {
    let loads = html::loads(page);
    let meta = html::tags(page)
        .into_iter()
        .find(|tag| tag.get("name") == Some("tsubame-assets"));
    let assets = meta.and_then(|tag| tag.get("content").map(str::to_owned));
    let named = serde_json::json!({
        "assets": assets,
        "glue": loads.glue,
        "module": loads.module,
        "scripts": loads.scripts,
        "styles": loads.styles,
        "icons": loads.icons,
    });
    let whole = assets.is_some() && loads.glue.is_some() && loads.module.is_some();
    let filled = template.replace("const FILES = {};", &format!("const FILES = {named};"));
    match whole && filled != template {
        true => Ok(filled),
        false => Err(Failure::new(
            "remote_entry.js cannot be filled in: the page or the template has changed",
        )),
    }
}

fn all_named_by_content(files: &Path) -> Outcome {
    for file in fingerprint::files(files)? {
        let name = fingerprint::name_beneath(files, &file);
        if !STABLE.contains(&name.as_str()) && !has_hash(&name) {
            return Err(Failure(format!(
                "{name} would be kept by browsers for a year under the same name: load it through \
                 index.html or from public/, which are named by content"
            )));
        }
    }
    Ok(())
}

/// Whether a folder or file name contains `-` and 16 hex digits.
fn has_hash(path: &str) -> bool {
    let hash = |part: &str| part.len() >= 16 && part.bytes().take(16).all(|byte| byte.is_ascii_hexdigit());
    path.split('/').any(|name| name.split('-').skip(1).any(hash))
}

/// The archive: sorted, without times and owners, so that equal files give equal bytes.
fn packed(into: &Path, folder: &Path) -> Outcome<Vec<u8>> {
    let mut archive = tar::Builder::new(Vec::new());
    for file in fingerprint::files(folder)? {
        let content = fs::read(&file).doing(file.display())?;
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(0);
        let name = file.strip_prefix(into).unwrap_or(&file);
        archive
            .append_data(&mut header, name, content.as_slice())
            .doing(name.display())?;
    }
    compress::gzip(&archive.into_inner().doing("finishing the archive")?)
}

#[cfg(test)]
mod tests {
    use super::{entry, has_hash};

    #[test]
    fn only_names_with_a_hash_may_be_kept_for_a_year() {
        assert!(has_hash("tsubame-web-7e444a2c1e67a350_bg.wasm"));
        assert!(has_hash("public-93daf3e3008d2145/emoji/data.json"));
        assert!(!has_hash("emoji/data.json"));
        assert!(!has_hash("snippets/leptos-abc/inline0.js"));
    }

    #[test]
    fn the_entry_names_what_the_page_loads_or_is_refused() {
        let page = "<meta name=tsubame-assets content=public-1/><link rel=modulepreload href=/g.js>\
                    <link rel=preload as=fetch href=/m.wasm><script src=/boot.js></script>";
        let filled = entry("const FILES = {};\nload();", page).unwrap();
        assert!(filled.contains("\"glue\":\"g.js\"") && filled.contains("\"assets\":\"public-1/\""));
        assert!(entry("const FILES = {};", "<p>").is_err());
        assert!(entry("const OTHER = {};", page).is_err());
    }
}
