//! Fills in the service worker: which files are the client of this version (`web/service-worker.js`).

use std::fs;
use std::path::Path;

use super::{compress, fingerprint};
use crate::outcome::{Doing, Failure, Outcome};

/// The worker's file, beside the page. It keeps its name: browsers ask for it by themselves.
pub const WORKER: &str = "service-worker.js";

/// How a folder with the client is opened.
pub struct Shell<'a> {
    /// The page.
    pub page: &'a str,
    /// The file that names this version's files.
    pub entry: &'a str,
    /// Whether the page stands for all paths beneath it.
    pub routes: bool,
}

/// Writes the worker for the client in `folder`. `template`: the worker as it stands in `web/`.
pub fn write(folder: &Path, template: &str, shell: &Shell<'_>) -> Outcome {
    let entry = fs::read_to_string(folder.join(shell.entry)).doing(shell.entry)?;
    let mut files = Vec::new();
    let mut contents = String::new();
    for file in fingerprint::files(folder)? {
        let name = fingerprint::name_beneath(folder, &file);
        if belongs(&file, &name) {
            let content = fs::read(&file).doing(file.display())?;
            contents.push_str(&format!("{name} {}\n", fingerprint::short(&content)));
            files.push(name);
        }
    }
    let named: Vec<&String> = files
        .iter()
        .filter(|name| entry.contains(name.as_str()))
        .collect();
    let kept = serde_json::json!({
        "version": fingerprint::short(contents.as_bytes()),
        "page": shell.page,
        "entry": shell.entry,
        "routes": shell.routes,
        "named": named,
        "files": files,
    });
    let filled = template.replace("const SHELL = {};", &format!("const SHELL = {kept};"));
    if filled == template || named.is_empty() {
        return Err(Failure(format!(
            "{WORKER} cannot be filled in: the template or {} has changed",
            shell.entry
        )));
    }
    fs::write(folder.join(WORKER), filled).doing(WORKER)
}

/// Files without which the client does not open. Icons for home screens are the system's business, `main.js` is the official client's.
fn belongs(file: &Path, name: &str) -> bool {
    let kind = file.extension().unwrap_or_default().to_string_lossy();
    let apart = ["txt", "png", "webmanifest"].contains(&kind.as_ref());
    !apart && !compress::is_copy(file) && ![WORKER, "main.js"].contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_keeps_what_the_client_opens_with_and_nothing_else() {
        let folder = std::env::temp_dir().join(format!("tsubame-shell-{}", std::process::id()));
        fs::create_dir_all(folder.join("public-1")).unwrap();
        for (name, content) in [
            ("index.html", "<script src=a-1.js>"),
            ("a-1.js", "a"),
            ("a-1.js.gz", "a"),
            ("public-1/icon.png", ""),
            ("public-1/emoji.json", ""),
        ] {
            fs::write(folder.join(name), content).unwrap();
        }
        let shell = Shell {
            page: "index.html",
            entry: "index.html",
            routes: true,
        };
        write(&folder, "const SHELL = {};", &shell).unwrap();
        let worker = fs::read_to_string(folder.join(WORKER)).unwrap();
        assert!(
            worker.contains(r#""files":["a-1.js","index.html","public-1/emoji.json"]"#),
            "{worker}"
        );
        assert!(worker.contains(r#""named":["a-1.js"]"#), "{worker}");
        fs::write(folder.join("a-1.js"), "b").unwrap();
        write(&folder, "const SHELL = {};", &shell).unwrap();
        assert_ne!(
            worker,
            fs::read_to_string(folder.join(WORKER)).unwrap(),
            "another version"
        );
        assert!(write(&folder, "no place for it", &shell).is_err());
        fs::remove_dir_all(&folder).unwrap();
    }
}
