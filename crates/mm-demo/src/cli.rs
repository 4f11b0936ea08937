//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use mm_demo::server::ServerOptions;
use mm_demo::shell::Served;
use mm_demo::world::Size;

/// First port that is tried when none is given.
pub const DEFAULT_PORT: u16 = 8080;

/// Printed with `--help` and after a wrong option.
pub const HELP: &str = "\
mm-demo: a demo server that speaks Mattermost's protocols

  --port N      port to listen on (default: 8080 or the next free one)
  --host ADDR   address to listen on (default: 127.0.0.1)
  --web DIR     serve the built client from this folder
  --seed N      another company (default: 1)
  --size S|M|L  50 / 500 / 5,000 channels instead of the small company
  --help        this text
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
    /// What is served beside the API.
    pub served: Served,
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
            served: Served::default(),
        };
        options.server.world.seed = 1;
        while let Some(arg) = parser.next()? {
            match arg {
                Long("help") | Short('h') => return Ok(None),
                Long("port") => options.port = Some(parser.value()?.parse()?),
                Long("host") => options.host = parser.value()?.parse()?,
                Long("web") => options.served.web = Some(PathBuf::from(parser.value()?)),
                Long("seed") => options.server.world.seed = parser.value()?.parse()?,
                Long("size") => options.server.world.size = parser.value()?.parse_with(size)?,
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
