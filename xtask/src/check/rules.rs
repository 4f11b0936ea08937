//! The rules of the house that a compiler does not know: rooms, lengths, words that must not appear.

use std::fs;

use super::rooms::{CLIENT, CORE};
use super::source::Source;
use super::Finding;
use crate::outcome::{Doing, Outcome};
use crate::repo::Repo;
use crate::web::fingerprint;

/// A file longer than this has more than one reason to exist.
const LONGEST: usize = 450;

/// Folders whose files may be no longer.
const MEASURED: [&str; 6] = [
    "crates/mm-core/src",
    "crates/mm-demo/src",
    "crates/mm-sim/src",
    "src",
    "xtask/src",
    "xtask/inspect/src",
];

/// Words that must not appear in some folder.
struct Forbidden {
    folder: &'static str,
    words: &'static [&'static str],
    why: &'static str,
    /// Beginnings of paths where they may.
    except: &'static [&'static str],
}

const EDGE: &[&str] = &["src/browser", "src/main.rs"];

/// The hands of the components: focus, caret, scrolling, measuring, dialogs. Shared pieces that everything else in `ui` uses instead
/// of reaching for the document itself; they compile natively and do nothing there.
const HANDS: &str = "src/ui/common/";

const FORBIDDEN: &[Forbidden] = &[
    Forbidden {
        folder: "crates/mm-core/src",
        words: &[
            ".unwrap()",
            ".expect(",
            "panic!",
            "unreachable!",
            "todo!",
            "unimplemented!",
        ],
        why: "bad input must never end the engine",
        except: &["crates/mm-core/src/testing"],
    },
    Forbidden {
        folder: "crates/mm-core/src",
        words: &[
            "Instant::now",
            "SystemTime",
            "std::fs",
            "std::net",
            "std::thread",
            "async fn",
            ".await",
        ],
        why: "the engine knows no clock and does no I/O; time comes in as a value",
        except: &["crates/mm-core/src/testing"],
    },
    Forbidden {
        folder: "crates/mm-core/src",
        words: &["HashMap", "HashSet"],
        why: "the order must be the same in every run; take BTreeMap or BTreeSet",
        except: &[],
    },
    Forbidden {
        folder: "crates/mm-core/src",
        words: &["println!", "eprintln!", "print!", "dbg!"],
        why: "the engine prints nothing",
        except: &[],
    },
    Forbidden {
        folder: "src",
        words: &["gloo_net", "gloo_timers", "gloo_events"],
        why: "only src/browser and src/main.rs touch the browser",
        except: EDGE,
    },
    Forbidden {
        folder: "src",
        words: &[
            "innerHTML",
            "inner_html",
            "set_inner_html",
            "insert_adjacent_html",
            "set_outer_html",
        ],
        why: "no HTML strings: nodes are built from a typed tree",
        except: &[],
    },
    Forbidden {
        folder: "src",
        words: &[
            "document_write",
            "js_sys::eval",
            "Function::new_with_args",
            "Function::new_no_args",
        ],
        why: "no text is run as script or markup",
        except: &[],
    },
    Forbidden {
        folder: "src",
        words: &[
            "local_storage",
            "localStorage",
            "session_storage",
            "sessionStorage",
        ],
        why: "nothing is kept where any script and the next person can read it",
        // Language, theme and the like of this device; never content, never a token.
        except: &["src/browser/environment.rs"],
    },
];

/// Checks every Rust file.
pub fn check(repo: &Repo) -> Outcome<Vec<Finding>> {
    let mut findings = Vec::new();
    for folder in MEASURED {
        for file in fingerprint::files(&repo.root.join(folder))? {
            let path = file
                .strip_prefix(&repo.root)
                .unwrap_or(&file)
                .to_string_lossy()
                .into_owned();
            if path.ends_with(".rs") && !is_test(&path) {
                let text = fs::read_to_string(&file).doing(&path)?;
                findings.extend(of_file(&path, &text));
            }
        }
    }
    Ok(findings)
}

/// Files that are tests as a whole.
fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.ends_with("_tests.rs") || path.contains("/tests/")
}

/// What does not hold in one file.
fn of_file(path: &str, text: &str) -> Vec<Finding> {
    let source = Source::new(text);
    let mut found: Vec<(usize, String)> = Vec::new();
    for plan in [&CORE, &CLIENT] {
        found.extend(plan.wrong_uses(path, &source));
    }
    if source.length > LONGEST {
        found.push((
            0,
            format!(
                "{} lines of code, more than {LONGEST}: cut it by reasons",
                source.length
            ),
        ));
    }
    if !text.trim_start().starts_with("//!") {
        found.push((
            1,
            "the file does not say in its first line what it is (//!)".to_owned(),
        ));
    }
    for rule in FORBIDDEN {
        found.extend(forbidden(path, &source, rule));
    }
    found.extend(browser_types(path, &source));
    found
        .into_iter()
        .map(|(line, text)| Finding {
            file: path.to_owned(),
            line,
            text,
        })
        .collect()
}

fn forbidden(path: &str, source: &Source, rule: &Forbidden) -> Vec<(usize, String)> {
    let applies = path.starts_with(&format!("{}/", rule.folder));
    if !applies || rule.except.iter().any(|except| path.starts_with(except)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for word in rule.words {
        let lines = source.words(word).map(|at| source.line_of(at));
        found.extend(lines.map(|line| (line, format!("`{word}`: {}", rule.why))));
    }
    found
}

/// Components may name the types of events they are given, of elements they hold and of files that are chosen, and look closer at one (`JsCast`): these
/// compile natively. Everything else of the browser stays at the edge and in the components' hands.
fn browser_types(path: &str, source: &Source) -> Vec<(usize, String)> {
    let free = EDGE.iter().any(|edge| path.starts_with(edge)) || path.starts_with(HANDS);
    if !path.starts_with("src/") || free {
        return Vec::new();
    }
    let is_ui = path.starts_with("src/ui/");
    let why = "of the browser components may name types of events, elements, nodes and files, nothing else";
    let mut found = Vec::new();
    for word in ["web_sys", "wasm_bindgen", "js_sys"] {
        for at in source.words(word) {
            let rest = source.code[at + word.len()..].trim_start_matches("::");
            let name: String = rest.chars().take_while(|sign| sign.is_alphanumeric()).collect();
            // A file is handed from components to the edge.
            let is_file = word == "web_sys" && name == "File";
            if !(is_file || (is_ui && is_type_of_page(word, &name))) {
                found.push((source.line_of(at), format!("`{word}`: {why}")));
            }
        }
    }
    found
}

fn is_type_of_page(word: &str, name: &str) -> bool {
    match word {
        "web_sys" => {
            matches!(name, "Node" | "FileList") || name.ends_with("Event") || name.ends_with("Element")
        }
        "wasm_bindgen" => name == "JsCast",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::of_file;

    fn texts(path: &str, code: &str) -> Vec<String> {
        of_file(path, &format!("//! A file.\n{code}"))
            .into_iter()
            .map(|found| found.text)
            .collect()
    }

    #[test]
    fn the_engine_may_not_panic_or_look_at_a_clock() {
        let path = "crates/mm-core/src/state/posts.rs";
        assert_eq!(texts(path, "fn f() { x.unwrap_or(1); }"), Vec::<String>::new());
        assert_eq!(texts(path, "fn f() { x.unwrap(); y.expect(\"z\"); }").len(), 2);
        assert_eq!(
            texts(path, "use std::collections::HashMap; fn f() { Instant::now() }").len(),
            2
        );
        assert_eq!(
            texts(
                path,
                "fn f() {}\n#[cfg(test)]\nmod tests { fn t() { x.unwrap(); } }"
            )
            .len(),
            0
        );
    }

    #[test]
    fn the_browser_stays_at_the_edge() {
        assert_eq!(
            texts("src/browser/http.rs", "use web_sys::Window; use js_sys::Date;").len(),
            0
        );
        assert_eq!(
            texts("src/ui/composer/mod.rs", "use leptos::web_sys::KeyboardEvent;").len(),
            0
        );
        assert_eq!(texts("src/ui/composer/mod.rs", "use web_sys::Window;").len(), 1);
        assert_eq!(
            texts("src/ui/composer/mod.rs", "use wasm_bindgen::JsCast;").len(),
            0
        );
        assert_eq!(texts("src/ui/composer/mod.rs", "use js_sys::Date;").len(), 1);
        assert_eq!(
            texts(
                "src/ui/common/dom.rs",
                "use web_sys::Window; use js_sys::Reflect;"
            )
            .len(),
            0
        );
        assert_eq!(
            texts(
                "src/store/cells.rs",
                "use web_sys::KeyboardEvent; use wasm_bindgen::JsCast;"
            )
            .len(),
            2
        );
    }

    #[test]
    fn no_html_strings_and_no_storage() {
        assert_eq!(
            texts("src/ui/post/mod.rs", "view! { <p inner_html=x/> }").len(),
            1
        );
        assert_eq!(texts("src/browser/dom.rs", "window.local_storage();").len(), 1);
        assert_eq!(
            texts("src/browser/environment.rs", "window.local_storage();").len(),
            0
        );
    }

    #[test]
    fn long_files_and_files_without_a_first_line_are_found() {
        let long = "fn f() {}\n".repeat(460);
        assert_eq!(texts("xtask/src/long.rs", &long).len(), 1);
        assert_eq!(of_file("xtask/src/mute.rs", "fn f() {}").len(), 1);
    }
}
