//! The demo server as a program: reads the command line, builds the server and serves until it is told to stop.

use std::io;
use std::process::ExitCode;
use std::sync::Arc;

use mm_demo::chaos::Script;
use mm_demo::lively::Lively;
use mm_demo::server::Server;
use mm_demo::shell::{self, Served, Shared, Upstream};
use mm_demo::world::World;
use tokio::net::TcpListener;

mod cli;

fn main() -> ExitCode {
    let options = match cli::Options::from_args(std::env::args_os().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            print!("{}", cli::HELP);
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("mm-demo: {error}\n\n{}", cli::HELP);
            return ExitCode::from(2);
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = runtime.and_then(|runtime| {
        runtime.block_on(async {
            match std::env::var("MATTERMOST_URL") {
                Ok(url) if !url.is_empty() => run_proxy(options, &url).await,
                _ => run_demo(options).await,
            }
        })
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("mm-demo: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run_proxy(options: cli::Options, url: &str) -> io::Result<()> {
    let upstream = Upstream::new(url).map_err(io::Error::other)?;
    let listener = listen(&options).await?;
    println!("Serving the client for {url}: http://{}", listener.local_addr()?);
    shell::serve(listener, shell::proxy_router(upstream, options.web)?, stopped()).await
}

async fn run_demo(options: cli::Options) -> io::Result<()> {
    let listener = listen(&options).await?;
    let now = shell::unix_millis();
    let mut server = build(&options, now)?;
    let lively = options
        .lively
        .map(|rate| Lively::new(&mut server, options.server.world.seed, rate, now));
    let plugin = options.plugin.as_deref().map(shell::Plugin::load).transpose()?;
    announce(&listener.local_addr()?.to_string(), &server, plugin.as_ref());
    let served = Served {
        web: options.web,
        plugin,
        control: options.control,
        deflate: options.deflate,
    };
    let (router, shared) = shell::router(server, served);
    let mut tasks = vec![tokio::spawn(shell::keep_ticking(Arc::clone(&shared)))];
    if let Some(lively) = lively {
        tasks.push(tokio::spawn(shell::keep_lively(Arc::clone(&shared), lively)));
    }
    if let Some(file) = options.data.clone() {
        tasks.push(tokio::spawn(shell::keep_saving(Arc::clone(&shared), file)));
    }
    let outcome = shell::serve(listener, router, stopped()).await;
    tasks.iter().for_each(tokio::task::JoinHandle::abort);
    save_last(&shared, options.data.as_deref())?;
    outcome
}

/// A new server, or the one that was saved.
fn build(options: &cli::Options, now: i64) -> io::Result<Server> {
    let saved: Option<World> = match &options.data {
        Some(file) => shell::load(file)?,
        None => None,
    };
    let mut server = match saved {
        Some(world) => Server::with_world(world, options.server.clone(), now),
        None => Server::new(options.server.clone(), now),
    };
    if let Some(file) = &options.chaos {
        let text = std::fs::read_to_string(file)?;
        server.play(Script::parse(&text, now).map_err(io::Error::other)?);
    }
    Ok(server)
}

fn save_last(shared: &Shared, file: Option<&std::path::Path>) -> io::Result<()> {
    file.map_or(Ok(()), |file| shell::save(shared, file))
}

/// Binds the wanted port, or the first free one from the default on.
async fn listen(options: &cli::Options) -> io::Result<TcpListener> {
    let host = options.host.as_str();
    if let Some(port) = options.port {
        return TcpListener::bind((host, port)).await;
    }
    let mut last = None;
    for port in cli::DEFAULT_PORT..cli::DEFAULT_PORT + 100 {
        match TcpListener::bind((host, port)).await {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| io::ErrorKind::AddrNotAvailable.into()))
}

fn announce(address: &str, server: &Server, plugin: Option<&shell::Plugin>) {
    println!("Demo server: http://{address}");
    if let Some(plugin) = plugin {
        println!(
            "Plugin:      http://{address}/static/plugins/{}/app.html",
            plugin.id()
        );
    }
    println!("Accounts:");
    for account in server.world().accounts() {
        println!(
            "  {:<18} {:<16} {:<14} {}",
            account.username, account.password, account.role, account.note
        );
    }
}

/// Resolves at the first SIGINT or SIGTERM.
async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{signal, SignalKind};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
