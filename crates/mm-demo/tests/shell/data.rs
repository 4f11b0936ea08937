//! Data that survives the program.

use mm_demo::server::{Server, ServerOptions};
use mm_demo::shell::{self, Served, Shared};

use crate::kit::{start_router, Folder, Running};
use crate::people::Person;

/// Starts a server with the data of a file, if it exists.
async fn start_with(file: &std::path::Path) -> (Running, std::sync::Arc<Shared>) {
    let now = shell::unix_millis();
    let options = ServerOptions::default();
    let server = match shell::load(file).expect("usable data") {
        Some(world) => Server::with_world(world, options, now),
        None => Server::new(options, now),
    };
    let accounts = server.world().accounts();
    let (router, shared) = shell::router(server, Served::default());
    let running = start_router(router).await;
    (Running { accounts, ..running }, shared)
}

#[tokio::test]
async fn posts_and_logins_survive() {
    let folder = Folder::new("data", &[("keep", b"")]);
    let file = folder.0.join("data.json");
    let (server, shared) = start_with(&file).await;
    let person = Person::sign_in(&server, 1).await;
    person.say(&server, &person.channel, "do not forget").await;
    assert!(shared.take_change());
    shell::save(&shared, &file).expect("saved");
    let (again, _) = start_with(&file).await;
    let path = format!("/api/v4/channels/{}/posts", person.channel);
    let posts = again.get(&path, &[("cookie", &person.cookie)]).await;
    assert_eq!(posts.status, 200);
    assert!(posts.text().contains("do not forget"));
}

#[test]
fn broken_data_is_not_thrown_away() {
    let folder = Folder::new("broken-data", &[("data.json", b"{\"half")]);
    let error = shell::load(&folder.0.join("data.json")).expect_err("an error");
    assert!(error.to_string().contains("move it away"), "{error}");
    assert!(shell::load(&folder.0.join("none.json"))
        .expect("no error")
        .is_none());
}
