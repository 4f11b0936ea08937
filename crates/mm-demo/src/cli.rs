//! The command line and the environment.

use std::ffi::OsString;
use std::path::PathBuf;

use mm_demo::server::ServerOptions;
use mm_demo::world::Size;

/// First port that is tried when none is given.
pub const DEFAULT_PORT: u16 = 8080;
/// Acts a minute of `--lively` without a number.
pub const DEFAULT_RATE: f64 = 20.0;

/// Printed with `--help` and after a wrong option.
pub const HELP: &str = "\
mm-demo: a demo server that speaks Mattermost's protocols

  --port N         port to listen on (default: 8080 or the next free one)
  --host ADDR      address to listen on (default: 127.0.0.1)
  --web DIR        serve the built client from this folder
  --plugin PATH    serve a plugin's files (its folder or .tar.gz) as a stock server does
  --seed N         another company (default: 1)
  --size S|M|L     50 / 500 / 5,000 channels instead of the small company
  --data FILE      keep the data in this file
  --lively [RATE]  colleagues talk, type, react and edit, RATE times a minute (default: 20)
  --chaos FILE     play a script of disturbances
  --control        take commands at /_control from this machine
  --deflate        compress sockets where the browser offers it (a real server never does)
  --help           this text

With MATTERMOST_URL=https://chat.example.com in the environment the client is served
and everything else is passed to that server; only --port, --host and --web count then.
";

/// Everything that can be said on the command line.
#[derive(Debug)]
pub struct Options {
    /// Port, if one was named.
    pub port: Option<u16>,
    /// Address to listen on.
    pub host: String,
    /// What the server is made of.
    pub server: ServerOptions,
    /// Folder with the built client.
    pub web: Option<PathBuf>,
    /// A plugin's folder or archive.
    pub plugin: Option<PathBuf>,
    /// Where the data is kept.
    pub data: Option<PathBuf>,
    /// Acts a minute.
    pub lively: Option<f64>,
    /// A script of disturbances.
    pub chaos: Option<PathBuf>,
    /// Whether `/_control` exists.
    pub control: bool,
    /// Whether sockets are compressed.
    pub deflate: bool,
}

impl Options {
    /// Reads the arguments; `None` asks for the help text.
    pub fn from_args(args: impl Iterator<Item = OsString>) -> Result<Option<Options>, lexopt::Error> {
        use lexopt::prelude::*;
        let mut parser = lexopt::Parser::from_args(args);
        let mut options = Options {
            port: None,
            host: "127.0.0.1".to_owned(),
            server: ServerOptions::default(),
            web: None,
            plugin: None,
            data: None,
            lively: None,
            chaos: None,
            control: false,
            deflate: false,
        };
        options.server.world.seed = 1;
        while let Some(arg) = parser.next()? {
            match arg {
                Long("help") | Short('h') => return Ok(None),
                Long("port") => options.port = Some(parser.value()?.parse()?),
                Long("host") => options.host = parser.value()?.parse()?,
                Long("web") => options.web = Some(PathBuf::from(parser.value()?)),
                Long("plugin") => options.plugin = Some(PathBuf::from(parser.value()?)),
                Long("seed") => options.server.world.seed = parser.value()?.parse()?,
                Long("size") => options.server.world.size = parser.value()?.parse_with(size)?,
                Long("data") => options.data = Some(PathBuf::from(parser.value()?)),
                Long("lively") => options.lively = Some(rate(&mut parser)?),
                Long("chaos") => options.chaos = Some(PathBuf::from(parser.value()?)),
                Long("control") => options.control = true,
                Long("deflate") => options.deflate = true,
                other => return Err(other.unexpected()),
            }
        }
        Ok(Some(options))
    }
}

fn size(text: &str) -> Result<Size, String> {
    match text {
        "S" | "s" => Ok(Size::S),
        "M" | "m" => Ok(Size::M),
        "L" | "l" => Ok(Size::L),
        other => Err(format!("no size {other:?}; S, M or L")),
    }
}

/// The number after `--lively`, if there is one.
fn rate(parser: &mut lexopt::Parser) -> Result<f64, lexopt::Error> {
    use lexopt::ValueExt;
    if let Some(value) = parser.optional_value() {
        return value.parse();
    }
    let Some(mut rest) = parser.try_raw_args() else {
        return Ok(DEFAULT_RATE);
    };
    let next = rest
        .peek()
        .and_then(|next| next.to_str())
        .and_then(|next| next.parse().ok());
    if next.is_some() {
        rest.next();
    }
    Ok(next.unwrap_or(DEFAULT_RATE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(args: &[&str]) -> Result<Option<Options>, lexopt::Error> {
        Options::from_args(args.iter().map(OsString::from))
    }

    #[test]
    fn options_are_read() {
        let options = read(&[
            "--port",
            "9000",
            "--size=M",
            "--lively",
            "60",
            "--control",
            "--data",
            "x.json",
        ]);
        let options = options.expect("valid").expect("no help");
        assert_eq!((options.port, options.server.world.size), (Some(9000), Size::M));
        assert_eq!((options.lively, options.control), (Some(60.0), true));
    }

    #[test]
    fn the_rate_is_optional() {
        let lively = |args: &[&str]| read(args).expect("valid").expect("no help").lively;
        assert_eq!(lively(&["--lively"]), Some(DEFAULT_RATE));
        assert_eq!(lively(&["--lively", "--control"]), Some(DEFAULT_RATE));
        assert_eq!(lively(&["--lively=5"]), Some(5.0));
        assert_eq!(lively(&[]), None);
    }

    #[test]
    fn what_is_wrong_is_refused() {
        for wrong in [
            &["--port", "x"][..],
            &["--size", "XL"],
            &["--nonsense"],
            &["stray"],
        ] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
        assert!(read(&["--help"]).expect("valid").is_none());
    }
}
