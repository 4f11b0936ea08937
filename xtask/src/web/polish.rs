//! The last touches on a page built by trunk, in one place.
//!
//! 1. The folder of `public/` gets a name by its content, so that its files can be cached for ever.
//! 2. The page is checked to contain nothing that its policy would refuse.

use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{fingerprint, html};
use crate::outcome::{Doing, Failure, Outcome};

/// Polishes the page in `folder`.
pub fn polish(folder: &Path) -> Outcome {
    let file = folder.join("index.html");
    let mut page = fs::read_to_string(&file).doing("reading the built page")?;
    if folder.join("public").is_dir() {
        let name = name_by_content(&folder.join("public"))?;
        fs::rename(folder.join("public"), folder.join(&name)).doing("naming public/ by content")?;
        let renamed = page
            .replace("content=\"public/\"", &format!("content=\"{name}/\""))
            .replace("href=\"/public/", &format!("href=\"/{name}/"));
        if renamed == page {
            return Err(Failure::new(
                "index.html does not name the folder public/ in its tsubame-assets",
            ));
        }
        page = renamed;
    }
    refused(&page)?;
    fs::write(&file, page).doing("writing the page")
}

fn name_by_content(folder: &Path) -> Outcome<String> {
    let mut hash = Sha256::new();
    for file in fingerprint::files(folder)? {
        let content = fs::read(&file).doing(file.display())?;
        let name = fingerprint::name_beneath(folder, &file);
        hash.update(format!("{name} {}\n", content.len()));
        hash.update(content);
    }
    Ok(format!("public-{}", fingerprint::short(&hash.finalize())))
}

/// Refuses what `script-src 'self'` and `style-src 'self'` would refuse in the browser.
fn refused(page: &str) -> Outcome {
    for tag in html::tags(page) {
        let inline_script = tag.name == "script" && tag.get("src").is_none();
        let handler = tag
            .attributes
            .iter()
            .any(|(name, _)| name.starts_with("on") || name == "style");
        if inline_script || tag.name == "style" || handler {
            return Err(Failure(format!(
                "the built page contains an inline script or style (<{}>), which its policy forbids",
                tag.name
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::refused;

    #[test]
    fn a_page_its_own_policy_would_break_is_refused() {
        assert!(refused("<script type=module src=/a.js></script><p class=x>text</p>").is_ok());
        for bad in [
            "<script>1</script>",
            "<style>p{}</style>",
            "<p style=\"x\">",
            "<body onload=\"x\">",
        ] {
            assert!(refused(bad).is_err(), "{bad}");
        }
    }
}
