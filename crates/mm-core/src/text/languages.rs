//! Names of code languages a fence may carry, with the label shown (`rest.md` 5.8).

/// A known code language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    /// Key for a highlighter, in lower case.
    pub key: &'static str,
    /// Label shown above the code.
    pub label: &'static str,
}

impl Language {
    /// The language a fence names, in any case; `None` when it is not known.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        if name.is_empty() || name.contains(' ') {
            return None;
        }
        LANGUAGES.iter().find_map(|(key, label, aliases)| {
            let known = *key == name || aliases.split(' ').any(|alias| alias == name);
            known.then_some(Self { key, label })
        })
    }
}

/// Key, label, other names.
const LANGUAGES: &[(&str, &str, &str)] = &[
    ("1c", "1C:Enterprise", "bsl"),
    ("actionscript", "ActionScript", "as as3"),
    ("applescript", "AppleScript", "osascript"),
    ("bash", "Bash", "sh zsh"),
    ("clojure", "Clojure", "clj"),
    ("coffeescript", "CoffeeScript", "coffee coffee-script"),
    ("cpp", "C/C++", "c++ c"),
    ("csharp", "C#", "c# cs"),
    ("css", "CSS", ""),
    ("d", "D", "dlang"),
    ("dart", "Dart", ""),
    ("delphi", "Delphi", ""),
    ("diff", "Diff", "patch"),
    ("django", "Django", "jinja"),
    ("dockerfile", "Dockerfile", "docker"),
    ("elixir", "Elixir", "ex exs"),
    ("erlang", "Erlang", "erl"),
    ("fortran", "Fortran", "f90 f95"),
    ("fsharp", "F#", "fs"),
    ("gcode", "G-Code", ""),
    ("go", "Go", "golang"),
    ("groovy", "Groovy", ""),
    ("handlebars", "Handlebars", "hbs mustache"),
    ("haskell", "Haskell", "hs"),
    ("haxe", "Haxe", "hx"),
    ("java", "Java", ""),
    ("javascript", "JavaScript", "js"),
    ("json", "JSON", ""),
    ("julia", "Julia", "jl"),
    ("kotlin", "Kotlin", "kt"),
    ("latex", "LaTeX", "tex"),
    ("less", "Less", ""),
    ("lisp", "Lisp", ""),
    ("lua", "Lua", ""),
    ("makefile", "Makefile", "make mf gnumake bsdmake mk"),
    ("markdown", "Markdown", "md mkd"),
    ("matlab", "Matlab", "m"),
    ("objectivec", "Objective C", "objective_c objc"),
    ("ocaml", "OCaml", "ml"),
    ("perl", "Perl", "pl"),
    ("pgsql", "PostgreSQL", "postgres postgresql"),
    ("php", "PHP", "php3 php4 php5 php6"),
    ("powershell", "PowerShell", "posh"),
    ("puppet", "Puppet", "pp"),
    ("python", "Python", "py"),
    ("r", "R", "s"),
    ("ruby", "Ruby", "rb"),
    ("rust", "Rust", "rs"),
    ("scala", "Scala", ""),
    ("scheme", "Scheme", "scm"),
    ("scss", "SCSS", ""),
    ("smalltalk", "Smalltalk", "st squeak"),
    ("sql", "SQL", ""),
    ("stylus", "Stylus", "styl"),
    ("swift", "Swift", ""),
    ("text", "Text", "txt"),
    ("typescript", "TypeScript", "ts tsx"),
    ("vbnet", "VB.Net", "vb visualbasic"),
    ("vbscript", "VBScript", "vbs"),
    ("verilog", "Verilog", ""),
    ("vhdl", "VHDL", "vhd"),
    ("vtt", "WebVTT", "webvtt"),
    ("xml", "HTML, XML", "html"),
    ("yaml", "YAML", "yml"),
];
