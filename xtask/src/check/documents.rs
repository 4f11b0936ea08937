//! Paths in documents: a text that names a file which is not there is out of date.

use std::fs;
use std::path::Path;

use super::Finding;
use crate::outcome::{Doing, Outcome};
use crate::repo::Repo;
use crate::web::fingerprint;

/// Beginnings that make a word in backquotes a path of this repository.
const ROOTS: [&str; 16] = [
    ".ci/",
    ".github/",
    "benches/",
    "crates/",
    "docs/",
    "fixtures/",
    "fuzz/",
    "index.html",
    "locales/",
    "plugin/",
    "public/",
    "src/",
    "style/",
    "tests/",
    "web/",
    "xtask/",
];

/// Checks every Markdown file of the repository's own.
pub fn check(repo: &Repo) -> Outcome<Vec<Finding>> {
    let mut documents = Vec::new();
    for entry in fs::read_dir(&repo.root)? {
        documents.push(entry?.path());
    }
    documents.retain(|file| file.is_file());
    for folder in ["docs", "crates", "tests", "fuzz"] {
        documents.extend(fingerprint::files(&repo.root.join(folder))?);
    }
    documents.retain(|file| file.extension().is_some_and(|kind| kind == "md"));
    documents.sort();
    let mut findings = Vec::new();
    for file in documents {
        let text = fs::read_to_string(&file).doing(file.display())?;
        let name = file
            .strip_prefix(&repo.root)
            .unwrap_or(&file)
            .to_string_lossy()
            .into_owned();
        let folder = file.parent().unwrap_or(&repo.root);
        for (line, path) in missing(&text, &repo.root, folder) {
            findings.push(Finding {
                file: name.clone(),
                line,
                text: format!("{path} does not exist"),
            });
        }
    }
    Ok(findings)
}

/// Paths named in `text` that lead nowhere, with their lines.
fn missing(text: &str, root: &Path, folder: &Path) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut fenced = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        let quoted = line.split('`').skip(1).step_by(2).filter_map(path_in_quotes);
        let gone = quoted.filter(|path| !root.join(path).exists());
        found.extend(gone.map(|path| (index + 1, path.to_owned())));
        let linked = line.split("](").skip(1).filter_map(path_of_link);
        let gone = linked.filter(|path| !folder.join(path).exists());
        found.extend(gone.map(|path| (index + 1, path.to_owned())));
    }
    found
}

/// A word in backquotes, if it is meant as a path: known beginning, no pattern, no line number.
fn path_in_quotes(word: &str) -> Option<&str> {
    let path = word.split(':').next()?;
    let pattern = path.contains(|sign: char| sign.is_whitespace() || "*<>{}…$".contains(sign));
    (!pattern && ROOTS.iter().any(|start| path.starts_with(start))).then_some(path)
}

fn path_of_link(rest: &str) -> Option<&str> {
    let target = rest.split(')').next()?.split('#').next()?;
    (!target.is_empty() && !target.contains("://") && !target.starts_with("mailto:")).then_some(target)
}

#[cfg(test)]
mod tests {
    use super::missing;
    use std::path::Path;

    #[test]
    fn finds_what_is_not_there_and_nothing_else() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let text = "see `xtask/src/main.rs` and `xtask/src/nowhere.rs:12`, `src/<room>`, `crates/*/src`\n\
                    [here](Cargo.toml#a) [there](docs/nowhere.md) [web](https://example.com/src/x)\n\
                    ```\n`src/in/a/fence.rs`\n```\n";
        let found = missing(text, root, &root.join("xtask"));
        assert_eq!(
            found,
            [
                (1, "xtask/src/nowhere.rs".to_owned()),
                (2, "docs/nowhere.md".to_owned())
            ]
        );
    }
}
