//! What the module and its glue call each other, in short.
//!
//! wasm-bindgen's names end in hashes, which no compressor shortens, and stand in both files: numbers do as well. And it exports the
//! methods of every class some library offers to scripts, also of classes no object is ever made of; what only they call is then
//! dropped by wasm-opt.

use std::collections::BTreeMap;

use super::wasm::Module;

/// The module and its glue with short names.
pub fn slim(module: &Module, glue: &str) -> (Vec<u8>, String) {
    let unreachable = unreachable(module);
    let is_left_out = |name: &str| unreachable.iter().any(|class| is_of(class, name));
    let doors = module.imports().iter().chain(module.exports());
    let names: BTreeMap<&str, String> = doors
        .map(|door| door.name.as_str())
        .filter(|name| is_generated(name))
        .enumerate()
        .map(|(number, name)| (name, format!("_{number}")))
        .collect();
    let module = module.with_doors(&|name| {
        let short = names.get(name).cloned().unwrap_or_else(|| name.to_owned());
        (!is_left_out(name)).then_some(short)
    });
    (module, bare(&renamed(glue, &names)))
}

/// Names that people or the loader use stay.
fn is_generated(name: &str) -> bool {
    ["__wbg_", "__wbindgen_", "__externref_", "wasm_bindgen__"]
        .iter()
        .any(|start| name.starts_with(start))
}

/// Classes offered to scripts of which nobody makes an object: neither does the module hand one out, nor is there a constructor.
fn unreachable(module: &Module) -> Vec<String> {
    let classes = module.exports().iter().filter_map(|export| {
        let class = export.name.strip_prefix("__wbg_")?.strip_suffix("_free")?;
        Some(class.to_owned())
    });
    classes
        .filter(|class| {
            let handed_out = format!("__wbg_{class}_new");
            let constructor = format!("{class}_new");
            let is_handed_out = module.imports().iter().any(|i| i.name.starts_with(&handed_out));
            !is_handed_out && module.exports().iter().all(|e| e.name != constructor)
        })
        .collect()
}

fn is_of(class: &str, name: &str) -> bool {
    name.strip_prefix(class)
        .is_some_and(|method| method.starts_with('_'))
        || name == format!("__wbg_{class}_free")
}

/// The script without what only readers of it see: indentation, and comments on lines of their own. The generator writes no text of several
/// lines.
fn bare(script: &str) -> String {
    let lines = script.lines().map(str::trim);
    let is_code =
        |line: &&str| !line.is_empty() && !["//", "/*", "*"].iter().any(|sign| line.starts_with(sign));
    let mut bare: String = lines.filter(is_code).flat_map(|line| [line, "\n"]).collect();
    bare.shrink_to_fit();
    bare
}

/// The script with whole words replaced.
fn renamed(script: &str, names: &BTreeMap<&str, String>) -> String {
    let is_part = |sign: char| sign.is_ascii_alphanumeric() || sign == '_' || sign == '$';
    let mut out = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(begin) = rest.find(is_part) {
        let (before, word) = rest.split_at(begin);
        let end = word.find(|sign| !is_part(sign)).unwrap_or(word.len());
        let (word, behind) = word.split_at(end);
        out.push_str(before);
        out.push_str(names.get(word).map_or(word, String::as_str));
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{is_of, renamed};

    #[test]
    fn only_whole_words_are_renamed() {
        let names = BTreeMap::from([("__wbg_add_1f", "_0".to_owned())]);
        let script = "{ __wbg_add_1f: f, __wbg_add_1f2: g }; wasm.__wbg_add_1f('日本');";
        assert_eq!(
            renamed(script, &names),
            "{ _0: f, __wbg_add_1f2: g }; wasm._0('日本');"
        );
    }

    #[test]
    fn methods_of_a_class_are_told_from_those_of_others() {
        assert!(is_of("source", "source_pull"));
        assert!(is_of("source", "__wbg_source_free"));
        assert!(!is_of("source", "sources_pull"));
        assert!(!is_of("source", "__wbg_bytesource_free"));
    }
}
