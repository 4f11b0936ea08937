//! The same client from a stock server's plugin folder: hash routes, no headers of ours.

use tsubame_e2e::{Browser, Demo, Options};

#[tokio::test(flavor = "multi_thread")]
async fn it_runs_from_the_plugin_folder() {
    if std::env::var("TSUBAME_PLUGIN").is_err() {
        panic!("TSUBAME_PLUGIN names the unpacked plugin (`cargo xtask e2e` sees to it)");
    }
    let demo = Demo::start();
    let path = "/static/plugins/app.tsubame.client/app.html";
    let page = Browser::open_with(&demo, path, Options::default()).await;
    page.log_in("liv.andersen").await;
    page.open_channel("Firmware").await;
    let address = page.address().await;
    assert_eq!(address, format!("{path}#/hotaru/channels/firmware"));
    page.say("from the plugin").await;
    page.sees_once("from the plugin").await;
    page.reload().await;
    page.find("heading", "=Firmware").await;
    page.sees_once("from the plugin").await;
    page.close().await;
}
