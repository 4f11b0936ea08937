//! The demo server as a program: reads the command line, builds the server and serves until it is told to stop.

use std::process::ExitCode;

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
    let outcome = runtime.and_then(|runtime| runtime.block_on(run(options)));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("mm-demo: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: cli::Options) -> std::io::Result<()> {
    let listener = listen(&options).await?;
    let address = listener.local_addr()?;
    let now = mm_demo::shell::unix_millis();
    let server = mm_demo::server::Server::new(options.server.clone(), now);
    announce(&address.to_string(), &server);
    let (router, shared) = mm_demo::shell::router(server, &options.served);
    mm_demo::shell::serve(listener, router, shared, stopped()).await
}

/// Binds the wanted port, or the first free one from the default on.
async fn listen(options: &cli::Options) -> std::io::Result<tokio::net::TcpListener> {
    let host = options.host.as_str();
    if let Some(port) = options.port {
        return tokio::net::TcpListener::bind((host, port)).await;
    }
    let mut last = None;
    for port in cli::DEFAULT_PORT..cli::DEFAULT_PORT + 100 {
        match tokio::net::TcpListener::bind((host, port)).await {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| std::io::ErrorKind::AddrNotAvailable.into()))
}

fn announce(address: &str, server: &mm_demo::server::Server) {
    println!("Demo server: http://{address}");
    for account in server.world().accounts() {
        println!(
            "  {:<16} {:<16} {:<14} {}",
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
