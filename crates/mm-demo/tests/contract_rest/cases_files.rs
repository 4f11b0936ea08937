//! The questions: files, uploads, emoji, pictures.

use serde_json::{json, Value};

use crate::ours::Ours;

const NONE: Value = Value::Null;

/// A form of one file and some fields.
fn form(fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    let (name, filename, bytes) = file;
    let head =
        format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{filename}\"\r\n\r\n");
    body.extend(head.bytes());
    body.extend(bytes);
    body.extend(b"\r\n--XX--\r\n");
    body
}

const FORM: &str = "multipart/form-data; boundary=XX";

/// Files, uploads, emoji.
pub fn files(o: &mut Ours) {
    let design = o.names["design"].clone();
    let leads = o.names["leads"].clone();
    o.act(
        "liv",
        "POST",
        "/teams/{team:hotaru}/files/search"
            .replace("/files", "/posts")
            .as_str(),
        json!({"terms": "霧"}),
    );
    let picture = o
        .world
        .http(
            o.now,
            &mm_demo::call::Call::new(mm_demo::call::Method::Get, &o.fill("/api/v4/users/{mei}/image"))
                .with_header("Authorization", "Bearer tsubamedemoaccesstoken2026"),
        )
        .body;
    let one = form(
        &[("channel_id", &design), ("client_ids", "c1")],
        ("files", "map.png", &picture),
    );
    o.ask_raw("files/upload", "liv", "/files", FORM, one);
    o.keep("image", "/file_infos/0/id");
    let text = form(
        &[("channel_id", &design), ("client_ids", "c2")],
        ("files", "uplink.log", b"0000 ok\n0001 retry\n"),
    );
    o.ask_raw("files/upload", "liv", "/files", FORM, text);
    o.keep("text", "/file_infos/0/id");
    let two = form(
        &[("channel_id", &design), ("client_ids", "a"), ("client_ids", "b")],
        ("files", "x.txt", b"x"),
    );
    o.ask_raw("files/upload_error", "liv", "/files", FORM, two);
    o.ask_raw(
        "files/upload_error",
        "mei",
        "/files",
        FORM,
        form(&[("channel_id", &leads)], ("files", "x.txt", b"x")),
    );
    o.ask_raw(
        "files/upload_error",
        "liv",
        "/files",
        FORM,
        form(&[("channel_id", &design)], ("files", "x.png", b"broken")),
    );
    o.ask_raw(
        "files/upload_error",
        "liv",
        "/files?channel_id={design}&filename=x.bin",
        "application/octet-stream",
        Vec::new(),
    );
    let post = json!({"channel_id": "{design}", "message": "", "file_ids": ["{image}", "{text}"]});
    o.ask("posts/create", "liv", "POST", "/posts", post.clone());
    o.keep("with_files", "/id");
    o.ask(
        "posts/create",
        "liv",
        "POST",
        "/posts",
        json!({"channel_id": "{design}", "message": "again", "file_ids": ["{image}"]}),
    );
    o.ask(
        "posts/files",
        "liv",
        "GET",
        "/posts/{with_files}/files/info",
        NONE,
    );
    for (operation, path) in [
        ("files/get", "/files/{image}"),
        ("files/get", "/files/{text}"),
        ("files/download", "/files/{image}?download=1"),
        ("files/get_thumbnail", "/files/{image}/thumbnail"),
        ("files/get_thumbnail", "/files/{text}/thumbnail"),
        ("files/get_preview", "/files/{image}/preview"),
        ("files/get_preview", "/files/{text}/preview"),
        ("files/get_info", "/files/{image}/info"),
        ("files/info", "/files/{image}/info"),
        ("files/get_link", "/files/{image}/link"),
        ("files/get_error", "/files/{nobody}"),
        ("files/get_error", "/files/{text}/thumbnail"),
    ] {
        o.ask(operation, "liv", "GET", path, NONE);
    }
    o.ask("files/head", "liv", "HEAD", "/files/{image}", NONE);
    let auth = ("Authorization", "Bearer tsubamedemoaccesstoken2026");
    o.ask_with(
        "files/range",
        &[auth, ("Range", "bytes=0-9")],
        "GET",
        "/files/{image}",
        NONE,
    );
    let session = |size: usize| json!({"channel_id": "{design}", "filename": "big.bin", "file_size": size});
    o.ask("uploads/create", "liv", "POST", "/uploads", session(6_000_000));
    o.keep("upload", "/id");
    let stream = "application/octet-stream";
    o.ask_raw("uploads/error", "liv", "/uploads/{upload}", stream, vec![0; 1000]);
    o.ask_raw(
        "uploads/data",
        "liv",
        "/uploads/{upload}",
        stream,
        vec![0; 5_300_000],
    );
    o.ask("uploads/get", "liv", "GET", "/uploads/{upload}", NONE);
    o.ask(
        "uploads/create",
        "liv",
        "POST",
        "/uploads",
        json!({"channel_id": "{design}", "filename": "a.png", "file_size": picture.len()}),
    );
    o.keep("small", "/id");
    o.ask_raw("uploads/data", "liv", "/uploads/{small}", stream, picture.clone());
    o.ask("uploads/of_user", "mei", "GET", "/users/me/uploads", NONE);
    let emoji = form(
        &[("emoji", "{\"name\":\"swallow\",\"creator_id\":\"\"}")],
        ("image", "s.png", &picture),
    );
    o.ask_raw("emoji/create", "liv", "/emoji", FORM, emoji);
    o.keep("emoji", "/id");
    for (operation, path) in [
        ("emoji/list", "/emoji?page=0&per_page=60&sort=name"),
        ("emoji/get", "/emoji/{emoji}"),
        ("emoji/image", "/emoji/{emoji}/image"),
        ("emoji/by_name", "/emoji/name/swallow"),
        ("emoji/by_name_error", "/emoji/name/nothing"),
        ("emoji/autocomplete", "/emoji/autocomplete?name=sw"),
    ] {
        o.ask(operation, "liv", "GET", path, NONE);
    }
    o.ask(
        "emoji/names",
        "liv",
        "POST",
        "/emoji/names",
        json!(["swallow", "nothing"]),
    );
    o.ask(
        "emoji/search",
        "liv",
        "POST",
        "/emoji/search",
        json!({"term": "sw", "prefix_only": true}),
    );
    o.ask("emoji/delete", "liv", "DELETE", "/emoji/{emoji}", NONE);
    o.ask_raw(
        "users/image_set",
        "liv",
        "/users/me/image",
        FORM,
        form(&[], ("image", "p.png", &picture)),
    );
    o.ask("users/image_reset", "liv", "DELETE", "/users/me/image", NONE);
    o.ask(
        "teams/image_error",
        "liv",
        "GET",
        "/teams/{team:field}/image",
        NONE,
    );
    o.ask_raw(
        "teams/image_set",
        "admin",
        "/teams/{team:field}/image",
        FORM,
        form(&[], ("image", "t.png", &picture)),
    );
    o.ask("teams/image", "liv", "GET", "/teams/{team:field}/image", NONE);
}
