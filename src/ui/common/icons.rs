//! The icons' drawings, on a square of 24 units.
//!
//! Each is one path. References into a sprite were tried: the browser copies what they refer to into a tree of its own for each, and
//! a start has some forty.

/// An icon's drawing, as path data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawing {
    /// What is filled with the icon's colour; empty for most.
    pub ground: &'static str,
    /// Strokes: in the icon's colour, or in the page's where there is a ground beneath them.
    pub strokes: &'static str,
}

const fn lines(strokes: &'static str) -> Drawing {
    Drawing { ground: "", strokes }
}

const fn disc(strokes: &'static str) -> Drawing {
    Drawing {
        ground: "M4 12a8 8 0 1 0 16 0a8 8 0 1 0-16 0",
        strokes,
    }
}

pub const LOGO: Drawing =
    lines("M3 5c6 0 9 3 10 7 1-2 4-4 8-4-3 1-5 3-6 6l3 6c-4 0-7-2-8-5-2 1-4 1-6 1 2-1 4-2 4-4C7 9 5 7 3 5z");
pub const SEARCH: Drawing = lines("M4 11a7 7 0 1 0 14 0a7 7 0 1 0-14 0M20 20l-4-4");
pub const CLOSE: Drawing = lines("M6 6l12 12M18 6L6 18");
pub const MENU: Drawing = lines("M4 6h16M4 12h16M4 18h16");
pub const MORE: Drawing = lines(
    "M4 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0M11 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0M18 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0",
);
pub const CHEVRON: Drawing = lines("M6 9l6 6 6-6");
pub const HASH: Drawing = lines("M5 9h15M4 15h15M10 4L8 20M16 4l-2 16");
pub const LOCK: Drawing = lines(
    "M7 11h10a2 2 0 0 1 2 2v5a2 2 0 0 1 -2 2h-10a2 2 0 0 1 -2 -2v-5a2 2 0 0 1 2 -2zM8 11V8a4 4 0 0 1 8 0v3",
);
pub const PERSON: Drawing = lines("M8 8a4 4 0 1 0 8 0a4 4 0 1 0-8 0M4 21c0-4 4-6 8-6s8 2 8 6");
pub const PEOPLE: Drawing = lines("M5.5 8a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0M2 20c0-3.5 3.5-5.5 7-5.5s7 2 7 5.5M16 5a3.5 3.5 0 0 1 0 6.5M18.5 15c2.2.8 3.5 2.5 3.5 5");
pub const ARCHIVE: Drawing = lines("M4 4h16a1 1 0 0 1 1 1v3a1 1 0 0 1 -1 1h-16a1 1 0 0 1 -1 -1v-3a1 1 0 0 1 1 -1zM5 9v10a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1V9M10 13h4");
pub const ALERT: Drawing = lines("M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M12 7v6M12 16.5v.5");
pub const CLOCK: Drawing = lines("M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M12 7v5l3 2");
pub const LINK: Drawing = lines(
    "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7L12 17",
);
pub const UNLINK: Drawing =
    lines("M16 14.4l3-3a4 4 0 0 0-5.7-5.7L12 7M8 9.6l-3 3a4 4 0 0 0 5.7 5.7L12 17M3 3l18 18");
pub const REFRESH: Drawing =
    lines("M20 11a8 8 0 0 0-14-4.5L4 9M4 4v5h5M4 13a8 8 0 0 0 14 4.5L20 15M20 20v-5h-5");
pub const PIN: Drawing = lines("M9 3h6l-1 6 4 4v2H6v-2l4-4zM12 15v6");
pub const BOOKMARK: Drawing = lines("M6 4h12v17l-6-4-6 4z");
pub const REPLY: Drawing = lines("M10 7L5 12l5 5M5 12h9a5 5 0 0 1 5 5v2");
pub const SMILE: Drawing =
    lines("M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M8 14c1 1.5 2.5 2.2 4 2.2s3-.7 4-2.2M9 9v.5M15 9v.5");
pub const UNDO: Drawing = lines("M9 14L4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3");
pub const EDIT: Drawing = lines("M4 20l1-4L16 5l3 3L8 19zM14 7l3 3");
pub const TRASH: Drawing = lines("M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5");
pub const COPY: Drawing = lines("M11 9h7a2 2 0 0 1 2 2v7a2 2 0 0 1 -2 2h-7a2 2 0 0 1 -2 -2v-7a2 2 0 0 1 2 -2zM5 15H4V5a1 1 0 0 1 1-1h10v1");
pub const SEND: Drawing = lines("M4 4l17 8-17 8 3-8zM7 12h6");
pub const CLIP: Drawing = lines(
    "M19 11l-7.5 7.5a4.6 4.6 0 0 1-6.5-6.5L13 4a3.1 3.1 0 0 1 4.4 4.4L9.6 16a1.5 1.5 0 0 1-2.1-2.1L14 7.5",
);
pub const FILE: Drawing = lines("M6 3h8l5 5v13H6zM14 3v5h5");
pub const DOWN: Drawing = lines("M12 5v14M6 13l6 6 6-6");
pub const TASK_DONE: Drawing =
    lines("M7 4h10a3 3 0 0 1 3 3v10a3 3 0 0 1 -3 3h-10a3 3 0 0 1 -3 -3v-10a3 3 0 0 1 3 -3zM8 12l3 3 5-6");
pub const TASK_OPEN: Drawing =
    lines("M7 4h10a3 3 0 0 1 3 3v10a3 3 0 0 1 -3 3h-10a3 3 0 0 1 -3 -3v-10a3 3 0 0 1 3 -3z");
pub const PRESENCE_ONLINE: Drawing = disc("M8.5 12l2.5 2.5 4.5-5");
pub const PRESENCE_AWAY: Drawing = disc("M12 8v4l2.5 2");
pub const PRESENCE_DND: Drawing = disc("M8.5 12h7");
pub const PRESENCE_OFFLINE: Drawing = lines("M5 12a7 7 0 1 0 14 0a7 7 0 1 0-14 0");
